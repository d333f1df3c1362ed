"""A pace on a clock of its own, and what is sent by it."""

from __future__ import annotations

import heapq
from itertools import count
from random import Random
from typing import TYPE_CHECKING

from bot.pace import Pace, Slot

if TYPE_CHECKING:
    from collections.abc import Callable

CHATS = count(1)  # each a stranger


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


async def send(pace: Pace, chat_id: int | None = None, *, is_group: bool = False, patience: float = 60) -> Slot | None:
    return await pace.bulk(chat_id or next(CHATS), is_group=is_group, patience=patience)


async def granted(pace: Pace, chat_id: int | None = None, *, is_group: bool = False) -> Slot:
    slot = await send(pace, chat_id, is_group=is_group)
    assert slot is not None
    return slot
