"""PURE: how well a word of a text meets a word of a question: as a form of it, or as one that is kin to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from briefings.language import word_stems
from briefings.language.rough import rough_key
from briefings.language.stop_words import STOP_WORDS
from briefings.search.verbs import is_going, is_same

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefings.search.questions import Question, Term

EXACT, KINDRED = 1.0, 0.7  # by a form of the word, by a kindred word (инвестиция - инвестор)
SAME_ROOT: Final = 5  # letters that kindred words share at their start at least
TAIL: Final = 6  # letters in which they may differ at the most


class Matcher:
    """How well each word meets each term of a question; looked up once, however often the word comes."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self._is_rough = any(term.rough for term in question.terms)
        self._known: dict[str, tuple[float, ...]] = {}

    def __getitem__(self, word: str) -> tuple[float, ...]:
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = self._meets(word)
        return known

    def _meets(self, word: str) -> tuple[float, ...]:
        """A word that nobody looks for meets nothing: «бар» is no form of «барды»."""
        if word in STOP_WORDS:
            return (0.0,) * len(self.question.terms)
        stems = frozenset(word_stems(word))
        rough = frozenset(map(rough_key, stems)) if self._is_rough else frozenset()
        return tuple(
            EXACT
            if stems & term.stems or rough & term.rough or (term.is_verb and is_same(term.word, word))
            else KINDRED
            if _kindred(word, term)
            else 0.0
            for term in self.question.terms
        )

    def best(self, found: Sequence[tuple[float, ...]]) -> tuple[float, ...]:
        """Of each term, how well it is met by what meets it best."""
        return tuple(max(column) for column in zip(*found, strict=True)) if found else (0.0,) * len(self.question.terms)


def _kindred(one: str, term: Term) -> bool:
    """Whether a word is likely of a term's root: инвестиция - инвестор, экспорт - экспорттаймыз; барды - барған."""
    other = term.word
    if term.is_verb and is_going(other) and is_going(one):
        return True
    shorter = min(len(one), len(other))
    if shorter < SAME_ROOT or one[:SAME_ROOT] != other[:SAME_ROOT]:
        return False
    same = next((place for place in range(shorter) if one[place] != other[place]), shorter)
    return len(one) - same <= TAIL and len(other) - same <= TAIL and same * 2 >= shorter
