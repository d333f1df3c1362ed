"""bot/pace.py, on a clock of its own: no second above the rate, and no reply that waits."""

from __future__ import annotations

import bisect
import heapq
from functools import partial
from random import Random
from typing import TYPE_CHECKING

import pytest
from helpers_pace import CHATS, Clock, a_pace, granted, send

from bot.pace import LEARNING, LOST_S, Pace

if TYPE_CHECKING:
    from collections.abc import Callable


def worst_second(times: list[float]) -> int:
    times = sorted(times)
    return max(bisect.bisect_left(times, at + 1.0) - place for place, at in enumerate(times))


async def drive(
    pace: Pace, clock: Clock, amount: int, out: Callable[[], float], back: Callable[[], float]
) -> list[float]:
    """Send so many; when each arrived at a server that it takes seconds to reach, and its answer to come back."""
    arrivals: list[float] = []
    for number in range(amount):
        slot = await granted(pace)
        arrivals.append(slot.at + out())
        answer: Callable[[], None] = partial(pace.answered, slot)
        heapq.heappush(clock.due, (arrivals[-1] + back(), number, answer))
    return arrivals


def steady(arrivals: list[float], rate: int) -> float:
    """The messages a second, once it is known how fast answers are."""
    settled = arrivals[LEARNING + 4 * rate :]
    return (len(settled) - 1) / (settled[-1] - settled[0])


# --- the rate --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("rate", "seconds"), [(1, 60), (25, 12), (30, 12), (1000, 8)])
@pytest.mark.parametrize("latency", [0.001, 0.05, 2.0])
async def test_no_second_is_above_the_rate_and_99_percent_of_it_are_reached(
    rate: int, seconds: int, latency: float
) -> None:
    pace, clock = a_pace(rate, late=0.001)
    arrivals = await drive(pace, clock, rate * seconds, lambda: latency / 2, lambda: latency / 2)
    assert worst_second(arrivals) <= rate
    assert steady(arrivals, rate) >= 0.99 * rate


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("stall", [0.0, 0.2, 3.0])
async def test_an_unsteady_connection_costs_speed_and_never_the_rate(seed: int, stall: float) -> None:
    """Each way takes 1 to 20 ms; now and then, whatever is on its way stands still."""
    random = Random(seed)  # noqa: S311

    def delay() -> float:
        return random.uniform(0.001, 0.02) + (random.uniform(0, stall) if random.random() < 0.02 else 0)

    pace, clock = a_pace(40, late=0.02)
    arrivals = await drive(pace, clock, 40 * 15, delay, delay)
    assert worst_second(arrivals) <= 40
    assert steady(arrivals, 40) >= 40 * (0.96 - stall / 10)


async def test_a_second_is_not_spent_at_its_beginning() -> None:
    pace, clock = a_pace()
    began = clock.at
    for _ in range(25):
        await granted(pace)
    assert clock.at - began > 0.7


async def test_one_that_is_never_answered_holds_no_place_for_good() -> None:
    pace, clock = a_pace(10)
    for _ in range(10):
        await granted(pace)
    assert await send(pace, patience=1) is None
    await granted(pace)
    assert clock.at == pytest.approx(1000 + LOST_S, abs=1.1)


async def test_an_answer_counts_once() -> None:
    pace, clock = a_pace()
    slot = await granted(pace)
    clock.at += 0.01
    pace.answered(slot)
    pace.answered(slot)
    assert len(pace._landed) == 1


# --- replies ---------------------------------------------------------------------------------------------------------


async def test_bulk_makes_room_for_replies_under_telegrams_ceiling() -> None:
    pace, clock = a_pace(25)
    sent: list[float] = []
    replies: list[float] = []
    while clock.at < 1010:
        for _ in range(2):
            pace.reply(next(CHATS))
            replies.append(clock.at)
        clock.at += 0.1  # 20 replies a second: 10 places are left
        while pace.pause() == 0:
            slot = await granted(pace)
            pace.answered(slot)
            sent.append(slot.at)
    steady = [at for at in sent + replies if at > 1001]  # replies don't wait for us to know how many there will be
    assert worst_second(steady) <= 30
    assert len(sent) >= 90


async def test_few_replies_take_nothing_from_bulk() -> None:
    pace, clock = a_pace(25)
    began, sent = clock.at, 0
    while clock.at < began + 4:
        if sent % 6 == 0:
            pace.reply(next(CHATS))
        pace.answered(await granted(pace))
        sent += 1
    assert sent >= 99


async def test_a_flood_of_replies_slows_bulk_to_one_a_second_and_no_further() -> None:
    pace, clock = a_pace(25)
    await granted(pace)
    for _ in range(500):
        pace.reply(next(CHATS))
    await granted(pace)
    assert clock.at == pytest.approx(1001, abs=0.01)


@pytest.mark.parametrize(("rate", "ceiling"), [(1, 30), (25, 30), (30, 30), (31, 36), (1000, 1005)])
def test_the_ceiling_is_telegrams_unless_more_was_paid_for(rate: int, ceiling: int) -> None:
    assert Pace(rate).ceiling == ceiling
