"""The command menus and profile texts that Telegram shows: in each language, and in a chat that chose its own."""

from __future__ import annotations

import hashlib
import logging
from typing import TYPE_CHECKING

from telegram import BotCommand, BotCommandScopeChat
from telegram.error import TelegramError

from briefings import readers
from briefings.model import ReaderKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram.ext import ExtBot

    from bot.services import Services
    from briefings.model import Reader

log = logging.getLogger(__name__)


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


async def follow_choice(bot: ExtBot[None], services: Services, reader: Reader) -> None:
    """Give a chat of its own language, or of somebody of the staff, its own menu; take it away where it is neither.

    Nothing is sent where the chat has this very menu. (Without one of its own, a chat's menu follows the phone.)
    """
    role = services.role_of(reader.id) if reader.kind is ReaderKind.PRIVATE else None
    if not reader.language_chosen and role is None:
        if reader.menu is not None and await drop_choice(bot, reader):
            await _note_menu(services, reader, None)
        return
    if reader.language not in services.texts:
        return
    menu = services.commands.menu(services.texts[reader.language], services.catalogue, role)
    digest = _digest(menu)
    if reader.menu == digest:
        return
    try:
        await bot.set_my_commands(menu, scope=BotCommandScopeChat(reader.id))
    except TelegramError as error:
        log.warning("Telegram did not take a chat's own menu: %s", error.message)
        return
    await _note_menu(services, reader, digest)


async def _note_menu(services: Services, reader: Reader, digest: str | None) -> None:
    async with services.store.writing() as session:
        await readers.note_menu(session, reader.id, digest)
    reader.menu = digest


async def drop_choice(bot: ExtBot[None], reader: Reader) -> bool:
    """Take a chat's own menu away, if it has one: it would tell what is forgotten or revoked. Whether it is gone."""
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
