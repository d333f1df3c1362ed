"""Broadcasts: a text of the editors' own to every chat, or to those of one language.

It is shown before it goes, and waits meanwhile as an edition whose key says that it is a draft; sending it changes the
key, so that it goes once however often the button is pressed. Buttons know it by the message that it was written in,
which is never another's: its number would be, once it is gone and a copy of the database is put back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from sqlalchemy import func, select, update

from briefings.desk import audit
from briefings.desk.errors import DeskError
from briefings.editions import deliver, delivery
from briefings.eligibility import hears_broadcasts, listening, paused
from briefings.model import Edition, EditionKind, Reader, Subscription
from briefings.reckoning import awake_from

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Row
    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.editions import Batch

EVERYBODY: Final = "all"  # in place of a language
DRAFT, SENT, WITHDRAWN = "draft:", "broadcast:", "withdrawn:"  # what keys begin with
BEFORE_ALL: Final = -(2**62)  # below every chat's id: those of groups are negative


@dataclass(frozen=True)
class Prepared:
    """A broadcast that is shown before it goes. `chats`: to how many it would go now."""

    edition_id: int
    language: str
    html: str
    chats: int


async def prepare(
    session: AsyncSession, language: str, html: str, *, by: int, origin: str, now: dt.datetime
) -> Prepared:
    """Keep a broadcast until it is sent or withdrawn. The same `origin` (CHAT:MESSAGE) again is the same broadcast.

    `language`: of the chats it is for, or EVERYBODY; `html` within Telegram's limits; `by`: a Telegram user id.
    """
    edition = await _find(session, origin)
    if edition is None:
        edition = Edition(
            kind=EditionKind.BROADCAST, key=DRAFT + origin, content=[[language, html]], created_at=now, created_by=by
        )
        session.add(edition)
        await session.flush()
    return await _prepared(session, edition, now)


async def note_preview(session: AsyncSession, edition_id: int, message_id: int) -> None:
    """Remember which message in the chat of who prepared it asks whether to send it."""
    statement = update(Edition).where(Edition.id == edition_id)
    await session.execute(statement.values(preview_id=message_id))


async def send(session: AsyncSession, origin: str, *, by: int, now: dt.datetime) -> tuple[Prepared, bool]:
    """Have a prepared broadcast sent; whether that was only now. Raises `DeskError`: broadcast-gone (withdrawn)."""
    edition = await _find(session, origin)
    if edition is None:
        raise DeskError("broadcast-gone")
    prepared = await _prepared(session, edition, now)
    if not edition.key.startswith(DRAFT):
        return prepared, False
    edition.key = SENT + edition.key.removeprefix(DRAFT)
    edition.created_at, edition.created_by, edition.spread_after = now, by, BEFORE_ALL
    audit.note(session, now, by, "broadcast", language=prepared.language, edition=edition.id)
    await session.flush()
    return prepared, True


async def cancel(session: AsyncSession, origin: str) -> bool:
    """Withdraw a prepared broadcast; False where it was sent before."""
    edition = await _find(session, origin)
    if edition is not None and not edition.key.startswith(DRAFT):
        return False
    if edition is not None:
        _empty(edition)
    return True


async def withdraw(session: AsyncSession, by: int) -> list[int | None]:
    """Withdraw all that this member of staff has prepared and nobody has sent: the message of each one's preview.

    None: it is not known, for a crash has come between.
    """
    own = select(Edition).where(Edition.kind == EditionKind.BROADCAST, Edition.created_by == by)
    unsent = own.where(Edition.key.startswith(DRAFT)).order_by(Edition.id)
    prepared = (await session.scalars(unsent.with_for_update())).all()
    previews = [edition.preview_id for edition in prepared]
    for edition in prepared:
        _empty(edition)
    return previews


def _empty(edition: Edition) -> None:
    """Leave nothing of it but its number, which SQLite would give to the next one."""
    edition.key, edition.content = f"{WITHDRAWN}{edition.id}", []
    edition.created_by = edition.preview_id = None


async def _find(session: AsyncSession, origin: str) -> Edition | None:
    """The broadcast that was written in this message, for this transaction to change; None where it was withdrawn."""
    written = select(Edition).where(Edition.key.in_((DRAFT + origin, SENT + origin)))
    return cast("Edition | None", await session.scalar(written.with_for_update()))


async def _prepared(session: AsyncSession, edition: Edition, now: dt.datetime) -> Prepared:
    ((language, html),) = edition.content
    chats = await session.scalar(select(func.count()).select_from(Reader).where(*_wanted(language, now))) or 0
    return Prepared(edition.id, language, html, chats)


async def audience(session: AsyncSession, edition: Edition, after: int, now: dt.datetime, limit: int) -> Batch:
    """Deliveries of a broadcast for the next `limit` chats with ids above `after`."""
    ((language, _),) = edition.content
    statement = select(Reader.id).where(Reader.id > after, *_wanted(language, now)).order_by(Reader.id).limit(limit)
    chats = list(await session.scalars(statement))
    return await _deliveries(session, edition, chats, now), chats[-1] if len(chats) == limit else None


async def rekeyed(session: AsyncSession, spreading: Sequence[Edition], old: int, new: int, now: dt.datetime) -> None:
    """A chat's id was `old` and is `new`: have it sent what has gone past the one and not come to the other.

    `spreading`: what is announced, and held as whoever spreads it would hold it.
    """
    for edition in spreading:
        at = edition.spread_after
        if edition.kind is EditionKind.BROADCAST and at is not None and new <= at < old:
            ((language, _),) = edition.content
            wanted = select(Reader.id).where(Reader.id == new, *_wanted(language, now))
            chats = list(await session.scalars(wanted))
            await deliver(session, await _deliveries(session, edition, chats, now))


async def _deliveries(
    session: AsyncSession, edition: Edition, chats: Sequence[int], now: dt.datetime
) -> list[dict[str, Any]]:
    held: dict[int, list[Row[Any]]] = {}
    for row in await _subscriptions(session, chats, now):
        held.setdefault(row.chat_id, []).append(row)
    rows = []
    for chat_id in chats:
        thread_id, when = _place(held.get(chat_id, []), now)
        rows.append(delivery(edition.id, chat_id, thread_id, f"broadcast:{edition.id}", when))
    return rows


def _wanted(language: str, now: dt.datetime) -> tuple[ColumnElement[bool], ...]:
    """Chats of the language that have not paused everything."""
    of_language = () if language == EVERYBODY else (Reader.language == language,)
    return (*of_language, hears_broadcasts(Reader.id, now))


async def _subscriptions(session: AsyncSession, chats: Sequence[int], now: dt.datetime) -> Sequence[Row[Any]]:
    columns = (
        Subscription.chat_id,
        Subscription.thread_id,
        listening(now).label("listening"),
        paused(now).label("paused"),
        Subscription.zone,
        Subscription.quiet_from,
        Subscription.quiet_until,
    )
    statement = select(*columns).where(Subscription.chat_id.in_(chats)).order_by(Subscription.thread_id)
    return cast("Sequence[Row[Any]]", (await session.execute(statement)).all())


def _place(held: list[Row[Any]], now: dt.datetime) -> tuple[int, dt.datetime]:
    """In which forum topic a chat gets it (0: the chat itself), and when: not into its quiet hours.

    The only topic that is subscribed, else the chat itself, unless that is paused, by the settings that are for there.
    Where there are none, by those of a topic, of which the sender knows nothing; for all others it spares the sender a
    claim in vain.
    """
    topics = [row for row in held if row.listening]
    no_general = any(row.paused for row in held if row.thread_id == 0)
    thread_id = topics[0].thread_id if len(topics) == 1 or (topics and no_general) else 0
    settings = next((row for row in held if row.thread_id == thread_id), topics[0] if topics else None)
    if settings is None:
        return thread_id, now
    return thread_id, awake_from(settings.zone, settings.quiet_from, settings.quiet_until, now)
