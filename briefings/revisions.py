"""What a briefing said before each change: what history shows, and what nobody loses."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from briefings.exchange import record_of
from briefings.model import Revision

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.model import Briefing


def keep(
    session: AsyncSession, briefing: Briefing, now: datetime, replaced_by: int | None, reason: str | None = None
) -> None:
    """Put aside what the briefing says now, before a change. `replaced_by`: a Telegram user id; None: a file.

    `reason`: of a correction, as readers are told it.
    """
    session.add(
        Revision(
            briefing_id=briefing.id,
            version=briefing.version,
            content=content_of(briefing),
            replaced_by=replaced_by,
            replaced_at=now,
            reason=reason,
        )
    )


def content_of(briefing: Briefing) -> dict[str, Any]:
    """What a briefing says now, as a `Revision` keeps it."""
    content = dataclasses.asdict(record_of(briefing))
    del content["topic_line"], content["key_line"]
    content["date"] = str(briefing.date) if briefing.date else None
    return content
