"""PURE: the sentence of a briefing that answers a query best, quoted as it stands, and whether it answers it at all.

Nothing is put together or reworded: an answer is a title, a sentence of the summary, or a line of the details.
"""

from __future__ import annotations

import math
import operator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Protocol

from briefings.language import sentences, word_stems, words
from briefings.language.rough import rough_key
from briefings.search import evidence
from briefings.search.questions import Wanted, asked_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefings.language import Token
    from briefings.search.questions import Question

# How well a term is met: by a form of the word, by a kindred word (инвестиция - инвестор), elsewhere in the briefing.
EXACT, KINDRED, IN_TITLE, ELSEWHERE = 1.0, 0.7, 0.5, 0.3
SAME_ROOT: Final = 5  # letters that kindred words share at their start at least
TAIL: Final = 6  # letters in which they may differ at the most

LABELLED = 0.3  # what a line gains whose label meets all of the question: «Риски: долговая зависимость»
TITLE_LOSS = 0.3  # a title is quoted where no sentence says it as well
LENGTH_LOSS = 0.0004  # a letter: of two that say it, the shorter
ENOUGH = 0.62  # of the question's weight must be met for an answer
SENTENCES_KEPT, SUMMARIES_KEPT = 2_000, 500  # cut once: about 10 MB
MUST_FIT: Final = frozenset({Wanted.NUMBER, Wanted.DATE, Wanted.NAME, Wanted.REASON})


class Text(Protocol):
    """A briefing in one language."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def summary(self) -> str:
        """Paragraphs parted by an empty line."""

    @property
    def details(self) -> Sequence[str]:
        """A line each."""


@dataclass(frozen=True)
class Passage:
    """A sentence as it stands; `places` (start, end) of the found words in it, in order; how well it answers."""

    text: str
    places: tuple[tuple[int, int], ...]
    score: float
    met: float  # the share of the question's weight that it meets, 0-1
    fits: bool  # it has the kind of thing that is asked for
    named: bool  # it has the names that the question has, or its title has them


def places(text: str, question: Question) -> tuple[tuple[int, int], ...]:
    """Where words of the question stand in a text, in any inflection."""
    return _Sentence(text, _Words(question)).places


def passages(texts: Sequence[Text], question: Question, *, titles: bool = False) -> list[Passage]:
    """The best sentence of each text (with `titles`, perhaps its title). The rarer a word in all, the more it counts.

    Where no word is found in a text, its first sentence.
    """
    meaning = _Words(question)
    articles = [_Article(text, meaning) for text in texts]
    weights = _weights([each for article in articles for each in article.sentences], question)
    return [article.best(weights, titles=titles) for article in articles]


def answer(found: Sequence[Passage], question: Question) -> int | None:
    """Which of the passages answers the question; None where nothing is asked, or none does well enough."""
    if question.wanted is None or not question.terms or not found:
        return None
    best = max(range(len(found)), key=lambda place: (found[place].score, -place))
    passage = found[best]
    fits = passage.fits or question.wanted not in MUST_FIT
    return best if passage.met >= ENOUGH and passage.named and fits else None


@lru_cache(maxsize=SENTENCES_KEPT)
def _tokens(text: str) -> tuple[Token, ...]:
    return tuple(words(text))


@lru_cache(maxsize=SUMMARIES_KEPT)
def _sentences(summary: str) -> tuple[str, ...]:
    return tuple(sentences(summary))


class _Words:
    """How well each word meets each term of a question; looked up once, however often the word comes."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self._is_rough = any(term.rough for term in question.terms)
        self._known: dict[str, tuple[float, ...]] = {}

    def __getitem__(self, word: str) -> tuple[float, ...]:
        known = self._known.get(word)
        if known is None:
            stems = frozenset(word_stems(word))
            rough = frozenset(map(rough_key, stems)) if self._is_rough else frozenset()
            known = self._known[word] = tuple(
                EXACT if stems & term.stems or rough & term.rough else KINDRED if _kindred(word, term.word) else 0.0
                for term in self.question.terms
            )
        return known

    def best(self, found: Sequence[tuple[float, ...]]) -> tuple[float, ...]:
        """Of each term, how well it is met by what meets it best."""
        return tuple(max(column) for column in zip(*found, strict=True)) if found else (0.0,) * len(self.question.terms)


