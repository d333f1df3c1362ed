"""A parcel on its way out: where it goes, and which messages it has become. And the queue in which it waits."""

from __future__ import annotations

import heapq
from collections import deque
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from briefings.model import DeliveryState, EditionKind
from briefings.outbox import Outcome
from briefings.reckoning import awake_from

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from briefings.parcels import Parcel


@dataclass(eq=False)
class Job:
    """A parcel on its way, and the messages that it is so far. `claimed_at` in the loop's time.

    A correction's messages are its original's: `sent` those that are edited (and those that had to be added), `left`
    those that are not.
    """

    parcel: Parcel
    claimed_at: float
    sent: list[int]
    left: list[int]

    @classmethod
    def of(cls, parcel: Parcel, claimed_at: float) -> Job:
        """The job of a parcel that was just claimed."""
        sent = list(parcel.message_ids)
        left = list(parcel.original.message_ids[len(sent) :]) if parcel.original else []
        return cls(parcel, claimed_at, sent, left)

    @property
    def chat_id(self) -> int:
        """Where it goes."""
        return self.parcel.chat_id

    @property
    def is_group(self) -> bool:
        """Whether the limits of groups (and channels) hold."""
        return self.chat_id < 0

    def is_done(self, pages: int) -> bool:
        """Whether it is so many messages now, as it should; of an original of more, those that are left must go."""
        if self.parcel.original is None:
            return len(self.sent) >= pages
        return len(self.sent) == pages and not self.left

    def becomes(
        self,
        state: DeliveryState,
        error: str | None = None,
        *,
        when: dt.datetime | None = None,
        unsure: bool = False,
        begun: bool = True,
    ) -> Outcome:
        """What is to be written down of it."""
        originals = (*self.sent, *self.left) if self.parcel.original else None
        unsure = unsure and not self.left  # an edit that comes twice is no second copy
        return Outcome(self.parcel, state, tuple(self.sent), error, when, unsure, begun, originals)

    def stands_alone(self, error: str, now: dt.datetime) -> Outcome:
        """Its original can't be edited any more: from now on it is a message of its own."""
        return Outcome(self.parcel, DeliveryState.WAITING, (), error, now, original_ids=(), alone=True)

    def awake_from(self, now: dt.datetime) -> dt.datetime:
        """When it may begin: `now`, or where that is in its chat's quiet hours, their end.

        A digest comes when its chat has said, an edit makes no sound, and what has begun is finished.
        """
        zone, kind = self.parcel.zone, self.parcel.kind
        if zone is None or kind is EditionKind.DIGEST or self.parcel.original or self.sent:
            return now
        return awake_from(zone, *self.parcel.quiet_hours, now)


class Queue:
    """Jobs in the order in which they go; those whose chats aren't ready rest, out of the others' way.

    Times are the event loop's.
    """

    def __init__(self) -> None:
        self._ready: deque[Job] = deque()
        self._resting: list[tuple[float, int, Job]] = []  # a heap: until when
        self._numbers = count()  # where two rest equally long, the first to come is the first to go

    def __len__(self) -> int:
        """How many there are, resting ones too."""
        return len(self._ready) + len(self._resting)

    @property
    def ready(self) -> int:
        """How many may go as soon as the pace allows."""
        return len(self._ready)

    @property
    def resting(self) -> int:
        """How many wait for their chats."""
        return len(self._resting)

    def add(self, jobs: Iterable[Job]) -> None:
        """Behind all the others."""
        self._ready.extend(jobs)

    def add_first(self, job: Job) -> None:
        """Before all the others: one that goes on."""
        self._ready.appendleft(job)

    def first(self, now: float) -> Job | None:
        """The next to go, those first that have rested; None where none is ready. It stays until it is removed."""
        while self._resting and self._resting[0][0] <= now:
            self._ready.appendleft(heapq.heappop(self._resting)[2])
        return self._ready[0] if self._ready else None

    def rest(self, job: Job, until: float) -> None:
        """Let a ready one wait so long."""
        self._ready.remove(job)
        heapq.heappush(self._resting, (until, next(self._numbers), job))

    def rested_at(self) -> float | None:
        """When the next will have rested; None where none rests."""
        return self._resting[0][0] if self._resting else None

    def remove(self, job: Job) -> None:
        """Take a ready one out: mostly the first; one that goes on may have come before it."""
        self._ready.remove(job)

    def clear(self) -> list[Job]:
        """Take all out."""
        jobs = [*self._ready, *(job for _, _, job in self._resting)]
        self._ready.clear()
        self._resting.clear()
        return jobs
