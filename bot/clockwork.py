"""APScheduler's ticks: lead if nobody else does, plan what is due, clean up and back up at night.

What is due stands in the database; a tick only looks. So ticks may be late, left out or repeated, and none carries
anything to the next. Each chore is a plain method that tests call; the scheduler is the loop around them.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import os
import secrets
import socket
import time
from typing import TYPE_CHECKING

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from briefings import planning, reckoning, upkeep
from briefings.backup import nightly
from briefings.desk import publishing
from briefings.leadership import RENEWAL, Leadership
from briefings.search.backlog import Backlog, merge

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from briefings.store import Store

log = logging.getLogger(__name__)

TICK_S = 1
INDEX_S = 60
CLEAN_UP_AT = {"hour": 3, "minute": 30}  # UTC: 08:30 in Almaty, before the digests of the day
BACK_UP_AT = {"hour": 3, "minute": 0}
PUT_BACK = dt.timedelta(hours=1)  # a clock put back by more than this: all is reckoned anew
CHECKS_A_TICK = 10  # batches: a million subscriptions take under two minutes, and planning never waits for it
ANSWER_S = RENEWAL.total_seconds()  # how long the database may take to say who leads
STOP_S = 3.0  # how long a stop waits for the batch in hand


class Clockwork:
    """Ticks from `start` to `stop`. `tick` and `clean_up` do nothing in a process that doesn't lead."""

    def __init__(
        self,
        store: Store,
        now: Callable[[], dt.datetime],
        on_planned: Callable[[], None],
        monotonic: Callable[[], float] = time.monotonic,
        *,
        zone: str = "UTC",
    ) -> None:
        """`on_planned`: there may be something to send. `zone`: IANA, of editors who have chosen none."""
        self._store, self._now, self._on_planned = store, now, on_planned
        self._zone = zone
        holder = f"{socket.gethostname()[:32]}:{os.getpid()}:{secrets.token_hex(4)}"
        self._leadership = Leadership(store, holder, monotonic)
        self._led = False
        self._memory = planning.Memory()
        self._last_tick: dt.datetime | None = None
        self._unchecked: int | None = None  # subscriptions above this id are to be reckoned anew
        self._backlog: Backlog | None = None  # of the search index; None: it is to date
        self._busy: set[asyncio.Task[object]] = set()
        self._stopping = False
        self._scheduler = AsyncIOScheduler(timezone=dt.UTC)
        self._watch: asyncio.Task[None] | None = None
        logging.getLogger("apscheduler").setLevel(logging.ERROR)  # it tells of every tick that a long one leaves out

    @property
    def leading(self) -> bool:
        """Whether it is this process that works. Ask before each batch: one that hung may have been replaced."""
        return self._leadership.leading

    async def start(self) -> None:
        """Lead, if nobody does, and begin to tick."""
        await self._guarded("lead", self.lead)
        self._set_up()
        self._scheduler.start()
        self._watch = asyncio.create_task(self._watch_the_clock(), name="watch the clock")

    async def pause(self) -> None:
        """Finish the batch in hand, and begin no other. The lead is kept as long as the lease lasts."""
        if self._stopping:
            return
        self._stopping = True
        if self._watch is not None:
            self._watch.cancel()
            self._scheduler.pause()
            if self._busy:
                await asyncio.wait(self._busy, timeout=STOP_S)

    async def stop(self) -> None:
        """Pause, and let another process lead."""
        await self.pause()
        if self._watch is not None:
            self._scheduler.shutdown(wait=False)
        await self._guarded("resign", self._leadership.resign)

    async def lead(self) -> None:
        """Take the lead or keep it, and say so where it has changed."""
        try:
            async with asyncio.timeout(ANSWER_S):
                await self._leadership.renew()
        finally:
            self._note_leadership()

    async def tick(self, now: dt.datetime) -> int:
        """Publish what has waited for `now`, plan all that is due; for how many chats.

        Between two batches the sender has its turn.
        """
        self._note_leadership()
        if not self.leading:
            return 0
        if self._last_tick is not None and now < self._last_tick - PUT_BACK:
            log.warning("The clock was put back from %s to %s.", self._last_tick, now)
            self._unchecked = 0
        self._last_tick = now
        await self._release(now)
        planned = 0
        while self.leading and not self._stopping:
            async with self._store.writing() as session:
                done = await planning.plan(session, now, memory=self._memory)
            if not done:
                break
            planned += done
            self._on_planned()
            await asyncio.sleep(0)
        await self._check(now)
        return planned

    async def _release(self, now: dt.datetime) -> None:
        """Publish what has an embargo that is over; where that fails, digests go out all the same."""
        try:
            while self.leading and not self._stopping:
                async with self._store.writing() as session:
                    if not await publishing.release(session, now, self._zone):
                        return
        except Exception as error:  # noqa: BLE001 - whatever it is, the next tick tries again
            log.error("Nothing could be released: %s.", type(error).__name__)  # noqa: TRY400

    async def clean_up(self, now: dt.datetime) -> int:
        """Delete what nobody needs any more, and make the search index of one part; how many rows were deleted."""
        deleted = 0
        while self.leading and not self._stopping:
            async with self._store.writing() as session:
                done = await upkeep.clean_up(session, now)
            if not done:
                break
            deleted += done
            await asyncio.sleep(0)
        await merge(self._store, lambda: self.leading and not self._stopping)
        return deleted

    async def index(self) -> int:
        """Bring the search index to date once, as another version of this program may have made it; how many entries.

        A few briefings at a time: searches go on, and whoever writes has a turn.
        """
        indexed = 0
        while self._backlog is not None and self.leading and not self._stopping:
            async with self._store.writing() as session:
                done = await self._backlog.catch_up(session)
            if not done:
                self._backlog = None
            indexed += done
            await asyncio.sleep(0)
        if indexed:
            log.info("Indexed %d briefings for the search.", indexed)
        return indexed

    async def back_up(self, now: dt.datetime) -> None:
        """Copy the database, where it is a file of ours."""
        if self.leading and not self._stopping:
            await nightly(self._store, now.date())

    async def _check(self, now: dt.datetime) -> None:
        """Go on reckoning anew when subscriptions are due, a few batches of them."""
        for _ in range(CHECKS_A_TICK):
            if self._unchecked is None or not self.leading or self._stopping:
                return
            async with self._store.writing() as session:
                if self._unchecked == 0:
                    await reckoning.recall(session, now)
                self._unchecked = await reckoning.check(session, now, self._unchecked, planning.BATCH)
            await asyncio.sleep(0)

    def _note_leadership(self) -> None:
        """Tell the others where it has changed. Whoever begins doesn't know how the clock went until then."""
        if self.leading and not self._led:
            log.info("This process answers, plans and sends.")
            self._led, self._last_tick, self._unchecked, self._backlog = True, None, 0, Backlog()
            self._on_planned()
        elif self._led and not self.leading:
            log.warning("Another process answers, plans and sends from now on, or the database doesn't answer.")
            self._led = False

    def _set_up(self) -> None:
        """Every job, due from now on."""
        self._add(IntervalTrigger(seconds=TICK_S), "tick", lambda: self.tick(self._now()))
        self._add(IntervalTrigger(seconds=int(RENEWAL.total_seconds())), "lead", self.lead)
        self._add(IntervalTrigger(seconds=INDEX_S, start_date=self._now()), "index", self.index)
        self._add(CronTrigger(**CLEAN_UP_AT, timezone=dt.UTC), "clean-up", lambda: self.clean_up(self._now()))
        self._add(CronTrigger(**BACK_UP_AT, timezone=dt.UTC), "backup", lambda: self.back_up(self._now()))

    def _add(self, trigger: IntervalTrigger | CronTrigger, name: str, work: Callable[[], Awaitable[object]]) -> None:
        """A job that is never dropped for being late, nor made up more than once, nor run beside itself."""
        self._scheduler.add_job(
            self._job,
            trigger,
            args=[name, work],
            id=name,
            replace_existing=True,
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )

    async def _job(self, name: str, work: Callable[[], Awaitable[object]]) -> None:
        """What APScheduler runs; where a stop cuts it off, it would print a traceback."""
        try:
            await self._guarded(name, work)
        except asyncio.CancelledError:
            log.warning("The job %s was cut off by the stop.", name)

    async def _guarded(self, name: str, work: Callable[[], Awaitable[object]]) -> None:
        """Do it; where it fails, say so without anybody's words: the next tick tries again."""
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - for mypy: this is a coroutine
        self._busy.add(task)
        try:
            await work()
        except Exception as error:  # noqa: BLE001 - whatever it is, the clock must go on
            log.error("The job %s failed: %s.", name, type(error).__name__)  # noqa: TRY400
        finally:
            self._busy.discard(task)

    async def _watch_the_clock(self) -> None:
        """Set the jobs anew where the clock is put back: APScheduler would wait until it shows their times again."""
        last = self._now()
        while True:
            await asyncio.sleep(TICK_S)
            now = self._now()
            if now < last:
                self._set_up()
            last = now
