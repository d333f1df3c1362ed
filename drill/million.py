"""A million chats due in one minute: when the first of them gets its digest, how fast the others are planned."""

from __future__ import annotations

import asyncio
import datetime as dt
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

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

    from sqlalchemy.ext.asyncio import AsyncSession

    from drill.bots import Bot

REACHED = 30_000  # chats that are there to get theirs, those due first: twenty minutes' sending
FIRST_S = 2.0  # from the moment when the bot is ready to the first message at Telegram
MEMORY_MIB = 300
GROWTH = 1.25  # cost of a chat in the last tenth to that in the first, and among a million to that among a tenth of it
LOOK_S = 0.2
PLANNED_S = 1200.0


@dataclass(frozen=True)
class Planned:
    """What was measured. Rates in chats a second."""

    first_s: float
    rate: float
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
    ageing, growth = many.first_tenth / many.last_tenth, fewer.rate / many.rate
    return Line(
        f"{number:,} chats due in one minute, {kind}",
        f"first message within {FIRST_S:.0f} s, memory under {MEMORY_MIB} MB, the cost of a chat not growing",
        f"first message after {many.first_s:.2f} s; {many.rate:,.0f} chats planned/s while sending at SEND_RATE "
        f"(first tenth {many.first_tenth:,.0f}, last tenth {many.last_tenth:,.0f}); peak memory {many.memory:.0f} MiB; "
        f"cost a chat {ageing:.2f} times as much in the last tenth as in the first, {growth:.2f} times as much as "
        f"among {number // 10:,} ({fewer.rate:,.0f}/s)",
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
            progress = await _watch(store, bot, began)
            await until(lambda: bool(api.sends()), PLANNED_S)
            memory = bot.peak_memory
            bot.kill()
    finally:
        await store.close()
    rate, first, last = _rates(progress)
    scale = number / progress[-1][1]  # chats to a delivery: some chose topics of which there is no news
    return Planned(api.sends()[0].at - began, rate * scale, first * scale, last * scale, memory)


async def _watch(store: Store, bot: Bot, began: float) -> list[tuple[float, int]]:
    """How many deliveries are written, and when, until all are."""
    loop, progress = asyncio.get_running_loop(), [(began, 0)]
    while loop.time() < began + PLANNED_S:
        bot.check()
        async with store.reading() as session:
            progress.append((loop.time(), await session.scalar(select(func.max(Delivery.id))) or 0))
            if progress[-1][1] == progress[-2][1] > 0 and not await _anyone_due(session):
                return progress[:-1]
        await asyncio.sleep(LOOK_S)
    raise RuntimeError(f"not all were planned within {PLANNED_S:.0f} s")


async def _anyone_due(session: AsyncSession) -> bool:
    due = select(Subscription.id).where(Subscription.active, Subscription.next_due <= now()).limit(1)
    return await session.scalar(due) is not None


def _rates(progress: Sequence[tuple[float, int]]) -> tuple[float, float, float]:
    """Deliveries written a second: of all, of the first tenth and of the last."""
    ended, total = progress[-1]
    began = next(before for (before, _), (_, done) in itertools.pairwise(progress) if done)  # ticks are seconds
    first, done = next(mark for mark in progress if mark[1] >= total / 10)
    last, before = next(mark for mark in reversed(progress) if mark[1] <= total * 9 / 10)
    return total / (ended - began), done / (first - began), (total - before) / (ended - last)
