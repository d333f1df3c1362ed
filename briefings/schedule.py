"""When the next digest is due, when a chat wants quiet, and how a reader says so. Pure: the clock is an argument.

A chat's clock is read in its IANA zone (`zoneinfo`, so the machine's zone data, read once a zone). Two readings need
a rule, and one sentence gives both: a local time is due *at the first moment when the clock shows it or a later one*.

- A time that comes twice (clocks go back) is due the first time: RFC 5545, 3.3.5; `fold=0` of PEP 495.
- A time that never comes (clocks go forward; Pacific/Apia lost all of 2011-12-30) is due at the first moment after the
  gap: what cron(8) does, so that no digest is left out. RFC 5545 would have 02:30 mean 03:30.

Moments go in aware, in any zone, and come out in UTC. Whatever cannot be understood is a `ValueError` with a sentence.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, Final

from briefings.language.tokens import fold, normalise
from briefings.zones import zone_info

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

MAX_TIMES: Final = 6  # digests a day
_DAYS_AHEAD: Final = 9  # a weekly slot is at most 7 local days off; 8 where clocks went back over midnight since
_TIME: Final = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])")
_DAYS: Final = (
    "mon monday tue tuesday wed wednesday thu thursday fri friday sat saturday sun sunday",
    "mondays mondays tues tuesdays weds wednesdays thurs thursdays fridays fridays saturdays saturdays sundays sundays",
    "дс дүйсенбі сс сейсенбі ср сәрсенбі бс бейсенбі жм жұма сб сенбі жс жексенбі",
    "дүйсенбіде дүйсенбілері сейсенбіде сейсенбілері сәрсенбіде сәрсенбілері бейсенбіде бейсенбілері жұмада жұмалары "
    "сенбіде сенбілері жексенбіде жексенбілері",
    "понедельникам понедельника вторникам вторника средам среду четвергам четверга пятницам пятницу субботам субботу "
    "воскресеньям воскресенья",
    "пн понедельник вт вторник ср среда чт четверг пт пятница сб суббота вс воскресенье",
)
_DAY: Final = {fold(name): place // 2 for names in _DAYS for place, name in enumerate(names.split())}
_SPANS: Final = {
    range(7): "daily, every day, күнделікті, күн сайын, әр күн, әр күні, күнде, ежедневно, каждый день",
    range(
        5
    ): "weekdays, weekday, жұмыс күндері, жұмыс күні, жұмыс күндерінде, по будням, в будни, будни, по будним дням, "
    "в будние дни, будние дни, по рабочим дням, в рабочие дни, рабочие дни",
    range(5, 7): "weekends, weekend, демалыс күндері, демалыс күні, демалыс күндерінде, демалыс, демалыста, выходные, "
    "в выходные, на выходных, по выходным, выходные дни, в выходные дни, по выходным дням",
}
_PHRASES: Final = {fold(said): frozenset(days) for days, words in _SPANS.items() for said in words.split(", ")}
# From one day to another, once the dashes are one. «По» alone begins a list: «пн, по средам».
_FROM_KK: Final = fold("дүйсенбіден сейсенбіден сәрсенбіден бейсенбіден жұмадан сенбіден жексенбіден")
_UNTIL_KK: Final = fold("дүйсенбіге сейсенбіге сәрсенбіге бейсенбіге жұмаға сенбіге жексенбіге")
_GENITIVES: Final = {"среды": 2, "пятницы": 4, "субботы": 5}  # the others are in _DAYS
_ENDS: Final = (
    _DAY | _GENITIVES | {name: day for names in (_FROM_KK, _UNTIL_KK) for day, name in enumerate(names.split())}
)
_END: Final = "(" + "|".join(sorted(_DAY | _GENITIVES, key=len, reverse=True)) + ")"
_RANGES: Final = tuple(
    re.compile(rf"{pattern}(?= |$)")
    for pattern in (
        rf"(?:со?|from) {_END}(?: ?- ?| (?:по|до|to|till|until|through) ){_END}",
        rf"{_END}(?: ?- ?| (?:to|till|until|through) ){_END}",
        f"({_FROM_KK.replace(' ', '|')}) ({_UNTIL_KK.replace(' ', '|')}) {fold('(?:дейін|шейін)')}",
    )
)
_MARKS: Final = str.maketrans(dict.fromkeys("‐‑‒–—−", "-") | {".": ""})  # «пн.–пт.»
WEEKLY: Final = ("weekly", "every week", "апта сайын", "әр апта", "апталық", "еженедельно", "каждую неделю",
                 "раз в неделю")  # fmt: skip
_WEEKLY: Final = tuple(map(fold, WEEKLY))


@dataclass(frozen=True)
class Schedule:
    """The days (0 = Monday … 6 = Sunday) and local times of a chat's digest, in an IANA zone.

    `ValueError` unless there is a day, there are 1 to 6 times, whole minutes, in order, each once, and the zone is
    known and spelled as `canonical_zone` spells it.
    """

    days: frozenset[int]
    times: tuple[dt.time, ...]
    zone: str

    EVERY_DAY: ClassVar[frozenset[int]] = frozenset(range(7))
    WEEKDAYS: ClassVar[frozenset[int]] = frozenset(range(5))

    def __post_init__(self) -> None:
        if not self.days or not self.days <= self.EVERY_DAY:
            raise ValueError(f"a digest needs days from 0 (Monday) to 6 (Sunday), not {sorted(self.days)}")
        if not 1 <= len(self.times) <= MAX_TIMES:
            raise ValueError(f"a digest comes 1 to {MAX_TIMES} times a day, not {len(self.times)}")
        _check_times(*self.times)
        if any(later <= earlier for earlier, later in zip(self.times, self.times[1:], strict=False)):
            raise ValueError("the times of a digest stand in order, each once")
        zone_info(self.zone)


@dataclass(frozen=True)
class QuietHours:
    """From `start` to `end`, local, over midnight if `end` is the earlier; `start` is quiet, `end` no longer.

    They begin the first time the clock shows `start` and end the last time it shows `end`: while it reads a quiet hour
    it is one, also when clocks go back. `ValueError` for times that are equal or not whole minutes, or a wrong zone.
    """

    start: dt.time
    end: dt.time
    zone: str

    def __post_init__(self) -> None:
        _check_times(self.start, self.end)
        if self.start == self.end:
            raise ValueError(f"quiet hours from {self.start:%H:%M} to {self.end:%H:%M} are none")
        zone_info(self.zone)

    def end_after(self, at: dt.datetime) -> dt.datetime:
        """The first moment, in UTC, at or after the aware `at` that is not quiet: `at` itself if it lies outside."""
        at = _utc(at)
        while (end := self._end_around(at)) is not None:  # one night may end inside the next: a gap, or clocks put back
            at = end
        return at

    def _end_around(self, at: dt.datetime) -> dt.datetime | None:
        zone = zone_info(self.zone)
        today = at.astimezone(zone).date()
        for ahead in (-1, 0, 1):  # tomorrow's may have begun before clocks went back over midnight
            first_day, last_day = (today + dt.timedelta(days) for days in (ahead, ahead + (self.end < self.start)))
            begin, _ = _readings(dt.datetime.combine(first_day, self.start), zone)
            _, end = _readings(dt.datetime.combine(last_day, self.end), zone)
            if begin <= at < end:
                return end
        return None


def next_due(schedule: Schedule, after: dt.datetime) -> dt.datetime:
    """The first slot, in UTC, strictly after the aware moment `after`; at most nine local days are looked at.

    Times that fall into one gap are one slot, at its end. `ValueError` if `after` is naive.
    """
    after = _utc(after)
    zone = zone_info(schedule.zone)
    now = after.astimezone(zone).replace(tzinfo=None)
    days = (now.date() + dt.timedelta(ahead) for ahead in range(_DAYS_AHEAD))
    times = (dt.datetime.combine(day, at) for day in days if day.weekday() in schedule.days for at in schedule.times)
    # What the clock has shown already is past. What it has yet to show may be past too, where clocks went back.
    return next(slot for local in times if local > now and (slot := _readings(local, zone)[0]) > after)


def local_day(at: dt.datetime, zone: str) -> dt.date:
    """The calendar day in `zone` at the aware moment `at`. `ValueError` if `at` is naive or the zone unknown."""
    return _utc(at).astimezone(zone_info(zone)).date()


def parse_time(text: str) -> dt.time:
    """Read 9:00, 09:00 or 21.30, hours 0 to 23; else `ValueError` naming the text."""
    match = _TIME.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is not a time from 00:00 to 23:59 such as 9:00 or 21.30")
    return dt.time(int(match[1]), int(match[2]))


def parse_days(words: Sequence[str]) -> frozenset[int]:
    """Read `daily`, `weekdays`, `weekends`, or `weekly` with days, parted by commas or spaces; 0 = Monday.

    Days are English, Kazakh or Russian, short or in full, in any case, the Kazakh ones also without Kazakh letters;
    `mon-fri` and «с пн по пт» are ranges; «weekly» may be left out. `ValueError` names the first word that is none of
    these, or says that no day was given.
    """
    spelled = [word for part in words for word in part.replace(",", " ").split()]
    plain = [fold(normalise(word)).translate(_MARKS) for word in spelled]
    phrase = " ".join(plain)
    if phrase in _PHRASES:
        return _PHRASES[phrase]
    skipped = next((len(weekly.split()) for weekly in _WEEKLY if f"{phrase} ".startswith(f"{weekly} ")), 0)
    if not plain[skipped:]:
        raise ValueError("a weekly digest needs a day such as mon, дс or пн")
    days: set[int] = set()
    while skipped < len(plain):
        named = _range(plain[skipped:])
        if named is None and plain[skipped] not in _DAY:
            raise ValueError(f"{spelled[skipped]!r} is not a day such as mon, дс or пн")
        found, taken = named or ({_DAY[plain[skipped]]}, 1)
        days |= found
        skipped += taken
    return frozenset(days)


def _range(plain: list[str]) -> tuple[set[int], int] | None:
    """The days from one to another, over Sunday too, that these words begin with, and in how many words."""
    phrase = " ".join(plain)
    match = next(filter(None, (pattern.match(phrase) for pattern in _RANGES)), None)
    if match is None:
        return None
    first, last = (_ENDS[name] for name in match.groups())
    days = {(first + ahead) % 7 for ahead in range((last - first) % 7 + 1)}
    return (days, len(match[0].split())) if first != last else None


@lru_cache(maxsize=8192)  # a million chats share few slots
def _readings(local: dt.datetime, zone: ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
    """The first and the last moment, in UTC, when the clock shows the naive `local`; in a gap twice the gap's end."""
    first, last = (local.replace(tzinfo=zone, fold=turn).astimezone(dt.UTC) for turn in (0, 1))
    if first <= last:
        return first, last
    # In a gap `fold=0` counts from the offset before it and so lies behind the jump, `fold=1` ahead of it (PEP 495).
    seconds = range(int(last.timestamp()), int(first.timestamp()) + 1)
    jump = bisect_left(seconds, local, key=lambda s: dt.datetime.fromtimestamp(s, zone).replace(tzinfo=None))
    return (dt.datetime.fromtimestamp(seconds[jump], dt.UTC),) * 2


def _utc(at: dt.datetime) -> dt.datetime:
    if at.utcoffset() is None:
        raise ValueError(f"the moment {at} has no time zone")
    return at.astimezone(dt.UTC)


def _check_times(*times: dt.time) -> None:
    for time in times:
        if time != dt.time(time.hour, time.minute):
            raise ValueError(f"{time} is not a local time in whole minutes")
