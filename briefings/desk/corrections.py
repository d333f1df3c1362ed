"""Corrections: the line that tells readers what was wrong, and an edit of every message that was sent with it.

What is corrected is the briefing as it stands: the editor has changed its text before. A message is edited by a
delivery of its own (`Delivery.corrects`), through the same outbox as everything; where it can't be edited any more,
that delivery becomes a message of its own (`corrects` is emptied) and stands in for the original from then on.

Whoever was not yet served gets the corrected text at once. So only what may already have been rendered is edited: a
delivery that is claimed after the correction is committed is rendered after it too (`bot.sender`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import Text, and_, cast, func, or_, select, update

from briefings import language, revisions
from briefings.desk import audit, drafts, languages
from briefings.desk.errors import DeskError
from briefings.editions import delivery, ensure
from briefings.model import Delivery, DeliveryState, Edition, EditionBriefing, EditionKind, Status
from briefings.outbox import FALLEN
from briefings.subscriptions import latest_publication

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Mapping

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.editions import Batch
    from briefings.model import Briefing

LONGEST: Final = 500  # characters of a line: it stands in cards and digests
WINDOW: Final = 20_000  # deliveries looked through in one transaction


@dataclass(frozen=True)
class Announced:
    """A published correction. `messages`: deliveries that are to be edited."""

    edition_id: int
    messages: int


def read_lines(text: str, speaks: str, others: Collection[str] = ()) -> dict[str, str]:
    """What an editor has written, by language: after `kk:` or `ru:`, else in the language that it is recognised as.

    Where none is recognised, it is the one that the editor `speaks`. Lines without a language belong to the one before.
    `others`: codes of languages beside these two. Raises `DeskError`: language, correction-empty, correction-long.
    """
    found: dict[str, str] = {}
    current: str | None = None
    for line in text.splitlines():
        named, said = languages.labelled(line.strip(), others)
        words = " ".join(said.split())
        if named:
            current = named
        elif current is None and words:
            current = language.detect(words) or speaks
        if current is not None and words:
            found[current] = f"{found[current]} {words}" if current in found else words
    if not found:
        raise DeskError("correction-empty")
    for line in found.values():
        if len(line) > LONGEST:
            raise DeskError("correction-long", count=len(line), limit=LONGEST)
    return found


def refuse_unpublished(briefing: Briefing) -> None:
    """What no reader can have seen needs no correction."""
    if briefing.status is not Status.PUBLISHED:
        raise DeskError("not-published", number=briefing.id)


async def publish(
    session: AsyncSession,
    briefing: Briefing,
    lines: Mapping[str, str],
    *,
    by: int,
    now: dt.datetime,
    seen: int | None = None,
) -> Announced:
    """Mark the briefing as corrected, keep what it said, and have what was sent with it edited.

    The same lines again, with nothing changed since, are the same correction, until what was announced is deleted (see
    `upkeep`): then an editor means it. `lines`: by language; `by`: a Telegram user id; `seen`: the version that they
    saw, for what it says now goes to everybody who has it. Raises `DeskError`: not-published, and `Overtaken`.
    """
    refuse_unpublished(briefing)
    if briefing.correction == lines and briefing.corrected_at == briefing.updated_at:
        announced = await _latest(session, briefing.id)
        if announced is not None:
            return announced
    await drafts.check_seen(session, briefing, seen, by)
    reason, replaced = "\n".join(lines.values()), briefing.version
    revisions.keep(session, briefing, now, by, reason)
    briefing.correction, briefing.corrected_at = dict(lines), now
    await drafts.touch(session, briefing, now)
    announced = await _announce(session, briefing, by=by, now=now)
    audit.note(session, now, by, "correct", briefing.id, version=replaced, reason=reason, edition=announced.edition_id)
    return announced


async def sent_with(session: AsyncSession, briefing_id: int) -> int:
    """How many deliveries that hold the briefing stand in chats: a correction edits them, nothing else does."""
    return (await _sent_with(session, briefing_id))[1]


async def _sent_with(session: AsyncSession, briefing_id: int) -> tuple[int | None, int]:
    """The first of them, and how many."""
    sent = select(func.min(Delivery.id), func.count()).where(
        Delivery.edition_id.in_(_holding(briefing_id)), _may_be_seen()
    )
    first, messages = (await session.execute(sent)).one()
    return first, messages


async def _announce(session: AsyncSession, briefing: Briefing, *, by: int, now: dt.datetime) -> Announced:
    # By the library's version, which no other correction has: a digest may hold two briefings of the same version.
    key = f"correction:{briefing.id}:{await latest_publication(session)}"
    first, messages = await _sent_with(session, briefing.id)
    content = ((briefing.topics[0].slug if briefing.topics else "", (briefing.id,)),)
    made = await ensure(session, EditionKind.CORRECTION, {key: content}, now)
    statement = update(Edition).where(Edition.key == key)
    await session.execute(statement.values(spread_after=None if first is None else first - 1, created_by=by))
    return Announced(made[key], messages)


async def _latest(session: AsyncSession, briefing_id: int) -> Announced | None:
    statement = (
        select(Edition.id, func.count(Delivery.id))
        .outerjoin(Delivery)
        .where(Edition.kind == EditionKind.CORRECTION, Edition.id.in_(_holding(briefing_id)))
        .group_by(Edition.id)
        .order_by(Edition.id.desc())
        .limit(1)
    )
    found = (await session.execute(statement)).one_or_none()
    return None if found is None else Announced(*found)


async def audience(session: AsyncSession, edition: Edition, after: int, now: dt.datetime, limit: int) -> Batch:
    """Edits of up to `limit` of the deliveries above `after` that hold the corrected briefing."""
    _, briefing_id, change = edition.key.split(":")
    until = after + WINDOW
    statement = (
        select(Delivery.id, Delivery.chat_id, Delivery.thread_id)
        .where(
            Delivery.id > after,
            Delivery.id <= until,
            # By their ids, not by the index of editions: each is looked at once, however many batches it takes.
            (Delivery.edition_id + 0).in_(_holding(int(briefing_id))),
            Delivery.edition_id != edition.id,
            _may_be_seen(),
        )
        .order_by(Delivery.id)
        .limit(limit)
    )
    found = (await session.execute(statement)).all()
    replaced = await _replaced(session, int(briefing_id), {row.chat_id for row in found})
    rows = [
        delivery(edition.id, row.chat_id, row.thread_id, f"correction:{row.id}:{change}", now, corrects=row.id)
        for row in found
        if row.id not in replaced
    ]
    if len(found) == limit:
        return rows, found[-1].id
    last = await session.scalar(select(func.max(Delivery.id))) or 0
    return rows, until if until < last else None


async def _replaced(session: AsyncSession, briefing_id: int, chats: Collection[int]) -> set[int]:
    """Deliveries in these chats for which a correction of this briefing stands in, as a message of its own."""
    slots = await session.scalars(
        select(Delivery.slot)
        .join(Edition, Edition.id == Delivery.edition_id + 0)  # by the chats, not through all that an edition has
        .where(
            Delivery.chat_id.in_(chats),
            Delivery.corrects.is_(None),
            Delivery.state.not_in(FALLEN),
            Edition.kind == EditionKind.CORRECTION,
            Edition.id.in_(_holding(briefing_id)),
        )
    )
    return {int(slot.split(":")[1]) for slot in slots}


def _holding(briefing_id: int) -> Select[int]:
    return select(EditionBriefing.edition_id).where(EditionBriefing.briefing_id == briefing_id)


def _may_be_seen() -> ColumnElement[bool]:
    """Deliveries that stand in a chat, or of which a part does or may."""
    begun = or_(
        Delivery.state.in_((DeliveryState.SENDING, DeliveryState.SENT)), cast(Delivery.message_ids, Text) != "[]"
    )
    return and_(Delivery.corrects.is_(None), Delivery.state != DeliveryState.GONE, begun)
