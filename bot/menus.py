"""The command menus and profile texts that Telegram shows: in each language, and in a chat that chose its own."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError
from telegram import BotCommand, BotCommandScopeChat
from telegram.error import TelegramError

from bot import replies
from bot.outages import Outage
from briefings import readers
from briefings.model import ReaderKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from telegram.ext import ExtBot

    from bot.services import Services
    from briefings.catalogue import Catalogue
    from briefings.model import Reader

log = logging.getLogger(__name__)

LOOK_S = 1.0  # between two looks whether the menus are to change
LONGEST_PAUSE_S = 3600.0
BATCH = 100  # chats that are looked up at once
GENTLY_S = 0.25  # between two chats: the rest of what a bot may ask is for readers


async def publish(bot: ExtBot[None], services: Services) -> bool:
    """Set menus and profile texts for every language, and the default language's for all others.

    False where Telegram didn't take all of it: logged, and worth another try. The bot answers without a menu too.
    """
    taken = True
    for language, texts in services.texts.items():
        menu = services.commands.menu(texts, services.catalogue)
        codes = [language] if language != services.settings.default_language else [language, ""]
        for code in codes:
            try:
                await bot.set_my_commands(menu, language_code=code)
                await bot.set_my_description(texts.plain("bot-description"), language_code=code)
                await bot.set_my_short_description(texts.plain("bot-short-description"), language_code=code)
            except TelegramError as error:
                log.warning("Telegram did not take the menu for language %r: %s", code or "any", error.message)
                taken = False
    return taken


async def keep(bot: ExtBot[None], services: Services) -> None:
    """Publish the menus now and whenever the topics change; again, with growing pauses, while Telegram refuses."""
    published: Catalogue | None = None
    pause = LOOK_S
    while True:
        wanted = services.catalogue
        if wanted is not published and await publish(bot, services):
            published, pause = wanted, LOOK_S
        elif wanted is not published:
            pause = min(pause * 2, LONGEST_PAUSE_S)
        await asyncio.sleep(pause)


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
            except SQLAlchemyError as error:
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
            await _follow_patiently(bot, services, chat_id)
            await asyncio.sleep(GENTLY_S)
        async with services.store.reading() as session:
            batch = await readers.with_old_menu(session, _current(services), after=after, limit=BATCH)
        if not batch:
            return True
        after = batch[-1]


def _current(services: Services) -> frozenset[str]:
    """The digests of all readers' menus as they are to be."""
    return frozenset(_digest(services.commands.menu(texts, services.catalogue)) for texts in services.texts.values())


async def _follow_patiently(bot: ExtBot[None], services: Services, chat_id: int) -> None:
    outage = Outage()
    while True:
        async with services.store.reading() as session:
            reader = await readers.find(session, chat_id)  # it may have chosen another language a moment ago
        if reader is None:
            return
        try:
            await _follow(bot, services, reader)
        except TelegramError as error:
            if not replies.is_outage(error):
                return  # blocked, gone: the menu follows when somebody speaks there again
            await asyncio.sleep(outage.pause(error))
        else:
            return


async def follow_choice(bot: ExtBot[None], services: Services, reader: Reader) -> None:
    """Give a chat of its own language, or of somebody of the staff, its own menu; take it away where it is neither.

    Nothing is sent where the chat has this very menu. (Without one of its own, a chat's menu follows the phone.)
    """
    try:
        await _follow(bot, services, reader)
    except TelegramError as error:
        log.warning("Telegram did not take a chat's own menu: %s", error.message)


async def _follow(bot: ExtBot[None], services: Services, reader: Reader) -> None:
    role = services.role_of(reader.id) if reader.kind is ReaderKind.PRIVATE else None
    if not reader.language_chosen and role is None:
        if reader.menu is not None:
            await bot.delete_my_commands(scope=BotCommandScopeChat(reader.id))
            await services.note_menu(reader, None)
    elif reader.language in services.texts:
        menu = services.commands.menu(services.texts[reader.language], services.catalogue, role)
        if reader.menu != (digest := _digest(menu)):
            await bot.set_my_commands(menu, scope=BotCommandScopeChat(reader.id))
            await services.note_menu(reader, digest)


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


def _digest(menu: Sequence[BotCommand]) -> str:
    said = "\n".join(f"{command.command} {command.description}" for command in menu)
    return hashlib.sha256(said.encode()).hexdigest()
