"""What a chat, or a topic of a forum, wants to be sent, and when."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, update

from briefings.library import CHANGED
from briefings.model import Change, Delivery, DeliveryState, Reader, Subscription, SubscriptionTopic, Topic
from briefings.schedule import QuietHours, Schedule, next_due

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.ext.asyncio import AsyncSession

DEFAULT_TIMES = (dt.time(9, 0),)
ENDED = DeliveryState.GONE


async def find(session: AsyncSession, chat_id: int, thread_id: int) -> Subscription | None:
    """The subscription of this chat (thread 0) or forum topic, active or not."""
    return await session.scalar(
        select(Subscription).where(Subscription.chat_id == chat_id, Subscription.thread_id == thread_id)
    )


async def ensure(session: AsyncSession, chat_id: int, thread_id: int, zone: str) -> Subscription:
    """The subscription, made inactive with the defaults (all topics, daily at 09:00 in `zone`) where there is none."""
    found = await find(session, chat_id, thread_id)
    if found is None:
        found = Subscription(
            chat_id=chat_id,
            thread_id=thread_id,
            days=sorted(Schedule.EVERY_DAY),
            times=[f"{time:%H:%M}" for time in DEFAULT_TIMES],
            zone=zone,
        )
        session.add(found)
        await session.flush()
    return found


def schedule_of(subscription: Subscription) -> Schedule:
    """Its days and times, as the planner reckons with them."""
    times = tuple(dt.time.fromisoformat(time) for time in subscription.times)
    return Schedule(frozenset(subscription.days), times, subscription.zone)


def quiet_hours_of(subscription: Subscription) -> QuietHours | None:
    """When alerts have to wait."""
    if subscription.quiet_from is None or subscription.quiet_until is None:
        return None
    start, end = dt.time.fromisoformat(subscription.quiet_from), dt.time.fromisoformat(subscription.quiet_until)
    return QuietHours(start, end, subscription.zone)


def reckon(subscription: Subscription, now: dt.datetime) -> None:
    """Set when it is due next: after every change of it. A pause that lies behind us is over."""
    paused = subscription.paused_until
    if paused is not None and paused <= now:
        subscription.paused_until = paused = None
    subscription.next_due = next_due(schedule_of(subscription), paused or now) if subscription.active else None


async def start(session: AsyncSession, subscription: Subscription, now: dt.datetime) -> None:
    """Make it active. One that was not begins with what is published from now on."""
    if not subscription.active:
        subscription.active = True
        subscription.seen = await latest_publication(session)
    reckon(subscription, now)


async def latest_publication(session: AsyncSession) -> int:
    """The number of the last publication that is committed; a later one has a higher number (`store.note_change`)."""
    return await session.scalar(select(Change.version).where(Change.part == CHANGED)) or 0


async def choose_topics(session: AsyncSession, subscription: Subscription, slugs: Collection[str] | None) -> None:
    """Hold these topics; None: all, those of the future too."""
    subscription.all_topics = slugs is None
    wanted = [] if slugs is None else list(await session.scalars(select(Topic).where(Topic.slug.in_(slugs))))
    held = {link.topic_id: link for link in subscription.topic_links}
    subscription.topic_links = [held.get(topic.id) or SubscriptionTopic(topic=topic) for topic in wanted]
    await session.flush()


def topics_of(subscription: Subscription) -> frozenset[str] | None:
    """The slugs it holds; None: all."""
    return None if subscription.all_topics else frozenset(link.topic.slug for link in subscription.topic_links)


async def end(session: AsyncSession, chat_id: int, thread_id: int | None = None) -> None:
    """End a chat's subscription (every thread's, where none is named); what waits for it is not sent any more."""
    of_subscription = [Subscription.chat_id == chat_id]
    of_delivery = [Delivery.chat_id == chat_id, Delivery.state == DeliveryState.WAITING]
    if thread_id is not None:
        of_subscription.append(Subscription.thread_id == thread_id)
        of_delivery.append(Delivery.thread_id == thread_id)
    await session.execute(update(Subscription).where(*of_subscription).values(active=False, next_due=None))
    await session.execute(update(Delivery).where(*of_delivery).values(state=ENDED, error="ended"))


async def rekey(session: AsyncSession, old: int, new: int) -> None:
    """A group has become a supergroup: all that was known of the one is now of the other."""
    reader = await session.get(Reader, old)
    if reader is None or await session.get(Reader, new) is not None:
        return
    await session.execute(update(Reader).where(Reader.id == old).values(id=new, kind="supergroup"))
    await session.execute(update(Delivery).where(Delivery.chat_id == old).values(chat_id=new))
    session.expire_all()


async def forget(session: AsyncSession, chat_id: int) -> None:
    """Delete all that is stored about a chat."""
    await session.execute(delete(Delivery).where(Delivery.chat_id == chat_id))
    await session.execute(delete(Reader).where(Reader.id == chat_id))


async def count_active(session: AsyncSession) -> int:
    """How many subscriptions are active."""
    return await session.scalar(select(func.count()).where(Subscription.active)) or 0
