"""What a chat would get now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefings import digest, library, planning

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.model import Subscription

SAMPLE = 5  # briefings


async def of(session: AsyncSession, subscription: Subscription) -> digest.Content:
    """The digest that an active subscription would get now; where it isn't active, a sample of the newest briefings."""
    if subscription.active:
        return await planning.preview(session, subscription)
    order = [topic.slug for topic in await library.topics(session)]
    newest = await library.newest(session, None, limit=SAMPLE)
    items = [digest.Item(each.id, each.publication or 0, tuple(topic.slug for topic in each.topics)) for each in newest]
    return digest.arrange(items, None, order)
