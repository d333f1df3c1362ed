"""What a claimed delivery needs to be sent: its edition, its chat, and for a correction what it edits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, select, update

from briefings import unserved
from briefings.eligibility import ENDED, OF_SUBSCRIPTION, elsewhere, wanted
from briefings.model import Delivery, DeliveryState, Edition, EditionKind, Reader, ReaderKind, Subscription

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from sqlalchemy import Result
    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.digest import Content

    _Edition = tuple[EditionKind, Content, str | None]  # with a broadcast's text

FORGOTTEN = "forgotten"  # why a delivery is gone whose chat is not known any more
NOT_SENT = "not_sent"  # why a correction is gone of which the original never arrived
UNWANTED = "unwanted"  # why a delivery is gone whose chat has paused, or wants no alerts any more
BEHIND = 0  # for the number of a message in a group that became a supergroup, where messages are numbered anew


@dataclass(frozen=True)
class Original:
    """A delivery that was sent, and whose messages a correction edits."""

    id: int
    kind: EditionKind
    edition_id: int
    content: Content
    message_ids: tuple[int, ...]  # none: they can't be edited any more
    sent_at: dt.datetime


@dataclass(frozen=True)
class Parcel:
    """A claimed delivery, with all that is needed to send it. `thread_id` None: the chat itself, no forum topic."""

    id: int
    chat_id: int
    thread_id: int | None
    kind: EditionKind
    edition_id: int
    content: Content
    language: str
    chat_kind: ReaderKind
    zone: str | None  # the chat's; None where it has no subscription
    attempts: int  # this one included
    message_ids: tuple[int, ...]  # of the parts that were sent (or edited) before; BEHIND: it only counts
    quiet_hours: tuple[str | None, str | None] = (None, None)  # HH:MM in `zone`, from and until
    original: Original | None = None  # what a correction edits; None: it is a message of its own
    html: str | None = None  # of a broadcast


async def of(session: AsyncSession, ids: list[int], now: dt.datetime) -> list[Parcel]:
    """The parcels of claimed deliveries in this order, without those that are gone or wait: this is written down."""
    found = {row.id: row for row in await _rows(session, ids, now)}
    originals = await _originals(session, [row.corrects for row in found.values() if row.corrects is not None])
    editions = await _editions(session, {row.edition_id for row in (*found.values(), *originals.values())})
    parcels, overtaken, changes = [], [], []
    for row in (found[number] for number in ids):
        kind, content, _ = editions[row.edition_id]
        why = _why_gone(row, kind, originals)
        if why is UNWANTED and kind is EditionKind.DIGEST:
            overtaken.append((row, content))
        elif why is not None:
            changes.append(_gone(row, why, now))
        elif row.elsewhere is not None:
            changes.append(_waiting(row) | {"thread_id": row.elsewhere})
        else:
            parcels.append(_parcel(row, originals, editions))
    left = await unserved.carry_over(session, [(row.subscription_id, content) for row, content in overtaken])
    for row, _ in overtaken:
        changes.append(_gone(row, UNWANTED, now) if row.subscription_id in left else _waiting(row))
    if changes:
        await session.execute(update(Delivery), changes)
    return parcels


def _gone(row: Any, why: str, now: dt.datetime) -> dict[str, Any]:
    return {"id": row.id, "state": DeliveryState.GONE, "error": why, "lease_until": None, "settled_at": now}


def _waiting(row: Any) -> dict[str, Any]:
    """As if it had not been claimed: the next claim asks again."""
    return {"id": row.id, "state": DeliveryState.WAITING, "lease_until": None, "attempts": row.attempts - 1}


async def _rows(session: AsyncSession, ids: Collection[int], now: dt.datetime) -> Result[Any]:
    of_subscription = and_(Subscription.chat_id == Delivery.chat_id, Subscription.thread_id == Delivery.thread_id)
    return await session.execute(
        select(
            Delivery.id,
            Delivery.chat_id,
            Delivery.thread_id,
            Delivery.edition_id,
            Delivery.attempts,
            Delivery.message_ids,
            Delivery.corrects,
            Reader.language,
            Reader.kind,
            Subscription.id.label("subscription_id"),
            Subscription.zone,
            Subscription.quiet_from,
            Subscription.quiet_until,
            Subscription.active,
            wanted(now).label("wanted"),
            elsewhere(now).label("elsewhere"),
        )
        .join(Edition, Edition.id == Delivery.edition_id)
        .outerjoin(Reader, Reader.id == Delivery.chat_id)
        .outerjoin(Subscription, of_subscription)
        .where(Delivery.id.in_(ids))
    )


def _why_gone(row: Any, kind: EditionKind, originals: dict[int, Any]) -> str | None:
    """Why there is nobody, or nothing, to send it to; None: there is.

    What was begun is finished in a pause, since no other digest holds the rest; not where the subscription has ended.
    """
    if row.language is None:
        return FORGOTTEN
    if row.corrects is not None and row.corrects not in originals:
        return NOT_SENT
    if kind in OF_SUBSCRIPTION and not row.active:
        return ENDED
    return None if row.wanted or row.message_ids else UNWANTED


async def _originals(session: AsyncSession, ids: Collection[int]) -> dict[int, Any]:
    """What these corrections edit: deliveries that have arrived, or a part of which has."""
    if not ids:
        return {}
    columns = (Delivery.id, Delivery.edition_id, Delivery.state, Delivery.message_ids)
    at = func.coalesce(Delivery.settled_at, Delivery.not_before).label("sent_at")
    rows = await session.execute(select(*columns, at).where(Delivery.id.in_(ids)))
    return {row.id: row for row in rows if row.message_ids or row.state is DeliveryState.SENT}


def _parcel(row: Any, originals: dict[int, Any], editions: dict[int, _Edition]) -> Parcel:
    kind, content, html = editions[row.edition_id]
    return Parcel(
        id=row.id,
        chat_id=row.chat_id,
        thread_id=row.thread_id or None,
        kind=kind,
        edition_id=row.edition_id,
        content=content,
        language=row.language,
        chat_kind=row.kind,
        zone=row.zone,
        attempts=row.attempts,
        message_ids=() if row.corrects is not None and BEHIND in row.message_ids else tuple(row.message_ids),
        quiet_hours=(row.quiet_from, row.quiet_until),
        original=None if row.corrects is None else _original(originals[row.corrects], editions),
        html=html,
    )


def _original(row: Any, editions: dict[int, _Edition]) -> Original:
    kind, content, _ = editions[row.edition_id]
    message_ids = () if BEHIND in row.message_ids else tuple(row.message_ids)
    return Original(row.id, kind, row.edition_id, content, message_ids, row.sent_at)


async def _editions(session: AsyncSession, ids: Collection[int]) -> dict[int, _Edition]:
    """Kind, content and a broadcast's text; each once, however many chats get it: contents are long."""
    rows = await session.execute(select(Edition.id, Edition.kind, Edition.content).where(Edition.id.in_(ids)))
    found: dict[int, _Edition] = {}
    for number, kind, content in rows:
        if kind is EditionKind.BROADCAST:
            found[number] = kind, (), content[0][1]
        else:
            found[number] = kind, tuple((slug, tuple(held)) for slug, held in content), None
    return found
