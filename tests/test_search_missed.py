"""Searches that found nothing are counted by day, without who asked, and kept for a year."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from helpers_search import publish, written
from sqlalchemy import select, update

from briefings import upkeep
from briefings.model import MissedSearch, SearchEntry
from briefings.search import backlog, missed

if TYPE_CHECKING:
    from briefings.store import Store


async def note(store: Store, now: datetime, *texts: str) -> None:
    async with store.writing() as session:
        for text in texts:
            await missed.note(session, text, now)


async def kept(store: Store) -> list[tuple[str, date, int]]:
    async with store.reading() as session:
        columns = (MissedSearch.query, MissedSearch.day, MissedSearch.count)
        rows = await session.execute(select(*columns).order_by(MissedSearch.day, MissedSearch.query))
        return [(query, day, count) for query, day, count in rows]


async def test_the_same_search_is_counted_on_its_day(store: Store, now: datetime) -> None:
    await note(store, now, "Блокчейн", "  блокчейн\n", "БЛОКЧЕЙН", "юрта")
    await note(store, now + timedelta(days=1), "блокчейн")
    today, tomorrow = now.date(), now.date() + timedelta(days=1)
    assert await kept(store) == [("блокчейн", today, 3), ("юрта", today, 1), ("блокчейн", tomorrow, 1)]


async def test_a_long_one_is_cut_and_one_of_no_words_is_not_kept(store: Store, now: datetime) -> None:
    await note(store, now, "сөз" * 1000, "🙂", "", "  ", "?!", "a\0b")
    assert [(query, count) for query, _, count in await kept(store)] == [("a b", 1), (("сөз" * 1000)[:200], 1)]


async def test_what_an_index_in_the_making_does_not_find_is_not_kept(store: Store, now: datetime) -> None:
    await publish(store, *(written(f"k{at}", now, date=f"202{at}", kk=("Су", "…", [])) for at in range(5)))
    async with store.writing() as session:
        await backlog.clear(session)
        await backlog.Backlog().catch_up(session, limit=4)
    await note(store, now, "астық")
    assert await kept(store) == []
    async with store.writing() as session:
        await backlog.Backlog().catch_up(session)
    await note(store, now, "астық")
    assert await kept(store) == [("астық", now.date(), 1)]


async def test_what_an_index_of_an_older_version_does_not_find_is_not_kept(store: Store, now: datetime) -> None:
    await publish(store, *(written(f"k{at}", now, date=f"202{at}", kk=("Су", "…", [])) for at in range(3)))
    async with store.writing() as session:
        await session.execute(update(SearchEntry).values(version=SearchEntry.version - 1))
        await backlog.Backlog().catch_up(session, limit=2)
    await note(store, now, "астық")
    assert await kept(store) == []
    async with store.writing() as session:
        await backlog.Backlog().catch_up(session)
    await note(store, now, "астық")
    assert await kept(store) == [("астық", now.date(), 1)]


async def test_it_is_deleted_after_a_year(store: Store, now: datetime) -> None:
    await note(store, now, "блокчейн")
    await note(store, now + timedelta(days=300), "юрта")
    async with store.writing() as session:
        assert await upkeep.clean_up(session, now + timedelta(days=366)) == 1
    assert [query for query, _, _ in await kept(store)] == ["юрта"]
