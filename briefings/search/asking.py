"""The index asked: which briefings an expression finds, newest first; the same on SQLite and PostgreSQL."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import text

from briefings.model.search import FTS_TABLE
from briefings.search.expressions import for_fts5, for_tsquery
from briefings.search.places import number_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import TextClause
    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.search.expressions import Expression

MOST: Final = 1000  # results that are counted and paged through

# SQLite reads places from the last one back and leaves off as soon as a list is long enough. PostgreSQL's index knows
# no order: it is asked for all places first (OFFSET 0 parts the two steps), or the planner would read briefing after
# briefing wherever it guesses that a word is frequent.
_LIST: Final = {
    "sqlite": (
        f"SELECT rowid AS place FROM {FTS_TABLE} WHERE {FTS_TABLE} MATCH :{{name}} "  # noqa: S608
        "AND rowid BETWEEN :first AND :last ORDER BY rowid DESC LIMIT :{most}"
    ),
    "postgresql": (
        "SELECT place FROM (SELECT place FROM search_entries "
        "WHERE lexemes @@ CAST(CAST(:{name} AS text) AS tsquery) AND place + 0 BETWEEN :first AND :last OFFSET 0) "
        "AS all_{name} ORDER BY place DESC LIMIT :{most}"
    ),
}


class Found(NamedTuple):
    """The numbers of the briefings that each expression finds; how many the last finds, up to `MOST` + 1."""

    lists: tuple[tuple[int, ...], ...]
    total: int


@lru_cache(maxsize=256)
def _lists_and_count(dialect: str, lists: int) -> TextClause:
    """So many lists, as rows of (its number, a place), and the count of the whole as a row of (-1, count)."""
    one = _LIST[dialect]
    parts = [
        f"SELECT {at} AS list, place FROM ({one.format(name=f'q{at}', most='limit')}) AS l{at}"  # noqa: S608
        for at in range(lists)
    ]
    parts.append(f"SELECT -1, count(*) FROM ({one.format(name='whole', most='most')}) AS counted")  # noqa: S608
    return text(" UNION ALL ".join(parts))


async def prepare(session: AsyncSession) -> None:
    """Call it once before the index is asked: PostgreSQL does not reckon with what it costs to unpack a long tsvector.

    It would read through a small table; for the rest of this transaction it prefers an index wherever there is one.
    """
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(text("SET LOCAL enable_seqscan = off"))


async def ask(
    session: AsyncSession, expressions: Sequence[Expression], span: tuple[int, int], limit: int, *, whole: Expression
) -> Found:
    """The newest `limit` of each expression between two places, and the count of `whole`; all in one statement."""
    dialect = session.get_bind().dialect.name
    write = for_tsquery if dialect == "postgresql" else for_fts5
    values = {f"q{at}": write(expression) for at, expression in enumerate(expressions)}
    bounds = {"first": span[0], "last": span[1], "limit": limit, "most": MOST + 1}
    statement = _lists_and_count(dialect, len(expressions))
    rows = (await session.execute(statement, {**values, **bounds, "whole": write(whole)})).all()
    lists: list[list[int]] = [[] for _ in expressions]
    count = 0
    for at, value in rows:
        if at < 0:
            count = value
        else:
            lists[at].append(value)
    return Found(tuple(tuple(map(number_at, sorted(places, reverse=True))) for places in lists), count)


async def counts(session: AsyncSession, expressions: Sequence[Expression], span: tuple[int, int]) -> list[int]:
    """How many briefings each expression finds between two places, up to `MOST` + 1."""
    dialect = session.get_bind().dialect.name
    write, one = for_tsquery if dialect == "postgresql" else for_fts5, _LIST[dialect]
    parts = [
        f"(SELECT count(*) FROM ({one.format(name=f'q{at}', most='most')}) AS l{at})"  # noqa: S608
        for at in range(len(expressions))
    ]
    values = {f"q{at}": write(expression) for at, expression in enumerate(expressions)}
    bounds = {"first": span[0], "last": span[1], "most": MOST + 1}
    return list((await session.execute(text(f"SELECT {', '.join(parts)}"), {**values, **bounds})).one())
