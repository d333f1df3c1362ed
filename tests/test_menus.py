"""bot/menus.py against a running sandbox: the menus and profile texts that Telegram would show."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
from helpers_menus import CHINA, TEXTS, commands, raising
from telegram.ext import ExtBot

from bot import menus, outages
from bot.app import SEEDS
from bot.commands import COMMANDS
from bot.pace import Pace
from bot.request import AiohttpRequest
from bot.sandbox import GROUP_ID, KAZAKH_READER_ID, SandboxServer, make_world
from bot.services import Services
from bot.settings import read_settings
from bot.texts import LANGUAGES
from briefings import readers
from briefings.catalogue import Catalogue
from briefings.desk import staff
from briefings.loading import load, read_folder
from briefings.model import Reader, ReaderKind, Role
from briefings.store import Store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from datetime import datetime

CHINA_LINES = {"kk": "🇨🇳 Қытай", "ru": "🇨🇳 Китай"}


@pytest.fixture
async def server(now: datetime) -> AsyncIterator[SandboxServer]:
    """A sandbox in which the Kazakh reader has started the bot."""
    async with SandboxServer(make_world(lambda: now)) as running:
        running.world.users[KAZAKH_READER_ID].started = True
        yield running


@pytest.fixture
async def bot(server: SandboxServer) -> AsyncIterator[ExtBot[None]]:
    """python-telegram-bot's own, over the HTTP client that the program uses."""
    made: ExtBot[None] = ExtBot(server.world.token, base_url=server.base_url, request=AiohttpRequest())
    async with made:
        yield made


@pytest.fixture
async def services(new_database: Callable[[str], str], now: datetime) -> AsyncIterator[Services]:
    """One topic in the catalogue; nothing in the store but the Kazakh reader, who has chosen no language yet."""
    store = Store(new_database("sqlite"))
    await store.migrate()
    async with store.writing() as session:
        await readers.meet(session, KAZAKH_READER_ID, ReaderKind.PRIVATE, "kk", now)
    settings = read_settings(default_language="kk")
    yield Services(settings, store, TEXTS, COMMANDS, lambda: now, Pace(25), Catalogue((CHINA,)))
    await store.close()


async def choose(services: Services, language: str) -> Reader:
    """The Kazakh reader, who has just chosen a language."""
    async with services.store.writing() as session:
        await readers.choose_language(session, KAZAKH_READER_ID, language)
    return await stored(services)


async def stored(services: Services) -> Reader:
    async with services.store.reading() as session:
        reader = await readers.find(session, KAZAKH_READER_ID)
    assert reader is not None
    return reader


def menu(server: SandboxServer, language: str, *scope: str | int) -> dict[str, str]:
    """The lines of a menu by command, as the sandbox keeps them."""
    kept = server.world.profile.menus.get((scope or ("default",), language), [])  # type: ignore[arg-type]
    return {line["command"]: line["description"] for line in kept}


def lines(language: str) -> dict[str, str]:
    """The menu that a reader should have: the topic first, then every command of the table."""
    return {"china": CHINA_LINES[language], **commands(language, None)}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_language_gets_its_menu(
    server: SandboxServer, bot: ExtBot[None], services: Services, language: str
) -> None:
    await menus.publish(bot, services)
    assert list(menu(server, language).items()) == list(lines(language).items())


@pytest.mark.parametrize("default", LANGUAGES)
async def test_who_speaks_neither_gets_the_default_languages_menu(
    server: SandboxServer, bot: ExtBot[None], services: Services, default: str
) -> None:
    services.settings = read_settings(default_language=default)
    await menus.publish(bot, services)
    assert menu(server, "") == lines(default)


@pytest.mark.parametrize(("seen_by", "language"), [("kk", "kk"), ("ru", "ru"), ("de", "kk")])
async def test_the_profile_is_in_the_language_of_who_looks(
    server: SandboxServer, bot: ExtBot[None], services: Services, seen_by: str, language: str
) -> None:
    await menus.publish(bot, services)
    said = [server.world.profile.text_for(kind, seen_by) for kind in ("description", "short_description")]
    assert said == [TEXTS[language].plain("bot-description"), TEXTS[language].plain("bot-short-description")]


async def test_the_menus_of_the_seeds_are_ones_that_telegram_takes(
    server: SandboxServer, bot: ExtBot[None], services: Services, now: datetime
) -> None:
    await load(services.store, read_folder(SEEDS), now)
    await services.refresh()
    await menus.publish(bot, services)
    assert server.world.journal.refused() == []


