"""PURE: whether a sentence has the kind of thing that a question asks for: a number, a date, a name, a reason."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from briefings.language import words
from briefings.search.asked import Wanted, asked_by
from briefings.search.period import day_of, is_year_word, month_of

FITS: Final = 0.4  # what having it is worth
PRECISE: Final = 0.1  # and having it precisely: a sum, a day, and no mere number or year

_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_MULTIPLE: Final = re.compile(r"\d[\d–-]*\s?есе\b|\bв \d[\d–-]*\s?раз\b")  # how many times as much is not how much
_FIGURE: Final = re.compile(r"(?<![\w+])\d")
_SUM: Final = re.compile(r"\d[\d\s,.–-]*(?:%|(?:мың|млн|млрд|трлн|тыс|тонн|есе|раз|долл|теңге|тенге)\w*)")
_COUNTED: Final = re.compile(
    r"\b(?:екі(?! (?:ел|жақ|тарап|мемлекет))|үш|төрт|бес|алты|жеті|сегіз|тоғыз|жүз|мың|"
    r"дв[ае]|две|три|четыре|пять|шесть|семь|восемь|девять|десять|сто|тысяч|дважды|трижды|вдвое|втрое)\b"
)
_REASON: Final = re.compile(
    r"өйткені|себеб|сондықтан|мақсат|көздеген|үшін|поскольку|потому|так как|причин|чтобы|цель", re.IGNORECASE
)
# What is measured is told by its unit: a price is no other sum, an age no other number of years.
_SMALL: Final = rf"(?:(?<![\d,.])\d{{1,3}}(?:[–-]\d{{1,3}})?|{_COUNTED.pattern})"
_MONEY: Final = r"\d[^.:;]{0,20}(?:долл|теңге|тенге|тг|руб|евро|еуро|юан|[$€₸₽])"
_MEASURED: Final = {
    Wanted.MONEY: re.compile(_MONEY, re.IGNORECASE),
    Wanted.AGE: re.compile(r"\b\d{1,3}(?:-?летн| жас)|(?:исполнил\w+|возраст\w*|жасы) \d", re.IGNORECASE),
    Wanted.PRICE: re.compile(
        rf"(?=.*(?:цен[аыуе]|стоимост|сто[ия]т|обош|обойд|баға|құны|тұрад)).*{_MONEY}", re.IGNORECASE
    ),
    Wanted.YEARS: re.compile(rf"{_SMALL}(?: с \w+)? ?(?:лет|года?\b|жыл)", re.IGNORECASE),
    Wanted.SHARE: re.compile(r"\d\s?(?:%|процент|пайыз)", re.IGNORECASE),
    Wanted.TIMES: re.compile(rf"{_SMALL} ?(?:есе|раз)|вдвое|втрое", re.IGNORECASE),
}
_LABEL: Final = re.compile(r"([^:.]{2,60}):\s")


def label(text: str) -> str:
    """What stands before the colon of a line such as «Риски: долговая зависимость»; empty where there is none."""
    found = _LABEL.match(text)
    return found[1] if found else ""


def worth(text: str, new_words: str, *, names: bool, wanted: Wanted | None) -> float:
    """How much it counts that `text` has what is wanted, 0 where it hasn't.

    `new_words`: those of its words, in lower case, that the question does not name itself; `names`: whether some of
    them are names. A line whose label asks the same («Кто проявил интерес: …») has it.
    """
    head = label(text).split(maxsplit=1)
    if head and wanted is not None and wanted is not Wanted.ANYTHING and asked_by(head[0]) is wanted:
        return FITS + PRECISE
    match wanted:
        case Wanted.NUMBER:
            found = bool(_FIGURE.search(_MULTIPLE.sub(" ", _YEAR.sub(" ", text))) or _COUNTED.search(new_words))
            precise = bool(_SUM.search(text))
        case Wanted.DATE:
            precise = any(map(month_of, new_words.split()))
            found = precise or bool(_YEAR.search(new_words))
            if not found and any(map(is_year_word, new_words.split())):
                return FITS / 2  # «в ближайшие годы»; but «в год», too
            return FITS * found + PRECISE * precise + PRECISE * _has_day(text)
        case Wanted.NAME | Wanted.PERSON:
            found, precise = names, False
        case Wanted.PLACE:
            return FITS / 2 * names  # any name will not be a place's
        case Wanted.REASON:
            found, precise = bool(_REASON.search(text)), False
        case _:
            measure = _MEASURED.get(wanted) if wanted else None
            found = precise = bool(measure and measure.search(text))
    return FITS * found + PRECISE * (found and precise)


def _has_day(text: str) -> bool:
    """Whether it names a day of a month: «29 қазан»."""
    return any(day_of(before.word) and month_of(after.word) for before, after in pairwise(words(text)))
