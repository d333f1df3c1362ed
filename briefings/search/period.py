"""«2025», «қыркүйек 2025», «29 октября 2025 года», 05.09.2025, «5 қыркүйек»: the time that a query names."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from briefings.language import fold, is_russian, kazakh, russian
from briefings.language.rough import rough_key, rough_keys
from briefings.partial_date import PartialDate

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAMES: Final = (
    "қаңтар январь january|ақпан февраль february|наурыз март march|сәуір апрель april|мамыр май may|маусым июнь june|"
    "шілде июль july|тамыз август august|қыркүйек сентябрь september|қазан октябрь october|қараша ноябрь november|"
    "желтоқсан декабрь december"
)
CACHED_WORDS: Final = 5_000
_YEAR_WORDS: Final = frozenset("ж г жыл год".split())  # noqa: SIM905 - as it is read
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_JOINTS: Final = frozenset("-./")  # between the parts of a date in digits
_ENDING: Final = re.compile(r"\D.*")  # 2025-тің, 2025-го


class Anniversary(NamedTuple):
    """A day of whatever year: «5 қыркүйек»."""

    month: int
    day: int


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    """By name, by its Kazakh stem, and as it is typed without Kazakh letters: казан."""
    found: dict[str, int] = {}
    for number, names in enumerate(_NAMES.split("|"), start=1):
        for name in names.split():
            found |= dict.fromkeys((name, kazakh.stem(name), fold(name)), number)
    return found


@lru_cache(maxsize=1)
def _rough_months() -> dict[str, int]:
    return {rough_key(name): number for name, number in _months().items() if not name.isascii()}


@lru_cache(maxsize=CACHED_WORDS)
def month_of(word: str) -> int | None:
    """The month, 1-12, that a normalised word names in any form; «май» but no other word of its stem.

    What is typed without Kazakh letters is a month unless it is a Russian word: not in «Казани».

    >>> month_of("қыркүйекте"), month_of("сентября"), month_of("казанда"), month_of("казани"), month_of("майор")
    (9, 9, 10, None, None)
    """
    months = _months()
    for spelled in (word, kazakh.stem(word), *russian.stems(word)):
        if spelled in months:
            return months[spelled]
    typed = () if word.isascii() or is_russian(word) else rough_keys(word)
    return next((_rough_months()[key] for key in typed if key in _rough_months()), None)


def is_year_word(word: str) -> bool:
    """Whether a word only says that a year is one: «жылғы», «года», «г»."""
    return (
        word in _YEAR_WORDS
        or kazakh.stem(word) == "жыл"
        or fold(word).startswith("жылгы")
        or "год" in russian.stems(word)
    )


def find(words: Sequence[str], joints: Sequence[str] = ()) -> tuple[PartialDate | Anniversary, int, int] | None:
    """The first time named in normalised words, and which of them name it (from, to).

    `joints`: what stands in the text between each word and the next. What has a year goes before what has none.

    >>> str(find(["саммит", "2025", "жылғы", "29", "қазанда"])[0]), str(find(["5", "09", "2025"], "..")[0])
    ('2025-10-29', '2025-09-05')
    """
    for at, word in enumerate(words):
        if _YEAR.fullmatch(_ENDING.sub("", word)) and (word.isdecimal() or "-" in word):
            return _in_digits(words, joints, at) or _around(words, at, int(word[:4]))
    for at, (before, after) in enumerate(pairwise(words)):
        day, month = day_of(before), month_of(after)
        if day and month:
            return Anniversary(month, day), at, at + 2
    return None


def _in_digits(words: Sequence[str], joints: Sequence[str], at: int) -> tuple[PartialDate, int, int] | None:
    """2025-09-05, 2025/09, 05.09.2025, 09.2025: what is joined to the year at this place, on one side of it."""
    for step in (1, -1):
        parts, here = [words[at][:4]], at
        while len(parts) < 3:
            there, joint = here + step, min(here, here + step)
            if not (0 <= there < len(words) and joint < len(joints) and joints[joint] in _JOINTS):
                break
            if day_of(words[there]) is None:
                break
            parts.append(words[there].zfill(2))
            here = there
        try:
            date = PartialDate.parse("-".join(parts))
        except ValueError:  # 2023-24
            continue
        if date.month:
            start, end = min(at, here), max(at, here) + 1
            while end < len(words) and is_year_word(words[end]):
                end += 1
            return date, start, end
    return None


def _around(words: Sequence[str], at: int, year: int) -> tuple[PartialDate, int, int]:
    """What stands beside a year: the word for «year», a month, a day."""
    start, end = at, at + 1
    while end < len(words) and is_year_word(words[end]):
        end += 1
    month = day = None
    if start and (month := month_of(words[start - 1])):  # қыркүйек 2025, 29 октября 2025
        start -= 1
        if start and (day := day_of(words[start - 1])):
            start -= 1
    elif end < len(words):  # 2025 жылғы 29 қазан, 2025 қыркүйек
        skip = 1 if day_of(words[end]) and end + 1 < len(words) else 0
        if month := month_of(words[end + skip]):
            day = day_of(words[end]) if skip else None
            end += skip + 1
    try:
        return PartialDate.parse("-".join(f"{part:02}" for part in (year, month, day) if part)), start, end
    except ValueError:  # 31 September
        return PartialDate(year, month), start, end


def day_of(word: str) -> int | None:
    """The day of a month, 1-31, that a number may be."""
    return int(word) if word.isdecimal() and len(word) < 3 and 1 <= int(word) <= 31 else None
