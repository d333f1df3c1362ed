"""Chats' own menus kept to date: what is added reaches those who say nothing, and those who write only words."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from helpers_content import new_topic
from helpers_menus import raising
from telegram.ext import ExtBot

from bot import menus
from bot.commands import COMMANDS
from bot.pace import Pace
from bot.request import AiohttpRequest
from bot.sandbox.cast import EDITOR_ID, GROUP_ID, KAZAKH_READER_ID, make_world
from bot.sandbox.server import SandboxServer
from bot.services import Services
from bot.settings import read_settings
from bot.texts import load_texts
from briefings import library, readers
from briefings.catalogue import Catalogue, TopicEntry
from briefings.model import ReaderKind, Role
from briefings.store import Store, note_change

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from datetime import datetime

    from helpers_databases import Databases
    from sandbox_driver import Person

CHINA = TopicEntry("china", "🇨🇳", "countries", {"kk": "Қытай", "ru": "Китай"}, {})
USA = TopicEntry("usa", "🇺🇸", "countries", {"kk": "АҚШ", "ru": "США"}, {})


def menu(server: SandboxServer, chat_id: int = KAZAKH_READER_ID) -> list[str]:
    """The commands of a chat's own menu."""
    return [line["command"] for line in server.world.profile.menus.get((("chat", chat_id), ""), [])]


@pytest.fixture
async def server(now: datetime) -> AsyncIterator[SandboxServer]:
    """A sandbox that may refuse what it is told to refuse."""
    async with SandboxServer(make_world(lambda: now)) as running:
        yield running


@pytest.fixture
async def telegram(server: SandboxServer) -> AsyncIterator[ExtBot[None]]:
    """The library's bot, over the HTTP client that the program uses."""
    made: ExtBot[None] = ExtBot(server.world.token, base_url=server.base_url, request=AiohttpRequest())
    async with made:
        yield made


@pytest.fixture
async def services(
    server: SandboxServer,
    telegram: ExtBot[None],
    databases: Databases,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Services]:
    """Three chats with a menu of their own, one an owner's; and a topic that has come since."""
    for name, value in {"LOOK_S": 0.01, "GENTLY_S": 0.01, "BATCH": 1}.items():
        monkeypatch.setattr(menus, name, value)
    settings, store = (
        read_settings(default_language="kk", owner_ids=str(EDITOR_ID)),
        Store(databases.new("sqlite", "migrated")),
    )
    made = Services(settings, store, load_texts(), COMMANDS, lambda: now, Pace(25), Catalogue((CHINA,)))
    kinds = {GROUP_ID: ReaderKind.GROUP, KAZAKH_READER_ID: ReaderKind.PRIVATE, EDITOR_ID: ReaderKind.PRIVATE}
    for chat_id, kind in kinds.items():
        if chat_id > 0:
            server.world.users[chat_id].started = True
        async with store.writing() as session:
            await readers.meet(session, chat_id, kind, "kk", now)
            await readers.choose_language(session, chat_id, "kk")
        await menus.follow_choice(telegram, made, await made.reader(chat_id, kind, None))
    server.world.journal.entries.clear()
    made.catalogue = Catalogue((CHINA, USA))
    yield made
    await store.close()


@asynccontextmanager
async def keeping(
    bot: ExtBot[None], services: Services, leading: Callable[[], bool] = lambda: True
) -> AsyncIterator[None]:
    """Chats' own menus are kept to date for as long as the block lasts."""
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(menus.keep_chats(bot, services, leading))
        yield
        task.cancel()


async def given(server: SandboxServer, count: int) -> list[int]:
    """The chats that are given a menu, in order, once they are so many; a moment later, lest there are more."""
    async with asyncio.timeout(5):
        while len(server.world.journal.of("setMyCommands")) < count:
            await asyncio.sleep(0.01)
    await asyncio.sleep(0.1)
    return [json.loads(entry.params["scope"])["chat_id"] for entry in server.world.journal.of("setMyCommands")]


