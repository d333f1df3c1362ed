"""A parcel on its way out: where it goes, and which messages it has become."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefings.model import DeliveryState
from briefings.outbox import Outcome
from briefings.reckoning import awake_from

if TYPE_CHECKING:
    import datetime as dt

    from briefings.parcels import Parcel


@dataclass(eq=False)
class Job:
    """A parcel on its way: where it goes now, and the messages that it is so far. `claimed_at` in the loop's time.

    A correction's messages are its original's: `sent` those that are edited (and those that had to be added), `left`
    those that are not.
    """

    parcel: Parcel
    claimed_at: float
    chat_id: int
    thread_id: int | None
    sent: list[int]
    left: list[int]
    moves: int = 0

    @classmethod
    def of(cls, parcel: Parcel, claimed_at: float) -> Job:
        """The job of a parcel that was just claimed."""
        sent = list(parcel.message_ids)
        left = list(parcel.original.message_ids[len(sent) :]) if parcel.original else []
        return cls(parcel, claimed_at, parcel.chat_id, parcel.thread_id, sent, left)

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
        """Its original can't be edited any more: from now on it is a message of its own, not for quiet hours."""
        zone, when = self.parcel.zone, now
        if zone is not None:
            when = awake_from(zone, *self.parcel.quiet_hours, now)
        return Outcome(self.parcel, DeliveryState.WAITING, (), error, when, original_ids=(), alone=True)
