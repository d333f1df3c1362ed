"""What is planned already, when it is to be sent, and its chat has paused or unsubscribed meanwhile."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from helpers_planning import DAY, HOUR, MIDNIGHT, NINE, World
from sqlalchemy import select, update

from briefings import outbox, subscriptions
from briefings.desk import broadcasts, sent
from briefings.model import DeliveryState, Edition, EditionKind, Subscription
from briefings.outbox import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefings.parcels import Parcel
    from briefings.store import Store

FORUM = -5
SOON, PAUSED_UNTIL = NINE + HOUR, NINE + 7 * DAY - HOUR
MINUTE = dt.timedelta(minutes=1)
WAITING, SENDING, GONE, FAILED = (
    DeliveryState.WAITING,
    DeliveryState.SENDING,
    DeliveryState.GONE,
    DeliveryState.FAILED,
)


@pytest.fixture
async def world(store: Store) -> World:
    """Two topics, on SQLite and on PostgreSQL."""
    return await World(store).begin()


async def claim(world: World, now: dt.datetime) -> list[Parcel]:
    async with world.store.writing() as session:
        return (await outbox.claim(session, now, 10)).parcels


async def settle(world: World, parcel: Parcel, state: DeliveryState, message_ids: Sequence[int] = ()) -> None:
    """Telegram has refused it, after these messages: for good, or it is tried again `SOON`."""
    when = SOON if state is WAITING else None
    outcome = Outcome(parcel, state, tuple(message_ids), "server_error", when)
    async with world.store.writing() as session:
        await outbox.settle(session, [outcome], NINE)


async def end(world: World, at: dt.datetime = NINE) -> None:
    async with world.store.writing() as session:
        await subscriptions.end(session, 1, 0, at)


async def resume(world: World, at: dt.datetime) -> None:
    async with world.store.writing() as session:
        subscription = await subscriptions.ensure(session, 1, 0, "UTC")
        subscription.paused_until = None
        subscriptions.reckon(subscription, at)


async def refused_digest(world: World, message_ids: Sequence[int] = (), state: DeliveryState = WAITING) -> None:
    """A digest of «a» was due, Telegram has refused it, and it is tried again `SOON`."""
    await world.subscribe()
    await world.publish("a")
    await world.plan(NINE)
    (parcel,) = await claim(world, NINE)
    await settle(world, parcel, state, message_ids)


async def broadcast(world: World, now: dt.datetime) -> None:
    async with world.store.writing() as session:
        await broadcasts.prepare(session, "all", "Эфир", by=7, origin="7:1", now=now)
        await broadcasts.send(session, "7:1", by=7, now=now)
    await world.plan(now)


async def pause_topics(world: World, *threads: int) -> None:
    async with world.store.writing() as session:
        paused = update(Subscription).where(Subscription.thread_id.in_(threads))
        await session.execute(paused.values(paused_until=PAUSED_UNTIL))


async def fates(world: World, chat: int = 1) -> list[tuple[DeliveryState, str | None]]:
    return [(row.state, row.error) for row in await world.deliveries(chat)]


async def test_a_digest_that_is_tried_again_is_not_sent_in_a_pause(world: World) -> None:
    await refused_digest(world)
    await world.pause(PAUSED_UNTIL, at=NINE + MINUTE)
    assert await claim(world, SOON) == []
    assert await fates(world) == [(GONE, "unwanted")]


async def test_what_a_digest_held_that_a_pause_has_overtaken_is_in_the_first_after_it_once(world: World) -> None:
    await refused_digest(world)
    await world.pause(PAUSED_UNTIL, at=NINE + MINUTE)
    await claim(world, SOON)
    await world.publish("b", at=NINE + DAY)
    await world.plan(PAUSED_UNTIL - MINUTE)
    assert len(await world.got()) == 1
    await world.plan(NINE + 7 * DAY)
    await world.publish("c", at=NINE + 7 * DAY)
    await world.plan(NINE + 8 * DAY)
    assert await world.got() == [["a"], ["b", "a"], ["c"]]  # of which the first was not sent
    assert [parcel.content for parcel in await claim(world, NINE + 8 * DAY)] == [
        (("china", (2, 1)),),
        (("china", (3,)),),
    ]


async def test_two_digests_that_a_pause_has_overtaken_are_one_after_it(world: World) -> None:
    await world.subscribe(times=["08:00", "09:00"])
    await world.publish("a")
    await world.plan(NINE - HOUR)
    await world.publish("b", at=NINE - MINUTE)
    await world.plan(NINE)
    await world.pause(PAUSED_UNTIL, at=NINE)
    assert await claim(world, NINE) == []
    await world.plan(NINE + 7 * DAY)
    assert (await world.got())[2:] == [["b", "a"]]


async def test_an_alert_that_came_before_the_pause_is_not_in_the_digest_after_it(world: World) -> None:
    await world.subscribe(times=["06:00"], quiet=("22:00", "07:00"))
    await world.publish("alert", urgent=True)
    await world.publish("other")
    await world.plan(MIDNIGHT + HOUR)  # 06:00 in Almaty: the alert waits for 07:00, the digest leaves it out
    (digest,) = await claim(world, MIDNIGHT + HOUR)
    await settle(world, digest, WAITING)
    (alert,) = await claim(world, NINE - HOUR)
    await settle(world, alert, DeliveryState.SENT, [1])
    await world.pause(PAUSED_UNTIL, at=NINE)
    assert await claim(world, SOON) == []
    await world.plan(NINE + 8 * DAY)
    assert (await world.got())[2:] == [["other"]]


async def test_a_pause_that_is_over_before_a_digest_is_tried_again_has_changed_nothing(world: World) -> None:
    await refused_digest(world)
    await world.pause(PAUSED_UNTIL, at=NINE + MINUTE)
    await resume(world, NINE + 2 * MINUTE)
    assert len(await claim(world, SOON)) == 1
    await world.plan(NINE + DAY)
    assert await world.got() == [["a"]]


async def test_a_pause_that_is_over_early_brings_in_the_next_digest_what_it_has_overtaken(world: World) -> None:
    await refused_digest(world)
    await world.pause(PAUSED_UNTIL, at=NINE + MINUTE)
    assert await claim(world, SOON) == []
    await resume(world, SOON)
    await world.plan(NINE + DAY)
    assert await world.got() == [["a"], ["a"]]  # of which the first was not sent


@pytest.mark.parametrize("held", [[], [901]], ids=["nothing", "a part"])
async def test_a_digest_of_which_a_part_was_sent_is_finished_in_a_pause(world: World, held: list[int]) -> None:
    await refused_digest(world, held)
    await world.pause(PAUSED_UNTIL, at=NINE + MINUTE)
    assert [list(parcel.message_ids) for parcel in await claim(world, SOON)] == ([held] if held else [])


async def test_a_digest_waits_while_its_chat_changes_something(postgresql: Store) -> None:
    """To wait for who changes it would be to wait for each other: it may wait for the digest."""
    world = await World(postgresql).begin()
    await refused_digest(world)
    await world.pause(PAUSED_UNTIL, at=NINE + MINUTE)
    async with world.store.writing() as session:
        await subscriptions.ensure(session, 1, 0, "UTC")
        assert await claim(world, SOON) == []
        (row,) = await world.deliveries()
        assert (row.state, row.attempts, row.lease_until) == (WAITING, 1, None)
    assert await claim(world, SOON) == []
    assert await fates(world) == [(GONE, "unwanted")]


@pytest.mark.parametrize("held", [[], [901]], ids=["nothing", "a part"])
async def test_after_unsubscribing_no_digest_comes_though_it_was_under_way(world: World, held: list[int]) -> None:
    await world.subscribe()
    await world.publish("a")
    await world.plan(NINE)
    (parcel,) = await claim(world, NINE)
    await end(world)
    await settle(world, parcel, WAITING, held)
    assert await claim(world, SOON) == []
    assert await fates(world) == [(GONE, "ended")]


@pytest.mark.parametrize("arrives", [False, True], ids=["refused", "arrived"])
async def test_what_was_under_way_when_a_subscription_ended_is_not_tried_again_for_the_next_one(
    world: World, arrives: bool
) -> None:
    await world.subscribe()
    await world.publish("a")
    await world.plan(NINE)
    (parcel,) = await claim(world, NINE)
    await end(world)
    await world.subscribe(at=NINE + MINUTE)
    if arrives:
        await settle(world, parcel, DeliveryState.SENT, [901])
    else:
        await settle(world, parcel, WAITING)
    assert await claim(world, SOON) == []
    (row,) = await world.deliveries()
    assert (row.state, row.lease_until) == (DeliveryState.SENT if arrives else GONE, None)


async def test_what_waits_for_another_try_when_a_subscription_ends_does_not_come_to_the_next_one(world: World) -> None:
    await refused_digest(world)
    await end(world)
    await world.subscribe(at=NINE + MINUTE)
    assert await claim(world, SOON) == []
    assert await fates(world) == [(GONE, "ended")]


async def test_a_failed_digest_that_an_editor_tries_again_does_not_go_to_who_has_unsubscribed(world: World) -> None:
    await refused_digest(world, state=FAILED)
    await end(world)
    async with world.store.writing() as session:
        edition = (await session.scalars(select(Edition.id).where(Edition.kind == EditionKind.DIGEST))).one()
        await sent.retry(session, edition, by=7, now=SOON)
    assert await claim(world, SOON) == []
    assert await fates(world) == [(GONE, "ended")]


async def test_a_broadcast_that_quiet_hours_hold_does_not_come_in_a_pause(world: World) -> None:
    for chat in (1, 2):
        await world.subscribe(chat, quiet=("22:00", "07:00"))
    await broadcast(world, MIDNIGHT)
    await world.pause(PAUSED_UNTIL, at=MIDNIGHT + MINUTE)
    assert [parcel.chat_id for parcel in await claim(world, NINE)] == [2]
    assert await fates(world) == [(GONE, "unwanted")]


async def test_a_broadcast_comes_after_unsubscribing(world: World) -> None:
    await world.subscribe()
    await broadcast(world, MIDNIGHT)
    await end(world, MIDNIGHT)
    assert len(await claim(world, MIDNIGHT)) == 1


@pytest.mark.parametrize(("paused", "comes"), [([3], True), ([3, 4], False)])
async def test_a_broadcast_for_a_whole_forum_comes_while_one_of_its_topics_goes_on(
    world: World, paused: list[int], comes: bool
) -> None:
    for thread in (3, 4):
        await world.subscribe(FORUM, thread=thread)
    await broadcast(world, MIDNIGHT)
    await pause_topics(world, *paused)
    assert [parcel.thread_id for parcel in await claim(world, MIDNIGHT)] == ([None] if comes else [])


async def test_a_broadcast_for_a_topic_that_has_paused_comes_to_one_that_goes_on_by_its_quiet_hours(
    world: World,
) -> None:
    await world.subscribe(FORUM, thread=3)
    await broadcast(world, MIDNIGHT)
    await world.subscribe(FORUM, thread=4, quiet=("22:00", "07:00"))
    await pause_topics(world, 3)
    assert await claim(world, MIDNIGHT) == []
    (parcel,) = await claim(world, MIDNIGHT)
    assert (parcel.thread_id, parcel.quiet_hours, parcel.attempts) == (4, ("22:00", "07:00"), 1)


async def test_a_forum_whose_general_topic_is_paused_gets_a_broadcast_in_one_that_is_not(world: World) -> None:
    for thread in (0, 3, 4):
        await world.subscribe(FORUM, thread=thread)
    await pause_topics(world, 0)
    await broadcast(world, MIDNIGHT)
    assert [parcel.thread_id for parcel in await claim(world, MIDNIGHT)] == [3]
