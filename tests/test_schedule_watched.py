"""When a digest is due, beside a clock that is watched minute by minute through weeks in which clocks were changed."""

from __future__ import annotations

import datetime as dt
import random
from zoneinfo import ZoneInfo

import pytest
from helpers_schedule import CHANGES, MINUTE, utc

from briefings.schedule import Schedule, next_due


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