async def test_a_new_topic_or_role_reaches_chats_that_say_nothing_and_the_staff_first(
    server: SandboxServer, telegram: ExtBot[None], services: Services
) -> None:
    async with keeping(telegram, services):
        assert await given(server, 3) == [EDITOR_ID, GROUP_ID, KAZAKH_READER_ID]
        assert menu(server)[:2] == ["china", "usa"]
        services.roles = {KAZAKH_READER_ID: Role.EDITOR}
        assert (await given(server, 4))[3:] == [KAZAKH_READER_ID]
        assert "publish" in menu(server)
        services.roles = {}
        assert (await given(server, 5))[3:] == [KAZAKH_READER_ID] * 2
    assert menu(server) == menu(server, GROUP_ID)


async def test_a_chat_that_was_brought_to_date_is_given_nothing_when_it_speaks(
    server: SandboxServer, telegram: ExtBot[None], services: Services
) -> None:
    async with keeping(telegram, services):
        await given(server, 3)
    reader = await services.reader(KAZAKH_READER_ID, ReaderKind.PRIVATE, None)
    await menus.follow_choice(telegram, services, reader)
    assert len(await given(server, 3)) == 3


async def test_bringing_menus_to_date_goes_on_where_another_process_stopped(
    server: SandboxServer, telegram: ExtBot[None], services: Services
) -> None:
    async with keeping(telegram, services, lambda: len(server.world.journal.of("setMyCommands")) < 2):
        await given(server, 2)
    async with keeping(telegram, services):
        assert await given(server, 3) == [EDITOR_ID, GROUP_ID, KAZAKH_READER_ID]


async def test_a_process_that_does_not_lead_brings_no_menu_to_date(
    server: SandboxServer, telegram: ExtBot[None], services: Services
) -> None:
    async with keeping(telegram, services, lambda: False):
        assert await given(server, 0) == []


async def test_menus_are_brought_to_date_through_trouble_and_past_chats_that_are_gone(
    server: SandboxServer, telegram: ExtBot[None], services: Services
) -> None:
    for kind in ("retry_after", "server_error", "chat_not_found"):
        server.world.faults.add(kind, methods=["setMyCommands"], times=1)
    async with keeping(telegram, services):
        assert await given(server, 6) == [EDITOR_ID] * 3 + [GROUP_ID, KAZAKH_READER_ID] + [EDITOR_ID]  # once more
    assert menu(server)[:2] == ["china", "usa"]


async def test_menus_are_brought_to_date_once_the_database_answers_again(
    server: SandboxServer,
    telegram: ExtBot[None],
    services: Services,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(services.store, "reading", raising)
        async with keeping(telegram, services):
            async with asyncio.timeout(5):
                while "The database did not answer: ConnectionRefusedError" not in caplog.text:
                    await asyncio.sleep(0.01)
            patched.undo()
            await given(server, 3)


async def test_a_new_topic_is_in_the_menu_of_a_chat_that_says_nothing(
    bot: SandboxServer, reader: Person, kept: Store
) -> None:
    await reader.says("/lang kk")
    assert "china" in menu(bot)
    async with kept.writing() as session:
        session.add(new_topic("arctic", 99))
        await note_change(session, library.CHANGED)
    async with asyncio.timeout(10):
        while "arctic" not in menu(bot):
            await asyncio.sleep(0.05)


async def test_a_menu_that_telegram_did_not_take_follows_plain_words(bot: SandboxServer, reader: Person) -> None:
    while len(bot.world.journal.of("setMyCommands")) < 3:  # everybody's, when the bot starts
        await asyncio.sleep(0.05)
    bot.world.faults.add("server_error", methods=["setMyCommands"], times=1)
    await reader.says("/lang kk")
    assert menu(bot) == []
    await reader.says("Қытай")
    assert "china" in menu(bot)
    bot.world.journal.entries.clear()  # the refusal was asked for
