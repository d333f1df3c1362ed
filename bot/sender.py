"""Deliveries out: claims what is due, sends it at its pace, settles it. The order of the day, not what a message is.

Three loops share a queue. Claiming keeps it filled with about a second's work, so that little is lost track of in a
crash; sending starts a request whenever the pace allows, as many at once as the latency takes; settling writes down
what came of them, all that has gathered in one transaction.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from contextlib import suppress
from random import Random
from typing import TYPE_CHECKING

from bot import digests
from bot.courier import Courier, Report
from bot.job import Job, Queue
from bot.ledger import Ledger
from briefings import outbox
from briefings.model import DeliveryState
from briefings.store import DATABASE_TROUBLE

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from telegram import Bot

    from bot.cards import Answer
    from bot.pace import Pace, Slot
    from bot.services import Services
    from briefings.outbox import Claimed

log = logging.getLogger(__name__)

CONCURRENCY = 200  # requests at once; the connection pool has 256, the rest is for replies
LEAST_BATCH, MOST_BATCH = 10, 500  # deliveries claimed at once: a second's work within these
POLL_S = 1.0  # between two looks for work where nobody wakes us: for retries, and for what another process planned
PATIENCE_S = 5.0  # what can't go sooner goes back to the outbox
TROUBLE_S = 1.0  # before the next try where the database did not answer
HELD_S = outbox.LEASE.total_seconds() / 2  # what we hold for longer goes back: the lease must outlast the request
FINISH_S = 4.0  # how long a stop waits for what is in flight; all of it has to end within 10 s
MOST_RESTING = 10  # batches of jobs whose chats aren't ready yet


class Sender:
    """Sends what is in the outbox. One at a time in a process; a second one, anywhere, only shares the work."""

    def __init__(
        self,
        bot: Bot,
        services: Services,
        pace: Pace,
        *,
        leading: Callable[[], bool] = lambda: True,
        concurrency: int = CONCURRENCY,
    ) -> None:
        """`leading`: whether it is for this process to send; asked before each batch and each message."""
        self._services, self._pace, self._concurrency = services, pace, concurrency
        self._bot, self._leading = bot, leading
        self._courier = Courier(bot, services, pace, Random())  # noqa: S311 - spreads retries, hides nothing
        self._batch = min(max(pace.rate, LEAST_BATCH), MOST_BATCH)
        self._low = self._batch // 2  # so few in the queue, and more are claimed
        self._flying: set[asyncio.Task[None]] = set()
        self._queue, self._ledger = Queue(), Ledger(services)
        self._more = False  # whether the last claim left something behind
        self._wake, self._queued = asyncio.Event(), asyncio.Event()
        self._stopping, self._finished = asyncio.Event(), asyncio.Event()
        self._finished.set()

    def wake(self) -> None:
        """There may be something to send."""
        self._wake.set()

    async def step(self, now: dt.datetime) -> bool:
        """Claim one batch, send it to the end and settle it; whether there was anything. Not beside `run`.

        Raises DATABASE_TROUBLE; what has become of the messages is then written down by the next step.
        """
        await self._ledger.settle()
        claimed = await self._claim(now)
        while self._queue or self._flying:
            await (self._advance() if self._queue else asyncio.wait(self._flying))
        await self._ledger.settle()
        return bool(claimed.parcels)

    async def run(self) -> None:
        """Send until `stop`, or until cancelled, and then finish. May be run again after that."""
        self._finished.clear()
        ending = [asyncio.create_task(self._forever(work)) for work in (self._claiming, self._ledger.gather)]
        sending = asyncio.create_task(self._forever(self._advance))
        try:
            await self._stopping.wait()
        finally:
            self._stopping.set()
            self._wake.set()
            self._ledger.waiting.set()
            sending.cancel()
            await self._finish({*ending, sending, *self._flying})
            self._stopping.clear()
            self._finished.set()

    async def stop(self) -> None:
        """Finish what is in flight (for FINISH_S) and give back what is not begun; returns when that is done."""
        self._stopping.set()
        await self._finished.wait()

    async def _finish(self, tasks: set[asyncio.Task[None]]) -> None:
        _, late = await asyncio.wait(tasks, timeout=FINISH_S)
        for task in late:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._give_back(self._queue.clear())
        try:
            await self._ledger.settle()
        except DATABASE_TROUBLE as error:
            log.warning("What was sent last could not be written down: %s", type(error).__name__)

    async def _forever(self, work: Callable[[], Awaitable[None]]) -> None:
        """Repeat until we stop; what goes wrong is told, and tried again."""
        while not self._stopping.is_set():
            try:
                await work()
            except DATABASE_TROUBLE as error:
                log.warning("The database did not answer the sender: %s", type(error).__name__)
                await _wait(self._stopping, TROUBLE_S)
            except Exception:
                log.exception("The sender goes on after an error.")
                await _wait(self._stopping, TROUBLE_S)

    # --- claiming ----------------------------------------------------------------------------------------------------

    async def _claiming(self) -> None:
        """Keep a second's work in the queue; wait where it is full, nothing is due or nothing may go."""
        self._wake.clear()
        has_room = self._queue.ready <= self._low and self._queue.resting < MOST_RESTING * self._batch
        if has_room and self._leading() and self._pace.held_for() <= PATIENCE_S:
            self._more = (await self._claim(self._services.now())).more
            if self._more:
                return
        await _wait(self._wake, POLL_S)

    async def _claim(self, now: dt.datetime) -> Claimed:
        at = _time()  # before the lease begins
        async with self._services.store.writing() as session:
            claimed = await outbox.claim(session, now, self._batch, self._ledger.in_hand)
        self._ledger.in_hand.update(parcel.id for parcel in claimed.parcels)
        jobs = [Job.of(parcel, at) for parcel in claimed.parcels]
        try:
            await self._services.refresh()  # what was corrected before is not rendered from a cache of before that
        except BaseException:
            self._give_back(jobs)
            raise
        self._queue.add(jobs)
        self._queued.set()
        return claimed

    # --- sending -----------------------------------------------------------------------------------------------------

    async def _advance(self) -> None:
        """Begin the next message as soon as it may go; where there is none, wait for one."""
        await self._ledger.writable.wait()  # else what is sent now might be forgotten, and sent again
        job = self._queue.first(_time())  # it stays there until its message begins: whoever stops us finds it
        if job is None:
            self._queued.clear()
            rested_at = self._queue.rested_at()
            await _wait(self._queued, None if rested_at is None else rested_at - _time())
            return
        if self._more and self._queue.ready <= self._low:
            self._wake.set()
        if (seconds := self._pace.ready_in(job.chat_id, is_group=job.is_group)) > 0:
            self._rest(job, seconds)
            return
        if (answer := await self._rendered(job)) is None:
            return
        while len(self._flying) >= self._concurrency:
            await asyncio.wait(self._flying, return_when=asyncio.FIRST_COMPLETED)
        slot = await self._pace.bulk(job.chat_id, is_group=job.is_group, patience=PATIENCE_S)
        if slot is not None:
            self._begin(job, answer, slot)
        elif self._pace.held_for() > PATIENCE_S:
            self._give_back(self._queue.clear())

    def _begin(self, job: Job, answer: Answer, slot: Slot) -> None:
        self._queue.remove(job)
        if not self._leading() or _time() - job.claimed_at > HELD_S:  # it may be somebody else's by now
            self._pace.answered(slot)
            self._give_back([job])
            return
        task = asyncio.create_task(self._send(job, answer, slot))
        self._flying.add(task)
        task.add_done_callback(self._flying.discard)

    async def _rendered(self, job: Job) -> Answer | None:
        """What to send; None where the job is over without: nothing of it is published, or all of it was sent."""
        answer, services, bot = None, self._services, self._bot
        try:
            answer = await digests.of_parcel(
                services, job.parcel, services.now(), bot.link, inline=bool(bot.supports_inline_queries)
            )
        except DATABASE_TROUBLE:
            raise
        except Exception as error:  # noqa: BLE001 - one that can't be rendered must not keep the others waiting
            report: Report | None = self._courier.failed(job, error)
        else:
            report = self._courier.without(job, answer)
        if report is None:
            return answer
        self._queue.remove(job)
        self._ledger.note(report)
        return None

    async def _send(self, job: Job, answer: Answer, slot: Slot) -> None:
        try:
            report = await self._courier.send(job, answer, slot)
        except asyncio.CancelledError:
            self._ledger.note(Report(job.becomes(DeliveryState.WAITING, "stopped", unsure=True)))
            raise
        self._ledger.note(report)
        if report.goes_on:
            job.claimed_at = _time()  # its lease is renewed with what is written down
            self._queue.add_first(job)
            self._queued.set()

    def _rest(self, job: Job, seconds: float) -> None:
        """Out of the others' way until its chat is ready: here, or in the outbox where that takes long."""
        if seconds <= PATIENCE_S:
            self._queue.rest(job, _time() + seconds)
            return
        self._queue.remove(job)
        when = self._services.now() + dt.timedelta(seconds=seconds)
        self._ledger.note(Report(job.becomes(DeliveryState.WAITING, when=when, begun=False)))

    def _give_back(self, jobs: list[Job]) -> None:
        """They are not begun, and due again at once, for whoever comes."""
        for job in jobs:
            self._ledger.note(Report(job.becomes(DeliveryState.WAITING, begun=False)))


async def _wait(event: asyncio.Event, seconds: float | None) -> None:
    """Until the event, but not longer than so many seconds."""
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)


def _time() -> float:
    return asyncio.get_running_loop().time()
