"""What may be there already: of the same key or source, or with nearly the same title.

It is looked for before anything is written, and compared in a thread: among thousands of titles that takes long, and
whoever writes would wait for it. What somebody else stores in between is not seen: it is a hint, no guard.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import TYPE_CHECKING, Final, TypeAlias

from rapidfuzz import fuzz, process, utils
from sqlalchemy import or_, select

from briefings import library
from briefings.model import Briefing, BriefingText

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.desk.drafts import NewDraft
    from briefings.store import Store

NEARLY: Final = 90  # of 100: titles that may be of one and the same piece
SHOWN: Final = 3
READ_AT_ONCE: Final = 1000  # titles: then others have a turn

Mark: TypeAlias = int | str  # a stored briefing's id; the key of a file that is compared before this one
Titles: TypeAlias = defaultdict[str, dict[Mark, str]]  # by language
Holders: TypeAlias = defaultdict[str, list[Mark]]  # by key and by address


async def similar(store: Store, new: NewDraft) -> list[Briefing]:
    """Stored briefings that may be the same piece: of its key, its source's address, or nearly its title."""
    (near,) = await compare(store, [new])
    async with store.reading() as session:
        return await find(session, near, {})


async def compare(store: Store, new: Sequence[NewDraft]) -> list[list[Mark]]:
    """What may be the same piece as each: of what is stored, and of those before it."""
    titles, holders = Titles(dict), Holders(list)
    signs = {sign for each in new for sign in _signs(each)}
    languages = {language for each in new for language in each.texts}
    held = select(Briefing.id, Briefing.key, Briefing.source_url)
    written = select(BriefingText.language, BriefingText.briefing_id, BriefingText.title)
    async with store.reading() as session:
        same = held.where(or_(Briefing.key.in_(signs), Briefing.source_url.in_(signs)))
        for number, *has in await session.execute(same):
            for sign in signs.intersection(has):
                holders[sign].append(number)
        said = await session.stream(written.where(BriefingText.language.in_(languages)))
        async for some in said.partitions(READ_AT_ONCE):
            for language, number, title in some:
                titles[language][number] = title
    return await asyncio.to_thread(_compare, new, titles, holders)


async def find(session: AsyncSession, near: Sequence[Mark], made: Mapping[str, Briefing]) -> list[Briefing]:
    """Some of these briefings. `made`: by key, those of the files before it."""
    found = list[Briefing]()
    for mark in near:
        each = await library.find(session, mark) if isinstance(mark, int) else made.get(mark)
        if each is not None and len(found) < SHOWN:
            found.append(each)
    return found


def _signs(new: NewDraft) -> list[str]:
    """What only one and the same piece has."""
    return [sign for sign in (new.key, (new.source_url or "").strip()) if sign]


def _compare(new: Sequence[NewDraft], titles: Titles, holders: Holders) -> list[list[Mark]]:
    for said in titles.values():
        for mark, title in said.items():
            said[mark] = utils.default_process(title)
    found = []
    for each in new:
        near = [mark for sign in _signs(each) for mark in holders[sign]]
        for language, text in each.texts.items():
            title, said = utils.default_process(text.title), titles[language]
            alike = process.extract(title, said, scorer=fuzz.ratio, score_cutoff=NEARLY, limit=None)
            near += [mark for _, _, mark in alike]
            if each.key:
                said[each.key] = title
        for sign in _signs(each):
            holders[sign] += [each.key] if each.key else []
        found.append(list(dict.fromkeys(near)))
    return found
