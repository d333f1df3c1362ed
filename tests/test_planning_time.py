"""Whatever clocks do, ours or those of zones: a slot comes once, and no chat falls silent."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from helpers_planning import DAY, HOUR, MIDNIGHT, NINE, World

from briefings import outbox, reckoning, subscriptions

if TYPE_CHECKING:
    from briefings.store import Store

MINUTE = dt.timedelta(minutes=1)
YEAR = 365 * DAY


@pytest.fixture
async def world(store: Store) -> World:
    """Two topics, on SQLite and on PostgreSQL."""
    return await World(store).begin()


def utc(text: str) -> dt.datetime:
    """A moment."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


async def run(world: World, begin: dt.datetime, end: dt.datetime, step: dt.timedelta = 30 * MINUTE) -> list[str]:
    """Publish and plan at every step; the moments at which a digest was planned."""
    planned = []
    at, before = begin, len(await world.got())
    while at < end:
        await world.publish(f"at {at}", at=at)
        await world.plan(at)
        if len(await world.got()) > before:
            before += 1
            planned.append(f"{at:%m-%d %H:%M}")
        at += step
    return planned


# --- late ------------------------------------------------------------------------------------------------------------


async def test_before_its_time_nothing_is_planned(world: World) -> None:
    await world.subscribe()
    await world.publish("a")
    assert await world.plan(NINE - MINUTE) == 0


@pytest.mark.parametrize("late", [MINUTE, 7 * DAY + MINUTE])
async def test_a_slot_that_was_missed_is_made_up_once(world: World, late: dt.timedelta) -> None:
    await world.subscribe()
    await world.publish("a")
    assert await world.plan(NINE + late) == 1
    assert await world.plan(NINE + late + MINUTE) == 0
    assert await world.got() == [["a"]]
    assert await world.next_due() == NINE + (late.days + 1) * DAY


async def test_of_several_slots_a_day_that_were_missed_one_is_made_up(world: World) -> None:
    await world.subscribe(times=["09:00", "12:00", "18:00"])
    await world.publish("a")
    await world.plan(NINE + 4 * HOUR)
    assert await world.got() == [["a"]]
    assert await world.next_due() == NINE + 9 * HOUR


# --- our clock is put ------------------------------------------------------------------------------------------------


async def test_a_clock_put_back_by_hours_brings_no_second_digest_and_loses_nothing(world: World) -> None:
    await world.subscribe()
    await world.publish("before")
    await world.plan(NINE)
    back = NINE - 3 * HOUR
    await world.check(back)
    await world.publish("after", at=back)
    await world.plan(NINE)
    assert await world.got() == [["before"]]
    await world.plan(NINE + DAY)
    assert await world.got() == [["before"], ["after"]]


async def test_a_clock_put_forward_by_hours_and_right_again_brings_every_slot_once(world: World) -> None:
    await world.subscribe(times=["09:00", "12:00"])
    await world.publish("a")
    await world.plan(NINE + 5 * HOUR)  # the one at nine, too early
    await world.check(NINE - HOUR)
    await world.publish("b", at=NINE)
    await world.plan(NINE)
    await world.plan(NINE + 3 * HOUR)
    assert await world.got() == [["a"], ["b"]]
    assert [delivery.slot for delivery in await world.deliveries()] == ["2026-11-23T04:00Z", "2026-11-23T07:00Z"]


@pytest.mark.parametrize("chats", [1, 5])
async def test_after_a_clock_a_year_ahead_no_chat_stays_silent_for_a_year(world: World, chats: int) -> None:
    for chat in range(1, chats + 1):
        await world.subscribe(chat)
    await world.publish("first")
    await world.plan(NINE + YEAR)
    await world.check(MIDNIGHT)
    assert [await world.next_due(chat) for chat in range(1, chats + 1)] == [NINE] * chats
    await world.publish("second")
    await world.plan(NINE)  # its digest was planned under the wrong clock
    await world.plan(NINE + DAY)
    for chat in range(1, chats + 1):
        assert await world.got(chat) == [["first"], ["second"]]


async def test_what_was_planned_under_a_clock_a_year_ahead_is_sent_in_its_slot(world: World) -> None:
    await world.subscribe()
    await world.publish("a")
    await world.plan(NINE + YEAR)
    async with world.store.writing() as session:
        assert (await outbox.claim(session, MIDNIGHT, 1)).parcels == []
        assert len((await outbox.claim(session, NINE, 1)).parcels) == 1


def test_quiet_hours_end_at_a_whole_minute_and_leave_other_moments_as_they_are() -> None:
    second = dt.timedelta(seconds=1, microseconds=1)
    quiet = ("Asia/Almaty", "22:00", "07:00")
    morning = MIDNIGHT + 2 * HOUR
    assert reckoning.awake_from(*quiet, morning - second) == morning
    assert reckoning.awake_from(*quiet, morning + second) == morning + second
    evening = morning + 15 * HOUR
    assert reckoning.awake_from(*quiet, evening - second) == evening - second
    assert reckoning.awake_from(*quiet, evening + second) == morning + DAY


