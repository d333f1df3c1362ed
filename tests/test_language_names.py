"""Which language a word names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefings.language_names import named, spoken

if TYPE_CHECKING:
    from sandbox_driver import Person

KAZAKH = ("қазақша", "Қазақша", "казакша", "қазақ тілі", "қазақ тілінде", "казахский", "казахский язык", "на казахском",
          "по-казахски", "по казахски", "Kazakh", "in Kazakh")  # fmt: skip
RUSSIAN = ("орысша", "орыс тілі", "орыс тілінде", "Русский", "русский язык", "на русском", "на русском языке",
           "по-русски", "RUSSIAN", "Russian language")  # fmt: skip
SHORT = {"kk": ("kk", "KK", "kz", "kaz", "қаз", "каз", "қазақ"), "ru": ("ru", "RUS", "рус", "орыс")}


def test_a_language_is_known_by_its_names_in_three_languages() -> None:
    for text in KAZAKH:
        assert (spoken(text, ("kk", "ru")), named(text, ("kk", "ru"))) == ("kk", "kk"), text
    for text in RUSSIAN:
        assert (spoken(text, ("kk", "ru")), named(text, ("kk", "ru"))) == ("ru", "ru"), text


def test_what_is_short_for_a_language_is_one_only_where_a_language_is_asked_for() -> None:
    for code, texts in SHORT.items():
        assert {named(text, ("kk", "ru")) for text in texts} == {code}
        assert {spoken(text, ("kk", "ru")) for text in texts} == {None}


@pytest.mark.parametrize(
    "text", ["", "на", "язык", "xx", "русский дом", "қазақ хандығы", "казак", "English", "ағылшынша", "🙂"]
)
def test_other_words_name_none_of_ours(text: str) -> None:
    assert named(text, ("kk", "ru")) is None


def test_another_language_needs_no_code() -> None:
    languages = ("kk", "ru", "de")
    assert {named(text, languages) for text in ("de", "DEU", "German", "немецкий", "неміс тілі", "Deutsch")} == {"de"}


def test_what_is_no_language_is_named_by_itself_alone() -> None:
    assert (named("all", ("kk", "all")), named("ALL", ("kk", "all")), named("all", ("kk",))) == ("all", "all", None)


@pytest.mark.parametrize("said", ["русский", "орысша", "рус", "rus", "Russian", "по-русски", "на русском языке"])
async def test_lang_takes_a_language_by_any_name(reader: Person, said: str) -> None:
    (told,) = await reader.says(f"/lang {said}")
    assert told.text.startswith("Язык изменён")
    (told,) = await reader.says("/lang қазақ тілінде")
    assert told.text.startswith("Тіл ауыстырылды")
