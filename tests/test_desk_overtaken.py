"""Two at the desk at the wire: what one has not seen goes nowhere, and what one has written waits for the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from helpers_desk import KK, RU, Colleague, editor, made_draft, stored, until

from bot import app, desk_saving, replies
from bot.sandbox.cast import EDITOR_ID, RUSSIAN_READER_ID
from briefings.desk import dialogues, drafts, publishing
from briefings.desk.drafts import Change
from briefings.desk.form import DraftText
from briefings.model import Role

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from bot.cards import Answer
    from bot.context import Context
    from bot.sandbox.server import SandboxServer
    from briefings.store import Store

KAZAKH_TITLE = "Уханьға сапар"


@pytest.fixture
def roles() -> Mapping[int, Role]:
    """Дмитрий is an editor there."""
    return {RUSSIAN_READER_ID: Role.EDITOR}


@pytest.fixture
def dmitriy(bot: SandboxServer) -> Colleague:
    return Colleague.of(bot, RUSSIAN_READER_ID, "ru")


async def saved_by_the_owner(desk: Store, number: int, title: str, language: str = "ru") -> None:
    """Нұрлан saves a title of his own."""
    async with desk.writing() as session:
        change = Change(texts={language: DraftText(title, RU.summary)})
        await drafts.change(session, await drafts.take(session, number), change, by=EDITOR_ID, now=app.now())


async def published(desk: Store) -> int:
    number = await made_draft(desk, by=RUSSIAN_READER_ID)
    async with desk.writing() as session:
        await publishing.publish(session, await drafts.take(session, number), by=editor(EDITOR_ID), now=app.now())
    return number


async def test_a_language_alone_asks_for_the_text_and_a_wrong_one_changes_nothing(
    desk: Store, dmitriy: Colleague
) -> None:
    number = await published(desk)
    assert "Такого языка нет: «en»" in await dmitriy.says(f"/edit {number} text en")
    assert "Такого языка нет: «en»" in await dmitriy.says(f"/edit {number} title en Foo")
    assert "Қазақша" in await dmitriy.says(f"/edit {number} text kz")
    briefing = await stored(desk, number)
    assert (briefing.texts["ru"].title, set(briefing.texts)) == ("Визит в Пекин", {"ru"})


async def test_a_long_typed_text_is_not_saved_over_what_came_while_its_pieces_did(
    desk: Store, dmitriy: Colleague
) -> None:
    number = await made_draft(desk, by=RUSSIAN_READER_ID)
    assert await dmitriy.says(f"/edit {number} text ru\n" + "Слово. " * 580) == ""  # the rest may be on its way
    await saved_by_the_owner(desk, number, "Визит в Ухань")
    await until(lambda: "Визит в Ухань" in dmitriy.screen[-1])
    assert "изменил другой сотрудник (Нұрлан)" in dmitriy.screen[-1]
    assert "Слово." not in (await stored(desk, number)).texts["ru"].summary
    assert "Слово Дмитрия" in await dmitriy.says("Слово Дмитрия")  # having seen it


async def test_a_typed_edit_is_not_saved_over_what_came_since_it_was_read(
    desk: Store, dmitriy: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = await made_draft(desk, by=RUSSIAN_READER_ID)
    save = desk_saving.save

    async def save_late(context: Context, state: Mapping[str, Any], said: str, saved: str) -> Answer:
        await saved_by_the_owner(desk, number, "Визит в Ухань")
        return await save(context, state, said, saved)

    monkeypatch.setattr(desk_saving, "save", save_late)
    assert "изменил другой сотрудник (Нұрлан)" in await dmitriy.says(f"/edit {number} title Визит в Шанхай")
    assert (await stored(desk, number)).texts["ru"].title == "Визит в Ухань"


@pytest.mark.parametrize(("field", "value"), [("title", "Шанхайға сапар"), ("text", "Президент барды.")])
async def test_who_is_overtaken_sees_the_text_that_they_write_and_not_the_one_of_their_own_language(
    desk: Store, dmitriy: Colleague, field: str, value: str
) -> None:
    number = await made_draft(desk, by=RUSSIAN_READER_ID, texts={"ru": RU, "kk": KK})
    await dmitriy.says(f"/edit {number} {field} kk")
    await saved_by_the_owner(desk, number, KAZAKH_TITLE, "kk")
    shown = await dmitriy.says(value)
    assert "изменил другой сотрудник (Нұрлан)" in shown
    assert KAZAKH_TITLE in shown
    assert value in await dmitriy.says(value)  # having seen it


async def test_so_does_who_has_typed_it_as_a_command(
    desk: Store, dmitriy: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = await made_draft(desk, by=RUSSIAN_READER_ID, texts={"ru": RU, "kk": KK})
    save = desk_saving.save

    async def save_late(context: Context, state: Mapping[str, Any], said: str, saved: str) -> Answer:
        await saved_by_the_owner(desk, number, KAZAKH_TITLE, "kk")
        return await save(context, state, said, saved)

    monkeypatch.setattr(desk_saving, "save", save_late)
    assert KAZAKH_TITLE in await dmitriy.says(f"/edit {number} title kk Шанхайға сапар")


async def test_so_does_who_adds_a_language_that_a_colleague_has_added(desk: Store, dmitriy: Colleague) -> None:
    number = await made_draft(desk, by=RUSSIAN_READER_ID, texts={"ru": RU})
    await dmitriy.says(f"/edit {number} title kk Шанхайға сапар")
    await saved_by_the_owner(desk, number, KAZAKH_TITLE, "kk")
    assert KAZAKH_TITLE in await dmitriy.says("Президент барды.")


@pytest.mark.parametrize("how", ["by command", "by button"])
async def test_a_correction_waits_until_its_editor_has_seen_what_a_colleague_saved(
    desk: Store, dmitriy: Colleague, how: str
) -> None:
    number = await published(desk)
    if how == "by button":
        await dmitriy.says(f"/card {number}")
        await saved_by_the_owner(desk, number, "Визит в Ух")
        await dmitriy.taps("correct")
    else:
        await dmitriy.says(f"/correct {number}")
        await saved_by_the_owner(desk, number, "Визит в Ух")
    shown = await dmitriy.says("Город был другим")
    assert "изменил другой сотрудник (Нұрлан)" in shown
    assert "Визит в Ух" in shown
    assert (await stored(desk, number)).correction is None
    assert "опубликовано" in await dmitriy.says("Город был другим")  # having seen it
    assert (await stored(desk, number)).correction == {"ru": "Город был другим"}


async def test_a_line_whose_answer_was_lost_is_no_search_when_it_comes_again(
    desk: Store, bot: SandboxServer, dmitriy: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replies, "TRIES", 1)  # the answer is not sent again
    number = await published(desk)
    await dmitriy.says(f"/correct {number}")
    bot.world.faults.add("server_error", methods=["sendMessage"], times=1)
    await dmitriy.says("Город был другим")
    first = await stored(desk, number)
    assert first.correction == {"ru": "Город был другим"}
    bot.world.journal.entries.clear()
    assert f"Исправление к обзору /b{number} опубликовано" in await dmitriy.says("Город был другим")
    assert (await stored(desk, number)).version == first.version
    assert "Исправление" not in await dmitriy.says("Город был другим")  # the question was answered


async def test_a_question_that_an_older_version_has_asked_is_dropped(desk: Store, dmitriy: Colleague) -> None:
    number = await published(desk)
    async with desk.writing() as session:
        await dialogues.begin(session, RUSSIAN_READER_ID, "correct", {"briefing": number, "version": 2}, app.now())
    assert "Визит в Пекин" in await dmitriy.says("Визит в Пекин был другим")  # a search
    assert "архив" in await dmitriy.says(f"/archive {number}")
    assert (await stored(desk, number)).correction is None
