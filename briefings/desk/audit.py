"""The audit log: who did what to what, and when."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from briefings.model import AuditEntry

if TYPE_CHECKING:
    from collections.abc import Collection

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


async def last(session: AsyncSession, briefing_id: int, *actions: str) -> AuditEntry | None:
    """The last thing that was done to a briefing, or the last of these."""
    entries = select(AuditEntry).where(AuditEntry.briefing_id == briefing_id)
    if actions:
        entries = entries.where(AuditEntry.action.in_(actions))
    return (await session.scalars(entries.order_by(AuditEntry.id.desc()).limit(1))).one_or_none()


def heard_of(entry: AuditEntry) -> frozenset[int]:
    """Who of the staff has been told of it: Telegram user ids."""
    return frozenset(entry.details.get("heard", ()))


async def note_heard(session: AsyncSession, entry_id: int, people: Collection[int]) -> None:
    """Keep who has been told of it."""
    entry = await session.get(AuditEntry, entry_id)
    if entry is not None:
        entry.details = {**entry.details, "heard": sorted(people)}


async def tells_of(session: AsyncSession, user_id: int) -> bool:
    """Whether it holds what this person did, other than trying what they may not."""
    theirs = select(AuditEntry.id).where(AuditEntry.user_id == user_id, AuditEntry.action != REFUSED)
    return await session.scalar(theirs.limit(1)) is not None


async def forget_refused(session: AsyncSession, user_id: int) -> None:
    """Delete what `note_refused` has written down of somebody."""
    await session.execute(delete(AuditEntry).where(AuditEntry.user_id == user_id, AuditEntry.action == REFUSED))


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
