"""The index asked: which briefings an expression finds, newest first; the same on SQLite and PostgreSQL."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import text

from briefings.model.search import FTS_TABLE
from briefings.search.expressions import ButNot, for_fts5, for_tsquery, holds
from briefings.search.lexemes import EVERY, Kept
from briefings.search.places import FIRST, LAST, number_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import TextClause
    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.search.expressions import Expression

MOST: Final = 1000  # results that are counted and paged through
FEW: Final = 25  # results that are told apart by what is kept of each: a millisecond or two
AT_ONCE: Final = 5  # expressions that are asked for in one statement: one is enough, unless few words are to be found

# SQLite reads places from the last one back and leaves off as soon as a list is long enough. PostgreSQL's index knows
# no order: it is asked for all places first (OFFSET 0 parts the two steps), or the planner would read briefing after
# briefing wherever it guesses that a word is frequent.
_LIST: Final = {
    "sqlite": (
        f"SELECT rowid AS place FROM {FTS_TABLE} WHERE {FTS_TABLE} MATCH :{{name}} "  # noqa: S608
        "{in_span} ORDER BY rowid DESC LIMIT {most}"
    ),
    "postgresql": (
        "SELECT place FROM (SELECT place FROM search_entries "
        "WHERE lexemes @@ CAST(CAST(:{name} AS text) AS tsquery) {in_span} OFFSET 0) "
        "AS all_{name} ORDER BY place DESC LIMIT {most}"
    ),
}
# What every briefing has narrows nothing: those that have it are read by place, not gathered first. IS TRUE keeps what
# they must not have from the index of lexemes, which would give all others.
_EVERY: Final = "SELECT place FROM search_entries WHERE place BETWEEN :first AND :last ORDER BY place DESC LIMIT {most}"
_EVERY_BUT: Final = _LIST | {
    "postgresql": (
        "SELECT place FROM search_entries WHERE place BETWEEN :first AND :last "
        "AND (lexemes @@ CAST(CAST(:{name} AS text) AS tsquery)) IS TRUE ORDER BY place DESC LIMIT {most}"
    )
}
_IN_SPAN: Final = {
    "sqlite": "AND rowid BETWEEN :first AND :last",
    "postgresql": "AND place + 0 BETWEEN :first AND :last",
}
_ARE_FEW: Final = "(SELECT total FROM counted) <= :few"


class Found(NamedTuple):
    """The numbers of the briefings that each expression finds, newest first, and how many there are, up to `MOST` + 1.

    Of the later expressions none where the earlier find enough; that of the whole comes last.
    """

    lists: tuple[tuple[int, ...], ...]
    total: int


def _list(dialect: str, expression: Expression, span: tuple[int, int]) -> str:
    """How the places that an expression finds between two others are listed, the last one first."""
    if expression == EVERY:
        return _EVERY
    is_all_but_some = isinstance(expression, ButNot) and expression.wanted == EVERY
    listed = (_EVERY_BUT if is_all_but_some else _LIST)[dialect]
    return listed.replace("{in_span}", "" if span == (FIRST, LAST) else _IN_SPAN[dialect])


def _with_lists(lists: Sequence[str], unless: Sequence[str]) -> list[str]:
    """Each as a common table expression `l0`, `l1` …; of those for which there is no room any more nothing is read.

    A list ends with a LIMIT, and with LIMIT 0 neither database begins it. `unless`: conditions under which none is.
    """
    tables: list[str] = []
    for at, one in enumerate(lists):
        taken = " UNION ".join(f"SELECT place FROM l{before}" for before in range(at))  # noqa: S608
        full = [f"(SELECT count(*) FROM ({taken}) AS taken) >= :limit"] if at else []  # noqa: S608
        conditions = " OR ".join([*unless, *full])
        most = f"(CASE WHEN {conditions} THEN 0 ELSE :limit END)" if conditions else ":limit"
        tables.append(f"l{at} AS MATERIALIZED ({one.format(name=f'q{at}', most=most)})")
    return tables


def _from_lists(lists: Sequence[str]) -> list[str]:
    return [f"SELECT {at} AS list, place, NULL AS indexed FROM l{at}" for at in range(len(lists))]  # noqa: S608


@lru_cache(maxsize=16)
def _lists(lists: tuple[str, ...]) -> TextClause:
    """Several lists, as rows of (its number, a place, None)."""
    return text(f"WITH {', '.join(_with_lists(lists, []))} {' UNION ALL '.join(_from_lists(lists))}")


@lru_cache(maxsize=16)
def _whole(listed: str, lists: tuple[str, ...]) -> TextClause:
    """The newest places, as rows of (-1, place, None), how many there are, as (-2, count, None), and the lists.

    Where they are few: no lists, but what is kept of each instead of None.
    """
    tables = [
        f"whole AS MATERIALIZED ({listed.format(name='whole', most=':most')})",
        "counted AS MATERIALIZED (SELECT count(*) AS total FROM whole)",
        *_with_lists(lists, [_ARE_FEW]),
    ]
    kept = "(SELECT indexed FROM search_entries WHERE search_entries.place = newest.place)"
    newest = "(SELECT place FROM whole ORDER BY place DESC LIMIT :newest) AS newest"
    parts = [
        f"SELECT -1 AS list, place, CASE WHEN {_ARE_FEW} THEN {kept} END AS indexed FROM {newest}",  # noqa: S608
        "SELECT -2, total, NULL FROM counted",
        *_from_lists(lists),
    ]
    return text(f"WITH {', '.join(tables)} {' UNION ALL '.join(parts)}")


async def ask(
    session: AsyncSession, expressions: Sequence[Expression], span: tuple[int, int], limit: int, *, whole: Expression
) -> Found:
    """The newest `limit` of each expression between two places, and the count of `whole`, which finds all that they do.

    With the whole the first of the others are asked for, as far as those before them leave room on the page. Where the
    whole is little none of them is, each time for words that may stand in every other briefing: its briefings are told
    apart by what is kept of them. And one of the expressions is mostly the whole itself.
    """
    index = _Index(session, span, limit)
    unknown = [expression for expression in expressions if expression != whole]
    newest, total, lists = await index.whole(whole, unknown[:AT_ONCE])
    if total <= FEW:
        return Found(_told_apart(expressions, newest, limit), total)
    for start in range(AT_ONCE, len(unknown), AT_ONCE):
        if len(frozenset().union(*lists)) >= limit:
            break
        lists += await index.lists(unknown[start : start + AT_ONCE])
    if len(unknown) < len(expressions):
        lists.append(tuple(number_at(place) for place, _ in newest[:limit]))
    return Found(tuple(lists), total)


class _Index:
    """What one search asks of the index."""

    def __init__(self, session: AsyncSession, span: tuple[int, int], limit: int) -> None:
        self._session, self._span = session, span
        self._dialect = session.get_bind().dialect.name
        self._write = for_tsquery if self._dialect == "postgresql" else for_fts5
        self._limit, self._values = limit, {"first": span[0], "last": span[1], "limit": limit}

    async def whole(
        self, whole: Expression, first: Sequence[Expression]
    ) -> tuple[list[tuple[int, bytes]], int, list[tuple[int, ...]]]:
        """The newest places that an expression finds, how many there are, up to `MOST` + 1, and the `first` lists.

        With each place what is kept of it, where they are no more than `FEW`; then the lists are empty.
        """
        values = {"whole": self._write(whole), "most": MOST + 1, "few": FEW, "newest": max(self._limit, FEW)}
        statement = _whole(self._list(whole), tuple(map(self._list, first)))
        rows = await self._rows(statement, first, values)
        total = next(value for at, value, _ in rows if at == -2)
        newest = sorted(((place, kept) for at, place, kept in rows if at == -1), reverse=True)
        return newest, total, _numbers(rows, len(first))

    async def lists(self, expressions: Sequence[Expression]) -> list[tuple[int, ...]]:
        """The numbers of the newest that each of a few expressions finds, as long as the page isn't full."""
        statement = _lists(tuple(map(self._list, expressions)))
        return _numbers(await self._rows(statement, expressions, {}), len(expressions))

    async def counts(self, expressions: Sequence[Expression]) -> list[int]:
        """How many each expression finds, up to `MOST` + 1."""
        lists = (self._list(one).format(name=f"q{at}", most=":most") for at, one in enumerate(expressions))
        parts = [f"(SELECT count(*) FROM ({one}) AS l{at})" for at, one in enumerate(lists)]  # noqa: S608
        (found,) = await self._rows(text(f"SELECT {', '.join(parts)}"), expressions, {"most": MOST + 1})
        return list(found)

    def _list(self, expression: Expression) -> str:
        return _list(self._dialect, expression, self._span)

    async def _rows(
        self, statement: TextClause, expressions: Sequence[Expression], values: Mapping[str, object]
    ) -> Sequence[Any]:
        asked = {f"q{at}": self._write(expression) for at, expression in enumerate(expressions)}
        return (await self._session.execute(statement, {**self._values, **values, **asked})).all()


def _numbers(rows: Sequence[tuple[int, int, bytes]], lists: int) -> list[tuple[int, ...]]:
    """Of each list, the briefings' numbers, newest first."""
    return [
        tuple(map(number_at, sorted((place for at, place, _ in rows if at == list_), reverse=True)))
        for list_ in range(lists)
    ]


def _told_apart(
    expressions: Sequence[Expression], found: Sequence[tuple[int, bytes]], limit: int
) -> tuple[tuple[int, ...], ...]:
    """Of each expression, which of these places it finds, by what is kept of each."""
    entries = [(number_at(place), Kept(packed)) for place, packed in found]
    return tuple(
        tuple(number for number, lexemes in entries if holds(expression, lexemes))[:limit] for expression in expressions
    )


async def counts(session: AsyncSession, expressions: Sequence[Expression], span: tuple[int, int]) -> list[int]:
    """How many briefings each expression finds between two places, up to `MOST` + 1."""
    return await _Index(session, span, MOST).counts(expressions)
