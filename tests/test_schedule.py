"""When a digest is due: days, times, zones and clocks that are changed."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from helpers_schedule import DAILY, FRI, MON, SAT, SUN, THU, TUE, WED, times, utc

from briefings import schedule as module
from briefings.schedule import QuietHours, Schedule, local_day, next_due


def due(days: frozenset[int], at: str, zone: str, after: str) -> dt.datetime:
    return next_due(Schedule(days, times(at), zone), utc(after))


def slots(schedule: Schedule, after: dt.datetime, count: int) -> list[dt.datetime]:
    found: list[dt.datetime] = []
    for _ in range(count):
        found.append(next_due(schedule, found[-1] if found else after))
    return found


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


# --- what a schedule may be -------------------------------------------------------------------------------------------


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
