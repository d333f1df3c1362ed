"""briefings/outbox.py: each delivery is one sender's at a time, and nothing that was sent is forgotten."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import delete, event, select

from briefings import outbox, subscriptions, supergroups
from briefings.model import (
    Delivery,
    DeliveryState,
    Edition,
    EditionKind,
    Reader,
    ReaderKind,
    Subscription,
)
from briefings.outbox import LEASE, Outcome
from briefings.parcels import Parcel

if TYPE_CHECKING:
    from collections.abc import Collection

    from briefings.store import Store

SECOND = dt.timedelta(seconds=1)
CONTENT = (("china", (3, 1)), ("water", (2,)))


def subscription(chat: int, thread: int = 0, zone: str = "Asia/Almaty") -> Subscription:
    return Subscription(chat_id=chat, thread_id=thread, active=True, days=[0], times=["09:00"], zone=zone)


@pytest.fixture
async def edition(store: Store, now: dt.datetime) -> int:
    """A digest's id; chats 1 to 30 are subscribed."""
    async with store.writing() as session:
        session.add_all(
            Reader(id=chat, kind=ReaderKind.PRIVATE, language="kk", created_at=now) for chat in range(1, 31)
        )
        await session.flush()
        session.add_all(subscription(chat) for chat in range(1, 31))
        row = Edition(kind=EditionKind.DIGEST, key="digest:1", content=CONTENT, created_at=now)
        session.add(row)
        await session.flush()
        return row.id


async def put(store: Store, edition: int, now: dt.datetime, *chats: int, **fields: Any) -> list[int]:
    async with store.writing() as session:
        rows = [
            Delivery(
                **{"edition_id": edition, "slot": "s", "state": DeliveryState.WAITING, "not_before": now}
                | fields
                | {"chat_id": chat}
            )
            for chat in chats
        ]
        session.add_all(rows)
        await session.flush()
        return [row.id for row in rows]


async def claim(store: Store, now: dt.datetime, limit: int = 100, in_hand: Collection[int] = ()) -> list[Parcel]:
    async with store.writing() as session:
        return (await outbox.claim(session, now, limit, in_hand)).parcels


async def settle(store: Store, now: dt.datetime, *outcomes: Outcome) -> None:
    async with store.writing() as session:
        await outbox.settle(session, outcomes, now)


async def row(store: Store, number: int) -> Delivery:
    async with store.reading() as session:
        return await session.get_one(Delivery, number)


async def test_a_parcel_holds_all_that_is_needed_to_send_it(store: Store, edition: int, now: dt.datetime) -> None:
    async with store.writing() as session:
        session.add(subscription(1, 5, "Asia/Atyrau"))
    (number,) = await put(store, edition, now, 1, thread_id=5, message_ids=[7])
    assert await claim(store, now) == [
        Parcel(
            id=number,
            chat_id=1,
            thread_id=5,
            kind=EditionKind.DIGEST,
            edition_id=edition,
            content=CONTENT,
            language="kk",
            chat_kind=ReaderKind.PRIVATE,
            zone="Asia/Atyrau",
            attempts=1,
            message_ids=(7,),
        )
    ]


async def test_a_chat_without_a_thread_or_subscription_is_sent_to_as_well(
    store: Store, edition: int, now: dt.datetime
) -> None:
    async with store.writing() as session:
        await session.execute(delete(Subscription))
        broadcast = Edition(kind=EditionKind.BROADCAST, key="broadcast:1", content=[["kk", "Эфир"]], created_at=now)
        session.add(broadcast)
    await put(store, broadcast.id, now, 1)
    (parcel,) = await claim(store, now)
    assert (parcel.thread_id, parcel.zone) == (None, None)


async def test_what_was_forgotten_on_its_way_is_not_taken_for_what_is_written_next(
    store: Store, edition: int, now: dt.datetime
) -> None:
    await put(store, edition, now, 1)
    (parcel,) = await claim(store, now)
    async with store.writing() as session:
        await subscriptions.forget(session, 1)
    (number,) = await put(store, edition, now, 2)
    await settle(store, now, Outcome(parcel, DeliveryState.SENT, (77,)))
    other = await row(store, number)
    assert (other.state, other.message_ids) == (DeliveryState.WAITING, [])


