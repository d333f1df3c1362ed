"""Searches that found nothing, counted by day; who asked is not kept."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Final

from briefings.model import MissedSearch
from briefings.search import backlog
from briefings.store import insert_for

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

LONGEST: Final = 200  # characters that are kept
KEPT: Final = timedelta(days=365)  # then `briefings.upkeep` deletes it


async def note(session: AsyncSession, text: str, now: datetime) -> None:
    """Count a query that found nothing, on its day in UTC; one without a letter or digit is not worth it.

    Nor is one that was asked of an index in the making.
    """
    query = " ".join(text.replace("\0", " ").split()).casefold()[:LONGEST].strip()
    if not any(letter.isalnum() for letter in query) or not await backlog.is_done(session):
        return
    statement = insert_for(session, MissedSearch).values(query=query, day=now.astimezone(UTC).date(), count=1)
    keys = [MissedSearch.query, MissedSearch.day]
    await session.execute(statement.on_conflict_do_update(index_elements=keys, set_={"count": MissedSearch.count + 1}))
