"""Over HTTP: /healthz and /metrics for the operator, and Telegram's webhook in place of polling (interface.md, 6)."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from telegram.error import BadRequest

from bot.health import OK
from bot.intake import ALLOWED_UPDATES
from bot.outages import until_reachable
from bot.serving import HttpServer
from bot.settings import SettingsError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from starlette.requests import Request
    from telegram.ext import ExtBot

    from bot.health import Health
    from bot.intake import Intake
    from bot.metrics import Metrics
    from bot.sandbox.server import SandboxServer
    from bot.settings import Settings

log = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
MOST_CONNECTIONS = 100  # by which Telegram may post at once (Bot API, setWebhook); its default is 40
MOST_BYTES = 1_000_000  # an update is a few kilobytes
START_S = 5.0  # how long an update waits for a bot that has not reached Telegram yet


@asynccontextmanager
async def served(settings: Settings, routes: list[Route], beside: SandboxServer | None) -> AsyncIterator[None]:
    """Serve these for as long as the block lasts: at a port of their own, or at the sandbox's, if there is one.

    Without a webhook the bot does well without a port; with one, `SettingsError` where it can't be had.
    """
    if beside is not None:
        beside.add_routes(routes)
        log.info("This is the sandbox, a stand-in for Telegram: open %s", beside.url)
        yield
        return
    server = HttpServer(Starlette(routes=routes), settings.http_host, settings.http_port)
    try:
        await server.start()
    except OSError as error:
        where = f"HTTP_HOST {settings.http_host!r}, HTTP_PORT {settings.http_port}"
        if settings.webhook_url:
            raise SettingsError(f"The webhook cannot be served at {where}: {error}.") from None
        log.warning("Health and metrics are not served at %s: %s.", where, error)
    try:
        yield
    finally:
        await server.stop()


async def agree(bot: ExtBot[None], settings: Settings, stop: asyncio.Event) -> bool:
    """Tell Telegram whether it is to post updates or we fetch them; False where `stop` was set before it could be told.

    `SettingsError` where it refuses WEBHOOK_URL.
    """
    url = settings.webhook_url
    if url is None:
        return await until_reachable(bot.delete_webhook, stop)

    async def ask() -> None:
        try:
            await bot.set_webhook(
                url,
                allowed_updates=ALLOWED_UPDATES,
                secret_token=settings.secret_of_webhook,
                max_connections=MOST_CONNECTIONS,
            )
        except BadRequest as error:  # which for the library is trouble with the network
            raise SettingsError(f"Telegram refuses WEBHOOK_URL {url!r}: {error.message}.") from None

    return await until_reachable(ask, stop)


def routes(
    settings: Settings, health: Health, metrics: Metrics, intake: Intake, answering: asyncio.Event
) -> list[Route]:
    """All that is served: for the operator always, for Telegram where there is a WEBHOOK_URL.

    `answering` is set once the intake may be handed updates.
    """

    async def take(update: dict[str, object]) -> bool:
        with suppress(TimeoutError):
            async with asyncio.timeout(START_S):
                await answering.wait()
        return answering.is_set() and await intake.take(update)

    webhooks = [_webhook(settings.webhook_url, settings.secret_of_webhook, take)] if settings.webhook_url else []
    return [*_operators(health, metrics), *webhooks]


def _operators(health: Health, metrics: Metrics) -> list[Route]:
    """`GET /healthz` and `GET /metrics`."""

    async def healthz(_: Request) -> Response:
        verdicts = dict(await health.verdicts())
        well = all(verdict == OK for verdict in verdicts.values())
        return JSONResponse({"ok": well, **verdicts}, 200 if well else 503)

    async def prometheus(_: Request) -> Response:
        return Response(await metrics.page(), media_type=CONTENT_TYPE_LATEST)

    return [Route("/healthz", healthz), Route("/metrics", prometheus)]


def _webhook(url: str, secret: str, take: Callable[[dict[str, object]], Awaitable[bool]]) -> Route:
    """`POST` on the path of `url`: 200 when the update is handled and committed, 403 without the secret.

    `take` handles an update, and returns False where it can't.

    Telegram sends an update again until it hears 200, so one that is lost in a crash comes back.
    """

    async def webhook(request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return PlainTextResponse("Forbidden\n", 403)
        body = bytearray()
        async for part in request.stream():
            body += part
            if len(body) > MOST_BYTES:
                return PlainTextResponse("Too long for an update.\n", 413)
        try:
            update = json.loads(bytes(body))
        except ValueError:
            update = None
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            return PlainTextResponse("No update.\n", 400)
        if not await take(update):
            return PlainTextResponse("This process starts or stops.\n", 503)
        return Response(status_code=200)

    return Route(urlsplit(url).path or "/", webhook, methods=["POST"])
