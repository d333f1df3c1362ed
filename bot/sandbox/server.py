"""The sandbox over HTTP: the Bot API, the control API under /sandbox/, and the page at /."""

from __future__ import annotations

import ipaddress
import json
from typing import TYPE_CHECKING, Any, cast

from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from bot.sandbox.api import call
from bot.sandbox.control import control_routes
from bot.sandbox.errors import ApiError
from bot.sandbox.faults import PAGE, WireFault
from bot.sandbox.guard import OnlyFromHere
from bot.sandbox.params import read_params
from bot.serving import HttpServer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request

    from bot.sandbox.world import World

TRANSPORT = "sandbox.transport"
"""Where the scope carries the connection, for the faults that close it."""


def create_app(world: World) -> Starlette:
    """The whole sandbox as one application."""

    async def bot_api(request: Request) -> Response:
        return await _answer(world, request)

    async def download(request: Request) -> Response:
        file = world.paths.get(request.path_params["path"])
        if file is None or request.path_params["token"] != world.token:
            return _json({"ok": False, "error_code": 404, "description": "Not Found"}, 404)
        return Response(file.body, media_type="application/octet-stream")

    routes = [
        Route("/bot{token}/{method}", bot_api, methods=["GET", "POST"]),
        Route("/file/bot{token}/{path:path}", download),
        *control_routes(world),
    ]
    app = Starlette(routes=routes)
    app.add_middleware(OnlyFromHere)
    return app


class SandboxServer(HttpServer):
    """The sandbox, served from the running event loop: ``async with SandboxServer(world) as server``.

    Port 0 takes a free one. Raises ValueError for a host that others could reach, OSError for a port that is taken.
    """

    def __init__(self, world: World, host: str = "127.0.0.1", port: int = 0) -> None:
        if not is_loopback(host):
            raise ValueError(f"the sandbox listens on this machine only, not on {host}")
        self.world = world
        self._app = create_app(world)
        super().__init__(self._app, host, port, _Protocol)

    @property
    def base_url(self) -> str:
        """For python-telegram-bot's ``base_url``."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """For python-telegram-bot's ``base_file_url``."""
        return f"{self.url}/file/bot"

    def add_routes(self, routes: Iterable[Route]) -> None:
        """Answer these too: what a bot in the same process serves at the same port."""
        self._app.router.routes.extend(routes)

    async def stop(self) -> None:
        """Let go of who waits, close all connections."""
        self.world.close()
        await self.world.webhook.stop()
        await super().stop()


class _Protocol(HttpToolsProtocol):
    """uvicorn's own, except that a request knows its connection."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        cast("dict[str, Any]", self.scope)[TRANSPORT] = self.transport


async def _answer(world: World, request: Request) -> Response:
    if request.path_params["token"] != world.token:
        return _json(ApiError(401, "Unauthorized").json(), 401)
    try:
        result = await call(world, request.path_params["method"], await read_params(request))
    except ApiError as refusal:
        response = _json(refusal.json(), refusal.code)
        if refusal.parameters and "retry_after" in refusal.parameters:
            response.headers["retry-after"] = str(refusal.parameters["retry_after"])
        return response
    except WireFault as fault:
        if fault.status:
            return Response(PAGE.format(fault.status), fault.status, media_type="text/html")
        return _Hangup()
    return _json({"ok": True, "result": result}, 200)


def _json(body: Any, status: int) -> Response:
    return Response(json.dumps(body, ensure_ascii=False), status, media_type="application/json")


class _Hangup(Response):
    """No answer: the connection is closed."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        scope[TRANSPORT].close()
        while (await receive())["type"] != "http.disconnect":
            pass


def is_loopback(host: str) -> bool:
    """Whether nobody but this machine reaches ``host``."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
