"""kill -9 in the middle of many readers' messages: each is answered, and one handled twice changes nothing twice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.app import now
from briefings.model import Subscription
from briefings.store import Store
from drill.bots import until
from drill.filling import Subscribed, fill
from drill.setting import SQLITE, Line, Setting
from drill.telegram import telegram

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from drill.telegram import Telegram

FIRST_READER = 1_001
EACH = 5  # messages of a reader in a burst, one of which is /subscribe
BRIEFINGS = range(1, 43)
ANSWER_S = 90.0  # the restart included


async def drill(setting: Setting) -> list[Line]:
    """A burst, a kill in it, a restart; again and again."""
    size, kills = setting.pick(500, 100), setting.pick(20, 1)
    readers = range(FIRST_READER, FIRST_READER + size // EACH)
    url = setting.database(SQLITE)
    await fill(url, Subscribed(0, now()), setting.chance)
    unanswered = again = inside = 0
    async with telegram(readers) as api:
        bot = setting.bot(api, url)
        bot.start()
        for number in range(kills):
            await bot.ready()
            burst = Burst(readers, f"{number % 24:02}:{number * 7 % 60:02}", setting.chance)
            before, heard = api.copies(readers), len(api.sends())
            last = [api.says(chat, text) for chat, text in burst.messages()][-1]
            goal = heard + setting.chance.randrange(1, size)
            await until(lambda goal=goal: len(api.sends()) >= goal, ANSWER_S)  # type: ignore[misc]
            bot.kill()
            inside += not api.world.updates.is_confirmed(last)
            bot.start()
            await until(lambda last=last: api.world.updates.is_confirmed(last), ANSWER_S)  # type: ignore[misc]
            await api.quiet()
            unanswered += burst.unanswered(api, before)
            again += (api.copies(readers) - before).total() - size
        bot.kill()
    wrong = await _wrong_subscriptions(url, readers, burst.time)
    return [
        Line(
            f"kill -9 during a burst of {size} readers' messages, {kills} times, {SQLITE}",
            "unanswered 0; handled twice, nothing changed twice",
            f"unanswered {unanswered}; {inside} kills in the middle, answered twice {again}; {len(readers)} "
            f"readers subscribed, subscriptions doubled, lost or not as asked {wrong}",
            unanswered == wrong == 0 and inside > 0,
        )
    ]


class Burst:
    """What the readers write, all at once: each four different briefings' commands and a /subscribe at this time."""

    def __init__(self, readers: range, time: str, chance: Random) -> None:
        self.time, self._chance = time, chance
        self._wanted = {chat: chance.sample(BRIEFINGS, EACH - 1) for chat in readers}

    def messages(self) -> Iterator[tuple[int, str]]:
        """Reader and text; a reader's in any order, the readers' mixed."""
        texts = [(chat, f"/b{number}") for chat, numbers in self._wanted.items() for number in numbers]
        texts += [(chat, f"/subscribe china {self.time}") for chat in self._wanted]
        self._chance.shuffle(texts)
        yield from texts

    def unanswered(self, api: Telegram, before: dict[int, int]) -> int:
        """How many of the messages have no answer of their own among what came since `before`."""
        return sum(
            not any(re.search(rf"{sign}(?!\d)", text) for text in api.texts(chat)[before[chat] :])
            for chat, numbers in self._wanted.items()
            for sign in (*(f"/b{number}" for number in numbers), self.time)
        )


async def _wrong_subscriptions(url: str, readers: range, time: str) -> int:
    """Readers who have not exactly one subscription, active and at this time."""
    store = Store(url)
    async with store.reading() as session:
        rows = (await session.execute(select(Subscription.chat_id, Subscription.active, Subscription.times))).all()
    await store.close()
    good = sorted(chat for chat, active, times in rows if active and times == [time])
    return len(set(readers) ^ set(good)) + len(rows) - len({row.chat_id for row in rows})
