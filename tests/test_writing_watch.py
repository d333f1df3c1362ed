"""bot/writing_watch.py: long texts are answered each by itself, whatever becomes of the others."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import pytest
from helpers_desk import until, waiting
from sandbox_driver import Person
from sqlalchemy import func, select

from bot import refusals, replies, writing_flow
from bot.sandbox.cast import EDITOR_ID, REVIEWER_ID
from briefings.model import Edition, EditionKind

if TYPE_CHECKING:
    from bot.context import Context
    from bot.sandbox.server import SandboxServer
    from bot.sandbox.things import Message
    from bot.settings import Settings
    from bot.writing_flow import Content, Made
    from briefings.store import Store

LONG = "Екі ел астық саудасын дамытуға келісті, деп хабарлады министрлік. " * 55


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Two who write."""
    return settings.model_copy(update={"owner_ids": frozenset({EDITOR_ID, REVIEWER_ID})})


def again(person: Person, message: Message) -> None:
    """Telegram delivers a message once more."""
    person.world.updates.push("message", message.json())


def has_offer(person: Person) -> bool:
    return bool(person.buttons)


async def test_an_editor_who_blocks_the_bot_is_forgotten_and_keeps_no_other_waiting(
    bot: SandboxServer, kept: Store
) -> None:
    blocking, other = Person.of(bot, EDITOR_ID), Person.of(bot, REVIEWER_ID)
    await other.starts()
    seen = len(other.screen)
    bot.world.faults.add("blocked", methods=["sendMessage"], chats=[EDITOR_ID])
    assert await blocking.says(LONG) == []
    assert await other.says(LONG) == []
    await until(lambda: len(other.screen) > seen + 1 and has_offer(other))
    async with asyncio.timeout(10):
        while await waiting(kept):
            await asyncio.sleep(0.05)
    refused = bot.world.journal.refused()
    bot.world.journal.entries.clear()
    assert [int(entry.params["chat_id"]) for entry in refused] == [EDITOR_ID]


async def test_an_editor_for_whom_telegram_wants_us_to_wait_keeps_no_other_waiting(bot: SandboxServer) -> None:
    held, other = Person.of(bot, EDITOR_ID), Person.of(bot, REVIEWER_ID)
    await other.starts()
    seen = len(other.screen)
    bot.world.faults.add("retry_after", methods=["sendMessage"], chats=[EDITOR_ID], times=1, seconds=5)
    assert await held.says(LONG) == []
    await until(lambda: bool(bot.world.journal.refused()))
    assert await other.says(LONG) == []
    await until(lambda: len(other.screen) > seen + 1)
    assert not has_offer(held)
    await until(lambda: has_offer(held))
    bot.world.journal.entries.clear()  # a 429, as it should


async def test_what_telegram_does_not_take_now_is_tried_again_with_growing_pauses(
    bot: SandboxServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(refusals, "FIRST_PAUSE_S", 0.4)
    monkeypatch.setattr(replies, "TRIES", 1)  # the message itself is not sent again
    editor = Person.of(bot, EDITOR_ID)
    bot.world.faults.add("server_error", methods=["sendMessage"], times=3)
    caplog.set_level(logging.WARNING, "bot.writing_watch")
    assert await editor.says(LONG) == []
    await until(lambda: has_offer(editor))
    first, second, third = (entry.at for entry in bot.world.journal.refused())
    bot.world.journal.entries.clear()
    assert third - second > 0.4  # at least half of twice the first pause; two looks of the watcher take one second
    assert second - first < 10
    assert [record.message for record in caplog.records] == [
        "A text that came in pieces is not answered: NetworkError"
    ] * 3


async def test_a_text_on_which_our_program_fails_keeps_no_other_waiting(
    bot: SandboxServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    finish = writing_flow.finish

    async def fail(context: Context, message_id: int, content: Content) -> Made:
        if context.reader.id == EDITOR_ID:
            raise KeyError("a mistake of ours")
        return await finish(context, message_id, content)

    monkeypatch.setattr(writing_flow, "finish", fail)
    failing, other = Person.of(bot, EDITOR_ID), Person.of(bot, REVIEWER_ID)
    await failing.says(LONG)
    await other.says(LONG)
    await until(lambda: has_offer(other))
    assert "KeyError" in caplog.text


async def test_a_broadcast_that_telegram_split_is_refused_and_a_long_one_is_shown_whole(
    bot: SandboxServer, kept: Store
) -> None:
    editor = Person.of(bot, EDITOR_ID)
    assert await editor.says(f"/broadcast kk {LONG}{LONG}") == []
    await until(lambda: editor.screen[-1].text.startswith("Хабарландыру бір хабарға сыюы керек: шегі – 4"))
    shown = len(editor.screen)
    assert await editor.says(f"/broadcast kk {LONG}") == []  # the rest may be on its way
    await until(lambda: len(editor.screen) == shown + 3)
    preview, question = editor.screen[-2:]
    assert preview.text == LONG.strip()
    assert "Оқырмандар хабарландыруды осылай көреді" in question.text
    again(editor, editor.screen[-3])  # as after a crash: shown once more, and it is the same
    await until(lambda: len(editor.screen) == shown + 5)
    async with kept.reading() as session:
        assert await session.scalar(select(func.count()).where(Edition.kind == EditionKind.BROADCAST)) == 1
    assert await waiting(kept) == 0
