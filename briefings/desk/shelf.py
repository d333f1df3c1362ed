"""What readers can see has changed: all that follows from it, in the transaction that changes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefings import library
from briefings.search import indexing
from briefings.store import note_change

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.model import Briefing


async def changed(session: AsyncSession, briefing: Briefing) -> None:
    """Bring the index to date and tell the caches: a published briefing has come, gone or changed, and is flushed."""
    await indexing.put(session, briefing)
    await note_change(session, library.CHANGED)
