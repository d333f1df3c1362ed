"""What became of deliveries, gathered for a moment and written down together."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from briefings import outbox
from briefings.store import DATABASE_TROUBLE

if TYPE_CHECKING:
    from bot.courier import Effect, Report
    from bot.services import Services
    from briefings.outbox import Outcome

log = logging.getLogger(__name__)

GATHER_S = 0.05  # how long outcomes gather: a crash may repeat what was sent in it


class Ledger:
    """Keeps what it could not write. `writable` is not set while that is so: what is sent then might be sent again."""

    def __init__(self, services: Services) -> None:
        self.writable = asyncio.Event()
        self.writable.set()
        self.waiting = asyncio.Event()  # something is to be written
        self._services = services
        self._outcomes: list[Outcome] = []
        self._effects: list[Effect] = []

    def note(self, report: Report) -> None:
        """To be written down soon."""
        if report.outcome is not None:
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
            self.writable.set()
        effects, self._effects = self._effects, []
        for effect in effects:
            await self._carry_out(effect)

    async def _carry_out(self, effect: Effect) -> None:
        """In a transaction of its own: if it fails, the chat's next refusal asks for it again."""
        try:
            async with self._services.store.writing() as session:
                await effect(session)
        except DATABASE_TROUBLE as error:
            log.warning("What a refusal means for the chat could not be written down: %s", type(error).__name__)
