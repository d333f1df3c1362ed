"""Updates in: order within a chat, concurrency between chats, acknowledgement after the work, outages."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import pytest
from helpers_intake import polling, says

from bot import intake, outages
from bot.sandbox.cast import KAZAKH_READER_ID, RUSSIAN_READER_ID, make_world
from bot.sandbox.server import SandboxServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime

    from telegram import Update


@pytest.fixture
async def server(now: datetime) -> AsyncIterator[SandboxServer]:
    """The sandbox on a free port."""
    async with SandboxServer(make_world(lambda: now)) as running:
        yield running


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
