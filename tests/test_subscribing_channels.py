"""A channel is subscribed by one of its administrators, in private."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from helpers_subscribing import held, stored
from sandbox_driver import ON_BOTH_DATABASES, Person

from bot.sandbox.cast import CHANNEL_ID, EDITOR_ID, GROUP_ID, KAZAKH_READER_ID, RUSSIAN_READER_ID, add_channel
from bot.sandbox.things import Member
from briefings import subscriptions
from briefings.model import Reader

if TYPE_CHECKING:
    from bot.sandbox.server import SandboxServer
    from briefings.store import Store

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def channel(bot: SandboxServer) -> int:
    """@sandbox_channel, the editor's, where the bot is an administrator."""
    return add_channel(bot.world).id


@ON_BOTH_DATABASES
async def test_an_administrator_subscribes_a_channel_in_private(bot: SandboxServer, kept: Store, channel: int) -> None:
    editor = Person.of(bot, EDITOR_ID)
    await editor.says("/timezone Europe/Berlin")
    (told,) = await editor.says("/subscribe @sandbox_channel china weekdays 08:30")
    assert "Арна: @sandbox_channel" in told.text
    assert "2026 ж. 23 қараша, дүйсенбі, 08:30 (Берлин)" in told.text
    found = await stored(kept, channel)
    assert (found.active, await held(kept, channel), found.zone) == (True, {"china"}, "Europe/Berlin")
    async with kept.reading() as session:
        known = await session.get_one(Reader, channel)
    assert (known.kind, known.language) == ("channel", "kk")
    await editor.says("/subscribe @sandbox_channel")
    assert await held(kept, channel) == {"china"}
    (told,) = await editor.says("/unsubscribe @sandbox_channel")
    assert "Жазылым тоқтатылды" in told.text
    assert not (await stored(kept, channel)).active
    assert not Person.of(bot, EDITOR_ID, channel).screen


@pytest.mark.usefixtures("channel")
async def test_who_does_not_manage_a_channel_may_not_subscribe_it(bot: SandboxServer) -> None:
    (told,) = await Person.of(bot, RUSSIAN_READER_ID).says("/subscribe @sandbox_channel china")
    assert told.text == "Подписку и настройки этого канала могут менять только его администраторы: @sandbox_channel."


async def test_a_channel_where_the_bot_may_not_post_is_not_subscribed(bot: SandboxServer, channel: int) -> None:
    bot.world.chats[channel].members[bot.world.bot.id] = Member(bot.world.bot, "member")
    (told,) = await Person.of(bot, EDITOR_ID).says("/subscribe @sandbox_channel china")
    assert "бот әкімші емес" in told.text


@pytest.mark.parametrize("left", ["left", "kicked"])
async def test_a_channel_without_the_bot_is_not_subscribed(bot: SandboxServer, channel: int, left: str) -> None:
    bot.world.chats[channel].members[bot.world.bot.id] = Member(bot.world.bot, left)
    (told,) = await Person.of(bot, EDITOR_ID).says("/subscribe @sandbox_channel china")
    assert "бот әкімші емес" in told.text
    assert [entry.method for entry in bot.world.journal.refused()] == ["getChat"]
    bot.world.journal.entries.clear()  # the only way to learn it is to be refused


@pytest.mark.usefixtures("channel")
async def test_a_channel_whose_members_are_not_shown_to_the_bot_is_not_subscribed(bot: SandboxServer) -> None:
    bot.world.faults.add("chat_not_found", methods=["getChatMember"], times=1)
    (told,) = await Person.of(bot, EDITOR_ID).says("/subscribe @sandbox_channel china")
    assert "бот әкімші емес" in told.text
    bot.world.journal.entries.clear()  # the only way to learn it is to be refused


async def test_an_unknown_channel_is_said_to_be_so(bot: SandboxServer) -> None:
    (told,) = await Person.of(bot, RUSSIAN_READER_ID).says("/subscribe @no_such_channel china")
    assert told.text == "Такой канал не найден: @no_such_channel."
    assert [entry.method for entry in bot.world.journal.refused()] == ["getChat"]
    bot.world.journal.entries.clear()  # the only way to learn it is to be refused


async def test_somebodys_name_is_no_channel(bot: SandboxServer) -> None:
    await Person.of(bot, KAZAKH_READER_ID).starts()
    (told,) = await Person.of(bot, RUSSIAN_READER_ID).says("/subscribe @aigerim china")
    assert told.text == "Такой канал не найден: @aigerim."


@pytest.mark.usefixtures("channel")
async def test_a_channel_is_subscribed_in_private_only(bot: SandboxServer) -> None:
    (told,) = await Person.of(bot, EDITOR_ID, GROUP_ID).says("/subscribe @sandbox_channel china")
    assert "жеке чатта" in told.text


@pytest.mark.usefixtures("channel")
async def test_a_wrong_wish_for_a_channel_changes_nothing(bot: SandboxServer, kept: Store) -> None:
    (told,) = await Person.of(bot, EDITOR_ID).says("/subscribe @sandbox_channel marsians")
    assert "«marsians»" in told.text
    async with kept.reading() as session:
        assert await subscriptions.find(session, CHANNEL_ID, 0) is None
