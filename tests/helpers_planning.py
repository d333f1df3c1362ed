"""A store with chats that are due and editors who publish; what each chat got, by the keys of briefings."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from helpers_content import new_briefing, new_topic
from sqlalchemy import select, update

from bot.clockwork import Clockwork
from briefings import alerts, digest, planning, reckoning, subscriptions
from briefings.library import CHANGED
from briefings.model import (
    Briefing,
    BriefingTopic,
    Delivery,
    Edition,
    Reader,
    ReaderKind,
    Status,
    Subscription,
    Topic,
)
from briefings.store import note_change

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.store import Store

MIDNIGHT = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)  # a Monday
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
NINE = MIDNIGHT + 4 * HOUR  # 09:00 in Almaty
EVERY_DAY = range(7)


class World:
    """Topics «china» and «water», and what is done in their store. Each call is a transaction of its own."""

    def __init__(self, store: Store) -> None:
        self.store = store

    async def begin(self) -> World:
        """Make the topics."""
        async with self.store.writing() as session:
            session.add_all([new_topic("china", 1), new_topic("water", 2)])
        return self

    async def subscribe(
        self,
        chat: int = 1,
        *,
        thread: int = 0,
        times: Sequence[str] = ("09:00",),
        days: Collection[int] = EVERY_DAY,
        zone: str = "Asia/Almaty",
        topics: Collection[str] | None = None,
        quiet: tuple[str, str] | None = None,
        urgent: bool = True,
        at: dt.datetime = MIDNIGHT,
    ) -> None:
        """Subscribe a chat, or change its subscription as commands do."""
        async with self.store.writing() as session:
            if await session.get(Reader, chat) is None:
                session.add(Reader(id=chat, kind=ReaderKind.PRIVATE, language="kk", created_at=at))
                await session.flush()
            subscription = await subscriptions.ensure(session, chat, thread, zone)
            subscription.days, subscription.times, subscription.zone = sorted(days), list(times), zone
            subscription.quiet_from, subscription.quiet_until = quiet or (None, None)
            subscription.urgent = urgent
            await subscriptions.choose_topics(session, subscription, topics)
            await subscriptions.start(session, subscription, at)

    async def pause(self, until: dt.datetime, *, at: dt.datetime, chat: int = 1) -> None:
        """Pause a chat's subscription."""
        async with self.store.writing() as session:
            subscription = await subscriptions.ensure(session, chat, 0, "UTC")
            subscription.paused_until = until
            subscriptions.reckon(subscription, at)

    async def publish(self, key: str, *topics: str, urgent: bool = False, at: dt.datetime = MIDNIGHT) -> int:
        """Publish a briefing; its id."""
        async with self.store.writing() as session:
            return await publish(session, key, *topics, urgent=urgent, at=at)

    async def announce(self, number: int, at: dt.datetime) -> None:
        """Send a briefing as urgent."""
        async with self.store.writing() as session:
            await alerts.announce(session, await session.get_one(Briefing, number), at)

    async def archive(self, number: int) -> None:
        """Take a briefing back."""
        async with self.store.writing() as session:
            await note_change(session, CHANGED)
            (await session.get_one(Briefing, number)).status = Status.ARCHIVED

    async def plan(self, now: dt.datetime, limit: int = planning.BATCH) -> int:
        """Plan until there is nothing left to plan; for how many chats."""
        planned = 0
        while True:
            async with self.store.writing() as session:
                done = await planning.plan(session, now, limit)
            if not done:
                return planned
            planned += done

    async def check(self, now: dt.datetime, limit: int = 2) -> None:
        """Reckon everything anew."""
        unchecked: int | None = 0
        async with self.store.writing() as session:
            await reckoning.recall(session, now)
        while unchecked is not None:
            async with self.store.writing() as session:
                unchecked = await reckoning.check(session, now, unchecked, limit)

    async def got(self, chat: int = 1, thread: int = 0) -> list[list[str]]:
        """The keys in each of a chat's deliveries, in the order they were planned."""
        async with self.store.reading() as session:
            keys = dict((await session.execute(select(Briefing.id, Briefing.key))).all())
            contents = await session.scalars(
                select(Edition.content)
                .join(Delivery, Delivery.edition_id == Edition.id)
                .where(Delivery.chat_id == chat, Delivery.thread_id == thread)
                .order_by(Delivery.id)
            )
            return [[keys[number] for number in digest.briefing_ids(content)] for content in contents]

    async def preview(self, chat: int = 1) -> list[str]:
        """The keys in the digest that a chat would get now."""
        async with self.store.reading() as session:
            subscription = (await session.scalars(select(Subscription).where(Subscription.chat_id == chat))).one()
            keys = dict((await session.execute(select(Briefing.id, Briefing.key))).all())
            return [keys[number] for number in digest.briefing_ids(await planning.preview(session, subscription))]

    async def deliveries(self, chat: int = 1) -> list[Delivery]:
        """A chat's deliveries."""
        async with self.store.reading() as session:
            return list(await session.scalars(select(Delivery).where(Delivery.chat_id == chat).order_by(Delivery.id)))

    async def next_due(self, chat: int = 1) -> dt.datetime | None:
        """When a chat is due."""
        async with self.store.reading() as session:
            return await session.scalar(select(Subscription.next_due).where(Subscription.chat_id == chat))

    async def set_due(self, when: dt.datetime, chat: int = 1) -> None:
        """Have a chat due then, as other rules or another clock would have it."""
        async with self.store.writing() as session:
            await session.execute(update(Subscription).where(Subscription.chat_id == chat).values(next_due=when))


async def publish(
    session: AsyncSession, key: str, *topics: str, urgent: bool = False, at: dt.datetime = MIDNIGHT
) -> int:
    """Publish a briefing in an open transaction, as the desk does; its id."""
    briefing = new_briefing(key, at, date=f"{at:%Y-%m-%d}")
    briefing.urgent, briefing.publication = urgent, await note_change(session, CHANGED)
    for position, slug in enumerate(topics or ("china",)):
        topic = (await session.scalars(select(Topic).where(Topic.slug == slug))).one()
        briefing.topic_links.append(BriefingTopic(topic=topic, position=position))
    session.add(briefing)
    await session.flush()
    if urgent:
        await alerts.announce(session, briefing, at)
    return briefing.id


class Clock:
    """The time, a monotonic clock beside it, and what the clockwork has told of."""

    def __init__(self) -> None:
        self.now, self.seconds = NINE, 0.0
        self.told: list[str] = []

    def make(self, store: Store) -> Clockwork:
        """A clockwork of one process."""
        return Clockwork(
            store,
            lambda: self.now,
            on_planned=lambda: self.told.append("planned"),
            monotonic=lambda: self.seconds,
        )
