"""What the store promises on SQLite and PostgreSQL alike."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from helpers_content import new_briefing
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm.exc import StaleDataError

from briefings.model import Briefing, Change, Reader, ReaderKind, Revision
from briefings.store import Store, changes, note_change

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MIGRATE = "import asyncio, sys; from briefings.store import Store; asyncio.run(Store(sys.argv[1]).migrate())"


def reader(created_at: datetime, number: int = 1) -> Reader:
    """A chat."""
    return Reader(id=number, kind=ReaderKind.PRIVATE, language="kk", created_at=created_at)


async def count(store: Store) -> int:
    """How many chats there are."""
    async with store.reading() as session:
        return await session.scalar(select(func.count()).select_from(Reader)) or 0


async def test_no_read_modify_write_of_a_locked_row_is_lost(store: Store) -> None:
    async def add_one() -> None:
        async with store.writing() as session:
            row = await session.get_one(Change, "counter", with_for_update=True)
            await asyncio.sleep(0)
            row.version += 1

    async with store.writing() as session:
        session.add(Change(part="counter", version=0))
    await asyncio.gather(*(add_one() for _ in range(200)))
    async with store.reading() as session:
        assert await changes(session) == {"counter": 200}


async def test_no_noted_change_is_lost(store: Store) -> None:
    async def note() -> None:
        async with store.writing() as session:
            await note_change(session, "library")

    await asyncio.gather(*(note() for _ in range(50)))
    async with store.reading() as session:
        assert await changes(session) == {"library": 50}


async def test_of_two_who_change_a_briefing_at_once_the_later_is_told(
    new_database: Callable[[str], str], now: datetime
) -> None:
    store = Store(new_database("postgresql"))  # on SQLite the second waits for the first
    await store.migrate()
    async with store.writing() as session:
        session.add(new_briefing("a", now))

    async def change(urgent_at: asyncio.Barrier) -> None:
        async with store.writing() as session:
            (await session.get_one(Briefing, 1)).urgent = True
            await urgent_at.wait()

    both = asyncio.Barrier(2)
    outcomes = await asyncio.gather(change(both), change(both), return_exceptions=True)
    await store.close()
    assert [type(outcome) for outcome in outcomes if outcome] == [StaleDataError]


async def test_nothing_of_a_block_that_failed_is_kept(store: Store, now: datetime) -> None:
    async def fail() -> None:
        async with store.writing() as session:
            session.add(reader(now))
            await session.flush()
            raise ValueError("on purpose")

    with pytest.raises(ValueError, match="on purpose"):
        await fail()
    assert await count(store) == 0


async def test_nothing_that_a_reading_block_writes_is_kept(store: Store, now: datetime) -> None:
    async with store.reading() as session:
        session.add(reader(now))
        await session.flush()
    assert await count(store) == 0


async def test_readers_read_on_while_someone_writes(store: Store, now: datetime) -> None:
    async with store.writing() as session:
        session.add(reader(now))
        await session.flush()
        assert await count(store) == 0
    assert await count(store) == 1


async def test_a_time_without_a_zone_is_refused(store: Store, now: datetime) -> None:
    with pytest.raises(StatementError, match="has no time zone"):
        async with store.writing() as session:
            session.add(reader(now.replace(tzinfo=None)))


async def test_a_time_comes_back_as_the_same_moment_in_utc(store: Store) -> None:
    almaty = datetime(2026, 11, 21, 3, 4, 5, 678901, tzinfo=timezone(timedelta(hours=5)))
    async with store.writing() as session:
        session.add(reader(almaty))
    async with store.reading() as session:
        back = (await session.get_one(Reader, 1)).created_at
    assert (back, back.utcoffset()) == (almaty.astimezone(UTC), timedelta(0))


async def test_a_published_briefing_must_say_since_when(store: Store, now: datetime) -> None:
    briefing = new_briefing("a", now)
    briefing.published_at = None
    with pytest.raises(IntegrityError, match="published_has_a_time"):
        async with store.writing() as session:
            session.add(briefing)


async def test_nothing_can_belong_to_a_briefing_that_is_not_there(store: Store, now: datetime) -> None:
    with pytest.raises(IntegrityError):
        async with store.writing() as session:
            session.add(Revision(briefing_id=404, version=1, content={}, replaced_at=now))


async def test_the_number_of_a_briefing_is_never_given_again(store: Store, now: datetime) -> None:
    async with store.writing() as session:
        session.add(first := new_briefing("a", now))
    async with store.writing() as session:
        await session.delete(await session.get_one(Briefing, first.id))
    async with store.writing() as session:
        session.add(second := new_briefing("b", now))
    assert second.id > first.id


async def test_sqlite_writes_ahead_to_the_disk_itself_and_checks_references(new_database: Callable[[str], str]) -> None:
    store = Store(new_database("sqlite"))
    async with store.writing() as session:
        found = [
            await session.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "foreign_keys", "synchronous")
        ]
    await store.close()
    assert found == ["wal", 1, 2]  # synchronous: FULL


async def test_on_sqlite_one_connection_alone_writes_and_keeps_what_it_has_read(
    new_database: Callable[[str], str],
) -> None:
    store = Store(new_database("sqlite"))
    async with store.writing() as session:
        await session.execute(text("CREATE TEMP TABLE only_here (x)"))  # of this connection
    async with store.reading() as one, store.reading() as another:
        for session in (one, another):
            await session.execute(text("SELECT 1"))
    async with store.writing() as session:
        seen = [
            await session.scalar(text(asked))
            for asked in ("SELECT count(*) FROM only_here", "PRAGMA cache_size", "PRAGMA wal_autocheckpoint")
        ]
    await store.close()
    assert seen == [0, -16384, 4000]


async def test_a_folder_for_the_sqlite_file_is_made(tmp_path: Path) -> None:
    store = Store(f"sqlite+aiosqlite:///{tmp_path}/new/folder/briefings.db")
    await store.migrate()
    await store.close()
    assert (tmp_path / "new/folder/briefings.db").exists()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_processes_that_start_at_once_migrate_once(new_database: Callable[[str], str], kind: str) -> None:
    url = new_database(kind)
    processes = [await asyncio.create_subprocess_exec(sys.executable, "-c", MIGRATE, url) for _ in range(3)]
    assert [await process.wait() for process in processes] == [0, 0, 0]
