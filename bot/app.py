"""The composition root: the only file that knows all the others, and the only one that reads the clock."""

from __future__ import annotations

import asyncio
import gc
import logging
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from pydantic import SecretStr
from telegram import Message, Update
from telegram.error import TelegramError
from telegram.ext import Application, ContextTypes, ExtBot

from bot import menus, replies, web, writing_watch
from bot.clockwork import Clockwork
from bot.commands import COMMANDS
from bot.context import Context
from bot.health import Health
from bot.intake import Intake
from bot.metrics import Metrics
from bot.outages import keep_watch, until_reachable
from bot.pace import Pace
from bot.request import AiohttpRequest
from bot.routing import add_handlers
from bot.sandbox.cast import EDITOR_ID, make_world
from bot.sandbox.server import SandboxServer
from bot.sender import Sender
from bot.services import Services
from bot.settings import Settings, SettingsError
from bot.texts import load_texts
from briefings.leadership import sole_process
from briefings.loading import LoadReport, is_loaded, load, read_folder
from briefings.store import DATABASE_TROUBLE, OUR_MISTAKES, Store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from briefings.loading import Folder

log = logging.getLogger(__name__)

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
WATCH_S = 1.0  # how soon a change made by another process is seen
SANDBOX_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)  # seconds since then number what is new in each new sandbox
DRAIN_S = 4.0  # how long a stop waits for what is being handled; all of it has to end within 10 s

App = Application[Any, Context, Any, Any, Any, Any]


def now() -> datetime:
    """The one look at the wall clock."""
    return datetime.now(UTC)  # noqa: TID251 - time is an argument everywhere else


async def seed(store: Store, folder: Path) -> LoadReport:
    """Load a folder of briefing files. `FileError`: nothing was loaded. `StoreError`: not all was, perhaps."""
    return await _load(store, await asyncio.to_thread(read_folder, folder, COMMANDS.is_reserved))


async def _load(store: Store, parsed: Folder) -> LoadReport:
    with store.answering():
        return await load(store, parsed, now())


async def bring_to_date(store: Store, seeds: Path | None) -> None:
    """The schema first, then the seeds where a file is new or was changed since it was loaded."""
    await store.migrate()
    if seeds is None:
        return
    parsed = await asyncio.to_thread(read_folder, seeds, COMMANDS.is_reserved)
    async with store.reading() as session:
        nothing_new = await is_loaded(session, parsed)
    if not nothing_new:
        log.info("Seeds: %s.", await _load(store, parsed))


def build(settings: Settings, store: Store) -> tuple[App, Services]:
    """The application with its handlers and services; nothing is connected yet."""
    assert settings.bot_token is not None  # noqa: S101 - without a token the sandbox gives one
    request = AiohttpRequest()
    bot = ExtBot(
        settings.bot_token.get_secret_value(),
        base_url=f"{settings.telegram_api_url}/bot",
        base_file_url=f"{settings.telegram_api_url}/file/bot",
        request=request,
        get_updates_request=request,  # without one the library would open a client of its own
    )
    application: App = Application.builder().bot(bot).updater(None).context_types(ContextTypes(context=Context)).build()
    application.bot_data["metrics"] = Metrics(store)
    services = Services(settings, store, load_texts(), COMMANDS, now, Pace(settings.send_rate))
    application.bot_data["services"] = services
    add_handlers(application)
    application.add_error_handler(report)
    return application, services


async def report(update: object, context: Context) -> None:
    """Log what went wrong, without anybody's words, and tell the reader that something did."""
    error, number = context.error, update.update_id if isinstance(update, Update) else "?"
    refused = error if isinstance(error, TelegramError) else None
    if refused is not None and replies.is_shut_out(refused):
        return  # nobody is there to be told
    cast("Metrics", context.bot_data["metrics"]).updates_failed.inc()
    if refused is not None and replies.is_outage(refused):  # where in our code that was tells nothing
        log.error("Update %s was not answered: %s.", number, replies.meaning(refused).kind)
    elif isinstance(error, DATABASE_TROUBLE) and not isinstance(error, OUR_MISTAKES):
        log.error("Update %s was not answered: the database did not (%s).", number, type(error).__name__)
    else:
        log.error("Update %s was not answered.", number, exc_info=error)
    if isinstance(update, Update) and isinstance(update.effective_message, Message):
        try:
            await context.meet(update)
            await context.say(update, context.texts("failure"))
        except (TelegramError, *DATABASE_TROUBLE) as error:
            log.warning("Nor could the reader be told: %s", type(error).__name__)


async def watch(services: Services) -> None:
    """Notice what other processes change in the store."""
    while True:
        await asyncio.sleep(WATCH_S)
        try:
            await services.refresh()
        except DATABASE_TROUBLE as error:
            log.warning("The database did not answer: %s", type(error).__name__)


