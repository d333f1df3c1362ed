"""Who is due -> deliveries -> next due: one transaction for a batch, repeated while a batch finds work."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, select, update

from briefings import digest, subscriptions
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
    Topic,
)
from briefings.schedule import Schedule, next_due
from briefings.store import insert_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

BATCH = 500  # subscriptions in one transaction
ALERT_SLOT = "alert:"  # and the briefing's id: an alert's slot, where a digest's is its time


@dataclass
class Plan:
    """What one call has to know once, not for each chat. Good for one transaction."""

    now: dt.datetime
    latest: int  # the last publication
    order: Sequence[str]  # the slugs of every visible topic
    news: dict[int, list[digest.Item]] = field(default_factory=dict)  # published after this publication
    editions: dict[digest.Content, int] = field(default_factory=dict)
    due: dict[tuple[Schedule, dt.datetime], dt.datetime] = field(default_factory=dict)


async def plan(session: AsyncSession, now: dt.datetime, limit: int = BATCH) -> int:
    """Plan the digests of up to `limit` subscriptions that are due at `now`; how many were due (0: nothing to do).

    A slot that was missed is made up once, however many were missed. A digest holds what was published since the
    chat's last one; where that is nothing, there is no delivery. Urgent briefings that the chat was alerted to
    are left out.
    """
    due = await _claim_due(session, now, limit)
    if not due:
        return 0
    current = Plan(now, await subscriptions.latest_publication(session), await _visible_topics(session))
    chosen = await _chosen_topics(session, [row.id for row in due if not row.all_topics])
    alerted = await _alerted(session, [(row.chat_id, row.thread_id) for row in due])
    deliveries: list[dict[str, Any]] = []
    moved: dict[dt.datetime, list[int]] = {}
    for row in due:
        wanted = None if row.all_topics else chosen.get(row.id, frozenset())
        skipped = alerted.get((row.chat_id, row.thread_id), frozenset())
        items = [item for item in await _news(session, current, row.seen) if item.briefing_id not in skipped]
        content = digest.arrange(items, wanted, current.order)
        if content:
            edition = await _edition(session, current, content)
            deliveries.append(_delivery(edition, row.chat_id, row.thread_id, f"{row.next_due:%Y-%m-%dT%H:%MZ}", now))
        moved.setdefault(_next(current, row), []).append(row.id)
    if deliveries:
        await session.execute(insert_for(session, Delivery).on_conflict_do_nothing(), deliveries)
    for when, ids in moved.items():
        statement = update(Subscription).where(Subscription.id.in_(ids))
        await session.execute(statement.values(next_due=when, seen=current.latest, paused_until=None))
    return len(due)


async def alert(session: AsyncSession, briefing: Briefing, now: dt.datetime) -> int:
    """Write an urgent briefing's deliveries to all who hold one of its topics and want alerts; how many.

    Where it is quiet, the delivery waits until that ends. A second call adds nothing for a chat that has one.
    """
    slugs = {topic.slug for topic in briefing.topics}
    holds = select(SubscriptionTopic.subscription_id).join(Topic).where(Topic.slug.in_(slugs))
    wants = Subscription.all_topics | Subscription.id.in_(holds)
    content: digest.Content = ((briefing.topics[0].slug, (briefing.id,)),)
    edition = await _insert_edition(session, EditionKind.ALERT, content, now)
    written, last = 0, 0
    awake = Subscription.paused_until.is_(None) | (Subscription.paused_until <= now)
    willing = select(Subscription).where(Subscription.active, Subscription.urgent, awake, wants)
    while batch := (
        await session.scalars(willing.where(Subscription.id > last).order_by(Subscription.id).limit(BATCH))
    ).all():
        rows = []
        for subscription in batch:
            quiet = subscriptions.quiet_hours_of(subscription)
            when = quiet.end_after(now) if quiet is not None else now
            rows.append(
                _delivery(edition, subscription.chat_id, subscription.thread_id, f"{ALERT_SLOT}{briefing.id}", when)
            )
        await session.execute(insert_for(session, Delivery).on_conflict_do_nothing(), rows)
        written += len(rows)
        last = batch[-1].id
    return written


async def preview(session: AsyncSession, subscription: Subscription) -> digest.Content:
    """The digest that a subscription would get now."""
    order = await _visible_topics(session)
    alerted = await _alerted(session, [(subscription.chat_id, subscription.thread_id)])
    skipped = alerted.get((subscription.chat_id, subscription.thread_id), frozenset())
    items = [item for item in await _published_after(session, subscription.seen) if item.briefing_id not in skipped]
    return digest.arrange(items, subscriptions.topics_of(subscription), order)


async def _claim_due(session: AsyncSession, now: dt.datetime, limit: int) -> Sequence[Row[Any]]:
    columns = (
        Subscription.id,
        Subscription.chat_id,
        Subscription.thread_id,
        Subscription.all_topics,
        Subscription.days,
        Subscription.times,
        Subscription.zone,
        Subscription.next_due,
        Subscription.seen,
    )
    statement = (
        select(*columns)
        .where(Subscription.active, Subscription.next_due <= now)
        .order_by(Subscription.next_due)
        .limit(limit)
        .with_for_update(skip_locked=True)  # on SQLite the transaction has the database to itself
    )
    rows: Sequence[Row[Any]] = (await session.execute(statement)).all()  # type: ignore[assignment]
    return rows


def _next(current: Plan, row: Row[Any]) -> dt.datetime:
    times = tuple(dt.time.fromisoformat(time) for time in row.times)
    schedule = Schedule(frozenset(row.days), times, row.zone)
    key = (schedule, current.now)
    if key not in current.due:
        current.due[key] = next_due(schedule, current.now)
    return current.due[key]


async def _visible_topics(session: AsyncSession) -> list[str]:
    statement = select(Topic.slug).where(Topic.hidden.is_(False)).order_by(Topic.position)
    return list(await session.scalars(statement))


async def _chosen_topics(session: AsyncSession, ids: list[int]) -> dict[int, frozenset[str]]:
    if not ids:
        return {}
    statement = select(SubscriptionTopic.subscription_id, Topic.slug).join(Topic)
    chosen: dict[int, set[str]] = {}
    for number, slug in await session.execute(statement.where(SubscriptionTopic.subscription_id.in_(ids))):
        chosen.setdefault(number, set()).add(slug)
    return {number: frozenset(slugs) for number, slugs in chosen.items()}


async def _alerted(session: AsyncSession, chats: list[tuple[int, int]]) -> dict[tuple[int, int], frozenset[int]]:
    """The briefings that each chat (and thread) was or will be alerted to."""
    ids = [chat for chat, _ in chats]
    statement = select(Delivery.chat_id, Delivery.thread_id, Delivery.slot)
    found: dict[tuple[int, int], set[int]] = {}
    of_alerts = statement.where(Delivery.chat_id.in_(ids), Delivery.slot.startswith(ALERT_SLOT))
    for chat, thread, slot in await session.execute(of_alerts):
        found.setdefault((chat, thread), set()).add(int(slot.removeprefix(ALERT_SLOT)))
    return {chat: frozenset(numbers) for chat, numbers in found.items()}


async def _news(session: AsyncSession, current: Plan, seen: int) -> list[digest.Item]:
    if seen not in current.news:
        current.news[seen] = await _published_after(session, seen)
    return current.news[seen]


async def _published_after(session: AsyncSession, seen: int) -> list[digest.Item]:
    """What was published after publication `seen`, newest first."""
    statement = (
        select(Briefing.id, Topic.slug)
        .join(BriefingTopic, BriefingTopic.briefing_id == Briefing.id)
        .join(Topic, Topic.id == BriefingTopic.topic_id)
        .where(Briefing.status == Status.PUBLISHED, Briefing.publication > seen)
        .order_by(Briefing.date.desc(), Briefing.id.desc(), BriefingTopic.position)
    )
    topics: dict[int, list[str]] = {}
    for number, slug in await session.execute(statement):
        topics.setdefault(number, []).append(slug)
    return [digest.Item(number, tuple(slugs)) for number, slugs in topics.items()]


async def _edition(session: AsyncSession, current: Plan, content: digest.Content) -> int:
    if content not in current.editions:
        current.editions[content] = await _insert_edition(session, EditionKind.DIGEST, content, current.now)
    return current.editions[content]


async def _insert_edition(session: AsyncSession, kind: EditionKind, content: digest.Content, now: dt.datetime) -> int:
    """The id of the edition with this content, made where there is none."""
    key = digest.key(kind, content)
    values = {"kind": kind, "key": key, "content": content, "created_at": now}
    await session.execute(insert_for(session, Edition).values(values).on_conflict_do_nothing())
    return (await session.execute(select(Edition.id).where(Edition.key == key))).scalar_one()


def _delivery(edition: int, chat: int, thread: int, slot: str, when: dt.datetime) -> dict[str, Any]:
    return {
        "edition_id": edition,
        "chat_id": chat,
        "thread_id": thread,
        "slot": slot,
        "state": DeliveryState.WAITING,
        "not_before": when,
        "attempts": 0,
        "unknown": 0,
        "message_ids": [],
    }
