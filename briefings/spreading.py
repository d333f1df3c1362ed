"""What is announced: alerts, corrections, broadcasts. To whom each goes, as deliveries, some at a time.

Announcing writes a single row (`Edition.spread_after`); the deliveries follow in batches, the planner's first work, so
that neither an editor nor the rest of the bot waits for a million of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from briefings import alerts
from briefings.desk import broadcasts, corrections
from briefings.editions import deliver
from briefings.model import Edition, EditionKind

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Awaitable, Callable

    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.editions import Batch

AUDIENCES: dict[EditionKind, Callable[[AsyncSession, Edition, int, dt.datetime, int], Awaitable[Batch]]] = {
    EditionKind.ALERT: alerts.audience,
    EditionKind.CORRECTION: corrections.audience,
    EditionKind.BROADCAST: broadcasts.audience,
}


async def spread(session: AsyncSession, now: dt.datetime, limit: int) -> int:
    """Write up to `limit` deliveries of one announced edition, alerts first; 0: nothing is announced any more."""
    announced = select(Edition).where(Edition.spread_after.is_not(None))
    first = announced.order_by(Edition.kind != EditionKind.ALERT, Edition.id).limit(1).with_for_update()
    edition = await session.scalar(first)
    if edition is None or edition.spread_after is None:
        return 0
    rows, edition.spread_after = await AUDIENCES[edition.kind](session, edition, edition.spread_after, now, limit)
    await deliver(session, rows)
    return max(len(rows), 1)
