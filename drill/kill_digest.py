"""kill -9 again and again while a digest goes out: nobody goes without, and what came twice was under way."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import TYPE_CHECKING

from bot.app import now
from briefings import outbox
from drill.filling import Subscribed, fill
from drill.mailing import Mailing, mailing
from drill.setting import SQLITE, Line, Setting
from drill.telegram import telegram

if TYPE_CHECKING:
    from drill.bots import Bot

RATE = 50
LATENCY_S = 0.1  # of Telegram: so that several messages are under way at once
STARTING_S, SENDING_S = 2.5, 1.6  # a kill comes within so long from the start, or from the first message on
ONE_IN = 5  # kills in the start
PATIENCE_S = 15.0  # where nothing goes, since all that is left was claimed by processes now dead
FINISH_S = outbox.LEASE.total_seconds() * 2 + 60


async def drill(setting: Setting) -> list[Line]:
    """The kills, and then one run to the end."""
    number, kills = setting.pick(2000, 100), setting.pick(50, 3)
    url, subscribed = setting.database(SQLITE), Subscribed(number, now() - dt.timedelta(minutes=2), news=3)
    await fill(url, subscribed, setting.chance)
    async with telegram(subscribed.chats) as api, mailing(api, url, subscribed.chats) as sent:
        api.world.faults.add("stall", methods=["sendMessage"], seconds=LATENCY_S)
        bot, while_sending = setting.bot(api, url, rate=RATE), 0
        for _ in range(kills):
            while_sending += await _run_and_kill(bot, sent, setting)
        bot.start()
        await sent.finish(FINISH_S)
        bot.kill()
    flying = sent.in_flight.total()
    return [
        Line(
            f"kill -9 at {kills} random moments during a digest to {number:,} chats, {SQLITE}",
            "lost 0; duplicates ≤ in flight at the kills, all counted as unknown; most kills while it sent",
            f"lost {sent.lost}; {while_sending} kills while it sent, in flight {flying} (at most {sent.most_at_once} "
            f"at once), duplicates {sent.doubled}, of them not in flight {sent.unexcused(sent.in_flight)}, "
            f"not counted {sent.uncounted}",
            sent.lost == sent.unexcused(sent.in_flight) == sent.uncounted == 0 and while_sending * 2 > kills,
        )
    ]


async def _run_and_kill(bot: Bot, sent: Mailing, setting: Setting) -> bool:
    """Whether it had begun to send when it was killed."""
    before = len(sent.telegram.sends())
    bot.start()
    if setting.chance.randrange(ONE_IN):
        await sent.sent_at_least(before + 1, PATIENCE_S)
        await asyncio.sleep(setting.chance.uniform(0, SENDING_S))
    else:
        await asyncio.sleep(setting.chance.uniform(0, STARTING_S))
    at = asyncio.get_running_loop().time()
    bot.kill()
    await sent.note_death(at)
    return len(sent.telegram.sends()) > before
