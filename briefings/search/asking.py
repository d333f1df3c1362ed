"""The index asked: which briefings an expression finds, newest first; the same on SQLite and PostgreSQL."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import select, text

from briefings.model import SearchEntry
from briefings.model.search import FTS_TABLE
from briefings.search.expressions import ButNot, for_fts5, for_tsquery, holds
from briefings.search.lexemes import EVERY, unpack
from briefings.search.places import number_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import TextClause
    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.search.expressions import Expression

MOST: Final = 1000  # results that are counted and paged through
FEW: Final = 25  # results that are told apart by what is kept of each: a millisecond or two
AT_ONCE: Final = 2  # expressions that are asked for in one statement, after the first

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
# What every briefing has narrows nothing: those that have it are read by place, not gathered first. IS TRUE keeps what
# they must not have from the index of lexemes, which would give all others.
_EVERY: Final = (
    "SELECT place FROM search_entries WHERE place BETWEEN :first AND :last ORDER BY place DESC LIMIT :{most}"
)
_EVERY_BUT: Final = _LIST | {
    "postgresql": (
        "SELECT place FROM search_entries WHERE place BETWEEN :first AND :last "
        "AND (lexemes @@ CAST(CAST(:{name} AS text) AS tsquery)) IS TRUE ORDER BY place DESC LIMIT :{most}"
    )
}


class Found(NamedTuple):
    """The numbers of the briefings that each expression finds, newest first, and how many there are, up to `MOST` + 1.

    Of the later expressions none where the earlier find enough; that of the whole comes last.
    """

    lists: tuple[tuple[int, ...], ...]
    total: int


def _list(dialect: str, expression: Expression) -> str:
    """How the places that an expression finds are listed, the last one first."""
    if expression == EVERY:
        return _EVERY
    if isinstance(expression, ButNot) and expression.wanted == EVERY:
        return _EVERY_BUT[dialect]
    return _LIST[dialect]


@lru_cache(maxsize=16)
def _lists(lists: tuple[str, ...]) -> TextClause:
    """Several lists, as rows of (its number, a place)."""
    parts = (
        f"SELECT {at} AS list, place FROM ({one.format(name=f'q{at}', most='limit')}) AS l{at}"  # noqa: S608
        for at, one in enumerate(lists)
    )
    return text(" UNION ALL ".join(parts))


@lru_cache(maxsize=16)
def _whole(listed: str, first: str | None) -> TextClause:
    """How many places there are, as a row of (-2, count), the newest, as rows of (-1, place), and the `first` list."""
    whole = listed.format(name="whole", most="most")
    parts = [
        "SELECT -2 AS list, count(*) AS place FROM whole",
        "SELECT -1, place FROM (SELECT place FROM whole ORDER BY place DESC LIMIT :few) AS newest",
    ]
    if first is not None:
        parts.append(f"SELECT 0, place FROM ({first.format(name='q0', most='limit')}) AS l0")  # noqa: S608
    return text(f"WITH whole AS MATERIALIZED ({whole}) {' UNION ALL '.join(parts)}")


async def prepare(session: AsyncSession) -> None:
    """Call it once before the index is asked: PostgreSQL does not reckon with what it costs to unpack a long tsvector.

    It would read through a small table; for the rest of this transaction it prefers an index wherever there is one.
    """
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(text("SET LOCAL enable_seqscan = off"))


async def ask(
    session: AsyncSession, expressions: Sequence[Expression], span: tuple[int, int], limit: int, *, whole: Expression
) -> Found:
    """The newest `limit` of each expression between two places, and the count of `whole`, which finds all that they do.

    The index is asked for the whole first: where that is little, it need not be asked again for each expression, each
    time for words that may stand in every other briefing; and it is one of them mostly, which then is known. With it
    comes the first of the others: where the words stand in many titles, that is all a page needs.
    """
    index = _Index(session, span, limit)
    unknown = [expression for expression in expressions if expression != whole]
    newest, total, lists = await index.whole(whole, unknown[:1])
    if total <= FEW:
        return Found(await _told_apart(session, expressions, newest, limit), total)
    for start in range(1, len(unknown), AT_ONCE):
        if len(frozenset().union(*lists)) >= limit:
            break
        lists += await index.lists(unknown[start : start + AT_ONCE])
    if len(unknown) < len(expressions):
        lists.append(tuple(map(number_at, newest[:limit])))
    return Found(tuple(lists), total)


class _Index:
    """What one search asks of the index."""

    def __init__(self, session: AsyncSession, span: tuple[int, int], limit: int) -> None:
        self._session = session
        self._dialect = session.get_bind().dialect.name
        self._write = for_tsquery if self._dialect == "postgresql" else for_fts5
        self._limit, self._values = limit, {"first": span[0], "last": span[1], "limit": limit}

    async def whole(
        self, whole: Expression, first: Sequence[Expression]
    ) -> tuple[list[int], int, list[tuple[int, ...]]]:
        """The newest places that an expression finds, how many there are, up to `MOST` + 1, and the `first` list."""
        values = {"whole": self._write(whole), "most": MOST + 1, "few": max(self._limit, FEW)}
        listed = _list(self._dialect, whole)
        statement = _whole(listed, _list(self._dialect, first[0]) if first else None)
        rows = await self._rows(statement, first, values)
        total = next(value for at, value in rows if at == -2)
        return sorted((place for at, place in rows if at == -1), reverse=True), total, _numbers(rows, len(first))

    async def lists(self, expressions: Sequence[Expression]) -> list[tuple[int, ...]]:
        """The numbers of the newest that each of a few expressions finds."""
        statement = _lists(tuple(_list(self._dialect, expression) for expression in expressions))
        return _numbers(await self._rows(statement, expressions, {}), len(expressions))

    async def _rows(
        self, statement: TextClause, expressions: Sequence[Expression], values: Mapping[str, object]
    ) -> Sequence[tuple[int, int]]:
        asked = {f"q{at}": self._write(expression) for at, expression in enumerate(expressions)}
        return [
            (at, place) for at, place in await self._session.execute(statement, {**self._values, **values, **asked})
        ]


def _numbers(rows: Sequence[tuple[int, int]], lists: int) -> list[tuple[int, ...]]:
    """Of each list, the briefings' numbers, newest first."""
    return [
        tuple(map(number_at, sorted((place for at, place in rows if at == list_), reverse=True)))
        for list_ in range(lists)
    ]


async def _told_apart(
    session: AsyncSession, expressions: Sequence[Expression], places: Sequence[int], limit: int
) -> tuple[tuple[int, ...], ...]:
    """Of each expression, which of the places it finds."""
    if not places:
        return ((),) * len(expressions)
    entries = await session.execute(select(SearchEntry.place, SearchEntry.indexed).where(SearchEntry.place.in_(places)))
    kept = sorted(((place, unpack(indexed).lexemes) for place, indexed in entries), reverse=True)
    return tuple(
        tuple(number_at(place) for place, lexemes in kept if holds(expression, lexemes))[:limit]
        for expression in expressions
    )


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
