"""The updates on their way to the bot: the queue, long polling, and the webhook's side of it."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Any

from bot.sandbox.errors import conflict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.sandbox.things import Json

OPT_IN = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds that Telegram sends only to a bot that names them in ``allowed_updates``."""

FIRST_ID = 700_000_001
MOST_UPDATES = 100


class Updates:
    """The queue between people and the bot.

    An update stays until the bot confirms it: by ``getUpdates`` with a higher offset, or by 2xx on the webhook.
    """

    def __init__(self) -> None:
        self.pending: deque[Json] = deque()
        self.allowed: frozenset[str] | None = None
        self.next_id = FIRST_ID
        self.webhook_active = False
        self._confirmed_up_to = FIRST_ID - 1
        self._confirmed_apart: set[int] = set()
        self._poll: asyncio.Future[None] | None = None
        self._arrived = asyncio.Event()
        self._confirmations: dict[int, asyncio.Future[None]] = {}

    def push(self, kind: str, payload: Json) -> int | None:
        """Queue an update and return its id; None where ``allowed_updates`` doesn't want its kind."""
        if kind not in self.allowed if self.allowed is not None else kind in OPT_IN:
            return None
        update_id, self.next_id = self.next_id, self.next_id + 1
        self.pending.append({"update_id": update_id, kind: payload})
        self._arrived.set()
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
        return update_id

    def allow(self, kinds: Iterable[str] | None) -> None:
        """Keep what ``allowed_updates`` says; None leaves the former choice, an empty list is Telegram's default."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    async def get(self, offset: int, limit: int, timeout: float) -> list[Json]:  # noqa: ASYNC109 - the API's word
        """Answer getUpdates, waiting up to ``timeout`` seconds. Raises ApiError (409) when another call comes."""
        if self.webhook_active:
            text = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            raise conflict(text)
        self.interrupt()
        if offset < 0:
            offset = self.next_id + offset
        self.confirm_below(offset)
        if not self.pending and timeout > 0:
            await self._wait(timeout)
        return [self.pending[index] for index in range(min(limit, len(self.pending)))]

    async def _wait(self, seconds: float) -> None:
        poll = self._poll = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(poll, seconds)
        except TimeoutError:
            return
        finally:
            if self._poll is poll:
                self._poll = None

    def interrupt(self) -> None:
        """End the long poll that hangs, the way Telegram does it when a second one comes or a webhook is set."""
        if self._poll is not None and not self._poll.done():
            text = "terminated by other getUpdates request; make sure that only one bot instance is running"
            self._poll.set_exception(conflict(text))
        self._poll = None

    def release(self) -> None:
        """Answer the long poll that hangs with what there is; for the end of the server."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)

    def drop(self) -> None:
        """Forget all that waits (``drop_pending_updates``)."""
        self.confirm_below(self.next_id)

    def confirm_below(self, update_id: int) -> None:
        """Everything under ``update_id`` has been handled."""
        while self.pending and self.pending[0]["update_id"] < update_id:
            self._settle(self.pending.popleft()["update_id"])

    def confirm(self, update: Json) -> None:
        """This one update has been handled; the webhook confirms out of order between chats."""
        if update not in self.pending:
            return  # dropped while it was on its way
        self.pending.remove(update)
        self._settle(update["update_id"])

    def _settle(self, update_id: int) -> None:
        self._confirmed_apart.add(update_id)
        while self._confirmed_up_to + 1 in self._confirmed_apart:
            self._confirmed_up_to += 1
            self._confirmed_apart.remove(self._confirmed_up_to)
        waiting = self._confirmations.pop(update_id, None)
        if waiting is not None and not waiting.done():
            waiting.set_result(None)

    def is_confirmed(self, update_id: int | None) -> bool:
        """Whether the bot is done with it; an update that was never queued counts as done."""
        return update_id is None or update_id <= self._confirmed_up_to or update_id in self._confirmed_apart

    async def wait_confirmed(self, update_id: int | None, timeout: float = 10) -> None:  # noqa: ASYNC109
        """Return when the bot has confirmed the update. Raises TimeoutError after ``timeout`` seconds."""
        if update_id is None or self.is_confirmed(update_id):
            return
        waiting = self._confirmations.get(update_id)
        if waiting is None:
            waiting = self._confirmations[update_id] = asyncio.get_running_loop().create_future()
        async with asyncio.timeout(timeout):
            await asyncio.shield(waiting)

    async def next_after(self, update_id: int) -> list[Json]:
        """The updates above ``update_id``, waiting until there is one."""
        while True:
            self._arrived.clear()
            fresh = [update for update in self.pending if update["update_id"] > update_id]
            if fresh:
                return fresh
            await self._arrived.wait()


def chat_key(update: Json) -> Any:
    """What an update is about: updates with one key go to a webhook one after another."""
    body: Json = next(value for key, value in update.items() if key != "update_id")
    message = body.get("message", body)
    who: Json = message.get("chat") or body.get("from") or {}
    return who.get("id")
