"""When a digest is due: days, times, zones, clocks that are changed, quiet hours, and how a reader says so."""

from __future__ import annotations

import datetime as dt
import random
from zoneinfo import ZoneInfo

import pytest

from briefings import schedule as module
from briefings.schedule import (
    QuietHours,
    Schedule,
    local_day,
    next_due,
    parse_days,
    parse_time,
)

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
DAILY = Schedule.EVERY_DAY
MINUTE = dt.timedelta(minutes=1)

# Weeks in which a zone's clocks were changed: (zone, a day of that week).
CHANGES = [
    ("Europe/Berlin", "2024-03-31"),
    ("Europe/Berlin", "2024-10-27"),
    ("America/New_York", "2024-11-03"),
    ("America/St_Johns", "2006-10-29"),  # back at 00:01, to the day before
    ("America/Sao_Paulo", "2018-11-04"),  # forward at midnight: the day begins at 01:00
    ("America/Sao_Paulo", "2018-02-18"),  # back at midnight, to the day before
    ("America/Havana", "2024-03-10"),
    ("America/Nuuk", "2024-03-31"),  # forward from 23:00, to the day after
    ("Australia/Lord_Howe", "2024-04-07"),  # by half an hour
    ("Australia/Lord_Howe", "2024-10-06"),
    ("Africa/Cairo", "2024-04-26"),
    ("Asia/Almaty", "2024-03-01"),  # UTC+6 -> UTC+5 for good
    ("Asia/Qostanay", "2024-03-01"),
    ("Pacific/Apia", "2011-12-30"),  # a day left out
    ("Pacific/Kwajalein", "1993-08-21"),  # a day left out
    ("Asia/Kathmandu", "2024-02-29"),  # UTC+5:45, never changed
]


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def times(text: str) -> tuple[dt.time, ...]:
    return tuple(dt.time.fromisoformat(word) for word in text.split())


def due(days: frozenset[int], at: str, zone: str, after: str) -> dt.datetime:
    return next_due(Schedule(days, times(at), zone), utc(after))


def slots(schedule: Schedule, after: dt.datetime, count: int) -> list[dt.datetime]:
    found: list[dt.datetime] = []
    for _ in range(count):
        found.append(next_due(schedule, found[-1] if found else after))
    return found


# --- the next slot --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "at", "zone", "after", "expected"),
    [
        # 2026-11-02 is a Monday. Almaty is UTC+5.
        (DAILY, "09:00", "Asia/Almaty", "2026-11-02 03:59:59", "2026-11-02 04:00"),
        (DAILY, "09:00", "Asia/Almaty", "2026-11-02 04:00:00", "2026-11-03 04:00"),  # strictly after
        (DAILY, "09:00", "Asia/Almaty", "2026-11-02 04:00:00.000001", "2026-11-03 04:00"),
        (DAILY, "09:00 18:30", "Asia/Almaty", "2026-11-02 04:00", "2026-11-02 13:30"),
        (DAILY, "09:00 18:30", "Asia/Almaty", "2026-11-02 13:30", "2026-11-03 04:00"),
        (DAILY, "00:00", "Asia/Almaty", "2026-11-02 18:59", "2026-11-02 19:00"),  # Tuesday has begun in Almaty
        (frozenset({TUE}), "00:00", "Asia/Almaty", "2026-11-02 00:00", "2026-11-02 19:00"),
        (DAILY, "23:59", "Asia/Almaty", "2026-12-31 18:58", "2026-12-31 18:59"),
        (DAILY, "00:00", "Asia/Almaty", "2026-12-31 18:59", "2026-12-31 19:00"),  # New Year
        (Schedule.WEEKDAYS, "09:00", "Asia/Almaty", "2026-11-06 04:00", "2026-11-09 04:00"),  # Friday -> Monday
        (frozenset({MON}), "09:00", "Asia/Almaty", "2026-11-02 04:00", "2026-11-09 04:00"),  # a whole week on
        (frozenset({MON, THU}), "09:00", "Asia/Almaty", "2026-11-02 04:00", "2026-11-05 04:00"),
        (frozenset({SUN}), "09:00", "Asia/Kathmandu", "2026-11-02 00:00", "2026-11-08 03:15"),  # UTC+5:45
        (frozenset({SAT}), "12:00", "Pacific/Kiritimati", "2026-11-06 21:59", "2026-11-06 22:00"),  # UTC+14
        (DAILY, "12:00", "UTC", "2026-11-02 11:00", "2026-11-02 12:00"),
        # Leap day, a Thursday in 2024; none in 2026.
        (DAILY, "09:00", "Asia/Tashkent", "2024-02-28 04:00", "2024-02-29 04:00"),
        (frozenset({THU}), "09:00", "Asia/Tashkent", "2024-02-28 23:00", "2024-02-29 04:00"),
        (DAILY, "09:00", "Asia/Tashkent", "2026-02-28 04:00", "2026-03-01 04:00"),
    ],
)
def test_it_finds_the_first_slot_after_a_moment(
    days: frozenset[int], at: str, zone: str, after: str, expected: str
) -> None:
    assert due(days, at, zone, after) == utc(expected)


