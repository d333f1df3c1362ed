"""What a reader asks for behind /subscribe: topics, days and times, in English, Kazakh or Russian words. Pure."""

from __future__ import annotations

import datetime as dt
import enum
import re
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from briefings.language import fold, normalise
from briefings.schedule import MAX_TIMES, parse_days, parse_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefings.catalogue import Catalogue

MOST_WORDS: Final = 100  # every topic by its longest name, all days and times: about 80
LONGEST_SHOWN: Final = 32  # characters of a word that is quoted back
_LONGEST_NAME: Final = 9  # words of a topic's name, or «weekly» with all seven days
_TIME_LIKE: Final = re.compile(r"([0-9]{1,3}[:.][0-9]{1,3})(?:-\w{1,3})?")  # 09:00, and 09:00-де as Kazakh writes it
_HOUR: Final = re.compile(r"([0-9]{1,2})(?:-\w{1,3})?")  # 9, and 9-да
_PARTED: Final = re.compile(r"[,;\s]+")
_NEAR: Final = 0.7  # of 1: one slip in four letters, two in seven
_KEYWORDS: Final = ("all", "daily", "weekdays", "weekly", "барлығы", "күн сайын", "все", "ежедневно", "еженедельно")


def _folded(*spellings: str) -> frozenset[str]:
    return frozenset(map(fold, spellings))


_ALL: Final = _folded(
    "all", "барлығы", "барлық", "бәрі", "барлық тақырып", "барлық тақырыптар", "все", "всё", "все темы"
)
_WEEKLY: Final = _folded("weekly", "апталық", "еженедельно", "апта сайын")
_MORNING: Final = _folded("утра", "утром", "таңғы", "таңертең", "am")
_EVENING: Final = _folded("вечера", "вечером", "дня", "кешкі", "кешкілік", "кешке", "pm")
_BETWEEN: Final = _folded(
    "and",
    "at",
    "on",
    "every",
    "және",
    "сағат",
    "күні",
    "күндері",
    "и",
    "в",
    "во",
    "на",
    "о",
    "по",
    "каждый",
    "каждую",
    "каждое",
)


class Problem(enum.StrEnum):
    """Why a wish is not understood; each has its sentence."""

    UNKNOWN = "unknown"  # neither a topic nor a day nor a time
    TIME = "time"  # written like a time, but none
    TIMES = "times"  # more than MAX_TIMES
    DAY = "day"  # weekly, but no day
    CONTRARY = "contrary"  # one thing holds the other: every day and Monday, all topics and one
    LENGTH = "length"  # more than MOST_WORDS


class WishError(ValueError):
    """The wish is not understood because of `word` (cut where it is long; empty where it is about no word)."""

    def __init__(self, problem: Problem, word: str = "") -> None:
        """Keep a word short enough to be quoted."""
        self.problem = problem
        self.word = shortened(word)
        super().__init__(f"{problem}: {self.word}")


@dataclass(frozen=True)
class Wish:
    """What was asked for; None: nothing was said of it. With `all_topics` none is named."""

    topics: frozenset[str] | None = None  # slugs
    all_topics: bool = False
    days: frozenset[int] | None = None  # 0 = Monday
    times: tuple[dt.time, ...] | None = None  # in order, each once


def parse(words: Sequence[str], catalogue: Catalogue, *, topics_only: bool = False) -> Wish:
    """Read topics (by slug, name or alias in any inflection), days and times in any order, parted as people part them.

    `WishError` names the first word that is none of these, or with `topics_only` the first that names no topic; else
    what contradicts itself.
    """
    said = [word for part in words for word in _PARTED.split(part) if word]
    if len(said) > MOST_WORDS:
        raise WishError(Problem.LENGTH)
    topics: dict[str, str] = {}  # slugs, and days, with how they were said
    days: dict[frozenset[int], str] = {}
    times: set[dt.time] = set()
    everything, position = "", 0
    while position < len(said):
        taken = 1
        if not topics_only and (clock := _clock(said, position)):
            times.add(clock[0])
            taken = clock[1]
        elif not topics_only and (named := _days(said, position)):
            taken = named[1]
            days[named[0]] = _words(said, position, taken)
        elif phrase := _said(_ALL, said, position):
            everything, taken = _words(said, position, phrase), phrase
        elif not _said(_BETWEEN, said, position, most=1):
            slug, taken = _topic(said, position, catalogue)
            topics[slug] = _words(said, position, taken)
        position += taken
    if len(times) > MAX_TIMES:
        raise WishError(Problem.TIMES)
    _refuse_contrary(topics, days, everything)
    together = frozenset[int]().union(*days)
    return Wish(frozenset(topics) or None, bool(everything), together or None, tuple(sorted(times)) or None)


