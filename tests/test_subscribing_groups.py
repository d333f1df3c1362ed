"""Subscriptions of groups and of the topics of a forum: administrators decide, members read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from helpers_subscribing import held, stored
from sandbox_driver import ON_BOTH_DATABASES, Person
from sqlalchemy import select

from bot.presses import Do, Press, View
from bot.sandbox.cast import EDITOR_ID, FORUM_ID, GROUP_ID, KAZAKH_READER_ID
from briefings.model import Subscription

if TYPE_CHECKING:
    from bot.sandbox.server import SandboxServer
    from briefings.store import Store

pytestmark = pytest.mark.usefixtures("clock")


async def test_a_member_of_a_group_is_told_that_administrators_decide(bot: SandboxServer) -> None:
    member = Person.of(bot, KAZAKH_READER_ID, GROUP_ID)
    for said in (
        "/subscribe",
        "/subscribe china",
        "/unsubscribe",
        "/timezone Europe/Berlin",
        "/pause 7",
        "/resume",
        "/forget",
    ):
        (told,) = await member.says(said)
        assert told.text == "Топтың жазылымы мен баптауларын оның әкімшілері ғана өзгерте алады.", said


async def test_a_member_of_a_group_may_read_how_it_stands(bot: SandboxServer) -> None:
    for said in ("/settings", "/timezone", "/digest", "/privacy"):
        told = await Person.of(bot, KAZAKH_READER_ID, GROUP_ID).says(said)
        assert told, said
        assert all("әкімшілері ғана" not in each.text for each in told), said


async def test_a_members_taps_change_nothing(bot: SandboxServer, kept: Store) -> None:
    admin, member = (Person.of(bot, each, GROUP_ID) for each in (EDITOR_ID, KAZAKH_READER_ID))
    await admin.says("/subscribe china")
    (panel,) = await admin.says("/settings")
    (card,) = await member.says("/usa")
    (question,) = await admin.says("/forget")
    for message, button in [(panel, "🔕 Жазылымнан шығу"), (card, "🔔 Жазылу"), (question, "Иә, өшірілсін")]:
        assert await member.taps(button, message) == []
        assert "әкімшілері ғана" in (member.toast or {})["text"]
    assert (await stored(kept, GROUP_ID)).active
    assert await held(kept, GROUP_ID) == {"china"}


async def test_administrators_subscribe_a_group_the_anonymous_one_too(bot: SandboxServer, kept: Store) -> None:
    await Person.of(bot, EDITOR_ID).at(GROUP_ID, anonymous=True).says("/subscribe china")
    assert await held(kept, GROUP_ID) == {"china"}
    await Person.of(bot, EDITOR_ID, GROUP_ID).says("/subscribe usa")
    assert await held(kept, GROUP_ID) == {"usa"}


async def test_an_administrator_is_known_where_the_members_are_hidden(bot: SandboxServer, kept: Store) -> None:
    bot.world.faults.add("no_rights", methods=["getChatMember"])  # what only an administrator may ask then
    await Person.of(bot, EDITOR_ID, GROUP_ID).says("/subscribe china")
    assert await held(kept, GROUP_ID) == {"china"}


async def test_where_telegram_does_not_tell_who_administers_a_group_nobody_changes_it(
    bot: SandboxServer, caplog: pytest.LogCaptureFixture
) -> None:
    bot.world.faults.add("no_rights", methods=["getChatAdministrators"], times=1)
    (told,) = await Person.of(bot, EDITOR_ID, GROUP_ID).says("/subscribe china")
    assert "әкімшілері ғана" in told.text
    assert caplog.text == ""
    bot.world.journal.entries.clear()  # the refusal was asked for


@ON_BOTH_DATABASES
async def test_a_forums_topics_have_subscriptions_of_their_own(bot: SandboxServer, kept: Store) -> None:
    editor = Person.of(bot, EDITOR_ID)
    for thread, said in [(2, "/subscribe china 08:00"), (3, "/subscribe су 20:00"), (None, "/subscribe all")]:
        await editor.at(FORUM_ID, thread).says(said)
    in_topic = editor.at(FORUM_ID, 3)
    (panel,) = await in_topic.says("/settings")
    await in_topic.taps("🚨 Шұғыл хабарларды өшіру", panel)
    found = [await stored(kept, FORUM_ID, thread) for thread in (0, 2, 3)]
    assert [(each.times, each.urgent) for each in found] == [(["09:00"], True), (["08:00"], True), (["20:00"], False)]
    assert [message.thread_id for message in in_topic.screen if message.markup] == [3, 3]


async def test_a_card_too_old_to_tell_its_forum_topic_subscribes_nobody(bot: SandboxServer, kept: Store) -> None:
    editor = Person.of(bot, EDITOR_ID).at(FORUM_ID, 2)
    (card,) = await editor.says("/china")
    for data in ("n:china", Press(View.MAIN, Do.START).pack()):
        query = bot.world.ask(editor.user, card)
        inaccessible = {"chat": card.chat.json(), "message_id": card.message_id, "date": 0}
        payload = {
            "id": query.id,
            "from": editor.user.json(),
            "message": inaccessible,
            "chat_instance": "1",
            "data": data,
        }
        await bot.world.wait_confirmed(bot.world.updates.push("callback_query", payload))
        assert "ескірген" in (await query.answer)["text"]
    async with kept.reading() as session:
        assert (await session.scalars(select(Subscription))).all() == []