@pytest.mark.parametrize(
    ("at", "zone", "after", "expected"),
    [
        # Berlin: 2024-03-31 02:00 (UTC+1) -> 03:00 (UTC+2), at 01:00 UTC.
        ("02:30", "Europe/Berlin", "2024-03-30 12:00", "2024-03-31 01:00"),
        ("02:00", "Europe/Berlin", "2024-03-30 12:00", "2024-03-31 01:00"),
        ("02:59", "Europe/Berlin", "2024-03-31 00:59:59", "2024-03-31 01:00"),
        ("02:30", "Europe/Berlin", "2024-03-31 01:00", "2024-04-01 00:30"),
        ("01:59", "Europe/Berlin", "2024-03-30 12:00", "2024-03-31 00:59"),
        ("03:00", "Europe/Berlin", "2024-03-30 12:00", "2024-03-31 01:00"),
        ("09:00", "Europe/Berlin", "2024-03-30 08:00", "2024-03-31 07:00"),  # 23 hours later
        # Lord Howe: 2024-10-06 02:00 (UTC+10:30) -> 02:30 (UTC+11), at 15:30 UTC the day before.
        ("02:15", "Australia/Lord_Howe", "2024-10-05 12:00", "2024-10-05 15:30"),
        # São Paulo: 2018-11-04 00:00 (UTC-3) -> 01:00 (UTC-2), at 03:00 UTC.
        ("00:00", "America/Sao_Paulo", "2018-11-03 12:00", "2018-11-04 03:00"),
        ("00:30", "America/Sao_Paulo", "2018-11-03 12:00", "2018-11-04 03:00"),
        # Nuuk: 2024-03-30 23:00 (UTC-2) -> 2024-03-31 00:00 (UTC-1), at 01:00 UTC.
        ("23:30", "America/Nuuk", "2024-03-30 12:00", "2024-03-31 01:00"),
        # Toronto: 1919-03-30 23:30 (UTC-5) -> 1919-03-31 00:30 (UTC-4), at 04:30 UTC.
        ("23:45", "America/Toronto", "1919-03-30 12:00", "1919-03-31 04:30"),
        ("00:15", "America/Toronto", "1919-03-30 12:00", "1919-03-31 04:30"),
    ],
)
def test_a_time_that_does_not_exist_is_due_at_the_first_moment_after_the_gap(
    at: str, zone: str, after: str, expected: str
) -> None:
    assert due(DAILY, at, zone, after) == utc(expected)


