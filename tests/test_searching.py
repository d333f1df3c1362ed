"""Searching as readers do it, over the wire: by words, by question, with a slip of the pen, page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sandbox_driver import Person
from sqlalchemy import select

from bot.sandbox.cast import GROUP_ID, KAZAKH_READER_ID, RUSSIAN_READER_ID
from bot.sandbox.entities import slice_units
from bot.sandbox.people import find_button
from briefings.model import MissedSearch
from briefings.store import Store

if TYPE_CHECKING:
    from bot.sandbox.server import SandboxServer
    from bot.sandbox.things import Message
    from bot.settings import Settings

ON_SQLITE = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


def marked(message: Message, kind: str) -> list[str]:
    """The parts of a message that are bold, code, quoted …"""
    entities = message.content.get("entities", [])
    return [slice_units(message.text, e["offset"], e["length"]) for e in entities if e["type"] == kind]


async def test_a_kazakh_reader_searches(bot: SandboxServer) -> None:
    person = Person.of(bot, KAZAKH_READER_ID)
    (asked,) = await person.says("Қытайға қанша астық экспорттаймыз?")
    (quoted,) = marked(asked, "blockquote")
    assert "2 млн тонна" in quoted
    assert asked.text.startswith("🔎 Қытайға қанша астық экспорттаймыз?")
    assert "🇨🇳 Қытай – /china" in asked.text
    assert "BAQ.KZ · 2025 ж. 5 қыркүйек" in asked.text
    assert {"Қытайға", "астық", "экспортталатын"} <= set(marked(asked, "bold"))

    (found,) = await person.says("/search инвестициялар")
    assert "Келесі бет →" in person.buttons
    assert len(marked(found, "bot_command")) >= 5
    first = found.text
    (turned,) = await person.taps("Келесі бет →")
    assert turned.message_id == found.message_id
    assert turned.text != first
    assert marked(turned, "code") == ["инвестициялар"]
    (back,) = await person.taps("← Алдыңғы бет")
    assert back.text == first

    (typo,) = await person.says("тасымлдау")
    assert typo.text.startswith("Мүмкін, «")
    assert "деп іздегіңіз келген шығар?" in typo.text
    assert marked(typo, "bot_command")

    (unanswered,) = await person.says("Қытайда ауа райы қандай болады?")
    assert "тура жауап табылмады" in unanswered.text
    assert marked(unanswered, "blockquote") == []

    (nothing,) = await person.says("/search йцукенгшщз")
    assert "«йцукенгшщз» бойынша ештеңе табылмады" in nothing.text
    assert 2 <= len(person.buttons) <= 7
    assert person.buttons[-1] == "Барлық тақырып"


async def test_a_russian_reader_searches(bot: SandboxServer, settings: Settings) -> None:
    person = Person.of(bot, RUSSIAN_READER_ID)
    (asked,) = await person.says("сколько инвестиций США с 1993 года?")
    assert "61,2 млрд" in marked(asked, "blockquote")[0]
    assert "Ответ из обзора" in asked.text
    (hint,) = await person.says("/search")
    assert "/search экспорт зерна в Китай" in hint.text
    (topic,) = await person.says("с Китаем")
    assert topic.text == (await person.says("/china"))[0].text
    (narrowed,) = await person.says("китайский -США -инвестиции")
    assert "🔎" in narrowed.text
    assert "/china" in narrowed.text
    assert "/usa" not in narrowed.text  # what is excluded is not offered
    for narrow in ("Китай -#США", 'Китай -"Средний коридор"', '-"Средний коридор" Китай'):
        (narrowed,) = await person.says(narrow)
        assert narrowed.text.startswith(f"🔎 {narrow}")
    (some,) = await person.says("зерно Huawei")
    assert "Обзора со всеми этими словами нет" in some.text
    (typo,) = await person.says("инвестицыи")
    assert typo.text.startswith("Возможно, вы искали «")
    for _ in range(2):
        (nothing,) = await person.says("фывапролдж")
    assert "ничего не нашлось" in nothing.text
    store = Store(settings.database_url)
    async with store.reading() as session:
        (missed,) = await session.scalars(select(MissedSearch))
    await store.close()
    assert (missed.query, missed.count) == ("фывапролдж", 2)


@ON_SQLITE
async def test_old_page_buttons_work_and_a_query_too_long_for_them_is_read_above(bot: SandboxServer) -> None:
    person = Person.of(bot, KAZAKH_READER_ID)
    query = "Қытай Қазақстан сарапшы айтуынша"
    (found,) = await person.says(query)
    assert find_button(found, "Келесі бет →")["callback_data"] == "q:1:"
    (turned,) = await person.taps("Келесі бет →")
    assert marked(turned, "code") == [query]
    (by_data,) = await person.taps_data("q:1:инвестиция", found)
    assert marked(by_data, "code") == ["инвестиция"]
    (last,) = await person.taps_data("q:900:Қазақстан", found)
    assert person.buttons == ["← Алдыңғы бет"]
    assert marked(last, "bot_command")
    (card,) = await person.says("/china")
    assert await person.taps_data("q:1:", card) == []
    assert person.toast is not None
    assert "ескірген" in person.toast["text"]


@ON_SQLITE
async def test_a_phrase_that_nothing_has_is_searched_without_its_quotes(bot: SandboxServer) -> None:
    for reader, phrase, said in (
        (KAZAKH_READER_ID, "алтын кезең", "тырнақшасыз"),
        (RUSSIAN_READER_ID, "золотого периода", "без кавычек"),
    ):
        (found,) = await Person.of(bot, reader).says(f'/search "{phrase}"')
        assert said in found.text.splitlines()[0]
        assert marked(found, "code") == [phrase]  # what a page button searches again
        assert marked(found, "bot_command")
    (nothing,) = await Person.of(bot, KAZAKH_READER_ID).says("/search «йцукен гшщзх»")
    assert nothing.text.startswith("«йцукен гшщзх» бойынша")


@ON_SQLITE
async def test_a_phrase_that_is_an_alias_is_searched_and_the_alias_alone_opens_its_topic(bot: SandboxServer) -> None:
    reader = Person.of(bot, KAZAKH_READER_ID)
    (found,) = await reader.says("«Орта дәліз»")
    assert found.text.startswith("🔎 «Орта дәліз»")
    assert marked(found, "bold")[:2] == ["Орта", "дәліз"]
    (card,) = await reader.says("Орта дәліз")
    assert not card.text.startswith("🔎")


@ON_SQLITE
async def test_where_nothing_is_of_the_time_that_is_asked_for_it_is_said(bot: SandboxServer) -> None:
    for reader, words, said in (
        (KAZAKH_READER_ID, "қыркүйек 2021", "Ол уақытқа қатысты шолу жоқ."),
        (RUSSIAN_READER_ID, "сентябрь 2021", "Обзоров за это время нет."),
    ):
        (found,) = await Person.of(bot, reader).says(words)
        assert found.text.split("\n\n")[1].startswith(said)
        (found,) = await Person.of(bot, reader).says("2021")
        assert said not in found.text


@ON_SQLITE
async def test_a_topic_that_there_is_not_is_told_and_the_rest_searched(bot: SandboxServer) -> None:
    for reader, words, told in (
        (KAZAKH_READER_ID, "#жоқ мұнай", "Мұндай тақырып жоқ: #жоқ."),
        (RUSSIAN_READER_ID, "#нет нефть", "Такой темы нет: #нет."),
        (RUSSIAN_READER_ID, "нефть #нет -#ничего", "Таких тем нет: #нет, #ничего."),
    ):
        (found,) = await Person.of(bot, reader).says(words)
        first, second = found.text.splitlines()[:2]
        assert (first, second.startswith(f"🔎 {words}")) == (told, True)
        assert marked(found, "bot_command")
    (alone,) = await Person.of(bot, KAZAKH_READER_ID).says("/search #жоқ")
    assert alone.text.startswith("Мұндай тақырып жоқ: #жоқ.\nБұл хабарда іздейтін сөз жоқ.")
    (nothing,) = await Person.of(bot, KAZAKH_READER_ID).says("#жоқ йцукенгшщз")
    assert nothing.text.startswith("Мұндай тақырып жоқ: #жоқ.\n«#жоқ йцукенгшщз» бойынша")


ODD = [
    '"', '""', "*", "NEAR(су жер)", "су:жер", "су & жер", "су | !жер", "NOT су", "(су", '"су', "су*", "^су", "title:су",
    "су\\", "'; DROP TABLE", "ж" * 4096, "су " * 1365, "және мен", "и в на", "2025", "123456789", "-су", "#су", "#жоқ",
    "з", "су", "😀🇰🇿", "\u202e\u200f", "а\x00б", "<b>су</b>", "&lt;", "“Орта дәліз”", "қыркүйек 2025", "сентябрь 2025",
]  # fmt: skip


@ON_SQLITE
async def test_odd_queries_are_answered(bot: SandboxServer, caplog: pytest.LogCaptureFixture) -> None:
    person = Person.of(bot, RUSSIAN_READER_ID)
    for said in ODD:
        assert await person.says(f"/search {said}"), said
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == []
    assert len((await person.says("/search су"))[0].text.splitlines()) > 3


@ON_SQLITE
async def test_a_group_searches_by_command_only(bot: SandboxServer) -> None:
    person = Person.of(bot, KAZAKH_READER_ID).at(GROUP_ID)
    (found,) = await person.says("/search астық")
    assert "/b" in found.text
    assert found.reply_to is not None
    assert await person.says("астық экспорты") == []
    (told,) = await person.says("/help")
    assert "/search" in told.text
    assert "Қытайға" not in told.text  # plain words are not heard here
    assert "Топта" in (await person.says("/start"))[0].text
