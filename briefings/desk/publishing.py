"""From the desk to the readers: publish now or later, review, archive, restore.

Every function works in the caller's transaction on a briefing that `drafts.take` has given, and leaves an entry in the
audit log. Done already is done: whoever asks twice, or handles an update twice, changes nothing and sees no error.
`seen` is the version that the editor saw: `Overtaken` if somebody has changed the briefing since.
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from sqlalchemy import select

from briefings import alerts, library, revisions
from briefings.desk import audit, drafts, form
from briefings.desk.editors import may_approve, zone_of
from briefings.desk.errors import DeskError
from briefings.model import AuditEntry, Briefing, Status
from briefings.partial_date import PartialDate
from briefings.schedule import local_day
from briefings.store import note_change

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.desk.editors import Editor

RELEASED_AT_ONCE = 50  # embargoes in one transaction
LONGEST_REASON = 1000  # characters


class Outcome(enum.StrEnum):
    """What became of the wish to publish."""

    PUBLISHED = "published"
    SCHEDULED = "scheduled"
    SUBMITTED = "submitted"
    ALREADY = "already"  # readers had it before


# What waits: how the audit log calls it, and what is answered.
WAITS = {Status.REVIEW: ("submit", Outcome.SUBMITTED), Status.SCHEDULED: ("schedule", Outcome.SCHEDULED)}


async def publish(
    session: AsyncSession,
    briefing: Briefing,
    *,
    by: Editor,
    now: dt.datetime,
    urgent: bool = False,
    at: dt.datetime | None = None,
    seen: int | None = None,
) -> Outcome:
    """Publish, now or `at` a moment to come; or submit for review where this editor may not publish it.

    `urgent`: at once to every subscriber of its topics who has urgent on. Without source and date, it is dated by its
    publishing. Of a draft in review, by one who may approve it, it is the approval: as its author wished, where nothing
    else is said. `DeskError`: no text, a machine's text that nobody has confirmed, archived.
    """
    if briefing.status is Status.PUBLISHED:
        return Outcome.ALREADY
    if briefing.status is Status.ARCHIVED:
        raise DeskError("archived", number=briefing.id)
    if not briefing.texts:
        raise DeskError("no-text", number=briefing.id)
    _refuse_unconfirmed(briefing)
    if _as_wished(briefing, by, urgent=urgent, at=at):
        return Outcome.SCHEDULED if by.may_publish(briefing) else Outcome.SUBMITTED
    if not by.may_publish(briefing):
        await drafts.check_seen(session, briefing, seen, by.user_id)
        return await _wait(session, briefing, Status.REVIEW, by, now, urgent=urgent, at=at)
    approves = briefing.status is Status.REVIEW and may_approve(by, briefing)
    if approves and not urgent and at is None:
        return await approve(session, briefing, by=by, now=now, seen=seen)
    await drafts.check_seen(session, briefing, seen, by.user_id)
    if approves:
        audit.note(session, now, by.user_id, "approve", briefing.id)
    if at is None:
        await _go_out(session, briefing, by.user_id, by.zone, now, urgent=urgent)
        return Outcome.PUBLISHED
    return await _wait(session, briefing, Status.SCHEDULED, by, now, urgent=urgent, at=at)


async def approve(
    session: AsyncSession, briefing: Briefing, *, by: Editor, now: dt.datetime, seen: int | None = None
) -> Outcome:
    """Let another's draft go out as its author wished it: now, urgent, at a moment. `DeskError`: not in review, own."""
    if briefing.status in {Status.PUBLISHED, Status.SCHEDULED}:
        return Outcome.ALREADY if briefing.status is Status.PUBLISHED else Outcome.SCHEDULED
    if briefing.status is not Status.REVIEW:
        raise DeskError("not-in-review", number=briefing.id)
    if not may_approve(by, briefing):
        raise DeskError("not-yours-to-approve", number=briefing.id)
    await drafts.check_seen(session, briefing, seen, by.user_id)
    _refuse_unconfirmed(briefing)
    audit.note(session, now, by.user_id, "approve", briefing.id)
    if briefing.publish_at is not None and briefing.publish_at > now:
        return await _wait(session, briefing, Status.SCHEDULED, by, now, urgent=briefing.urgent, at=briefing.publish_at)
    await _go_out(session, briefing, by.user_id, by.zone, now, urgent=briefing.urgent)
    return Outcome.PUBLISHED


async def review_again(session: AsyncSession, briefing: Briefing, *, by: Editor, now: dt.datetime) -> bool:
    """Have another look at what was approved and waits for its moment, when who may not approve it has changed it.

    Whether that was so; it is in review again, and keeps its moment.
    """
    if briefing.status is not Status.SCHEDULED or by.may_publish(briefing):
        return False
    await _wait(session, briefing, Status.REVIEW, by, now, urgent=briefing.urgent, at=briefing.publish_at)
    return True


