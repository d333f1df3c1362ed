"""Published briefings: in which order, how many, and the way from one to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from helpers_content import new_briefing, new_topic

from briefings import library
from briefings.library import Direction
from briefings.model import Status

if TYPE_CHECKING:
    from datetime import datetime

    from briefings.model import Briefing
    from briefings.store import Store

IN_ORDER = ["day", "month", "tie later", "tie", "tie first", "year", "unknown later", "unknown"]


@pytest.fixture
async def shelf(store: Store, now: datetime) -> Store:
    """Eight published briefings (newest first: `IN_ORDER`) and four that readers must not see; three topics."""
    china, water, secret = new_topic("china", 2), new_topic("water", 1), new_topic("secret", 3, hidden=True)
    async with store.writing() as session:
        session.add_all(
            [
                new_briefing("unknown", now),
                new_briefing("year", now, date="2025", topic=china),
                new_briefing("tie first", now, date="2025-03-01", topic=china),
                new_briefing("tie", now, date="2025-03-01"),
                new_briefing("draft", now, date="2025-03-01", topic=china, status=Status.DRAFT),
                new_briefing("month", now, date="2025-10", topic=secret),
                new_briefing("day", now, date="2025-10-29", topic=china),
                new_briefing("tie later", now, date="2025-03-01", topic=china),
                new_briefing("unknown later", now, topic=china),
                new_briefing("review", now, date="2025-11", topic=china, status=Status.REVIEW),
                new_briefing("scheduled", now, date="2026", topic=china, status=Status.SCHEDULED),
                new_briefing("archived", now, date="2025-03-01", topic=water, status=Status.ARCHIVED),
            ]
        )
    return store


async def keys(store: Store, topic: str | None = None, *, skip: int = 0, limit: int = 99) -> list[str]:
    """The keys of the newest briefings."""
    async with store.reading() as session:
        return [each.key for each in await library.newest(session, topic, skip=skip, limit=limit)]


async def named(store: Store, key: str) -> Briefing:
    """A briefing by its key; the twelve have the ids 1 to 12."""
    async with store.reading() as session:
        found = [await library.find(session, number) for number in range(1, 13)]
    return next(each for each in found if each is not None and each.key == key)


async def walk(store: Store, start: str, direction: Direction, topic: str | None = None) -> list[str]:
    """The keys on the way from a briefing to the end."""
    passed: list[str] = []
    at: Briefing | None = await named(store, start)
    async with store.reading() as session:
        while (
            at is not None
            and len(passed) < 12
            and (at := await library.step(session, at, direction, topic)) is not None
        ):
            passed.append(at.key)
    return passed


async def test_the_latest_date_comes_first_and_unknown_ones_last(shelf: Store) -> None:
    assert await keys(shelf) == IN_ORDER


async def test_a_topic_has_its_own_newest(shelf: Store) -> None:
    assert await keys(shelf, "china") == ["day", "tie later", "tie first", "year", "unknown later"]


async def test_some_are_passed_over(shelf: Store) -> None:
    assert await keys(shelf, skip=2, limit=3) == ["tie later", "tie", "tie first"]


async def test_beyond_the_oldest_there_is_nothing(shelf: Store) -> None:
    assert [await keys(shelf, skip=skip) for skip in (-1, 8, 2**31, 10**30)] == [[], [], [], []]


async def test_a_topic_without_published_briefings_has_none(shelf: Store) -> None:
    assert [await keys(shelf, topic) for topic in ("water", "nosuch", "'; --", "")] == [[], [], [], []]


async def test_it_counts_what_is_published(shelf: Store) -> None:
    async with shelf.reading() as session:
        assert [await library.count(session, topic) for topic in (None, "china", "water", "nosuch")] == [8, 5, 0, 0]


async def test_it_counts_each_topic_that_has_any(shelf: Store) -> None:
    async with shelf.reading() as session:
        assert await library.counts(session) == {"china": 5, "secret": 1}


async def test_hidden_topics_are_not_listed_and_the_rest_in_menu_order(shelf: Store) -> None:
    async with shelf.reading() as session:
        assert [topic.slug for topic in await library.topics(session)] == ["water", "china"]


async def test_an_id_that_nothing_has_finds_nothing(shelf: Store) -> None:
    async with shelf.reading() as session:
        for number in (0, -1, 13, 2**31 - 1, 2**31, 2**63, 10**30):
            assert await library.find(session, number) is None
            assert await library.published(session, number) is None


async def test_what_is_not_published_is_found_but_not_for_readers(shelf: Store) -> None:
    kept_back = [await named(shelf, key) for key in ("draft", "review", "scheduled", "archived")]
    async with shelf.reading() as session:
        assert [await library.published(session, briefing.id) for briefing in kept_back] == [None] * 4


async def test_a_published_one_is_for_readers(shelf: Store) -> None:
    briefing = await named(shelf, "month")
    async with shelf.reading() as session:
        found = await library.published(session, briefing.id)
    assert found is not None
    assert found.key == "month"


async def test_older_leads_through_every_one_to_the_oldest(shelf: Store) -> None:
    assert await walk(shelf, "day", Direction.OLDER) == IN_ORDER[1:]


async def test_newer_leads_through_every_one_to_the_newest(shelf: Store) -> None:
    assert await walk(shelf, "unknown", Direction.NEWER) == IN_ORDER[-2::-1]


async def test_a_walk_may_keep_to_a_topic(shelf: Store) -> None:
    assert await walk(shelf, "unknown", Direction.NEWER, "china") == [
        "unknown later",
        "year",
        "tie first",
        "tie later",
        "day",
    ]


async def test_a_walk_may_start_from_an_archived_one(shelf: Store) -> None:
    older, newer = [await walk(shelf, "archived", direction) for direction in Direction]
    assert (older[0], newer[0]) == ("tie later", "month")


async def test_it_says_which_ways_lead_on(shelf: Store) -> None:
    cases: list[tuple[str, str | None, set[Direction]]] = [
        ("day", None, {Direction.OLDER}),
        ("tie", None, set(Direction)),
        ("unknown", None, {Direction.NEWER}),
        ("unknown later", "china", {Direction.NEWER}),
        ("month", "secret", set()),
        ("archived", "water", set()),
    ]
    for start, topic, ways in cases:
        briefing = await named(shelf, start)
        async with shelf.reading() as session:
            assert await library.ways(session, briefing, topic) == ways


async def test_an_empty_store_has_nothing_to_show(store: Store) -> None:
    async with store.reading() as session:
        assert (await library.count(session, None), await library.counts(session)) == (0, {})
        assert (list(await library.newest(session, None)), list(await library.topics(session))) == ([], [])
