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
AT_ONCE: Final = 3  # expressions of one meaning: in the title, in title and summary, anywhere

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


@lru_cache(maxsize=8)
def _whole(listed: str) -> TextClause:
    """The newest places, as rows of (0, a place), and how many there are, as a row of (-1, count)."""
    whole = listed.format(name="whole", most="most")
    return text(
        f"WITH whole AS MATERIALIZED ({whole}) SELECT -1 AS list, count(*) AS place FROM whole "  # noqa: S608
        "UNION ALL SELECT 0, place FROM (SELECT place FROM whole ORDER BY place DESC LIMIT :few) AS newest"
    )


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
    time for words that may stand in every other briefing; and it is one of them mostly, which then is known.
    """
    dialect = session.get_bind().dialect.name
    bounds = {"first": span[0], "last": span[1]}
    newest, total = await _newest(session, whole, bounds, max(limit, FEW))
    if total <= FEW:
        return Found(await _told_apart(session, expressions, newest, limit), total)
    write = for_tsquery if dialect == "postgresql" else for_fts5
    unknown = [expression for expression in expressions if expression != whole]
    lists: list[tuple[int, ...]] = []
    for start in range(0, len(unknown), AT_ONCE):
        some = unknown[start : start + AT_ONCE]
        values = {f"q{at}": write(expression) for at, expression in enumerate(some)}
        listed = tuple(_list(dialect, expression) for expression in some)
        rows = (await session.execute(_lists(listed), {**values, **bounds, "limit": limit})).all()
        for at in range(len(some)):
            places = sorted((place for list_, place in rows if list_ == at), reverse=True)
            lists.append(tuple(map(number_at, places)))
        if len(frozenset().union(*lists)) >= limit:
            break
    if len(unknown) < len(expressions):
        lists.append(tuple(map(number_at, newest[:limit])))
    return Found(tuple(lists), total)


async def _newest(
    session: AsyncSession, whole: Expression, bounds: Mapping[str, int], few: int
) -> tuple[list[int], int]:
    """The newest places that an expression finds, and how many it finds in all, up to `MOST` + 1."""
    dialect = session.get_bind().dialect.name
    write = for_tsquery if dialect == "postgresql" else for_fts5
    values = {"whole": write(whole), **bounds, "most": MOST + 1, "few": few}
    found = (await session.execute(_whole(_list(dialect, whole)), values)).all()
    total = next(value for at, value in found if at < 0)
    return sorted((value for at, value in found if at == 0), reverse=True), total


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
