"""What differs from chat to chat: its language and menu, groups, forum topics; over the wire."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

from sandbox_driver import ON_BOTH_DATABASES, Person

from bot.sandbox.cast import EDITOR_ID, FORUM_ID, GROUP_ID, KAZAKH_READER_ID, RUSSIAN_READER_ID

if TYPE_CHECKING:
    from bot.sandbox.server import SandboxServer


async def test_a_language_is_set_by_command_and_kept(bot: SandboxServer) -> None:
    person = Person.of(bot, KAZAKH_READER_ID)
    assert "Русский" in (await person.says("/lang"))[0].markup["inline_keyboard"][0][1]["text"]  # type: ignore[index]
    assert "теперь бот отвечает по-русски" in (await person.says("/lang ru"))[0].text
    assert "Здравствуйте" in (await person.says("/start"))[0].text
    for wrong in ("fr", "kk ru"):
        assert "Такого языка пока нет" in (await person.says(f"/lang {wrong}"))[0].text


@ON_BOTH_DATABASES
async def test_a_language_is_set_by_button_and_the_chat_gets_its_own_menu(bot: SandboxServer) -> None:
    person = Person.of(bot, RUSSIAN_READER_ID)
    (greeting,) = await person.starts()
    (changed,) = await person.taps("Қазақша")
    assert changed.message_id == greeting.message_id
    assert "Сәлеметсіз бе" in changed.text
    own = [e for e in bot.world.journal.of("setMyCommands") if "chat_id" in str(e.params.get("scope", ""))]
    assert len(own) == 1
    assert "Қытай" in json.loads(own[0].params["commands"])[0]["description"]
    await person.says("/china")
    assert [e for e in bot.world.journal.of("setMyCommands") if "chat_id" in str(e.params.get("scope", ""))] == own


async def test_menus_and_profile_are_set_in_each_language(bot: SandboxServer) -> None:
    async with asyncio.timeout(10):
        while len(bot.world.journal.of("setMyShortDescription")) < 3:
            await asyncio.sleep(0.01)
    for method in ("setMyCommands", "setMyDescription", "setMyShortDescription"):
        assert {entry.params.get("language_code", "") for entry in bot.world.journal.of(method)} == {"kk", "ru", ""}


async def test_a_group_hears_commands_and_nothing_else(bot: SandboxServer) -> None:
    person = Person.of(bot, KAZAKH_READER_ID, GROUP_ID)
    name = bot.world.bot.username
    (card,) = await person.says("/china")
    assert card.reply_to is not None
    assert (await person.says(f"/china@{name}"))[0].text == card.text
    assert await person.says("/china@otherbot") == []
    assert await person.says("Қытайға") == []
    assert await person.says("/nonsense") == []
    assert "Мұндай пәрмен жоқ" in (await person.says(f"/nonsense@{name}"))[0].text


async def test_only_administrators_set_a_groups_language(bot: SandboxServer) -> None:
    member = Person.of(bot, KAZAKH_READER_ID, GROUP_ID)
    assert "әкімшілері" in (await member.says("/lang ru"))[0].text
    await member.says("/lang")
    await member.taps("Русский")
    assert member.toast is not None
    assert "әкімшілері" in str(member.toast)
    administrator = Person.of(bot, EDITOR_ID, GROUP_ID)
    assert "теперь бот отвечает по-русски" in (await administrator.says("/lang ru"))[0].text


async def test_an_anonymous_administrator_sets_a_groups_language(bot: SandboxServer) -> None:
    editor = Person.of(bot, EDITOR_ID).at(FORUM_ID, anonymous=True)
    assert "теперь бот отвечает по-русски" in (await editor.says("/lang ru"))[0].text


async def test_an_answer_stays_in_its_forum_topic(bot: SandboxServer) -> None:
    person = Person.of(bot, KAZAKH_READER_ID).at(FORUM_ID, thread_id=2)
    (card,) = await person.says("/china")
    assert card.thread_id == 2