async def test_what_was_on_its_way_to_a_group_that_became_a_supergroup_counts_there_but_is_not_edited(
    store: Store, edition: int, now: dt.datetime
) -> None:
    (original,) = await put(store, edition, now, 1, state=DeliveryState.SENT, message_ids=[5])
    (edit,) = await put(store, edition, now, 1, slot="correction", corrects=original)
    (digest,) = await put(store, edition, now, 1, slot="next", message_ids=[6])
    parcels = {parcel.id: parcel for parcel in await claim(store, now)}
    async with store.writing() as session:
        await supergroups.rekey(session, 1, -1001, now)
    given_back = Outcome(parcels[edit], DeliveryState.WAITING, (5,), when=now, original_ids=(5,))
    await settle(store, now, given_back, Outcome(parcels[digest], DeliveryState.WAITING, (6, 7), when=now))
    assert [(await row(store, number)).message_ids for number in (original, edit, digest)] == [[0], [0], [0, 0]]
    again = {parcel.id: parcel for parcel in await claim(store, now)}
    assert (again[edit].message_ids, again[edit].original.message_ids) == ((), ())  # type: ignore[union-attr]
    assert (again[digest].chat_id, again[digest].message_ids) == (-1001, (0, 0))


async def test_what_is_claimed_is_nobody_elses_until_the_lease_runs_out(
    store: Store, edition: int, now: dt.datetime
) -> None:
    (number,) = await put(store, edition, now, 1)
    assert len(await claim(store, now)) == 1
    assert await claim(store, now + LEASE - SECOND) == []
    (again,) = await claim(store, now + LEASE)
    assert again.attempts == 2
    kept = await row(store, number)
    assert (kept.state, kept.unknown, kept.lease_until) == (DeliveryState.SENDING, 1, now + 2 * LEASE)


async def test_the_lease_of_what_the_claimer_still_has_in_hand_is_renewed(
    store: Store, edition: int, now: dt.datetime
) -> None:
    mine, _ = await put(store, edition, now, 1, 2)
    assert len(await claim(store, now)) == 2
    then = now + 2 * LEASE
    (others,) = await claim(store, then, in_hand={mine})
    assert (others.chat_id, others.attempts) == (2, 2)
    kept = await row(store, mine)
    assert (kept.state, kept.attempts, kept.unknown, kept.lease_until) == (DeliveryState.SENDING, 1, 0, then + LEASE)


async def test_a_claim_knows_whether_it_left_something_behind(store: Store, edition: int, now: dt.datetime) -> None:
    await put(store, edition, now - SECOND, 98, 99)  # forgotten: they come to nothing
    await put(store, edition, now, 1)
    async with store.writing() as session:
        first, second = [await outbox.claim(session, now, 2) for _ in range(2)]
    assert (first.parcels, first.more) == ([], True)
    assert ([parcel.chat_id for parcel in second.parcels], second.more) == ([1], False)


async def test_alerts_go_first_then_what_is_due_longest(store: Store, edition: int, now: dt.datetime) -> None:
    await put(store, edition, now - SECOND, 1)
    await put(store, edition, now - 2 * SECOND, 2)
    await put(store, edition, now, 3, urgent=True)
    await put(store, edition, now + SECOND, 4, urgent=True)
    await put(store, edition, now + SECOND, 5)
    assert [parcel.chat_id for parcel in await claim(store, now, 2)] == [3, 2]
    assert [parcel.chat_id for parcel in await claim(store, now, 2)] == [1]
    assert await claim(store, now, 2) == []


async def test_a_chat_that_was_forgotten_is_sent_nothing(store: Store, edition: int, now: dt.datetime) -> None:
    (number,) = await put(store, edition, now, 99)
    assert await claim(store, now) == []
    kept = await row(store, number)
    assert (kept.state, kept.error, kept.settled_at) == (DeliveryState.GONE, "forgotten", now)


async def test_an_edition_is_read_once_for_a_whole_batch(store: Store, edition: int, now: dt.datetime) -> None:
    await put(store, edition, now, *range(1, 31))
    statements: list[str] = []
    engine = store._writer.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *said: statements.append(said[2]))
    assert len(await claim(store, now)) == 30
    assert sum("editions.content" in statement for statement in statements) == 1
    assert len([statement for statement in statements if not statement.startswith(("BEGIN", "COMMIT"))]) == 6


