"""Writing through crashes: a bot that is killed anywhere loses no answer, no piece and makes no second draft."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from typing import TYPE_CHECKING

from sandbox_bots import PNG
from sandbox_driver import Person
from sqlalchemy import select

from bot import app
from bot.sandbox import people
from bot.sandbox.cast import CHANNEL_ID, EDITOR_ID, add_channel
from bot.sandbox.params import Upload
from bot.texts import load_texts
from briefings.desk import dialogues
from briefings.model import Briefing, Proposal
from briefings.store import Store
from drill.bots import Bot

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.sandbox.server import SandboxServer
    from bot.sandbox.things import Message
    from bot.settings import Settings

TEXTS = load_texts()["kk"]
LONG = "Екі ел астық саудасын дамытуға келісті, деп хабарлады министрлік. " * 60


async def until_answered(editor: Person, part: str) -> Message:
    """The bot's newest message, once it says this."""
    async with asyncio.timeout(50):  # a start takes a second, or many where others have the machine
        while True:
            said = [message for message in editor.screen if message.sender is editor.world.bot]
            if said and part in said[-1].text:
                return said[-1]
            await asyncio.sleep(0.05)


async def drafts(settings: Settings) -> list[Briefing]:
    store = Store(settings.database_url)
    async with store.reading() as session:
        found = list(await session.scalars(select(Briefing).where(Briefing.origin.is_not(None))))
    await store.close()
    return found


async def test_a_draft_is_written_through_kills(settings: Settings, sandbox: SandboxServer, tmp_path: Path) -> None:
    assert settings.bot_token is not None
    environment = {
        "BOT_TOKEN": settings.bot_token.get_secret_value(),
        "TELEGRAM_API_URL": sandbox.url,
        "DATABASE_URL": settings.database_url,
        "OWNER_IDS": str(EDITOR_ID),
    }
    editor, program = Person.of(sandbox, EDITOR_ID), Bot(environment, tmp_path, "bot")

    @contextlib.asynccontextmanager
    async def alive() -> AsyncIterator[None]:
        """A bot that is killed at the end."""
        program.start()
        try:
            await program.ready()
            yield
        finally:
            program.kill()

    async with alive():
        await editor.says("/add Қытай")
        await editor.taps("Қазақша")
        await editor.says("Жаңа келісім туралы шолу")
        assert await editor.says(LONG) == []  # the rest may be on its way
    async with alive():
        await until_answered(editor, "5/5")
        await editor.taps(TEXTS.plain("button-write-no-source"))
        await until_answered(editor, "№")
    (made,) = await drafts(settings)
    assert made.texts["kk"].title == "Жаңа келісім туралы шолу"
    assert len(made.texts["kk"].summary) == len(LONG.strip())


async def test_a_question_is_no_question_any_more_a_day_later(settings: Settings, bot: SandboxServer) -> None:
    editor = Person.of(bot, EDITOR_ID)
    store = Store(settings.database_url)
    await editor.says("/add china kk")
    async with store.writing() as session:
        for each in await session.scalars(select(Proposal)):
            each.updated_at -= dt.timedelta(days=1, minutes=1)
    (said,) = await editor.says("Су")  # the proposal has gone before its dialogue
    assert said.text == TEXTS.plain("desk-error-nothing-to-cancel")
    await editor.says("/add china kk")
    async with store.writing() as session:
        found = await dialogues.current(session, EDITOR_ID, app.now())
        assert found is not None
        found.updated_at -= dt.timedelta(days=1, minutes=1)
    (card,) = await editor.says("Су")
    assert "5" not in card.text[:5]
    await editor.says("/forget")
    await editor.taps(TEXTS.plain("button-forget"))
    async with store.reading() as session:
        assert list(await session.scalars(select(Proposal))) == []
    await store.close()


async def test_posts_of_a_channel_bring_their_address(bot: SandboxServer) -> None:
    editor, channel = Person.of(bot, EDITOR_ID), add_channel(bot.world)
    text = "Қытай мен Қазақстан жаңа теміржол салуға келісті. Құрылыс келер жылы басталады."
    post = people.say(bot.world, editor.user, channel, text)[0].message
    assert post is not None
    link = {"type": "text_link", "offset": 0, "length": 5, "url": "https://baq.kz/7"}
    linked = people.say(bot.world, editor.user, channel, text)[0].message
    assert linked is not None
    linked.content["entities"] = [link]
    upload, caption = Upload("a.png", "image/png", PNG), f"{text} BAQ.KZ, inbusiness.kz/1"
    picture = people.send_photo(bot.world, editor.user, channel, upload, caption=caption).message
    assert picture is not None
    (offer,) = await editor.forwards(post)
    assert f"Сыртқы саясат | 2026-11-21 | https://t.me/sandbox_channel/{post.message_id}" in offer.text
    (offer,) = await editor.forwards(linked)
    assert "https://baq.kz/7" in offer.text
    (offer,) = await editor.forwards(picture)
    assert "Сыртқы саясат | 2026-11-21 | https://inbusiness.kz/1\n" in offer.text + "\n"
    film = people.send_document(
        bot.world, editor.user, channel, Upload("a.mp4", "video/mp4", b"0"), caption=text
    ).message
    assert film is not None
    film.content["animation"] = {**film.content["document"], "width": 1, "height": 1, "duration": 1}  # as of every GIF
    (offer,) = await editor.forwards(film)
    assert f"https://t.me/sandbox_channel/{film.message_id}" in offer.text
    for origin, name in (
        ({"type": "hidden_user", "sender_user_name": "Біреу", "date": post.date}, "Біреу"),
        ({"type": "chat", "sender_chat": channel.json(), "date": post.date}, "Сыртқы саясат"),
    ):
        act = people.send(bot.world, editor.user, editor.chat, {"text": text, "forward_origin": origin})
        assert act.update_id is not None
        await bot.world.wait_confirmed(act.update_id, 10)
        assert f"{name} | 2026-11-21" in editor.screen[-1].text
    assert bot.world.chats[CHANNEL_ID] is channel
