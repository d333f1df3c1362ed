"""What the search keeps beside the texts. On SQLite the words themselves are in the FTS5 table `search_index`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from briefings.model.base import Base

if TYPE_CHECKING:
    from collections.abc import Callable

FTS_TABLE = "search_index"  # FTS5; its shadow tables are named after it: search_index_data and so on
LEXEMES_INDEX = "ix_search_entries_lexemes"


def declared_on(dialect: str) -> Callable[..., bool]:
    """Alembic's `include_object`: whether the models say how this is on SQLite or PostgreSQL.

    No model declares the FTS5 table and what SQLite keeps behind it; and only PostgreSQL has an index on lexemes.
    """

    def is_declared(_item: object, name: str | None, kind: str, *_: object) -> bool:
        if kind == "table":
            return name is None or not name.startswith(FTS_TABLE)
        return name != LEXEMES_INDEX or dialect == "postgresql"

    return is_declared


class SearchEntry(Base):
    """A published briefing in the index."""

    __tablename__ = "search_entries"
    # fastupdate off: a list of what is not yet in the index would be read from end to end by every search
    __table_args__ = (
        Index(LEXEMES_INDEX, "lexemes", postgresql_using="gin", postgresql_with={"fastupdate": "off"}).ddl_if(
            dialect="postgresql"
        ),
    )

    briefing_id: Mapped[int] = mapped_column(ForeignKey("briefings.id"), primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(BigInteger, unique=True)  # by date and number; see briefings.search.places
    version: Mapped[int] = mapped_column(index=True)  # of the way it was indexed in
    indexed: Mapped[bytes] = mapped_column(LargeBinary)  # its lexemes and word forms, to take them out again
    lexemes: Mapped[str | None] = mapped_column(Text().with_variant(TSVECTOR(), "postgresql"))  # on PostgreSQL only


class WordForm(Base):
    """A word as it stands in briefings, and in how many: the spellings that may be offered."""

    __tablename__ = "word_forms"
    __table_args__ = (Index("ix_word_forms_initial_length", "initial", "length"), {"sqlite_with_rowid": False})

    form: Mapped[str] = mapped_column(String(64), primary_key=True)
    initial: Mapped[str] = mapped_column(String(4))  # its first letter, roughly: see briefings.language.rough
    length: Mapped[int]
    count: Mapped[int]