@asynccontextmanager
async def sandboxed(settings: Settings) -> AsyncIterator[tuple[Settings, SandboxServer]]:
    """The local stand-in for Telegram, for as long as the block lasts, and the settings that connect the bot to it.

    Raises `SettingsError` where the page can't be served at HTTP_HOST and HTTP_PORT.
    """
    try:
        world = make_world(now, first_number=int((now() - SANDBOX_EPOCH).total_seconds()))
        server = SandboxServer(world, settings.http_host, settings.http_port)
        await server.start()
    except (ValueError, OSError) as error:
        where = f"HTTP_HOST {settings.http_host!r}, HTTP_PORT {settings.http_port}"
        raise SettingsError(f"The sandbox cannot be served at {where}: {error}.") from None
    try:
        connection = {"bot_token": SecretStr(server.world.token), "telegram_api_url": server.url}
        owners = settings.owner_ids | {EDITOR_ID}
        yield settings.model_copy(update={**connection, "owner_ids": owners}), server
    finally:
        await server.stop()


async def run(
    settings: Settings, stop: asyncio.Event, seeds: Path | None = SEEDS, sandbox: SandboxServer | None = None
) -> None:
    """The whole bot, from database to polling, until `stop` is set.

    `seeds`: the folder to load at the start, if any. `sandbox`: the one in this process, whose port it shares.

    Raises `StoreError`, `FileError` or telegram's `InvalidToken` where it can't start or go on.
    """
    store = Store(settings.database_url)
    try:
        with sole_process(store):
            await bring_to_date(store, seeds)
            application, services = build(settings, store)
            try:
                await services.refresh()
                await serve(application, services, stop, sandbox)
            finally:
                await application.shutdown()
                await application.bot.shutdown()  # its HTTP clients are open even where the application never came up
                await application.bot.request.shutdown()  # as this one is where it did not even begin to
    finally:
        await store.close()
    log.info("Stopped.")


async def serve(application: App, services: Services, stop: asyncio.Event, sandbox: SandboxServer | None) -> None:
    """Say over HTTP how the bot is, from its first moment on, and answer as soon as Telegram can be reached."""
    metrics, health = cast("Metrics", application.bot_data["metrics"]), Health(services.store, application.bot)
    intake = Intake(application, lambda: clockwork.leading, metrics.update_seconds.observe)
    sender = Sender(application.bot, services, services.pace, leading=lambda: clockwork.leading)
    clockwork = Clockwork(services.store, now, on_planned=sender.wake, zone=services.settings.timezone)
    metrics.watch_leading(lambda: clockwork.leading)
    answering = asyncio.Event()
    routes = web.routes(services.settings, health, metrics, intake, answering)
    await application.bot.request.initialize()  # health asks Telegram before the application is up
    try:
        async with web.served(services.settings, routes, sandbox), asyncio.TaskGroup() as tasks:
            beating = tasks.create_task(health.beat())
            if await until_reachable(application.initialize, stop):
                answering.set()
                await answer(application, services, stop, Parts(intake, sender, clockwork), tasks)
            beating.cancel()
    except ExceptionGroup as group:
        raise group.exceptions[0] from None  # one task failed, the group cancelled the others


@dataclass(frozen=True)
class Parts:
    """What runs beside each other: updates in, deliveries out, the ticks."""

    intake: Intake
    sender: Sender
    clockwork: Clockwork


async def answer(
    application: App, services: Services, stop: asyncio.Event, parts: Parts, tasks: asyncio.TaskGroup
) -> None:
    """Answer updates and send what is due until `stop` is set; then finish what is in hand."""
    clockwork, settings = parts.clockwork, services.settings
    chores = [
        tasks.create_task(menus.keep(application.bot, services)),
        tasks.create_task(menus.keep_chats(application.bot, services, lambda: clockwork.leading)),
        tasks.create_task(watch(services)),
        tasks.create_task(writing_watch.watch(application, lambda: clockwork.leading)),
    ]
    sending = tasks.create_task(parts.sender.run())
    await clockwork.start()
    receiving = tasks.create_task(receive(application.bot, settings, parts, stop))
    # What is here now stays: the collector need not look at it again, nor as often at what each update makes.
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    await stop.wait()
    receiving.cancel()
    await asyncio.gather(parts.sender.stop(), parts.intake.drain(DRAIN_S), clockwork.pause())
    await clockwork.stop()  # last: who leads next is given all that we have not acknowledged
    for task in (*chores, sending):
        task.cancel()


async def receive(bot: ExtBot[None], settings: Settings, parts: Parts, stop: asyncio.Event) -> None:
    """Agree with Telegram on how updates come, say so, and fetch them where it doesn't post them.

    Where it does, look whether it can be reached: by polling that shows by itself.
    """
    if not await web.agree(bot, settings, stop):
        return
    answers = parts.clockwork.leading or settings.webhook_url
    doing = "is answering" if answers else "stands by: another process is answering"
    log.info("@%s %s.", bot.username, doing)
    if settings.webhook_url is None:
        await parts.intake.poll()
    else:
        await keep_watch(bot.get_me)
