"""What became of an edition: how many got it, what hindered the others, and the failed ones tried again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import and_, func, select, update

from briefings.alerts import slot_of
from briefings.desk import audit
from briefings.desk.broadcasts import DRAFT, WITHDRAWN
from briefings.model import Delivery, DeliveryState, Edition, EditionKind

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sqlalchemy import CursorResult
    from sqlalchemy.ext.asyncio import AsyncSession

DIGESTS_LISTED, OTHERS_LISTED = 5, 10
UNSENT = (DRAFT, WITHDRAWN)  # what the keys of broadcasts begin with that went to nobody


@dataclass
class Result:
    """An edition and what became of its deliveries. `unknown`: how often a message may have come twice."""

    edition_id: int
    kind: EditionKind
    at: dt.datetime  # when it was made
    briefings: tuple[int, ...]  # that it holds; none of a broadcast
    spreading: bool  # whether deliveries are still being written
    states: Counter[DeliveryState] = field(default_factory=Counter)
    unknown: int = 0
    errors: Counter[str] = field(default_factory=Counter)  # kinds of refusals of those that failed or are gone

    @property
    def waiting(self) -> int:
        """Those that are still to come."""
        return self.states[DeliveryState.WAITING] + self.states[DeliveryState.SENDING]


async def recent(session: AsyncSession) -> list[Result]:
    """The newest alerts, corrections and broadcasts, and the newest digests, newest first."""
    of_sent = (Edition.key.not_like(f"{unsent}%") for unsent in UNSENT)
    sent = select(Edition).where(*of_sent).order_by(Edition.id.desc())
    digests = await session.scalars(sent.where(Edition.kind == EditionKind.DIGEST).limit(DIGESTS_LISTED))
    others = await session.scalars(sent.where(Edition.kind != EditionKind.DIGEST).limit(OTHERS_LISTED))
    editions = sorted((*digests, *others), key=lambda edition: edition.id, reverse=True)
    return await _results(session, editions)


async def find(session: AsyncSession, edition_id: int) -> Result | None:
    """One edition; None where there is none, or it isn't sent."""
    edition = await session.get(Edition, edition_id) if 0 < edition_id < 2**31 else None
    if edition is None or edition.key.startswith(UNSENT):
        return None
    return (await _results(session, [edition]))[0]


async def of_alert(session: AsyncSession, briefing_id: int) -> int | None:
    """The edition by which a briefing went out as urgent; None where it didn't."""
    return await session.scalar(select(Edition.id).where(Edition.key == slot_of(briefing_id)))


async def retry(session: AsyncSession, edition_id: int, *, by: int, now: dt.datetime) -> int:
    """Have the failed deliveries of an edition tried again; how many. `by`: a Telegram user id.

    They are due at once: it is at sending that a chat's quiet hours are kept.
    """
    failed = and_(Delivery.edition_id == edition_id, Delivery.state == DeliveryState.FAILED)
    again = update(Delivery).where(failed).execution_options(synchronize_session=False)
    values = {"state": DeliveryState.WAITING, "attempts": 0, "not_before": now, "error": None, "settled_at": None}
    retried = cast("CursorResult[Any]", await session.execute(again.values(values))).rowcount
    if retried:
        audit.note(session, now, by, "retry", edition=edition_id, deliveries=retried)
    return retried


async def _results(session: AsyncSession, editions: Sequence[Edition]) -> list[Result]:
    results = {
        edition.id: Result(
            edition.id, edition.kind, edition.created_at, _held(edition), edition.spread_after is not None
        )
        for edition in editions
    }
    counted = await session.execute(
        select(Delivery.edition_id, Delivery.state, Delivery.error, func.count(), func.sum(Delivery.unknown))
        .where(Delivery.edition_id.in_(results))
        .group_by(Delivery.edition_id, Delivery.state, Delivery.error)
    )
    for edition_id, state, error, count, unsure in counted:
        found = results[edition_id]
        found.states[state] += count
        found.unknown += unsure
        if state in {DeliveryState.FAILED, DeliveryState.GONE} and error:
            found.errors[error] += count
    return list(results.values())


def _held(edition: Edition) -> tuple[int, ...]:
    return (
        ()
        if edition.kind is EditionKind.BROADCAST
        else tuple(number for _, numbers in edition.content for number in numbers)
    )
