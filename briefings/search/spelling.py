"""The nearest spelling that the briefings have, for a query that found nothing."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler
from sqlalchemy import select

from briefings.language import is_known, words
from briefings.language.rough import rough_key
from briefings.model import WordForm
from briefings.search.lexemes import LONGEST, STOP_WORDS
from briefings.search.query import MOST_TEXT, MOST_WORDS

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.search.query import Query

NEAR: Final = 0.80  # JaroWinkler, 0-1
LETTERS_A_SLIP: Final = 3  # one slip of the finger in so many letters
SHORTEST: Final = 3  # letters; a shorter word is near to too many
LENGTH_APART: Final = 2
CANDIDATES: Final = 5_000  # the most frequent of those with the same first letter and about the same length


async def nearest(session: AsyncSession, query: Query) -> str | None:
    """The query with every word that no briefing has put right; None where there is nothing to put right."""
    text = query.text[:MOST_TEXT]
    doubtful = [token for token in words(text) if _is_doubtful(token.word)][:MOST_WORDS]
    forms = select(WordForm.form).where(WordForm.form.in_([token.word for token in doubtful]))
    known = set(await session.scalars(forms)) if doubtful else set()
    changed = False
    for token in reversed([token for token in doubtful if token.word not in known]):
        better = await _near(session, token.word)
        if better is not None:
            text = text[: token.start] + better + text[token.end :]
            changed = True
    return text if changed else None


def _is_doubtful(word: str) -> bool:
    """Whether it may be misspelled: no number, and no word that our lists have."""
    return SHORTEST <= len(word) <= LONGEST and not word.isdecimal() and word not in STOP_WORDS and not is_known(word)


async def _near(session: AsyncSession, word: str) -> str | None:
    """The word form nearest to a word, of equals the most frequent."""
    lengths = WordForm.length.between(len(word) - LENGTH_APART, len(word) + LENGTH_APART)
    same_initial = WordForm.initial == rough_key(word[0])
    return await _best(session, word, same_initial, lengths) or await _best(session, word, ~same_initial, lengths)


async def _best(session: AsyncSession, word: str, *where: ColumnElement[bool]) -> str | None:
    statement = select(WordForm.form, WordForm.count).where(*where).order_by(WordForm.count.desc(), WordForm.form)
    frequency = dict((await session.execute(statement.limit(CANDIDATES))).all())
    near = await asyncio.to_thread(
        process.extract, word, list(frequency), scorer=JaroWinkler.similarity, score_cutoff=NEAR, limit=10
    )
    few = max(1, len(word) // LETTERS_A_SLIP)
    slips = [each for each in near if OSA.distance(word, each[0]) <= few]
    return max(slips, key=lambda each: (round(each[1], 3), frequency[each[0]]), default=(None,))[0]
