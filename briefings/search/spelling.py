"""The nearest spelling that the briefings have, for a query that found nothing."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler
from sqlalchemy import and_, select

from briefings.language import is_known, words
from briefings.language.rough import rough_key
from briefings.language.stop_words import STOP_WORDS
from briefings.model import WordForm
from briefings.search.lexemes import LONGEST
from briefings.search.query import MOST_TEXT, MOST_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.search.query import Query

NEAR: Final = 0.80  # JaroWinkler, 0-1
LETTERS_A_SLIP: Final = 3  # one slip of the finger in so many letters
SHORTEST: Final = 3  # letters; a shorter word is near to too many
LENGTH_APART: Final = 2
CANDIDATES: Final = 5_000  # the most frequent of those with the same first letter and about the same length
_LETTERS: Final = "аәбвгғдежзийкқлмнңоөпрстуұүфхһцчшщыіэюяabcdefghijklmnopqrstuvwxyz"  # a word may begin with


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
    """The word form nearest to a word, of equals the most frequent.

    The first letter is right, as a rule. Where it is the slip (лбокчейн, локчейн, влокчейн), the rest is right: all
    forms with another first letter would be nearly all that there are.
    """
    slips = max(1, len(word) // LETTERS_A_SLIP)
    apart = min(slips, LENGTH_APART)
    lengths = WordForm.length.between(len(word) - apart, len(word) + apart)
    rest = word[1:]
    others = [rest, rest[0] + word[0] + rest[1:], *(first + kept for first in _LETTERS for kept in (word, rest))]
    for where in (and_(WordForm.initial == rough_key(word[0]), lengths), WordForm.form.in_(others)):
        statement = select(WordForm.form, WordForm.count).where(where).order_by(WordForm.count.desc(), WordForm.form)
        forms = dict((await session.execute(statement.limit(CANDIDATES))).all())
        best = await asyncio.to_thread(_best, word, forms, slips)
        if best is not None:
            return best
    return None


def _best(word: str, forms: Mapping[str, int], slips: int) -> str | None:
    """Of word forms and their frequencies the nearest within so many slips."""
    near = process.extract(word, list(forms), scorer=JaroWinkler.similarity, score_cutoff=NEAR, limit=10)
    meant = [each for each in near if OSA.distance(word, each[0]) <= slips]
    return max(meant, key=lambda each: (round(each[1], 3), forms[each[0]]), default=(None,))[0]