async def send_back(
    session: AsyncSession, briefing: Briefing, reason: str, *, by: Editor, now: dt.datetime, seen: int | None = None
) -> str:
    """Give a draft back to its author; the reason as it was kept. `DeskError`: not in review, own, no reason."""
    said = form.clean(reason)
    if not said:
        raise DeskError("reason-empty")
    if len(said) > LONGEST_REASON:
        raise DeskError("reason-long", limit=LONGEST_REASON, count=len(said))
    if briefing.status is Status.DRAFT and await _was_sent_back(session, briefing, by.user_id, said):
        return said
    if briefing.status is not Status.REVIEW:
        raise DeskError("not-in-review", number=briefing.id)
    if not may_approve(by, briefing):
        raise DeskError("not-yours-to-approve", number=briefing.id)
    await drafts.check_seen(session, briefing, seen, by.user_id)
    briefing.publish_at = None
    await _move(session, briefing, Status.DRAFT, "send_back", by=by.user_id, now=now, reason=said)
    return said


async def withdraw(
    session: AsyncSession, briefing: Briefing, *, by: int, now: dt.datetime, seen: int | None = None
) -> None:
    """Take an embargo or a request for review back: it is a draft again."""
    if briefing.status is Status.DRAFT:
        return
    if briefing.status not in {Status.REVIEW, Status.SCHEDULED}:
        raise DeskError("was-published", number=briefing.id)
    await drafts.check_seen(session, briefing, seen, by)
    briefing.publish_at = None
    await _move(session, briefing, Status.DRAFT, "withdraw", by=by, now=now)


async def archive(
    session: AsyncSession, briefing: Briefing, *, by: int, now: dt.datetime, seen: int | None = None
) -> None:
    """Take a published briefing out of answers, digests and what waits to be sent."""
    if briefing.status is Status.ARCHIVED:
        return
    if briefing.status is not Status.PUBLISHED:
        raise DeskError("not-published", number=briefing.id)
    await drafts.check_seen(session, briefing, seen, by)
    await _move(session, briefing, Status.ARCHIVED, "archive", by=by, now=now)


async def restore(
    session: AsyncSession, briefing: Briefing, *, by: int, now: dt.datetime, seen: int | None = None
) -> None:
    """Bring an archived briefing back. It keeps its place in the order of publishing: no digest brings it again."""
    if briefing.status is Status.PUBLISHED:
        return
    if briefing.status is not Status.ARCHIVED:
        raise DeskError("not-archived", number=briefing.id)
    await drafts.check_seen(session, briefing, seen, by)
    await _move(session, briefing, Status.PUBLISHED, "restore", by=by, now=now)


async def release(session: AsyncSession, now: dt.datetime, zone: str) -> int:
    """Publish what has an embargo that is over; how many. The clock calls it until there are none.

    `zone`: IANA, for the day of publishing where its editor has chosen none.
    """
    statement = (
        select(Briefing.id)
        .where(Briefing.status == Status.SCHEDULED, Briefing.publish_at <= now)
        .order_by(Briefing.publish_at, Briefing.id)
        .limit(RELEASED_AT_ONCE)
    )
    released = 0
    for briefing_id in (await session.scalars(statement)).all():
        briefing = await drafts.take(session, briefing_id)
        if briefing.status is Status.SCHEDULED and briefing.publish_at is not None and briefing.publish_at <= now:
            local = await zone_of(session, briefing.created_by, zone)
            await _go_out(session, briefing, None, local, now, urgent=briefing.urgent)
            released += 1
    return released


def _refuse_unconfirmed(briefing: Briefing) -> None:
    """What a machine has written goes to no reader before an editor stands for it."""
    if any(text.machine_made for text in briefing.texts.values()):
        raise DeskError("unconfirmed", number=briefing.id)


def _as_wished(briefing: Briefing, by: Editor, *, urgent: bool, at: dt.datetime | None) -> bool:
    """Whether it waits already, as this editor wishes it: for its moment, or for a second pair of eyes."""
    waits = Status.SCHEDULED if by.may_publish(briefing) else Status.REVIEW
    return briefing.status is waits and (briefing.urgent, briefing.publish_at) == (urgent, at)


async def _wait(
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
    await _move(session, briefing, to, action, by=by.user_id, now=now, **_wish(urgent, at))
    return outcome


async def _go_out(
    session: AsyncSession, briefing: Briefing, by: int | None, zone: str, now: dt.datetime, *, urgent: bool
) -> None:
    """Everything that publishing is, at one place. `by` None: the clock."""
    briefing.publication = await note_change(session, library.CHANGED)  # digests go by this number
    briefing.status, briefing.urgent = Status.PUBLISHED, urgent
    briefing.published_at, briefing.publish_at = now, None
    if briefing.date is None and not (briefing.source_name or briefing.source_url):  # when a source wrote it, who knows
        revisions.keep(session, briefing, now, replaced_by=by)
        briefing.date = PartialDate.of(local_day(now, zone))
    audit.note(session, now, by, "publish", briefing.id, version=briefing.version, **_wish(urgent, None))
    await drafts.touch(session, briefing, now)
    if urgent:
        await alerts.announce(session, briefing, now)


async def _move(
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


async def _was_sent_back(session: AsyncSession, briefing: Briefing, by: int, reason: str) -> bool:
    """Whether this very thing was the last that happened to it."""
    newest = select(AuditEntry).where(AuditEntry.briefing_id == briefing.id).order_by(AuditEntry.id.desc()).limit(1)
    last = (await session.scalars(newest)).one_or_none()
    return last is not None and (last.action, last.user_id, last.details.get("reason")) == ("send_back", by, reason)


def _wish(urgent: bool, at: dt.datetime | None) -> dict[str, object]:
    """How it is to go out, for the audit log."""
    return {"urgent": urgent, "at": at.isoformat() if at else None}
