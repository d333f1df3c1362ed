"""Which chats have paused everything, and so want no broadcast either, subscribed or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, select

from briefings.model import Subscription

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute


def paused(chat_id: InstrumentedAttribute[int], now: dt.datetime) -> ColumnElement[bool]:
    """Whether a chat has paused, and none of its subscriptions goes on meanwhile (a forum has one for each topic)."""
    of_chat = select(Subscription.id).where(Subscription.chat_id == chat_id)
    is_paused = Subscription.paused_until > now
    goes_on = Subscription.active & (Subscription.paused_until.is_(None) | ~is_paused)
    return and_(of_chat.where(is_paused).exists(), ~of_chat.where(goes_on).exists())
