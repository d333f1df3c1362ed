"""bot/desk_words.py and briefings/desk/languages.py: what editors write behind a command, and what it never becomes."""

from __future__ import annotations

import pytest

from bot.desk_words import Edit, edit, number
from briefings.desk import languages
from briefings.desk.errors import DeskError


@pytest.mark.parametrize(
    ("written", "language", "value"),
    [
        ("12 text", None, ""),
        ("12 text kz", "kk", ""),
        ("12 text Қазақша", "kk", ""),
        ("12 text RUS", "ru", ""),
        ("12 text KAZ Президент барды.", "kk", "Президент барды."),
        ("12 text по-казахски", "kk", ""),
        ("12 title Рус тілі туралы", None, "Рус тілі туралы"),
        ("12 text рус\nПрезидент прибыл.", "ru", "Президент прибыл."),
        ("12 text kaz Президент барды.", "kk", "Президент барды."),
        ("12 text орысша Президент прибыл.\nИ убыл.", "ru", "Президент прибыл.\nИ убыл."),
        ("12 title Русский дом открыт", None, "Русский дом открыт"),
        ("12 title Қазақ хандығы", None, "Қазақ хандығы"),
        ("12 title AI в суде", None, "AI в суде"),
        ("12 text xx\nText.", "xx", "Text."),
    ],
)
def test_what_names_a_language_is_it_and_never_the_text(written: str, language: str | None, value: str) -> None:
    field = written.split()[1]
    assert edit(written, ("xx",)) == Edit(12, field, language, value)


@pytest.mark.parametrize(
    "written", ["12 text en", "12 text EN", "12 title en Foo", "12 text en\nFoo", "12 text Foo\nBar", "12 text eng"]
)
def test_what_looks_like_a_language_and_is_none_is_refused_by_its_name(written: str) -> None:
    with pytest.raises(DeskError) as refused:
        edit(written)
    assert (refused.value.kind, refused.value.values["word"]) == ("language", written.split()[2])


def test_a_language_by_its_name() -> None:
    assert [languages.read(word) for word in ("Қазақша", " русский ", "KK")] == ["kk", "ru", "kk"]
    with pytest.raises(DeskError, match="language"):
        languages.read("латынша")


@pytest.mark.parametrize("words", [[], ["twelve"], ["12", "13"], ["12", "please"]])
def test_one_briefing_is_named_and_nothing_else(words: list[str]) -> None:
    with pytest.raises(DeskError, match="form"):
        number(words, "/archive 12")


@pytest.mark.parametrize("word", ["12", "#12", "№12", "/b12", "B12"])
def test_a_briefings_number_is_read_as_it_is_shown(word: str) -> None:
    assert number([word], "/card 12") == 12
