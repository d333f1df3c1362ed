"""briefings/subscriptions.py on both databases: kept, reckoned, ended, moved, forgotten."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import TYPE_CHECKING

import pytest
from helpers_subscriptions import ALMATY, CHAT, SUPERGROUP, made, meet, subscribe, utc
from sqlalchemy import select, text, update

from briefings import adjust, readers, subscriptions, supergroups
from briefings.model import Delivery, DeliveryState, Edition, EditionKind, Reader, ReaderKind, Subscription
from briefings.store import changes

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.store import Store


async def deliver(
    session: AsyncSession,
    chat: int,
    slot: str,
    now: dt.datetime,
    thread: int = 0,
    *,
    kind: EditionKind = EditionKind.DIGEST,
) -> None:
    edition = await session.scalar(select(Edition).limit(1))
    if edition is None:
        edition = Edition(kind=kind, key=f"{kind}:x", content=[], created_at=now)
        session.add(edition)
        await session.flush()
    delivery = Delivery(edition_id=edition.id, chat_id=chat, thread_id=thread, slot=slot, not_before=now)
    delivery.state = DeliveryState.WAITING
    session.add(delivery)
    await session.flush()


async def kept(store: Store) -> tuple[list[tuple[int, int, bool]], list[tuple[int, str, str]]]:
    """Subscriptions (chat, thread, active) and deliveries (chat, slot, state)."""
    async with store.reading() as session:
        found = await session.scalars(select(Subscription).order_by(Subscription.chat_id, Subscription.thread_id))
        sent = await session.scalars(select(Delivery).order_by(Delivery.chat_id, Delivery.slot))
        return (
            [(each.chat_id, each.thread_id, each.active) for each in found],
            [(each.chat_id, each.slot, each.state.value) for each in sent],
        )


async def test_a_subscription_is_made_once_with_the_defaults_even_twenty_times_at_once(
    store: Store, now: dt.datetime
) -> None:
    async def one() -> int:
        async with store.writing() as session:
            await meet(session, CHAT, now)
            return (await subscriptions.ensure(session, CHAT, 0, ALMATY)).id

    assert len(set(await asyncio.gather(*(one() for _ in range(20))))) == 1
    async with store.reading() as session:
        found = await subscriptions.find(session, CHAT, 0)
    assert found is not None
    plain = subscriptions.unstored(CHAT, 0, ALMATY)
    skipped = {"id"}
    for column in Subscription.__table__.columns:
        assert column.key in skipped or getattr(found, column.key) == getattr(plain, column.key), column.key
    assert (subscriptions.topics_of(found), found.quiet_from, found.quiet_until) == (None, None, None)


async def test_twenty_changes_at_once_are_all_kept(store: Store, now: dt.datetime) -> None:
    async with store.writing() as session:
        await subscribe(session, CHAT, now)

    async def add(day: int) -> None:
        async with store.writing() as session:
            found = await subscriptions.ensure(session, CHAT, 0, ALMATY)
            await asyncio.sleep(0)
            adjust.set_days(found, {*found.days, day})

    async with store.writing() as session:
        adjust.set_days(await subscriptions.ensure(session, CHAT, 0, ALMATY), [0])
    await asyncio.gather(*(add(day) for day in range(1, 7)))
    async with store.reading() as session:
        found = await subscriptions.find(session, CHAT, 0)
    assert found is not None
    assert found.days == [0, 1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("changes", "due"),
    [
        ({}, "2026-11-22T04:00"),
        ({"zone": "America/New_York"}, "2026-11-21T14:00"),
        ({"days": [0]}, "2026-11-23T04:00"),
        ({"times": ["18:00", "20:00"]}, "2026-11-21T13:00"),
        ({"paused_until": utc("2026-11-27T19:00")}, "2026-11-28T04:00"),
        ({"paused_until": utc("2026-11-27T19:00"), "times": ["00:00"]}, "2026-11-27T19:00"),
        ({"paused_until": utc("2026-11-21T11:59")}, "2026-11-22T04:00"),
        ({"active": False}, None),
        ({"next_due": utc("2026-11-21T04:00")}, "2026-11-21T04:00"),  # planned within a second
        ({"next_due": utc("2026-11-21T12:00"), "times": ["20:00"]}, "2026-11-21T12:00"),
        ({"next_due": utc("2026-11-21T04:00"), "paused_until": utc("2026-11-27T19:00")}, "2026-11-28T04:00"),
        ({"next_due": utc("2026-11-25T04:00")}, "2026-11-22T04:00"),
    ],
    ids=str,
)
def test_it_is_reckoned_when_the_next_is_due(changes: dict[str, object], due: str | None, now: dt.datetime) -> None:
    subscription = made(**changes)
    subscriptions.reckon(subscription, now)
    assert subscription.next_due == (utc(due) if due else None)


def test_a_pause_that_is_over_is_forgotten(now: dt.datetime) -> None:
    subscription = made(paused_until=now)
    subscriptions.reckon(subscription, now)
    assert subscription.paused_until is None


async def test_who_starts_begins_with_what_is_published_from_now_on(library_store: Store, now: dt.datetime) -> None:
    async with library_store.writing() as session:
        found = await subscribe(session, CHAT, now)
        assert found.seen == await subscriptions.latest_publication(session) > 0
        found.seen = 0
        found.paused_until = now + dt.timedelta(days=1)
        await subscriptions.start(session, found, now)
        assert (found.seen, found.paused_until) == (0, now + dt.timedelta(days=1))  # it was active already
        found.active = False
        await subscriptions.start(session, found, now)
        assert found.seen > 0
        assert found.paused_until is None


async def test_an_ended_chat_gets_nothing_that_waits_for_it(store: Store, now: dt.datetime) -> None:
    async with store.writing() as session:
        for thread in (0, 2):
            await subscribe(session, CHAT, now, thread)
            await deliver(session, CHAT, f"slot {thread}", now, thread)
        await subscriptions.end(session, CHAT, 2, now)
    assert await kept(store) == (
        [(CHAT, 0, True), (CHAT, 2, False)],
        [(CHAT, "slot 0", "waiting"), (CHAT, "slot 2", "gone")],
    )


@pytest.mark.parametrize("kind", [EditionKind.CORRECTION, EditionKind.BROADCAST])
async def test_what_is_for_those_too_who_have_ended_still_comes_unless_the_chat_is_lost(
    store: Store, now: dt.datetime, kind: EditionKind
) -> None:
    async with store.writing() as session:
        await subscribe(session, CHAT, now)
        await deliver(session, CHAT, "slot", now, kind=kind)
        await subscriptions.end(session, CHAT, 0, now)
    assert await kept(store) == ([(CHAT, 0, False)], [(CHAT, "slot", "waiting")])
    async with store.writing() as session:
        await subscriptions.lose(session, CHAT, now)
        assert await session.scalar(select(Delivery.settled_at)) == now
    assert (await kept(store))[1] == [(CHAT, "slot", "gone")]


async def test_a_group_that_migrated_keeps_all_under_its_new_id(store: Store, now: dt.datetime) -> None:
    async with store.writing() as session:
        await subscribe(session, CHAT, now)
        await deliver(session, CHAT, "slot", now)
    for _ in range(2):  # we are told in either chat
        async with store.writing() as session:
            await supergroups.rekey(session, CHAT, SUPERGROUP, now)
    assert await kept(store) == ([(SUPERGROUP, 0, True)], [(SUPERGROUP, "slot", "waiting")])
    async with store.reading() as session:
        assert (await session.get_one(Reader, SUPERGROUP)).kind is ReaderKind.SUPERGROUP
        assert await session.get(Reader, CHAT) is None
        assert readers.CHANGED in await changes(session)


@pytest.mark.parametrize("met_as", ["a stranger", "one that looked", "a subscriber"])
async def test_a_group_met_under_its_new_id_before_we_were_told_loses_nothing(
    store: Store, now: dt.datetime, met_as: str
) -> None:
    async with store.writing() as session:
        old = await subscribe(session, CHAT, now)
        adjust.set_times(old, [dt.time(7)])
        await readers.choose_language(session, CHAT, "ru")
        await deliver(session, CHAT, "both", now)
        await deliver(session, CHAT, "old", now)
    async with store.writing() as session:
        await meet(session, SUPERGROUP, now)
        if met_as != "a stranger":
            await subscriptions.ensure(session, SUPERGROUP, 0, ALMATY)
        if met_as == "a subscriber":
            await subscribe(session, SUPERGROUP, now)
        await deliver(session, SUPERGROUP, "both", now)
    async with store.writing() as session:
        await supergroups.rekey(session, CHAT, SUPERGROUP, now)
    assert await kept(store) == (
        [(SUPERGROUP, 0, True)],
        [(SUPERGROUP, "both", "waiting"), (SUPERGROUP, "old", "waiting")],
    )
    async with store.reading() as session:
        reader, found = await session.get_one(Reader, SUPERGROUP), await subscriptions.find(session, SUPERGROUP, 0)
        assert await session.get(Reader, CHAT) is None
    assert found is not None
    assert (reader.language, reader.language_chosen) == ("ru", True)
    assert found.times == (["09:00"] if met_as == "a subscriber" else ["07:00"])


@pytest.mark.parametrize("state", [DeliveryState.GONE, DeliveryState.FAILED])
async def test_a_slot_of_which_nothing_came_to_the_supergroup_is_there_for_the_groups(
    store: Store, now: dt.datetime, state: DeliveryState
) -> None:
    async with store.writing() as session:
        await subscribe(session, SUPERGROUP, now)
        await deliver(session, SUPERGROUP, "waits", now)
        await deliver(session, SUPERGROUP, "came to nothing", now)
        await session.execute(update(Delivery).values(state=state))
        await subscribe(session, CHAT, now)
        await deliver(session, CHAT, "waits", now)
    async with store.writing() as session:
        await supergroups.rekey(session, CHAT, SUPERGROUP, now)
    assert (await kept(store))[1] == [(SUPERGROUP, "came to nothing", state), (SUPERGROUP, "waits", "waiting")]


async def test_a_language_that_the_supergroup_chose_stays(store: Store, now: dt.datetime) -> None:
    async with store.writing() as session:
        await meet(session, CHAT, now)
        await readers.choose_language(session, CHAT, "ru")
        await meet(session, SUPERGROUP, now)
        await readers.choose_language(session, SUPERGROUP, "kk")
    async with store.writing() as session:
        await supergroups.rekey(session, CHAT, SUPERGROUP, now)
        assert (await session.get_one(Reader, SUPERGROUP)).language == "kk"


async def test_a_zone_that_this_machine_does_not_know_is_read_as_utc(library_store: Store, now: dt.datetime) -> None:
    async with library_store.writing() as session:
        found = await subscribe(session, CHAT, now)
        await session.execute(text("UPDATE subscriptions SET zone = 'Mars/Base'"))
        await session.refresh(found)
        adjust.pause(found, 1, now)
        subscriptions.reckon(found, now)
        midnight, nine = utc("2026-11-22 00:00"), utc("2026-11-22 09:00")
        assert (found.zone, found.paused_until, found.next_due) == ("UTC", midnight, nine)
    async with library_store.reading() as session:
        assert await session.scalar(text("SELECT zone FROM subscriptions")) == "Mars/Base"  # another machine knows it


async def test_a_chat_that_is_forgotten_leaves_nothing_and_the_others_stay(
    library_store: Store, now: dt.datetime
) -> None:
    async with library_store.writing() as session:
        for chat in (CHAT, 102):
            found = await subscribe(session, chat, now)
            await subscriptions.choose_topics(session, found, ["china"])
            await deliver(session, chat, "slot", now)
    async with library_store.writing() as session:
        await subscriptions.forget(session, CHAT)
    assert await kept(library_store) == ([(102, 0, True)], [(102, "slot", "waiting")])
    async with library_store.reading() as session:
        assert await session.get(Reader, CHAT) is None
        assert readers.CHANGED in await changes(session)
