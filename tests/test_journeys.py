"""Every reader's command in both languages: the real application, over HTTP, to a sandbox as strict as Telegram.

The fixture `bot` fails a test in which the sandbox refused anything.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from sandbox_driver import ON_BOTH_DATABASES, Person

from bot.sandbox.cast import KAZAKH_READER_ID, RUSSIAN_READER_ID

if TYPE_CHECKING:
    from bot.sandbox.server import SandboxServer

LANGUAGES = pytest.mark.parametrize(
    ("reader", "words"),
    [
        (
            KAZAKH_READER_ID,
            {
                "hello": "Сәлеметсіз бе",
                "china": "Қытай",
                "older": "← Бұрынғысы",
                "newer": "Кейінгісі →",
                "other": "Русский",
                "topics": "Тақырыптар",
                "latest": "Соңғы шолулар",
                "unknown": "Мұндай пәрмен жоқ",
                "help": "Бот мына пәрмендерді түсінеді",
                "not_text": "мәтінді ғана түсінеді",
                "missing": "Мұндай нөмірлі шолу жоқ",
                "next_page": "Келесі бет →",
                "outdated": "ескірген",
            },
        ),
        (
            RUSSIAN_READER_ID,
            {
                "hello": "Здравствуйте",
                "china": "Китай",
                "older": "← Раньше",
                "newer": "Позже →",
                "other": "Қазақша",
                "topics": "Темы",
                "latest": "Последние обзоры",
                "unknown": "Такой команды нет",
                "help": "Бот понимает такие команды",
                "not_text": "понимает только текст",
                "missing": "Обзора с таким номером нет",
                "next_page": "Дальше →",
                "outdated": "устарела",
            },
        ),
    ],
    ids=["kk", "ru"],
)
Words = dict[str, str]


def title(text: str) -> str:
    """A card's first line."""
    return text.partition("\n")[0]


@LANGUAGES
async def test_start_greets_and_offers_topics(bot: SandboxServer, reader: int, words: Words) -> None:
    person = Person.of(bot, reader)
    (greeting,) = await person.starts()
    assert words["hello"] in greeting.text
    assert person.buttons[:2] == ["Қазақша", "Русский"]
    assert any(words["china"] in button for button in person.buttons)


@LANGUAGES
async def test_a_deep_link_opens_its_topic_or_briefing(bot: SandboxServer, reader: int, words: Words) -> None:
    person = Person.of(bot, reader)
    (by_topic,) = await person.starts("t_china")
    (by_command,) = await person.says("/china")
    assert by_topic.text == by_command.text
    (by_number,) = await person.starts("b_12")
    assert by_number.text == (await person.says("/b12"))[0].text
    assert words["hello"] in (await person.starts("nonsense"))[0].text


@LANGUAGES
async def test_help_names_every_command_and_topic(bot: SandboxServer, reader: int, words: Words) -> None:
    (told,) = await Person.of(bot, reader).says("/help")
    assert words["help"] in told.text
    for command in ("/start", "/help", "/lang", "/topics", "/latest", "/china", "/c5plus1", "/culture"):
        assert command in told.text


@LANGUAGES
async def test_topics_are_buttons_with_counts_that_open_them(bot: SandboxServer, reader: int, words: Words) -> None:
    person = Person.of(bot, reader)
    (shown,) = await person.says("/topics")
    assert title(shown.text) == words["topics"]
    label = next(button for button in person.buttons if words["china"] in button)
    assert re.search(r"\(\d+\)$", label)
    (card,) = await person.taps(label)
    assert card.text == (await person.says("/china"))[0].text


@LANGUAGES
async def test_a_card_turns_its_pages_in_place(bot: SandboxServer, reader: int, words: Words) -> None:
    person = Person.of(bot, reader)
    (card,) = await person.says("/china")
    first = card.text
    assert words["newer"] not in person.buttons
    (second,) = await person.taps(words["older"])
    assert second.message_id == card.message_id
    assert second.text != first
    (again,) = await person.taps(words["newer"])
    assert again.text == first


@LANGUAGES
async def test_a_card_changes_its_language_in_place(bot: SandboxServer, reader: int, words: Words) -> None:
    person = Person.of(bot, reader)
    (card,) = await person.says("/china")
    here = card.text
    (there,) = await person.taps(words["other"])
    assert there.message_id == card.message_id
    assert there.text != here
    (back,) = await person.taps("Қазақша" if words["other"] == "Русский" else "Русский")
    assert back.text == here


