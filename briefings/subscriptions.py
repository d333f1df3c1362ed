"""What a chat, or a topic of a forum, wants to be sent, and when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, select, update

from briefings import outbox, readers
from briefings.eligibility import ENDED, OF_SUBSCRIPTION
from briefings.library import CHANGED
from briefings.model import (
    Change,
    Delivery,
    DeliveryState,
    Edition,
    Reader,
    ReaderKind,
    Subscription,
    SubscriptionTopic,
    Topic,
)
from briefings.schedule import Schedule, next_due
from briefings.store import insert_for, note_change

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncSession

DEFAULT_TIMES = (dt.time(9, 0),)
DELIVERIES_KEPT = dt.timedelta(days=90)  # so long a correction still finds the cards that were sent


@dataclass(frozen=True)
class Place:
    """A chat, or a topic of a forum (`thread_id`; 0: the chat itself), and what it starts with if it is new to us."""

    chat_id: int
    thread_id: int
    kind: ReaderKind
    language: str
    zone: str


async def find(session: AsyncSession, chat_id: int, thread_id: int) -> Subscription | None:
    """The subscription of this chat (thread 0) or forum topic, active or not."""
    return await session.scalar(
        select(Subscription).where(Subscription.chat_id == chat_id, Subscription.thread_id == thread_id)
    )


async def ensure(session: AsyncSession, chat_id: int, thread_id: int, zone: str) -> Subscription:
    """The subscription, made inactive with the defaults (all topics, daily at 09:00 in `zone`) where there is none.

    Nobody else changes it until we commit.
    """
    mine = (
        select(Subscription)
        .where(Subscription.chat_id == chat_id, Subscription.thread_id == thread_id)
        .with_for_update()  # on SQLite the transaction has the database to itself
    )
    found = await session.scalar(mine)
    if found is None:
        statement = insert_for(session, Subscription).values(_defaults(chat_id, thread_id, zone))
        await session.execute(statement.on_conflict_do_nothing())  # two may make it at once
        found = (await session.scalars(mine)).one()
    return found


def unstored(chat_id: int, thread_id: int, zone: str) -> Subscription:
    """What `ensure` would make: for a chat that only looks."""
    return Subscription(**_defaults(chat_id, thread_id, zone), topic_links=[])


def _defaults(chat_id: int, thread_id: int, zone: str) -> dict[str, Any]:
    return {
        "chat_id": chat_id,
        "thread_id": thread_id,
        "active": False,
        "all_topics": True,
        "days": sorted(Schedule.EVERY_DAY),
        "times": [f"{time:%H:%M}" for time in DEFAULT_TIMES],
        "zone": zone,
        "urgent": True,
        "seen": 0,
    }


def schedule_of(subscription: Subscription) -> Schedule:
    """Its days and times, as the planner reckons with them."""
    times = tuple(dt.time.fromisoformat(time) for time in subscription.times)
    return Schedule(frozenset(subscription.days), times, subscription.zone)


def reckon(subscription: Subscription, now: dt.datetime) -> None:
    """Set when it is due next: after every change of it. A pause that lies behind us is over.

    A slot that is due already and not yet planned stays so: no change makes the chat miss it, but a pause.
    """
    paused = subscription.paused_until
    if paused is not None and paused <= now:
        subscription.paused_until = paused = None
    if not subscription.active:
        subscription.next_due = None
    elif paused is not None:
        subscription.next_due = next_due(schedule_of(subscription), paused - dt.timedelta.resolution)
    elif subscription.next_due is None or subscription.next_due > now:
        subscription.next_due = next_due(schedule_of(subscription), now)


async def start(session: AsyncSession, subscription: Subscription, now: dt.datetime) -> None:
    """Make it active. One that was not begins with what is published from now on, and without a pause."""
    if not subscription.active:
        subscription.active = True
        subscription.paused_until = None
        subscription.seen, subscription.unserved = await latest_publication(session), None
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


async def end(session: AsyncSession, chat_id: int, thread_id: int, now: dt.datetime) -> None:
    """End a subscription: what waits of its digests and alerts is not sent, nor what is on its way tried again.

    Not even where it is started again before. What is for those who have ended too still comes: corrections of what the
    chat was sent, broadcasts.
    """
    of_subscription = select(Edition.id).where(Edition.id == Delivery.edition_id, Edition.kind.in_(OF_SUBSCRIPTION))
    await _deactivate(session, Subscription.chat_id == chat_id, Subscription.thread_id == thread_id)
    await _drop(session, now, Delivery.chat_id == chat_id, Delivery.thread_id == thread_id, of_subscription.exists())


async def lose(session: AsyncSession, chat_id: int, now: dt.datetime) -> None:
    """The chat can't be reached any more: every subscription of it ends, nothing that waits is sent or tried again."""
    await _deactivate(session, Subscription.chat_id == chat_id)
    await _drop(session, now, Delivery.chat_id == chat_id)


async def _deactivate(session: AsyncSession, *of_subscription: ColumnElement[bool]) -> None:
    ended = update(Subscription).where(*of_subscription).values(active=False, next_due=None)
    await session.execute(ended)


async def _drop(session: AsyncSession, now: dt.datetime, *of_delivery: ColumnElement[bool]) -> None:
    """What is on its way arrives or not: settled as sent, it is sent after all; all else finds it gone."""
    dropped = update(Delivery).where(*of_delivery, Delivery.state.in_(outbox.UNDER_WAY))
    values = {"state": DeliveryState.GONE, "error": ENDED, "lease_until": None, "settled_at": now}
    await session.execute(dropped.values(values).execution_options(synchronize_session=False))


async def to_general(session: AsyncSession, chat_id: int, thread_id: int, now: dt.datetime) -> None:
    """A forum topic is closed or deleted: its digests come to the general one, unless that has its own.

    So does what waits for it, but for a slot for which the general one has its own.
    """
    general = await find(session, chat_id, 0)
    to_chat = and_(Delivery.chat_id == chat_id, Delivery.thread_id == 0)
    to_thread = and_(Delivery.chat_id == chat_id, Delivery.thread_id == thread_id)
    await outbox.make_room(session, to_chat, to_thread)
    served = select(Delivery.slot).where(to_chat)
    moved = update(Delivery).where(to_thread, Delivery.slot.not_in(served)).values(thread_id=0)
    await session.execute(moved.execution_options(synchronize_session=False))
    await _drop(session, now, to_thread)
    of_thread = (Subscription.chat_id == chat_id, Subscription.thread_id == thread_id)
    if general is not None and general.active:
        await _deactivate(session, *of_thread)
        return
    if general is not None and await session.scalar(select(Subscription.id).where(*of_thread)) is not None:
        await session.delete(general)
        await session.flush()
    await session.execute(update(Subscription).where(*of_thread).values(thread_id=0))


async def hold(session: AsyncSession, *chats: int) -> None:
    """Lock the subscriptions before the readers, as planners do: or each would wait for the other."""
    held = select(Subscription.id).where(Subscription.chat_id.in_(chats)).order_by(Subscription.id)
    await session.execute(held.with_for_update())


async def forget(session: AsyncSession, chat_id: int) -> None:
    """Delete all that is stored about a chat."""
    await hold(session, chat_id)
    await session.execute(delete(Reader).where(Reader.id == chat_id))
    await session.execute(delete(Delivery).where(Delivery.chat_id == chat_id))  # now that nobody writes any for it
    await note_change(session, readers.CHANGED)
