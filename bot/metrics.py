"""What the process counts, for Prometheus."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

from briefings import outbox

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefings.store import Store

TALLIED_S = 15.0  # between two looks at the outbox, however often somebody asks
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
        """All of it in Prometheus's text format."""
        now = self._monotonic()
        if self._tallied_at is None or now - self._tallied_at >= TALLIED_S:
            async with self._store.reading() as session:
                tally = await outbox.tally(session)
            self._deliveries.clear()
            for state, number in tally.items():
                self._deliveries.labels(state).set(number)
            self._tallied_at = now
        return generate_latest(self._registry)
