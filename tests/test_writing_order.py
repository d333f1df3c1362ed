"""A long text, of which more may come, is answered before what its editor does next."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from helpers_desk import KK, RU, TEXTS, actions, made_draft, stored, until, waiting
from sandbox_driver import Person
from sqlalchemy import select

from bot import replies, writing_flow
from bot.sandbox import people
from bot.sandbox.cast import EDITOR_ID, KAZAKH_READER_ID, add_channel
from briefings.model import Briefing

if TYPE_CHECKING:
    from bot.context import Context
    from bot.sandbox.server import SandboxServer
    from bot.writing_flow import Content, Made
    from briefings.store import Store

KAZAKH = TEXTS["kk"]
PARAGRAPH = "Екі ел астық саудасын дамытуға келісті, деп хабарлады министрлік. "
SPLIT = PARAGRAPH * 120  # two messages of Telegram's
LONG = PARAGRAPH * 55  # one, after which another may come


@pytest.fixture
def editor(bot: SandboxServer) -> Person:
    return Person.of(bot, EDITOR_ID)


def said(person: Person, after: int) -> list[str]:
    """What the bot has said since there were so many messages, in its order."""
    return [message.text for message in person.screen[after:] if message.sender is person.world.bot]


async def test_what_is_published_right_after_a_long_edit_says_what_was_edited(
    bot: SandboxServer, editor: Person, kept: Store
) -> None:
    number = await made_draft(kept, texts={"kk": KK, "ru": RU})
    reader = Person.of(bot, KAZAKH_READER_ID)
    await reader.says("/subscribe china")
    heard = len(reader.screen)
    assert await editor.says(f"/edit {number} text kk\n{SPLIT}") == []  # the rest may be on its way
    assert await editor.says(f"/publish {number} urgent")
    assert [action for action, _ in await actions(kept, number)] == ["draft", "edit", "publish"]
    await until(lambda: bool(said(reader, heard)))
    assert "Екі ел астық саудасын" in "\n".join(said(reader, heard))
    assert KK.summary not in "\n".join(said(reader, heard))


async def test_so_does_what_is_published_by_a_button(editor: Person, kept: Store) -> None:
    number = await made_draft(kept, texts={"kk": KK, "ru": RU})
    await editor.says(f"/card {number}")
    panel = editor.screen[-1]
    assert await editor.says(f"/edit {number} text kk\n{SPLIT}") == []
    await editor.taps(KAZAKH.plain("button-desk-publish"), panel)
    assert [action for action, _ in await actions(kept, number)] == ["draft", "edit", "publish"]
    assert (await stored(kept, number)).texts["kk"].summary == SPLIT.strip()


async def test_a_long_draft_is_there_for_the_command_that_follows(editor: Person, kept: Store) -> None:
    shown = len(editor.screen)
    await editor.says(f"/add china kk\nЖаңа келісім\n{SPLIT}")
    await editor.says("/drafts")
    first, *_, last = said(editor, shown)
    assert "Жаңа келісім" in first
    assert last.startswith("1 шолу күтіп тұр")
    assert await waiting(kept) == 0


async def test_a_long_article_is_offered_before_the_command_that_follows_is_answered(
    bot: SandboxServer, editor: Person, kept: Store
) -> None:
    post = people.say(bot.world, editor.user, add_channel(bot.world), PARAGRAPH)[0].message
    assert post is not None
    for after in ("/drafts", "document", "another's post", "sticker"):
        shown = len(editor.screen)
        assert await editor.says(LONG) == []
        match after:
            case "document":
                await editor.sends_file("a.md", b"nothing")
            case "another's post":
                await editor.forwards(post)
            case "sticker":
                await editor.sends_sticker()
            case _:
                await editor.says(after)
        assert await waiting(kept) == 0
        assert "Екі ел астық саудасын" in said(editor, shown)[0]
        assert len(said(editor, shown)) == 2


async def test_a_long_answer_to_a_step_is_taken_before_the_command_that_follows(editor: Person, kept: Store) -> None:
    await editor.says("/add china kk")
    await editor.says("Жаңа келісім")
    shown = len(editor.screen)
    assert await editor.says(LONG) == []
    await editor.says("/latest 1")
    assert "5/5" in said(editor, shown)[0]
    await editor.taps(KAZAKH.plain("button-write-no-source"))
    async with kept.reading() as session:
        made = (await session.scalars(select(Briefing.id).where(Briefing.origin.is_not(None)))).one()
    assert (await stored(kept, made)).texts["kk"].summary == LONG.strip()


async def test_a_question_that_a_long_text_answers_is_not_answered_by_what_follows(
    bot: SandboxServer, editor: Person, kept: Store
) -> None:
    number = await made_draft(kept, texts={"kk": KK, "ru": RU})
    await editor.says(f"/edit {number} text kk")
    assert await editor.says(LONG) == []
    post = people.say(bot.world, editor.user, add_channel(bot.world), PARAGRAPH)[0].message
    assert post is not None
    await editor.forwards(post)
    assert (await stored(kept, number)).texts["kk"].summary == LONG.strip()
    assert KAZAKH.plain("button-write-discard") in editor.buttons  # the post is offered as a draft of its own


async def test_a_long_text_that_comes_in_pieces_stays_one(editor: Person, kept: Store) -> None:
    number = await made_draft(kept, texts={"kk": KK, "ru": RU})
    shown = len(editor.screen)
    await editor.says(f"/edit {number} text kk\n{SPLIT}")
    first = editor.screen[shown]
    update = editor.world.updates.push("message", first.json())  # Telegram delivers its beginning once more
    assert update is not None
    await editor.world.wait_confirmed(update, 10)
    assert await waiting(kept) == 1
    assert [action for action, _ in await actions(kept, number)] == ["draft"]


async def test_what_can_not_be_answered_in_an_outage_is_not_overtaken(
    bot: SandboxServer, editor: Person, kept: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replies, "TRIES", 1)
    number = await made_draft(kept, texts={"kk": KK, "ru": RU})
    shown = len(editor.screen)
    await editor.says(f"/edit {number} text kk\n{SPLIT}")
    bot.world.faults.add("server_error", methods=["sendMessage"], times=1)
    (told,) = await editor.says(f"/publish {number} urgent")
    assert told.text == KAZAKH.plain("failure")
    assert [action for action, _ in await actions(kept, number)] == ["draft", "edit"]
    await until(lambda: len(said(editor, shown)) > 1)  # the panel, a moment later
    await editor.says(f"/publish {number}")
    assert [action for action, _ in await actions(kept, number)] == ["draft", "edit", "publish"]
    bot.world.journal.entries.clear()  # the outage


async def test_a_text_on_which_our_program_fails_does_not_keep_its_editor_from_the_bot(
    editor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(_context: Context, _message_id: int, _content: Content) -> Made:
        raise KeyError("a mistake of ours")

    monkeypatch.setattr(writing_flow, "finish", fail)
    await editor.says(LONG)
    (shelf,) = await editor.says("/drafts")
    assert shelf.text == KAZAKH.plain("desk-shelf-waiting-empty")


async def test_what_is_being_answered_when_the_next_command_comes_is_answered_once(
    bot: SandboxServer, editor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish, begun, let_go = writing_flow.finish, asyncio.Event(), asyncio.Event()

    async def slowly(context: Context, message_id: int, content: Content) -> Made:
        begun.set()
        await let_go.wait()
        return await finish(context, message_id, content)

    monkeypatch.setattr(writing_flow, "finish", slowly)
    shown = len(editor.screen)
    await editor.says(LONG)
    async with asyncio.timeout(10):
        await begun.wait()
    (command,) = people.say(bot.world, editor.user, editor.chat, "/drafts")
    await asyncio.sleep(0.2)
    let_go.set()
    assert command.update_id is not None
    await bot.world.wait_confirmed(command.update_id, 10)
    offer, shelf = said(editor, shown)
    assert "Екі ел астық саудасын" in offer
    assert shelf == KAZAKH.plain("desk-shelf-waiting-empty")
