"""Chats, their members, and how the bot presents itself in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sandbox_bots import READER, Caller, sandbox

from bot.sandbox import (
    CHANNEL_ID,
    EDITOR_ID,
    FORUM_ID,
    GROUP_ID,
    RUSSIAN_READER_ID,
    add_channel,
    add_forum,
    members,
)
from bot.sandbox.things import Topic, User

if TYPE_CHECKING:
    from bot.sandbox.things import Json


# --- chats ------------------------------------------------------------------------------------------------------------


async def test_members_are_told_as_they_are(call: Caller) -> None:
    admins = await call("getChatAdministrators", chat_id=GROUP_ID)
    assert [(admin["status"], admin["user"]["id"]) for admin in admins] == [("creator", EDITOR_ID)]
    assert await call("getChatMemberCount", chat_id=GROUP_ID) == 4
    assert await call("getChatMemberCount", chat_id=READER) == 2
    call.world.add_user(User(999, "Stranger"))
    member = {"chat_id": GROUP_ID}
    assert (await call("getChatMember", **member, user_id=READER))["status"] == "member"
    assert (await call("getChatMember", **member, user_id=999))["status"] == "left"
    assert await call.refusal("getChatMember", **member, user_id=5) == "Bad Request: invalid user_id specified"
    words = await call.refusal("getChatAdministrators", chat_id=READER)
    assert words == "Bad Request: there are no administrators in the private chat"


async def test_the_bot_leaves_and_sees_the_chat_no_more(call: Caller) -> None:
    assert await call("leaveChat", chat_id=GROUP_ID)
    assert await call.refusal("getChat", chat_id=GROUP_ID) == "Forbidden: bot is not a member of the group chat"
    call.world.chats[GROUP_ID].members[call.world.bot.id].status = "kicked"
    assert await call.refusal("getChat", chat_id=GROUP_ID) == "Forbidden: bot was kicked from the group chat"
    assert await call.refusal("leaveChat", chat_id=READER) == (
        "Bad Request: chat member status can't be changed in private chats"
    )


async def test_a_chat_action_is_seen(call: Caller) -> None:
    assert await call("sendChatAction", chat_id=READER, action="typing")
    assert call.world.events[-1].kind == "typing"
    assert await call.refusal("sendChatAction", chat_id=READER, action="dance") == (
        "Bad Request: wrong parameter action in request"
    )


# --- who can be written to ------------------------------------------------------------------------------------------


async def test_people_and_chats_that_cannot_be_written_to_are_refused(call: Caller) -> None:
    world = call.world
    stranger = world.add_user(User(999, "Stranger"))
    reader, group = world.users[READER], world.chats[GROUP_ID]

    async def why(chat_id: int) -> str:
        return await call.refusal("sendMessage", chat_id=chat_id, text="x")

    assert await why(stranger.id) == "Bad Request: chat not found"
    assert await why(RUSSIAN_READER_ID) == "Forbidden: bot can't initiate conversation with a user"
    members.block(world, reader, blocked=True)
    assert await why(READER) == "Forbidden: bot was blocked by the user"
    reader.deactivated = True
    assert await why(READER) == "Forbidden: user is deactivated"
    world.add_user(User(998, "Other", is_bot=True))
    assert await why(998) == "Forbidden: bots can't send messages to bots"
    editor = world.users[EDITOR_ID]
    for status, words in (
        ("restricted", "Bad Request: not enough rights to send text messages to the chat"),
        ("left", "Forbidden: bot is not a member of the group chat"),
        ("kicked", "Forbidden: bot was kicked from the group chat"),
    ):
        members.change_member(world, group, world.bot, status, by=editor)
        assert await why(GROUP_ID) == words
    group.deleted = True
    assert await why(GROUP_ID) == "Forbidden: the group chat was deleted"


async def test_a_migrated_group_says_where_it_went(call: Caller) -> None:
    new = members.migrate(call.world, call.world.chats[GROUP_ID])
    answer = await call.raw("sendMessage", chat_id=GROUP_ID, text="x")
    assert answer["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert answer["parameters"] == {"migrate_to_chat_id": new.id}
    assert (await call("sendMessage", chat_id=new.id, text="x"))["chat"]["type"] == "supergroup"
    updates = await call("getUpdates")
    assert updates[0]["message"]["migrate_to_chat_id"] == new.id
    assert updates[1]["message"]["migrate_from_chat_id"] == GROUP_ID


async def test_a_forum_keeps_messages_in_open_topics(call: Caller) -> None:
    forum = add_forum(call.world)
    message = await call("sendMessage", chat_id=FORUM_ID, text="x", message_thread_id=2)
    assert (message["message_thread_id"], message["is_topic_message"]) == (2, True)
    assert message["chat"]["is_forum"]
    reply = await call("sendMessage", chat_id=FORUM_ID, text="y", reply_to_message_id=message["message_id"])
    assert reply["message_thread_id"] == 2
    assert await call.refusal("sendMessage", chat_id=FORUM_ID, text="x", message_thread_id=1) == (
        "Bad Request: message thread not found"
    )
    forum.topics[9] = Topic(9, "Жабық", closed=True)
    assert await call.refusal("sendMessage", chat_id=FORUM_ID, text="x", message_thread_id=9) == (
        "Bad Request: TOPIC_CLOSED"
    )
    forum.members[call.world.bot.id].status = "administrator"
    assert await call("sendMessage", chat_id=FORUM_ID, text="x", message_thread_id=9)


async def test_a_channel_takes_posts_from_an_administrator_by_name_too(call: Caller) -> None:
    channel = add_channel(call.world)
    post = await call("sendMessage", chat_id="@Sandbox_Channel", text="x")
    assert post["sender_chat"]["id"] == CHANNEL_ID
    assert "from" not in post
    edit = {"chat_id": CHANNEL_ID, "message_id": post["message_id"], "text": "y"}
    assert (await call("editMessageText", **edit))["text"] == "y"
    channel.members[call.world.bot.id].status = "member"
    assert await call.refusal("sendMessage", chat_id=CHANNEL_ID, text="x") == (
        "Bad Request: need administrator rights in the channel chat"
    )


async def test_a_chat_forgets_its_oldest_messages() -> None:
    async with sandbox(history=2) as call:
        call.world.users[READER].started = True
        for text in "123":
            await call("sendMessage", chat_id=READER, text=text)
        words = await call.refusal("editMessageText", chat_id=READER, message_id=1, text="x")
        assert words == "Bad Request: message to edit not found"


# --- profile ----------------------------------------------------------------------------------------------------------


def menu(*names: str) -> list[Json]:
    return [{"command": name, "description": name.upper()} for name in names]


async def test_everybody_sees_the_menu_that_is_closest_to_them(call: Caller) -> None:
    world = call.world
    kazakh, russian, editor = (world.users[i] for i in (READER, RUSSIAN_READER_ID, EDITOR_ID))
    private, group = world.chats[READER], world.chats[GROUP_ID]

    def seen(chat: Any, user: User) -> list[str]:
        return [entry["command"] for entry in world.profile.menu_for(chat, user, user.language_code or "")]

    assert seen(private, kazakh) == []
    for name, scope, language in (
        ("default", None, ""),
        ("default_ru", {"type": "default"}, "ru"),
        ("private", {"type": "all_private_chats"}, ""),
        ("groups", {"type": "all_group_chats"}, ""),
        ("admins", {"type": "all_chat_administrators"}, ""),
    ):
        await call("setMyCommands", commands=menu(name), scope=scope, language_code=language)
    assert seen(private, kazakh) == seen(world.chats[RUSSIAN_READER_ID], russian) == ["private"]
    assert (seen(group, kazakh), seen(group, editor)) == (["groups"], ["admins"])
    await call("setMyCommands", commands=menu("own"), scope={"type": "chat", "chat_id": READER}, language_code="kk")
    await call("setMyCommands", commands=menu("here"), scope={"type": "chat", "chat_id": GROUP_ID})
    assert (seen(private, kazakh), seen(group, editor)) == (["own"], ["here"])
    here_admins = {"type": "chat_administrators", "chat_id": GROUP_ID}
    await call("setMyCommands", commands=menu("rule"), scope=here_admins)
    member = {"type": "chat_member", "chat_id": GROUP_ID, "user_id": READER}
    await call("setMyCommands", commands=menu("me"), scope=member)
    assert (seen(group, editor), seen(group, kazakh), seen(group, russian)) == (["rule"], ["me"], ["here"])
    assert await call("getMyCommands", scope=member) == menu("me")
    await call("deleteMyCommands", scope=member)
    assert await call("getMyCommands", scope=member) == []
    await call("deleteMyCommands", scope={"type": "all_private_chats"})
    assert seen(world.chats[RUSSIAN_READER_ID], russian) == ["default_ru"]


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"commands": menu("Big")}, "BOT_COMMAND_INVALID"),
        ({"commands": menu("x" * 33)}, "BOT_COMMAND_INVALID"),
        ({"commands": menu("қытай")}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "a", "description": " "}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [{"command": "a", "description": "x" * 257}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": menu(*"a" * 101)}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": "{}"}, "can't parse commands: expected an Array of BotCommand"),
        ({"commands": ["x"]}, "can't parse BotCommand: expected an Object"),
        ({"commands": [{"command": "a"}]}, "can't parse BotCommand: Can't find field \"description\""),
        ({"commands": menu("a"), "language_code": "kaz"}, "invalid language code specified"),
        (
            {"commands": menu("a"), "scope": {"type": "world"}},
            "can't parse BotCommandScope: Unsupported type specified",
        ),
        ({"commands": menu("a"), "scope": {"type": "chat", "chat_id": 5}}, "chat not found"),
        (
            {"commands": menu("a"), "scope": {"type": "chat_administrators", "chat_id": READER}},
            "can't parse BotCommandScope: chat_administrators is not for private chats",
        ),
        (
            {"commands": menu("a"), "scope": {"type": "chat_member", "chat_id": GROUP_ID, "user_id": 5}},
            "user not found",
        ),
    ],
)
async def test_a_wrong_menu_is_refused(call: Caller, params: Json, words: str) -> None:
    assert await call.refusal("setMyCommands", **params) == f"Bad Request: {words}"


@pytest.mark.parametrize(
    ("method", "field", "most"),
    [("MyName", "name", 64), ("MyDescription", "description", 512), ("MyShortDescription", "short_description", 120)],
)
async def test_profile_texts_have_languages_and_limits(call: Caller, method: str, field: str, most: int) -> None:
    await call(f"set{method}", **{field: "x" * most})
    await call(f"set{method}", **{field: "қазақша", "language_code": "kk"})
    assert await call(f"get{method}", language_code="kk") == {field: "қазақша"}
    assert await call(f"get{method}", language_code="ru") == {field: "x" * most}
    await call(f"set{method}", **{field: "", "language_code": "kk"})
    assert await call(f"get{method}", language_code="kk") == {field: "x" * most}
    assert (await call.refusal(f"set{method}", **{field: "x" * (most + 1)})).endswith("is too long")


async def test_the_menu_button_can_be_set_for_all_or_one(call: Caller) -> None:
    assert await call("getChatMenuButton") == {"type": "commands"}
    await call("setChatMenuButton", menu_button={"type": "default"})
    await call("setChatMenuButton", chat_id=READER, menu_button={"type": "commands"})
    assert await call("getChatMenuButton", chat_id=READER) == {"type": "commands"}
    assert await call("getChatMenuButton", chat_id=GROUP_ID) == {"type": "default"}
    assert "Unsupported" in await call.refusal("setChatMenuButton", menu_button={"type": "disco"})
