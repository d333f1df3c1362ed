"""When a stored subscription is due next, and whether that still holds.

Moments are stored as they were reckoned. They go wrong when the clock was ahead and is put back (a chat would stay
silent until the clock is there again), or when the rules of a zone change. So whoever begins to plan, or sees the
clock put back, has every subscription checked. What was served stays served: the UNIQUE key of deliveries knows.
"""

from __future__ import annotations

import datetime as dt
import json
from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import Text, bindparam, cast, select, update

from briefings.model import Delivery, DeliveryState, Edition, EditionKind, Subscription
from briefings.outbox import LEASE
from briefings.schedule import QuietHours, Schedule, next_due

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

FARTHEST = dt.timedelta(days=9)  # nothing is planned farther ahead: a weekly slot, and a day for clocks that change
DAYS = cast(Subscription.days, Text)  # undecoded: few schedules serve all chats
TIMES = cast(Subscription.times, Text)


@lru_cache(maxsize=8192)
def due_after(days: str, times: str, zone: str, after: dt.datetime) -> dt.datetime:
    """The first slot after the moment `after`, of days and times as JSON."""
    schedule = Schedule(frozenset(json.loads(days)), tuple(map(dt.time.fromisoformat, json.loads(times))), zone)
    return next_due(schedule, after)


def awake_from(zone: str, quiet_from: str | None, quiet_until: str | None, now: dt.datetime) -> dt.datetime:
    """`now`, or where it is quiet, when that ends."""
    if quiet_from is None or quiet_until is None:
        return now
    minute = now.replace(second=0, microsecond=0)  # they begin and end at whole ones: reckoned once in each
    end = _end_of_quiet(zone, quiet_from, quiet_until, minute)
    return now if end == minute else end


async def wake(session: AsyncSession, subscription: Subscription, now: dt.datetime) -> None:
    """Put what waits for the end of its quiet hours, as they were, to where it is due by those that it has now.

    A digest comes when its chat has said; what Telegram has refused waits for something else.
    """
    of_digest = select(Edition.id).where(Edition.id == Delivery.edition_id, Edition.kind == EditionKind.DIGEST)
    held = update(Delivery).where(
        Delivery.chat_id == subscription.chat_id,
        Delivery.thread_id == subscription.thread_id,
        Delivery.state == DeliveryState.WAITING,
        Delivery.not_before > now,
        Delivery.error.is_(None),
        ~of_digest.exists(),
    )
    due = awake_from(subscription.zone, subscription.quiet_from, subscription.quiet_until, now)
    await session.execute(held.values(not_before=due).execution_options(synchronize_session=False))


@lru_cache(maxsize=8192)
def _end_of_quiet(zone: str, quiet_from: str, quiet_until: str, minute: dt.datetime) -> dt.datetime:
    start, end = dt.time.fromisoformat(quiet_from), dt.time.fromisoformat(quiet_until)
    return QuietHours(start, end, zone).end_after(minute)


async def check(session: AsyncSession, now: dt.datetime, after: int, limit: int) -> int | None:
    """Reckon anew when the next `limit` subscriptions with ids above `after` are due; the last one's id, None: all are.

    What is due already stays due.
    """
    statement = (
        select(
            Subscription.id,
            DAYS.label("days"),
            TIMES.label("times"),
            Subscription.zone,
            Subscription.next_due,
            Subscription.paused_until,
        )
        .where(Subscription.id > after, Subscription.active, Subscription.next_due > now)
        .order_by(Subscription.id)
        .limit(limit)
    )
    rows = (await session.execute(statement)).all()
    wrong = []
    for row in rows:
        start = now if row.paused_until is None else max(now, row.paused_until - dt.timedelta.resolution)
        right = due_after(row.days, row.times, row.zone, start)
        if right != row.next_due:
            wrong.append({"number": row.id, "stored": row.next_due, "right": right})
    if wrong:
        correction = update(Subscription).values(next_due=bindparam("right"))
        unchanged = (Subscription.id == bindparam("number")) & (Subscription.next_due == bindparam("stored"))
        await (await session.connection()).execute(correction.where(unchanged), wrong)
    return rows[-1].id if len(rows) == limit else None


async def recall(session: AsyncSession, now: dt.datetime) -> None:
    """Bring deliveries back from a future that the clock only seemed to have reached: they would wait for it."""
    waiting = (Delivery.state == DeliveryState.WAITING) & (Delivery.not_before > now + FARTHEST)
    await session.execute(update(Delivery).where(waiting).values(not_before=now))
    claimed = (Delivery.state == DeliveryState.SENDING) & (Delivery.lease_until > now + FARTHEST)
    await session.execute(update(Delivery).where(claimed).values(lease_until=now + LEASE))
