"""briefings/desk/publishing.py: once, when it is wished."""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from helpers_desk import (
    ALMATY,
    ANNA,
    LATER,
    REVIEWER,
    RU,
    actions,
    approve,
    deliveries,
    editor,
    publish,
    shown,
    store_draft,
    stored,
    subscribe,
)

from briefings.desk import drafts, editors, moves, publishing
from briefings.desk.errors import DeskError, Overtaken
from briefings.desk.moves import Outcome
from briefings.model import Status
from briefings.partial_date import PartialDate

if TYPE_CHECKING:
    from briefings.store import Store


pytestmark = pytest.mark.usefixtures("two_topics")


async def test_publishing_shows_it_to_readers_and_brings_it_in_the_next_digest(store: Store, now: dt.datetime) -> None:
    await subscribe(store, now)
    number = await store_draft(store, now)
    assert await shown(store) == []
    assert await publish(store, number, now, seen=1) is Outcome.PUBLISHED
    (made,) = await shown(store)
    assert (made.id, made.published_at, made.urgent) == (number, now, False)
    assert await deliveries(store, now) == []  # not urgent
    assert len(await deliveries(store, now + dt.timedelta(days=1))) == 1


async def test_publishing_twice_publishes_once(store: Store, now: dt.datetime) -> None:
    number = await store_draft(store, now)
    await publish(store, number, now, seen=1)
    first = await stored(store, number)
    assert await publish(store, number, now + LATER, seen=1, urgent=True) is Outcome.ALREADY
    assert await publish(store, number, now + LATER, at=now + LATER * 2) is Outcome.ALREADY
    again = await stored(store, number)
    assert (again.publication, again.published_at, again.version) == (first.publication, now, first.version)
    assert await actions(store, number) == [("draft", 1), ("publish", 1)]


async def test_of_two_who_press_at_once_one_publishes(store: Store, now: dt.datetime) -> None:
    number = await store_draft(store, now)
    both = await asyncio.gather(*(publish(store, number, now, editor(user), seen=1) for user in (1, 2)))
    assert sorted(both) == [Outcome.ALREADY, Outcome.PUBLISHED]


async def test_who_saw_an_older_text_publishes_nothing(store: Store, now: dt.datetime) -> None:
    number = await store_draft(store, now)
    with pytest.raises(Overtaken):
        await publish(store, number, now, seen=0)
    assert (await stored(store, number)).status is Status.DRAFT


async def test_urgent_goes_to_subscribers_at_once_and_not_again_in_the_digest(store: Store, now: dt.datetime) -> None:
    await subscribe(store, now)
    number = await store_draft(store, now)
    await publish(store, number, now, urgent=True)
    assert await deliveries(store, now) == [f"alert:{number}"]
    assert await deliveries(store, now + dt.timedelta(days=1)) == [f"alert:{number}"]


async def test_without_a_source_it_is_dated_by_its_publishing_by_the_editors_clock(
    store: Store, now: dt.datetime
) -> None:
    evening = now.replace(hour=20)  # in Almaty the next day
    ours, theirs = [
        await store_draft(store, now, origin=f"1:{n}", date=None, source_name=name)
        for n, name in enumerate((None, "BAQ.KZ"))
    ]
    for number in (ours, theirs):
        await publish(store, number, evening)
    assert (await stored(store, ours)).date == PartialDate(2026, 11, 22)
    assert (await stored(store, theirs)).date is None  # nobody knows when they wrote it


async def test_a_machines_text_goes_to_nobody_before_an_editor_stands_for_it(store: Store, now: dt.datetime) -> None:
    number = await store_draft(store, now, texts={"ru": replace(RU, machine_made=True)})
    for by in (editor(), ANNA):
        with pytest.raises(DeskError, match="unconfirmed"):
            await publish(store, number, now, by)
    async with store.writing() as session:
        (await drafts.take(session, number)).status = Status.REVIEW
    with pytest.raises(DeskError, match="unconfirmed"):
        await approve(store, number, now, REVIEWER)
    async with store.writing() as session:
        await drafts.confirm(session, await drafts.take(session, number), by=2, now=now, seen=None)
    assert await approve(store, number, now, REVIEWER) is Outcome.PUBLISHED


async def test_without_any_text_nothing_is_published(store: Store, now: dt.datetime) -> None:
    number = await store_draft(store, now)
    async with store.writing() as session:
        bare = await drafts.take(session, number)
        bare.texts.clear()
    with pytest.raises(DeskError, match="no-text"):
        await publish(store, number, now)


async def test_another_language_or_a_source_may_be_missing(store: Store, now: dt.datetime) -> None:
    number = await store_draft(store, now, texts={"ru": RU}, source_name=None)
    assert await publish(store, number, now) is Outcome.PUBLISHED


async def test_an_embargo_is_kept_until_its_time_and_then_released_once(store: Store, now: dt.datetime) -> None:
    await subscribe(store, now)
    number = await store_draft(store, now, date=None, source_name=None)
    for _ in range(2):
        assert await publish(store, number, now, at=now + LATER, urgent=True, seen=None) is Outcome.SCHEDULED
    released = []
    for at in (now + LATER - dt.timedelta(seconds=1), now + LATER, now + LATER):
        async with store.writing() as session:
            released.append(await publishing.release(session, at, "Asia/Tokyo"))
    assert released == [0, 1, 0]
    made = await stored(store, number)
    assert (made.status, made.published_at, made.publish_at) == (Status.PUBLISHED, now + LATER, None)
    assert made.date == PartialDate(2026, 11, 21)
    assert await deliveries(store, now + LATER) == [f"alert:{number}"]
    assert await actions(store, number) == [("draft", 1), ("schedule", 1), ("publish", None)]


async def test_an_embargo_may_be_moved_taken_back_or_cut_short(store: Store, now: dt.datetime) -> None:
    number = await store_draft(store, now)
    await publish(store, number, now, at=now + LATER)
    assert await publish(store, number, now, at=now + LATER * 2, seen=2) is Outcome.SCHEDULED
    for _ in range(2):
        async with store.writing() as session:
            await moves.withdraw(session, await drafts.take(session, number), by=1, now=now, seen=3)
    assert (await stored(store, number)).publish_at is None
    async with store.writing() as session:
        assert await publishing.release(session, now + LATER * 3, ALMATY) == 0
    await publish(store, number, now, at=now + LATER)
    assert await publish(store, number, now) is Outcome.PUBLISHED
    async with store.writing() as session:
        with pytest.raises(DeskError, match="was-published"):
            await moves.withdraw(session, await drafts.take(session, number), by=1, now=now)


async def test_the_editors_zone_is_their_private_chats(store: Store, now: dt.datetime) -> None:
    await subscribe(store, now, chat=1)
    async with store.writing() as session:
        assert await editors.zone_of(session, 1, "Europe/Berlin") == ALMATY
        assert await editors.zone_of(session, 2, "Europe/Berlin") == "Europe/Berlin"
        assert await editors.zone_of(session, None, "Europe/Berlin") == "Europe/Berlin"
