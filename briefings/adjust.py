"""What a reader may change about a subscription. Each step names its outcome, so done twice it is as done once.

The steps change the object alone; `Services.edit_subscription` wraps them in a transaction and reckons anew.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from briefings.schedule import MAX_TIMES, QuietHours, Schedule, local_day
from briefings.subscriptions import DEFAULT_TIMES, choose_topics, start, topics_of
from briefings.zones import canonical_zone

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.model import Subscription
    from briefings.wishes import Wish

LONGEST_PAUSE = 365  # days


class LastOne(ValueError):
    """A digest needs a topic, a day and a time: the last of them cannot be dropped."""


class TooManyTimes(ValueError):
    """A digest comes at most `MAX_TIMES` times a day."""


async def follow(session: AsyncSession, subscription: Subscription, wish: Wish, now: dt.datetime) -> None:
    """Subscribe as wished. What is left unsaid stays as it is, or was chosen before the first digest.

    Where a digest has ended, it is the default.
    """
    has_ended = not subscription.active and subscription.seen > 0  # 0: it never began
    if has_ended:
        set_days(subscription, Schedule.EVERY_DAY)
        set_times(subscription, DEFAULT_TIMES)
    if wish.topics is not None or wish.all_topics or has_ended:
        await choose_topics(session, subscription, wish.topics)
    if wish.days is not None:
        set_days(subscription, wish.days)
    if wish.times is not None:
        set_times(subscription, wish.times)
    await start(session, subscription, now)


async def follow_topic(session: AsyncSession, subscription: Subscription, slug: str, now: dt.datetime) -> bool:
    """Subscribe to a topic, beside those that an active subscription holds; False where it holds it already."""
    if subscription.active and _holds(subscription, slug):
        return False
    if subscription.active:
        await hold(session, subscription, slug)
    else:
        await choose_topics(session, subscription, [slug])
    await start(session, subscription, now)
    return True


async def hold(session: AsyncSession, subscription: Subscription, slug: str) -> None:
    """Hold this topic too."""
    if not _holds(subscription, slug):
        await choose_topics(session, subscription, (topics_of(subscription) or frozenset()) | {slug})


async def drop(
    session: AsyncSession, subscription: Subscription, slugs: Collection[str], visible: Collection[str]
) -> bool:
    """Hold these topics no longer; of all topics, those others stay that are `visible`. `LastOne` where none would.

    False where it held none of them.
    """
    held = topics_of(subscription)
    before = frozenset(visible) if held is None else held
    rest = before.difference(slugs)
    if not rest:
        raise LastOne
    if rest == before:
        return False
    await choose_topics(session, subscription, rest)
    return True


def set_days(subscription: Subscription, days: Collection[int]) -> None:
    """Come on these days (0 = Monday). `LastOne` where there is none."""
    if not days:
        raise LastOne
    subscription.days = sorted(days)


def set_times(subscription: Subscription, times: Collection[dt.time]) -> None:
    """Come at these local times. `LastOne` where there is none, `TooManyTimes` where there are too many."""
    if not times:
        raise LastOne
    if len(times) > MAX_TIMES:
        raise TooManyTimes
    subscription.times = [f"{time:%H:%M}" for time in sorted(times)]


def times_of(subscription: Subscription) -> frozenset[dt.time]:
    """When it comes."""
    return frozenset(map(dt.time.fromisoformat, subscription.times))


def set_zone(subscription: Subscription, zone: str) -> None:
    """Read its clock in this zone. `ValueError` unless it is spelled as `canonical_zone` spells it."""
    if canonical_zone(zone) != zone:
        raise ValueError(f"{zone!r} is no time zone")
    subscription.zone = zone


def set_quiet_hours(subscription: Subscription, hours: tuple[dt.time, dt.time] | None) -> None:
    """Let alerts wait from the first time to the second; None: never. `ValueError` for hours that are none."""
    if hours is None:
        subscription.quiet_from = subscription.quiet_until = None
    else:
        quiet = QuietHours(*hours, subscription.zone)
        subscription.quiet_from, subscription.quiet_until = f"{quiet.start:%H:%M}", f"{quiet.end:%H:%M}"


def pause(subscription: Subscription, days: int, now: dt.datetime) -> None:
    """Send nothing today and on the `days - 1` after it: it goes on when a local day begins.

    Without a subscription too, since broadcasts come without one. `ValueError` unless it has 1 to `LONGEST_PAUSE` days.
    """
    if not 1 <= days <= LONGEST_PAUSE:
        raise ValueError(f"a pause has 1 to {LONGEST_PAUSE} days, not {days}")
    day = local_day(now, subscription.zone) + dt.timedelta(days=days)
    subscription.paused_until = dt.datetime.combine(day, dt.time(), ZoneInfo(subscription.zone)).astimezone(dt.UTC)


def _holds(subscription: Subscription, slug: str) -> bool:
    held = topics_of(subscription)
    return held is None or slug in held
