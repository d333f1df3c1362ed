"""What nobody needs any more goes, a little at a time, and nothing that somebody needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from helpers_planning import DAY, HOUR, NINE, World
from sqlalchemy import delete, select, update

from bot.clockwork import Clockwork
from briefings import planning, upkeep
from briefings.desk import dialogues
from briefings.model import Delivery, DeliveryState, Dialogue
from briefings.store import Store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from helpers_databases import Databases


@pytest.fixture
async def world(store: Store) -> World:
    """Two topics, on SQLite and on PostgreSQL."""
    return await World(store).begin()


@pytest.fixture
async def on_postgresql(databases: Databases) -> AsyncIterator[World]:
    """Where transactions really run beside each other: on SQLite the second waits for the first."""
    store = Store(databases.new("postgresql", "migrated"))
    yield await World(store).begin()
    await store.close()


async def test_it_cleans_up_what_nobody_needs(world: World) -> None:
    for chat in range(1, 4):
        await world.subscribe(chat)
    await world.publish("old")
    await world.plan(NINE)
    await world.publish("new", at=NINE + 89 * DAY)
    await world.plan(NINE + 89 * DAY)
    async with world.store.writing() as session:
        for chat, state in ((1, DeliveryState.SENT), (2, DeliveryState.GONE)):
            await session.execute(update(Delivery).where(Delivery.chat_id == chat).values(state=state))
    work = Clockwork(world.store, lambda: NINE, on_planned=lambda: None)
    await work.lead()
    assert await work.clean_up(NINE + 90 * DAY + HOUR) == 2
    assert [await world.got(chat) for chat in (1, 2, 3)] == [[["new"]], [["new"]], [["old"], ["new"]]]
    async with world.store.writing() as session:
        await session.execute(update(Delivery).values(state=DeliveryState.FAILED))
    assert await work.clean_up(NINE + 90 * DAY + HOUR) == 2  # the third chat's, and the edition that nobody has now
    assert await work.clean_up(NINE + 90 * DAY + HOUR) == 0
    assert [await world.got(chat) for chat in (1, 2, 3)] == [[["new"]]] * 3


async def test_it_cleans_up_a_little_at_a_time(world: World) -> None:
    for chat in range(1, 4):
        await world.subscribe(chat)
    await world.publish("old")
    await world.plan(NINE)
    await world.publish("new", at=NINE + 91 * DAY)
    await world.plan(NINE + 91 * DAY)
    deleted = []
    async with world.store.writing() as session:
        await session.execute(update(Delivery).values(state=DeliveryState.SENT))
        deleted += [await upkeep.clean_up(session, NINE + 91 * DAY, 2) for _ in range(4)]
    assert deleted == [2, 1, 1, 0]  # three deliveries and their edition


async def test_questions_that_nobody_answers_go_after_a_day(world: World) -> None:
    async with world.store.writing() as session:
        await dialogues.begin(session, 1, "correct", {}, NINE)
        await dialogues.begin(session, 2, "correct", {}, NINE + HOUR)
        assert [await upkeep.clean_up(session, NINE + DAY + HOUR / 2) for _ in range(2)] == [1, 0]
        assert list(await session.scalars(select(Dialogue.user_id))) == [2]


async def test_an_edition_that_is_given_a_delivery_meanwhile_stays(on_postgresql: World) -> None:
    world, later = on_postgresql, NINE + 91 * DAY
    await world.subscribe(1)
    await world.subscribe(2)
    await world.publish("a")
    await world.set_due(later, chat=2)
    await world.plan(NINE)
    async with world.store.writing() as session:
        await session.execute(delete(Delivery))  # the first chat's: nobody has the edition now
    async with world.store.writing() as planner:
        assert await planning.plan(planner, later, 1) + await planning.plan(planner, later, 1) == 2
        async with world.store.writing() as session:
            assert await upkeep.clean_up(session, later) == 0
    async with world.store.writing() as session:
        assert await upkeep.clean_up(session, later) == 0
    assert await world.got(2) == [["a"]]
