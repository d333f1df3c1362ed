"""A broadcast at the full rate while readers ask: it keeps its rate, and they don't notice."""

from __future__ import annotations

import asyncio
import datetime as dt
import itertools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.app import now
from bot.sandbox import EDITOR_ID
from briefings.desk import broadcasts
from drill.filling import Subscribed, fill
from drill.mailing import Mailing, mailing
from drill.setting import SQLITE, Line, Setting
from drill.telegram import telegram

if TYPE_CHECKING:
    from random import Random

    from bot.sandbox.journal import Entry
    from drill.telegram import Telegram

RATE = 25  # SEND_RATE as it is by default
WORDS = "Бүгінгі хабарландыру · Объявление дня"
READERS = range(1_001, 1_041)
PAUSES_S = (0.25, 0.4)  # between two questions: three a second, so that all together stays below Telegram's ceiling
SPARE_S = 30.0
LEAST_SHARE, MOST_SLOWER = 0.99, 2.0
ANSWER_S = 10.0  # one that takes longer is not there


@dataclass
class Asking:
    """Readers who ask for one briefing after another, until they are told to stop."""

    api: Telegram
    chance: Random
    over: asyncio.Event = field(default_factory=asyncio.Event)
    _asked: list[tuple[int, int, float]] = field(default_factory=list)  # reader, briefing, when

    async def run(self) -> None:
        """Ask, three times a second."""
        for reader in itertools.cycle(READERS):
            if self.over.is_set():
                break
            briefing = self.chance.randrange(1, 43)
            self._asked.append((reader, briefing, asyncio.get_running_loop().time()))
            self.api.says(reader, f"/b{briefing}")
            await asyncio.sleep(self.chance.uniform(*PAUSES_S))
        await asyncio.sleep(ANSWER_S / 10)

    def p99(self) -> float:
        """Milliseconds from the question to the answer at Telegram, which only one in a hundred took longer than."""
        answers: dict[int, list[Entry]] = {}
        for entry in self.api.sends():
            answers.setdefault(int(entry.params["chat_id"]), []).append(entry)
        took = sorted(
            next(
                (
                    entry.at - at
                    for entry in answers.get(reader, [])
                    if entry.at >= at and re.search(rf"/b{briefing}(?!\d)", entry.params["text"])
                ),
                ANSWER_S,
            )
            for reader, briefing, at in self._asked
        )
        return took[len(took) * 99 // 100] * 1000


async def drill(setting: Setting) -> list[Line]:
    """Readers alone for a while, then beside the broadcast."""
    number, idle_s = setting.pick(3000, 250), setting.pick(60, 5)
    url, subscribed = setting.database(SQLITE), Subscribed(number, now() + dt.timedelta(days=1), news=3)
    await fill(url, subscribed, setting.chance)
    people = (*READERS, *subscribed.chats)
    async with telegram(people) as api, mailing(api, url, subscribed.chats) as sent:
        bot = setting.bot(api, url, rate=RATE)
        bot.start()
        await bot.ready()
        idle = Asking(api, setting.chance)
        asyncio.get_running_loop().call_later(idle_s, idle.over.set)
        await idle.run()
        beside = Asking(api, setting.chance)
        asking = asyncio.create_task(beside.run())
        await _broadcast(sent)
        await sent.finish(number / RATE + SPARE_S)
        beside.over.set()
        await asking
        bot.kill()
        arrivals = [entry.at for entry in api.sends() if WORDS in entry.params["text"]]
        slower = beside.p99() / idle.p99()
        rate, most = (len(arrivals) - 1) / (arrivals[-1] - arrivals[0]), _most_in_a_second(arrivals)
        return [
            Line(
                f"a broadcast to {number:,} chats at {RATE}/s with readers asking, {SQLITE}",
                f"achieved rate ≥ {LEAST_SHARE:.0%} of SEND_RATE, most in any one second ≤ SEND_RATE, "
                f"readers' p99 ≤ {MOST_SLOWER:.0f} × idle",
                f"rate {rate:.2f}/s ({rate / RATE:.1%}), most in one second {most}, lost {sent.lost}, "
                f"doubled {sent.doubled} ({sent.unknown} `unknown`); readers' p99 {beside.p99():.0f} ms, "
                f"idle {idle.p99():.0f} ms ({slower:.2f} ×)",
                rate >= LEAST_SHARE * RATE
                and most <= RATE
                and slower <= MOST_SLOWER
                and sent.lost == sent.doubled == 0,
            )
        ]


async def _broadcast(sent: Mailing) -> None:
    """As the editor's button does it."""
    async with sent.store.writing() as session:
        origin = f"{EDITOR_ID}:1"
        await broadcasts.prepare(session, broadcasts.EVERYBODY, WORDS, by=EDITOR_ID, origin=origin, now=now())
        await broadcasts.send(session, origin, by=EDITOR_ID, now=now())


def _most_in_a_second(arrivals: list[float]) -> int:
    """The most that came within any one second."""
    most, first = 0, 0
    for place, at in enumerate(arrivals):
        while arrivals[first] <= at - 1:
            first += 1
        most = max(most, place - first + 1)
    return most
