"""A question put to a member of staff, and the answers so far. One at a time for each person; outlives a restart."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete

from briefings.model import Dialogue
from briefings.store import insert_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.ext.asyncio import AsyncSession

PATIENCE: Final = dt.timedelta(days=1)  # an answer that comes later than this after the question is no answer to it


async def begin(session: AsyncSession, user_id: int, step: str, state: Mapping[str, Any], now: dt.datetime) -> None:
    """Wait at `step` for this person's next message; what they were asked before is forgotten.

    `state` must be JSON; it comes back with the answer. Beginning the next step is how a dialogue moves on.
    """
    statement = insert_for(session, Dialogue).values(user_id=user_id, step=step, state=dict(state), updated_at=now)
    new = {"step": step, "state": dict(state), "updated_at": now}
    await session.execute(statement.on_conflict_do_update(index_elements=[Dialogue.user_id], set_=new))


async def current(session: AsyncSession, user_id: int, now: dt.datetime) -> Dialogue | None:
    """The dialogue that waits for this person; none where they let it wait for longer than a day."""
    found = await session.get(Dialogue, user_id, populate_existing=True)
    return found if found is not None and now - found.updated_at <= PATIENCE else None


async def end(session: AsyncSession, user_id: int) -> None:
    """Wait no longer."""
    await session.execute(delete(Dialogue).where(Dialogue.user_id == user_id))
