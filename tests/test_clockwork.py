"""The ticks: they plan where this process leads, clean up, and go on whatever fails and whatever the clock does."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from typing import TYPE_CHECKING

import apscheduler.schedulers.base
import pytest
from helpers_planning import DAY, HOUR, MIDNIGHT, NINE, World
from sqlalchemy import delete, update

from bot import clockwork
from bot.clockwork import Clockwork
from briefings import planning, upkeep
from briefings.model import Delivery, DeliveryState, Lease
from briefings.store import Store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from conftest import Databases
    from sqlalchemy.ext.asyncio import AsyncSession


class Clock:
    """The time, a monotonic clock beside it, and what the clockwork has told of."""

    def __init__(self) -> None:
        self.now, self.seconds = NINE, 0.0
        self.told: list[str] = []

    def make(self, store: Store) -> Clockwork:
        """A clockwork of one process."""
        return Clockwork(
            store,
            lambda: self.now,
            on_planned=lambda: self.told.append("planned"),
            on_lost=lambda: self.told.append("lost"),
            monotonic=lambda: self.seconds,
        )


@pytest.fixture
def clock() -> Clock:
    """A clock that tests turn."""
    return Clock()


@pytest.fixture
async def world(store: Store) -> World:
    """Two topics, on SQLite and on PostgreSQL."""
    return await World(store).begin()


@pytest.fixture
async def on_postgresql(databases: Databases) -> AsyncIterator[World]:
    """Where there can be several processes."""
    store = Store(databases.new("postgresql", "migrated"))
    yield await World(store).begin()
    await store.close()


async def until(what: Callable[[], bool]) -> None:
    """Wait for it, but not for ever."""
    async with asyncio.timeout(10):
        while not what():
            await asyncio.sleep(0.02)


async def test_a_tick_plans_in_batches_and_wakes_the_sender_after_each(
    world: World, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = planning.plan

    async def by_twos(session: AsyncSession, now: dt.datetime, memory: planning.Memory) -> int:
        return await plan(session, now, 2, memory)

    monkeypatch.setattr(planning, "plan", by_twos)
    for chat in range(1, 6):
        await world.subscribe(chat)
    await world.publish("a")
    work = clock.make(world.store)
    await work.lead()
    clock.told.clear()
    assert await work.tick(NINE) == 5
    assert await work.tick(NINE) == 0
    assert clock.told == ["planned"] * 3
    assert [await world.got(chat) for chat in range(1, 6)] == [[["a"]]] * 5


async def test_a_process_that_does_not_lead_does_nothing(on_postgresql: World, clock: Clock) -> None:
    world = on_postgresql
    await world.subscribe()
    leader, other = clock.make(world.store), clock.make(world.store)
    await leader.lead()
    await other.lead()
    assert (leader.leading, other.leading) == (True, False)
    assert (await other.tick(NINE), await other.clean_up(NINE)) == (0, 0)
    assert await leader.tick(NINE) == 1


async def test_a_leader_that_slept_sends_no_more_and_says_so(on_postgresql: World, clock: Clock) -> None:
    await on_postgresql.subscribe()
    work = clock.make(on_postgresql.store)
    await work.lead()
    assert clock.told == ["planned"]  # there may be what the one before it has left
    clock.seconds += 60
    assert await work.tick(NINE) == 0
    assert await work.tick(NINE) == 0
    assert clock.told == ["planned", "lost"]
    await work.lead()
    assert clock.told == ["planned", "lost", "planned"]


async def test_a_leader_whose_database_is_gone_leads_no_more(
    on_postgresql: World, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    work = clock.make(on_postgresql.store)
    await work.lead()
    monkeypatch.setattr(on_postgresql.store, "at_once", None)
    clock.seconds += 60
    await work._guarded("lead", work.lead)
    assert clock.told == ["planned", "lost"]
    assert "The job lead failed: TypeError." in caplog.messages


async def test_another_process_leads_when_the_first_has_stopped(on_postgresql: World, clock: Clock) -> None:
    first, second = clock.make(on_postgresql.store), clock.make(on_postgresql.store)
    await first.start()
    await second.start()
    assert (first.leading, second.leading) == (True, False)
    await first.stop()
    await second.lead()
    assert (first.leading, second.leading) == (False, True)
    await second.stop()


async def test_another_process_leads_when_the_lease_has_run_out(on_postgresql: World, clock: Clock) -> None:
    first, second = clock.make(on_postgresql.store), clock.make(on_postgresql.store)
    await first.lead()
    async with on_postgresql.store.writing() as session:
        await session.execute(update(Lease).values(until=MIDNIGHT - 10000 * DAY))
    await second.lead()
    await first.lead()
    assert (first.leading, second.leading) == (False, True)


async def test_a_clock_that_was_put_back_has_everything_reckoned_anew(
    world: World, clock: Clock, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "BATCH", 2)
    monkeypatch.setattr(clockwork, "CHECKS_A_TICK", 1)
    for chat in range(1, 6):
        await world.subscribe(chat)
    work = clock.make(world.store)
    await work.lead()
    await work.tick(NINE + 365 * DAY)
    for second in range(4):
        await work.tick(MIDNIGHT + dt.timedelta(seconds=second))
    assert [await world.next_due(chat) for chat in range(1, 6)] == [NINE] * 5
    assert [message[:23] for message in caplog.messages if "clock" in message] == ["The clock was put back "]


async def test_whoever_begins_to_lead_reckons_anew(world: World, clock: Clock) -> None:
    await world.subscribe()
    await world.set_due(NINE + 365 * DAY)
    work = clock.make(world.store)
    await work.lead()
    await work.tick(MIDNIGHT)
    assert await world.next_due() == NINE


async def test_a_clock_put_back_by_seconds_is_no_event(world: World, clock: Clock) -> None:
    work = clock.make(world.store)
    await work.lead()
    await work.tick(NINE)
    await world.subscribe()
    await world.set_due(NINE + 365 * DAY)
    await work.tick(NINE - dt.timedelta(seconds=30))
    assert await world.next_due() == NINE + 365 * DAY


async def test_it_ticks_from_start_to_stop(world: World, clock: Clock) -> None:
    clock.now = MIDNIGHT
    await world.subscribe()
    await world.publish("a")
    work = clock.make(world.store)
    await work.start()
    await until(lambda: clock.told == ["planned"])
    clock.now = NINE
    await until(lambda: clock.told == ["planned"] * 2)
    await work.stop()
    assert await world.got() == [["a"]]
    await world.publish("b")
    clock.now = NINE + DAY
    await asyncio.sleep(1.2)
    assert await world.got() == [["a"]]


async def test_a_failing_tick_is_told_without_anybodys_words_and_the_next_one_comes(
    world: World, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ticks = 0

    async def fail_once(*_: object, **__: object) -> int:
        nonlocal ticks
        ticks += 1
        if ticks == 1:
            raise ValueError("what a reader wrote")
        return 0

    monkeypatch.setattr(planning, "plan", fail_once)
    work = clock.make(world.store)
    await work.start()
    await until(lambda: ticks == 2)
    await work.stop()
    assert "The job tick failed: ValueError." in caplog.messages
    assert "what a reader wrote" not in caplog.text


async def test_it_goes_on_ticking_when_the_clock_is_put_back(
    world: World, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PutBack(dt.datetime):
        """The clock that APScheduler reads."""

        back = dt.timedelta()

        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
            """Now, by that clock."""
            return dt.datetime.now(tz) - cls.back  # noqa: TID251 - it stands for the wall clock

    monkeypatch.setattr(apscheduler.schedulers.base, "datetime", PutBack)
    monkeypatch.setattr("apscheduler.triggers.interval.datetime", PutBack)
    ticks = []

    async def tick(now: dt.datetime) -> int:
        ticks.append(now)
        return 0

    work = clock.make(world.store)
    monkeypatch.setattr(work, "tick", tick)
    await work.start()
    await until(lambda: bool(ticks))
    PutBack.back = 5 * HOUR
    clock.now -= 5 * HOUR
    await until(lambda: clock.now in ticks)
    await work.stop()


async def test_a_stop_lets_the_batch_in_hand_finish_and_begins_no_other(
    world: World, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, done = 0, 0

    async def slow(*_: object, **__: object) -> int:
        nonlocal begun, done
        begun += 1
        await asyncio.sleep(0.3)
        done += 1
        return 1

    monkeypatch.setattr(planning, "plan", slow)
    work = clock.make(world.store)
    await work.start()
    await until(lambda: begun == 1)
    await work.stop()
    assert (begun, done) == (1, 1)


async def test_what_never_started_can_be_stopped(world: World, clock: Clock) -> None:
    await clock.make(world.store).stop()


async def test_it_cleans_up_what_nobody_needs(world: World, clock: Clock) -> None:
    for chat in range(1, 4):
        await world.subscribe(chat)
    await world.publish("old")
    await world.plan(NINE)
    await world.publish("new", at=NINE + 89 * DAY)
    await world.plan(NINE + 89 * DAY)
    async with world.store.writing() as session:
        for chat, state in ((1, DeliveryState.SENT), (2, DeliveryState.GONE)):
            await session.execute(update(Delivery).where(Delivery.chat_id == chat).values(state=state))
    work = clock.make(world.store)
    await work.lead()
    assert await work.clean_up(NINE + 90 * DAY + HOUR) == 2
    assert [await world.got(chat) for chat in (1, 2, 3)] == [[["new"]], [["new"]], [["old"], ["new"]]]
    async with world.store.writing() as session:
        await session.execute(update(Delivery).values(state=DeliveryState.FAILED))
    assert await work.clean_up(NINE + 90 * DAY + HOUR) == 2  # the third chat's, and the edition that nobody has now
    assert await work.clean_up(NINE + 90 * DAY + HOUR) == 0
    assert [await world.got(chat) for chat in (1, 2, 3)] == [[["new"]]] * 3


async def test_it_cleans_up_a_little_at_a_time(world: World) -> None:
    for chat in range(1, 4):
        await world.subscribe(chat)
    await world.publish("old")
    await world.plan(NINE)
    deleted = []
    async with world.store.writing() as session:
        await session.execute(update(Delivery).values(state=DeliveryState.SENT))
        deleted += [await upkeep.clean_up(session, NINE + 91 * DAY, 2) for _ in range(4)]
    assert deleted == [2, 1, 1, 0]  # three deliveries and their edition


async def test_an_edition_that_is_given_a_delivery_meanwhile_stays(on_postgresql: World) -> None:
    world, later = on_postgresql, NINE + 91 * DAY
    await world.subscribe(1)
    await world.subscribe(2)
    await world.publish("a")
    await world.set_due(later, chat=2)
    await world.plan(NINE)
    async with world.store.writing() as session:
        await session.execute(delete(Delivery))  # the first chat's: nobody has the edition now
    async with world.store.writing() as planner:
        assert await planning.plan(planner, later, 1) + await planning.plan(planner, later, 1) == 2
        async with world.store.writing() as session:
            assert await upkeep.clean_up(session, later) == 0
    async with world.store.writing() as session:
        assert await upkeep.clean_up(session, later) == 0
    assert await world.got(2) == [["a"]]


async def test_the_scheduler_does_not_tell_of_every_tick(world: World, clock: Clock) -> None:
    clock.make(world.store)
    assert not logging.getLogger("apscheduler.scheduler").isEnabledFor(logging.WARNING)
