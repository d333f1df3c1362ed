"""Planners and editors at the same moment, in real transactions beside each other: nothing lost, nothing twice."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from helpers_planning import DAY, NINE, World, publish
from sqlalchemy import func, select

from briefings import planning, spreading, subscriptions
from briefings.desk import broadcasts
from briefings.model import Briefing, Delivery
from briefings.store import Store

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import AsyncIterator

    from helpers_databases import Databases
    from sqlalchemy.ext.asyncio import AsyncSession


@pytest.fixture
async def on_postgresql(databases: Databases) -> AsyncIterator[World]:
    """Where transactions really run beside each other: on SQLite the second waits for the first."""
    store = Store(databases.new("postgresql", "migrated"))
    yield await World(store).begin()
    await store.close()


async def test_of_two_planners_at_once_each_plans_others(on_postgresql: World) -> None:
    world = on_postgresql
    for chat in range(1, 41):
        await world.subscribe(chat)
    async with world.store.writing() as first, world.store.writing() as second:
        assert await planning.plan(first, NINE, 25) == 25
        assert await planning.plan(second, NINE, 25) == 15  # skips what the first holds
    await world.publish("a")
    planned = await asyncio.gather(*(world.plan(NINE + DAY, limit=3) for _ in range(4)))
    assert sum(planned) == 40
    async with world.store.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Delivery)) == 40


async def test_what_is_being_published_while_a_digest_is_planned_comes_in_the_next(on_postgresql: World) -> None:
    world = on_postgresql
    await world.subscribe()
    async with world.store.writing() as desk:
        await publish(desk, "not-committed")
        assert await world.plan(NINE) == 1
    await world.plan(NINE + DAY)
    assert await world.got() == [["not-committed"]]


async def test_what_is_published_between_two_looks_of_the_planner_comes_once(
    on_postgresql: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = on_postgresql
    await world.subscribe()
    await world.publish("early")
    spread = spreading.spread

    async def and_meanwhile(session: AsyncSession, now: dt.datetime, limit: int) -> int:
        monkeypatch.setattr(spreading, "spread", spread)
        await world.publish("meanwhile")  # commits, when the planner has already read which publication is the last
        return await spread(session, now, limit)

    monkeypatch.setattr(spreading, "spread", and_meanwhile)
    await world.plan(NINE)
    await world.plan(NINE + DAY)
    assert await world.got() == [["early"], ["meanwhile"]]


async def test_of_two_that_are_published_at_once_none_falls_between_two_digests(on_postgresql: World) -> None:
    world = on_postgresql
    await world.subscribe()

    async def publish_later() -> None:
        async with world.store.writing() as desk:
            await publish(desk, "second")  # waits for the first to commit: or it might be the last that is known

    async with world.store.writing() as desk:
        await publish(desk, "first")
        later = asyncio.create_task(publish_later())
        await asyncio.sleep(0.2)
        await world.plan(NINE)
        assert not later.done()
    await later
    await world.plan(NINE + DAY)
    async with world.store.reading() as session:
        in_order = list(await session.scalars(select(Briefing.key).order_by(Briefing.publication)))
    assert in_order == ["first", "second"]
    assert await world.got() == [["second", "first"]]


async def test_publishing_all_the_while_loses_and_doubles_nothing(on_postgresql: World) -> None:
    world = on_postgresql
    for chat in range(1, 5):
        await world.subscribe(chat)
    days = 0

    async def plan() -> None:
        nonlocal days
        while days < 20 or not desks.done():
            await world.plan(NINE + days * DAY)
            days += 1

    desks = asyncio.gather(*(world.publish(f"{number}") for number in range(60)))
    await asyncio.gather(plan(), desks)
    await world.plan(NINE + days * DAY)
    for chat in range(1, 5):
        got = [key for digest in await world.got(chat) for key in digest]
        assert sorted(got, key=int) == [str(number) for number in range(60)]


@pytest.mark.parametrize("urgent", [True, False])
@pytest.mark.parametrize("first", ["the planner", "the chat"])
async def test_a_chat_that_is_forgotten_while_something_is_planned_for_it_leaves_nothing(
    on_postgresql: World, first: str, *, urgent: bool
) -> None:
    world = on_postgresql
    for chat in range(1, 6):
        await world.subscribe(chat)
    await world.publish("a", urgent=urgent)

    async def plan() -> None:
        await world.plan(NINE, limit=2)

    async def forget() -> None:
        async with world.store.writing() as session:
            await subscriptions.forget(session, 2)

    async with world.store.writing() as session:
        if first == "the planner":
            await planning.plan(session, NINE, 2)
            later = asyncio.create_task(forget())
        else:
            await subscriptions.forget(session, 2)
            later = asyncio.create_task(plan())
        await asyncio.sleep(0.2)  # it waits for us, or passes over what we hold
    await later
    await plan()
    assert [await world.got(chat) for chat in range(1, 6)] == [[["a"]], [], [["a"]], [["a"]], [["a"]]]


async def test_a_broadcast_that_is_spread_while_a_chat_is_forgotten_leaves_it_nothing(on_postgresql: World) -> None:
    world = on_postgresql
    await world.subscribe()
    async with world.store.writing() as session:
        await broadcasts.prepare(session, "all", "text", by=7, origin="7:1", now=NINE)
        await broadcasts.send(session, "7:1", by=7, now=NINE)
    async with world.store.writing() as session:
        await subscriptions.forget(session, 1)
        spread = asyncio.create_task(world.plan(NINE))
        await asyncio.sleep(0.2)
    await spread
    assert await world.deliveries() == []


async def test_a_planner_that_writes_batch_after_batch_lets_others_in(store: Store) -> None:
    batches = 0

    async def write() -> None:
        async with store.writing() as session:
            await session.execute(select(1))

    async def plan() -> None:
        nonlocal batches
        while batches < 200:
            await write()
            batches += 1

    await asyncio.gather(write(), write())  # two connections to PostgreSQL: opening one takes as long as many batches
    planner = asyncio.create_task(plan())
    while batches < 5:
        await asyncio.sleep(0)
    await write()
    assert batches < 50
    await planner
