"""Quiet hours: they end when the clock of the chat says so."""

from __future__ import annotations

import datetime as dt
import random
from zoneinfo import ZoneInfo

import pytest
from helpers_schedule import CHANGES, times, utc

from briefings.schedule import QuietHours


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
