"""What is read by number stays read by number, however many rows SQLite would have to pass over otherwise.

SQLite guesses that few rows have a status, or a state, and then reads all of them: a third of a second among 300,000
briefings.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from helpers_search import publish, written
from sqlalchemy import event

from briefings import alerts
from briefings.catalogue import load_catalogue
from briefings.library import published_among
from briefings.model import Edition, EditionKind
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


async def test_a_page_of_results_and_a_digest_are_read_by_number(sqlite: Store, now: datetime) -> None:
    await publish(sqlite, *(written(f"b{at}", now, kk=("Су", "Су туралы.", [])) for at in range(12)))
    async with sqlite.reading() as session:
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
