"""Whether the bot is well: its event loop, its database, its connection to Telegram."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from sqlalchemy import text
from telegram.error import TelegramError

from briefings.store import DATABASE_TROUBLE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from telegram import Bot

    from briefings.store import Store

BEAT_S = 1.0  # between two beats of the loop
LATE_S = 5.0  # a beat that late: something holds up the loop, and all who wait for an answer
ANSWER_S = 5.0  # how long the database and Telegram may take
TELEGRAM_ASKED_S = 10.0  # between two questions to Telegram, however often somebody looks

OK = "ok"


class Health:
    """`beat()` runs beside the bot, `verdicts()` looks."""

    def __init__(self, store: Store, bot: Bot, monotonic: Callable[[], float] = time.monotonic) -> None:
        """`monotonic` in seconds."""
        self._store, self._bot, self._monotonic = store, bot, monotonic
        self._beat_at, self._late = monotonic(), 0.0
        self._telegram: tuple[float, str] | None = None  # when it was asked, and what came of it
        self._asking = asyncio.Lock()

    async def beat(self) -> None:
        """Beat until cancelled."""
        while True:
            await asyncio.sleep(BEAT_S)
            self._note_beat()

    async def verdicts(self) -> Mapping[str, str]:
        """`loop`, `database`, `telegram`: "ok", or in a few words what is wrong."""
        database, telegram = await asyncio.gather(self._database(), self._ask_telegram())
        return {"loop": self._loop(), "database": database, "telegram": telegram}

    def _note_beat(self) -> None:
        now = self._monotonic()
        self._late, self._beat_at = now - self._beat_at - BEAT_S, now

    def _loop(self) -> str:
        """The last beat's delay; or the next one's, if that is overdue already."""
        late = max(self._late, self._monotonic() - self._beat_at - BEAT_S)
        return OK if late < LATE_S else f"held up for {late:.0f} s"

    async def _database(self) -> str:
        try:
            async with asyncio.timeout(ANSWER_S), self._store.reading() as session:
                await session.execute(text("SELECT 1"))
        except DATABASE_TROUBLE as error:
            return type(error).__name__
        return OK

    async def _ask_telegram(self) -> str:
        async with self._asking:
            if self._telegram is None or self._monotonic() - self._telegram[0] >= TELEGRAM_ASKED_S:
                self._telegram = (self._monotonic(), await self._get_me())
            return self._telegram[1]

    async def _get_me(self) -> str:
        try:
            async with asyncio.timeout(ANSWER_S):
                await self._bot.get_me()
        except (TelegramError, TimeoutError) as error:
            return type(error).__name__
        return OK
