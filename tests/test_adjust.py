"""briefings/adjust.py on both databases: what a reader may change about a subscription, and what is refused."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from helpers_subscriptions import ALMATY, CHAT, made, meet, subscribe, utc
from sqlalchemy import select

from briefings import adjust, subscriptions
from briefings.model import Subscription, Topic
from briefings.wishes import Wish

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefings.store import Store

TOPICS = ("china", "usa", "water")


@pytest.mark.parametrize(
    ("zone", "days", "until"),
    [
        (ALMATY, 1, "2026-11-21T19:00"),
        (ALMATY, 7, "2026-11-27T19:00"),
        (ALMATY, 365, "2027-11-20T19:00"),
        ("America/New_York", 1, "2026-11-22T05:00"),
        ("Pacific/Kiritimati", 1, "2026-11-22T10:00"),
    ],
)
def test_a_pause_ends_when_a_local_day_begins(zone: str, days: int, until: str, now: dt.datetime) -> None:
    subscription = made(zone=zone)
    adjust.pause(subscription, days, now)
    assert subscription.paused_until == utc(until)


@pytest.mark.parametrize("days", [-1, 0, 366, 10**9])
def test_a_pause_has_one_to_365_days(days: int, now: dt.datetime) -> None:
    with pytest.raises(ValueError, match="a pause has 1 to 365 days"):
        adjust.pause(made(), days, now)


def test_a_pause_needs_no_subscription(now: dt.datetime) -> None:
    subscription = made(active=False)
    adjust.pause(subscription, 7, now)
    assert subscription.paused_until == utc("2026-11-27T19:00")


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda found: adjust.set_days(found, []), adjust.LastOne),
        (lambda found: adjust.set_times(found, []), adjust.LastOne),
        (lambda found: adjust.set_times(found, [dt.time(hour) for hour in range(7)]), adjust.TooManyTimes),
        (lambda found: adjust.set_zone(found, "asia/almaty"), ValueError),
        (lambda found: adjust.set_zone(found, "Mars/Base"), ValueError),
        (lambda found: adjust.set_quiet_hours(found, (dt.time(9), dt.time(9))), ValueError),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    change: Callable[[Subscription], None], error: type[ValueError]
) -> None:
    subscription = made()
    with pytest.raises(error):
        change(subscription)
    assert subscriptions.schedule_of(subscription) == subscriptions.schedule_of(made())
    assert subscription.quiet_from is None


def test_quiet_hours_are_kept_and_taken_back() -> None:
    subscription = made()
    adjust.set_quiet_hours(subscription, (dt.time(22), dt.time(8)))
    assert (subscription.quiet_from, subscription.quiet_until) == ("22:00", "08:00")
    adjust.set_quiet_hours(subscription, None)
    assert (subscription.quiet_from, subscription.quiet_until) == (None, None)


async def test_topics_are_held_and_dropped(library_store: Store, now: dt.datetime) -> None:
    async with library_store.writing() as session:
        found = await subscribe(session, CHAT, now)
        await adjust.hold(session, found, "china")
        assert subscriptions.topics_of(found) is None  # all hold it
        await adjust.drop(session, found, ["china"], TOPICS)
        assert subscriptions.topics_of(found) == frozenset({"usa", "water"})
        await adjust.drop(session, found, ["china"], TOPICS)
        await adjust.hold(session, found, "usa")
        assert subscriptions.topics_of(found) == frozenset({"usa", "water"})
        await adjust.hold(session, found, "china")
        await adjust.drop(session, found, ["usa", "water"], TOPICS)
        assert subscriptions.topics_of(found) == frozenset({"china"})
        with pytest.raises(adjust.LastOne):
            await adjust.drop(session, found, ["china"], TOPICS)
    async with library_store.reading() as session:
        stored = await subscriptions.find(session, CHAT, 0)
    assert stored is not None
    assert subscriptions.topics_of(stored) == frozenset({"china"})


async def test_a_hidden_topic_stays_held_when_others_change(library_store: Store, now: dt.datetime) -> None:
    async with library_store.writing() as session:
        found = await subscribe(session, CHAT, now)
        await subscriptions.choose_topics(session, found, ["china", "usa"])
        hidden = await session.scalar(select(Topic).where(Topic.slug == "china"))
        assert hidden is not None
        hidden.hidden = True
        await adjust.hold(session, found, "water")
        assert subscriptions.topics_of(found) == frozenset({"china", "usa", "water"})


async def test_a_wish_leaves_what_it_does_not_say(library_store: Store, now: dt.datetime) -> None:
    async with library_store.writing() as session:
        found = await subscribe(session, CHAT, now)
        await adjust.follow(session, found, Wish(frozenset({"china"}), times=(dt.time(18),)), now)
        await adjust.follow(session, found, Wish(days=frozenset({0})), now)
        assert (subscriptions.topics_of(found), found.days, found.times) == (frozenset({"china"}), [0], ["18:00"])
        await adjust.follow(session, found, Wish(all_topics=True), now)
        assert (subscriptions.topics_of(found), found.days, found.times) == (None, [0], ["18:00"])


async def test_a_topic_of_a_card_is_followed_once(library_store: Store, now: dt.datetime) -> None:
    async with library_store.writing() as session:
        await meet(session, CHAT, now)
        found = await subscriptions.ensure(session, CHAT, 0, ALMATY)
        assert await adjust.follow_topic(session, found, "china", now)
        assert not await adjust.follow_topic(session, found, "china", now)
        assert await adjust.follow_topic(session, found, "usa", now)
        assert subscriptions.topics_of(found) == frozenset({"china", "usa"})
