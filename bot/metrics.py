"""What the process counts, for Prometheus."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

from briefings import outbox
from briefings.store import DATABASE_TROUBLE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from briefings.store import Store

log = logging.getLogger(__name__)

TALLIED_S = 15.0  # between two looks at the outbox, however often somebody asks
ANSWER_S = 5.0  # how long the database may take
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0)  # seconds


class Metrics:
    """One process's numbers; nothing in them tells of a person."""

    def __init__(self, store: Store, monotonic: Callable[[], float] = time.monotonic) -> None:
        """`monotonic` in seconds."""
        self._store, self._monotonic = store, monotonic
        self._tallied_at: float | None = None
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self.update_seconds = Histogram(
            "briefings_update_seconds",
            "How long updates took to handle.",
            buckets=BUCKETS,
            registry=self._registry,
        )
        self.updates_failed = Counter(
            "briefings_updates_failed", "Updates whose handler failed.", registry=self._registry
        )
        self._deliveries = Gauge(
            "briefings_deliveries",
            "Deliveries in the outbox by state; unknown: how often a message may have been sent twice.",
            ["state"],
            registry=self._registry,
        )
        self._leading = Gauge("briefings_leading", "1 in the process that plans and sends.", registry=self._registry)

    def watch_leading(self, leading: Callable[[], bool]) -> None:
        """Ask this whether the process plans and sends."""
        self._leading.set_function(lambda: float(leading()))

    async def page(self) -> bytes:
        """All of it in Prometheus's text format; without the deliveries while the database does not answer."""
        now = self._monotonic()
        if self._tallied_at is None or now - self._tallied_at >= TALLIED_S:
            tally = await self._tally()
            self._deliveries.clear()
            for state, number in tally.items():
                self._deliveries.labels(state).set(number)
            self._tallied_at = now if tally else None
        return generate_latest(self._registry)

    async def _tally(self) -> Mapping[str, int]:
        """Empty where the database does not answer: all else is told without it."""
        try:
            async with asyncio.timeout(ANSWER_S), self._store.reading() as session:
                return await outbox.tally(session)
        except DATABASE_TROUBLE as error:
            log.warning("The database did not answer the metrics: %s", type(error).__name__)
            return {}
