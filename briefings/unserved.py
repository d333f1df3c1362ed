"""What a digest held that was not sent, since its chat has paused meanwhile: the next one brings it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from briefings.digest import briefing_ids
from briefings.model import Briefing, Subscription

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.digest import Content


async def carry_over(session: AsyncSession, digests: Collection[tuple[int, Content]]) -> set[int]:
    """Have the next digest of each subscription (its id) hold what this one held; for which of them it will.

    Not for those that somebody is changing. Who does may wait for the deliveries that we hold: we must not wait too.
    """
    if not digests:
        return set()
    free = select(Subscription.id, Subscription.unserved).where(Subscription.id.in_({number for number, _ in digests}))
    rows = await session.execute(free.with_for_update(skip_locked=True))  # on SQLite nobody else is changing anything
    unserved = {number: set(before or ()) for number, before in rows}
    held = {briefing_id for _, content in digests for briefing_id in briefing_ids(content)}
    published = await session.execute(select(Briefing.id, Briefing.publication).where(Briefing.id.in_(held)))
    publications = {briefing_id: publication for briefing_id, publication in published if publication is not None}
    for number, content in digests:
        if number in unserved:
            unserved[number].update(publications[each] for each in briefing_ids(content) if each in publications)
    values = [{"id": number, "unserved": sorted(each)} for number, each in unserved.items()]
    if values:
        await session.execute(update(Subscription), values)
    return set(unserved)
