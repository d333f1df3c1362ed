"""A bare aiogram echo bot: `Dispatcher.run_polling` as it comes (a task for each update; on uvloop)."""

import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message


async def echo(message: Message) -> None:
    """Say what was said."""
    assert message.text
    await message.answer(message.text)


def main(token: str, api: str) -> None:
    """Poll the Bot API server at `api`."""
    dispatcher = Dispatcher()
    dispatcher.message.register(echo)
    dispatcher.run_polling(Bot(token, AiohttpSession(api=TelegramAPIServer.from_base(api))))


if __name__ == "__main__":
    main(*sys.argv[1:])
