"""An intake that polls a sandbox of its own."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from telegram import Update
from telegram.ext import Application, ExtBot, TypeHandler

from bot.intake import Intake
from bot.request import AiohttpRequest
from bot.sandbox import people

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from bot.sandbox.server import SandboxServer
    from bot.sandbox.world import World


@asynccontextmanager
async def polling(
    server: SandboxServer, handle: Callable[[Update], Awaitable[None]], leading: Callable[[], bool] = lambda: True
) -> AsyncIterator[Intake]:
    """An intake that hands every update to `handle`."""

    async def callback(update: Update, _context: object) -> None:
        await handle(update)

    bot = ExtBot(server.world.token, server.base_url, request=AiohttpRequest(), get_updates_request=AiohttpRequest())
    application: Application[Any, Any, Any, Any, Any, Any] = Application.builder().bot(bot).updater(None).build()
    application.add_handler(TypeHandler(Update, callback))
    await application.initialize()
    running = Intake(application, leading)
    task = asyncio.create_task(running.poll())
    try:
        yield running
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await running.drain(0)
        await application.shutdown()


def says(world: World, reader: int, text: str) -> int:
    """A reader writes to the bot; the number of the update."""
    number = people.say(world, world.users[reader], world.chats[reader], text)[0].update_id
    assert number is not None
    return number
