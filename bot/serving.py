"""HTTP served from the running event loop, beside everything else that the process does."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING, Self

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

if TYPE_CHECKING:
    from starlette.types import ASGIApp

GRACE_S = 1  # how long a stop waits for requests in hand


class HttpServer:
    """An ASGI application at a host and port: ``async with HttpServer(app, host, port)``. Port 0: a free one."""

    def __init__(
        self, app: ASGIApp, host: str, port: int, protocol: type[asyncio.Protocol] = HttpToolsProtocol
    ) -> None:
        """Nothing is opened yet."""
        self.app, self.host, self.port = app, host, port
        self._protocol = protocol
        self._server: uvicorn.Server | None = None

    @property
    def url(self) -> str:
        """http://host:port, without a slash at the end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    async def start(self) -> None:
        """Listen and serve; returns when requests are answered. OSError where host and port cannot be had.

        Installs no signal handlers.
        """
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        listening = socket.create_server((self.host, self.port), family=family, backlog=1024)
        # Inherited by each connection. asyncio does it only for sockets whose protocol is spelt out, and an answer in
        # two packets (head, body) would wait 40 ms for the other side's acknowledgement.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.port = listening.getsockname()[1]
        config = uvicorn.Config(
            self.app,
            http=self._protocol,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,
        )
        config.load()
        # startup() is what serve() runs behind its signal handlers, which belong to the program.
        self._server = uvicorn.Server(config)
        self._server.lifespan = config.lifespan_class(config)
        await self._server.startup(sockets=[listening])

    async def stop(self) -> None:
        """Close all connections; an answer in the making has `GRACE_S` to be given."""
        if self._server is None:
            return
        # What uvicorn's shutdown() does, but for its pause of 0.1 s: tests start and stop hundreds of servers.
        server, self._server = self._server, None
        for listener in server.servers:
            listener.close()
        for connection in list(server.server_state.connections):
            connection.shutdown()
        if answering := set(server.server_state.tasks):
            _, late = await asyncio.wait(answering, timeout=GRACE_S)
            for task in late:
                task.cancel()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()
