"""What is not yet in the index as this program would have it: made good a little at a time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, exists, literal, or_, select, text, tuple_

from briefings.library import CHANGED, WHOLE
from briefings.model import Briefing, SearchEntry, Status, WordForm
from briefings.model.search import FTS_TABLE
from briefings.search import indexing
from briefings.search.lexemes import VERSION
from briefings.store import hold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Select
    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.partial_date import PartialDate
    from briefings.store import Store

BATCH: Final = 20  # briefings that are indexed in one transaction: others write in between
LONG_BATCH: Final = 200  # where it is the program's only work: a batch shares its words
MERGED_PAGES: Final = 500  # of the index in one transaction: some hundredths of a second

_MERGE: Final = text(f"INSERT INTO {FTS_TABLE} ({FTS_TABLE}, rank) VALUES ('merge', :pages)")  # noqa: S608
_CHANGES: Final = text("SELECT total_changes()")


class Backlog:
    """One pass over the briefings, the newest first; it remembers how far it has come."""

    def __init__(self) -> None:
        """At the newest."""
        self._before: tuple[PartialDate | None, int] | None = None

    async def catch_up(self, session: AsyncSession, limit: int = BATCH) -> int:
        """Index up to `limit` of the briefings that are missing or were indexed in another way; how many they were.

        Called again and again, each time in a transaction of its own, until it answers 0.
        """
        await hold(session, CHANGED)
        other = (await session.scalars(_indexed_otherwise().limit(limit))).all()
        numbers = other or await self._missing(session, limit)
        whole = select(Briefing).where(Briefing.id.in_(numbers)).options(*WHOLE)
        await indexing.put_all(session, (await session.scalars(whole)).all())
        return len(numbers)

    async def _missing(self, session: AsyncSession, limit: int) -> Sequence[int]:
        """Not from the newest each time: that would look at all that is indexed already before each batch."""
        absent = ~exists().where(SearchEntry.briefing_id == Briefing.id)
        missing = select(Briefing.date, Briefing.id).where(Briefing.status == Status.PUBLISHED, absent)
        if self._before is not None:
            date, number = self._before
            here = tuple_(literal(date, Briefing.date.type), literal(number))  # plain None would become IS NULL
            missing = missing.where(tuple_(Briefing.date, Briefing.id) < here)
        newest_first = missing.order_by(Briefing.date.desc(), Briefing.id.desc()).limit(limit)
        found = (await session.execute(newest_first)).all()
        if found:
            self._before = (found[-1].date, found[-1].id)
        return [row.id for row in found]


def _indexed_otherwise() -> Select[int]:
    other = or_(SearchEntry.version < VERSION, SearchEntry.version > VERSION)  # as ranges of the index
    return select(SearchEntry.briefing_id).where(other)


async def is_done(session: AsyncSession) -> bool:
    """Whether all that is published is in the index, in this program's way: a pass ends with the oldest briefing."""
    if await session.scalar(_indexed_otherwise().limit(1)) is not None:
        return False
    published = select(Briefing.id).where(Briefing.status == Status.PUBLISHED)
    oldest = await session.scalar(published.order_by(Briefing.date, Briefing.id).limit(1))
    return oldest is None or await session.get(SearchEntry, oldest) is not None


async def clear(session: AsyncSession) -> None:
    """Leave nothing in the index, whatever state it is in."""
    await hold(session, CHANGED)
    if not indexing.on_postgresql(session):
        await session.execute(text(f"INSERT INTO {FTS_TABLE} ({FTS_TABLE}) VALUES ('delete-all')"))  # noqa: S608
    await session.execute(delete(SearchEntry))
    await session.execute(delete(WordForm))


async def rebuild(store: Store) -> int:
    """Index every briefing anew, the newest first, some in a transaction, so that others search and write meanwhile.

    How many they were. A search finds what is in the index so far.
    """
    async with store.writing() as session:
        await clear(session)
    backlog, every = Backlog(), 0
    while True:
        async with store.writing() as session:
            done = await backlog.catch_up(session, LONG_BATCH)
        if not done:
            break
        every += done
        await store.give_way()
    await merge(store)
    return every


async def merge(store: Store, may_go_on: Callable[[], bool] = lambda: True) -> None:
    """Make one part of those that SQLite's index gathers as briefings come: a search asks each part for each word.

    A little at a time, so that others write in between; as https://sqlite.org/fts5.html#the_merge_command has it: a
    number below zero begins, and fewer than two changes mean that all is done. PostgreSQL's index has no parts.
    """
    pages = -MERGED_PAGES
    while store.is_sqlite and may_go_on():
        async with store.writing() as session:
            before = await session.scalar(_CHANGES)
            await session.execute(_MERGE, {"pages": pages})
            if (await session.scalar(_CHANGES)) - before < 2:
                return
        pages = MERGED_PAGES
        await asyncio.sleep(0)
