"""`python -m bot doctor`: what is wrong with this installation, in sentences."""

from __future__ import annotations

import asyncio
import datetime as dt
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import aiohttp
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.request import AiohttpRequest
from briefings.store import Store, StoreError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.settings import Settings

ANSWER_S = 10.0  # how long the database and Telegram may take
CLOCK_OFF = dt.timedelta(seconds=30)  # more than this, and digests come at the wrong time


async def complaints(settings: Settings, now: dt.datetime) -> AsyncIterator[str]:
    """A sentence for each thing that is wrong; nothing where all is well. Changes nothing."""
    async for sentence in _database(settings):
        yield sentence
    async for sentence in _telegram(settings):
        yield sentence
    async for sentence in _clock(settings, now):
        yield sentence


async def _database(settings: Settings) -> AsyncIterator[str]:
    try:
        store = Store(settings.database_url)
    except StoreError as error:
        yield str(error)
        return
    try:
        async with asyncio.timeout(ANSWER_S):
            if store.file is not None and not store.file.exists():
                return  # the first start makes it; that its folder can be made, Store has seen
            await store.check()
    except StoreError as error:
        yield str(error)
    except TimeoutError:
        yield f"{store.name} does not answer."
    finally:
        await store.close()


async def _telegram(settings: Settings) -> AsyncIterator[str]:
    if settings.bot_token is None:
        yield "BOT_TOKEN is not set: the bot starts the sandbox and answers nobody in Telegram."
        return
    bot = Bot(settings.bot_token.get_secret_value(), f"{settings.telegram_api_url}/bot", request=AiohttpRequest())
    try:
        async with asyncio.timeout(ANSWER_S), bot:
            webhook = await bot.get_webhook_info()
    except InvalidToken:
        yield "BOT_TOKEN is not a token that Telegram knows: ask BotFather for it again."
        return
    except (TelegramError, TimeoutError) as error:
        yield f"Telegram cannot be reached at TELEGRAM_API_URL {settings.telegram_api_url} ({type(error).__name__})."
        return
    if settings.webhook_url and webhook.last_error_message:
        yield f"Telegram cannot post to WEBHOOK_URL {settings.webhook_url}: {webhook.last_error_message}."


async def _clock(settings: Settings, now: dt.datetime) -> AsyncIterator[str]:
    """The machine's clock beside Telegram's. That the zone exists, the settings have seen."""
    try:
        async with (
            asyncio.timeout(ANSWER_S),
            aiohttp.ClientSession(trust_env=True) as session,
            session.get(settings.telegram_api_url, allow_redirects=False) as answer,
        ):
            said = answer.headers.get("Date")
    except (aiohttp.ClientError, TimeoutError, OSError):
        return  # told already
    if said is None:
        return
    off = abs(parsedate_to_datetime(said) - now)
    if off > CLOCK_OFF:
        yield f"This machine's clock is {off.total_seconds():.0f} s off Telegram's: digests come at the wrong time."
