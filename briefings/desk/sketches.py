"""PURE: a draft in one language on its way to be stored: out of a message or an article, or half asked for."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from briefings.desk.drafts import NewDraft
from briefings.desk.form import DraftText
from briefings.partial_date import PartialDate

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Sketch:
    """What is known of the draft so far; texts are empty and `language` is None where nothing was said yet.

    `topics`: slugs, most important first. `date`: ISO text. `length`: characters of the article that it was made of.
    """

    language: str | None = None
    topics: tuple[str, ...] = ()
    title: str = ""
    summary: str = ""
    details: tuple[str, ...] = ()
    source_name: str | None = None
    source_url: str | None = None
    date: str | None = None
    machine_made: bool = False
    length: int = 0

    def as_json(self) -> dict[str, Any]:
        """To be stored; `of_json` reads it again."""
        return dataclasses.asdict(self) | {"topics": list(self.topics), "details": list(self.details)}

    @classmethod
    def of_json(cls, stored: Mapping[str, Any]) -> Sketch:
        """As `as_json` wrote it."""
        return cls(**{**stored, "topics": tuple(stored["topics"]), "details": tuple(stored["details"])})

    def draft(self) -> NewDraft:
        """As it is to be stored. Its language must be known."""
        assert self.language is not None  # noqa: S101 - it is asked first, or recognised
        text = DraftText(self.title, self.summary, self.details, machine_made=self.machine_made)
        date = PartialDate.parse(self.date) if self.date else None
        return NewDraft(self.topics, date, {self.language: text}, self.source_name, self.source_url)
