"""The statements that the index is asked by, on SQLite and PostgreSQL, with bound parameters for all that is asked.

SQLite reads places from the last one back and leaves off as soon as a list is long enough. PostgreSQL's index knows no
order: it is asked for all places first, and they are sorted then.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import text

from briefings.model.search import FTS_TABLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import TextClause

_ARE_FEW: Final = "(SELECT total FROM counted) <= :few"


class Listing(NamedTuple):
    """How the places that an expression finds are listed, the last one first."""

    on_postgresql: bool
    is_every: bool = False  # the expression is what every briefing has
    is_every_but: bool = False  # … without something
    in_span: bool = False  # only those between `:first` and `:last`

    def sql(self, name: str, most: str) -> str:
        """For the expression `:name`; at most as many as the SQL expression `most` says."""
        if self.is_every:  # it narrows nothing: they are read by place, not gathered first
            condition = "place BETWEEN :first AND :last"
        elif not self.on_postgresql:
            span = "AND rowid BETWEEN :first AND :last" if self.in_span else ""
            found = f"FROM {FTS_TABLE} WHERE {FTS_TABLE} MATCH :{name} {span}"
            return f"SELECT rowid AS place {found} ORDER BY rowid DESC LIMIT {most}"
        elif self.is_every_but:  # IS TRUE keeps it from the index of lexemes, which would give all others
            condition = f"place BETWEEN :first AND :last AND (lexemes @@ {_tsquery(name)}) IS TRUE"
        else:  # OFFSET 0: wherever it guesses that a word is frequent, the planner would read briefing after briefing
            span = "AND place + 0 BETWEEN :first AND :last" if self.in_span else ""
            found = f"SELECT place FROM search_entries WHERE lexemes @@ {_tsquery(name)} {span} OFFSET 0"  # noqa: S608
            return f"SELECT place FROM ({found}) AS all_{name} ORDER BY place DESC LIMIT {most}"  # noqa: S608
        return f"SELECT place FROM search_entries WHERE {condition} ORDER BY place DESC LIMIT {most}"  # noqa: S608


def _tsquery(name: str) -> str:
    return f"CAST(CAST(:{name} AS text) AS tsquery)"


@lru_cache(maxsize=16)
def lists(listings: tuple[Listing, ...]) -> TextClause:
    """Several lists, of `:q0`, `:q1` …, as rows of (its number, a place, None).

    Of those for which the lists before them leave no room on a page of `:limit` there are none.
    """
    return text(f"WITH {', '.join(_with_lists(listings, []))} {' UNION ALL '.join(_from_lists(listings))}")


@lru_cache(maxsize=16)
def whole(listing: Listing, listings: tuple[Listing, ...]) -> TextClause:
    """Places, as rows of (-1, place, None), how many there are, as (-2, count, None), and `lists`.

    The newest `:newest` of what `:whole` finds; it is counted up to `:most`. Where they are no more than `:few`: no
    lists, but what is kept of each instead of None.
    """
    tables = [
        f"whole AS MATERIALIZED ({listing.sql('whole', ':most')})",
        "counted AS MATERIALIZED (SELECT count(*) AS total FROM whole)",
        *_with_lists(listings, [_ARE_FEW]),
    ]
    kept = "(SELECT indexed FROM search_entries WHERE search_entries.place = newest.place)"
    newest = "(SELECT place FROM whole ORDER BY place DESC LIMIT :newest) AS newest"
    parts = [
        f"SELECT -1 AS list, place, CASE WHEN {_ARE_FEW} THEN {kept} END AS indexed FROM {newest}",  # noqa: S608
        "SELECT -2, total, NULL FROM counted",
        *_from_lists(listings),
    ]
    return text(f"WITH {', '.join(tables)} {' UNION ALL '.join(parts)}")


@lru_cache(maxsize=16)
def counts(listings: tuple[Listing, ...]) -> TextClause:
    """One row: how many each of `:q0`, `:q1` … finds, up to `:most`."""
    parts = (
        f"(SELECT count(*) FROM ({one.sql(f'q{at}', ':most')}) AS l{at})"  # noqa: S608
        for at, one in enumerate(listings)
    )
    return text(f"SELECT {', '.join(parts)}")


def _with_lists(listings: Sequence[Listing], unless: Sequence[str]) -> list[str]:
    """Each as a common table expression `l0`, `l1` … `unless`: conditions under which nothing is read.

    A list ends with a LIMIT, and with LIMIT 0 neither database begins it.
    """
    tables: list[str] = []
    for at, listing in enumerate(listings):
        taken = " UNION ".join(f"SELECT place FROM l{before}" for before in range(at))  # noqa: S608
        full = [f"(SELECT count(*) FROM ({taken}) AS taken) >= :limit"] if at else []  # noqa: S608
        conditions = " OR ".join([*unless, *full])
        most = f"(CASE WHEN {conditions} THEN 0 ELSE :limit END)" if conditions else ":limit"
        tables.append(f"l{at} AS MATERIALIZED ({listing.sql(f'q{at}', most)})")
    return tables


def _from_lists(listings: Sequence[Listing]) -> list[str]:
    return [f"SELECT {at} AS list, place, NULL AS indexed FROM l{at}" for at in range(len(listings))]  # noqa: S608
