"""The desk, the clock and files at the same moment, on PostgreSQL, where transactions really run beside each other.

On SQLite the second waits for the first. Nobody may wait for one who waits for them: PostgreSQL would refuse either.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from helpers_content import with_key
from helpers_desk import ALMATY, LATER, editor, publish, shown, store_draft, stored, with_topics
from helpers_search import found
from sqlalchemy import select

from briefings.desk import drafts, publishing, uploads
from briefings.desk.drafts import Change
from briefings.desk.form import DraftText
from briefings.model import Status, WordForm
from briefings.search import backlog, indexing, lexemes

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.model import Briefing
    from briefings.store import Store

TITLE = "Визит отложен"
POSTPONED = Change(texts={"ru": DraftText(TITLE, "Президент прибыл в Пекин.")})
BEGIN_S = 0.2  # for another transaction to come as far as it can


@pytest.fixture
async def desk(postgresql: Store) -> Store:
    """A store with two topics."""
    await with_topics(postgresql)
    return postgresql


@pytest.fixture
def slow_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has written to the search's index holds what that has locked for a moment."""
    put_all = indexing.put_all

    async def and_rest(session: AsyncSession, briefings: Sequence[Briefing]) -> None:
        await put_all(session, briefings)
        await asyncio.sleep(BEGIN_S)

    monkeypatch.setattr(indexing, "put_all", and_rest)


async def edit(store: Store, number: int, now: dt.datetime, meanwhile: float = 0) -> None:
    """Give a briefing another title, a moment after it was taken to be changed."""
    async with store.writing() as session:
        briefing = await drafts.take(session, number)
        await asyncio.sleep(meanwhile)
        await drafts.change(session, briefing, POSTPONED, by=2, now=now)


async def title(store: Store, number: int) -> str:
    return (await stored(store, number)).texts["ru"].title


async def two_waiting(store: Store, now: dt.datetime) -> tuple[int, int]:
    """Two briefings of the same moment to come."""
    one, other = [await store_draft(store, now, origin=f"1:{n}") for n in (1, 2)]
    for number in (one, other):
        await publish(store, number, now, at=now + LATER)
    return one, other


@pytest.mark.usefixtures("slow_index")
async def test_one_is_published_while_another_is_changed(desk: Store, now: dt.datetime) -> None:
    one, other = [await store_draft(desk, now, origin=f"1:{n}") for n in (1, 2)]
    await publish(desk, one, now)
    await asyncio.gather(edit(desk, one, now), publish(desk, other, now))
    assert await title(desk, one) == TITLE
    assert {briefing.id for briefing in await shown(desk)} == {one, other}


async def test_an_editor_publishes_one_while_the_clock_releases_several(desk: Store, now: dt.datetime) -> None:
    one, other = await two_waiting(desk, now)

    async def release() -> int:
        async with desk.writing() as session:
            return await publishing.release(session, now + LATER, ALMATY)

    async with desk.writing() as session:
        briefing = await drafts.take(session, other)
        clock = asyncio.create_task(release())
        await asyncio.sleep(BEGIN_S)
        await publishing.publish(session, briefing, by=editor(), now=now + LATER)
    assert await clock == 1
    assert [(await stored(desk, number)).status for number in (one, other)] == [Status.PUBLISHED] * 2


async def test_files_update_several_while_an_editor_changes_one(desk: Store, now: dt.datetime) -> None:
    one, other = [await store_draft(desk, now, origin=f"1:{key}", key=key) for key in "ab"]
    for number in (one, other):
        await publish(desk, number, now)
    records = [uploads.read(f"{key}.md", with_key(key, "Из файла").encode()).records[0] for key in "ab"]

    async def update() -> None:
        async with desk.writing() as session:
            await uploads.update(session, uploads.Upload(tuple(records), ("a.md", "b.md")), by=1, now=now)

    await asyncio.gather(edit(desk, other, now, meanwhile=BEGIN_S), update())
    assert [await title(desk, number) for number in (one, other)] == ["Из файла", "Из файла"]


async def test_of_two_who_send_the_same_file_at_once_the_second_is_told_that_it_is_there(
    desk: Store, now: dt.datetime
) -> None:
    upload = uploads.read("a.md", with_key("a").encode())

    async def store(by: int) -> uploads.Stored:
        async with desk.writing() as session:
            stored = await uploads.store(session, upload, {}, by=by, origin=f"{by}:1", now=now)
            await asyncio.sleep(BEGIN_S)
            return stored

    first, second = await asyncio.gather(store(1), store(2))
    assert [each.key for each in (*first.made, *second.made)] == ["a"]
    assert [each.key for each in (*first.same, *second.same)] == ["a"]


async def test_the_index_says_what_an_editor_wrote_while_it_was_brought_to_date(
    desk: Store, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = await store_draft(desk, now, origin="1:1", key="a")
    await publish(desk, number, now)
    async with desk.writing() as session:
        await backlog.clear(session)
    contents, pauses = indexing._contents, iter([2 * BEGIN_S])

    async def and_rest(session: AsyncSession, briefings: Sequence[Briefing]) -> dict[int, lexemes.Content]:
        said = await contents(session, briefings)
        await asyncio.sleep(next(pauses, 0))
        return said

    async def catch_up() -> None:
        async with desk.writing() as session:
            await backlog.Backlog().catch_up(session)

    monkeypatch.setattr(indexing, "_contents", and_rest)
    indexed = asyncio.create_task(catch_up())
    await asyncio.sleep(BEGIN_S)
    await edit(desk, number, now)
    await indexed
    assert await found(desk, "отложен") == ["a"]


async def test_an_index_that_is_made_anew_counts_what_an_editor_writes_meanwhile(desk: Store, now: dt.datetime) -> None:
    number = await store_draft(desk, now)
    await publish(desk, number, now)
    async with desk.writing() as session:
        briefing = await drafts.take(session, number)
        await drafts.change(session, briefing, POSTPONED, by=2, now=now)
        made_anew = asyncio.create_task(backlog.rebuild(desk))
        await asyncio.sleep(BEGIN_S)
    await made_anew
    async with desk.reading() as session:
        assert await session.scalar(select(WordForm.count).where(WordForm.form == "отложен")) == 1
