"""Editions and deliveries into the store, many at a time: plain rows, no objects, whatever the number of chats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import select

from briefings.digest import briefing_ids
from briefings.model import Delivery, DeliveryState, Edition, EditionBriefing, Reader
from briefings.store import insert_for

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.digest import Content
    from briefings.model import EditionKind

T = TypeVar("T")
# Rows of deliveries for some of those whom an edition is for, and whom it goes on after; None: these were the last.
Batch = tuple[list[dict[str, Any]], int | None]

PARAMETERS = 1000  # values in one IN list: PostgreSQL takes 32,767, SQLite 32,766


def delivery(
    edition_id: int,
    chat_id: int,
    thread_id: int,
    slot: str,
    when: dt.datetime,
    *,
    urgent: bool = False,
    corrects: int | None = None,
) -> dict[str, Any]:
    """A new delivery's row. `corrects`: the delivery whose messages it edits."""
    return {
        "edition_id": edition_id,
        "chat_id": chat_id,
        "thread_id": thread_id,
        "slot": slot,
        "state": DeliveryState.WAITING,
        "urgent": urgent,
        "not_before": when,
        "attempts": 0,
        "unknown": 0,
        "message_ids": [],
        "corrects": corrects,
    }


async def deliver(session: AsyncSession, rows: list[dict[str, Any]]) -> set[tuple[int, int]]:
    """Write deliveries, one a chat and thread; those whose slot had none yet. Where it had one, that one stays.

    Not to a chat that was forgotten since it was read; and nobody forgets one of the others until we commit.
    """
    known = await _known(session, {row["chat_id"] for row in rows})
    rows = [row for row in rows if row["chat_id"] in known]
    if not rows:
        return set()
    statement = insert_for(session, Delivery).on_conflict_do_nothing()
    connection = await session.connection()
    written = await connection.execute(statement.returning(Delivery.chat_id, Delivery.thread_id), rows)
    return {(chat_id, thread_id) for chat_id, thread_id in written}


async def _known(session: AsyncSession, chats: set[int]) -> set[int]:
    """Those of these chats that we know, each locked against being forgotten, as a foreign key would."""
    known: set[int] = set()
    for some in parts(sorted(chats)):
        of_chats = select(Reader.id).where(Reader.id.in_(some)).order_by(Reader.id)
        known.update(await session.scalars(of_chats.with_for_update(read=True, key_share=True)))
    return known


async def ensure(
    session: AsyncSession, kind: EditionKind, contents: Mapping[str, Content], now: dt.datetime
) -> dict[str, int]:
    """The ids of the editions with these contents, by the same keys; those that aren't there yet are made.

    Which briefings they hold is written down too: what a correction looks through.
    """
    found = await _find(session, list(contents))
    # In one order, or two who make the same editions at once would each wait for the other.
    new = sorted(contents.keys() - found.keys())
    if new:
        rows = [{"kind": kind, "key": key, "content": contents[key], "created_at": now} for key in new]
        connection = await session.connection()
        await connection.execute(insert_for(session, Edition).on_conflict_do_nothing(), rows)
        found |= await _find(session, new)
        held = [
            {"edition_id": found[key], "briefing_id": number} for key in new for number in briefing_ids(contents[key])
        ]
        await connection.execute(insert_for(session, EditionBriefing).on_conflict_do_nothing(), held)
    return found


async def _find(session: AsyncSession, keys: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in parts(keys):
        statement = select(Edition.key, Edition.id).where(Edition.key.in_(some))
        found |= dict((await session.execute(statement)).all())
    return found


def parts(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """The values in pieces short enough for one statement."""
    for start in range(0, len(values), PARAMETERS):
        yield values[start : start + PARAMETERS]
