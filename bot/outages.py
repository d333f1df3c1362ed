"""Telegram can't be reached, or wants us to wait: waited out with growing pauses, and told once."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING

from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot import refusals

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)

FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 30.0
WATCH_S = 10.0  # between two questions to a Telegram that answers


class Outage:
    """Failures one after another, each kind told once, until `over`."""

    def __init__(self) -> None:
        self._failures = 0  # for which Telegram didn't say how long to wait
        self._told: str | None = None  # the kind

    def pause(self, error: TelegramError) -> float:
        """Seconds to wait after this failure: as Telegram says, else twice as long each time."""
        seconds = refusals.growing(self._failures + 1, FIRST_PAUSE_S, LONGEST_PAUSE_S)
        match error:
            case RetryAfter():
                wait = error.retry_after
                seconds = wait if isinstance(wait, int) else wait.total_seconds()
                kind, complaint = "told to wait", f"Telegram wants us to wait for {seconds:.0f} s."
            case Conflict():
                kind, complaint = "conflict", "Another program polls Telegram with the same token."
            case _:
                kind = "unreachable"
                complaint = f"Telegram cannot be reached ({type(error).__name__}: {error.message})."
        if self._told != kind:
            log.warning("%s Trying again until it works.", complaint)
            self._told = kind
        if kind != "told to wait":
            self._failures += 1
        return seconds

    def over(self) -> None:
        """Telegram has answered."""
        if self._told is not None:
            log.info("Telegram answers again.")
        self._failures, self._told = 0, None


async def until_reachable(attempt: Callable[[], Awaitable[object]], stop: asyncio.Event) -> bool:
    """Repeat `attempt` while Telegram can't be reached or wants us to wait. Other errors rise.

    False where `stop` was set before it could be reached.
    """
    outage = Outage()
    while not stop.is_set():
        try:
            await attempt()
        except (NetworkError, RetryAfter) as error:
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), outage.pause(error))
        else:
            outage.over()
            return True
    return False


async def keep_watch(attempt: Callable[[], Awaitable[object]]) -> None:
    """Ask now and then until cancelled, so that an outage is told where nobody polls. `InvalidToken` rises."""
    outage = Outage()
    while True:
        try:
            await attempt()
        except InvalidToken:
            raise
        except TelegramError as error:
            await asyncio.sleep(outage.pause(error))
        else:
            outage.over()
            await asyncio.sleep(WATCH_S)
