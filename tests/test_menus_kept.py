"""Chats' own menus, over the wire: what is added reaches those who say nothing, and those who write only words."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from helpers_content import new_topic

from bot.sandbox.cast import KAZAKH_READER_ID
from briefings import library
from briefings.store import note_change

if TYPE_CHECKING:
    from sandbox_driver import Person

    from bot.sandbox.server import SandboxServer
    from briefings.store import Store


def menu(server: SandboxServer) -> list[str]:
    """The commands of Айгерім's own menu."""
    return [line["command"] for line in server.world.profile.menus.get((("chat", KAZAKH_READER_ID), ""), [])]


async def test_a_new_topic_is_in_the_menu_of_a_chat_that_says_nothing(
    bot: SandboxServer, reader: Person, kept: Store
) -> None:
    await reader.says("/lang kk")
    assert "china" in menu(bot)
    async with kept.writing() as session:
        session.add(new_topic("arctic", 99))
        await note_change(session, library.CHANGED)
    async with asyncio.timeout(10):
        while "arctic" not in menu(bot):
            await asyncio.sleep(0.05)


async def test_a_menu_that_telegram_did_not_take_follows_plain_words(bot: SandboxServer, reader: Person) -> None:
    while len(bot.world.journal.of("setMyCommands")) < 3:  # everybody's, when the bot starts
        await asyncio.sleep(0.05)
    bot.world.faults.add("server_error", methods=["setMyCommands"], times=1)
    await reader.says("/lang kk")
    assert menu(bot) == []
    await reader.says("Қытай")
    assert "china" in menu(bot)
    bot.world.journal.entries.clear()  # the refusal was asked for
