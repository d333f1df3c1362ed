"""Numbers to look at: chats, subscribers, deliveries, and the searches that found nothing."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import case, func, select

from briefings.desk.errors import DeskError
from briefings.desk.form import shortened
from briefings.model import Delivery, DeliveryState, MissedSearch, Reader, Subscription, SubscriptionTopic, Topic
from briefings.store import utc_day

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

DEFAULT_DAYS, MAX_DAYS = 30, 365
LONGEST_NUMBER: Final = 6  # digits: int() refuses thousands of them in its own way
SEARCHES_SHOWN: Final = 10
Count = Counter[str]  # by language


@dataclass(frozen=True)
class Statistics:
    """What happened on the days (UTC) from `since` to `until`, both included, and what there is now."""

    since: dt.date
    until: dt.date
    chats: Count  # that there are now
    growth: tuple[tuple[dt.date, int], ...]  # how many of them there were at the end of each day, and of the one before
    subscribers: Count  # chats and forum topics that get a digest now
    all_topics: Count  # of these, those who take all topics
    by_topic: tuple[tuple[str, Count], ...]  # the others, by each topic that they hold; the most held first
    deliveries: Counter[str]  # waiting now; sent, failed, gone in these days; unknown: of all these, perhaps sent twice
    missed: tuple[tuple[str, int], ...]  # searches that found nothing, the most frequent first
    missed_total: int

    @property
    def new_chats(self) -> int:
        """How many of the chats that there are now came in these days."""
        return self.growth[-1][1] - self.growth[0][1]


def read_days(word: str) -> int:
    """How many days to look back. `DeskError` for what is none."""
    if not (word.isascii() and word.isdigit() and len(word) <= LONGEST_NUMBER and 1 <= int(word) <= MAX_DAYS):
        raise DeskError("days", word=shortened(word), limit=MAX_DAYS)
    return int(word)


async def statistics(session: AsyncSession, now: dt.datetime, days: int) -> Statistics:
    """The last `days` days, today included."""
    until = now.astimezone(dt.UTC).date()
    since = until - dt.timedelta(days=days - 1)
    by_topic = await _by_topic(session)
    missed, missed_total = await _missed(session, since)
    active = Subscription.active.is_(True)
    languages = select(Reader.language, func.count()).group_by(Reader.language)
    subscribed = languages.select_from(Subscription).join(Reader, Reader.id == Subscription.chat_id).where(active)
    return Statistics(
        since,
        until,
        chats=Counter(dict((await session.execute(languages)).all())),
        growth=await _growth(session, since, until),
        subscribers=Counter(dict((await session.execute(subscribed)).all())),
        all_topics=Counter(dict((await session.execute(subscribed.where(Subscription.all_topics))).all())),
        by_topic=by_topic,
        deliveries=await _deliveries(session, dt.datetime.combine(since, dt.time(), dt.UTC)),
        missed=missed,
        missed_total=missed_total,
    )


async def _growth(session: AsyncSession, since: dt.date, until: dt.date) -> tuple[tuple[dt.date, int], ...]:
    start = dt.datetime.combine(since, dt.time(), dt.UTC)
    count = await session.scalar(select(func.count()).select_from(Reader).where(Reader.created_at < start)) or 0
    day = utc_day(session, Reader.created_at)
    rows = await session.execute(select(day, func.count()).where(Reader.created_at >= start).group_by(day))
    new = {str(each): number for each, number in rows}
    growth = [(since - dt.timedelta(days=1), count)]
    for past in range((until - since).days + 1):
        today = since + dt.timedelta(days=past)
        count += new.get(today.isoformat(), 0)
        growth.append((today, count))
    return tuple(growth)


async def _by_topic(session: AsyncSession) -> tuple[tuple[str, Count], ...]:
    rows = await session.execute(
        select(Topic.slug, Reader.language, func.count())
        .select_from(SubscriptionTopic)
        .join(Subscription, Subscription.id == SubscriptionTopic.subscription_id)
        .join(Reader, Reader.id == Subscription.chat_id)
        .join(Topic, Topic.id == SubscriptionTopic.topic_id)
        .where(Subscription.active.is_(True), Subscription.all_topics.is_(False))
        .group_by(Topic.slug, Reader.language)
    )
    held: dict[str, Count] = {}
    for slug, language, number in rows:
        held.setdefault(slug, Counter())[language] += number
    return tuple(sorted(held.items(), key=lambda item: (-item[1].total(), item[0])))


async def _deliveries(session: AsyncSession, start: dt.datetime) -> Counter[str]:
    doubtful = func.sum(case((Delivery.unknown > 0, 1), else_=0))
    recent = Delivery.settled_at.is_(None) | (Delivery.settled_at >= start)
    rows = await session.execute(select(Delivery.state, func.count(), doubtful).where(recent).group_by(Delivery.state))
    counted: Counter[str] = Counter()
    for state, number, unknown in rows:
        name = "waiting" if state is DeliveryState.SENDING else state.value
        counted[name] += number
        counted["unknown"] += unknown
    return counted


async def _missed(session: AsyncSession, since: dt.date) -> tuple[tuple[tuple[str, int], ...], int]:
    times = func.sum(MissedSearch.count)
    recent = MissedSearch.day >= since
    most = select(MissedSearch.query, times).where(recent).group_by(MissedSearch.query)
    rows = await session.execute(most.order_by(times.desc(), MissedSearch.query).limit(SEARCHES_SHOWN))
    total = await session.scalar(select(times).where(recent)) or 0
    return tuple((query, int(number)) for query, number in rows), int(total)
