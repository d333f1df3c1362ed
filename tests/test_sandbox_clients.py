"""The common libraries read all that the sandbox says; the server listens here only."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest
from sandbox_bots import PNG, READER, Caller, keys, sandbox
from telegram import Bot, BotCommandScopeChat, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import Forbidden

from bot.sandbox import (
    CHANNEL_ID,
    EDITOR_ID,
    FORUM_ID,
    GROUP_ID,
    RUSSIAN_READER_ID,
    SandboxServer,
    add_channel,
    add_forum,
    make_world,
    members,
    people,
)
from bot.sandbox.params import Upload
from bot.sandbox.server import is_loopback

# --- the libraries ----------------------------------------------------------------------------------------------------


async def fill_with_updates(call: Caller) -> int:
    """One update of every kind that the sandbox makes; their number."""
    world = call.world
    add_forum(world)
    channel, group = add_channel(world), world.chats[GROUP_ID]
    reader, editor = world.users[READER], world.users[EDITOR_ID]
    await call("sendMessage", chat_id=READER, text="x", reply_markup=keys({"text": "a", "callback_data": "1"}))
    people.start(world, reader, "t_china")
    said = people.say(world, reader, world.chats[READER], "сәлем")[0].message
    assert said is not None
    people.edit(world, reader, said, "түзетілді")
    people.send_sticker(world, reader, world.chats[READER])
    people.send_photo(world, reader, world.chats[READER], Upload("a", "image/png", PNG), caption="x")
    people.send_document(world, reader, world.chats[READER], Upload("a.md", "text/plain", b"x"))
    post = people.say(world, editor, channel, "жазба")[0].message
    assert post is not None
    for message in (said, post):
        people.forward(world, reader, world.chats[READER], message)
    people.say(world, editor, group, "/china", people.Where(anonymous=True))
    people.tap(world, reader, world.chats[READER].messages[1], "1")
    people.ask_inline(world, reader, "су")
    members.block(world, reader, blocked=True)
    members.change_member(world, group, world.users[RUSSIAN_READER_ID], "left", by=editor)
    for status in ("administrator", "restricted", "left", "member"):
        members.change_member(world, group, world.bot, status, by=editor)
    members.migrate(world, group)
    return len(world.updates.pending)


async def test_python_telegram_bot_reads_every_update_and_answer(call: Caller) -> None:
    number = await fill_with_updates(call)
    server = call.server
    async with Bot(call.world.token, base_url=server.base_url, base_file_url=server.base_file_url) as bot:
        updates = await bot.get_updates(limit=100, allowed_updates=Update.ALL_TYPES)
        assert len(updates) == number
        with pytest.raises(Forbidden, match="bot was blocked by the user"):
            await bot.send_message(READER, "x")
        call.world.users[READER].blocked = False
        keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("a", callback_data="1")]])
        message = await bot.send_message(READER, "<b>x</b>", parse_mode="HTML", reply_markup=keyboard)
        assert await message.edit_text("y")
        document = await bot.send_document(READER, b"bytes", filename="a.txt")
        assert document.document is not None
        assert bytes(await (await document.document.get_file()).download_as_bytearray()) == b"bytes"
        assert (await bot.send_photo(READER, PNG)).photo[0].width == 640
        await bot.set_my_commands([("a", "b")], scope=BotCommandScopeChat(READER), language_code="kk")
        for chat_id in (READER, FORUM_ID, CHANNEL_ID):
            assert (await bot.get_chat(chat_id)).id == chat_id
        for admin in await bot.get_chat_administrators(CHANNEL_ID):
            assert admin.user.id in {EDITOR_ID, bot.id}


@pytest.mark.unmeasured  # there is nothing of ours on this side
async def test_aiogram_reads_every_update_and_answer(call: Caller) -> None:
    from aiogram import Bot as AiogramBot  # noqa: PLC0415 - five seconds in every test process otherwise
    from aiogram.client.session.aiohttp import AiohttpSession  # noqa: PLC0415
    from aiogram.client.telegram import TelegramAPIServer  # noqa: PLC0415

    number = await fill_with_updates(call)
    session = AiohttpSession(api=TelegramAPIServer.from_base(call.server.url))
    async with AiogramBot(call.world.token, session=session) as bot:
        assert (await bot.me()).id == call.world.bot.id
        updates = await bot.get_updates()
        assert len(updates) == number
        call.world.users[READER].blocked = False
        assert (await bot.send_message(READER, "<b>x</b>", parse_mode="HTML")).html_text == "<b>x</b>"
        assert (await bot.get_chat(FORUM_ID)).is_forum
        assert len(await bot.get_chat_administrators(CHANNEL_ID)) == 2


# --- the server -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.1", "example.org", ""])  # noqa: S104 - refused, that is the point
def test_it_listens_on_this_machine_only(host: str) -> None:
    with pytest.raises(ValueError, match="this machine only"):
        SandboxServer(make_world(lambda: pytest.fail("no clock needed")), host)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.9", "::1", "localhost"])
def test_this_machine_has_several_names(host: str) -> None:
    assert is_loopback(host)


async def test_it_serves_ipv6_loopback_and_a_given_port_and_stops() -> None:
    async with sandbox() as call:
        port = call.server.port
    server = SandboxServer(make_world(call.clock), "::1", port)
    await server.start()
    assert server.url == f"http://[::1]:{port}"
    await server.stop()
    await server.stop()
    with pytest.raises(aiohttp.ClientConnectionError):
        async with aiohttp.ClientSession() as session:
            await session.get(server.url)


async def test_stopping_lets_go_of_a_long_poll() -> None:
    async with sandbox() as call:
        poll = asyncio.create_task(call.raw("getUpdates", timeout=50))
        await asyncio.sleep(0.05)
        await call.server.stop()
        assert await poll == {"ok": True, "result": []}
