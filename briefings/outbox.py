"""Deliveries out: claimed for a while by one sender, then settled. If it dies, the claim runs out: due again.

A claim is known by its number of attempts: who comes back after its claim ran out changes nothing that somebody else
has claimed since.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import ColumnElement, and_, bindparam, case, func, or_, select, update

from briefings.model import Delivery, DeliveryState, Edition, EditionKind, Reader, ReaderKind, Subscription

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy import Table
    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.digest import Content

LEASE = dt.timedelta(seconds=60)
FORGOTTEN = "forgotten"  # why a delivery is gone whose chat is not known any more


@dataclass(frozen=True)
class Parcel:
    """A claimed delivery, with all that is needed to send it. `thread_id` None: the chat itself, no forum topic."""

    id: int
    chat_id: int
    thread_id: int | None
    kind: EditionKind
    edition_id: int
    content: Content
    language: str
    chat_kind: ReaderKind
    zone: str | None  # the chat's; None where it has no subscription
    attempts: int  # this one included
    message_ids: tuple[int, ...]  # of the parts that were sent before


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


async def claim(session: AsyncSession, now: dt.datetime, limit: int) -> list[Parcel]:
    """Up to `limit` deliveries that are due, ours until `now + LEASE`; alerts before digests, the longest due first.

    One whose lease ran out is claimed again and counted as `unknown`: its message may have been sent.
    """
    expired = and_(Delivery.state == DeliveryState.SENDING, Delivery.lease_until <= now)
    waiting = and_(Delivery.state == DeliveryState.WAITING, Delivery.not_before <= now)
    ids: list[int] = []
    # Three queries, not one with OR: each reads the index from where its rows begin and stops after the last it wants.
    for due in (expired, and_(Delivery.urgent.is_(True), waiting), and_(Delivery.urgent.is_(False), waiting)):
        if len(ids) < limit:
            ids += await _due(session, due, limit - len(ids))
    if not ids:
        return []
    await session.execute(
        update(Delivery)
        .where(Delivery.id.in_(ids))
        .values(
            state=DeliveryState.SENDING,
            lease_until=now + LEASE,
            attempts=Delivery.attempts + 1,
            unknown=Delivery.unknown + case((Delivery.state == DeliveryState.SENDING, 1), else_=0),
        )
        .execution_options(synchronize_session=False)
    )
    return await _parcels(session, ids, now)


async def _due(session: AsyncSession, due: ColumnElement[bool], limit: int) -> Iterable[int]:
    return await session.scalars(
        select(Delivery.id)
        .where(due)
        .order_by(Delivery.not_before)
        .limit(limit)
        .with_for_update(skip_locked=True)  # on SQLite the transaction has the database to itself
    )


async def _parcels(session: AsyncSession, ids: list[int], now: dt.datetime) -> list[Parcel]:
    of_subscription = and_(Subscription.chat_id == Delivery.chat_id, Subscription.thread_id == Delivery.thread_id)
    rows = await session.execute(
        select(
            Delivery.id,
            Delivery.chat_id,
            Delivery.thread_id,
            Delivery.edition_id,
            Delivery.attempts,
            Delivery.message_ids,
            Reader.language,
            Reader.kind,
            Subscription.zone,
        )
        .outerjoin(Reader, Reader.id == Delivery.chat_id)
        .outerjoin(Subscription, of_subscription)
        .where(Delivery.id.in_(ids))
    )
    found = {row.id: row for row in rows}
    editions = await _editions(session, {row.edition_id for row in found.values()})
    forgotten = [number for number, row in found.items() if row.language is None]
    if forgotten:
        gone = update(Delivery).where(Delivery.id.in_(forgotten))
        await session.execute(gone.values(state=DeliveryState.GONE, error=FORGOTTEN, lease_until=None, settled_at=now))
    return [_parcel(found[number], editions) for number in ids if number not in forgotten]


def _parcel(row: Any, editions: dict[int, tuple[EditionKind, Content]]) -> Parcel:
    kind, content = editions[row.edition_id]
    return Parcel(
        id=row.id,
        chat_id=row.chat_id,
        thread_id=row.thread_id or None,
        kind=kind,
        edition_id=row.edition_id,
        content=content,
        language=row.language,
        chat_kind=row.kind,
        zone=row.zone,
        attempts=row.attempts,
        message_ids=tuple(row.message_ids),
    )


async def _editions(session: AsyncSession, ids: Collection[int]) -> dict[int, tuple[EditionKind, Content]]:
    """Each once, however many chats get it: contents are long."""
    rows = await session.execute(select(Edition.id, Edition.kind, Edition.content).where(Edition.id.in_(ids)))
    return {number: (kind, tuple((slug, tuple(ids)) for slug, ids in content)) for number, kind, content in rows}


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
        )
    )
    connection = await session.connection()
    await connection.execute(statement, [_written(outcome, now) for outcome in outcomes])


def _written(outcome: Outcome, now: dt.datetime) -> dict[str, Any]:
    going_on = outcome.state is DeliveryState.SENDING
    over = outcome.state not in {DeliveryState.SENDING, DeliveryState.WAITING}
    return {
        "of_id": outcome.parcel.id,
        "of_attempts": outcome.parcel.attempts,
        "arrived": int(outcome.state is DeliveryState.SENT),
        "state": outcome.state,
        "lease_until": now + LEASE if going_on else None,
        "message_ids": list(outcome.message_ids),
        "error": outcome.error,
        "settled_at": now if over else None,
        "when": outcome.when,
        "not_begun": int(not outcome.begun),
        "unsure": int(outcome.unsure),
    }


async def tally(session: AsyncSession) -> dict[str, int]:
    """How many deliveries are in each state, and under `unknown` how often a message may have been sent twice."""
    counted = await session.execute(select(Delivery.state, func.count()).group_by(Delivery.state))
    numbers = {state.value: number for state, number in counted}
    numbers["unknown"] = await session.scalar(select(func.sum(Delivery.unknown))) or 0
    return numbers
