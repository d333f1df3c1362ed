"""What a reader asks for behind /subscribe: topics, days and times, in English, Kazakh or Russian words. Pure.

Editors name a briefing's topics in the same words.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from briefings import spoken_time
from briefings.language import fold, normalise
from briefings.schedule import MAX_TIMES, WEEKLY, parse_days
from briefings.wish_error import Problem, WishError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefings.catalogue import Catalogue

MOST_WORDS: Final = 100  # every topic by its longest name, all days and times: about 80
_LONGEST_NAME: Final = 9  # words of a topic's name, or «weekly» with all seven days
_PARTED: Final = re.compile(r"[,;\s]+")
_NEAR: Final = 0.7  # of 1: one slip in four letters, two in seven
_KEYWORDS: Final = ("all", "daily", "weekdays", "weekends", "weekly", "барлығы", "күн сайын", "жұмыс күндері",
                    "демалыс күндері", "все", "ежедневно", "будни", "выходные", "еженедельно")  # fmt: skip


def _folded(*spellings: str) -> frozenset[str]:
    return frozenset(map(fold, spellings))


_ALL: Final = _folded(
    *["all", "everything"],
    *["барлығы", "барлық", "бәрі", "барлығына", "бәріне", "барлығынан", "бәрінен", "барлық тақырып"],
    *["барлық тақырыптар", "барлық тақырыпқа", "барлық тақырыптарға", "барлық тақырыптан", "барлық тақырыптардан"],
    *["все", "всё", "всём", "всего", "всех", "все темы", "всех тем", "всех темах"],
)
_WEEKLY: Final = _folded(*WEEKLY)
_BETWEEN_TOPICS: Final = _folded(
    *["and", "on", "about", "from", "the"],
    *["және", "мен", "бен", "пен", "әрі", "да", "де", "та", "те", "туралы", "жайлы"],
    *["и", "а", "также", "в", "во", "на", "о", "об", "обо", "от", "по", "про"],
)
_BETWEEN: Final = _BETWEEN_TOPICS | _folded(
    *["at", "every", "each", "әр", "сайын", "сағат", "күні", "күндері"],
    *["каждый", "каждую", "каждое", "каждые", "час", "часа", "часов"],
)
_HOURLY: Final = _folded("hourly", "ежечасно", "раз в час", "once an hour", "сағатына бір рет")
_EVERY: Final = _folded("every", "each", "каждый", "каждую", "каждые", "әр")
_EVERY_BEHIND: Final = _folded("сайын")
_HOURS: Final = _folded(
    *["hour", "hours", "minute", "minutes", "час", "часа", "часов", "полчаса", "минуту", "минуты", "минут"],
    *["сағат", "сағатта", "минут", "минутта"],
)
_FEW: Final = _folded("two", "three", "four", "два", "три", "четыре", "жарты", "екі", "үш", "төрт")


@dataclass(frozen=True)
class Wish:
    """What was asked for; None: nothing was said of it. With `all_topics` none is named."""

    topics: frozenset[str] | None = None  # slugs
    all_topics: bool = False
    days: frozenset[int] | None = None  # 0 = Monday
    times: tuple[dt.time, ...] | None = None  # in order, each once


@dataclass(frozen=True)
class _Reading:
    """What is read, with how it was said."""

    topics: dict[str, str]  # by slug, in their order
    days: dict[frozenset[int], str]
    times: frozenset[dt.time]
    everything: str


def parse(words: Sequence[str], catalogue: Catalogue, *, topics_only: bool = False) -> Wish:
    """Read topics (by slug, name or alias in any inflection), days and times in any order, parted as people part them.

    `WishError` names the first word that is none of these, or with `topics_only` the first that names no topic; else
    what contradicts itself.
    """
    said = _parted(words)
    if len(said) > MOST_WORDS:
        raise WishError(Problem.LENGTH)
    found = _read(said, catalogue, topics_only=topics_only)
    if len(found.times) > MAX_TIMES:
        raise WishError(Problem.TIMES)
    _refuse_contrary(found.topics, found.days, found.everything)
    days, times = frozenset[int]().union(*found.days), tuple(sorted(found.times))
    return Wish(frozenset(found.topics) or None, bool(found.everything), days or None, times or None)


def named_topics(words: Sequence[str], catalogue: Catalogue) -> tuple[str, ...]:
    """Slugs of the topics that are named, each once, in their order. `WishError`: the first word that names none."""
    found = _read(_parted(words), catalogue, topics_only=True)
    if found.everything:
        raise WishError(Problem.UNKNOWN, found.everything)
    return tuple(found.topics)


def _parted(words: Sequence[str]) -> list[str]:
    return [word for part in words for word in _PARTED.split(part) if word]


def _read(said: list[str], catalogue: Catalogue, *, topics_only: bool) -> _Reading:
    topics: dict[str, str] = {}
    days: dict[frozenset[int], str] = {}
    times: set[dt.time] = set()
    everything, position = "", 0
    between = _BETWEEN_TOPICS if topics_only else _BETWEEN
    while position < len(said):
        taken = 1
        if not topics_only and (hourly := _hourly(said, position)):
            raise WishError(Problem.HOURLY, _words(said, position, hourly))
        if not topics_only and (clock := spoken_time.read(said, position)):
            times.add(clock[0])
            taken = clock[1]
        elif not topics_only and (named := _days(said, position)):
            taken = named[1]
            days[named[0]] = _words(said, position, taken)
        elif phrase := _said(_ALL, said, position):
            everything, taken = _words(said, position, phrase), phrase
        elif not _said(between, said, position, most=1):
            slug, taken = _topic(said, position, catalogue)
            topics[slug] = _words(said, position, taken)
        position += taken
    return _Reading(topics, days, frozenset(times), everything)


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


def _days(said: list[str], position: int) -> tuple[frozenset[int], int] | None:
    """The days named from `position` on, and by how many words."""
    weekly = _said(_WEEKLY, said, position, most=3)
    start = position + weekly
    while weekly and _said(_BETWEEN, said, start, most=1):  # «еженедельно по пятницам»
        start += 1
    for end in range(min(start + _LONGEST_NAME, len(said)), start, -1):
        try:
            return parse_days([*said[position : position + weekly], *said[start:end]]), end - position
        except ValueError:
            continue
    if weekly:
        raise WishError(Problem.DAY, said[position])
    return None


def _hourly(said: list[str], position: int) -> int:
    """By how many words from `position` on a digest every hour, or every few, is asked for."""
    if phrase := _said(_HOURLY, said, position, most=3):
        return phrase
    every = _said(_EVERY, said, position, most=1)
    end = position + every
    if end < len(said) and (said[end].isdecimal() or _said(_FEW, said, end, most=1)):
        end += 1
    hours = _said(_HOURS, said, end, most=1)
    behind = _said(_EVERY_BEHIND, said, end + hours, most=1)
    return end + hours + behind - position if hours and (every or behind) else 0


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
