"""How fast we may send: two lanes under one ceiling. Replies never wait; digests and alerts (bulk) do.

Telegram counts what arrives, we know only what leaves. A message arrives at the latest when its answer comes, less what
an answer takes at the least; as long as it has none, it may arrive now. So a place in the second is free again one
second after that: what an unsteady connection costs is speed (1 % for each 10 ms that answers vary), never the limit.
What answers take at the least is the fastest of late, less a margin, for that one may have been slow as well.
"""

from __future__ import annotations

import asyncio
import heapq
import time
from collections import deque
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

TELEGRAM_CEILING = 30  # messages a second of bulk and replies together (Bots FAQ)
REPLY_ROOM = 5  # a second, left to replies where the rate (with paid broadcasts) is at the ceiling or above
SECOND_S = 1.001  # a second, and what clocks don't tell
SLACK_S, SLACK_MESSAGES = 0.05, 5  # how late one may be, or how many, and be made up: the program has other work too
LATELY = 100  # answers of which the fastest counts: connections change
LEARNING = 20  # answers until we know how fast they can be: the first have connections to open
FASTER_S = 0.005  # by which an answer may be faster than any of late
LOST_S = 12.0  # after which no answer comes any more: the client has given up before
CHAT_S = 1.0  # between two messages to a chat
GROUP_MOST, GROUP_S = 20, 60.0  # messages to a group a minute
MARGIN_S = 0.05  # for the last two: they are far from costing us anything
PROBE_S = 1.0  # between messages while it isn't known whom a 429 was meant for, or whether any gets through
HELD_KEPT = 1_000  # chats on hold before those that are free again are looked for
RECOVERY = 6  # seconds after which a second that replies have waited for their chat no longer counts


@dataclass(eq=False, slots=True)
class Slot:
    """Leave to send one bulk message now; give it back to `Pace.answered` when the answer (or an error) is there."""

    chat_id: int
    at: float
    open: bool = True


