"""What somebody waits for: asked of Telegram again where waiting helps; and what a refusal means to a handler."""

from __future__ import annotations

import asyncio
import random
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from telegram.error import BadRequest, RetryAfter, TelegramError

from bot import refusals

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.pace import Pace
    from bot.refusals import Refusal

T = TypeVar("T")

TRIES = 4
PATIENCE_S = 10.0  # in all that a handler asks: a hundred newer updates may wait for this one to be acknowledged
_RANDOM = random.SystemRandom()
_TOO_LATE = ("query is too old", "query id is invalid")


class Patience:
    """How long one handler may still wait for Telegram; where a 429 is meant for a chat, all that answer there."""

    def __init__(self, pace: Pace) -> None:
        """`pace` learns of each chat that is to wait, and knows of those that others have been told of."""
        self._pace, self._left = pace, PATIENCE_S

    async def call(self, chat_id: int | None, ask: Callable[[], Awaitable[T]]) -> T:
        """What `ask` gives: asked again after a 429 when Telegram says, after an outage with growing pauses.

        While Telegram wants us to wait for the chat (None: no chat's limits count), nothing is asked. The last
        `TelegramError` rises where that takes too often or too long, and at once where waiting doesn't help.
        """
        if chat_id is not None and (seconds := self._pace.chat_held_for(chat_id)) > 0:
            await self._wait(chat_id, RetryAfter(timedelta(seconds=seconds)))
        attempt = 1
        while True:
            try:
                return await ask()
            except TelegramError as error:
                await self._wait(chat_id, error, attempt)
            attempt += 1

    async def _wait(self, chat_id: int | None, error: TelegramError, attempt: int = 1) -> None:
        """Until it may be asked again; `error` rises where that isn't worth the while."""
        meant = meaning(error, attempt)
        if not isinstance(meant, refusals.TooMany | refusals.Later):
            raise error
        limited = chat_id if isinstance(meant, refusals.TooMany) else None
        if limited is not None:
            self._pace.hold_chat(limited, meant.seconds)
        if attempt == TRIES or meant.seconds > self._left:
            raise error
        if limited is not None and not self._pace.may_wait(limited, meant.seconds, PATIENCE_S):
            raise error
        self._left -= meant.seconds
        await asyncio.sleep(meant.seconds)


def meaning(error: TelegramError, attempts: int = 1) -> Refusal:
    """What the failure means; `attempts`: how often it was tried, from 1 on."""
    return refusals.meaning(error, attempts, _RANDOM)


def is_outage(error: TelegramError) -> bool:
    """Whether it would have helped to wait longer."""
    return isinstance(meaning(error), refusals.TooMany | refusals.Later)


def is_shut_out(error: TelegramError) -> bool:
    """Whether the chat, or its topic, doesn't let us write: nobody's failure, and nobody is there to be told."""
    meant = meaning(error)
    return isinstance(meant, refusals.Gone | refusals.NoThread) or meant.kind in refusals.NOT_ALLOWED.values()


def is_message_lost(error: TelegramError) -> bool:
    """Whether the message can't be edited any more."""
    return isinstance(meaning(error), refusals.Lost)


def is_too_late(error: TelegramError) -> bool:
    """Whether a button or an inline query has waited too long for us: nobody waits for the answer any more."""
    return isinstance(error, BadRequest) and any(words in error.message.lower() for words in _TOO_LATE)
