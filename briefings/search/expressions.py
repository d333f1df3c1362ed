"""A search as an expression of lexemes, for FTS5, as a tsquery, or for a briefing's own: all of, one of, but not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Container, Iterable


@dataclass(frozen=True)
class AllOf:
    """Each of the parts."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True)
class OneOf:
    """Any of the parts."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True)
class ButNot:
    """The one without the other."""

    wanted: Expression
    unwanted: Expression


Expression: TypeAlias = str | AllOf | OneOf | ButNot


def all_of(parts: Iterable[Expression]) -> Expression:
    """All of the parts, of which there is at least one; the part itself where it is the only one."""
    each = tuple(dict.fromkeys(parts))
    return each[0] if len(each) == 1 else AllOf(each)


def one_of(parts: Iterable[Expression]) -> Expression:
    """As `all_of`."""
    each = tuple(dict.fromkeys(parts))
    return each[0] if len(each) == 1 else OneOf(each)


def holds(expression: Expression, lexemes: Container[str]) -> bool:
    """Whether a briefing with these lexemes is found.

    >>> holds(ButNot("1су", OneOf(("#china", "#usa"))), {"1су", "2су", "#china"})
    False
    """
    match expression:
        case AllOf(parts):
            return all(holds(part, lexemes) for part in parts)
        case OneOf(parts):
            return any(holds(part, lexemes) for part in parts)
        case ButNot(wanted, unwanted):
            return holds(wanted, lexemes) and not holds(unwanted, lexemes)
        case _:
            return expression in lexemes


def for_fts5(expression: Expression) -> str:
    """As FTS5's MATCH reads it; whatever stands in a lexeme is text.

    >>> print(for_fts5(AllOf(("1су", OneOf(("2*", "3су"))))))
    ("1су" AND ("2*" OR "3су"))
    """
    match expression:
        case AllOf(parts):
            return f"({' AND '.join(map(for_fts5, parts))})"
        case OneOf(parts):
            return f"({' OR '.join(map(for_fts5, parts))})"
        case ButNot(wanted, unwanted):
            return f"({for_fts5(wanted)} NOT {for_fts5(unwanted)})"
        case _:
            return '"' + expression.replace('"', '""') + '"'


def for_tsquery(expression: Expression) -> str:
    """As PostgreSQL's tsquery reads it.

    >>> print(for_tsquery(ButNot("1су", "2'")))
    ('1су' & !'2''')
    """
    match expression:
        case AllOf(parts):
            return f"({' & '.join(map(for_tsquery, parts))})"
        case OneOf(parts):
            return f"({' | '.join(map(for_tsquery, parts))})"
        case ButNot(wanted, unwanted):
            return f"({for_tsquery(wanted)} & !{for_tsquery(unwanted)})"
        case _:
            return "'" + expression.replace("\\", "\\\\").replace("'", "''") + "'"
