"""Short ways to write schedules and moments, and weeks in which clocks were changed."""

from __future__ import annotations

import datetime as dt

from briefings.schedule import Schedule

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
    """A moment."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def times(text: str) -> tuple[dt.time, ...]:
    """Local times, from «09:00 18:30»."""
    return tuple(dt.time.fromisoformat(word) for word in text.split())
