"""The ticks: they plan where this process leads, clean up, and go on whatever fails and whatever the clock does."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from typing import TYPE_CHECKING

import apscheduler.schedulers.base
import pytest
from helpers_planning import DAY, HOUR, MIDNIGHT, NINE, Clock, World

from bot import clockwork
from briefings import planning

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.store import Store


@pytest.fixture
def clock() -> Clock:
    """A clock that tests turn."""
    return Clock()


@pytest.fixture
async def world(store: Store) -> World:
    """Two topics, on SQLite and on PostgreSQL."""
    return await World(store).begin()


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


async def test_a_stop_that_cuts_off_what_hangs_says_so_in_a_line(
    world: World, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(clockwork, "STOP_S", 0.05)
    work, hanging = clock.make(world.store), asyncio.Event()

    async def hang(_: dt.datetime) -> int:
        hanging.set()
        await asyncio.sleep(3600)  # as for a database that does not answer
        return 0

    monkeypatch.setattr(work, "tick", hang)
    await work.start()
    await hanging.wait()
    await work.stop()
    await until(lambda: "The job tick was cut off by the stop." in caplog.text)
    assert [record for record in caplog.records if record.exc_info] == []


async def test_every_chore_has_its_time_and_can_be_done(
    world: World, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    work = clock.make(world.store)
    await work.start()
    jobs = {job.id: job for job in work._scheduler.get_jobs()}
    for job in jobs.values():
        await job.func(*job.args)
    await work.stop()
    assert {name: jobs[name].next_run_time.timetz() for name in ("backup", "clean-up")} == {
        "backup": dt.time(3, 0, tzinfo=dt.UTC),
        "clean-up": dt.time(3, 30, tzinfo=dt.UTC),
    }
    assert jobs.keys() == {"tick", "lead", "index", "backup", "clean-up"}
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


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


async def test_the_scheduler_does_not_tell_of_every_tick(world: World, clock: Clock) -> None:
    clock.make(world.store)
    assert not logging.getLogger("apscheduler.scheduler").isEnabledFor(logging.WARNING)
