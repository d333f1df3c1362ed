"""Three processes on PostgreSQL: the leader is killed, the next one hangs for a minute, the third finishes."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.app import now
from briefings import outbox
from briefings.model import Lease
from drill.filling import FIRST_CHAT, Subscribed, fill
from drill.mailing import Mailing, mailing
from drill.setting import POSTGRESQL, Line, Setting
from drill.telegram import telegram

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from drill.bots import Bot

PROCESSES = 3
RATE = 50
READERS = (FIRST_CHAT - 2, FIRST_CHAT - 1)  # write at the moment of the kill and of the stop
LOOK_S = 0.05
TAKE_OVER_S = 30.0  # as promised
SENDS_S = (2.0, 6.0)  # how long a leader sends before its end
FINISH_S = outbox.LEASE.total_seconds() * 2 + 60


@dataclass
class Fates:
    """The processes and what became of them. Seconds from the end of one leader to the next."""

    sent: Mailing
    bots: list[Bot]
    chance: Random
    took_over: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)

    async def leader(self) -> Bot | None:
        """The process that holds the lease."""
        async with self.sent.store.reading() as session:
            holder = await session.scalar(select(Lease.holder))
        return next((bot for bot in self.bots if holder and f":{bot.pid}:" in holder), None)

    async def next_leader(self, former: Bot | None) -> Bot:
        """The process that takes over, when it does. RuntimeError where none does."""
        for _ in range(int(2 * TAKE_OVER_S / LOOK_S)):
            leader = await self.leader()
            if leader is not None and leader is not former:
                return leader
            await asyncio.sleep(LOOK_S)
        raise RuntimeError("no process leads")

    async def end(self, leader: Bot, how: Callable[[Bot], None], reader: int) -> Bot:
        """End the leader so when it has sent for a while; the next one. A reader writes at that moment."""
        loop, api = asyncio.get_running_loop(), self.sent.telegram
        await self.sent.sent_at_least(len(api.sends()) + 1, FINISH_S)
        await asyncio.sleep(self.chance.uniform(*SENDS_S))
        at = loop.time()
        how(leader)
        question = api.says(reader, "/b1")
        await self.sent.note_death(at)
        following = await self.next_leader(leader)
        self.took_over.append(loop.time() - at)
        await api.world.updates.wait_confirmed(question, 2 * TAKE_OVER_S)
        self.answered.append(loop.time() - at)
        return following


async def drill(setting: Setting) -> list[Line]:
    """One digest, two ends of leaders."""
    number, hangs = setting.pick(2000, 600), setting.pick(60, 25)
    url, subscribed = setting.database(POSTGRESQL), Subscribed(number, now() - dt.timedelta(minutes=2), news=3)
    await fill(url, subscribed, setting.chance)
    people = (*READERS, *subscribed.chats)
    async with telegram(people) as api, mailing(api, url, subscribed.chats) as sent:
        bots = [setting.bot(api, url, rate=RATE) for _ in range(PROCESSES)]
        fates = Fates(sent, bots, setting.chance)
        for bot in bots:
            bot.start()
        for bot in bots:
            await bot.ready()
        first = await fates.next_leader(None)
        second = await fates.end(first, lambda bot: bot.kill(), READERS[0])
        stopped_at = asyncio.get_running_loop().time()
        await fates.end(second, lambda bot: bot.hang(), READERS[1])
        await asyncio.sleep(max(0.0, stopped_at + hangs - asyncio.get_running_loop().time()))
        second.go_on()
        await sent.finish(FINISH_S)
        conflicts = sum(bot.log.read_text().count("Another program polls") for bot in bots)
    answers = Counter(api.copies(READERS).values())
    flying = sent.in_flight
    return [
        Line(
            f"{PROCESSES} processes, leader killed, the next stopped for {hangs} s, digest to {number:,} chats, "
            f"{POSTGRESQL}",
            "lost 0, doubled 0 beyond in flight; another leads within 30 s",
            f"lost {sent.lost}; in flight {flying.total()}, doubled {sent.doubled}, of them not in flight "
            f"{sent.unexcused(flying)}, not counted {sent.uncounted}; others took over after "
            f"{_seconds(fates.took_over)} and answered readers after {_seconds(fates.answered)}",
            sent.lost == sent.unexcused(flying) == sent.uncounted == conflicts == 0
            and max(fates.took_over) < TAKE_OVER_S
            and not answers[0],
        )
    ]


def _seconds(times: list[float]) -> str:
    return " and ".join(f"{seconds:.0f} s" for seconds in times)
