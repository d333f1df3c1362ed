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
from briefings.search.asked import Wanted, asked_by
from briefings.search.lexemes import STOP_WORDS
from briefings.search.verbs import is_going, is_same

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefings.language import Token
    from briefings.search.questions import Question, Term

# How well a term is met: by a form of the word, by a kindred word (инвестиция - инвестор), elsewhere in the briefing.
EXACT, KINDRED, IN_TITLE, ELSEWHERE = 1.0, 0.7, 0.5, 0.3
SAME_ROOT: Final = 5  # letters that kindred words share at their start at least
TAIL: Final = 6  # letters in which they may differ at the most

LABELLED = 0.3  # what a line gains whose label meets all of the question: «Риски: долговая зависимость»
TITLE_LOSS = 0.3  # a title is quoted where no sentence says it as well
LENGTH_LOSS = 0.0004  # a letter: of two that say it, the shorter
VERB_LOSS = 1.0  # what is told with another verb is told of something else
ENOUGH = 0.62  # of the question's weight must be met for an answer
SENTENCES_KEPT, SUMMARIES_KEPT = 2_000, 500  # cut once: about 10 MB
MAY_MISS_KIND: Final = frozenset({Wanted.PLACE, Wanted.ANYTHING})  # no pattern knows what answers them
TOLD_BY_VERB: Final = frozenset({Wanted.NAME, Wanted.PERSON, Wanted.DATE})
NEEDED: Final = {Wanted.NAME: IN_TITLE, Wanted.PERSON: KINDRED, Wanted.AGE: KINDRED}  # how well every noun must be met


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
    return best if found[best].answers else None


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
        unnamed = meaning.question.places if self._is_by_people(meaning.question) else frozenset()
        first = tokens[0][0] if tokens else None  # as every first word it has a capital
        names = any(
            token is not first and text[token.start].isupper() and unnamed.isdisjoint(word_stems(token.word))
            for token in new
        )
        told = " ".join(token.word for token in new)
        self.worth = evidence.worth(text, told, names=names, wanted=meaning.question.wanted)

    def _is_by_people(self, question: Question) -> bool:
        """Whether no country is who did it: none goes anywhere, nor does any where the verb itself is missing."""
        verbs = [met for met, term in zip(self.meets, question.terms, strict=True) if term.is_verb]
        return question.wanted is Wanted.PERSON or (bool(verbs) and EXACT not in verbs)


class _Article:
    """A text, cut into what can be quoted."""

    def __init__(self, text: Text, meaning: _Words) -> None:
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
