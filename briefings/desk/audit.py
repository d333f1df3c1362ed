"""The audit log: who did what to what, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefings.model import AuditEntry

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.ext.asyncio import AsyncSession


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
