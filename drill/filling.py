"""Databases filled beforehand: the seeds as this morning's news, and subscribed chats that are due."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from bot.app import SEEDS
from briefings.loading import load, read_folder
from briefings.model import Briefing, Reader, ReaderKind, Subscription, SubscriptionTopic, Topic
from briefings.store import Store
from drill.telegram import language_of

if TYPE_CHECKING:
    from random import Random

FIRST_CHAT = 10_001
ZONES = ["Asia/Almaty", "Europe/Berlin", "America/New_York", "Asia/Tokyo", "Asia/Aqtobe"]
CHUNK = 10_000


@dataclass(frozen=True)
class Subscribed:
    """Chats from `FIRST_CHAT` on, due one after another within a minute from `due` on.

    `news`: how many briefings their digest has (of all topics); None: all that there are, and every second chat has
    three topics of its own.
    """

    number: int
    due: dt.datetime
    news: int | None = None

    @property
    def chats(self) -> range:
        """Their ids."""
        return range(FIRST_CHAT, FIRST_CHAT + self.number)

    def due_at(self, chat: int) -> dt.datetime:
        """When this one is due."""
        return self.due + dt.timedelta(minutes=1) * ((chat - FIRST_CHAT) / self.number)


async def fill(url: str, subscribed: Subscribed, chance: Random) -> None:
    """Migrate, load the seeds, let so many of them be news, subscribe the chats."""
    store = Store(url)
    await store.migrate()
    folder = read_folder(SEEDS)
    await load(store, folder, subscribed.due)  # which publishes them all: number 1
    async with store.writing() as session:
        if subscribed.news is not None:
            old = select(Briefing.id).order_by(Briefing.id).offset(subscribed.news)
            await session.execute(update(Briefing).where(Briefing.id.in_(old)).values(publication=0))
        topics = list(await session.scalars(select(Topic.id)))
    chats = subscribed.chats
    for ids in (chats[start : start + CHUNK] for start in range(0, len(chats), CHUNK)):
        async with store.writing() as session:
            connection = await session.connection()
            await connection.execute(insert(Reader), [_reader(chat, subscribed) for chat in ids])
            await connection.execute(insert(Subscription), [_subscription(chat, subscribed, chance) for chat in ids])
            if held := [
                {"subscription_id": chat, "topic_id": topic}
                for chat in ids
                if _is_choosy(chat, subscribed)
                for topic in chance.sample(topics, 3)
            ]:
                await connection.execute(insert(SubscriptionTopic), held)
    await store.close()


def _is_choosy(chat: int, subscribed: Subscribed) -> bool:
    return subscribed.news is None and chat % 2 == 1


def _reader(chat: int, subscribed: Subscribed) -> dict[str, object]:
    return {
        "id": chat,
        "kind": ReaderKind.PRIVATE,
        "language": language_of(chat),
        "language_chosen": True,
        "created_at": subscribed.due,
    }


def _subscription(chat: int, subscribed: Subscribed, chance: Random) -> dict[str, object]:
    return {
        "id": chat,
        "chat_id": chat,
        "thread_id": 0,
        "active": True,
        "all_topics": not _is_choosy(chat, subscribed),
        "days": list(range(7)),
        "times": [f"{chance.randrange(24):02}:{chance.choice((0, 15, 30, 45)):02}"],
        "zone": chance.choice(ZONES),
        "urgent": True,
        "next_due": subscribed.due_at(chat),
        "seen": 0,
    }