@pytest.mark.parametrize(
    ("days", "at", "zone", "after", "expected"),
    [
        # Berlin: 2024-10-27 03:00 (UTC+2) -> 02:00 (UTC+1), at 01:00 UTC.
        (DAILY, "02:30", "Europe/Berlin", "2024-10-26 12:00", "2024-10-27 00:30"),
        (DAILY, "02:30", "Europe/Berlin", "2024-10-27 00:30", "2024-10-28 01:30"),
        (DAILY, "02:30", "Europe/Berlin", "2024-10-27 01:05", "2024-10-28 01:30"),  # 02:05 for the second time
        (DAILY, "02:00", "Europe/Berlin", "2024-10-27 00:59:59", "2024-10-28 01:00"),
        (DAILY, "03:00", "Europe/Berlin", "2024-10-27 00:30", "2024-10-27 02:00"),
        (DAILY, "02:10 02:50", "Europe/Berlin", "2024-10-27 00:20", "2024-10-27 00:50"),
        (DAILY, "09:00", "Europe/Berlin", "2024-10-26 07:00", "2024-10-27 08:00"),  # 25 hours later
        # St. John's: 2006-10-29 00:01 (UTC-2:30) -> 2006-10-28 23:01 (UTC-3:30), at 02:31 UTC. Midnight came at 02:30.
        (DAILY, "00:00", "America/St_Johns", "2006-10-29 02:00", "2006-10-29 02:30"),
        (DAILY, "00:00", "America/St_Johns", "2006-10-29 02:45", "2006-10-30 03:30"),  # 23:15 for the second time
        (frozenset({SUN}), "00:00", "America/St_Johns", "2006-10-29 02:45", "2006-11-05 03:30"),  # eight days ahead
        (frozenset({SAT}), "23:30", "America/St_Johns", "2006-10-29 02:45", "2006-11-05 03:00"),
    ],
)
def test_a_time_that_comes_twice_is_due_the_first_time_only(
    days: frozenset[int], at: str, zone: str, after: str, expected: str
) -> None:
    assert due(days, at, zone, after) == utc(expected)


@pytest.mark.parametrize(
    ("days", "at", "zone", "after", "expected"),
    [
        # Almaty: 2024-03-01 00:00 (UTC+6) -> 2024-02-29 23:00 (UTC+5), at 18:00 UTC.
        (DAILY, "09:00", "Asia/Almaty", "2024-02-28 12:00", "2024-02-29 03:00"),
        (DAILY, "09:00", "Asia/Almaty", "2024-02-29 03:00", "2024-03-01 04:00"),  # 25 hours later
        (DAILY, "23:30", "Asia/Almaty", "2024-02-29 03:00", "2024-02-29 17:30"),
        (DAILY, "23:30", "Asia/Almaty", "2024-02-29 17:30", "2024-03-01 18:30"),
        (DAILY, "00:00", "Asia/Almaty", "2024-02-29 17:59", "2024-02-29 19:00"),  # the first one never came
        (frozenset({FRI}), "00:00", "Asia/Almaty", "2024-02-29 12:00", "2024-02-29 19:00"),
        # Moscow left UTC+4 for UTC+3 on 2014-10-26.
        (DAILY, "09:00", "Europe/Moscow", "2014-10-25 05:00", "2014-10-26 06:00"),
    ],
)
def test_it_follows_a_zone_whose_rules_change(
    days: frozenset[int], at: str, zone: str, after: str, expected: str
) -> None:
    assert due(days, at, zone, after) == utc(expected)


@pytest.mark.parametrize(
    ("days", "after", "expected"),
    [
        # Apia went from Thursday the 29th, 24:00 (UTC-10), to Saturday the 31st, 00:00 (UTC+14), at 10:00 UTC.
        (DAILY, "2011-12-29 12:00", "2011-12-29 19:00"),  # Thursday 09:00
        (DAILY, "2011-12-29 19:00", "2011-12-30 10:00"),  # Friday's, at the first moment of Saturday
        (DAILY, "2011-12-30 10:00", "2011-12-30 19:00"),  # Saturday 09:00
        (frozenset({FRI}), "2011-12-23 19:00", "2011-12-30 10:00"),
        (frozenset({FRI}), "2011-12-30 10:00", "2012-01-05 19:00"),
        (frozenset({SAT}), "2011-12-29 12:00", "2011-12-30 19:00"),
    ],
)
def test_a_day_that_a_zone_left_out_is_due_at_the_first_moment_of_the_next(
    days: frozenset[int], after: str, expected: str
) -> None:
    assert due(days, "09:00", "Pacific/Apia", after) == utc(expected)


def test_times_that_fall_into_one_gap_are_one_slot() -> None:
    schedule = Schedule(DAILY, times("02:00 02:30 03:00 03:30"), "Europe/Berlin")
    assert slots(schedule, utc("2024-03-30 12:00"), 3) == [
        utc("2024-03-31 01:00"),
        utc("2024-03-31 01:30"),
        utc("2024-04-01 00:00"),
    ]


