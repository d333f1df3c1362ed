"""Updates in: order within a chat, concurrency between chats, acknowledgement after the work, outages."""

from __future__ import annotations

import asyncio
import logging
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from telegram import Update
from telegram.ext import Application, ExtBot, TypeHandler

from bot import intake, outages
from bot.intake import Intake
from bot.request import AiohttpRequest
from bot.sandbox import people
from bot.sandbox.cast import KAZAKH_READER_ID, RUSSIAN_READER_ID, make_world
from bot.sandbox.server import SandboxServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from datetime import datetime

    from bot.sandbox.world import World

Handle = "Callable[[Update], Awaitable[None]]"


@pytest.fixture
async def server(now: datetime) -> AsyncIterator[SandboxServer]:
    """The sandbox on a free port."""
    async with SandboxServer(make_world(lambda: now)) as running:
        yield running


@asynccontextmanager
async def polling(
    server: SandboxServer, handle: Callable[[Update], Awaitable[None]], leading: Callable[[], bool] = lambda: True
) -> AsyncIterator[Intake]:
    """An intake that hands every update to `handle`."""

    async def callback(update: Update, _context: object) -> None:
        await handle(update)

    bot = ExtBot(server.world.token, server.base_url, request=AiohttpRequest(), get_updates_request=AiohttpRequest())
    application: Application[Any, Any, Any, Any, Any, Any] = Application.builder().bot(bot).updater(None).build()
    application.add_handler(TypeHandler(Update, callback))
    await application.initialize()
    running = Intake(application, leading)
    task = asyncio.create_task(running.poll())
    try:
        yield running
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await running.drain(0)
        await application.shutdown()


def says(world: World, reader: int, text: str) -> int:
    """A reader writes to the bot; the number of the update."""
    number = people.say(world, world.users[reader], world.chats[reader], text)[0].update_id
    assert number is not None
    return number


async def test_updates_of_one_chat_are_handled_in_order(server: SandboxServer) -> None:
    seen: list[str] = []

    async def handle(update: Update) -> None:
        text = update.effective_message.text if update.effective_message else ""
        await asyncio.sleep(0.02 if text == "0" else 0)
        seen.append(text or "")

    async with polling(server, handle):
        last = [says(server.world, KAZAKH_READER_ID, str(number)) for number in range(20)][-1]
        await server.world.updates.wait_confirmed(last)
    assert seen == [str(number) for number in range(20)]


async def test_a_slow_chat_does_not_hold_up_another(server: SandboxServer) -> None:
    release, answered = asyncio.Event(), asyncio.Event()

    async def handle(update: Update) -> None:
        if update.effective_chat and update.effective_chat.id == KAZAKH_READER_ID:
            await release.wait()
        else:
            answered.set()

    async with polling(server, handle):
        says(server.world, KAZAKH_READER_ID, "slow")
        await asyncio.sleep(0.05)
        says(server.world, RUSSIAN_READER_ID, "quick")
        async with asyncio.timeout(5):
            await answered.wait()
        release.set()


async def test_an_update_is_acknowledged_only_after_its_handler_has_finished(server: SandboxServer) -> None:
    release, started = asyncio.Event(), asyncio.Event()

    async def handle(_update: Update) -> None:
        started.set()
        await release.wait()

    async with polling(server, handle):
        number = says(server.world, KAZAKH_READER_ID, "hello")
        await started.wait()
        await asyncio.sleep(intake.PATIENCE_S * 2)
        assert not server.world.updates.is_confirmed(number)
        release.set()
        await server.world.updates.wait_confirmed(number)


async def test_who_stops_acknowledges_what_is_finished_and_nothing_else(
    server: SandboxServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "PATIENCE_S", 60)
    finished = asyncio.Event()

    async def handle(update: Update) -> None:
        if update.effective_chat and update.effective_chat.id == RUSSIAN_READER_ID:
            await asyncio.Event().wait()
        finished.set()

    first, second = (says(server.world, reader, "?") for reader in (KAZAKH_READER_ID, RUSSIAN_READER_ID))
    async with polling(server, handle):
        await finished.wait()
    assert [server.world.updates.is_confirmed(number) for number in (first, second)] == [True, False]


async def test_an_update_that_waited_behind_a_slow_one_is_handled_once(server: SandboxServer) -> None:
    release, seen = asyncio.Event(), list[str]()

    async def handle(update: Update) -> None:
        if update.effective_chat and update.effective_chat.id == KAZAKH_READER_ID:
            await release.wait()
        seen.append(update.effective_message.text or "" if update.effective_message else "")

    async with polling(server, handle):
        says(server.world, KAZAKH_READER_ID, "slow")
        says(server.world, RUSSIAN_READER_ID, "first")
        await asyncio.sleep(intake.PATIENCE_S * 3)  # fetched past the straggler, and so fetched again
        last = says(server.world, RUSSIAN_READER_ID, "second")
        await asyncio.sleep(intake.PATIENCE_S * 3)
        release.set()
        await server.world.updates.wait_confirmed(last)
    assert seen == ["first", "second", "slow"]


async def test_an_update_that_cannot_be_read_is_told_once_and_passed_over(
    server: SandboxServer, caplog: pytest.LogCaptureFixture
) -> None:
    seen: list[str] = []

    async def handle(update: Update) -> None:
        seen.append(update.effective_message.text or "" if update.effective_message else "")

    async with polling(server, handle):
        says(server.world, KAZAKH_READER_ID, "before")
        unreadable = server.world.updates.push("message", {"message_id": "secret words", "date": "never"})
        last = says(server.world, KAZAKH_READER_ID, "after")
        await server.world.updates.wait_confirmed(last)
    told = [record for record in caplog.records if record.name == "bot.intake"]
    assert seen == ["before", "after"]
    assert [record.args and record.args[0] for record in told if isinstance(record.args, tuple)] == [unreadable]
    assert "secret words" not in caplog.text


