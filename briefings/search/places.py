"""The order of the index: newest first, as `briefings.library` orders them, in one whole number.

The date's digits, then the briefing's number, so that an index by this number is read from its end and left as soon as
a page is full, and a period is a stretch of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from briefings.partial_date import PartialDate

_NUMBER_BITS: Final = 31  # of a briefing's number
_MONTH, _YEAR = 32, 32 * 13  # a day of the month is below 32; month 0 is a year alone
FIRST: Final = 0
LAST: Final = (1 << 62) - 1


def place_of(date: PartialDate | None, number: int) -> int:
    """Where a briefing of this date and number stands; one without a date before all others."""
    return _day(date) << _NUMBER_BITS | number


def number_at(place: int) -> int:
    """The briefing's number."""
    return place & (1 << _NUMBER_BITS) - 1


def year_at(place: int) -> int:
    """The year of the briefing there, 0 where it has no date."""
    return (place >> _NUMBER_BITS) // _YEAR


def span(date: PartialDate) -> tuple[int, int]:
    """The first and the last place of a day, a month or a year; what is dated less precisely is not in it."""
    first = _day(date)
    days = 1 if date.day else _MONTH if date.month else _YEAR
    return first << _NUMBER_BITS, ((first + days) << _NUMBER_BITS) - 1


def _day(date: PartialDate | None) -> int:
    return date.year * _YEAR + (date.month or 0) * _MONTH + (date.day or 0) if date else 0
