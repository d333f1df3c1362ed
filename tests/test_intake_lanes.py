"""A chat's updates one after another: none is lost with the one before it, none is begun by who leads no more."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from helpers_intake import polling, says
from telegram.ext import Application, ExtBot

from bot import intake
from bot.intake import Intake
from bot.request import AiohttpRequest
from bot.sandbox.cast import KAZAKH_READER_ID, RUSSIAN_READER_ID, make_world
from bot.sandbox.server import SandboxServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from contextlib import AbstractAsyncContextManager
    from datetime import datetime

    from telegram import Update


@pytest.fixture
async def server(now: datetime) -> AsyncIterator[SandboxServer]:
    """The sandbox on a free port."""
    async with SandboxServer(make_world(lambda: now)) as running:
        yield running


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

    async with polling(server, handle, lambda: leads) as running:
        for text in ("slow", "waits", "waits too"):
            last = says(server.world, KAZAKH_READER_ID, text)
        other = says(server.world, RUSSIAN_READER_ID, "other")
        async with asyncio.timeout(5):
            await started.wait()
            while seen != ["slow", "other"]:  # the last of them: all are here
                await asyncio.sleep(0.01)
            leads = False
            release.set()
            while running._lanes:
                await asyncio.sleep(0.01)
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
