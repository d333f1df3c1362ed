"""Deliveries out: claimed for a while by one sender, then settled. If it dies, the claim runs out: due again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, func, or_, select, update

from briefings.model import Delivery, DeliveryState, Edition, EditionKind, Reader

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy.ext.asyncio import AsyncSession

LEASE = dt.timedelta(seconds=60)


@dataclass(frozen=True)
class Parcel:
    """A claimed delivery, with all that is needed to send it. `thread_id` None: the chat itself, no forum topic."""

    id: int
    chat_id: int
    thread_id: int | None
    language: str
    edition_id: int
    kind: EditionKind
    content: tuple[tuple[str, tuple[int, ...]], ...]
    attempts: int
    message_ids: tuple[int, ...]  # of the parts that were sent before


async def claim(session: AsyncSession, now: dt.datetime, limit: int) -> list[Parcel]:
    """Up to `limit` deliveries that are due, ours until `now + LEASE`; alerts before digests, the longest due first.

    One whose lease ran out is claimed again and counted as `unknown`: its message may have been sent.
    """
    expired = and_(Delivery.state == DeliveryState.SENDING, Delivery.lease_until <= now)
    due = and_(Delivery.state == DeliveryState.WAITING, Delivery.not_before <= now)
    ids = list(
        await session.scalars(
            select(Delivery.id)
            .where(or_(due, expired))
            .order_by(Delivery.not_before, Delivery.id)
            .limit(limit)
            .with_for_update(skip_locked=True)  # on SQLite the transaction has the database to itself
        )
    )
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
    )
    return await _parcels(session, ids)


async def _parcels(session: AsyncSession, ids: list[int]) -> list[Parcel]:
    rows = await session.execute(
        select(
            Delivery.id,
            Delivery.chat_id,
            Delivery.thread_id,
            Reader.language,
            Edition.id,
            Edition.kind,
            Edition.content,
            Delivery.attempts,
            Delivery.message_ids,
        )
        .join(Edition, Edition.id == Delivery.edition_id)
        .join(Reader, Reader.id == Delivery.chat_id)
        .where(Delivery.id.in_(ids))
        .order_by(Delivery.not_before, Delivery.id)
    )
    return [
        Parcel(number, chat, thread or None, language, edition, kind, _content(content), attempts, tuple(sent))
        for number, chat, thread, language, edition, kind, content, attempts, sent in rows
    ]


def _content(stored: list[Any]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    return tuple((slug, tuple(numbers)) for slug, numbers in stored)


async def settle_sent(session: AsyncSession, sent: Mapping[int, Collection[int]], now: dt.datetime) -> None:
    """These deliveries have arrived, as the messages with these ids."""
    for number, messages in sent.items():
        await _settle(session, number, state=DeliveryState.SENT, message_ids=list(messages), settled_at=now, error=None)


async def settle_later(session: AsyncSession, number: int, when: dt.datetime, error: str) -> None:
    """Not now: due again at `when`."""
    await _settle(session, number, state=DeliveryState.WAITING, not_before=when, error=error)


async def settle_over(session: AsyncSession, number: int, state: DeliveryState, error: str, now: dt.datetime) -> None:
    """Never: `state` is GONE or FAILED, `error` the kind of the refusal."""
    await _settle(session, number, state=state, error=error, settled_at=now)


async def _settle(session: AsyncSession, number: int, **values: object) -> None:
    """Settle what is still ours or was ended meanwhile; what somebody else has settled as sent stays so."""
    ours = Delivery.state != DeliveryState.SENT
    await session.execute(update(Delivery).where(Delivery.id == number, ours).values(lease_until=None, **values))


async def release(session: AsyncSession, numbers: Collection[int]) -> None:
    """Give claimed deliveries back that were not begun: due at once, for whoever comes."""
    statement = update(Delivery).where(Delivery.id.in_(numbers), Delivery.state == DeliveryState.SENDING)
    await session.execute(statement.values(state=DeliveryState.WAITING, lease_until=None))


async def tally(session: AsyncSession) -> dict[str, int]:
    """How many deliveries are in each state, and under `unknown` how many leases ran out."""
    counted = await session.execute(select(Delivery.state, func.count()).group_by(Delivery.state))
    numbers = {state.value: number for state, number in counted}
    numbers["unknown"] = await session.scalar(select(func.sum(Delivery.unknown))) or 0
    return numbers
