"""Clockworks of several processes: one does the work, and another takes it over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from helpers_planning import DAY, MIDNIGHT, NINE, Clock, World
from sqlalchemy import update

from briefings.backup import FOLDER
from briefings.model import Lease
from briefings.store import Store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from helpers_databases import Databases


@pytest.fixture
def clock() -> Clock:
    """A clock that tests turn."""
    return Clock()


@pytest.fixture
async def on_postgresql(databases: Databases) -> AsyncIterator[World]:
    """Where there can be several processes."""
    store = Store(databases.new("postgresql", "migrated"))
    yield await World(store).begin()
    await store.close()


async def test_a_process_that_does_not_lead_does_nothing(on_postgresql: World, clock: Clock) -> None:
    world = on_postgresql
    await world.subscribe()
    leader, other = clock.make(world.store), clock.make(world.store)
    await leader.lead()
    await other.lead()
    assert (leader.leading, other.leading) == (True, False)
    assert (await other.tick(NINE), await other.clean_up(NINE)) == (0, 0)
    assert await leader.tick(NINE) == 1


async def test_the_leader_copies_an_sqlite_database_at_night(databases: Databases, clock: Clock) -> None:
    store = Store(databases.new("sqlite", "migrated"))
    assert store.file is not None
    work = clock.make(store)
    await work.back_up(NINE)
    assert not copies(store.file)
    await work.lead()
    await work.back_up(NINE)
    assert len(copies(store.file)) == 1
    await store.close()


def copies(database: Path) -> list[Path]:
    return list((database.parent / FOLDER).glob(f"{database.stem}-*"))


async def test_whoever_begins_to_lead_brings_the_search_index_to_date(on_postgresql: World, clock: Clock) -> None:
    work = clock.make(on_postgresql.store)
    await on_postgresql.publish("old")  # by a version of the program that knew no search
    assert await work.index() == 0
    await work.lead()
    assert [await work.index(), await work.index()] == [1, 0]
    clock.seconds += 60
    await work.tick(NINE)
    await on_postgresql.publish("new")  # by a leader of that version in between
    await work.lead()
    assert [await work.index(), await work.index()] == [1, 0]


async def test_a_leader_that_slept_sends_no_more_and_says_so(
    on_postgresql: World, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    await on_postgresql.subscribe()
    work = clock.make(on_postgresql.store)
    await work.lead()
    assert clock.told == ["planned"]  # there may be what the one before it has left
    clock.seconds += 60
    assert await work.tick(NINE) == 0
    assert await work.tick(NINE) == 0
    assert clock.told == ["planned"]
    assert caplog.text.count("Another process answers, plans and sends from now on") == 1
    await work.lead()
    assert clock.told == ["planned", "planned"]


async def test_a_leader_whose_database_is_gone_leads_no_more(
    on_postgresql: World, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    work = clock.make(on_postgresql.store)
    await work.lead()
    monkeypatch.setattr(on_postgresql.store, "at_once", None)
    clock.seconds += 60
    await work._guarded("lead", work.lead)
    assert not work.leading
    assert "The job lead failed: TypeError." in caplog.messages


async def test_another_process_leads_when_the_first_has_stopped(on_postgresql: World, clock: Clock) -> None:
    first, second = clock.make(on_postgresql.store), clock.make(on_postgresql.store)
    await first.start()
    await second.start()
    assert (first.leading, second.leading) == (True, False)
    await first.stop()
    await second.lead()
    assert (first.leading, second.leading) == (False, True)
    await second.stop()


async def test_another_process_leads_when_the_lease_has_run_out(on_postgresql: World, clock: Clock) -> None:
    first, second = clock.make(on_postgresql.store), clock.make(on_postgresql.store)
    await first.lead()
    async with on_postgresql.store.writing() as session:
        await session.execute(update(Lease).values(until=MIDNIGHT - 10000 * DAY))
    await second.lead()
    await first.lead()
    assert (first.leading, second.leading) == (False, True)
