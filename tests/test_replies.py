"""Replies in trouble, over the wire: what is tried again, what the reader sees, and what the log says."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import aiohttp
import pytest
from sandbox_driver import Person
from telegram.error import RetryAfter

from bot.pace import Pace
from bot.replies import PATIENCE_S, TRIES, Patience
from bot.sandbox import people
from bot.sandbox.cast import EDITOR_ID, GROUP_ID, KAZAKH_READER_ID, RUSSIAN_READER_ID

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.sandbox.server import SandboxServer

FAILURE = "Кешіріңіз"


@pytest.fixture
async def trouble(bot: SandboxServer, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SandboxServer]:
    """The bot, which loses little time with pauses of its own; what is refused was asked for."""
    monkeypatch.setattr("bot.refusals.FIRST_PAUSE_S", 0.01)
    yield bot
    bot.world.journal.entries.clear()


async def failed(server: SandboxServer) -> str:
    """How many updates failed, as operators see it."""
    async with aiohttp.ClientSession() as session, session.get(f"{server.url}/metrics") as answer:
        return next(line for line in (await answer.text()).splitlines() if line.startswith("briefings_updates_failed"))


def logged(caplog: pytest.LogCaptureFixture) -> list[tuple[str, bool]]:
    """What our own code has logged, and whether with a traceback. (The program mutes the library's.)"""
    ours = [record for record in caplog.records if record.name.startswith("bot.")]
    return [(record.getMessage(), record.exc_info is not None) for record in ours]


@pytest.mark.parametrize("kind", ["retry_after", "server_error", "bad_gateway", "closed_before"])
async def test_a_reader_is_answered_once_the_trouble_is_over(
    trouble: SandboxServer, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    trouble.world.faults.add(kind, methods=["sendMessage"], times=2, seconds=1)
    (card,) = await Person.of(trouble, KAZAKH_READER_ID).says("/china")
    assert "Қытай" in card.text
    assert logged(caplog) == []


async def test_others_do_not_wait_for_a_chat_that_has_to(trouble: SandboxServer) -> None:
    trouble.world.faults.add("retry_after", methods=["sendMessage"], chats=[KAZAKH_READER_ID], times=1, seconds=2)
    waits = asyncio.create_task(Person.of(trouble, KAZAKH_READER_ID).says("/china"))
    async with asyncio.timeout(1):
        while not trouble.world.journal.refused():
            await asyncio.sleep(0.01)
    other = Person.of(trouble, RUSSIAN_READER_ID)
    asking = asyncio.create_task(other.says("/china"))
    async with asyncio.timeout(1):
        while not other.buttons:
            await asyncio.sleep(0.01)
    assert not waits.done()
    assert await waits
    assert await asking


async def test_a_flooded_group_does_not_keep_others_waiting(
    trouble: SandboxServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.replies.PATIENCE_S", 1.0)
    trouble.world.faults.add("retry_after", methods=["sendMessage"], chats=[GROUP_ID], seconds=1)
    member, group = trouble.world.users[EDITOR_ID], trouble.world.chats[GROUP_ID]
    for _ in range(150):  # more than getUpdates gives: the other reader's comes when the group's are done
        people.say(trouble.world, member, group, "/china")
    (card,) = await Person.of(trouble, KAZAKH_READER_ID).says("/china")
    assert "Қытай" in card.text


async def test_a_reply_to_a_chat_that_has_to_wait_is_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.replies.PATIENCE_S", 0.5)
    pace, asked = Pace(25), list[float]()

    async def ask() -> None:
        asked.append(time.perf_counter())

    began = time.perf_counter()
    pace.hold_chat(7, 0.2)
    await Patience(pace).call(None, ask)  # what goes to no chat
    await Patience(pace).call(7, ask)
    assert asked[0] < began + 0.2 <= asked[1]
    pace.hold_chat(7, 0.5)
    with pytest.raises(RetryAfter):
        await Patience(pace).call(7, ask)  # its chat's replies have waited enough
    assert len(asked) == 2


async def test_a_reader_who_cannot_be_answered_is_counted_and_the_log_says_so_in_a_line(
    trouble: SandboxServer, caplog: pytest.LogCaptureFixture
) -> None:
    trouble.world.faults.add("bad_gateway", methods=["sendMessage"], times=TRIES)
    (told,) = await Person.of(trouble, KAZAKH_READER_ID).says("/china")
    assert FAILURE in told.text
    ((said, with_traceback),) = logged(caplog)
    assert (said.partition("was")[2], with_traceback) == (" not answered: bad_gateway.", False)
    assert await failed(trouble) == "briefings_updates_failed_total 1.0"


@pytest.mark.parametrize("kind", ["retry_after", "server_error", "too_long", "no_rights"])
async def test_the_spinner_stops_whatever_becomes_of_the_edit(trouble: SandboxServer, kind: str) -> None:
    person = Person.of(trouble, KAZAKH_READER_ID)
    await person.says("/china")
    trouble.world.faults.add(kind, methods=["editMessageText"], seconds=PATIENCE_S + 1)
    await person.taps("Русский")
    assert person.toast is not None


async def test_the_spinner_stops_where_the_database_fails(
    trouble: SandboxServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = Person.of(trouble, KAZAKH_READER_ID)
    await person.says("/china")

    async def fail(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("bot.context.Context.meet", fail)
    await person.taps("Русский")
    assert person.toast is not None


async def test_a_button_that_is_given_up_is_not_answered(
    trouble: SandboxServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    person = Person.of(trouble, KAZAKH_READER_ID)
    await person.says("/china")

    async def hang(*_: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr("bot.context.Context.meet", hang)
    monkeypatch.setattr("bot.intake.HANDLER_LIMIT_S", 0.1)
    trouble.world.faults.add("too_long", methods=["answerCallbackQuery"])  # whose failure would be told in its place
    await person.taps("Русский")
    assert trouble.world.journal.of("answerCallbackQuery") == []
    assert [("was given up" in said, with_traceback) for said, with_traceback in logged(caplog)] == [(True, False)]


async def test_an_edit_is_tried_again(trouble: SandboxServer) -> None:
    person = Person.of(trouble, KAZAKH_READER_ID)
    (card,) = await person.says("/china")
    trouble.world.faults.add("retry_after", methods=["editMessageText"], times=1, seconds=1)
    (turned,) = await person.taps("Русский")
    assert (turned.message_id, "Китай" in turned.text) == (card.message_id, True)


async def test_what_can_no_longer_be_edited_comes_as_a_new_message(trouble: SandboxServer) -> None:
    person = Person.of(trouble, KAZAKH_READER_ID)
    (card,) = await person.says("/china")
    trouble.world.faults.add("message_gone", methods=["editMessageText"], times=1)
    (new,) = await person.taps("Русский", card)
    assert (new.message_id > card.message_id, "Китай" in new.text) == (True, True)
    assert person.toast is not None


@pytest.mark.parametrize("kind", ["no_rights", "topic_closed", "kicked_group"])
async def test_a_group_where_the_bot_may_not_write_is_nobodys_failure(
    trouble: SandboxServer, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    trouble.world.faults.add(kind, methods=["sendMessage"], chats=[GROUP_ID])
    assert await Person.of(trouble, EDITOR_ID, GROUP_ID).says("/china") == []
    assert logged(caplog) == []
    assert await failed(trouble) == "briefings_updates_failed_total 0.0"


async def test_a_wait_that_takes_too_long_is_not_begun_and_bulk_learns_of_it() -> None:
    pace, asked = Pace(25), list[int]()

    async def ask() -> None:
        asked.append(1)
        raise RetryAfter(timedelta(seconds=PATIENCE_S + 1))

    with pytest.raises(RetryAfter):
        await Patience(pace).call(7, ask)
    assert len(asked) == 1
    assert PATIENCE_S < pace.ready_in(7, is_group=False) <= PATIENCE_S + 1
    assert pace.ready_in(8, is_group=False) == 0


async def test_all_that_a_handler_asks_shares_its_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.replies.PATIENCE_S", 0.3)
    patience, asked = Patience(Pace(25)), list[int]()

    async def ask() -> None:
        asked.append(1)
        raise RetryAfter(timedelta(seconds=0.2))

    began = time.perf_counter()
    for chat_id in (7, 8, 9):
        with pytest.raises(RetryAfter):
            await patience.call(chat_id, ask)
    assert len(asked) == 4
    assert time.perf_counter() - began < 1
