"""The audit log: who did what to what, and when."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from briefings.model import AuditEntry

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

REFUSED = "refused"


def note(
    session: AsyncSession,
    now: dt.datetime,
    user_id: int | None,
    action: str,
    briefing_id: int | None = None,
    **details: Any,
) -> None:
    """Write down, in the transaction that does it, what was done. `user_id` None: a file or the clock did it."""
    entry = AuditEntry(at=now, user_id=user_id, action=action, briefing_id=briefing_id, details=details)
    session.add(entry)


async def note_refused(session: AsyncSession, now: dt.datetime, user_id: int, what: str) -> None:
    """Write down that somebody without the role tried `what`, a command or a kind of button.

    One entry a person, day (UTC) and thing, which counts how often: who tries it all day doesn't fill the database.
    """
    today = now.astimezone(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    tried = select(AuditEntry).where(
        AuditEntry.at >= today, AuditEntry.user_id == user_id, AuditEntry.action == REFUSED
    )
    entry = next((each for each in await session.scalars(tried) if each.details["what"] == what), None)
    if entry is None:
        note(session, now, user_id, REFUSED, what=what, times=1)
    else:
        entry.details = {"what": what, "times": entry.details["times"] + 1}
