"""What nobody needs any more, out of the store, a little at a time so that nobody waits for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import delete, func, select

from briefings.desk.dialogues import PATIENCE
from briefings.model import Delivery, DeliveryState, Dialogue, Edition, MissedSearch
from briefings.search.missed import KEPT as MISSED_KEPT
from briefings.subscriptions import DELIVERIES_KEPT

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy import CursorResult, Delete
    from sqlalchemy.ext.asyncio import AsyncSession

BATCH = 1000
SETTLED = (DeliveryState.SENT, DeliveryState.GONE, DeliveryState.FAILED)


async def clean_up(session: AsyncSession, now: dt.datetime, limit: int = BATCH) -> int:
    """Delete up to `limit` settled deliveries, or editions without deliveries, as old as `DELIVERIES_KEPT`; then
    questions to the staff that nobody has answered, and searches of more than a year ago that found nothing.

    How many were deleted; 0: there are no more.
    """
    # The index goes by state, urgent and time. All are settled by a few days after they were due.
    of_index = (Delivery.state.in_(SETTLED), Delivery.urgent.in_((False, True)))
    old = select(Delivery.id).where(*of_index, Delivery.not_before < now - DELIVERIES_KEPT).limit(limit)
    return (
        await _count(session, delete(Delivery).where(Delivery.id.in_(old)))
        or await _editions(session, now, limit)
        or await _count(session, delete(Dialogue).where(Dialogue.updated_at < now - PATIENCE))
        or await _count(session, delete(MissedSearch).where(MissedSearch.day < (now - MISSED_KEPT).date()))
    )


async def _editions(session: AsyncSession, now: dt.datetime, limit: int) -> int:
    """Editions without deliveries, broadcasts that were never sent among them; the newest stays.

    SQLite would give its number to the next one, and what is said of it by number with it. And a planner may be giving
    an old edition a new delivery: locked first, then looked at again, it can't be lost.
    """
    unused = ~select(Delivery.id).where(Delivery.edition_id == Edition.id).exists()
    superseded = Edition.id < select(func.max(Edition.id)).scalar_subquery()
    old = select(Edition.id).where(
        Edition.created_at < now - DELIVERIES_KEPT, Edition.spread_after.is_(None), unused, superseded
    )
    locked = list(await session.scalars(old.order_by(Edition.id).limit(limit).with_for_update(skip_locked=True)))
    return await _count(session, delete(Edition).where(Edition.id.in_(locked), unused)) if locked else 0


async def _count(session: AsyncSession, statement: Delete) -> int:
    statement = statement.execution_options(synchronize_session=False)
    return cast("CursorResult[Any]", await session.execute(statement)).rowcount