@LANGUAGES
@ON_BOTH_DATABASES
async def test_a_topic_gives_its_third_and_its_whole_list(bot: SandboxServer, reader: int, words: Words) -> None:
    person = Person.of(bot, reader)
    await person.says("/china")
    await person.taps(words["older"])
    (third,) = await person.taps(words["older"])
    assert (await person.says("/china 3"))[0].text == third.text
    (shown,) = await person.says("/china all")
    assert len(re.findall(r"/b\d+", shown.text)) == 10
    (next_page,) = await person.taps(words["next_page"])
    assert next_page.message_id == shown.message_id
    for wrong in ("5", "0", "-1", "999999999999999999", "abc", "3 4", "all 3", "новости этой недели"):
        assert "/grain all" in (await person.says(f"/grain {wrong}"))[0].text, wrong


@LANGUAGES
async def test_latest_lists_as_many_as_asked(bot: SandboxServer, reader: int, words: Words) -> None:
    person = Person.of(bot, reader)
    (five,) = await person.says("/latest")
    assert title(five.text) == words["latest"]
    assert len(re.findall(r"/b\d+", five.text)) == 5
    (ten,) = await person.says("/latest 10")
    assert len(re.findall(r"/b\d+", ten.text)) == 10
    assert len(re.findall(r"/b\d+", (await person.says("/latest 20"))[0].text)) == 20
    for wrong in ("0", "-1", "21", "9" * 4000, "all", "5 6", "5 слов"):
        (told,) = await person.says(f"/latest {wrong}")
        assert ("/latest 10" in told.text, re.findall(r"/b\d+", told.text)) == (True, []), wrong
    number = re.findall(r"/b\d+", ten.text)[0]
    assert title((await person.says(number))[0].text) in ten.text


async def test_a_topic_is_opened_by_any_of_its_words(bot: SandboxServer) -> None:
    person = Person.of(bot, KAZAKH_READER_ID)
    (expected,) = await person.says("/china")
    for said in ("Қытайға", "китайский", "China", "/CHINA", "Кытай", "КНР-мен"):
        assert (await person.says(said))[0].text == expected.text, said


async def test_cyrillic_c5_plus_1_is_the_format(bot: SandboxServer) -> None:
    person = Person.of(bot, KAZAKH_READER_ID)
    (expected,) = await person.says("/c5plus1")
    assert (await person.says("С5+1"))[0].text == expected.text


@LANGUAGES
async def test_what_is_not_understood_gets_a_friendly_hint(bot: SandboxServer, reader: int, words: Words) -> None:
    person = Person.of(bot, reader)
    assert words["unknown"] in (await person.says("/nonsense"))[0].text
    assert words["unknown"] in (await person.says("/"))[0].text
    assert words["not_text"] in (await person.sends_sticker())[0].text
    assert words["missing"] in (await person.says("/b999999999999999999999"))[0].text
    assert words["missing"] in (await person.says("/b0"))[0].text
    assert words["unknown"] in (await person.says("/china@some_other_bot"))[0].text


ODD = ["а" * 4096, "😀" * 50, "\u200f\u202e", "a\x00b", "<b>&lt;", "/china@", "///", "/b12x", "🇰🇿", "1", "*" * 300]


async def test_odd_texts_are_answered(bot: SandboxServer, caplog: pytest.LogCaptureFixture) -> None:
    person = Person.of(bot, RUSSIAN_READER_ID)
    for said in ODD:
        assert await person.says(said), said
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == []


@LANGUAGES
async def test_a_button_that_leads_nowhere_is_answered(bot: SandboxServer, reader: int, words: Words) -> None:
    person = Person.of(bot, reader)
    (card,) = await person.says("/china")
    for data in ("nobody wrote this", "c:=:99999:kk:*:", "c:=:1:fr:*:", "t:atlantis", "g:fr"):
        assert await person.taps_data(data, card) == []
        assert words["outdated"] in str(person.toast), data


async def test_tapping_twice_is_no_error(bot: SandboxServer, caplog: pytest.LogCaptureFixture) -> None:
    person = Person.of(bot, KAZAKH_READER_ID)
    (card,) = await person.says("/china")
    await person.taps_data("c:=:1:ru:*:", card)
    await person.taps_data("c:=:1:ru:*:", card)
    bot.world.journal.entries.clear()  # the second edit is refused as "not modified", as it should be
    assert "ERROR" not in caplog.text
