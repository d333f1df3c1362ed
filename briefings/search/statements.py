"""The statements that the index is asked by, on SQLite and PostgreSQL, with bound parameters for all that is asked.

SQLite reads places from the last one back and leaves off as soon as a list is long enough. PostgreSQL's index knows no
order: for the newest it is asked for all places, whose rows are all read, and sorted then. So what is only counted is
taken in any order, and left off at the bound.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import text

from briefings.model.search import FTS_TABLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import TextClause

_TOTAL: Final = "(SELECT total FROM counted)"
_ARE_FEW: Final = f"{_TOTAL} <= :few"


class Listing(NamedTuple):
    """How the places that an expression finds are read."""

    on_postgresql: bool
    is_every: bool = False  # the expression is what every briefing has
    is_every_but: bool = False  # … without something
    in_span: bool = False  # only those between `:first` and `:last`

    @property
    def is_gathered(self) -> bool:
        """Whether all that is found has to be read before the newest are known."""
        return self.on_postgresql and not (self.is_every or self.is_every_but)

    def newest(self, name: str, most: str) -> str:
        """Of the expression `:name`, the last place first; at most as many as the SQL expression `most` says."""
        if self.is_gathered:  # OFFSET 0: where it thinks a word frequent, the planner would read briefing by briefing
            return f"SELECT place FROM ({self._found(name)} OFFSET 0) AS all_{name} ORDER BY place DESC LIMIT {most}"  # noqa: S608
        order = "place" if self.on_postgresql or self.is_every else "rowid"
        return f"{self._found(name)} ORDER BY {order} DESC LIMIT {most}"

    def any(self, name: str, most: str) -> str:
        """As `newest`, but of more than `most` those that come cheapest."""
        return f"{self._found(name)} LIMIT {most}" if self.is_gathered else self.newest(name, most)

    def _found(self, name: str) -> str:
        """Without an order or a bound."""
        if self.is_every:  # it narrows nothing: they are read by place, not gathered first
            return "SELECT place FROM search_entries WHERE place BETWEEN :first AND :last"
        if not self.on_postgresql:
            span = "AND rowid BETWEEN :first AND :last" if self.in_span else ""
            return f"SELECT rowid AS place FROM {FTS_TABLE} WHERE {FTS_TABLE} MATCH :{name} {span}"  # noqa: S608
        found = f"lexemes @@ CAST(CAST(:{name} AS text) AS tsquery)"
        if self.is_every_but:  # IS TRUE keeps it from the index of lexemes, which would give all others
            found = f"place BETWEEN :first AND :last AND ({found}) IS TRUE"
        elif self.in_span:  # + 0: not by the index of places, as OFFSET 0 above
            found = f"{found} AND place + 0 BETWEEN :first AND :last"
        return f"SELECT place FROM search_entries WHERE {found}"  # noqa: S608


@lru_cache(maxsize=16)
def lists(listings: tuple[Listing, ...]) -> TextClause:
    """Several lists, of `:q0`, `:q1` …, as rows of (its number, a place, None).

    Of those for which the lists before them leave no room on a page of `:limit` there are none.
    """
    return text(f"WITH {', '.join(_with_lists(listings, []))} {' UNION ALL '.join(_from_lists(listings))}")


@lru_cache(maxsize=16)
def whole(listing: Listing, listings: tuple[Listing, ...], *, is_shown: bool) -> TextClause:
    """Places, as rows of (-1, place, None), how many there are, as (-2, count, None), and `lists`.

    The newest `:newest` of what `:whole` finds; it is counted up to `:most`. Where they are no more than `:few`: no
    lists, but what is kept of each instead of None. Where they are `:most` and must be gathered: the newest `:limit`
    if they are shown after the lists, and none if these leave no room on the page.
    """
    are_counted = f"{_TOTAL} < :most" if listing.is_gathered else "TRUE"
    tables = [
        f"whole AS MATERIALIZED ({listing.any('whole', ':most')})",
        "counted AS MATERIALIZED (SELECT count(*) AS total FROM whole)",
        *_with_lists(listings, [_ARE_FEW]),
    ]
    kept = "(SELECT indexed FROM search_entries WHERE search_entries.place = newest.place)"
    newest = f"(SELECT place FROM whole WHERE {are_counted} ORDER BY place DESC LIMIT :newest) AS newest"  # noqa: S608
    parts = [
        f"SELECT -1 AS list, place, CASE WHEN {_ARE_FEW} THEN {kept} END AS indexed FROM {newest}",  # noqa: S608
        "SELECT -2, total, NULL FROM counted",
        *_from_lists(listings),
    ]
    if listing.is_gathered and is_shown:
        tables.append(f"rest AS MATERIALIZED ({listing.newest('whole', _room(len(listings), [are_counted]))})")
        parts.append("SELECT -1, place, NULL FROM rest")
    return text(f"WITH {', '.join(tables)} {' UNION ALL '.join(parts)}")


@lru_cache(maxsize=16)
def counts(listings: tuple[Listing, ...]) -> TextClause:
    """One row: how many each of `:q0`, `:q1` … finds, up to `:most`."""
    parts = (
        f"(SELECT count(*) FROM ({one.any(f'q{at}', ':most')}) AS l{at})"  # noqa: S608
        for at, one in enumerate(listings)
    )
    return text(f"SELECT {', '.join(parts)}")


def _with_lists(listings: Sequence[Listing], unless: Sequence[str]) -> list[str]:
    """Each as a common table expression `l0`, `l1` … `unless`: conditions under which nothing is read."""
    return [
        f"l{at} AS MATERIALIZED ({listing.newest(f'q{at}', _room(at, unless))})" for at, listing in enumerate(listings)
    ]


def _room(lists: int, unless: Sequence[str]) -> str:
    """How many of the next list are read: none where the first `lists` fill the page, or under these conditions.

    A list ends with a LIMIT, and with LIMIT 0 neither database begins it.
    """
    taken = " UNION ".join(f"SELECT place FROM l{at}" for at in range(lists))  # noqa: S608
    full = [f"(SELECT count(*) FROM ({taken}) AS taken) >= :limit"] if lists else []  # noqa: S608
    conditions = " OR ".join([*unless, *full])
    return f"(CASE WHEN {conditions} THEN 0 ELSE :limit END)" if conditions else ":limit"


def _from_lists(listings: Sequence[Listing]) -> list[str]:
    return [f"SELECT {at} AS list, place, NULL AS indexed FROM l{at}" for at in range(len(listings))]  # noqa: S608
