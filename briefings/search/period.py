"""«2025», «қыркүйек 2025», «29 октября 2025 года»: the time that a query names."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from briefings.language import kazakh, russian
from briefings.partial_date import PartialDate

if TYPE_CHECKING:
    from collections.abc import Sequence

_MONTHS: Final = (
    "қаңтар январь january|ақпан февраль february|наурыз март march|сәуір апрель april|мамыр май may|маусым июнь june|"
    "шілде июль july|тамыз август august|қыркүйек сентябрь september|қазан октябрь october|қараша ноябрь november|"
    "желтоқсан декабрь december"
)
_YEAR_WORDS: Final = frozenset("ж г жыл год".split())  # noqa: SIM905 - as it is read
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_ENDING: Final = re.compile(r"\D.*")  # 2025-тің, 2025-го


@lru_cache(maxsize=1)
def _month_stems() -> dict[str, int]:
    found: dict[str, int] = {}
    for number, names in enumerate(_MONTHS.split("|"), start=1):
        for name in names.split():
            found[name] = number
            found[kazakh.stem(name)] = number
    return found


def _month(word: str) -> int | None:
    """The month that a word names in any form; «май» but no other word of its stem."""
    stems = _month_stems()
    kk = stems.get(kazakh.stem(word))
    if kk is not None:
        return kk
    return next((stems[lemma] for lemma in russian.stems(word) if lemma in stems), None)


def is_year_word(word: str) -> bool:
    """Whether a word only says that a year is one: «жылғы», «года», «г»."""
    return word in _YEAR_WORDS or kazakh.stem(word) == "жыл" or word.startswith("жылғы") or "год" in russian.stems(word)


def find(words: Sequence[str]) -> tuple[PartialDate, int, int] | None:
    """The first time named in normalised words, and which of them name it (from, to).

    >>> str(find(["саммит", "2025", "жылғы", "29", "қазанда"])[0])
    '2025-10-29'
    """
    for at, word in enumerate(words):
        if _YEAR.fullmatch(_ENDING.sub("", word)) and (word.isdecimal() or "-" in word):
            return _around(words, at, int(word[:4]))
    return None


def _around(words: Sequence[str], at: int, year: int) -> tuple[PartialDate, int, int]:
    """What stands beside a year: the word for «year», a month, a day."""
    start, end = at, at + 1
    while end < len(words) and is_year_word(words[end]):
        end += 1
    month = day = None
    if start and (month := _month(words[start - 1])):  # қыркүйек 2025, 29 октября 2025
        start -= 1
        if start and (day := _day(words[start - 1])):
            start -= 1
    elif end < len(words):  # 2025 жылғы 29 қазан, 2025 қыркүйек
        skip = 1 if _day(words[end]) and end + 1 < len(words) else 0
        if month := _month(words[end + skip]):
            day = _day(words[end]) if skip else None
            end += skip + 1
    try:
        return PartialDate.parse("-".join(f"{part:02}" for part in (year, month, day) if part)), start, end
    except ValueError:  # 31 September
        return PartialDate(year, month), start, end


def _day(word: str) -> int | None:
    return int(word) if word.isdecimal() and len(word) < 3 and 1 <= int(word) <= 31 else None
