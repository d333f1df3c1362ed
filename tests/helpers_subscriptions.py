"""Subscriptions without a bot: stored ones of chats that are met, and ones that nobody stored."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from briefings import readers, subscriptions
from briefings.model import Reader, ReaderKind, Subscription

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

CHAT, SUPERGROUP = -201, -1_000_000_000_201
ALMATY = "Asia/Almaty"


def made(**changes: object) -> Subscription:
    """A daily one at 09:00 in Almaty, active, that nobody stored."""
    found = subscriptions.unstored(CHAT, 0, ALMATY)
    for name, value in ({"active": True} | changes).items():
        setattr(found, name, value)
    return found


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


async def meet(session: AsyncSession, chat: int, now: dt.datetime, language: str = "kk") -> Reader:
    return await readers.meet(session, chat, ReaderKind.GROUP, language, now)


async def subscribe(session: AsyncSession, chat: int, now: dt.datetime, thread: int = 0) -> Subscription:
    """A chat that is met and subscribed to all topics."""
    await meet(session, chat, now)
    found = await subscriptions.ensure(session, chat, thread, ALMATY)
    await subscriptions.start(session, found, now)
    return found