async def test_nothing_that_rises_stops_a_chats_next_update(
    server: SandboxServer, caplog: pytest.LogCaptureFixture
) -> None:
    seen: list[str] = []

    def fail(_seconds: float) -> None:
        raise ZeroDivisionError

    async def handle(update: Update) -> None:
        text = update.effective_message.text or "" if update.effective_message else ""
        if text == "cancelled":
            raise asyncio.CancelledError  # something within the handler was, and not the handler
        seen.append(text)

    async with polling(server, handle) as running:
        says(server.world, KAZAKH_READER_ID, "cancelled")
        await server.world.updates.wait_confirmed(says(server.world, KAZAKH_READER_ID, "after"))
        running._on_handled = fail
        says(server.world, KAZAKH_READER_ID, "counted wrongly")
        await server.world.updates.wait_confirmed(says(server.world, KAZAKH_READER_ID, "last"))
    assert seen == ["after", "counted wrongly", "last"]
    assert "was not handled: CancelledError." in caplog.text


async def test_an_update_by_webhook_that_cannot_be_handled_is_answered_for() -> None:
    bot = ExtBot("1:token", request=AiohttpRequest(), get_updates_request=AiohttpRequest())
    never_initialised: Application[Any, Any, Any, Any, Any, Any] = Application.builder().bot(bot).updater(None).build()
    hooked = Intake(never_initialised)
    async with asyncio.timeout(5):
        assert [await hooked.take({"update_id": number}) for number in (1, 2)] == [True, True]


async def test_an_update_that_waits_is_not_begun_by_a_process_that_leads_no_more(server: SandboxServer) -> None:
    release, started, seen = asyncio.Event(), asyncio.Event(), list[str]()
    leads = True

    async def handle(update: Update) -> None:
        text = update.effective_message.text or "" if update.effective_message else ""
        seen.append(text)
        if text == "slow":
            started.set()
            await release.wait()

    async with polling(server, handle, lambda: leads):
        for text in ("slow", "waits", "waits too"):
            last = says(server.world, KAZAKH_READER_ID, text)
        other = says(server.world, RUSSIAN_READER_ID, "other")
        await started.wait()
        await asyncio.sleep(intake.PATIENCE_S * 2)
        leads = False
        release.set()
        await asyncio.sleep(intake.STANDBY_S * 2)
        assert seen == ["slow", "other"]
        assert not server.world.updates.is_confirmed(last)
        leads = True  # nobody else has handled them
        await server.world.updates.wait_confirmed(other)
    assert seen == ["slow", "other", "waits", "waits too"]


async def test_a_handler_that_never_ends_is_given_up(
    server: SandboxServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(intake, "HANDLER_LIMIT_S", 0.1)

    async def handle(_update: Update) -> None:
        await asyncio.Event().wait()

    async with polling(server, handle):
        await server.world.updates.wait_confirmed(says(server.world, KAZAKH_READER_ID, "for ever"))
    assert "was given up" in caplog.text


async def test_polling_goes_on_after_an_outage(
    now: datetime, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(outages, "FIRST_PAUSE_S", 0.01)
    monkeypatch.setattr(outages, "LONGEST_PAUSE_S", 0.05)
    caplog.set_level(logging.INFO, "bot.outages")
    world, seen = make_world(lambda: now), asyncio.Event()

    async def handle(_update: Update) -> None:
        seen.set()

    server = SandboxServer(world)
    await server.start()
    async with polling(server, handle):
        await server.stop()
        await asyncio.sleep(0.3)
        again = SandboxServer(make_world(lambda: now), port=server.port)
        await again.start()
        says(again.world, KAZAKH_READER_ID, "still there?")
        async with asyncio.timeout(5):
            await seen.wait()
        await again.stop()
    said = [record.getMessage() for record in caplog.records if record.name == "bot.outages"]
    assert sum("cannot be reached" in line for line in said[:2]) == 1
    assert "Telegram answers again." in said


async def test_a_second_program_with_the_same_token_is_told(
    server: SandboxServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(outages, "FIRST_PAUSE_S", 0.01)

    async def handle(_update: Update) -> None: ...

    async with polling(server, handle), polling(server, handle):
        await asyncio.sleep(0.2)
    assert "Another program polls Telegram with the same token." in caplog.text


async def test_of_two_processes_the_one_that_leads_answers_and_the_other_stands_ready(
    server: SandboxServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(intake, "STANDBY_S", 0.01)
    leader, seen = "first", list[tuple[str, str]]()

    def process(name: str) -> AbstractAsyncContextManager[Intake]:
        async def handle(update: Update) -> None:
            seen.append((name, update.effective_message.text or "" if update.effective_message else ""))

        return polling(server, handle, lambda: leader == name)

    async with process("first"), process("second"):
        await server.world.updates.wait_confirmed(says(server.world, KAZAKH_READER_ID, "one"))
        leader = "second"  # the first one's long poll hangs: it gets the next update too, unless it is ended before
        await server.world.updates.wait_confirmed(says(server.world, KAZAKH_READER_ID, "two"))
        await asyncio.sleep(0.1)
        leader = "first"
        await server.world.updates.wait_confirmed(says(server.world, KAZAKH_READER_ID, "three"))
    assert seen == [("first", "one"), ("second", "two"), ("first", "three")]
    assert caplog.text == ""