def _refuse_contrary(topics: dict[str, str], days: dict[frozenset[int], str], everything: str) -> None:
    """Of two things of which one holds the other nobody knows which was meant."""
    for topic in topics.values():
        if everything:
            raise WishError(Problem.CONTRARY, f"{everything}, {topic}")
    for one, other in combinations(days, 2):
        if one < other or other < one:
            raise WishError(Problem.CONTRARY, f"{days[one]}, {days[other]}")


def _words(said: list[str], position: int, taken: int) -> str:
    return " ".join(said[position : position + taken])


def shortened(word: str) -> str:
    """A word that somebody wrote, short enough to be quoted back."""
    return word if len(word) <= LONGEST_SHOWN else word[: LONGEST_SHOWN - 1] + "…"


def is_topic(word: str, alone: Catalogue) -> bool:
    """Whether a word, whatever stands beside it, asks for the topic `alone` in its catalogue, and for nothing else.

    Between two hours: «дня» and «утра» belong to the one before, «кешкі» to the one behind.
    """
    (topic,) = alone.topics
    try:
        return parse(["9", word, "10"], alone) == Wish(frozenset({topic.slug}), times=(dt.time(9), dt.time(10)))
    except WishError:
        return False


def near(word: str, catalogue: Catalogue, language: str, limit: int = 3) -> list[str]:
    """What the unknown word may have been meant to be, nearest first: topics by their names, and our own words."""
    spellings: dict[str, str] = {_plain(keyword): keyword for keyword in _KEYWORDS}
    for topic in catalogue.topics:
        aliases = [alias for each in topic.aliases.values() for alias in each]
        spellings |= {_plain(name): topic.name(language) for name in (*aliases, *topic.names.values(), topic.slug)}
    return list(dict.fromkeys(spellings[spelling] for spelling in nearest(_plain(word), spellings)))[:limit]


def nearest(word: str, spellings: Iterable[str]) -> list[str]:
    """The spellings that a word with a slip of the finger may be, nearest first: letters left out, added, swapped."""
    found = process.extract(word, list(spellings), scorer=OSA.normalized_similarity, score_cutoff=_NEAR, limit=None)
    return [spelling for spelling, _, _ in found]


def _plain(text: str) -> str:
    return fold(normalise(text))


def _time(word: str) -> dt.time | None:
    match = _TIME_LIKE.fullmatch(word)
    if match is None:
        return None
    try:
        return parse_time(match[1])
    except ValueError:
        raise WishError(Problem.TIME, word) from None


def _clock(said: list[str], position: int) -> tuple[dt.time, int] | None:
    """The time named from `position` on, and by how many words: 08:30, 9, «8 вечера», «кешкі 8»."""
    if time := _time(said[position]):
        return time, 1
    part = _said(_MORNING | _EVENING, said, position, most=1)  # of the day, as Kazakh puts it: before the hour
    match = _HOUR.fullmatch(said[position + part]) if position + part < len(said) else None
    if match is None:
        return None
    behind = 0 if part else _said(_MORNING | _EVENING, said, position + 1, most=1)
    word = said[position if part else position + 1] if part or behind else ""
    hour = int(match[1]) + 12 * (_plain(word) in _EVENING and int(match[1]) < 12)
    if hour > 23:
        raise WishError(Problem.TIME, said[position + part])
    return dt.time(hour), 1 + part + behind


def _days(said: list[str], position: int) -> tuple[frozenset[int], int] | None:
    """The days named from `position` on, and by how many words."""
    for end in range(min(position + _LONGEST_NAME, len(said)), position, -1):
        try:
            return parse_days(said[position:end]), end - position
        except ValueError:
            continue
    if _said(_WEEKLY, said, position):
        raise WishError(Problem.DAY, said[position])
    return None


def _said(phrases: frozenset[str], said: list[str], position: int, most: int = 2) -> int:
    """How many words (at most `most`) from `position` on are one of these phrases."""
    for count in range(most, 0, -1):
        taken = said[position : position + count]
        if " ".join(map(_plain, taken)) in phrases:
            return len(taken)
    return 0


def _topic(said: list[str], position: int, catalogue: Catalogue) -> tuple[str, int]:
    """The topic named from `position` on, by as many words as there can be, and how many."""
    for end in range(min(position + _LONGEST_NAME, len(said)), position, -1):
        topic = catalogue.named_by(" ".join(said[position:end]))
        if topic is not None:
            return topic.slug, end - position
    raise WishError(Problem.UNKNOWN, said[position])
