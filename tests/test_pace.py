"""bot/pace.py, on a clock of its own: no second above the rate, no reply that waits, no 429 that is overheard."""

from __future__ import annotations

import bisect
import heapq
from functools import partial
from itertools import count
from random import Random
from typing import TYPE_CHECKING

import pytest

from bot.pace import GROUP_MOST, HELD_KEPT, LEARNING, LOST_S, Pace, Slot

if TYPE_CHECKING:
    from collections.abc import Callable


class Clock:
    """Goes on only by sleeping. `late`: by how much a sleeper is woken late, at most. `due`: what happens meanwhile."""

    def __init__(self, late: float = 0.0, seed: int = 1) -> None:
        self.at = 1000.0
        self.due: list[tuple[float, int, Callable[[], None]]] = []  # a heap: when, in which order, what
        self._late, self._random = late, Random(seed)  # noqa: S311

    def __call__(self) -> float:
        return self.at

    async def sleep(self, seconds: float) -> None:
        end = self.at + max(seconds, 0.0) + self._random.uniform(0, self._late)
        while self.due and self.due[0][0] <= end:
            self.at, _, happen = heapq.heappop(self.due)
            happen()
        self.at = end


def a_pace(rate: int = 25, late: float = 0.0) -> tuple[Pace, Clock]:
    clock = Clock(late)
    return Pace(rate, clock, clock.sleep), clock


CHATS = count(1)


async def send(pace: Pace, chat_id: int | None = None, *, is_group: bool = False, patience: float = 60) -> Slot | None:
    return await pace.bulk(chat_id or next(CHATS), is_group=is_group, patience=patience)


async def granted(pace: Pace, chat_id: int | None = None, *, is_group: bool = False) -> Slot:
    slot = await send(pace, chat_id, is_group=is_group)
    assert slot is not None
    return slot


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


# --- chats -----------------------------------------------------------------------------------------------------------


async def test_a_chat_gets_one_a_second_and_others_do_not_wait_for_it() -> None:
    pace, clock = a_pace()
    await granted(pace, 7)
    assert await send(pace, 7) is None
    assert 0.9 < pace.ready_in(7, is_group=False) < 1.1
    assert await send(pace, 8) is not None
    assert clock.at < 1000.1
    clock.at += 1.1
    assert await send(pace, 7) is not None


async def test_a_reply_counts_for_its_chat() -> None:
    pace, clock = a_pace()
    pace.reply(-7, is_group=True)
    assert await send(pace, -7, is_group=True) is None
    clock.at += 1.1
    assert pace.ready_in(-7, is_group=True) == 0


async def test_a_group_gets_twenty_a_minute_and_a_person_more() -> None:
    pace, clock = a_pace()
    for chat_id in (-7, 7):
        sent = []
        while clock.at < (began := 1000 if chat_id == -7 else 1200) + 130:
            clock.at = max(clock.at, began) + pace.ready_in(chat_id, is_group=chat_id < 0)
            sent.append((await granted(pace, chat_id, is_group=chat_id < 0)).at)
        in_a_minute = max(bisect.bisect_left(sent, at + 60) - place for place, at in enumerate(sent))
        assert in_a_minute == (GROUP_MOST if chat_id < 0 else 58)


async def test_memory_is_bounded() -> None:
    pace, clock = a_pace(1000)
    for number in range(7_000):
        slot = await granted(pace, -number - 1, is_group=True)
        clock.at += 0.01
        pace.answered(slot)
        pace.reply(number + 1)
    assert len(pace._chats) < 300
    assert len(pace._groups) < 6_200
    assert len(pace._landed) + len(pace._replies) < 300
    for number in range(3 * HELD_KEPT):
        pace.hold_chat(number, 1)
        clock.at += 0.1
    assert len(pace._held) <= HELD_KEPT


# --- 429 -------------------------------------------------------------------------------------------------------------


async def test_a_hold_pauses_exactly_as_long_as_it_says() -> None:
    pace, clock = a_pace()
    pace.hold(7)
    pace.hold(3)
    assert pace.held_for() == 7
    assert await send(pace, patience=5) is None
    await granted(pace)
    assert clock.at == pytest.approx(1007)


async def test_a_chats_own_429_stops_that_chat_only() -> None:
    pace, clock = a_pace()
    slot = await granted(pace, 1)
    assert pace.refused(1, 30) is False
    assert not pace.refused(1, 30)  # the same chat again says nothing of the others
    other = await granted(pace, 2)
    assert await send(pace, patience=0.5) is None  # one at a time, until we know
    pace.accepted(other)
    await granted(pace, 3)
    assert clock.at < 1000.2
    assert pace.ready_in(1, is_group=False) == pytest.approx(30, abs=0.1)
    pace.accepted(slot)


async def test_another_chats_429_means_all() -> None:
    pace, clock = a_pace()
    await granted(pace, 1)
    pace.refused(1, 9)
    await granted(pace, 2)
    assert pace.refused(2, 5) is True
    await granted(pace, 3)
    assert clock.at == pytest.approx(1009, abs=0.1)


async def test_what_was_sent_before_the_429_says_nothing() -> None:
    pace, clock = a_pace()
    await granted(pace, 1)
    early = await granted(pace, 2)
    clock.at += 0.1
    pace.refused(1, 9)
    pace.accepted(early)
    await granted(pace, 3)
    assert pace.refused(3, 9) is True


async def test_a_suspicion_ends_with_the_time_that_it_was_about() -> None:
    pace, clock = a_pace()
    pace.refused(1, 2)
    clock.at += 2.1
    assert pace.refused(2, 2) is False


async def test_a_probe_without_an_answer_is_followed_by_another() -> None:
    pace, clock = a_pace()
    pace.refused(1, 9)
    await granted(pace, 2)
    await granted(pace, 3)
    assert clock.at == pytest.approx(1001, abs=0.1)