class Pace:
    """The limits, and when the next message may go. Times are seconds of `clock`, which never goes back."""

    def __init__(
        self,
        rate: int,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """`rate`: bulk messages a second."""
        self.rate = rate
        self.ceiling = TELEGRAM_CEILING if rate <= TELEGRAM_CEILING else rate + REPLY_ROOM
        self._clock, self._sleep = clock, sleep
        self._flying: dict[Slot, None] = {}  # not answered yet, oldest first
        self._landed: list[float] = []  # a heap: the answered ones of the last second, by `_counted_from`
        self._replies: deque[float] = deque()
        self._even = 0.0  # when the next one is due if they are spread evenly
        self._took: deque[float] = deque(maxlen=LATELY)  # the last answers, in seconds
        self._least = 0.0  # what an answer takes at the least
        self._slack = max(SLACK_S, SLACK_MESSAGES * SECOND_S / rate)
        self._chats: dict[int, float] = {}  # the last message to each chat, oldest first
        self._groups: dict[int, deque[float]] = {}  # those of the last minute to each group, oldest group first
        self._held: dict[int, float] = {}  # until when, by chat
        self._waited: dict[int, float] = {}  # when what replies to a chat have waited no longer counts
        self._held_until = 0.0
        self._suspect: tuple[int, float, float] | None = None  # a 429: chat, when it came, until when it holds
        self._blocked_at: float | None = None  # when it was last noticed that nothing gets through
        self._probe_at = 0.0

    # --- the two lanes -----------------------------------------------------------------------------------------------

    async def bulk(self, chat_id: int, *, is_group: bool, patience: float) -> Slot | None:
        """Wait until the next bulk message may go; None where this chat isn't ready, or `patience` seconds are too few.

        It doesn't wait for a chat: `ready_in` says when to come back, and others go first.
        """
        while (seconds := self.pause()) > 0:
            if seconds > patience:
                return None
            await self._sleep(seconds)
        return None if self.ready_in(chat_id, is_group=is_group) > 0 else self._take(chat_id, is_group)

    def reply(self, chat_id: int, *, is_group: bool = False) -> None:
        """Count a reply, which doesn't wait: bulk makes room for it."""
        now = self._clock()
        self._replies.append(now)
        self._note(chat_id, is_group, now)
        self._expire(now)

    def _take(self, chat_id: int, is_group: bool) -> Slot:
        now = self._clock()
        slot = Slot(chat_id, now)
        self._flying[slot] = None
        self._probe_at = now + PROBE_S
        self._even = max(self._even, now - self._slack) + SECOND_S / self.rate
        self._note(chat_id, is_group, now)
        return slot

    def answered(self, slot: Slot) -> None:
        """The message with this slot has arrived, or never will. A second call changes nothing."""
        if slot.open:
            now, slot.open = self._clock(), False
            self._took.append(now - slot.at)
            self._least = max(0.0, min(self._took) - FASTER_S) if len(self._took) >= LEARNING else 0.0
            if slot in self._flying:  # else it no longer counts
                del self._flying[slot]
                heapq.heappush(self._landed, self._counted_from(slot, now))

    # --- chats -------------------------------------------------------------------------------------------------------

    def ready_in(self, chat_id: int, *, is_group: bool) -> float:
        """Seconds until this chat's own limits let a message through, whatever the others do; 0: now."""
        now = self._clock()
        self._expire(now)
        ready = self._held.get(chat_id, 0.0)
        if chat_id in self._chats:
            ready = max(ready, self._chats[chat_id] + CHAT_S + MARGIN_S)
        recent = self._groups.get(chat_id, ()) if is_group else ()
        if len(recent) >= GROUP_MOST:
            ready = max(ready, recent[-GROUP_MOST] + GROUP_S + MARGIN_S)
        return max(0.0, ready - now)

    def _note(self, chat_id: int, is_group: bool, now: float) -> None:
        self._chats.pop(chat_id, None)
        self._chats[chat_id] = now
        if is_group:
            recent = self._groups.pop(chat_id, None) or deque(maxlen=GROUP_MOST)
            recent.append(now)
            self._groups[chat_id] = recent

    # --- everything --------------------------------------------------------------------------------------------------

    def pause(self) -> float:
        """Seconds until the next bulk message may go to any chat that is ready; 0: now."""
        now = self._clock()
        self._expire(now)
        ready = max(self._even, self._held_until)
        if self._suspect is not None or self._blocked_at is not None:
            ready = max(ready, self._probe_at)
        if len(self._flying) + len(self._landed) >= self._room():
            ready = max(ready, self._next_free())
        return max(0.0, ready - now)

    def held_for(self) -> float:
        """Seconds for which Telegram has told the whole bot to wait."""
        return max(0.0, self._held_until - self._clock())

    def _room(self) -> int:
        """How many bulk messages a second may hold now. One at least: a flood of replies must not stop them."""
        return max(1, min(self.rate, self.ceiling - len(self._replies)))

    def _next_free(self) -> float:
        """When the oldest bulk message or reply leaves the last second, if it is answered at once."""
        flying = [self._counted_from(slot, self._clock()) for slot in islice(self._flying, 1)]
        return min([*self._landed[:1], *flying, *islice(self._replies, 1)]) + SECOND_S

    def _counted_from(self, slot: Slot, now: float) -> float:
        """When it must have gone out to arrive no earlier than it did, if it is answered now."""
        return max(slot.at, now - self._least)

    def _expire(self, now: float) -> None:
        """Forget what no limit reaches back to: memory is bounded by what goes out in a minute."""
        while self._flying and (
            self._counted_from(oldest := next(iter(self._flying)), now) <= now - SECOND_S or oldest.at <= now - LOST_S
        ):
            del self._flying[oldest]
        while self._landed and self._landed[0] <= now - SECOND_S:
            heapq.heappop(self._landed)
        while self._replies and self._replies[0] <= now - SECOND_S:
            self._replies.popleft()
        while self._chats and (first := next(iter(self._chats.items())))[1] <= now - CHAT_S - MARGIN_S:
            del self._chats[first[0]]
        while self._groups and (group := next(iter(self._groups.items())))[1][-1] <= now - GROUP_S - MARGIN_S:
            del self._groups[group[0]]
        if self._suspect is not None and self._suspect[2] <= now:
            self._suspect = None

    # --- refusals ----------------------------------------------------------------------------------------------------

    def refused(self, chat_id: int, seconds: float) -> bool:
        """A 429: no message to this chat for so long. Whether it is now taken to be meant for the bot as a whole.

        Telegram doesn't say whom it means. So after a 429 bulk goes on one message at a time: if another chat's
        arrives, the limit was the first chat's own; if another chat's is refused too, everything waits.
        """
        now = self._clock()
        self._expire(now)
        self.hold_chat(chat_id, seconds)
        if self._suspect is None:
            self._suspect, self._probe_at = (chat_id, now, now + seconds), now
            return False
        if self._suspect[0] == chat_id:
            return False
        self.hold(max(seconds, self._suspect[2] - now))
        return True

    def accepted(self, slot: Slot) -> None:
        """Telegram has answered this message, and not with a 429: one sent after the last 429 clears the others."""
        self._blocked_at = None
        if self._suspect is not None and slot.chat_id != self._suspect[0] and slot.at >= self._suspect[1]:
            self._suspect = None

    def hold(self, seconds: float) -> None:
        """No bulk at all for so long."""
        self._held_until = max(self._held_until, self._clock() + seconds)
        self._suspect = None

    def block(self, seconds: float) -> None:
        """Nothing gets through: no bulk for so long, then one message at a time until Telegram answers one."""
        self.hold(seconds)
        self._blocked_at = self._clock()

    def is_news(self, slot: Slot) -> bool:
        """Whether this message's failure tells something new: it left after the last blockage was noticed."""
        return self._blocked_at is None or slot.at > self._blocked_at

    def hold_chat(self, chat_id: int, seconds: float) -> None:
        """Nothing to this chat for so long."""
        now = self._clock()
        self._held = _current(self._held, now)
        self._held[chat_id] = max(self._held.get(chat_id, 0.0), now + seconds)

    def chat_held_for(self, chat_id: int) -> float:
        """Seconds for which Telegram has told us to send nothing to this chat."""
        return max(0.0, self._held.get(chat_id, 0.0) - self._clock())

    def may_wait(self, chat_id: int, seconds: float, most: float) -> bool:
        """Whether one more reply may wait so long for its chat, then counted: all of a chat's for `most` seconds.

        They come back at a sixth of the speed at which time passes: `most` 10, and replies wait 10 s a minute.
        """
        now = self._clock()
        self._waited = _current(self._waited, now)
        until = max(self._waited.get(chat_id, 0.0), now) + seconds * RECOVERY
        if until > now + most * RECOVERY:
            return False
        self._waited[chat_id] = until
        return True


def _current(moments: dict[int, float], now: float) -> dict[int, float]:
    """Without those that are over, once they are many."""
    return {chat: until for chat, until in moments.items() if until > now} if len(moments) >= HELD_KEPT else moments
