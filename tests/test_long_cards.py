"""Cards of several messages, messages that Telegram no longer shows us, and handlers that fail."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from sandbox_driver import Person
from sqlalchemy import select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError

from bot.handlers import reading
from bot.sandbox.cast import EDITOR_ID, GROUP_ID, KAZAKH_READER_ID
from bot.sandbox.members import block
from briefings import store as store_module
from briefings.model import Briefing
from briefings.store import Store

if TYPE_CHECKING:
    from bot.sandbox.server import SandboxServer
    from bot.settings import Settings

PARAGRAPH = "Қытай мен Қазақстан арасындағы келісім туралы ұзақ әңгіме. " * 30


@pytest.fixture
async def long_briefing(settings: Settings) -> int:
    """The id of the newest China briefing, its Kazakh text three messages long, its Russian one short."""
    store = Store(settings.database_url)
    async with store.writing() as session:
        found = (await session.scalars(select(Briefing).where(Briefing.key == "2025-09-05-tokayev-visit-china"))).one()
        found.texts["kk"].summary = "\n\n".join(f"{number}. {PARAGRAPH}" for number in range(5))
    await store.close()
    return found.id


async def test_a_long_card_comes_as_several_messages_with_the_buttons_under_the_last(
    long_briefing: int, bot: SandboxServer
) -> None:
    person = Person.of(bot, KAZAKH_READER_ID)
    messages = await person.says(f"/b{long_briefing}")
    assert len(messages) == 3
    assert [message.markup is not None for message in messages] == [False, False, True]
    assert all(f"{number}. Қытай" in "".join(message.text for message in messages) for number in range(5))


async def test_turning_a_long_card_leaves_nothing_of_it_behind(long_briefing: int, bot: SandboxServer) -> None:
    person = Person.of(bot, KAZAKH_READER_ID)
    first, second, last = await person.says(f"/b{long_briefing}")
    (russian,) = await person.taps("Русский")
    assert russian.message_id == last.message_id
    assert {first.message_id, second.message_id}.isdisjoint(message.message_id for message in person.screen)
    back = await person.taps("Қазақша")
    assert back[0].message_id == last.message_id
    assert len(back) == 3


async def test_in_a_group_earlier_messages_are_not_deleted_at_a_buttons_word(
    long_briefing: int, bot: SandboxServer
) -> None:
    person = Person.of(bot, EDITOR_ID, GROUP_ID)
    first, *_, last = await person.says(f"/b{long_briefing}")
    await person.taps_data(f"c:=:{long_briefing}:ru:*:{first.message_id}", last)
    assert first.message_id in {message.message_id for message in person.screen}


async def test_a_button_under_a_message_that_telegram_no_longer_shows_gets_a_new_card(bot: SandboxServer) -> None:
    person = Person.of(bot, KAZAKH_READER_ID)
    (card,) = await person.says("/china")
    number = bot.world.event_number
    query, _ = bot.world.ask(person.user, card, "c:=:1:kk:*:"), None
    update = bot.world.updates.push(
        "callback_query",
        {
            "id": query.id,
            "from": person.user.json(),
            "message": {"chat": person.chat.json(), "message_id": card.message_id, "date": 0},
            "chat_instance": "1",
            "data": "c:=:1:kk:*:",
        },
    )
    (new,) = await person._heard(number, update)
    assert new.message_id != card.message_id


async def test_a_button_of_an_archived_briefing_says_so(settings: Settings, bot: SandboxServer) -> None:
    person = Person.of(bot, KAZAKH_READER_ID)
    (card,) = await person.says("/b12")
    store = Store(settings.database_url)
    async with store.writing() as session:
        (await session.get_one(Briefing, 12)).status = "archived"  # type: ignore[assignment]
    await store.close()
    assert await person.taps("Русский", card) == []
    assert "мұрағат" in str(person.toast)
    assert "мұрағат" in (await person.says("/b12"))[0].text


@pytest.mark.parametrize("step", "=<>")
async def test_a_button_that_somebody_made_up_tells_nothing_of_drafts(
    settings: Settings, bot: SandboxServer, step: str
) -> None:
    person = Person.of(bot, KAZAKH_READER_ID)
    (card,) = await person.says("/b12")
    store = Store(settings.database_url)
    async with store.writing() as session:
        (await session.get_one(Briefing, 12)).status = "draft"  # type: ignore[assignment]
    await store.close()
    said = []
    for number in (12, 99999):
        assert await person.taps_data(f"c:{step}:{number}:kk:*:", card) == []
        said.append(person.toast)
    assert said[0] == said[1] is not None


async def test_a_handler_that_fails_is_logged_without_words_and_the_reader_told(
    bot: SandboxServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(reading, "words", fail)
    (told,) = await Person.of(bot, KAZAKH_READER_ID).says("құпия сөз")
    assert "Кешіріңіз" in told.text
    assert "was not answered" in caplog.text
    assert "құпия" not in caplog.text


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever writes waits a moment for others, not ten seconds."""
    settings = (*store_module._WRITER_SETTINGS, "busy_timeout = 50")
    monkeypatch.setattr(store_module, "_WRITER_SETTINGS", settings)


@pytest.mark.usefixtures("impatient")
async def test_a_database_that_does_not_answer_a_reader_is_told_in_a_line(
    bot: SandboxServer, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    person = Person.of(bot, KAZAKH_READER_ID)
    await person.starts()
    file = make_url(settings.database_url).database
    with closing(sqlite3.connect(str(file), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        (told,) = await person.says("/lang ru")
        other.execute("ROLLBACK")
    assert "Кешіріңіз" in told.text
    assert "was not answered: the database did not (OperationalError)." in caplog.text
    assert [record for record in caplog.records if record.exc_info] == []
    (told,) = await person.says("/lang ru")
    assert "Язык изменён" in told.text


async def test_a_mistake_of_ours_in_the_database_is_told_with_its_place(
    bot: SandboxServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(*_: object) -> None:
        raise IntegrityError("INSERT", None, Exception("UNIQUE"))

    monkeypatch.setattr(reading, "words", fail)
    (told,) = await Person.of(bot, KAZAKH_READER_ID).says("сөз")
    assert "Кешіріңіз" in told.text
    assert [record for record in caplog.records if record.exc_info]


async def test_a_reader_who_blocks_the_bot_in_the_middle_is_no_error(
    bot: SandboxServer, caplog: pytest.LogCaptureFixture
) -> None:
    person = Person.of(bot, KAZAKH_READER_ID)
    await person.says("/start")
    bot.world.faults.add("blocked", methods=["sendMessage"], times=1)
    assert await person.says("/china") == []
    bot.world.journal.entries.clear()
    assert "ERROR" not in caplog.text
    block(bot.world, person.user, blocked=False)
