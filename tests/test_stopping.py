"""A stop comes to its end within ten seconds, whatever the bot waits for (interface.md, 1)."""

from __future__ import annotations

import asyncio
import signal
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

import pytest
from helpers_command_line import running, wait_until
from sqlalchemy.engine import make_url

from bot.__main__ import CUT_OFF
from bot.sandbox import SandboxServer, make_world

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime
    from pathlib import Path

    from helpers_databases import Databases


class Hanging:
    """In front of a socket: once nothing is `passing`, connections stay open all the same."""

    def __init__(self, path: str) -> None:
        self._path = path
        self.passing = asyncio.Event()
        self.passing.set()
        self._pumps: set[asyncio.Task[None]] = set()
        self._writers: list[asyncio.StreamWriter] = []

    async def connected(self, here_reader: asyncio.StreamReader, here: asyncio.StreamWriter) -> None:
        """Pass on what a client says, and what it is answered."""
        there_reader, there = await asyncio.open_unix_connection(self._path)
        self._writers += here, there
        for source, sink in ((here_reader, there), (there_reader, here)):
            self._pumps.add(asyncio.create_task(self._pump(source, sink)))

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while piece := await source.read(2**16):
                await self.passing.wait()
                sink.write(piece)
                await sink.drain()
        await self.passing.wait()
        sink.close()

    async def close(self) -> None:
        """Drop all connections."""
        for pump in self._pumps:
            pump.cancel()
        for writer in self._writers:
            writer.close()
        await asyncio.gather(*self._pumps, *(w.wait_closed() for w in self._writers), return_exceptions=True)


@asynccontextmanager
async def in_front_of(url: str) -> AsyncIterator[tuple[Hanging, str]]:
    """What hangs on demand, and the URL of the database behind it."""
    behind = make_url(url)
    hanging = Hanging(f"{behind.query['host']}/.s.PGSQL.{behind.port or 5432}")
    server = await asyncio.start_server(hanging.connected, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    through = behind.set(host="127.0.0.1", port=port, query={"ssl": "disable"})
    async with server:
        yield hanging, through.render_as_string(hide_password=False)
        await hanging.close()


@pytest.mark.unmeasured
async def test_a_database_that_hangs_does_not_keep_it_from_stopping_in_time(
    databases: Databases, tmp_path: Path, now: datetime
) -> None:
    async with (
        SandboxServer(make_world(lambda: now)) as telegram,
        in_front_of(databases.new("postgresql", "seeded")) as (hanging, url),
    ):
        token = {"BOT_TOKEN": telegram.world.token, "TELEGRAM_API_URL": telegram.url}
        with running(tmp_path, DATABASE_URL=url, **token) as (process, log):
            await asyncio.to_thread(wait_until, lambda: " is answering." in log.read_text())
            hanging.passing.clear()
            process.send_signal(signal.SIGTERM)
            assert await asyncio.to_thread(process.wait, 10) == CUT_OFF
            assert log.read_text().splitlines()[-1].endswith("something does not answer, as the database.")
