"""How it stands on the desk: which briefings wait, are published or archived, and what one lacks."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import case, func, select

from briefings import library
from briefings.desk import drafts
from briefings.exchange import REQUIRED_LANGUAGES
from briefings.model import Briefing, Status

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy.ext.asyncio import AsyncSession


class Shelf(enum.StrEnum):
    """Where editors look for a briefing."""

    WAITING = "w"  # for somebody or for its time: readers don't see it yet
    PUBLISHED = "p"
    ARCHIVED = "a"


SHELVES: Final[Mapping[Shelf, Collection[Status]]] = {
    Shelf.WAITING: drafts.OPEN,
    Shelf.PUBLISHED: (Status.PUBLISHED,),
    Shelf.ARCHIVED: (Status.ARCHIVED,),
}


@dataclass(frozen=True)
class Missing:
    """What an editor should look at before publishing.

    `what`: text (there is none at all), language (a text in it), source, date, confirm (a machine wrote the text).
    """

    what: str
    language: str | None = None


def missing(briefing: Briefing) -> list[Missing]:
    """What the briefing lacks; only a text at all keeps it from being published."""
    if not briefing.texts:
        return [Missing("text")]
    lacking = [Missing("language", language) for language in REQUIRED_LANGUAGES if language not in briefing.texts]
    lacking += [Missing("confirm", code) for code, text in sorted(briefing.texts.items()) if text.machine_made]
    lacking += [] if briefing.source_name or briefing.source_url else [Missing("source")]
    return lacking + ([] if briefing.date else [Missing("date")])


async def shelf(
    session: AsyncSession, which: Shelf, *, skip: int = 0, limit: int = 10
) -> tuple[Sequence[Briefing], int]:
    """What stands there: the soonest embargo first, then what was published or touched last; and how many there are."""
    there = Briefing.status.in_(SHELVES[which])
    total = await session.scalar(select(func.count()).select_from(Briefing).where(there)) or 0
    embargoed = case((Briefing.status == Status.SCHEDULED, Briefing.publish_at))
    newest = Briefing.published_at if which is Shelf.PUBLISHED else Briefing.updated_at
    order = (embargoed.is_(None), embargoed, newest.desc(), Briefing.id.desc())
    statement = select(Briefing).where(there).order_by(*order).options(*library.WHOLE).offset(skip).limit(limit)
    return (await session.scalars(statement)).all(), total
