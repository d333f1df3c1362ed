"""What may be there already: of the same key or source, or with nearly the same title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process, utils
from sqlalchemy import select

from briefings import library
from briefings.model import Briefing, BriefingText

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.desk.drafts import NewDraft

NEARLY = 90  # of 100: titles that may be of one and the same piece
SHOWN = 3


async def similar(session: AsyncSession, new: NewDraft) -> list[Briefing]:
    """Stored briefings that may be the same piece: of its key, its source's address, or nearly its title."""
    found = list[int]()
    if new.key:
        found += await session.scalars(select(Briefing.id).where(Briefing.key == new.key))
    if new.source_url:
        found += await session.scalars(select(Briefing.id).where(Briefing.source_url == new.source_url.strip()))
    for language, text in new.texts.items():
        rows = await session.execute(
            select(BriefingText.briefing_id, BriefingText.title).where(BriefingText.language == language)
        )
        titles = dict(rows.all())
        near = process.extract(
            text.title, titles, scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=NEARLY
        )
        found += [briefing_id for _, _, briefing_id in near]
    numbers = list(dict.fromkeys(found))[:SHOWN]
    return [each for number in numbers if (each := await library.find(session, number)) is not None]