def test_it_takes_a_moment_of_any_zone_and_answers_in_utc() -> None:
    after = dt.datetime(2026, 11, 2, 8, 59, tzinfo=ZoneInfo("Asia/Almaty"))
    found = next_due(Schedule(DAILY, times("09:00"), "Asia/Almaty"), after)
    assert (found, found.tzinfo) == (utc("2026-11-02 04:00"), dt.UTC)


def test_it_refuses_a_moment_without_a_zone() -> None:
    schedule, quiet = Schedule(DAILY, times("09:00"), "UTC"), QuietHours(dt.time(22), dt.time(7), "UTC")
    naive = dt.datetime(2026, 11, 2, 9)  # noqa: DTZ001 - the point
    with pytest.raises(ValueError, match="the moment 2026-11-02 09:00:00 has no time zone"):
        next_due(schedule, naive)
    with pytest.raises(ValueError, match="has no time zone"):
        quiet.end_after(naive)
    with pytest.raises(ValueError, match="has no time zone"):
        local_day(naive, "UTC")


def test_it_looks_at_no_more_than_nine_days(monkeypatch: pytest.MonkeyPatch) -> None:
    real, asked = module._readings, list[dt.datetime]()

    def readings(local: dt.datetime, zone: ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
        asked.append(local)
        return real(local, zone)

    monkeypatch.setattr(module, "_readings", readings)
    assert due(frozenset({SUN}), "00:00", "America/St_Johns", "2006-10-29 02:45") == utc("2006-11-05 03:30")
    assert asked == [dt.datetime(2006, 10, 29), dt.datetime(2006, 11, 5)]  # noqa: DTZ001 - local


# --- against a clock that is watched minute by minute ----------------------------------------------------------------


def any_case(dice: random.Random) -> tuple[Schedule, dt.datetime]:
    zone, day = dice.choice(CHANGES)
    days = frozenset(dice.sample(range(7), dice.choice([1, 1, 2, 5, 7])))
    near_midnight_or_change = [0, 1, 29, 30, 59, 60, 90, 119, 120, 150, 180, 1380, 1410, 1439]
    minutes = {dice.choice([*near_midnight_or_change, dice.randrange(1440)]) for _ in range(dice.randint(1, 6))}
    at = tuple(dt.time(minute // 60, minute % 60) for minute in sorted(minutes))
    after = utc(day) + dt.timedelta(seconds=dice.randrange(-9 * 86400, 3 * 86400), microseconds=dice.choice([0, 1]))
    return Schedule(days, at, zone), after


def watch(schedule: Schedule, after: dt.datetime) -> dt.datetime | None:
    """The first minute after `after` when the clock shows a time of the schedule, or a later one, as never before."""
    zone = ZoneInfo(schedule.zone)
    moment = after.replace(second=0, microsecond=0) - dt.timedelta(days=2)
    furthest = moment.astimezone(zone).replace(tzinfo=None)
    while moment < after + dt.timedelta(days=9):
        moment += MINUTE
        shown = moment.astimezone(zone).replace(tzinfo=None)
        reached = [furthest + MINUTE * step for step in range(1, (shown - furthest) // MINUTE + 1)]
        furthest = max(furthest, shown)
        if moment > after and any(at.weekday() in schedule.days and at.time() in schedule.times for at in reached):
            return moment
    return None


def test_the_next_slot_is_later_and_shows_an_allowed_day_and_time_or_ends_a_gap() -> None:
    dice = random.Random(20261102)  # noqa: S311 - repeatable
    gaps = 0
    for _ in range(400):
        schedule, after = any_case(dice)
        found = next_due(schedule, after)
        zone = ZoneInfo(schedule.zone)
        local, before = (at.astimezone(zone).replace(tzinfo=None) for at in (found, found - MINUTE))
        in_gap = local - before > MINUTE
        gaps += in_gap
        assert after < found <= after + dt.timedelta(days=9), (schedule, after)
        assert in_gap or (local.weekday() in schedule.days and local.time() in schedule.times), (schedule, after)
        assert next_due(schedule, found - dt.timedelta(microseconds=1)) == found, (schedule, after)
    assert gaps > 0


@pytest.mark.unmeasured  # much work over lines that other tests cover
def test_no_slot_lies_between_by_a_clock_watched_minute_by_minute() -> None:
    dice = random.Random(3)  # noqa: S311 - repeatable
    for _ in range(40):
        schedule, after = any_case(dice)
        assert next_due(schedule, after) == watch(schedule, after), (schedule, after)


# --- what a schedule may be -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "at", "zone", "sentence"),
    [
        (frozenset(), "09:00", "UTC", r"a digest needs days from 0 \(Monday\) to 6 \(Sunday\), not \[\]"),
        (frozenset({0, 7}), "09:00", "UTC", r"not \[0, 7\]"),
        (frozenset({-1}), "09:00", "UTC", r"not \[-1\]"),
        (DAILY, "", "UTC", "a digest comes 1 to 6 times a day, not 0"),
        (DAILY, "01:00 02:00 03:00 04:00 05:00 06:00 07:00", "UTC", "not 7"),
        (DAILY, "09:00 08:00", "UTC", "in order, each once"),
        (DAILY, "09:00 09:00", "UTC", "in order, each once"),
        (DAILY, "09:00:30", "UTC", "09:00:30 is not a local time in whole minutes"),
        (DAILY, "09:00:00.000001", "UTC", "whole minutes"),
        (DAILY, "09:00+05:00", "UTC", "is not a local time"),
        (DAILY, "09:00", "Europe/Berln", "'Europe/Berln' is not an IANA time zone such as Asia/Almaty"),
        (DAILY, "09:00", "europe/berlin", "is not an IANA time zone"),
        (DAILY, "09:00", "", "is not an IANA time zone"),
    ],
)
def test_a_schedule_that_means_nothing_is_refused(days: frozenset[int], at: str, zone: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        Schedule(days, times(at), zone)


def test_equal_schedules_are_one_key_of_a_cache() -> None:
    assert len({Schedule(frozenset(days), times("09:00"), "UTC") for days in ([0, 1], [1, 0])}) == 1


def test_its_days_have_names() -> None:
    assert frozenset({MON, TUE, WED, THU, FRI}) == Schedule.WEEKDAYS
    assert frozenset({MON, TUE, WED, THU, FRI, SAT, SUN}) == Schedule.EVERY_DAY


# --- quiet hours ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hours", "zone", "at", "end"),
    [
        # Almaty, UTC+5, over midnight: 17:00 UTC to 02:00 UTC.
        ("22:00 07:00", "Asia/Almaty", "2026-11-02 16:59:59", None),
        ("22:00 07:00", "Asia/Almaty", "2026-11-02 17:00", "2026-11-03 02:00"),
        ("22:00 07:00", "Asia/Almaty", "2026-11-02 20:00", "2026-11-03 02:00"),
        ("22:00 07:00", "Asia/Almaty", "2026-11-03 01:59:59.999999", "2026-11-03 02:00"),
        ("22:00 07:00", "Asia/Almaty", "2026-11-03 02:00", None),
        ("13:00 14:00", "Asia/Almaty", "2026-11-02 08:30", "2026-11-02 09:00"),  # within a day
        ("13:00 14:00", "Asia/Almaty", "2026-11-02 09:30", None),
        ("00:00 23:59", "UTC", "2026-11-02 12:00", "2026-11-02 23:59"),
        ("22:00 00:00", "UTC", "2026-11-02 23:00", "2026-11-03 00:00"),
        ("22:00 07:00", "Asia/Tashkent", "2024-02-29 18:00", "2024-03-01 02:00"),
        # Berlin loses 02:00 to 03:00 on 2024-03-31, at 01:00 UTC.
        ("22:00 07:00", "Europe/Berlin", "2024-03-30 23:00", "2024-03-31 05:00"),  # 8 hours, not 9
        ("22:00 02:30", "Europe/Berlin", "2024-03-30 23:00", "2024-03-31 01:00"),
        ("02:30 07:00", "Europe/Berlin", "2024-03-31 00:59", None),
        ("02:30 07:00", "Europe/Berlin", "2024-03-31 01:00", "2024-03-31 05:00"),
        ("02:10 02:50", "Europe/Berlin", "2024-03-31 01:00", None),  # never shown
        ("03:00 02:30", "Europe/Berlin", "2024-03-30 12:00", "2024-04-01 00:30"),  # the open half hour never comes
        # Berlin has 02:00 to 03:00 twice on 2024-10-27, from 00:00 and from 01:00 UTC.
        ("22:00 07:00", "Europe/Berlin", "2024-10-26 23:00", "2024-10-27 06:00"),  # 10 hours
        ("22:00 02:30", "Europe/Berlin", "2024-10-26 23:00", "2024-10-27 01:30"),  # not while it may read 02:00 again
        ("22:00 02:30", "Europe/Berlin", "2024-10-27 01:29", "2024-10-27 01:30"),
        ("02:30 07:00", "Europe/Berlin", "2024-10-27 00:29", None),
        ("02:30 07:00", "Europe/Berlin", "2024-10-27 01:10", "2024-10-27 06:00"),  # begun the first time
        ("02:30 02:15", "Europe/Berlin", "2024-10-26 12:00", "2024-10-28 01:15"),  # one night ends inside the next
        # St. John's: midnight of 2006-10-29 came at 02:30 UTC, then clocks went back to 23:01 at 02:31.
        ("00:00 07:00", "America/St_Johns", "2006-10-29 02:29", None),
        ("00:00 07:00", "America/St_Johns", "2006-10-29 02:45", "2006-10-29 10:30"),
        # Almaty had 23:00 to 24:00 twice on 2024-02-29, from 17:00 and from 18:00 UTC.
        ("23:30 07:00", "Asia/Almaty", "2024-02-29 18:10", "2024-03-01 02:00"),
        # Apia had no 2011-12-30: Thursday's night ends in the gap, at the first moment of Saturday.
        ("22:00 07:00", "Pacific/Apia", "2011-12-30 09:00", "2011-12-30 17:00"),
    ],
)
def test_quiet_hours_end_when_the_chats_clock_says_so(hours: str, zone: str, at: str, end: str | None) -> None:
    start, stop = times(hours)
    quiet = QuietHours(start, stop, zone)
    assert quiet.end_after(utc(at)) == utc(end or at)


def test_it_is_quiet_whenever_the_clock_reads_a_quiet_hour_and_loud_at_the_end() -> None:
    dice = random.Random(22)  # noqa: S311 - repeatable
    for _ in range(400):
        zone, day = dice.choice(CHANGES)
        start, end = (dt.time(minute // 60, minute % 60) for minute in dice.sample(range(1440), 2))
        quiet = QuietHours(start, end, zone)
        at = utc(day) + dt.timedelta(seconds=dice.randrange(-2 * 86400, 2 * 86400))
        shown = at.astimezone(ZoneInfo(zone)).time()
        reads_quiet = start <= shown < end if start < end else shown >= start or shown < end
        over = quiet.end_after(at)
        assert over > at or (over == at and not reads_quiet), (quiet, at)
        assert quiet.end_after(over) == over, (quiet, at)
        assert over == at or quiet.end_after(over - dt.timedelta(microseconds=1)) == over, (quiet, at)


def test_the_end_of_quiet_hours_is_in_utc() -> None:
    at = dt.datetime(2026, 11, 2, 12, tzinfo=ZoneInfo("Asia/Almaty"))
    assert QuietHours(dt.time(22), dt.time(7), "Asia/Almaty").end_after(at).tzinfo is dt.UTC


@pytest.mark.parametrize(
    ("hours", "zone", "sentence"),
    [
        ("22:00 22:00", "UTC", "quiet hours from 22:00 to 22:00 are none"),
        ("22:00:01 07:00", "UTC", "22:00:01 is not a local time in whole minutes"),
        ("22:00 07:00:01", "UTC", "07:00:01 is not a local time in whole minutes"),
        ("22:00 07:00", "Mars/Base", "'Mars/Base' is not an IANA time zone"),
    ],
)
def test_quiet_hours_that_mean_nothing_are_refused(hours: str, zone: str, sentence: str) -> None:
    start, end = times(hours)
    with pytest.raises(ValueError, match=sentence):
        QuietHours(start, end, zone)


# --- days and words -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "zone", "day"),
    [
        ("2026-11-02 18:59", "Asia/Almaty", "2026-11-02"),
        ("2026-11-02 19:00", "Asia/Almaty", "2026-11-03"),
        ("2026-11-02 04:59", "America/New_York", "2026-11-01"),
        ("2024-02-29 18:30", "Asia/Almaty", "2024-02-29"),
        ("2011-12-30 09:59", "Pacific/Apia", "2011-12-29"),
        ("2011-12-30 10:00", "Pacific/Apia", "2011-12-31"),
    ],
)
def test_it_knows_a_chats_own_day(at: str, zone: str, day: str) -> None:
    assert local_day(utc(at), zone) == dt.date.fromisoformat(day)


def test_it_knows_no_day_of_an_unknown_zone() -> None:
    with pytest.raises(ValueError, match="'Nowhere' is not an IANA time zone"):
        local_day(utc("2026-11-02"), "Nowhere")


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [("9:00", 9, 0), ("09:00", 9, 0), ("21.30", 21, 30), ("0:00", 0, 0), ("23:59", 23, 59), (" 7.05 ", 7, 5)],
)
def test_it_reads_a_time_as_people_write_it(text: str, hour: int, minute: int) -> None:
    assert parse_time(text) == dt.time(hour, minute)


@pytest.mark.parametrize(
    "text", ["", "9", "24:00", "12:60", "9:0", "009:00", "9:00pm", "-1:00", "9:00:00", "21,30", "٩:٠٠", "09:00\n10:00"]
)
def test_it_says_how_a_time_is_written(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a time from 00:00 to 23:59 such as 9:00 or 21\.30"):
        parse_time(text)


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("daily", DAILY),
        ("Daily", DAILY),
        ("күнделікті", DAILY),
        ("күн сайын", DAILY),
        ("ежедневно", DAILY),
        ("каждый день", DAILY),
        ("weekdays", Schedule.WEEKDAYS),
        ("жұмыс күндері", Schedule.WEEKDAYS),
        ("Жумыс кундери", Schedule.WEEKDAYS),
        ("по будням", Schedule.WEEKDAYS),
        ("будни", Schedule.WEEKDAYS),
        ("weekly mon", {MON}),
        ("weekly mon,thu", {MON, THU}),
        ("weekly mon, thu , sun", {MON, THU, SUN}),
        ("weekly tue wed", {TUE, WED}),
        ("WEEKLY Friday,SATURDAY", {FRI, SAT}),
        ("weekly mon,mon,дс,пн", {MON}),
        ("апта сайын бейсенбі", {THU}),
        ("апталық жм", {FRI}),
        ("еженедельно пт", {FRI}),
        ("mon,tue,wed,thu,fri,sat,sun", DAILY),
        ("monday,tuesday,wednesday,thursday,friday,saturday,sunday", DAILY),
        ("дс,сс,ср,бс,жм,сб,жс", DAILY),
        ("пн,вт,ср,чт,пт,сб,вс", DAILY),
        ("дүйсенбі сейсенбі сәрсенбі бейсенбі жұма сенбі жексенбі", DAILY),
        ("понедельник вторник среда четверг пятница суббота воскресенье", DAILY),
        ("ср", {WED}),  # the same day in both languages
        ("сб", {SAT}),
        ("дуйсенби,жума", {MON, FRI}),  # typed on a Russian keyboard
        ("бейсенбi", {THU}),  # with a Latin i
        ("ПН,Жұма", {MON, FRI}),
    ],
)
def test_it_reads_days_in_three_languages(words: str, days: set[int]) -> None:
    assert parse_days(words.split()) == days


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("weekly mon,Someday", "Someday"),
        ("weekly weekly", "weekly"),
        ("weekly daily", "daily"),
        ("mon daily", "daily"),
        ("weeklymon", "weeklymon"),
        ("по", "по"),
        ("еженедельно в пт", "в"),
        ("Ертең", "Ертең"),
        ("пн-пт", "пн-пт"),
    ],
)
def test_it_names_the_word_that_is_no_day(words: str, named: str) -> None:
    with pytest.raises(ValueError, match=f"'{named}' is not a day such as mon, дс or пн"):
        parse_days(words.split())


@pytest.mark.parametrize("words", ["", "weekly", "апта сайын", ",", "weekly ,"])
def test_it_asks_for_a_day_where_none_was_given(words: str) -> None:
    with pytest.raises(ValueError, match="a weekly digest needs a day such as mon, дс or пн"):
        parse_days(words.split())


# --- zones ----------------------------------------------------------------------------------------------------------
