"""Telegram's side of a webhook: POST each update, in order within a chat, again and again until it is taken."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Any

import aiohttp

from bot.sandbox.updates import chat_key

if TYPE_CHECKING:
    from bot.sandbox.things import Json
    from bot.sandbox.world import World

FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0
"""Seconds between two tries of one update; Telegram's own are longer."""

SECONDS_TO_ANSWER = 60


class Webhook:
    """Delivery by POST. ``url`` is empty while there is none."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._task: asyncio.Task[None] | None = None
        self._lanes: dict[Any, deque[Json]] = {}
        self.url = ""
        self.secret = ""
        self.connections = 40
        self.last_error = ""
        self.last_error_date = 0

    async def start(self, url: str, secret: str, connections: int) -> None:
        """Deliver to ``url``, at most ``connections`` at once; replaces a former webhook."""
        await self.stop()
        self.url, self.secret, self.connections = url, secret, connections
        self._world.updates.webhook_active = True
        self._task = asyncio.create_task(self._deliver())

    async def stop(self) -> None:
        """Deliver no more; what wasn't taken waits in the queue."""
        self.url = self.secret = self.last_error = ""
        self._world.updates.webhook_active = False
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def _deliver(self) -> None:
        self._lanes.clear()
        free = asyncio.Semaphore(self.connections)
        timeout = aiohttp.ClientTimeout(total=SECONDS_TO_ANSWER)
        async with aiohttp.ClientSession(timeout=timeout) as session, asyncio.TaskGroup() as lanes:
            seen = 0
            while True:
                for update in await self._world.updates.next_after(seen):
                    seen = update["update_id"]
                    key = chat_key(update)
                    if key in self._lanes:
                        self._lanes[key].append(update)
                    else:
                        self._lanes[key] = deque([update])
                        lanes.create_task(self._walk(session, free, key))

    async def _walk(self, session: aiohttp.ClientSession, free: asyncio.Semaphore, key: Any) -> None:
        lane = self._lanes[key]
        while lane:
            pause = FIRST_PAUSE
            while not await self._post(session, free, lane[0]):
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
            self._world.updates.confirm(lane.popleft())
        del self._lanes[key]

    async def _post(self, session: aiohttp.ClientSession, free: asyncio.Semaphore, update: Json) -> bool:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.secret} if self.secret else {}
        async with free:
            try:
                async with session.post(self.url, json=update, headers=headers) as answer:
                    if 200 <= answer.status < 300:
                        return True
                    self.last_error = f"Wrong response from the webhook: {answer.status} {answer.reason}"
            except (aiohttp.ClientError, TimeoutError) as error:
                self.last_error = f"Connection failed: {type(error).__name__}"
        self.last_error_date = self._world.timestamp()
        return False
