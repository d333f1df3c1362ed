"""What became of deliveries, gathered for a moment and written down together."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from briefings import outbox
from briefings.model import DeliveryState
from briefings.store import DATABASE_TROUBLE

if TYPE_CHECKING:
    from bot.courier import Effect, Report
    from bot.services import Services
    from briefings.outbox import Outcome

log = logging.getLogger(__name__)

GATHER_S = 0.05  # how long outcomes gather: a crash may repeat what was sent in it


class Ledger:
    """Keeps what it could not write. `writable` is not set while that is so: what is sent then might be sent again.

    `in_hand`: ids of deliveries that are claimed, and for which it isn't written down yet what became of them.
    """

    def __init__(self, services: Services) -> None:
        self.writable = asyncio.Event()
        self.writable.set()
        self.waiting = asyncio.Event()  # something is to be written
        self.in_hand: set[int] = set()
        self._services = services
        self._outcomes: list[Outcome] = []
        self._effects: list[Effect] = []

    def note(self, report: Report) -> None:
        """To be written down soon."""
        self._outcomes.append(report.outcome)
        if report.effect is not None:
            self._effects.append(report.effect)
        self.waiting.set()

    async def gather(self) -> None:
        """Wait until there is something to write, and a little for more; then write it."""
        await self.waiting.wait()
        await asyncio.sleep(GATHER_S)
        await self.settle()

    async def settle(self) -> None:
        """Write down what has gathered. Raises DATABASE_TROUBLE, and keeps it."""
        self.waiting.clear()
        if outcomes := self._outcomes[:]:
            try:
                async with self._services.store.writing() as session:
                    await outbox.settle(session, outcomes, self._services.now())
            except DATABASE_TROUBLE:
                self.writable.clear()
                self.waiting.set()
                raise
            del self._outcomes[: len(outcomes)]
            self.in_hand -= {one.parcel.id for one in outcomes if one.state is not DeliveryState.SENDING}
            self.writable.set()
        while self._effects:
            await self._carry_out(self._effects.pop(0))

    async def _carry_out(self, effect: Effect) -> None:
        """In a transaction of its own: if it fails, the chat's next refusal asks for it again."""
        try:
            async with self._services.store.writing() as session:
                await effect(session)
        except Exception as error:  # noqa: BLE001 - whatever it is, those of the other chats are carried out
            log.warning("What a refusal means for the chat could not be written down: %s", type(error).__name__)
