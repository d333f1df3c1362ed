"""PostgreSQL that hangs on demand: connections stay open, and nobody answers."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from sqlalchemy.engine import make_url

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


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
