"""Urgent briefings: at once to all who hold one of its topics and want alerts, but not into their quiet hours.

Announcing one writes a single row, in the transaction that publishes it; `briefings.spreading` writes its deliveries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import select, update

from briefings.editions import delivery, ensure, parts
from briefings.eligibility import wants_alerts
from briefings.model import (
    Briefing,
    BriefingTopic,
    Delivery,
    DeliveryState,
    Edition,
    EditionKind,
    Status,
    Subscription,
    SubscriptionTopic,
)
from briefings.outbox import FALLEN
from briefings.reckoning import awake_from

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Sequence

    from sqlalchemy import Row
    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.editions import Batch

Chat = tuple[int, int]  # and thread


async def announce(session: AsyncSession, briefing: Briefing, now: dt.datetime) -> int:
    """Have an urgent briefing sent; the edition's id. Only where it is published: or a digest may come before."""
    slot = slot_of(briefing.id)
    content = ((briefing.topics[0].slug, (briefing.id,)),)
    made = await ensure(session, EditionKind.ALERT, {slot: content}, now)
    await session.execute(update(Edition).where(Edition.key == slot).values(spread_after=0))
    return made[slot]


async def audience(session: AsyncSession, edition: Edition, after: int, now: dt.datetime, limit: int) -> Batch:
    """Deliveries of an alert for the next `limit` subscriptions with ids above `after`.

    Where it is quiet they are due when that ends. The sender would see to that; so it isn't all claimed in vain first.
    """
    briefing_id = int(edition.key.removeprefix("alert:"))
    holders = await _holders(session, briefing_id, after, now, limit)
    rows = [
        delivery(
            edition.id,
            row.chat_id,
            row.thread_id,
            edition.key,
            awake_from(row.zone, row.quiet_from, row.quiet_until, now),
            urgent=True,
        )
        for row in holders
    ]
    return rows, holders[-1].id if len(holders) == limit else None


async def alerted(
    session: AsyncSession, chats: Collection[Chat], briefings: Collection[int]
) -> dict[Chat, dict[int, DeliveryState]]:
    """Which of these briefings each chat was or will be alerted to, and how that stands; no chats with none."""
    slots: list[str] = []
    for some in parts([slot_of(number) for number in briefings]):
        slots += await session.scalars(select(Edition.key).where(Edition.key.in_(some)))
    found: dict[Chat, dict[int, DeliveryState]] = {}
    for some in parts(slots):
        statement = select(Delivery.chat_id, Delivery.thread_id, Delivery.slot, Delivery.state).where(
            Delivery.chat_id.in_({chat for chat, _ in chats}), Delivery.slot.in_(some)
        )
        for chat_id, thread_id, slot, state in await session.execute(statement):
            if state not in FALLEN:  # not asked of SQLite, which would read every delivery in that state
                found.setdefault((chat_id, thread_id), {})[int(slot.removeprefix("alert:"))] = state
    return found


def slot_of(briefing_id: int) -> str:
    """An alert's slot, where a digest's is its time; also its edition's key."""
    return f"alert:{briefing_id}"


async def _holders(
    session: AsyncSession, briefing_id: int, after: int, now: dt.datetime, limit: int
) -> Sequence[Row[Any]]:
    """The next subscriptions, by id, that are to be alerted; none if the briefing is no longer published."""
    topics = select(BriefingTopic.topic_id).where(BriefingTopic.briefing_id == briefing_id)
    holds = select(SubscriptionTopic.subscription_id).where(
        SubscriptionTopic.subscription_id == Subscription.id, SubscriptionTopic.topic_id.in_(topics)
    )
    columns = (
        Subscription.id,
        Subscription.chat_id,
        Subscription.thread_id,
        Subscription.zone,
        Subscription.quiet_from,
        Subscription.quiet_until,
    )
    statement = (
        select(*columns)
        .where(
            Subscription.id > after,
            wants_alerts(now),
            Subscription.all_topics | holds.exists(),
            select(Briefing.id).where(Briefing.id == briefing_id, Briefing.status == Status.PUBLISHED).exists(),
        )
        .order_by(Subscription.id)
        .limit(limit)
    )
    return cast("Sequence[Row[Any]]", (await session.execute(statement)).all())
