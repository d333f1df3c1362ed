"""Urgent briefings: to whom, when, and not again in the digest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from helpers_planning import DAY, HOUR, MIDNIGHT, NINE, World
from sqlalchemy import update

from briefings import outbox, planning
from briefings.model import Delivery, DeliveryState, Subscription

if TYPE_CHECKING:
    from briefings.store import Store


@pytest.fixture
async def world(store: Store) -> World:
    """Two topics, on SQLite and on PostgreSQL."""
    return await World(store).begin()


async def test_an_alert_goes_at_once_to_who_holds_a_topic_of_it_and_wants_alerts(world: World) -> None:
    await world.subscribe(1)
    await world.subscribe(2, topics=["water"])
    await world.subscribe(3, topics=["china", "water"])
    await world.subscribe(4, urgent=False)
    await world.subscribe(5)
    await world.pause(NINE + DAY, at=MIDNIGHT, chat=5)
    await world.publish("a", "china", urgent=True, at=NINE - HOUR)
    await world.plan(NINE - HOUR, limit=2)
    assert [await world.got(chat) for chat in range(1, 6)] == [[["a"]], [], [["a"]], [], []]
    (delivery,) = await world.deliveries(1)
    assert (delivery.urgent, delivery.not_before) == (True, NINE - HOUR)


async def test_an_alert_waits_until_quiet_hours_end(world: World) -> None:
    await world.subscribe(quiet=("22:00", "07:00"))
    await world.publish("a", urgent=True)
    await world.plan(MIDNIGHT)
    (delivery,) = await world.deliveries()
    assert delivery.not_before == MIDNIGHT + 2 * HOUR  # 07:00 in Almaty


async def test_what_a_chat_was_alerted_to_is_not_in_its_next_digest(world: World) -> None:
    await world.subscribe(1)
    await world.subscribe(2, urgent=False)
    await world.subscribe(3, times=["06:00"], quiet=("22:00", "07:00"))  # it still waits when the digest is planned
    await world.publish("alert", urgent=True)
    await world.publish("other")
    for hour in range(5):
        await world.plan(MIDNIGHT + hour * HOUR)
    assert await world.got(1) == [["alert"], ["other"]]
    assert await world.got(2) == [["other", "alert"]]
    assert await world.got(3) == [["alert"], ["other"]]


async def test_an_alert_that_failed_is_in_the_next_digest(world: World) -> None:
    await world.subscribe()
    await world.publish("alert", urgent=True)
    await world.plan(MIDNIGHT)
    async with world.store.writing() as session:
        await session.execute(update(Delivery).values(state=DeliveryState.FAILED))
    await world.plan(NINE)
    assert await world.got() == [["alert"], ["alert"]]


@pytest.mark.parametrize("fate", [DeliveryState.FAILED, DeliveryState.GONE])
async def test_an_alert_that_fails_after_a_digest_has_left_it_out_is_in_the_next(
    world: World, fate: DeliveryState
) -> None:
    await world.subscribe(times=["06:00", "09:00"], quiet=("22:00", "07:00"))
    await world.publish("alert", urgent=True)
    await world.publish("other")
    await world.plan(MIDNIGHT + HOUR)  # 06:00 in Almaty: the alert waits for 07:00
    assert await world.preview() == []
    async with world.store.writing() as session:
        await session.execute(update(Delivery).where(Delivery.urgent).values(state=fate))
    assert await world.preview() == ["alert"]
    await world.plan(NINE)
    await world.plan(NINE + DAY)
    assert await world.got() == [["alert"], ["other"], ["alert"]]


async def test_an_alert_that_arrives_after_a_digest_has_left_it_out_is_in_no_other(world: World) -> None:
    await world.subscribe(times=["06:00", "09:00"], quiet=("22:00", "07:00"))
    await world.publish("alert", urgent=True)
    await world.plan(MIDNIGHT + HOUR)
    async with world.store.writing() as session:
        await session.execute(update(Delivery).where(Delivery.urgent).values(state=DeliveryState.SENT))
    await world.publish("other", at=MIDNIGHT + 2 * HOUR)
    await world.plan(NINE)
    assert await world.got() == [["alert"], ["other"]]


async def test_who_has_switched_alerts_off_gets_what_still_waits_in_the_next_digest(world: World) -> None:
    await world.subscribe(times=["06:00"], quiet=("22:00", "07:00"))
    await world.publish("alert", urgent=True)
    await world.plan(MIDNIGHT)
    await world.subscribe(times=["06:00"], quiet=("22:00", "07:00"), urgent=False)
    await world.plan(MIDNIGHT + HOUR)
    await world.plan(MIDNIGHT + HOUR + DAY)
    assert await world.got() == [["alert"], ["alert"]]  # of which the first is not sent: see test_sender_alerts.py


async def test_an_alert_that_a_pause_has_held_is_in_the_first_digest_after_it(world: World) -> None:
    await world.subscribe(quiet=("22:00", "07:00"))
    await world.publish("alert", urgent=True)
    await world.plan(MIDNIGHT)
    await world.pause(MIDNIGHT + 7 * DAY, at=MIDNIGHT)
    async with world.store.writing() as session:
        claimed = await outbox.claim(session, MIDNIGHT + 2 * HOUR, 10)
    assert claimed.parcels == []
    await world.plan(NINE)
    await world.plan(NINE + 7 * DAY)
    assert await world.got() == [["alert"], ["alert"]]


async def test_a_preview_leaves_out_what_the_chat_was_alerted_to(world: World) -> None:
    await world.subscribe()
    await world.publish("alert", urgent=True)
    await world.plan(MIDNIGHT)
    async with world.store.reading() as session:
        subscription = await session.get_one(Subscription, 1)
        assert await planning.preview(session, subscription) == ()


async def test_an_alert_and_a_digest_due_at_once_do_not_hold_the_same(world: World) -> None:
    for chat in range(1, 8):
        await world.subscribe(chat)
    await world.publish("alert", urgent=True, at=NINE)
    await world.plan(NINE, limit=2)
    assert [await world.got(chat) for chat in range(1, 8)] == [[["alert"]]] * 7


async def test_an_alert_announced_twice_comes_once(world: World) -> None:
    await world.subscribe()
    number = await world.publish("a", urgent=True)
    await world.announce(number, MIDNIGHT)
    await world.plan(MIDNIGHT)
    await world.announce(number, MIDNIGHT)
    await world.plan(MIDNIGHT)
    assert await world.got() == [["a"]]


async def test_an_alert_whose_briefing_is_archived_goes_no_further(world: World) -> None:
    for chat in range(1, 5):
        await world.subscribe(chat)
    number = await world.publish("a", urgent=True)
    async with world.store.writing() as session:
        assert await planning.plan(session, MIDNIGHT, 2) == 2
    await world.archive(number)
    await world.plan(MIDNIGHT, limit=2)
    assert [await world.got(chat) for chat in range(1, 5)] == [[["a"]], [["a"]], [], []]