async def test_many_outcomes_are_written_together(store: Store, edition: int, now: dt.datetime) -> None:
    numbers = await put(store, edition, now, 1, 2, 3, 4, 5)
    sent, later, gone, failed, back = await claim(store, now)
    then = now + 9 * SECOND
    await settle(
        store,
        then,
        Outcome(sent, DeliveryState.SENT, (11, 12)),
        Outcome(later, DeliveryState.WAITING, (13,), "timed_out", when=then + SECOND, unsure=True),
        Outcome(gone, DeliveryState.GONE, error="blocked"),
        Outcome(failed, DeliveryState.FAILED, error="no_rights"),
        Outcome(back, DeliveryState.WAITING, begun=False),
    )
    rows = [await row(store, number) for number in numbers]
    assert [(r.state, r.message_ids, r.error, r.attempts, r.unknown, r.settled_at) for r in rows] == [
        (DeliveryState.SENT, [11, 12], None, 1, 0, then),
        (DeliveryState.WAITING, [13], "timed_out", 1, 1, None),
        (DeliveryState.GONE, [], "blocked", 1, 0, then),
        (DeliveryState.FAILED, [], "no_rights", 1, 0, then),
        (DeliveryState.WAITING, [], None, 0, 0, None),
    ]
    assert [r.not_before for r in rows] == [now, then + SECOND, now, now, now]
    assert {r.lease_until for r in rows} == {None}
    async with store.reading() as session:
        counted = await outbox.tally(session)
    assert counted == {"sent": 1, "waiting": 2, "gone": 1, "failed": 1, "unknown": 1}


async def test_parts_that_were_sent_are_kept_and_the_lease_is_renewed(
    store: Store, edition: int, now: dt.datetime
) -> None:
    (number,) = await put(store, edition, now, 1)
    (parcel,) = await claim(store, now)
    then = now + 30 * SECOND
    await settle(store, then, Outcome(parcel, DeliveryState.SENDING, (11,)))
    assert await claim(store, now + LEASE) == []
    (again,) = await claim(store, then + LEASE)
    assert again.message_ids == (11,)
    await settle(
        store, then, Outcome(again, DeliveryState.SENDING, (11, 12)), Outcome(again, DeliveryState.SENT, (11, 12, 13))
    )
    kept = await row(store, number)
    assert (kept.state, kept.message_ids) == (DeliveryState.SENT, [11, 12, 13])


async def test_who_comes_back_too_late_changes_nothing_that_somebody_else_has_claimed(
    store: Store, edition: int, now: dt.datetime
) -> None:
    (number,) = await put(store, edition, now, 1)
    (slow,) = await claim(store, now)
    await claim(store, now + LEASE)
    await settle(store, now, Outcome(slow, DeliveryState.WAITING, error="timed_out", when=now))
    await settle(store, now, Outcome(slow, DeliveryState.GONE, error="blocked"))
    assert (await row(store, number)).state is DeliveryState.SENDING


async def test_what_has_arrived_is_sent_whoever_has_claimed_it_since(
    store: Store, edition: int, now: dt.datetime
) -> None:
    (number,) = await put(store, edition, now, 1)
    (slow,) = await claim(store, now)
    (quick,) = await claim(store, now + LEASE)
    await settle(store, now, Outcome(slow, DeliveryState.SENT, (11,)))
    await settle(store, now, Outcome(quick, DeliveryState.WAITING, error="timed_out", when=now))
    await settle(store, now, Outcome(quick, DeliveryState.SENT, (12,)))
    kept = await row(store, number)
    assert (kept.state, kept.message_ids) == (DeliveryState.SENT, [11])


async def test_several_claim_at_once_and_nothing_twice(store: Store, edition: int, now: dt.datetime) -> None:
    await put(store, edition, now, *range(1, 31))
    batches = await asyncio.gather(*(claim(store, now, 7) for _ in range(6)))
    claimed = [parcel.chat_id for batch in batches for parcel in batch]
    assert sorted(claimed) == list(range(1, 31))


async def test_an_empty_outbox_counts_nothing(store: Store) -> None:
    async with store.reading() as session:
        assert await outbox.tally(session) == {"unknown": 0}
        assert (await session.scalars(select(Delivery))).all() == []