async def test_what_waits_for_a_quiet_night_to_end_in_a_year_ahead_is_sent_now(world: World) -> None:
    await world.subscribe(quiet=("22:00", "07:00"))
    await world.publish("a", urgent=True, at=MIDNIGHT + YEAR)
    await world.plan(MIDNIGHT + YEAR)
    await world.check(NINE)
    (delivery,) = await world.deliveries()
    assert delivery.not_before == NINE


async def test_what_was_claimed_in_a_year_ahead_is_claimed_again(world: World) -> None:
    await world.subscribe()
    await world.publish("a")
    await world.plan(NINE)
    async with world.store.writing() as session:
        assert len((await outbox.claim(session, NINE + YEAR, 1)).parcels) == 1
    await world.check(NINE)
    async with world.store.writing() as session:
        assert (await outbox.claim(session, NINE, 1)).parcels == []  # whoever claimed it may be sending it
        assert len((await outbox.claim(session, NINE + outbox.LEASE, 1)).parcels) == 1


async def test_a_check_leaves_alone_what_is_right(world: World) -> None:
    await world.subscribe(1)
    await world.subscribe(2)
    await world.pause(NINE + 5 * DAY, at=MIDNIGHT, chat=2)
    await world.subscribe(3, at=MIDNIGHT - DAY)  # due, and not yet planned
    await world.check(MIDNIGHT)
    assert [await world.next_due(chat) for chat in (1, 2, 3)] == [NINE, NINE + 5 * DAY, NINE - DAY]


# --- a chat changes its mind -----------------------------------------------------------------------------------------


async def test_a_schedule_edited_while_its_slot_is_due_gets_that_slot_and_goes_on_as_edited(world: World) -> None:
    await world.subscribe()
    await world.publish("on-china", "china")
    await world.publish("on-water", "water")
    await world.subscribe(times=["18:00"], topics=["water"], at=NINE + MINUTE)
    await world.plan(NINE + 2 * MINUTE)
    assert await world.got() == [["on-water"]]
    assert await world.next_due() == NINE + 9 * HOUR


async def test_a_pause_holds_back_all_and_its_end_brings_it_at_once(world: World) -> None:
    await world.subscribe()
    await world.pause(NINE + 3 * DAY - HOUR, at=MIDNIGHT)
    for day in range(3):
        await world.publish(f"{day}", at=MIDNIGHT + day * DAY)
        await world.plan(NINE + day * DAY)
    assert await world.got() == []
    await world.plan(NINE + 3 * DAY)
    assert await world.got() == [["2", "1", "0"]]
    async with world.store.reading() as session:
        subscription = await subscriptions.find(session, 1, 0)
        assert subscription is not None
        assert subscription.paused_until is None


async def test_a_pause_set_while_a_slot_is_due_holds_it_back(world: World) -> None:
    await world.subscribe()
    await world.publish("a")
    await world.pause(NINE + DAY, at=NINE + MINUTE)
    await world.plan(NINE + 2 * MINUTE)
    assert await world.got() == []
    await world.plan(NINE + DAY)
    assert await world.got() == [["a"]]


# --- clocks of zones -------------------------------------------------------------------------------------------------


@pytest.mark.unmeasured  # much work over lines that other tests cover
async def test_a_time_that_does_not_exist_comes_when_clocks_have_gone_forward(world: World) -> None:
    begin = utc("2027-03-27 22:00")
    await world.subscribe(times=["02:30"], zone="Europe/Berlin", at=begin)
    assert await run(world, begin, utc("2027-03-29 02:00")) == ["03-28 01:00", "03-29 00:30"]


@pytest.mark.unmeasured  # much work over lines that other tests cover
async def test_a_time_that_comes_twice_brings_one_digest(world: World) -> None:
    begin = utc("2027-10-30 22:00")
    await world.subscribe(times=["02:30"], zone="Europe/Berlin", at=begin)
    assert await run(world, begin, utc("2027-11-01 02:00")) == ["10-31 00:30", "11-01 01:30"]


async def test_a_zone_whose_rules_change_is_followed_from_the_next_check_on(world: World) -> None:
    await world.subscribe()
    await world.publish("a")
    await world.set_due(NINE - HOUR)  # as it was reckoned when Almaty was six hours ahead
    await world.check(MIDNIGHT)
    await world.plan(NINE - MINUTE)
    assert await world.got() == []
    await world.plan(NINE)
    assert await world.got() == [["a"]]


@pytest.mark.unmeasured  # much work over lines that other tests cover
async def test_a_leap_day_has_its_digest(world: World) -> None:
    begin = utc("2028-02-28 00:00")
    await world.subscribe(days=[0, 1, 2], at=begin)  # Monday, Tuesday the 29th, Wednesday
    assert await run(world, begin, utc("2028-03-03 00:00"), 2 * HOUR) == ["02-28 04:00", "02-29 04:00", "03-01 04:00"]
