"""`/add` in one message, as an editor writes it on a phone; what is wrong is named."""

from __future__ import annotations

import pytest

from briefings.catalogue import Catalogue, TopicEntry
from briefings.desk.errors import DeskError
from briefings.desk.form import DraftText
from briefings.desk.notation import read_add
from briefings.desk.sketches import Sketch
from briefings.partial_date import PartialDate

CATALOGUE = Catalogue(
    (
        TopicEntry("china", "🇨🇳", "countries", {"kk": "Қытай", "ru": "Китай"}, {"kk": ("ҚХР",), "ru": ("КНР",)}),
        TopicEntry("eu", "🇪🇺", "countries", {"kk": "Еуропалық одақ", "ru": "ЕС"}, {}),
        TopicEntry("water", "💧", "subjects", {"kk": "Су", "ru": "Вода"}, {}),
    )
)
BODY = "Президент барды\nКездесу өтті."


def refused(text: str) -> tuple[str, str]:
    """The kind of refusal, and the word that it names."""
    with pytest.raises(DeskError) as error:
        read_add(text, CATALOGUE)
    return error.value.kind, str(error.value.values.get("word", ""))


def test_topics_language_title_text_details_and_source() -> None:
    text = (
        "china water kk\nПрезидент Қытайға барды\nЕкі ел құжатқа қол қойды.\n\nКелесі кездесу – күзде.\n"
        "- 20-дан астам құжат\n- 10 млн тонна\nдереккөз: BAQ.KZ | 2025-09-05 | https://baq.kz/1"
    )
    found = read_add(text, CATALOGUE)
    assert found == Sketch(
        language="kk",
        topics=("china", "water"),
        title="Президент Қытайға барды",
        summary="Екі ел құжатқа қол қойды.\n\nКелесі кездесу – күзде.",
        details=("20-дан астам құжат", "10 млн тонна"),
        source_name="BAQ.KZ",
        source_url="https://baq.kz/1",
        date="2025-09-05",
    )
    draft = found.draft()
    assert draft.topics == ("china", "water")
    assert draft.date == PartialDate(2025, 9, 5)
    assert draft.texts == {"kk": DraftText(found.title, found.summary, found.details)}
    assert Sketch.of_json(found.as_json()) == found


@pytest.mark.parametrize(
    "head",
    [
        "water china ru",
        "Су, Қытайға ru",
        "суды,ҚХР-мен рус",
        "вода, Китаем русский",
        "#water #china RU",
        "/water КНР ru",
    ],
)
def test_topics_by_slug_name_or_alias_in_any_inflection(head: str) -> None:
    found = read_add(f"{head}\nВизит\nВстреча прошла.", CATALOGUE)
    assert (found.topics, found.language) == (("water", "china"), "ru")


@pytest.mark.parametrize("word", ["source", "Source", "дереккөз", "Дереккөзі", "источник", "ИСТОЧНИК "])
def test_the_source_line_in_three_languages(word: str) -> None:
    found = read_add(f"china kk\n{BODY}\n{word}: Хабар 24", CATALOGUE)
    assert (found.source_name, found.source_url, found.date) == ("Хабар 24", None, None)


def test_a_language_that_is_not_named_is_recognised() -> None:
    assert read_add(f"china\n{BODY}", CATALOGUE).language == "kk"
    assert read_add("china\nВизит\nВстреча прошла.", CATALOGUE).language == "ru"
    assert refused("china\nVisit\nThe meeting took place.") == ("language-unclear", "")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", Sketch()),
        (" \n ", Sketch()),
        ("china", Sketch(topics=("china",))),
        ("Еуропалық одақ kk", Sketch("kk", ("eu",))),
        ("ru", Sketch("ru")),
    ],
)
def test_the_first_line_alone_is_a_beginning(text: str, found: Sketch) -> None:
    assert read_add(text, CATALOGUE) == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"atlantis kk\n{BODY}", ("unknown-topic", "atlantis")),
        ("atlantis kk Тақырыбы", ("unknown-topic", "atlantis")),
        ("china ru Заголовок", ("title-below", "")),
        (f"Қытай, су қазақша Тақырыбы осында\n{BODY}", ("title-below", "")),
        ("ru china", ("title-below", "")),
        (f"china орыс kk\n{BODY}", ("unknown-topic", "орыс")),
        (f"china fr\n{BODY}", ("language", "fr")),
        (f"kk\n{BODY}", ("topics-none", "")),
        ("china kk\nТақырыбы", ("text-empty", "")),
        ("china kk\nТақырыбы\n \u200b \n", ("text-empty", "")),
        ("china kk\n\u200b\nМәтін.", ("title-empty", "")),
        (f"china kk\n{'т' * 301}\nМәтін.", ("title-long", "")),
        (f"china kk\nТақырыбы\n{'м' * 20_001}", ("text-long", "")),
        (f"china kk\n{BODY}\nsource:", ("source-empty", "")),
        (f"china kk\n{BODY}\nsource: BAQ.KZ | 2025-02-30 | https://baq.kz", ("date", "2025-02-30")),
        (f"china kk\n{BODY}\nsource: BAQ.KZ | 2025-02-03 | ftp://baq.kz", ("address", "ftp://baq.kz")),
        (f"china kk\n{BODY}\nsource: {'б' * 201}", ("source-long", "")),
        (f"china kk\n{BODY}\nsource: BAQ.KZ | кеше", ("source-form", "кеше")),
        ("china kk\nsource: BAQ.KZ", ("title-empty", "")),
    ],
)
def test_what_is_wrong_is_named(text: str, expected: tuple[str, str]) -> None:
    assert refused(text) == expected


def test_html_is_text() -> None:
    found = read_add("china kk\n<b>Сапар</b> & бата\n<script>alert(1)</script>", CATALOGUE)
    assert (found.title, found.summary) == ("<b>Сапар</b> & бата", "<script>alert(1)</script>")


def test_windows_lines_and_control_characters_are_cleaned() -> None:
    found = read_add("china kk\r\nСа\x00пар\r\nКездесу\x07 өтті.", CATALOGUE)
    assert (found.title, found.summary) == ("Са пар", "Кездесу өтті.")
