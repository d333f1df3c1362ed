"""For how long, as people say it: 7, «7 дней», «бір апта», «на две недели», "a month". Pure."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from briefings.language import fold, normalise, word_stems

_UNITS: Final = {
    1: "күн тәулік день дн сутки day days",
    7: "апта неделя нед week weeks",
    30: "ай месяц мес month months",
    365: "жыл год year years",
}
_NUMBERS: Final = {
    1: "бір один a one",
    2: "екі два двое two",
    3: "үш три трое three",
    4: "төрт четыре four",
    5: "бес пять five",
    6: "алты шесть six",
    7: "жеті семь seven",
    8: "сегіз восемь eight",
    9: "тоғыз девять nine",
    10: "он десять ten",
}
_FOR: Final = ("на", "for")
_LONGEST: Final = 9  # digits: more are no duration
_GLUED: Final = re.compile(r"(?<=[0-9])-?(?=[^\W\d_])")  # 7дней, 7-күн


def days(said: str) -> int | None:
    """How many days these words are, a week being seven, a month 30, a year 365; None where they are no duration."""
    words = [word.rstrip(".") for word in _GLUED.sub(" ", said).split()]
    if words and words[0].casefold() in _FOR:
        del words[0]
    if not 1 <= len(words) <= 2:
        return None
    count, unit = _number(words[0]), _meaning(words[-1], _units())
    if len(words) == 1:
        return count if unit is None else unit
    return None if count is None or unit is None else count * unit


def _number(word: str) -> int | None:
    if word.isascii() and word.isdecimal():
        return int(word) if len(word) <= _LONGEST else None
    return _meaning(word, _numbers())


def _meaning(word: str, meanings: dict[str, int]) -> int | None:
    return next((meanings[stem] for stem in _stems(word) if stem in meanings), None)


@cache
def _units() -> dict[str, int]:
    return _by_stem(_UNITS)


@cache
def _numbers() -> dict[str, int]:
    return _by_stem(_NUMBERS)


def _by_stem(names: dict[int, str]) -> dict[str, int]:
    return {stem: meant for meant, words in names.items() for word in words.split() for stem in _stems(word)}


def _stems(word: str) -> list[str]:
    """Also without Kazakh letters: «бир» is «бір»."""
    return [fold(stem) for stem in word_stems(normalise(word))]
