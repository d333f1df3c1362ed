"""Updates in: fetched from Telegram, handled concurrently, each chat's in order, acknowledged when they are done.

python-telegram-bot's own Updater acknowledges a batch before it is handled (a kill -9 loses it) and stops for good on
an update that it can't parse. So we fetch the batch raw, parse one by one, and ask for the next batch only from the
oldest update that is not finished.

Telegram lets one program at a time poll a token. Of several processes the one that leads does; the others stand by.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

from telegram import Update
from telegram.error import Conflict, InvalidToken, TelegramError

from bot import wire
from bot.outages import Outage

if TYPE_CHECKING:
    from collections.abc import Callable

    from telegram.ext import Application

    from bot.context import Context

log = logging.getLogger(__name__)

ALLOWED_UPDATES = [Update.MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER, Update.INLINE_QUERY]
BATCH = 100  # the most that getUpdates gives (Bot API)
LONG_POLL_S = 30
PATIENCE_S = 0.25  # how long what is unfinished may hold up the next fetch
HANDLER_LIMIT_S = 60
FAREWELL_S = 1.0  # how long the last acknowledgement may take, and what is cut off to come to its end
STANDBY_S = 0.5  # between two looks whether it is for this process to poll

Json = dict[str, Any]


class Intake:
    """Hands raw updates to the application."""

    def __init__(
        self,
        application: Application[Any, Context, Any, Any, Any, Any],
        leading: Callable[[], bool] = lambda: True,
        on_handled: Callable[[float], None] = lambda _: None,
    ) -> None:
        """`application` must be initialised before anything comes.

        `leading`: whether it is for this process to poll. `on_handled`: told how many seconds each update took.
        """
        self._application, self._leading, self._on_handled = application, leading, on_handled
        self._lanes: dict[object, deque[Update]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._unfinished: set[int] = set()  # update ids
        self._finished: set[int] = set()  # those of which Telegram doesn't know it yet
        self._next_offset = self._acknowledged = 0  # all below the latter is done, and Telegram knows it
        self._idle = asyncio.Event()  # nothing is unfinished
        self._awaited: dict[int, asyncio.Future[bool]] = {}  # of updates that came by webhook: whether it is handled
        self._closing = False

    async def poll(self) -> None:
        """Fetch and hand on until cancelled. Outages are waited out with growing pauses, and told once each."""
        outage = Outage()
        while True:
            if not self._leading():
                self._acknowledged = self._next_offset  # from here on that is for the one that leads
                await asyncio.sleep(STANDBY_S)
                continue
            try:
                batch = await self._fetch()
            except InvalidToken:
                raise
            except TelegramError as error:
                if not (isinstance(error, Conflict) and not self._leading()):  # else the one that leads now polls
                    await asyncio.sleep(outage.pause(error))
                continue
            outage.over()
            if self._leading():  # else it slept, or hung: another process gets the same updates, and answers them
                self._accept(batch)
                await self._wait()

    def _accept(self, batch: list[Json]) -> None:
        """Start what is new in the batch."""
        for raw in batch:
            number = raw["update_id"]
            self._next_offset = number + 1
            if number in self._unfinished or number in self._finished:
                continue  # it came before, and an older one is still being handled
            update = self._parse(raw)
            if update is None:
                self._finished.add(number)
            else:
                self._unfinished.add(number)
                self._queue(update)

    async def take(self, raw: Json) -> bool:
        """Handle an update that came by webhook; False where this process stops, and Telegram has to send it again.

        One that is being handled already, because Telegram lost patience, is waited for.
        """
        number = raw["update_id"]
        if number not in self._awaited:
            if self._closing:
                return False
            update = self._parse(raw)
            if update is None:
                return True
            self._awaited[number] = asyncio.get_running_loop().create_future()
            self._queue(update)
        return await asyncio.shield(self._awaited[number])  # Telegram may hang up: others may be waiting too

    async def _fetch(self, patience: int = LONG_POLL_S) -> list[Json]:
        """The updates from the oldest unfinished on: asking for it acknowledges those before."""
        offset = self._finished_below()
        timeout = 0 if self._unfinished else patience
        parameters = {"offset": offset, "limit": BATCH, "timeout": timeout, "allowed_updates": ALLOWED_UPDATES}
        answer = await wire.call(self._application.bot, "getUpdates", parameters, read_timeout=timeout + 10)
        self._acknowledged = offset
        self._finished = {number for number in self._finished if number >= offset}
        return cast("list[Json]", answer)

    def _parse(self, raw: Json) -> Update | None:
        """The update; None for one that the library can't read, which is told and passed over."""
        try:
            return Update.de_json(raw, self._application.bot)
        except Exception as error:  # noqa: BLE001 - whatever it is, the updates around it are still to be answered
            log.error("Update %s cannot be read (%s): passed over.", raw.get("update_id"), type(error).__name__)  # noqa: TRY400
            return None

    def _queue(self, update: Update) -> None:
        """Put it behind its chat's earlier updates; a chat without any gets a task."""
        chat, user = update.effective_chat, update.effective_user
        key = (chat.id if chat else None, None if chat else user and user.id)
        lane = self._lanes.get(key)
        if lane is not None:
            lane.append(update)
            return
        self._lanes[key] = deque([update])
        task = asyncio.create_task(self._work(key), name="updates of a chat")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work(self, key: object) -> None:
        lane = self._lanes[key]
        try:
            while lane:
                if lane[0].update_id in self._unfinished and not self._leading():
                    self._leave(lane)
                    return
                await self._process(lane[0])
                self._finish(lane.popleft().update_id)
        finally:
            del self._lanes[key]

    async def _process(self, update: Update) -> None:
        """Have it handled. Nothing rises but the end of this task: the chat's next update has its turn."""
        try:
            await self._handle(update)
        except (Exception, asyncio.CancelledError) as error:  # whatever it is, the lane goes on
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise  # it is us who are to stop, not something within the handler
            log.error("Update %s was not handled: %s.", update.update_id, type(error).__name__)  # noqa: TRY400

    async def _handle(self, update: Update) -> None:
        began = time.perf_counter()
        try:
            async with asyncio.timeout(HANDLER_LIMIT_S):
                await self._application.process_update(update)
        except TimeoutError:
            # no traceback: it could hold the user's words
            log.error("Update %s took over %s s and was given up.", update.update_id, HANDLER_LIMIT_S)  # noqa: TRY400
        self._on_handled(time.perf_counter() - began)

    def _finish(self, number: int) -> None:
        if awaited := self._awaited.pop(number, None):
            awaited.set_result(True)
        if number in self._unfinished:
            self._unfinished.remove(number)
            self._finished.add(number)
        if not self._unfinished:
            self._idle.set()

    def _leave(self, lane: deque[Update]) -> None:
        """What waits here is for the process that leads now; should we lead again first, we fetch it again."""
        self._next_offset = min(self._next_offset, lane[0].update_id)
        self._unfinished.difference_update(update.update_id for update in lane)
        if not self._unfinished:
            self._idle.set()

    async def _wait(self) -> None:
        """Until nothing is unfinished; where that takes long, only so long that a straggler doesn't hold up others."""
        self._idle.clear()
        if self._unfinished:
            with suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE_S):  # wait_for would make a task of it
                    await self._idle.wait()

    def _finished_below(self) -> int:
        return min(self._unfinished | {self._next_offset})

    async def drain(self, seconds: float) -> None:
        """Let what is being handled finish, for so long, and acknowledge it; the rest Telegram will deliver again.

        By webhook nothing more is taken.
        """
        self._closing = True
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=seconds)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late, timeout=FAREWELL_S)  # they may have something to say to Telegram first
        while self._awaited:
            self._awaited.popitem()[1].set_result(False)
        if self._finished_below() > self._acknowledged:
            with suppress(TelegramError, TimeoutError):
                async with asyncio.timeout(FAREWELL_S):
                    await self._fetch(patience=0)
