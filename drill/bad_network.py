"""A third of all sends meets a 429, a 502 or a connection that is closed, before or after the message was taken."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from bot.app import now
from drill.filling import Subscribed, fill
from drill.mailing import mailing
from drill.setting import POSTGRESQL, Line, Setting
from drill.telegram import telegram

RATE = 200
KINDS = ("retry_after", "bad_gateway", "closed_before", "closed_after")
SHARE = 1 / 3  # of all sends, a quarter of it for each kind
FINISH_S = 400.0  # the pauses of a message that fails seven times take two minutes


async def drill(setting: Setting) -> list[Line]:
    """One digest through all of it."""
    number = setting.pick(1000, 100)
    url, subscribed = setting.database(POSTGRESQL), Subscribed(number, now() - dt.timedelta(minutes=2), news=3)
    await fill(url, subscribed, setting.chance)
    async with telegram(subscribed.chats) as api, mailing(api, url, subscribed.chats) as sent:
        for place, kind in enumerate(KINDS):
            each = SHARE / len(KINDS)
            chance = each / (1 - place * each)  # of those that no kind before it has met
            seed = setting.chance.randrange(2**32)
            api.world.faults.add(kind, methods=["sendMessage"], probability=chance, seed=seed)
        bot = setting.bot(api, url, rate=RATE)
        bot.start()
        await sent.finish(FINISH_S)
        bot.kill()
    struck = {fault.kind: fault.struck for fault in api.world.faults.active}
    taken = Counter(int(entry.params["chat_id"]) for entry in api.sends() if entry.outcome == "closed_after")
    met = ", ".join(f"{kind} {times}" for kind, times in struck.items())
    return [
        Line(
            f"a third of sends refused, digest to {number:,} chats, {POSTGRESQL}",
            "lost 0, duplicates only where the server had accepted and then closed",
            f"lost {sent.lost}; {sum(struck.values())} of {len(api.sends())} sends refused ({met}), duplicates "
            f"{sent.doubled}, elsewhere {sent.unexcused(taken)}, not counted {sent.uncounted}",
            sent.lost == sent.unexcused(taken) == sent.uncounted == 0 and all(struck.values()),
        )
    ]
