"""How fast we may send: two lanes under one ceiling. Replies never wait; digests and alerts (bulk) do.

Telegram counts what arrives, we know only what leaves. So a message counts from when it went out plus what its answer
took longer than the fastest of late: had it arrived late, it would have arrived by then. On a steady connection that
keeps any second at the server within the rate; `JITTER_S` bounds how much of the rate an unsteady one may cost.
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
SECOND_S = 1.003  # a second, and what the times of answers don't tell
SLACK_S, SLACK_MESSAGES = 0.05, 5  # how late one may be, or how many, and be made up: the program has other work too
JITTER_S = 0.02  # the most that uncertain arrivals may cost on average, per message: 2 % of the rate
SAVED_JITTER_S = 5  # seconds' worth of that may be saved up for a hiccup
MOST_JITTER_S = 0.25  # for one message
LEARNING = 20  # answers until we know how fast they can be: the first have connections to open
FADE = 0.005  # of the fastest answer, a second: connections change
CHAT_S = 1.0  # between two messages to a chat
GROUP_MOST, GROUP_S = 20, 60.0  # messages to a group a minute
MARGIN_S = 0.05  # for the last two: they are far from costing us anything
PROBE_S = 1.0  # between messages while it isn't known whom a 429 was meant for
HELD_KEPT = 1_000  # chats on hold before those that are free again are looked for


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
        self._landed: list[float] = []  # a heap: when each of the last second's bulk messages arrived, at the latest
        self._replies: deque[float] = deque()
        self._even = 0.0  # when the next one is due if they are spread evenly
        self._fastest = float("inf")
        self._learnt = 0
        self._slack = max(SLACK_S, SLACK_MESSAGES * SECOND_S / rate)
        self._saved = JITTER_S * SAVED_JITTER_S * rate
        self._jitter = self._saved
        self._chats: dict[int, float] = {}  # the last message to each chat, oldest first
        self._groups: dict[int, deque[float]] = {}  # those of the last minute to each group, oldest group first
        self._held: dict[int, float] = {}
        self._held_until = 0.0
        self._suspect: tuple[int, float, float] | None = None  # a 429: chat, when it came, until when it holds
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
            took = self._clock() - slot.at
            self._fastest = min(self._fastest * (1 + FADE / self.rate), took)
            self._learnt += 1
            self._land(slot, took - self._fastest if self._learnt > LEARNING else took)

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
        if self._suspect is not None:
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
        """When the oldest bulk message or reply leaves the last second."""
        oldest = [*self._landed[:1], *(slot.at for slot in islice(self._flying, 1)), *islice(self._replies, 1)]
        return min(oldest) + SECOND_S

    def _expire(self, now: float) -> None:
        """Forget what no limit reaches back to: memory is bounded by what goes out in a minute."""
        while self._flying and (overdue := next(iter(self._flying))).at <= now - SECOND_S:
            self._land(overdue, now - overdue.at - min(self._fastest, SECOND_S))
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

    def _land(self, slot: Slot, late: float) -> None:
        """Count it from when it arrived at the latest, as far as `late` seconds can be afforded."""
        slot.open = False
        del self._flying[slot]
        self._jitter = min(self._jitter + JITTER_S, self._saved)
        late = min(max(late, 0.0), self._jitter, MOST_JITTER_S)
        self._jitter -= late
        heapq.heappush(self._landed, slot.at + late)

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
        if self._suspect is not None and slot.chat_id != self._suspect[0] and slot.at >= self._suspect[1]:
            self._suspect = None

    def hold(self, seconds: float) -> None:
        """No bulk at all for so long."""
        self._held_until = max(self._held_until, self._clock() + seconds)
        self._suspect = None

    def hold_chat(self, chat_id: int, seconds: float) -> None:
        """No bulk to this chat for so long."""
        now = self._clock()
        if len(self._held) >= HELD_KEPT:
            self._held = {chat: until for chat, until in self._held.items() if until > now}
        self._held[chat_id] = max(self._held.get(chat_id, 0.0), now + seconds)
