"""briefings/desk/form.py: what editors type on a phone, read as they mean it, or refused with a reason."""

from __future__ import annotations

import datetime as dt

import pytest

from briefings.catalogue import Catalogue, TopicEntry
from briefings.desk import form
from briefings.desk.errors import DeskError
from briefings.desk.form import DraftText, Source
from briefings.model import TopicGroup
from briefings.partial_date import PartialDate

NOW = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
CATALOGUE = Catalogue(
    (
        TopicEntry("china", "🇨🇳", TopicGroup.COUNTRIES, {"kk": "Қытай", "ru": "Китай"}, {"kk": (), "ru": ("КНР",)}, 0),
        TopicEntry(
            "water", "💧", TopicGroup.SUBJECTS, {"kk": "Су", "ru": "Водные ресурсы"}, {"kk": (), "ru": ("вода",)}, 0
        ),
    )
)


def kind_of(refused: pytest.ExceptionInfo[DeskError]) -> str:
    return refused.value.kind


def test_a_title_is_one_line_without_marks() -> None:
    assert form.read_title("## Визит \x00\n в   Пекин\t") == "Визит в Пекин"


def test_a_body_is_paragraphs_and_details() -> None:
    typed = "Первый\r\nабзац.\n\n\n# Второй.\n- раз\n– два\n• три\n- \n— Речь, сказал он.\n"
    assert form.read_body(typed) == ("Первый абзац.\n\nВторой.\n\n— Речь, сказал он.", ("раз", "два", "три"))


def test_a_body_reads_back_as_it_was() -> None:
    text = DraftText("Т", "Раз.\n\nДва.", ("три", "четыре"))
    assert form.read_body(form.body_of(text)) == (text.summary, text.details)
    assert form.checked(text) == text


@pytest.mark.parametrize(
    ("typed", "source", "date"),
    [
        ("BAQ.KZ", Source("BAQ.KZ"), None),
        ("BAQ.KZ | 2025-09-05 | https://baq.kz/1", Source("BAQ.KZ", "https://baq.kz/1"), PartialDate(2025, 9, 5)),
        ("https://baq.kz/1 | 05.09.2025", Source(None, "https://baq.kz/1"), PartialDate(2025, 9, 5)),
        ("Хабар 24", Source("Хабар 24"), None),
        ("-", Source(), None),
    ],
)
def test_a_source_is_name_date_and_address(typed: str, source: Source, date: PartialDate | None) -> None:
    assert form.read_source(typed) == (source, date)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("", "source-empty"),
        ("2025-09", "source-empty"),
        ("BAQ | KZ", "source-form"),
        ("BAQ | 2025-02-30", "date"),
        ("javascript://x", "address"),
        ("https://", "address"),
        ("https://a b", "address"),
    ],
)
def test_a_wrong_source_is_refused(typed: str, kind: str) -> None:
    with pytest.raises(DeskError) as refused:
        form.read_source(typed)
    assert kind_of(refused) == kind


@pytest.mark.parametrize(
    ("typed", "date"),
    [
        (" 2025-09-05 ", PartialDate(2025, 9, 5)),
        ("5.9.2025", PartialDate(2025, 9, 5)),
        ("2025", PartialDate(2025)),
        ("-", None),
    ],
)
def test_a_date_is_written_either_way(typed: str, date: PartialDate | None) -> None:
    assert form.read_date(typed) == date


@pytest.mark.parametrize("typed", ["2025-02-30", "30.02.2025", "вчера", "", "2025-13", "<b>2025</b>", "9" * 5000])
def test_a_wrong_date_is_named_briefly(typed: str) -> None:
    with pytest.raises(DeskError) as refused:
        form.read_date(typed)
    assert kind_of(refused) == "date"
    assert len(str(refused.value.values["word"])) <= form.WORD_SHOWN


@pytest.mark.parametrize(
    "typed",
    [
        "china water",
        "Қытайға, Водные ресурсы",
        "#china;water",
        "/china\nсу",
        "КНР water china",
        "Қытай мен су",
        "Қытай және су",
        "Китай, и вода",
        "про КНР и водные ресурсы",
    ],
)
def test_topics_are_named_by_slug_or_by_their_names(typed: str) -> None:
    assert form.read_topics(typed, CATALOGUE) == ("china", "water")


@pytest.mark.parametrize(
    ("typed", "kind"),
    [(" , ", "topics-none"), ("и", "topics-none"), ("china atlantis", "unknown-topic"), ("all", "unknown-topic")],
)
def test_wrong_topics_are_refused(typed: str, kind: str) -> None:
    with pytest.raises(DeskError) as refused:
        form.read_topics(typed, CATALOGUE)
    assert kind_of(refused) == kind


@pytest.mark.parametrize("typed", ["2026-11-22 09:00", "22.11.2026 9:00", "2026-11-22T09.00"])
def test_an_embargo_is_by_the_editors_clock(typed: str) -> None:
    assert form.read_moment(typed, "Asia/Almaty", NOW) == dt.datetime(2026, 11, 22, 4, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("завтра", "moment-form"),
        ("2026-12 09:00", "moment-form"),
        ("2026-11-22 25:00", "moment-form"),
        ("2026-11-22", "moment-form"),
        ("2026-11-31 09:00", "moment-date"),
        ("2026-11-21 13:00", "moment-past"),
        ("2028-11-21 13:00", "moment-far"),
        ("2027-03-28 02:30", "moment-skipped"),
    ],
)
def test_a_wrong_embargo_is_refused(typed: str, kind: str) -> None:
    with pytest.raises(DeskError) as refused:
        form.read_moment(typed, "Europe/Berlin", NOW)
    assert kind_of(refused) == kind
