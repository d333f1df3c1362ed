"""A briefing's moves from one status to another: each with all that follows from it, and its entry in the audit log.

Every function works in the caller's transaction on a briefing that `drafts.take` has given. Done already is done:
whoever asks twice, or handles an update twice, changes nothing and sees no error. `seen` is the version that the editor
saw: `Overtaken` if somebody has changed the briefing since.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from briefings import alerts, library, revisions
from briefings.desk import audit, drafts
from briefings.desk.errors import DeskError
from briefings.model import Status
from briefings.partial_date import PartialDate
from briefings.schedule import local_day
from briefings.store import note_change

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection

    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.desk.editors import Editor
    from briefings.model import Briefing


class Outcome(enum.StrEnum):
    """What became of the wish to publish."""

    PUBLISHED = "published"
    SCHEDULED = "scheduled"
    SUBMITTED = "submitted"
    ALREADY = "already"  # readers had it before


# What waits: how the audit log calls it, and what is answered.
WAITS: Final = {Status.REVIEW: ("submit", Outcome.SUBMITTED), Status.SCHEDULED: ("schedule", Outcome.SCHEDULED)}


@dataclass(frozen=True)
class _Turn:
    """A move that is made from some statuses only. `refusal`: from others, for the briefing with this id."""

    action: str
    of: Collection[Status]
    to: Status
    refusal: Callable[[int], DeskError]


_WITHDRAW: Final = _Turn("withdraw", WAITS, Status.DRAFT, lambda number: DeskError("was-published", number=number))
_ARCHIVE: Final = _Turn(
    "archive", {Status.PUBLISHED}, Status.ARCHIVED, lambda number: DeskError("not-published", number=number)
)
_RESTORE: Final = _Turn(
    "restore", {Status.ARCHIVED}, Status.PUBLISHED, lambda number: DeskError("not-archived", number=number)
)


async def withdraw(
    session: AsyncSession, briefing: Briefing, *, by: int, now: dt.datetime, seen: int | None = None
) -> None:
    """Take an embargo or a request for review back: it is a draft again."""
    await _make(session, briefing, _WITHDRAW, by=by, now=now, seen=seen)


async def archive(
    session: AsyncSession, briefing: Briefing, *, by: int, now: dt.datetime, seen: int | None = None
) -> None:
    """Take a published briefing out of answers, digests and what waits to be sent."""
    await _make(session, briefing, _ARCHIVE, by=by, now=now, seen=seen)


async def restore(
    session: AsyncSession, briefing: Briefing, *, by: int, now: dt.datetime, seen: int | None = None
) -> None:
    """Bring an archived briefing back. It keeps its place in the order of publishing: no digest brings it again."""
    await _make(session, briefing, _RESTORE, by=by, now=now, seen=seen)


async def _make(
    session: AsyncSession, briefing: Briefing, turn: _Turn, *, by: int, now: dt.datetime, seen: int | None
) -> None:
    if briefing.status is turn.to:
        return
    if briefing.status not in turn.of:
        raise turn.refusal(briefing.id)
    await drafts.check_seen(session, briefing, seen, by)
    briefing.publish_at = None
    await move(session, briefing, turn.to, turn.action, by=by, now=now)


async def wait(
    session: AsyncSession,
    briefing: Briefing,
    to: Status,
    by: Editor,
    now: dt.datetime,
    *,
    urgent: bool,
    at: dt.datetime | None,
) -> Outcome:
    """In review, or for its moment; to go out as wished then."""
    action, outcome = WAITS[to]
    briefing.urgent, briefing.publish_at = urgent, at
    await move(session, briefing, to, action, by=by.user_id, now=now, **_wish(urgent, at))
    return outcome


async def go_out(
    session: AsyncSession, briefing: Briefing, by: int | None, zone: str, now: dt.datetime, *, urgent: bool
) -> None:
    """Everything that publishing is, at one place. `by` None: the clock."""
    briefing.publication = await note_change(session, library.CHANGED)  # digests go by this number
    briefing.status, briefing.urgent = Status.PUBLISHED, urgent
    briefing.published_at, briefing.publish_at = now, None
    if dates(briefing):
        revisions.keep(session, briefing, now, replaced_by=by)
        briefing.date = PartialDate.of(local_day(now, zone))
    audit.note(session, now, by, "publish", briefing.id, version=briefing.version, **_wish(urgent, None))
    await drafts.touch(session, briefing, now)
    if urgent:
        await alerts.announce(session, briefing, now)


def dates(briefing: Briefing) -> bool:
    """Whether publishing gives it its date. Where it has a source, who knows when that wrote it."""
    return briefing.date is None and not (briefing.source_name or briefing.source_url)


async def move(
    session: AsyncSession,
    briefing: Briefing,
    to: Status,
    action: str,
    *,
    by: int,
    now: dt.datetime,
    **details: object,
) -> None:
    briefing.status = to
    audit.note(session, now, by, action, briefing.id, version=briefing.version, **details)
    await drafts.touch(session, briefing, now)


def _wish(urgent: bool, at: dt.datetime | None) -> dict[str, object]:
    """How it is to go out, for the audit log."""
    return {"urgent": urgent, "at": at.isoformat() if at else None}
