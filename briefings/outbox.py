"""Deliveries out: claimed for a while by one sender, then settled. If it dies, the claim runs out: due again.

A claim is known by its number of attempts: who comes back after its claim ran out changes nothing that somebody else
has claimed since.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import ColumnElement, Integer, and_, bindparam, case, delete, func, null, or_, select, update

from briefings import parcels
from briefings.model import Delivery, DeliveryState
from briefings.parcels import BEHIND

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import Table
    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.parcels import Parcel

LEASE = dt.timedelta(seconds=60)
PUT_OFF = dt.timedelta(seconds=2)  # a correction whose original isn't settled
UNDER_WAY = (DeliveryState.WAITING, DeliveryState.SENDING)
FALLEN = (DeliveryState.GONE, DeliveryState.FAILED)  # what has come to nothing: it never arrives by itself


@dataclass(frozen=True)
class Outcome:
    """What became of a parcel. `message_ids`: of all parts that were sent, those of earlier attempts too."""

    parcel: Parcel
    state: DeliveryState  # SENDING: parts are sent and more will follow, WAITING: again at `when`
    message_ids: tuple[int, ...] = ()
    error: str | None = None  # the kind of the refusal
    when: dt.datetime | None = None
    unsure: bool = False  # a message may have been sent, and will be again
    begun: bool = True  # False: never tried, so that attempt doesn't count
    original_ids: tuple[int, ...] | None = None  # a correction's: the messages that its original is now
    alone: bool = False  # a correction: from now on a message of its own, since its original can't be edited


@dataclass(frozen=True)
class Claimed:
    """What a claim has found. `more`: there may be more that is due, since it has looked at as many as it should."""

    parcels: list[Parcel]
    more: bool


async def claim(session: AsyncSession, now: dt.datetime, limit: int, in_hand: Collection[int] = ()) -> Claimed:
    """Up to `limit` deliveries that are due, ours until `now + LEASE`; alerts before digests, the longest due first.

    One whose lease ran out is claimed again and counted as `unknown`: its message may have been sent. Editing twice
    does no harm and isn't counted. A correction waits until its original, and an earlier correction of it, are settled.

    `in_hand`: ids of what the caller has claimed before and not settled yet. Its lease may seem to have run out (the
    clock was put forward, the database didn't answer for long): it is renewed, and nothing of it is claimed again.
    """
    expired = and_(Delivery.state == DeliveryState.SENDING, Delivery.lease_until <= now)
    waiting = and_(Delivery.state == DeliveryState.WAITING, Delivery.not_before <= now)
    found: list[tuple[int, int | None]] = []
    # Three queries, not one with OR: each reads the index from where its rows begin and stops after the last it wants.
    for due in (expired, and_(Delivery.urgent.is_(True), waiting), and_(Delivery.urgent.is_(False), waiting)):
        if len(found) < limit:
            found += await _due(session, due, limit - len(found))
    more = len(found) == limit
    await _renew(session, [number for number, _ in found if number in in_hand], now)
    found = [(number, original) for number, original in found if number not in in_hand]
    early = await _too_early(session, {number: original for number, original in found if original is not None})
    await _put_off(session, early, now)
    ids = [number for number, _ in found if number not in early]
    if not ids:
        return Claimed([], more)
    await session.execute(
        update(Delivery)
        .where(Delivery.id.in_(ids))
        .values(
            state=DeliveryState.SENDING,
            lease_until=now + LEASE,
            attempts=Delivery.attempts + 1,
            unknown=Delivery.unknown
            + case((and_(Delivery.state == DeliveryState.SENDING, Delivery.corrects.is_(None)), 1), else_=0),
        )
        .execution_options(synchronize_session=False)
    )
    return Claimed(await parcels.of(session, ids, now), more)


async def _due(session: AsyncSession, due: ColumnElement[bool], limit: int) -> list[tuple[int, int | None]]:
    """Ids, and what each corrects."""
    rows = await session.execute(
        select(Delivery.id, Delivery.corrects)
        .where(due)
        .order_by(Delivery.not_before)
        .limit(limit)
        .with_for_update(skip_locked=True)  # on SQLite the transaction has the database to itself
    )
    return [(number, corrects) for number, corrects in rows]


async def _renew(session: AsyncSession, ids: Collection[int], now: dt.datetime) -> None:
    if ids:
        leased = update(Delivery).where(Delivery.id.in_(ids), Delivery.state == DeliveryState.SENDING)
        await session.execute(leased.values(lease_until=now + LEASE).execution_options(synchronize_session=False))


async def _too_early(session: AsyncSession, corrections: dict[int, int]) -> set[int]:
    """Those of these corrections (with their originals) whose turn it isn't.

    The text that a correction corrects must not arrive after it, and two must not edit at once. Asked here and not
    by the queries above, which would ask it for every delivery of a million.
    """
    if not corrections:
        return set()
    originals = set(corrections.values())
    under_way = Delivery.state.in_(UNDER_WAY)
    waited_for = set(await session.scalars(select(Delivery.id).where(Delivery.id.in_(originals), under_way)))
    siblings = select(Delivery.corrects, func.min(Delivery.id)).where(Delivery.corrects.in_(originals), under_way)
    first = dict((await session.execute(siblings.group_by(Delivery.corrects))).all())
    return {
        number
        for number, original in corrections.items()
        if original in waited_for or first.get(original, number) < number
    }


async def _put_off(session: AsyncSession, ids: Collection[int], now: dt.datetime) -> None:
    """Look at them again in a moment, also where a lease ran out: what isn't their turn must not fill the batches."""
    if ids:
        later = now + PUT_OFF
        lease = case((Delivery.state == DeliveryState.SENDING, later), else_=null())
        put_off = update(Delivery).where(Delivery.id.in_(ids)).values(not_before=later, lease_until=lease)
        await session.execute(put_off.execution_options(synchronize_session=False))


async def settle(session: AsyncSession, outcomes: Collection[Outcome], now: dt.datetime) -> None:
    """Write down what became of claimed parcels, all in one statement.

    Only what is still ours changes, with one exception: what has arrived is sent, whoever has claimed it since.
    """
    table = cast("Table", Delivery.__table__)
    ours = and_(table.c.state == DeliveryState.SENDING, table.c.attempts == bindparam("of_attempts"))
    arrived = and_(bindparam("arrived") == 1, table.c.state != DeliveryState.SENT)
    statement = (
        update(table)
        .where(table.c.id == bindparam("of_id"), or_(ours, arrived))
        .values(
            not_before=func.coalesce(bindparam("when", type_=table.c.not_before.type), table.c.not_before),
            attempts=table.c.attempts - bindparam("not_begun"),
            unknown=table.c.unknown + bindparam("unsure"),
            corrects=case((bindparam("alone", type_=Integer) == 1, null()), else_=table.c.corrects),
            message_ids=_as_numbered(table),
        )
    )
    connection = await session.connection()
    await connection.execute(statement, [_written(outcome, now) for outcome in outcomes])
    originals = [
        {"original": outcome.parcel.original.id, **_numbered(outcome.parcel.chat_id, outcome.original_ids)}
        for outcome in outcomes
        if outcome.parcel.original is not None and outcome.original_ids is not None
    ]
    if originals:
        edited = update(table).where(table.c.id == bindparam("original"))
        await connection.execute(edited.values(message_ids=_as_numbered(table)), originals)


def _numbered(chat_id: int, message_ids: Sequence[int]) -> dict[str, Any]:
    return {"of_chat": chat_id, "numbers": list(message_ids), "behind": [BEHIND] * len(message_ids)}


def _as_numbered(table: Table) -> ColumnElement[list[int]]:
    """The ids of `_numbered`; where the chat has become a supergroup since they were claimed, they only count."""
    numbers, behind = (bindparam(name, type_=table.c.message_ids.type) for name in ("numbers", "behind"))
    return case((table.c.chat_id == bindparam("of_chat"), numbers), else_=behind)


def _written(outcome: Outcome, now: dt.datetime) -> dict[str, Any]:
    going_on = outcome.state is DeliveryState.SENDING
    over = outcome.state not in {DeliveryState.SENDING, DeliveryState.WAITING}
    return {
        "of_id": outcome.parcel.id,
        "of_attempts": outcome.parcel.attempts,
        "arrived": int(outcome.state is DeliveryState.SENT),
        "state": outcome.state,
        "lease_until": now + LEASE if going_on else None,
        "error": outcome.error,
        "settled_at": now if over else None,
        "when": outcome.when,
        "not_begun": int(not outcome.begun),
        "unsure": int(outcome.unsure),
        "alone": int(outcome.alone),
        **_numbered(outcome.parcel.chat_id, outcome.message_ids),
    }


async def make_room(session: AsyncSession, to: ColumnElement[bool], coming: ColumnElement[bool]) -> None:
    """Delete what has come to nothing `to` a chat (or topic) and holds the key of a slot that is under way, `coming`.

    Each is a condition of deliveries. What is left there has its slot, and nothing else gets it.
    """
    slots = select(Delivery.slot).where(coming, Delivery.state.in_(UNDER_WAY))
    fallen = delete(Delivery).where(to, Delivery.state.in_(FALLEN), Delivery.slot.in_(slots))
    await session.execute(fallen.execution_options(synchronize_session=False))


async def rekey(session: AsyncSession, old: int, new: int) -> None:
    """Give a group's deliveries to the supergroup that it became; messages that it was sent only count."""
    of_old = select(Delivery.id, Delivery.message_ids).where(Delivery.chat_id == old).order_by(Delivery.id)
    moved = [
        {"id": number, "chat_id": new, "message_ids": [BEHIND] * len(message_ids)}
        for number, message_ids in await session.execute(of_old.with_for_update())
    ]
    if moved:
        await session.execute(update(Delivery), moved)


async def tally(session: AsyncSession) -> dict[str, int]:
    """How many deliveries are in each state, and under `unknown` how often a message may have been sent twice."""
    counted = await session.execute(select(Delivery.state, func.count()).group_by(Delivery.state))
    numbers = {state.value: number for state, number in counted}
    numbers["unknown"] = await session.scalar(select(func.sum(Delivery.unknown))) or 0
    return numbers
