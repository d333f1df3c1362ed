"""Who gets which digest: everything once, nothing lost, nothing half done."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from helpers_content import with_key, write_folder
from helpers_planning import DAY, HOUR, NINE, World
from sqlalchemy import func, select, update

from briefings import planning
from briefings.loading import load, read_folder
from briefings.model import Edition, Subscription, Topic

if TYPE_CHECKING:
    from pathlib import Path

    from briefings.store import Store


MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
async def world(store: Store) -> World:
    """Two topics, on SQLite and on PostgreSQL."""
    return await World(store).begin()


async def test_a_digest_holds_what_was_published_in_the_chats_topics_since_its_last(world: World) -> None:
    await world.publish("before")
    await world.subscribe(topics=["water"])
    await world.publish("on-water", "water")
    await world.publish("on-china", "china")
    await world.publish("on-both", "china", "water")
    await world.plan(NINE)
    assert await world.got() == [["on-both", "on-water"]]


async def test_all_topics_are_in_the_order_of_the_menu(world: World) -> None:
    await world.subscribe()
    await world.publish("on-water", "water")
    await world.publish("on-china", "china")
    await world.plan(NINE)
    assert await world.got() == [["on-china", "on-water"]]


async def test_where_nothing_is_new_there_is_no_delivery_but_the_next_slot_comes(world: World) -> None:
    await world.subscribe()
    assert await world.plan(NINE) == 1
    assert await world.got() == []
    assert await world.next_due() == NINE + DAY


async def test_nothing_comes_twice(world: World) -> None:
    await world.subscribe()
    await world.publish("first")
    await world.plan(NINE)
    await world.publish("second")
    await world.plan(NINE + DAY)
    await world.plan(NINE + 2 * DAY)
    assert await world.got() == [["first"], ["second"]]


async def test_what_is_published_after_planning_and_before_sending_comes_in_the_next(world: World) -> None:
    await world.subscribe()
    await world.publish("planned")
    await world.plan(NINE)
    await world.publish("too-late", at=NINE)
    await world.plan(NINE + MINUTE)
    assert await world.got() == [["planned"]]
    await world.plan(NINE + DAY)
    assert await world.got() == [["planned"], ["too-late"]]


async def test_what_was_archived_is_in_no_digest(world: World) -> None:
    await world.subscribe()
    await world.archive(await world.publish("withdrawn"))
    await world.plan(NINE)
    assert await world.got() == []


async def test_a_hidden_topic_is_in_no_digest(world: World) -> None:
    await world.subscribe(1)
    await world.subscribe(2, topics=["water"])
    await world.publish("on-water", "water")
    async with world.store.writing() as session:
        await session.execute(update(Topic).where(Topic.slug == "water").values(hidden=True))
    await world.plan(NINE)
    assert (await world.got(1), await world.got(2)) == ([], [])


async def test_what_files_bring_comes_in_the_digest(world: World, tmp_path: Path) -> None:
    await world.subscribe()
    folder = read_folder(write_folder(tmp_path / "files", {"a.md": with_key("a")}))
    for _ in range(2):
        await load(world.store, folder, NINE - HOUR)
    await world.plan(NINE)
    await world.plan(NINE + DAY)
    assert await world.got() == [["a"]]


async def test_chats_that_get_the_same_share_an_edition(world: World) -> None:
    for chat in range(1, 6):
        await world.subscribe(chat, topics=["china"] if chat % 2 else None)
    await world.publish("a")
    assert await world.plan(NINE, limit=2) == 5
    assert [await world.got(chat) for chat in range(1, 6)] == [[["a"]]] * 5
    async with world.store.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Edition)) == 1


async def test_topics_of_a_forum_get_their_own(world: World) -> None:
    await world.subscribe(1, thread=7, topics=["water"])
    await world.subscribe(1, thread=8, topics=["china"])
    await world.publish("on-water", "water")
    await world.publish("on-china", "china")
    await world.plan(NINE)
    assert await world.got(1, 7) == [["on-water"]]
    assert await world.got(1, 8) == [["on-china"]]


async def test_a_preview_is_what_the_digest_would_be(world: World) -> None:
    await world.subscribe(topics=["water"])
    number = await world.publish("on-water", "water")
    await world.publish("on-china", "china")
    async with world.store.reading() as session:
        subscription = (await session.scalars(select(Subscription))).one()
        assert await planning.preview(session, subscription) == (("water", (number,)),)


async def test_who_has_ended_the_digest_gets_none(world: World) -> None:
    await world.subscribe()
    await world.publish("a")
    async with world.store.writing() as session:
        await session.execute(update(Subscription).values(active=False))
    assert await world.plan(NINE) == 0


async def test_what_batches_remember_is_asked_anew_after_a_change(world: World) -> None:
    memory = planning.Memory()
    await world.subscribe(1)
    withdrawn = await world.publish("withdrawn")
    await world.publish("first")
    await world.subscribe(2, times=["09:01"])  # has not seen less than the first chat
    await world.subscribe(3, times=["09:02"])
    async with world.store.writing() as session:
        await planning.plan(session, NINE, memory=memory)
        await session.execute(update(Subscription).where(Subscription.chat_id == 3).values(seen=0))
    await world.archive(withdrawn)
    for when in (NINE + MINUTE, NINE + 2 * MINUTE):
        async with world.store.writing() as session:
            await planning.plan(session, when, memory=memory)
    assert [await world.got(chat) for chat in (1, 2, 3)] == [[["first", "withdrawn"]], [], [["first"]]]


async def test_what_is_remembered_has_an_end(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "REMEMBERED", 1)
    for chat, topics in enumerate((["china"], ["water"], None), start=1):
        await world.subscribe(chat, topics=topics)
    await world.publish("a", "china")
    await world.plan(NINE)
    assert [await world.got(chat) for chat in (1, 2, 3)] == [[["a"]], [], [["a"]]]


async def test_a_crash_in_the_middle_of_a_batch_plans_nobody_by_half(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for chat in (1, 2, 3):
        await world.subscribe(chat)
    await world.publish("a")
    with monkeypatch.context() as patched:
        patched.setattr(planning, "_move_on", None)  # the deliveries are written by then
        with pytest.raises(TypeError):
            await world.plan(NINE)
    assert [await world.got(chat) for chat in (1, 2, 3)] == [[], [], []]
    assert await world.plan(NINE) == 3
    assert [await world.got(chat) for chat in (1, 2, 3)] == [[["a"]]] * 3


async def test_a_zone_that_this_machine_does_not_know_stops_nobody(world: World) -> None:
    await world.subscribe(1)
    await world.subscribe(2)
    await world.publish("a")
    async with world.store.writing() as session:
        await session.execute(update(Subscription).where(Subscription.chat_id == 2).values(zone="Europe/Atlantis"))
    await world.plan(NINE)
    assert (await world.got(1), await world.got(2)) == ([["a"]], [["a"]])
    assert await world.next_due(2) == NINE + 5 * HOUR  # 09:00 UTC
