"""Who wants to be sent something now: asked when deliveries are written, and again when they are claimed to be sent.

Each is a condition where many are looked for, and a column where one is looked at, so that nothing is said twice. The
planner asks nothing of it: when a digest is due next tells of the pause too (`subscriptions.reckon`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, case, false, func, not_, or_, select, true

from briefings.model import Delivery, Edition, EditionKind, Subscription

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute

OF_SUBSCRIPTION = (EditionKind.DIGEST, EditionKind.ALERT)  # what ends with it; all else comes to who has ended it too
ENDED = "ended"  # why a digest or an alert is gone whose subscription has ended, or was lost


def paused(now: dt.datetime) -> ColumnElement[bool]:
    """Whether a subscription is paused; one that isn't there is not."""
    return and_(Subscription.paused_until.is_not(None), Subscription.paused_until > now)


def listening(now: dt.datetime) -> ColumnElement[bool]:
    """Whether a subscription wants its digests."""
    return and_(Subscription.active, not_(paused(now)))


def wants_alerts(now: dt.datetime) -> ColumnElement[bool]:
    """Whether a subscription wants alerts, of whatever topics."""
    return and_(listening(now), Subscription.urgent)


def hears_broadcasts(chat_id: InstrumentedAttribute[int], now: dt.datetime) -> ColumnElement[bool]:
    """Whether a chat wants broadcasts: unless all that it has is paused."""
    of_chat = select(Subscription.thread_id).where(Subscription.chat_id == chat_id).correlate_except(Subscription)
    goes_on = func.coalesce(listening(now), false())  # or SQLite would read all that are active, not those of the chat
    return or_(not_(of_chat.where(paused(now)).exists()), of_chat.where(goes_on).exists())


def wanted(now: dt.datetime) -> ColumnElement[bool]:
    """Whether a delivery is wanted: joined with its edition, and with the subscription of its place, if it has one."""
    return case(
        (Edition.kind == EditionKind.DIGEST, listening(now)),
        (Edition.kind == EditionKind.ALERT, wants_alerts(now)),
        (Edition.kind == EditionKind.BROADCAST, hears_broadcasts(Delivery.chat_id, now)),
        else_=true(),
    )


def elsewhere(now: dt.datetime) -> ColumnElement[int | None]:
    """The topic of its forum that is to get a broadcast whose own is paused; None: it goes where it was to go."""
    of_chat = Subscription.chat_id == Delivery.chat_id
    first = select(func.min(Subscription.thread_id)).where(of_chat, listening(now)).correlate_except(Subscription)
    return case((and_(Edition.kind == EditionKind.BROADCAST, paused(now)), first.scalar_subquery()))
