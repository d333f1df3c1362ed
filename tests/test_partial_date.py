"""Dates as precise as their source."""

from __future__ import annotations

import datetime as dt

import pytest

from briefings.partial_date import PartialDate


@pytest.mark.parametrize("text", ["2025-09-05", "2021-10", "2021", "0001-01-01", "9999-12-31"])
def test_it_writes_a_date_as_precisely_as_it_read_it(text: str) -> None:
    assert str(PartialDate.parse(text)) == text


def test_it_reads_a_day_a_month_or_a_year() -> None:
    assert [PartialDate.parse(text) for text in ("2025-09-05", "2025-09", "2025")] == [
        PartialDate(2025, 9, 5),
        PartialDate(2025, 9),
        PartialDate(2025),
    ]


def test_it_overlooks_spaces_around_a_date() -> None:
    assert PartialDate.parse(" 2025-09 ") == PartialDate(2025, 9)


@pytest.mark.parametrize(
    "text", ["", "05.09.2025", "2025-9-5", "2025-09-05T10:00", "20250905", "-2025", "2025-", "x", "٢٠٢٥"]
)
def test_it_says_how_a_date_is_written(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date such as 2025-09-05, 2025-09 or 2025"):
        PartialDate.parse(text)


@pytest.mark.parametrize("text", ["2025-02-30", "2025-13", "2025-00", "2025-01-00", "0000", "2023-02-29"])
def test_it_refuses_a_day_that_no_calendar_has(text: str) -> None:
    with pytest.raises(ValueError, match="is no day of the calendar"):
        PartialDate.parse(text)


def test_it_knows_leap_years() -> None:
    assert PartialDate.parse("2024-02-29").first_day == dt.date(2024, 2, 29)


@pytest.mark.parametrize(
    ("text", "first"), [("2025", (2025, 1, 1)), ("2025-09", (2025, 9, 1)), ("2025-09-05", (2025, 9, 5))]
)
def test_its_first_day_is_the_earliest_it_may_mean(text: str, first: tuple[int, int, int]) -> None:
    assert PartialDate.parse(text).first_day == dt.date(*first)


def test_it_is_made_of_a_calendar_day() -> None:
    assert PartialDate.of(dt.date(2025, 9, 5)) == PartialDate(2025, 9, 5)


def test_its_text_sorts_as_its_time_does() -> None:
    in_time = ["0999", "2021", "2021-01", "2021-01-01", "2021-10", "2021-10-31", "2022"]
    assert sorted(str(PartialDate.parse(text)) for text in reversed(in_time)) == in_time
