"""A time of day as people say it: 08:30, 9-да, «8 вечера», «кешкі 8», «утром в 8:30», «в полдень». Pure."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from briefings.language import fold, normalise
from briefings.schedule import parse_time
from briefings.wish_error import Problem, WishError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_TIME: Final = re.compile(r"([0-9]{1,3}[:.][0-9]{1,3})(?:-\w{1,3})?")  # 09:00, and 09:00-де as Kazakh writes it
_HOUR: Final = re.compile(r"([0-9]{1,2})(?:-\w{1,3})?")  # 9, and 9-да
_LINKS: Final = frozenset(
    map(fold, ["в", "во", "на", "к", "часов", "часа", "час", "ч", "сағат", "at", "in", "the"])
)  # утром в 8, 9 часов вечера
_NOON, _MIDNIGHT = dt.time(12), dt.time(0)
_MOMENTS: Final = {
    fold(name): time
    for time, names in {
        _NOON: "полдень, түсте, талтүсте, тал түсте, noon, midday",
        _MIDNIGHT: "полночь, түн ортасында, түн ортасы, midnight",
    }.items()
    for name in names.split(", ")
}  # which need no hour


@dataclass(frozen=True)
class _Part:
    """A part of the day, by its `hours`, and which of its names stand where."""

    hours: Collection[int]
    behind: str = ""  # the hour that they belong to
    either: str = ""  # before an hour theirs; else of the hour before them
    before: str = ""


_PARTS: Final = (
    _Part(range(12), behind="am"),
    _Part(range(12, 24), behind="pm"),
    _Part(range(1, 12), behind="утра", either="утром таңертең morning", before="таңғы таңертеңгі"),
    _Part(range(11, 19), behind="дня", either="днём күндіз afternoon", before="күндізгі түскі"),
    _Part(range(16, 24), behind="вечера", either="вечером кешке evening", before="кешкі кешкілік"),
    _Part((21, 22, 23, 0, 1, 2, 3, 4, 5), behind="ночи", either="ночью түнде night", before="түнгі"),
)


def _named(*names: tuple[_Part, str]) -> dict[str, _Part]:
    return {fold(name): part for part, listed in names for name in listed.split()}


_ANY: Final = _named(*((part, f"{part.behind} {part.either} {part.before}") for part in _PARTS))
_BEHIND: Final = _named(*((part, part.behind) for part in _PARTS))
_EITHER: Final = _named(*((part, part.either) for part in _PARTS))


def read(said: Sequence[str], position: int) -> tuple[dt.time, int] | None:
    """The time named from `position` on, and by how many words; None: there is none.

    A part of the day says which of the two hours is meant that a clock face shows alike, and is a mere filler beside
    one that says so itself. `WishError` where it has no such hour, or none is said.
    """
    for count in (2, 1):
        moment = _MOMENTS.get(" ".join(fold(normalise(word)) for word in said[position : position + count]))
        if moment is not None:
            return moment, min(count, len(said) - position)
    part = _part(_ANY, said, position)
    at = position if part is None else _behind_links(said, position + 1)
    time, end = _time(said, at), at + 1
    if time is None:
        if part is not None:
            raise WishError(Problem.HOUR, said[position])
        return None
    if part is None:
        word = _behind_links(said, end)
        part = _part(_BEHIND, said, word)
        either = _part(_EITHER, said, word)
        if either is not None and _time(said, _behind_links(said, word + 1)) is None:
            part = either
        end = word + 1 if part is not None else end
    if part is not None:
        time = _in_part(time, part, " ".join(said[position:end]))
    return time, end - position


def _in_part(time: dt.time, part: _Part, phrase: str) -> dt.time:
    """The one of the two hours that the part of the day has; 0 and 13 to 23 are already one of them."""
    hours = (time.hour % 12, time.hour % 12 + 12) if 1 <= time.hour <= 12 else (time.hour,)
    for hour in hours:
        if hour in part.hours:
            return time.replace(hour=hour)
    raise WishError(Problem.CONTRARY, phrase)


def _time(said: Sequence[str], position: int) -> dt.time | None:
    """A single word as a time, or an hour as a whole one."""
    word = said[position] if position < len(said) else ""
    if match := _TIME.fullmatch(word):
        written = match[1]
    elif match := _HOUR.fullmatch(word):
        written = f"{match[1]}:00"
    else:
        return None
    try:
        return parse_time(written)
    except ValueError:
        raise WishError(Problem.TIME, word) from None


def _part(names: dict[str, _Part], said: Sequence[str], position: int) -> _Part | None:
    return names.get(fold(normalise(said[position]))) if position < len(said) else None


def _behind_links(said: Sequence[str], position: int) -> int:
    while position < len(said) and fold(normalise(said[position])) in _LINKS:
        position += 1
    return position
