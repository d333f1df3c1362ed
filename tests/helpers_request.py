"""A Bot API server for bot/request.py that records what it was sent, and raw servers that misbehave."""

import asyncio
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import aiohttp
from aiohttp import web
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

TOKEN = "123456:very-secret"


class Telegram:
    """A Bot API server that records what it was sent and answers what a test told it to."""

    def __init__(self) -> None:
        self.requests: list[web.Request] = []
        self.fields: dict[str, str] = {}
        self.files: dict[str, tuple[str | None, str | None, bytes]] = {}
        self.answer: Callable[[web.Request], Awaitable[web.StreamResponse]] = self.yes
        self.busy = self.busiest = 0
        self.root = ""

    async def yes(self, _: web.Request) -> web.StreamResponse:
        return web.json_response({"ok": True, "result": True})

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(request)
        if request.content_type.startswith("multipart/"):
            async for part in await request.multipart():
                assert isinstance(part, aiohttp.BodyPartReader)
                content = bytes(await part.read())
                if part.filename is None:
                    self.fields[part.name or ""] = content.decode()
                else:
                    self.files[part.name or ""] = (part.filename, part.headers.get("Content-Type"), content)
        elif request.can_read_body:
            self.fields = {name: str(value) for name, value in (await request.post()).items()}
        self.busy += 1
        self.busiest = max(self.busiest, self.busy)
        try:
            return await self.answer(request)
        finally:
            self.busy -= 1

    def url(self, method: str) -> str:
        return f"{self.root}/bot{TOKEN}/{method}"


@asynccontextmanager
async def recording() -> AsyncIterator[Telegram]:
    """A `Telegram` that is served."""
    stand_in = Telegram()
    app = web.Application(client_max_size=2**26)
    app.router.add_route("*", "/{path:.*}", stand_in.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    stand_in.root = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield stand_in
    await runner.cleanup()


def answers(body: Any, status: int = 200) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.json_response(body, status=status)

    return answer


def data(**values: object) -> RequestData:
    return RequestData([RequestParameter.from_input(name, value) for name, value in values.items()])


def everything_said(error: BaseException) -> str:
    """All that a log could print of an exception: itself, its chain (even what `from None` hides), its traceback."""
    said = "".join(traceback.format_exception(error)) + repr(error) + str(error)
    context = error.__cause__ or error.__context__
    return said + (everything_said(context) if context else "")


@asynccontextmanager
async def serving(handler: Callable[..., Awaitable[None]]) -> AsyncIterator[str]:
    """A raw TCP server; its root URL."""

    tasks: list[asyncio.Task[None]] = []

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.append(asyncio.ensure_future(handler(reader, writer)))
        with suppress(ConnectionError, asyncio.CancelledError):
            await tasks[-1]
        writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        for task in tasks:
            task.cancel()
        await asyncio.sleep(0)  # each `connected` closes its connection
