"""From the desk to the readers: now, at a moment to come, or first to somebody who approves it.

As in `moves`: in the caller's transaction, done already is done, and `seen` is the version that the editor saw.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from briefings.desk import audit, drafts, moves, review
from briefings.desk.editors import may_approve, zone_of
from briefings.desk.errors import DeskError
from briefings.desk.moves import Outcome
from briefings.model import Briefing, Status

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.desk.editors import Editor

RELEASED_AT_ONCE: Final = 50  # embargoes in one transaction


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
    review.refuse_unconfirmed(briefing)
    if _as_wished(briefing, by, urgent=urgent, at=at):
        return Outcome.SCHEDULED if by.may_publish(briefing) else Outcome.SUBMITTED
    if not by.may_publish(briefing):
        await drafts.check_seen(session, briefing, seen, by.user_id)
        return await moves.wait(session, briefing, Status.REVIEW, by, now, urgent=urgent, at=at)
    approves = briefing.status is Status.REVIEW and may_approve(by, briefing)
    if approves and not urgent and at is None:
        return await review.approve(session, briefing, by=by, now=now, seen=seen)
    await drafts.check_seen(session, briefing, seen, by.user_id)
    if approves:
        audit.note(session, now, by.user_id, "approve", briefing.id)
    if at is None:
        await moves.go_out(session, briefing, by.user_id, by.zone, now, urgent=urgent)
        return Outcome.PUBLISHED
    return await moves.wait(session, briefing, Status.SCHEDULED, by, now, urgent=urgent, at=at)


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
            await moves.go_out(session, briefing, None, local, now, urgent=briefing.urgent)
            released += 1
    return released


def _as_wished(briefing: Briefing, by: Editor, *, urgent: bool, at: dt.datetime | None) -> bool:
    """Whether it waits already, as this editor wishes it: for its moment, or for a second pair of eyes."""
    waits = Status.SCHEDULED if by.may_publish(briefing) else Status.REVIEW
    return briefing.status is waits and (briefing.urgent, briefing.publish_at) == (urgent, at)
