"""What people do reaches the bot as Telegram would tell it, and the driver hears what the bot answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sandbox_bots import PNG, READER, Caller, echo_bot, keys, sandbox
from sandbox_driver import Person

from bot.sandbox import (
    CHANNEL_ID,
    EDITOR_ID,
    FORUM_ID,
    GROUP_ID,
    RUSSIAN_READER_ID,
    add_channel,
    add_forum,
    members,
    people,
)
from bot.sandbox.params import Upload
from bot.sandbox.people import CannotDo, Where
from bot.sandbox.things import ANONYMOUS_ADMIN_ID

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.sandbox.things import Chat, Json, User


@pytest.fixture
async def call() -> AsyncIterator[Caller]:
    async with sandbox() as caller:
        yield caller


@pytest.fixture
def reader(call: Caller) -> User:
    return call.world.users[READER]


@pytest.fixture
def private(call: Caller) -> Chat:
    return call.world.chats[READER]


def last_update(call: Caller) -> Json:
    return call.world.updates.pending[-1]


# --- private chats ---------------------------------------------------------------------------------------------------


async def test_a_text_arrives_trimmed_with_its_commands(call: Caller, reader: User, private: Chat) -> None:
    people.say(call.world, reader, private, " /china 3 \n")
    message = last_update(call)["message"]
    assert (message["text"], message["from"]["language_code"]) == ("/china 3", "kk")
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert reader.started


async def test_a_long_text_goes_in_parts_cut_between_words(call: Caller, reader: User, private: Chat) -> None:
    acts = people.say(call.world, reader, private, "сөз " * 1500 + "😀" * 2100)
    assert len(acts) == 4
    assert all(len(act.message.text.encode("utf-16-le")) <= 2 * 4096 for act in acts if act.message)
    assert "".join(act.message.text.replace(" ", "") for act in acts if act.message) == "сөз" * 1500 + "😀" * 2100


async def test_an_empty_text_cannot_be_sent(call: Caller, reader: User, private: Chat) -> None:
    with pytest.raises(CannotDo, match="empty"):
        people.say(call.world, reader, private, " \n ")


async def test_start_carries_the_payload_and_unblocks(call: Caller, reader: User) -> None:
    members.block(call.world, reader, blocked=True)
    assert members.block(call.world, reader, blocked=True) is None
    people.start(call.world, reader, "t_china")
    kinds = [next(key for key in update if key != "update_id") for update in call.world.updates.pending]
    assert kinds == ["my_chat_member", "my_chat_member", "message"]
    assert last_update(call)["message"]["text"] == "/start t_china"


async def test_who_blocked_the_bot_or_has_another_chat_cannot_write(call: Caller, reader: User, private: Chat) -> None:
    with pytest.raises(CannotDo, match="somebody else's"):
        people.say(call.world, call.world.users[EDITOR_ID], private, "x")
    members.block(call.world, reader, blocked=True)
    with pytest.raises(CannotDo, match="blocked"):
        people.say(call.world, reader, private, "x")


async def test_files_carry_captions_and_stickers_their_emoji(call: Caller, reader: User, private: Chat) -> None:
    people.send_photo(call.world, reader, private, Upload("a.png", "image/png", PNG), caption="/b1")
    assert last_update(call)["message"]["caption_entities"][0]["type"] == "bot_command"
    people.send_document(call.world, reader, private, Upload("a.md", "text/markdown", b"x"), caption="мәтін")
    assert last_update(call)["message"]["document"]["mime_type"] == "text/markdown"
    people.send_document(call.world, reader, private, Upload("a.md", "text/markdown", b"x"))
    assert "caption" not in last_update(call)["message"]
    people.send_sticker(call.world, reader, private, "👍")
    assert last_update(call)["message"]["sticker"]["emoji"] == "👍"


async def test_only_own_texts_are_edited(call: Caller, reader: User, private: Chat) -> None:
    said = people.say(call.world, reader, private, "x")[0].message
    assert said is not None
    call.clock.forward(minutes=1)
    people.edit(call.world, reader, said, "/y")
    assert last_update(call)["edited_message"]["edit_date"] == said.date + 60
    people.edit(call.world, reader, said, "y")
    assert "entities" not in last_update(call)["edited_message"]
    await call("sendMessage", chat_id=READER, text="bot's")
    with pytest.raises(CannotDo, match="own texts"):
        people.edit(call.world, reader, private.messages[2], "y")


async def test_a_forward_names_its_origin(call: Caller, reader: User, private: Chat) -> None:
    add_channel(call.world)
    editor, group = call.world.users[EDITOR_ID], call.world.chats[GROUP_ID]
    hidden = people.say(call.world, editor, group, "x", Where(anonymous=True))[0].message
    post = people.say(call.world, editor, call.world.chats[CHANNEL_ID], "x")[0].message
    own = people.say(call.world, reader, private, "x")[0].message
    origins = []
    for message in (hidden, post, own):
        assert message is not None
        people.forward(call.world, reader, private, message)
        origins.append(last_update(call)["message"]["forward_origin"]["type"])
    assert origins == ["chat", "channel", "user"]


# --- groups ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "seen"),
    [("/china", True), ("/china@briefings_sandbox_bot", True), ("/china@otherbot", False), ("сәлем", False)],
)
async def test_privacy_mode_shows_a_group_bot_its_commands_only(
    call: Caller, reader: User, text: str, *, seen: bool
) -> None:
    act = people.say(call.world, reader, call.world.chats[GROUP_ID], text)[0]
    assert (act.update_id is not None) == seen


async def test_a_reply_to_the_bot_or_to_a_bot_that_manages_is_seen(call: Caller, reader: User) -> None:
    group = call.world.chats[GROUP_ID]
    await call("sendMessage", chat_id=GROUP_ID, text="x")
    assert people.say(call.world, reader, group, "y", Where(reply_to=1))[0].update_id
    group.members[call.world.bot.id].status = "administrator"
    assert people.say(call.world, reader, group, "y")[0].update_id
    group.members[call.world.bot.id].status = "left"
    assert people.say(call.world, reader, group, "/y")[0].update_id is None


async def test_an_anonymous_administrator_writes_as_the_group(call: Caller, reader: User) -> None:
    group = call.world.chats[GROUP_ID]
    people.say(call.world, call.world.users[EDITOR_ID], group, "/x", Where(anonymous=True))
    message = last_update(call)["message"]
    assert (message["from"]["id"], message["sender_chat"]["id"]) == (ANONYMOUS_ADMIN_ID, GROUP_ID)
    with pytest.raises(CannotDo, match="doesn't manage"):
        people.say(call.world, reader, group, "/x", Where(anonymous=True))


async def test_topics_hold_their_messages_and_closed_ones_their_managers(call: Caller, reader: User) -> None:
    forum = add_forum(call.world)
    people.say(call.world, reader, forum, "/x", Where(thread_id=2))
    assert last_update(call)["message"]["message_thread_id"] == 2
    forum.topics[2].closed = True
    with pytest.raises(CannotDo, match="closed"):
        people.say(call.world, reader, forum, "/x", Where(thread_id=2))
    assert people.say(call.world, call.world.users[EDITOR_ID], forum, "/x", Where(thread_id=2))


async def test_comings_and_goings_are_told(call: Caller, reader: User) -> None:
    group, editor = call.world.chats[GROUP_ID], call.world.users[EDITOR_ID]
    members.change_member(call.world, group, reader, "left", by=editor)
    assert last_update(call)["message"]["left_chat_member"]["id"] == READER
    with pytest.raises(CannotDo, match="is not in"):
        people.say(call.world, reader, group, "/x")
    members.change_member(call.world, group, reader, "member", by=editor)
    assert last_update(call)["message"]["new_chat_members"][0]["id"] == READER
    members.change_member(call.world, group, call.world.bot, "administrator", by=editor)
    change = last_update(call)["my_chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("member", "administrator")
    await call("getUpdates", allowed_updates=["chat_member"])
    assert members.change_member(call.world, group, reader, "administrator", by=editor)
    members.migrate(call.world, group)
    with pytest.raises(CannotDo, match="is not in"):
        people.say(call.world, reader, group, "/x")


async def test_channel_posts_are_told_without_their_author(call: Caller, reader: User) -> None:
    channel = add_channel(call.world)
    post = people.say(call.world, call.world.users[EDITOR_ID], channel, "x")[0].message
    assert post is not None
    assert "from" not in last_update(call)["channel_post"]
    with pytest.raises(CannotDo, match="is not in"):
        people.say(call.world, reader, channel, "x")


# --- the driver ------------------------------------------------------------------------------------------------------


async def test_the_driver_hears_what_the_bot_says_and_changes(call: Caller) -> None:
    async with echo_bot(call):
        person = Person.of(call.server, READER)
        assert [m.text for m in await person.starts("x")] == ["echo: /start x"]
        assert [m.text for m in await person.says("сәлем")] == ["echo: сәлем"]
        assert person.buttons == ["Бірінші", "Сайт"]
        (edited,) = await person.taps("Бірінші")
        assert (edited.text, person.toast) == ("edited", {"text": "toast 1", "show_alert": False, "url": ""})
        (first,) = await person.taps_data("2", person.screen[1])
        assert first is person.screen[1]
        assert len(await person.sends_file("a.md", b"x")) == len(await person.sends_sticker()) == 1
        assert [m.text for m in await person.forwards(edited)] == ["echo: edited"]
        assert ((await person.asks_inline("су")) or {})["results"][0]["id"] == "1"
        assert len(await person.says("ұзақ " * 1000)) == 2
        with pytest.raises(CannotDo, match="no message with a button «Жоқ»"):
            await person.taps("Жоқ")
        with pytest.raises(CannotDo, match="no button «Жоқ», there are: Бірінші, Сайт"):
            people.find_button(person.screen[-1], "Жоқ")


async def test_the_driver_keeps_to_its_chat_and_topic(call: Caller) -> None:
    add_forum(call.world)
    async with echo_bot(call):
        person = Person.of(call.server, RUSSIAN_READER_ID)
        topic, other = person.at(FORUM_ID, 2), person.at(FORUM_ID, 3)
        assert [m.thread_id for m in await topic.says("/x")] == [2]
        assert len(topic.screen) == 2
        assert other.screen == []
        assert other.buttons == []
        group = person.at(GROUP_ID)
        assert await group.says("ештеңе") == []
        (answer,) = await group.says("/x")
        assert await group.says("жауап", reply_to=answer) != []


async def test_an_unanswered_tap_has_no_toast(call: Caller, private: Chat) -> None:
    person = Person.of(call.server, READER)
    call.world.users[READER].started = True
    await call("sendMessage", chat_id=READER, text="x", reply_markup=keys({"text": "a", "callback_data": "1"}))
    person.patience = 0.01
    with pytest.raises(TimeoutError):
        await person.taps("a", private.messages[1])
    assert person.toast is None
