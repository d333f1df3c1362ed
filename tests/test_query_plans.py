"""What is read by number, or by place, stays read so, however many rows would have to be passed over otherwise.

SQLite guesses that few rows have a status, or a state, and then reads all of them: a third of a second among 300,000
briefings. The statements that are explained are those that the program makes, with their parameters.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from helpers_content import new_topic
from helpers_search import publish, written
from sqlalchemy import event, insert, text

from briefings import alerts, library, outbox, spreading
from briefings.catalogue import load_catalogue
from briefings.desk import broadcasts
from briefings.language.rough import rough_key
from briefings.library import published_among
from briefings.model import BriefingTopic, Edition, EditionKind, Reader, ReaderKind, WordForm
from briefings.search import spelling
from briefings.search.asking import MOST
from briefings.search.finding import find
from briefings.search.query import parse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.store import Store


@contextmanager
def statements(session: AsyncSession) -> Iterator[list[tuple[str, Any]]]:
    """What is asked of the database meanwhile, with its parameters."""
    asked: list[tuple[str, Any]] = []
    engine = session.get_bind().engine

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:
        asked.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def plans(session: AsyncSession, asked: list[tuple[str, Any]]) -> list[str]:
    """How SQLite would answer."""
    connection = await session.connection()
    steps: list[str] = []
    for statement, parameters in asked:
        explained = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        steps += [row.detail for row in explained]
    return steps


async def rows_read(session: AsyncSession, asked: list[tuple[str, Any]]) -> dict[str, int]:
    """How many rows PostgreSQL reads by each index, or of each table that it reads from end to end."""
    connection = await session.connection()
    read: dict[str, int] = {}

    def walk(node: dict[str, Any]) -> None:
        if "Relation Name" in node or node["Node Type"] == "Bitmap Index Scan":
            by = str(node.get("Index Name", node.get("Relation Name")))
            read[by] = read.get(by, 0) + node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
        for below in node.get("Plans", ()):
            walk(below)

    for statement, parameters in asked:
        if statement.lstrip("(").startswith(("SELECT", "WITH")):
            explain = f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}"
            (said,) = await connection.exec_driver_sql(explain, parameters)
            walk((json.loads(said[0]) if isinstance(said[0], str) else said[0])[0]["Plan"])
    return read


async def publish_many(store: Store, now: datetime) -> None:
    """Three thousand briefings of one year, one in four of them about China."""
    china = new_topic("china", 1)
    briefings = [written(f"b{at}", now, date=f"2025-{at % 12 + 1:02}", kk=("Су", "…", [])) for at in range(3_000)]
    for briefing in briefings[::4]:
        briefing.topic_links = [BriefingTopic(topic=china, position=0)]
    await publish(store, *briefings)
    async with store.writing() as session:
        await session.execute(text("ANALYZE"))


@pytest.mark.unmeasured  # much work over lines that other tests cover
async def test_a_query_without_words_reads_the_newest_places_and_stops_where_enough_are_counted(
    store: Store, now: datetime
) -> None:
    await publish_many(store, now)
    async with store.searching() as session:
        catalogue = await load_catalogue(session)
        for words in ("2025", "-#china", "2025 -#china"):
            with statements(session) as asked:
                page = await find(session, parse(words, catalogue), language="kk", limit=10)
            assert (len(page.hits), page.total, page.more) == (10, MOST, True)
            if store.is_sqlite:
                steps = await plans(session, asked)
                by_place = any("USING COVERING INDEX" in step and "(place>? AND place<?)" in step for step in steps)
                from_its_end = any("search_index VIRTUAL TABLE INDEX" in step for step in steps)  # FTS5's own order
                assert by_place or from_its_end
                assert not [step for step in steps if "SCAN briefings" in step or "SCAN search_entries" in step]
            else:
                read = await rows_read(session, asked)
                assert MOST < read.pop("uq_search_entries_place") < 1.5 * MOST
                assert max(read.values()) <= 20


@pytest.mark.unmeasured  # much work over lines that other tests cover
async def test_of_a_frequent_word_postgresql_reads_no_more_rows_than_are_counted(
    postgresql: Store, now: datetime
) -> None:
    titles = {at: "Су" if at % 150 == 0 else "…" for at in range(3_000)}
    await publish(postgresql, *(written(f"b{at}", now, kk=(title, "…", ["Су"])) for at, title in titles.items()))
    async with postgresql.searching() as session:
        query = parse("су", await load_catalogue(session))
        with statements(session) as asked:
            page = await find(session, query, language="kk", limit=10)
        assert [hit.briefing.key for hit in page.hits[:2]] == ["b2850", "b2700"]
        assert (len(page.hits), page.total, page.more) == (10, MOST, True)
        read = await rows_read(session, asked)
    assert read["search_entries"] == MOST + 1 + sum(title == "Су" for title in titles.values())


@pytest.mark.unmeasured  # much work over lines that other tests cover
async def test_the_nearest_spelling_is_looked_for_among_the_words_of_its_initial_and_length(store: Store) -> None:
    forms = {f"{one}{two}{'ы' * at}с" for one in "абвгдежзиклмнопрст" for two in "абвгдежз" for at in range(3, 33)}
    rows = [{"form": each, "initial": rough_key(each[0]), "length": len(each), "count": 1} for each in sorted(forms)]
    async with store.writing() as session:
        await session.execute(insert(WordForm), rows)
        await session.execute(text("ANALYZE"))
    async with store.searching() as session:
        query = parse("пэфюяю фюфюфю", await load_catalogue(session))
        with statements(session) as asked:
            assert await spelling.nearest(session, query) is None
        if store.is_sqlite:
            assert not [step for step in await plans(session, asked) if "SCAN" in step or "ANY(initial)" in step]
        else:
            assert sum((await rows_read(session, asked)).values()) < len(forms) / 10


async def test_a_page_of_results_and_a_digest_are_read_by_number(sqlite: Store, now: datetime) -> None:
    await publish(sqlite, *(written(f"b{at}", now, kk=("Су", "Су туралы.", [])) for at in range(12)))
    async with sqlite.searching() as session:
        query = parse("су", await load_catalogue(session))
        with statements(session) as asked:
            page = await find(session, query, language="kk", limit=10)
            digest = await published_among(session, range(1, 13))
        steps = await plans(session, asked)
    assert (len(page.hits), len(digest)) == (10, 12)
    assert sum("SEARCH briefings USING INTEGER PRIMARY KEY" in step for step in steps) == 2
    assert not [step for step in steps if "ix_briefings_status" in step]


async def test_who_was_alerted_is_read_by_chat(sqlite: Store, now: datetime) -> None:
    async with sqlite.writing() as session:
        session.add(Edition(kind=EditionKind.ALERT, key="alert:1", content=[["china", [1]]], created_at=now))
        await session.flush()
        with statements(session) as asked:
            await alerts.alerted(session, [(chat, 0) for chat in range(1, 21)], [1])
        steps = await plans(session, asked)
    assert [step for step in steps if "deliveries" in step and "(chat_id=?" in step]
    assert not [step for step in steps if "ix_deliveries_state" in step]


async def test_who_hears_a_broadcast_is_read_by_chat(sqlite: Store, now: datetime) -> None:
    async with sqlite.writing() as session:
        session.add(Reader(id=1, kind=ReaderKind.PRIVATE, language="kk", created_at=now))
        await broadcasts.prepare(session, "all", "Эфир", by=7, origin="7:1", now=now)
        await broadcasts.send(session, "7:1", by=7, now=now)
        with statements(session) as asked:
            assert await spreading.spread(session, now, 10) == 1
            assert len((await outbox.claim(session, now, 10)).parcels) == 1
        steps = await plans(session, asked)
    assert sum("subscriptions" in step and "(chat_id=?" in step for step in steps) >= 5
    assert not [step for step in steps if "ix_subscriptions_active" in step]


ROWS_READ = text(
    "SELECT sum(pg_stat_get_xact_tuples_returned(oid)) FROM pg_class WHERE relnamespace = 'public'::regnamespace"
)


@pytest.mark.unmeasured  # much work over lines that other tests cover
async def test_whether_there_is_an_older_or_newer_one_is_read_from_there_whichever_topic_the_plan_was_made_for(
    postgresql: Store, now: datetime
) -> None:
    await publish_many(postgresql, now)
    async with postgresql.reading() as session:
        await session.execute(text("SET LOCAL plan_cache_mode = force_generic_plan"))
        (newest,) = await library.newest(session, "china")
        before = await session.scalar(ROWS_READ)
        assert await library.ways(session, newest, "china") == {library.Direction.OLDER}
        # those of the topic at most, once in each table; from the far end it would be all of both
        assert await session.scalar(ROWS_READ) - before < 2 * 3_000 / 4 + 100
