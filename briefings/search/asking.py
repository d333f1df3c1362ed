"""The index asked: which briefings an expression finds, newest first; the same on SQLite and PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from briefings.search import statements
from briefings.search.expressions import ButNot, for_fts5, for_tsquery, holds
from briefings.search.lexemes import EVERY, Kept
from briefings.search.places import FIRST, LAST, number_at
from briefings.search.statements import Listing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import TextClause
    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.search.expressions import Expression

MOST: Final = 1000  # results that are counted and paged through
FEW: Final = 25  # results that are told apart by what is kept of each: a millisecond or two
AT_ONCE: Final = 5  # expressions that are asked for in one statement: one is enough, unless few words are to be found


class Found(NamedTuple):
    """The numbers of the briefings that each expression finds, newest first, and how many there are, up to `MOST` + 1.

    Of the later expressions none where the earlier find enough; that of the whole comes last.
    """

    lists: tuple[tuple[int, ...], ...]
    total: int


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
    is_shown = len(unknown) < len(expressions)
    newest, total, lists = await index.whole(whole, unknown[:AT_ONCE], is_shown=is_shown)
    if total <= FEW:
        return Found(_told_apart(expressions, newest, limit), total)
    for start in range(AT_ONCE, len(unknown), AT_ONCE):
        if len(frozenset().union(*lists)) >= limit:
            break
        lists += await index.lists(unknown[start : start + AT_ONCE])
    if is_shown:
        lists.append(tuple(number_at(place) for place, _ in newest[:limit]))
    return Found(tuple(lists), total)


class _Index:
    """What one search asks of the index."""

    def __init__(self, session: AsyncSession, span: tuple[int, int], limit: int) -> None:
        self._session = session
        self._on_postgresql = session.get_bind().dialect.name == "postgresql"
        self._write = for_tsquery if self._on_postgresql else for_fts5
        self._is_narrowed = span != (FIRST, LAST)
        self._limit, self._values = limit, {"first": span[0], "last": span[1], "limit": limit}

    async def whole(
        self, whole: Expression, first: Sequence[Expression], *, is_shown: bool
    ) -> tuple[list[tuple[int, bytes]], int, list[tuple[int, ...]]]:
        """The newest places that an expression finds, how many there are, up to `MOST` + 1, and the `first` lists.

        With each place what is kept of it, where they are no more than `FEW`; then the lists are empty. Where they are
        more than `MOST`, the newest need not be there: if they are not shown, or the lists fill the page.
        """
        values = {"whole": self._write(whole), "most": MOST + 1, "few": FEW, "newest": max(self._limit, FEW)}
        listings = tuple(map(self._listing, first))
        statement = statements.whole(self._listing(whole), listings, is_shown=is_shown)
        rows = await self._rows(statement, first, values)
        total = next(value for at, value, _ in rows if at == -2)
        newest = sorted(((place, kept) for at, place, kept in rows if at == -1), reverse=True)
        return newest, total, _numbers(rows, len(first))

    async def lists(self, expressions: Sequence[Expression]) -> list[tuple[int, ...]]:
        """The numbers of the newest that each of a few expressions finds, as long as the page isn't full."""
        statement = statements.lists(tuple(map(self._listing, expressions)))
        return _numbers(await self._rows(statement, expressions, {}), len(expressions))

    async def counts(self, expressions: Sequence[Expression]) -> list[int]:
        """How many each expression finds, up to `MOST` + 1."""
        statement = statements.counts(tuple(map(self._listing, expressions)))
        (found,) = await self._rows(statement, expressions, {"most": MOST + 1})
        return list(found)

    def _listing(self, expression: Expression) -> Listing:
        is_every_but = isinstance(expression, ButNot) and expression.wanted == EVERY
        return Listing(self._on_postgresql, expression == EVERY, is_every_but, self._is_narrowed)

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
