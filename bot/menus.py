"""The command menus and profile texts that Telegram shows: in each language, and in a chat that chose its own."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from typing import TYPE_CHECKING

from telegram import BotCommandScopeChat
from telegram.error import TelegramError

from bot import replies
from bot.outages import Outage
from briefings import readers
from briefings.model import ReaderKind
from briefings.store import DATABASE_TROUBLE

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from telegram.ext import ExtBot

    from bot.services import Services
    from briefings.catalogue import Catalogue
    from briefings.model import Reader

log = logging.getLogger(__name__)

LOOK_S = 1.0  # between two looks whether the menus are to change
BATCH = 100  # chats that are looked up at once
GENTLY_S = 0.25  # between two chats: the rest of what a bot may ask is for readers


async def publish(bot: ExtBot[None], services: Services) -> None:
    """Set menus and profile texts for every language, and the default language's for all others.

    What Telegram refuses is logged: it would refuse it again. The bot answers without a menu too.
    """
    for language, texts in services.texts.items():
        menu = services.menu(language).commands
        description, short = texts.plain("bot-description"), texts.plain("bot-short-description")
        for code in [language] if language != services.settings.default_language else [language, ""]:
            for ask in (
                partial(bot.set_my_commands, menu, language_code=code),
                partial(bot.set_my_description, description, language_code=code),
                partial(bot.set_my_short_description, short, language_code=code),
            ):
                if refused := await _patiently(ask):
                    log.warning("Telegram did not take the menu for language %r: %s", code or "any", refused.message)


async def _patiently(ask: Callable[[], Awaitable[object]]) -> TelegramError | None:
    """Ask, through any outage; what Telegram refuses it with, or None."""
    outage = Outage()
    while True:
        try:
            await ask()
        except TelegramError as error:
            if not replies.is_outage(error):
                return error
            await asyncio.sleep(outage.pause(error))
        else:
            outage.over()
            return None


async def keep(bot: ExtBot[None], services: Services) -> None:
    """Publish the menus now and whenever the topics change."""
    published: Catalogue | None = None
    while True:
        wanted = services.catalogue
        if wanted is not published:
            await publish(bot, services)
            published = wanted
        await asyncio.sleep(LOOK_S)


async def keep_chats(bot: ExtBot[None], services: Services, leading: Callable[[], bool]) -> None:
    """Bring chats' own menus to date now and whenever topics or roles change, in the process that leads.

    Who is left stands in the store: after a restart, or in another process, it goes on where it stopped.
    """
    done: object = None
    while True:
        wanted = (_current(services), services.roles)
        if not leading():
            done = None
        elif wanted != done:
            try:
                done = wanted if await _bring_to_date(bot, services, leading) else None
            except DATABASE_TROUBLE as error:
                log.warning("The database did not answer: %s", type(error).__name__)
        await asyncio.sleep(LOOK_S)


async def _bring_to_date(bot: ExtBot[None], services: Services, leading: Callable[[], bool]) -> bool:
    """The staff's first, then the others', a few a second. Whether this process led to the end."""
    batch: Sequence[int] = [*services.roles, *(services.settings.owner_ids - services.roles.keys())]
    after = None
    while True:
        for chat_id in batch:
            if not leading():
                return False
            await _patiently(partial(_follow_now, bot, services, chat_id))  # refused: when somebody speaks there again
            await asyncio.sleep(GENTLY_S)
        async with services.store.reading() as session:
            batch = await readers.with_old_menu(session, _current(services), after=after, limit=BATCH)
        if not batch:
            return True
        after = batch[-1]


def _current(services: Services) -> frozenset[str]:
    """The digests of all readers' menus as they are to be."""
    return frozenset(services.menu(language).digest for language in services.texts)


async def _follow_now(bot: ExtBot[None], services: Services, chat_id: int) -> None:
    """As the chat stands in the store: it may have chosen another language a moment ago."""
    async with services.store.reading() as session:
        reader = await readers.find(session, chat_id)
    if reader is not None:
        await _follow(bot, services, reader)


async def follow_choice(bot: ExtBot[None], services: Services, reader: Reader) -> None:
    """Give a chat of its own language, or of somebody of the staff, its own menu; take it away where it is neither.

    Nothing is sent where the chat has this very menu. (Without one of its own, a chat's menu follows the phone.)
    Where it fails, the chat's next message tries again.
    """
    try:
        await _follow(bot, services, reader)
    except TelegramError as error:
        log.warning("Telegram did not take a chat's own menu: %s", error.message)
    except DATABASE_TROUBLE as error:
        log.warning("A chat's own menu could not be noted: %s", type(error).__name__)


async def _follow(bot: ExtBot[None], services: Services, reader: Reader) -> None:
    role = services.role_of(reader.id) if reader.kind is ReaderKind.PRIVATE else None
    if not reader.language_chosen and role is None:
        if reader.menu is not None:
            await bot.delete_my_commands(scope=BotCommandScopeChat(reader.id))
            await services.note_menu(reader, None)
    elif reader.language in services.texts:
        menu = services.menu(reader.language, role)
        if reader.menu != menu.digest:
            await bot.set_my_commands(menu.commands, scope=BotCommandScopeChat(reader.id))
            await services.note_menu(reader, menu.digest)


async def drop_choice(bot: ExtBot[None], reader: Reader) -> bool:
    """Take a chat's own menu away, if it has one: it would tell what is forgotten. Whether it is gone."""
    if reader.menu is None:
        return True
    try:
        await bot.delete_my_commands(scope=BotCommandScopeChat(reader.id))
    except TelegramError as error:
        log.warning("Telegram did not take a chat's own menu away: %s", error.message)
        return False
    return True
