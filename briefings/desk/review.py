"""The second pair of eyes: a draft is approved, or sent back, by somebody else than its author.

As in `moves`: in the caller's transaction, done already is done, and `seen` is the version that the editor saw.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from briefings.desk import audit, drafts, form, moves
from briefings.desk.editors import may_approve
from briefings.desk.errors import DeskError
from briefings.desk.moves import Outcome
from briefings.model import Status

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.desk.editors import Editor
    from briefings.model import Briefing

LONGEST_REASON: Final = 1000  # characters


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
    refuse_unconfirmed(briefing)
    audit.note(session, now, by.user_id, "approve", briefing.id)
    if briefing.publish_at is not None and briefing.publish_at > now:
        return await moves.wait(
            session, briefing, Status.SCHEDULED, by, now, urgent=briefing.urgent, at=briefing.publish_at
        )
    await moves.go_out(session, briefing, by.user_id, by.zone, now, urgent=briefing.urgent)
    return Outcome.PUBLISHED


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
    await moves.move(session, briefing, Status.DRAFT, "send_back", by=by.user_id, now=now, reason=said)
    return said


async def review_again(session: AsyncSession, briefing: Briefing, *, by: Editor, now: dt.datetime) -> bool:
    """Have another look at what was approved and waits for its moment, when who may not approve it has changed it.

    Whether that was so; it is in review again, and keeps its moment.
    """
    if briefing.status is not Status.SCHEDULED or by.may_publish(briefing):
        return False
    await moves.wait(session, briefing, Status.REVIEW, by, now, urgent=briefing.urgent, at=briefing.publish_at)
    return True


def refuse_unconfirmed(briefing: Briefing) -> None:
    """What a machine has written goes to no reader before an editor stands for it."""
    if any(text.machine_made for text in briefing.texts.values()):
        raise DeskError("unconfirmed", number=briefing.id)


async def _was_sent_back(session: AsyncSession, briefing: Briefing, by: int, reason: str) -> bool:
    """Whether this very thing was the last that happened to it."""
    last = await audit.last(session, briefing.id)
    return last is not None and (last.action, last.user_id, last.details.get("reason")) == ("send_back", by, reason)
