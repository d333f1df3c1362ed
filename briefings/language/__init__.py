"""Kazakh and Russian: words -> stems, sentences, and which of the two a text is in.

A word is stemmed both ways, because a short query does not tell its language: «саммитте» and «саммите» both give
«саммит».
"""

from functools import lru_cache
from typing import Final, Literal

from briefings.language import kazakh, russian
from briefings.language.sentences import sentences
from briefings.language.tokens import Token, fold, normalise, words

__all__ = [
    "KAZAKH_LETTERS",
    "STEMMER_VERSION",
    "Token",
    "detect",
    "fold",
    "is_known",
    "is_rough",
    "is_russian",
    "normalise",
    "sentences",
    "stems",
    "word_stems",
    "words",
]

STEMMER_VERSION: Final = 4
"""Raised with every change that gives any word another stem or rough key; an index made with another is made anew."""

CACHED_WORDS: Final = 20_000
LONGEST_WORD: Final = 64  # letters; no word is that long, and stemming 4,096 of one letter would take seconds
SHORT_ACTION: Final = 4  # letters
KAZAKH_LETTERS: Final = frozenset("әғқңөұүһі")
KAZAKH_SHARE: Final = 0.03  # of a text's letters: Kazakh articles have 14-16 %, Russian ones none but in names


@lru_cache(maxsize=CACHED_WORDS)
def word_stems(word: str) -> tuple[str, ...]:
    """The stems of one normalised word (`Token.word`), without repeats: Kazakh first, then Russian. Never empty.

    A Latin word or a number has itself. A word with a Kazakh letter is not asked of Russian, nor one that only Kazakh
    knows: by Russian rules «жазу» and «жаза» would be one.

    >>> word_stems("саммитте"), word_stems("қытайға"), word_stems("cnpc")
    (('саммит',), ('қытай',), ('cnpc',))
    """
    if len(word) > LONGEST_WORD or not any("\u0400" <= letter <= "\u052f" for letter in word):
        return (word,)
    found = (kazakh.stem(word),)
    if "-" in word or not KAZAKH_LETTERS.isdisjoint(word) or (_is_kazakh(word) and russian.is_foreign(word)):
        return found
    both = dict.fromkeys((*found, *russian.stems(word)))
    return tuple(stem for stem in both if len(stem) > 1 or stem == word)  # «и» is no stem of «ИИ»


def _is_kazakh(word: str) -> bool:
    """Whether Kazakh knows a word, or a short one may name an action: Russian would guess «елту» to be of an «елт»."""
    return kazakh.is_known(word) or (word.endswith("у") and len(word) <= SHORT_ACTION)


def is_known(word: str) -> bool:
    """Whether one normalised word is well spelled, as far as our lists of Kazakh and Russian words know."""
    return len(word) <= LONGEST_WORD and (kazakh.is_known(word) or is_russian(word))


def is_russian(word: str) -> bool:
    """Whether one normalised word is in the Russian dictionary in this form."""
    return len(word) <= LONGEST_WORD and KAZAKH_LETTERS.isdisjoint(word) and russian.is_known(word)


def is_rough(word: str) -> bool:
    """Whether one normalised word may be typed without Kazakh letters, or in Latin ones: no Russian word, no number.

    >>> is_rough("казакстан"), is_rough("tokayev"), is_rough("қазақстан"), is_rough("казахстан")
    (True, True, False, False)
    """
    return KAZAKH_LETTERS.isdisjoint(word) and not word.isdecimal() and not is_russian(word)


def stems(text: str) -> list[str]:
    """The stems of all words of a text in order, each word's both ways.

    >>> stems("Қытайға!")
    ['қытай']
    """
    return [stem for token in words(text) for stem in word_stems(token.word)]


def detect(text: str) -> Literal["kk", "ru"] | None:
    """The language of a text, or None if it has no Cyrillic letters.

    >>> detect("Қазақстан"), detect("Казахстан"), detect("Kazakhstan")
    ('kk', 'ru', None)
    """
    letters = [letter for letter in text.casefold() if "\u0400" <= letter <= "\u052f"]
    if not letters:
        return None
    return "kk" if sum(letter in KAZAKH_LETTERS for letter in letters) > KAZAKH_SHARE * len(letters) else "ru"
