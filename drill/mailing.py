"""One digest to many chats: what is lost, what came twice, and what excuse there is for it."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select

from briefings.model import Delivery, DeliveryState
from briefings.store import Store
from drill.bots import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from drill.telegram import Telegram

FLIGHT_S = 1.0  # what the server took longer ago than this is not in flight any more: it should have been written down
LOOK_S = 0.5
UNSETTLED = {DeliveryState.WAITING, DeliveryState.SENDING}


@dataclass
class Mailing:
    """Each of `chats` is to get one message. `in_flight`: how often one was under way to it when a process died."""

    telegram: Telegram
    store: Store
    chats: range
    in_flight: Counter[int] = field(default_factory=Counter)
    most_at_once: int = 0  # of those, at one death
    _arrived: Counter[int] = field(default_factory=Counter)
    _unknown: Counter[int] = field(default_factory=Counter)
    _unsettled: int = 0

    async def _states(self) -> dict[int, DeliveryState]:
        async with self.store.reading() as session:
            return dict((await session.execute(select(Delivery.chat_id, Delivery.state))).all())

    async def note_death(self, at: float) -> int:
        """Count what was in flight when a process died or hung, at this time of the loop: taken by Telegram within the
        second before or still on its way, and not written down as sent. How many messages that is.
        """
        await self.telegram.quiet()
        states = await self._states()
        late = {int(entry.params["chat_id"]) for entry in self.telegram.sends() if entry.at > at - FLIGHT_S}
        caught = [chat for chat in late if states.get(chat) is DeliveryState.SENDING]
        self.in_flight.update(caught)
        self.most_at_once = max(self.most_at_once, len(caught))
        return len(caught)

    async def sent_at_least(self, number: int, seconds: float) -> bool:
        """Wait until so many requests to send were made, but not for longer than so many seconds."""
        return await until(lambda: len(self.telegram.sends()) >= number, seconds)

    async def finish(self, seconds: float) -> None:
        """Wait until every chat's delivery is settled, for so long at most; then see what came of them."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            states = await self._states()
            if all(states.get(chat, DeliveryState.WAITING) not in UNSETTLED for chat in self.chats):
                break
            await asyncio.sleep(LOOK_S)
        await self.telegram.quiet()
        self._arrived = self.telegram.copies(self.chats)
        async with self.store.reading() as session:
            self._unknown = Counter(dict((await session.execute(select(Delivery.chat_id, Delivery.unknown))).all()))
        states = await self._states()
        self._unsettled = sum(states.get(chat) is not DeliveryState.SENT for chat in self.chats)

    # --- after `finish` ----------------------------------------------------------------------------------------------

    @property
    def lost(self) -> int:
        """Chats that got nothing, or of which we don't know that they got it."""
        return max(self._unsettled, sum(not self._arrived[chat] for chat in self.chats))

    @property
    def doubled(self) -> int:
        """Messages that came to a chat which had one."""
        return sum(self.surplus().values())

    @property
    def unknown(self) -> int:
        """How often we say that a message may have come twice."""
        return self._unknown.total()

    @property
    def uncounted(self) -> int:
        """Doubled messages that `unknown` doesn't know of."""
        return (self.surplus() - self._unknown).total()

    def surplus(self) -> Counter[int]:
        """How many too many each chat got."""
        return self._arrived - Counter(self.chats)

    def unexcused(self, excuses: Counter[int]) -> int:
        """Doubled messages beyond what each chat may have had twice."""
        return (self.surplus() - excuses).total()


@asynccontextmanager
async def mailing(telegram: Telegram, url: str, chats: range) -> AsyncIterator[Mailing]:
    """A mailing in this database, which is open for looking into during the block."""
    store = Store(url)
    try:
        yield Mailing(telegram, store, chats)
    finally:
        await store.close()