async def test_a_refused_menu_is_logged_and_the_others_are_set(
    server: SandboxServer, bot: ExtBot[None], services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    server.world.faults.add("too_long", methods=["setMyCommands"], times=1)
    await menus.publish(bot, services)
    assert [record.getMessage() for record in caplog.records if record.name == "bot.menus"] == [
        "Telegram did not take the menu for language 'kk': Message is too long"
    ]
    assert menu(server, "ru") == lines("ru")


@pytest.mark.parametrize("kind", ["bad_gateway", "closed_before", "retry_after", "unauthorized"])
async def test_trouble_with_telegram_is_waited_out_before_more_is_asked(
    server: SandboxServer, bot: ExtBot[None], services: Services, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(outages, "FIRST_PAUSE_S", 0.01)
    server.world.faults.add(kind, times=1)
    await menus.publish(bot, services)
    assert (menu(server, "kk"), menu(server, "ru")) == (lines("kk"), lines("ru"))
    asked = [entry.params["language_code"] for entry in server.world.journal.of("setMyCommands")]
    assert asked == ["kk", "kk", "", "ru"]


async def test_a_menu_that_cannot_be_noted_is_told_and_tried_again_the_next_time(
    bot: ExtBot[None], services: Services, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    reader = await choose(services, "ru")
    with monkeypatch.context() as patched:
        patched.setattr(services.store, "writing", raising)
        await menus.follow_choice(bot, services, reader)
    assert "A chat's own menu could not be noted: ConnectionRefusedError" in caplog.text
    await menus.follow_choice(bot, services, reader)
    assert (await stored(services)).menu == services.menu("ru").digest


async def test_a_menu_is_made_once_until_the_topics_change(services: Services) -> None:
    assert services.menu("ru") is services.menu("ru")
    assert services.menu("ru").digest != services.menu("ru", Role.OWNER).digest
    before, services.catalogue = services.menu("ru"), Catalogue(())
    assert services.menu("ru").digest != before.digest


async def test_a_chat_that_chose_a_language_gets_its_own_menu(
    server: SandboxServer, bot: ExtBot[None], services: Services
) -> None:
    await menus.follow_choice(bot, services, await choose(services, "ru"))
    assert menu(server, "", "chat", KAZAKH_READER_ID) == lines("ru")


async def test_a_chat_that_chose_nothing_gets_no_menu_of_its_own(
    server: SandboxServer, bot: ExtBot[None], services: Services
) -> None:
    await menus.follow_choice(bot, services, await stored(services))
    assert server.world.journal.of("setMyCommands") == []


async def test_a_chat_whose_language_is_gone_keeps_the_menu_it_has(
    server: SandboxServer, bot: ExtBot[None], services: Services
) -> None:
    await menus.follow_choice(bot, services, await choose(services, "en"))
    assert server.world.journal.of("setMyCommands") == []


async def test_the_same_menu_is_set_only_once_even_after_a_restart(
    server: SandboxServer, bot: ExtBot[None], services: Services
) -> None:
    reader = await choose(services, "ru")
    await menus.follow_choice(bot, services, reader)
    await menus.follow_choice(bot, services, reader)
    await menus.follow_choice(bot, services, await stored(services))
    assert len(server.world.journal.of("setMyCommands")) == 1


async def test_a_new_topic_reaches_the_menu_of_a_chat(
    server: SandboxServer, bot: ExtBot[None], services: Services
) -> None:
    reader = await choose(services, "kk")
    await menus.follow_choice(bot, services, reader)
    services.catalogue = Catalogue((CHINA, dataclasses.replace(CHINA, slug="usa", names={"kk": "АҚШ"})))
    await menus.follow_choice(bot, services, reader)
    assert list(menu(server, "", "chat", KAZAKH_READER_ID))[:2] == ["china", "usa"]


async def test_a_refused_menu_of_a_chat_is_tried_again_the_next_time(
    server: SandboxServer, bot: ExtBot[None], services: Services
) -> None:
    reader = await choose(services, "ru")
    server.world.faults.add("server_error", methods=["setMyCommands"], times=1)
    await menus.follow_choice(bot, services, reader)
    await menus.follow_choice(bot, services, reader)
    assert menu(server, "", "chat", KAZAKH_READER_ID) == lines("ru")


async def grant(services: Services, role: Role | None) -> None:
    """The Kazakh reader gets a role, or loses it; by another process, as far as `services` know."""
    async with services.store.writing() as session:
        by, now = 1, services.now()
        if role is None:
            await staff.revoke(session, KAZAKH_READER_ID, by=by, owner_ids={by}, now=now)
        else:
            await staff.grant(session, KAZAKH_READER_ID, role, by=by, owner_ids={by}, now=now)


async def test_the_staffs_menu_begins_with_their_commands_and_ends_with_their_role(
    server: SandboxServer, bot: ExtBot[None], services: Services
) -> None:
    reader = await stored(services)
    for role in (Role.REVIEWER, Role.OWNER):
        await grant(services, role)
        await services.refresh()
        services.catalogue = Catalogue((CHINA,))  # what is in the store is another matter
        await menus.follow_choice(bot, services, reader)
        desk = commands("kk", role)
        assert list(menu(server, "", "chat", KAZAKH_READER_ID).items()) == [*desk.items(), *lines("kk").items()]
    assert set(desk) >= {"staff", "grant", "revoke", "topic", "stats", "export"}
    await grant(services, None)
    await services.refresh()
    server.world.faults.add("server_error", methods=["deleteMyCommands"], times=1)
    await menus.follow_choice(bot, services, reader)
    await menus.follow_choice(bot, services, reader)
    assert menu(server, "", "chat", KAZAKH_READER_ID) == {}
    assert (await stored(services)).menu is None


async def test_in_a_group_nobody_has_the_staffs_menu(
    server: SandboxServer, bot: ExtBot[None], services: Services
) -> None:
    services.roles = {GROUP_ID: Role.OWNER}
    group = Reader(id=GROUP_ID, kind=ReaderKind.GROUP, language="kk", language_chosen=True)
    await menus.follow_choice(bot, services, group)
    assert menu(server, "", "chat", GROUP_ID) == lines("kk")
