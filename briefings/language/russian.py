"""Stems of Russian words: pymorphy3's dictionary forms, and Snowball's stems of what is not in its dictionary.

Neither is enough alone: Snowball does not join Казахстан - Казахстане or рынок - рынка, and pymorphy3 guesses a wrong
lemma for a rare name. Two words are the same if they share any stem. For words that the dictionary has Snowball would
only join what is different: Грузией - груз, страна - странный, партия - парта.
"""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Protocol

import Stemmer

if TYPE_CHECKING:
    import pymorphy3

CACHED_WORDS: Final = 20_000  # about 6 MB; a briefing has some 300 different words

# A surname in -ов, -ев, -ин and its endings, of which no library knows all: Токаев-ым, Майгельдинов-у, Мирзиёев-ых.
_SURNAME: Final = re.compile(r"(.{2,}(?:[ое]в|ин))(?:а|у|ым|е|ы|ых|ыми|ой)?")


class _Snowball(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 - Snowball's own name


@lru_cache(maxsize=1)
def _analyzer() -> "pymorphy3.MorphAnalyzer":
    """pymorphy3's analyzer, loaded at the first Russian word: it takes 0.3 s and 31 MB."""
    import pymorphy3  # noqa: PLC0415

    # Bare tuples, unranked: twice as fast, and nobody asks which lemma is the likeliest.
    return pymorphy3.MorphAnalyzer(lang="ru", probability_estimator_cls=None, result_type=None)


@lru_cache(maxsize=1)
def _snowball() -> _Snowball:
    stemmer: _Snowball = Stemmer.Stemmer("russian")
    return stemmer


@lru_cache(maxsize=CACHED_WORDS)
def stems(word: str) -> tuple[str, ...]:
    """The stems of a word in lower case; ё counts as е.

    >>> stems("саммите"), stems("токаевым")
    (('саммит',), ('токаев', 'токаевой'))
    """
    word = word.replace("ё", "е")
    parses = _analyzer().parse(word)
    found = [lemma.replace("ё", "е") for _, _, lemma, *_ in parses]
    known = _analyzer().word_is_known(word)
    surname = _SURNAME.fullmatch(word)
    if surname and (surname[1] == word or not known):
        found.insert(0, surname[1])
    # The dictionary has but some forms of names: Айгуль, not Айгулью.
    if not known or any("Name" in tag for _, tag, *_ in parses):
        found.append(_snowball().stemWord(word))
    return tuple(dict.fromkeys(found))


def is_first_person(word: str) -> bool:
    """Whether a word in lower case is a verb of the first person (считаю, видим), and no noun (встречу)."""
    tags = [str(tag) for _, tag, *_ in _analyzer().parse(word)]
    return any("1per" in tag for tag in tags) and not any(tag.startswith("NOUN") for tag in tags)


def is_verb(word: str) -> bool:
    """Whether a word in lower case is a verb, and nothing else: посетил, посетить, but not визит or печь."""
    tags = [str(tag) for _, tag, *_ in _analyzer().parse(word)]
    return all(tag.startswith(("VERB", "INFN")) for tag in tags)


def is_known(word: str) -> bool:
    """Whether the dictionary has the word, in lower case, in this form.

    >>> is_known("саммите"), is_known("кытайга")
    (True, False)
    """
    return bool(_analyzer().word_is_known(word))


def is_foreign(word: str) -> bool:
    """Whether a word, in lower case, is neither in the dictionary nor a surname with a Russian ending.

    >>> is_foreign("жазу"), is_foreign("саммите"), is_foreign("сапаровым")
    (True, False, False)
    """
    return not is_known(word) and not _SURNAME.fullmatch(word)