class _Sentence:
    """A sentence, and what of the question it meets; `in_label`: before its colon."""

    def __init__(self, text: str, meaning: _Words) -> None:
        self.text = text
        tokens = [(token, meaning[token.word]) for token in _tokens(text)]
        until = len(evidence.label(text))
        self.meets = meaning.best([met for _, met in tokens])
        self.in_label = meaning.best([met for token, met in tokens if token.end <= until])
        self.places = tuple((token.start, token.end) for token, met in tokens if any(met))
        new = [token for token, met in tokens if EXACT not in met]
        names = any(text[token.start].isupper() and token.start > 0 for token in new)
        told = " ".join(token.word for token in new)
        self.worth = evidence.worth(text, told, names=names, wanted=meaning.question.wanted)


class _Article:
    """A text, cut into what can be quoted."""

    def __init__(self, text: Text, meaning: _Words) -> None:
        self._terms = meaning.question.terms
        self.title = _Sentence(text.title, meaning)
        self._title_asks = asked_by(text.title) is not None
        said = [_Sentence(each, meaning) for each in (*_sentences(text.summary), *text.details)]
        self.sentences = said or [self.title]
        anywhere = meaning.best([each.meets for each in self.sentences])
        self._around = [
            IN_TITLE if in_title else ELSEWHERE if somewhere else 0.0
            for in_title, somewhere in zip(self.title.meets, anywhere, strict=True)
        ]

    def best(self, weights: Sequence[float], *, titles: bool) -> Passage:
        """The passage with the highest score; of equals the first. A title that asks itself answers nothing."""
        if not any(any(each.meets) for each in (*self.sentences, self.title)):
            return self._rate(self.sentences[0], weights)
        quotable = [*self.sentences, self.title] if titles and not self._title_asks else self.sentences
        return max((self._rate(each, weights) for each in quotable), key=lambda found: found.score)

    def _rate(self, sentence: _Sentence, weights: Sequence[float]) -> Passage:
        total = sum(weights) or 1.0
        meets = list(map(max, sentence.meets, self._around))
        met = sum(map(operator.mul, weights, meets)) / total
        named = all(meets[at] >= IN_TITLE for at, term in enumerate(self._terms) if term.is_name)
        is_title = sentence is self.title  # its colon stands after who speaks, not before what is asked
        labelled = 0.0 if is_title else sum(map(operator.mul, weights, sentence.in_label)) / total
        loss = LENGTH_LOSS * len(sentence.text) + TITLE_LOSS * is_title
        score = met + sentence.worth + LABELLED * labelled - loss
        return Passage(sentence.text, sentence.places, score, met, sentence.worth > 0, named)


def _weights(everything: Sequence[_Sentence], question: Question) -> list[float]:
    """What each term weighs: its own weight, the more the rarer it is in all these sentences."""
    found = [sum(each.meets[place] > 0 for each in everything) for place in range(len(question.terms))]
    return [
        term.weight * math.log(2 + len(everything) / (1 + count))
        for term, count in zip(question.terms, found, strict=True)
    ]


def _kindred(one: str, other: str) -> bool:
    """Whether two words are likely of one root: инвестиция - инвестор, экспорт - экспорттаймыз."""
    shorter = min(len(one), len(other))
    if shorter < SAME_ROOT or one[:SAME_ROOT] != other[:SAME_ROOT]:
        return False
    same = next((place for place in range(shorter) if one[place] != other[place]), shorter)
    return len(one) - same <= TAIL and len(other) - same <= TAIL and same * 2 >= shorter
