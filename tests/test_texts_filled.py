"""bot/texts: what is filled in, escaped, counted and dated as each language does."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from bot.texts import LANGUAGES, MissingText, load_texts
from briefings.partial_date import PartialDate

TEXTS = load_texts()


def test_a_missing_text_raises() -> None:
    with pytest.raises(MissingText, match=r"kk\.ftl has no no-such-text"):
        TEXTS["kk"]("no-such-text")


def test_a_placeholder_left_empty_raises() -> None:
    with pytest.raises(MissingText, match=r"ru\.ftl, list-title"):
        TEXTS["ru"]("list-title")


def test_what_is_filled_in_is_escaped() -> None:
    assert TEXTS["ru"]("list-title", topic='<b>&"') == "&lt;b&gt;&amp;&#34;: все обзоры"


def test_markup_that_is_filled_in_is_not_escaped_twice() -> None:
    assert TEXTS["ru"]("list-title", topic=Markup("<i>a &amp; b</i>")) == "<i>a &amp; b</i>: все обзоры"


def test_plain_text_holds_what_was_filled_in_as_it_was() -> None:
    assert TEXTS["ru"].plain("list-title", topic='<b>&"') == '<b>&": все обзоры'


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "всего 1 обзор."),
        (2, "всего 2 обзора."),
        (5, "всего 5 обзоров."),
        (21, "всего 21 обзор."),
        (1.5, "всего 1,5 обзора."),
    ],
)
def test_russian_counts_as_russian_does(number: float, said: str) -> None:
    assert said in TEXTS["ru"]("topic-too-far", count=number, slug="china")


@pytest.mark.parametrize(("number", "said"), [(1, "1"), (2, "2"), (5, "5"), (21, "21"), (1.5, "1,5")])
def test_a_kazakh_noun_stays_singular_behind_any_number(number: float, said: str) -> None:
    assert f"барлығы {said} шолу бар" in TEXTS["kk"]("topic-too-far", count=number, slug="china")


@pytest.mark.parametrize(
    ("language", "date", "said"),
    [
        ("kk", "2025-10-29", "2025 ж. 29 қазан"),
        ("kk", "2021-10", "2021 ж. қазан"),
        ("kk", "2021", "2021 ж."),
        ("ru", "2025-10-29", "29 октября 2025 г."),
        ("ru", "2021-10", "октябрь 2021 г."),
        ("ru", "2021", "2021 г."),
    ],
)
def test_a_date_is_written_as_precisely_as_it_is_known(language: str, date: str, said: str) -> None:
    assert TEXTS[language].date(PartialDate.parse(date)) == said


@pytest.mark.parametrize(
    ("zone", "city"), [("Europe/Kyiv", "Киев"), ("Europe/Kiev", "Киев"), ("Asia/Kolkata", "Калькутта"), ("UTC", "UTC")]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_city_is_called_as_the_language_calls_it_whatever_its_zone_is_called_today(
    language: str, zone: str, city: str
) -> None:
    assert TEXTS[language].city(zone) == city


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_have_a_decimal_comma(language: str) -> None:
    assert TEXTS[language].number(61.2) == "61,2"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_is_there_or_not(language: str) -> None:
    assert (TEXTS[language].has("start"), TEXTS[language].has("no-such-text")) == (True, False)
