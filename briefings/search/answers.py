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
from briefings.search import evidence, offices
from briefings.search.asked import Wanted, asked_by
from briefings.search.matching import EXACT, KINDRED, Matcher
from briefings.search.verbs import is_going

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefings.language import Token
    from briefings.search.questions import Question, Term

# How well a term is met that does not stand in the sentence: elsewhere in the briefing.
IN_TITLE, ELSEWHERE = 0.5, 0.3

LABELLED = 0.3  # what a line gains whose label meets all of the question: «Риски: долговая зависимость»
TITLE_LOSS = 0.3  # a title is quoted where no sentence says it as well
LENGTH_LOSS = 0.0004  # a letter: of two that say it, the shorter
VERB_LOSS = 1.0  # what is told with another verb is told of something else
ENOUGH = 0.62  # of the question's weight must be met for an answer
SENTENCES_KEPT, SUMMARIES_KEPT = 2_000, 500  # cut once: about 10 MB
MAY_MISS_KIND: Final = frozenset({Wanted.PLACE, Wanted.ANYTHING, Wanted.WHETHER})  # no pattern knows what answers them
TOLD_BY_VERB: Final = frozenset({Wanted.NAME, Wanted.PERSON, Wanted.DATE})
# How well every noun must be met.
NEEDED: Final = {
    Wanted.NAME: IN_TITLE,
    Wanted.PERSON: KINDRED,
    Wanted.AGE: KINDRED,
    Wanted.DATE: ELSEWHERE,
    Wanted.WHETHER: ELSEWHERE,
}


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
    answers: bool  # well enough to be quoted as the answer


def places(text: str, question: Question) -> tuple[tuple[int, int], ...]:
    """Where words of the question stand in a text, in any inflection."""
    return _Sentence(text, Matcher(question)).places


def passages(texts: Sequence[Text], question: Question, *, titles: bool = False) -> list[Passage]:
    """The best sentence of each text (with `titles`, perhaps its title). The rarer a word in all, the more it counts.

    Where no word is found in a text, its first sentence.
    """
    meaning = Matcher(question)
    articles = [_Article(text, meaning) for text in texts]
    weights = _weights([each for article in articles for each in article.sentences], question)
    return [article.best(weights, titles=titles) for article in articles]


def answer(found: Sequence[Passage], question: Question) -> int | None:
    """Which of the passages answers the question; None where nothing is asked, or none does well enough."""
    if question.wanted is None or not question.terms or not found:
        return None
    best = max(range(len(found)), key=lambda place: (found[place].score, -place))
    return best if found[best].answers else None


@lru_cache(maxsize=SENTENCES_KEPT)
def _tokens(text: str) -> tuple[Token, ...]:
    return tuple(words(text))


@lru_cache(maxsize=SUMMARIES_KEPT)
def _sentences(summary: str) -> tuple[str, ...]:
    return tuple(sentences(summary))


class _Sentence:
    """A sentence, and what of the question it meets; `in_label`: before its colon."""

    def __init__(self, text: str, meaning: Matcher) -> None:
        self.text = text
        tokens = [(token, meaning[token.word]) for token in _tokens(text)]
        until = len(evidence.label(text))
        self.meets = meaning.best([met for _, met in tokens])
        self.in_label = meaning.best([met for token, met in tokens if token.end <= until])
        self.places = tuple((token.start, token.end) for token, met in tokens if any(met))
        new = [token for token, met in tokens if EXACT not in met]
        told = " ".join(token.word for token in new)
        names = self._names(meaning.question, new)
        wanted = meaning.question.wanted
        is_held = evidence.FITS * names  # no label tells who holds an office
        self.worth = is_held if meaning.question.office else evidence.worth(text, told, names=names, wanted=wanted)

    def _names(self, question: Question, new: Sequence[Token]) -> bool:
        """Whether it names somebody, or something, by these words that the question has not said."""
        tokens = _tokens(self.text)
        if office := question.office:
            return offices.is_held(self.text, tokens, office, question.countries, question.lands)
        unnamed = question.lands if self._is_by_people(question) else {}
        return any(
            token is not tokens[0]  # as every first word it has a capital
            and self.text[token.start].isupper()
            and not any(stem in unnamed for stem in word_stems(token.word))
            for token in new
        )

    def _is_by_people(self, question: Question) -> bool:
        """Whether no country is who did it: none goes anywhere, nor does any where the verb itself is missing."""
        verbs = [met for met, term in zip(self.meets, question.terms, strict=True) if term.is_verb]
        return question.wanted is Wanted.PERSON or (bool(verbs) and EXACT not in verbs)


class _Article:
    """A text, cut into what can be quoted."""

    def __init__(self, text: Text, meaning: Matcher) -> None:
        self._question = meaning.question
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
        is_title = sentence is self.title  # its colon stands after who speaks, not before what is asked
        labelled = 0.0 if is_title else sum(map(operator.mul, weights, sentence.in_label)) / total
        loss = LENGTH_LOSS * len(sentence.text) + TITLE_LOSS * is_title
        score = met + sentence.worth + LABELLED * labelled - loss
        if not self._is_told(sentence):
            return Passage(sentence.text, sentence.places, score - VERB_LOSS, answers=False)
        return Passage(sentence.text, sentence.places, score, met >= ENOUGH and self._fits(sentence, meets))

    def _is_told(self, sentence: _Sentence) -> bool:
        """Whether a sentence has the verb of what is asked, where any name and any year would fit otherwise."""
        if self._question.wanted not in TOLD_BY_VERB:
            return True
        verbs = [met for met, term in zip(sentence.meets, self._question.terms, strict=True) if term.is_verb]
        return not verbs or any(verbs)

    def _fits(self, sentence: _Sentence, meets: Sequence[float]) -> bool:
        """Whether a sentence has the kind of thing that is asked for, and the names, or its title has them.

        Who is told by every word: who is president of Russia is not told by «president» in the next sentence.
        """
        wanted = self._question.wanted
        least = NEEDED.get(wanted, 0.0) if wanted else 0.0
        if wanted is Wanted.DATE and any(term.is_verb and is_going(term.word) for term in self._question.terms):
            least = IN_TITLE  # when somebody went there, and not somewhere else
        named = max(least, IN_TITLE)

        def needed(term: Term) -> float:
            if term.is_verb:
                return ELSEWHERE if term.is_counted else 0.0
            return named if term.is_name or term.is_counted else least

        return (sentence.worth > 0 or wanted in MAY_MISS_KIND) and all(
            met >= needed(term) for met, term in zip(meets, self._question.terms, strict=True)
        )


def _weights(everything: Sequence[_Sentence], question: Question) -> list[float]:
    """What each term weighs: its own weight, the more the rarer it is in all these sentences."""
    found = [sum(each.meets[place] > 0 for each in everything) for place in range(len(question.terms))]
    return [
        term.weight * math.log(2 + len(everything) / (1 + count))
        for term, count in zip(question.terms, found, strict=True)
    ]
