"""What a briefing is found by: its lexemes in the index, the same on SQLite and PostgreSQL.

A lexeme is a key with a sign before it that says where the word stands, because an index that knows no places answers
fastest: "1қытай" in a title, "2қытай" in a title or a summary, "3қытай" in the details and nowhere before them. After
the sign a "~" marks the word as it is typed without Kazakh letters or in Latin ones ("1~kitai"). "#china" is a topic,
"@kk" a language, "@" is in every briefing.
"""

from __future__ import annotations

import zlib
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from briefings.language import STEMMER_VERSION, kazakh, russian, word_stems, words
from briefings.language.rough import rough_key
from briefings.language.stop_words import STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefings.model import Briefing, BriefingText

VERSION: Final = STEMMER_VERSION * 100 + 3  # the second number: with every change here, or of the stop words
TITLE, LEAD, REST = "123"
EVERY: Final = "@"
CACHED_KEYS: Final = 65_536  # of the words that come most: about 20 MB, and only once much is indexed
LONGEST: Final = 64  # letters of a word that count
_PACK_LEVEL: Final = 1  # zlib's fastest; nine takes three times as long for a tenth less


class Content(NamedTuple):
    """What is kept of one briefing: its lexemes, and the forms of its words."""

    lexemes: frozenset[str]
    forms: frozenset[str]


def content(briefing: Briefing) -> Content:
    """The lexemes and word forms of a briefing's texts in all its languages."""
    lexemes = {EVERY, *(f"#{topic.slug}" for topic in briefing.topics)}
    forms: set[str] = set()
    for language, text in briefing.texts.items():
        lexemes.add(f"@{language}")
        for said, signs in _parts(text, briefing.source_name):
            for form, keys in _words(said, language):
                forms.add(form)
                lexemes.update(sign + key for sign in signs for key in keys)
    spare = {lexeme for lexeme in lexemes if lexeme[0] == REST and LEAD + lexeme[1:] in lexemes}
    return Content(frozenset(lexemes - spare), frozenset(forms))


def _parts(text: BriefingText, source: str | None) -> Iterator[tuple[str, str]]:
    yield text.title, TITLE + LEAD
    yield text.summary, LEAD
    yield "\n".join([*text.details, text.expert or "", source or ""]), REST


def _words(text: str, language: str) -> Iterator[tuple[str, Iterable[str]]]:
    """Each word that is no stop word: its form, and the keys by which it is found."""
    for token in words(text):
        form = token.word[:LONGEST]
        if form in STOP_WORDS:
            continue
        yield form, _keys(form, language, rough=language == "kk" or text[token.start].isupper())


@lru_cache(maxsize=CACHED_KEYS)
def _keys(form: str, language: str, *, rough: bool) -> tuple[str, ...]:
    """Of a word: its stems, and where it is Kazakh or a name, the stems as they are typed without Kazakh letters."""
    stems = _stems(form, language)
    return (*stems, *(f"~{rough_key(stem)}" for stem in stems)) if rough else stems


def _stems(word: str, language: str) -> tuple[str, ...]:
    """By the rules of the text's language; a query, whose language nobody knows, is stemmed by all of them."""
    if language == "kk" and not word.isascii():
        return (kazakh.stem(word),)
    if language == "ru" and not word.isascii() and "-" not in word:
        return russian.stems(word)
    return word_stems(word)


def changes(old: Iterable[Content], new: Iterable[Content]) -> Counter[str]:
    """By how many briefings each word form became more or less frequent; those that stay are left out."""
    delta = Counter(form for each in new for form in each.forms)
    delta.subtract(form for each in old for form in each.forms)
    return Counter({form: count for form, count in delta.items() if count})


def joined(keys: Iterable[str]) -> str:
    """In one line, the same for the same keys."""
    return " ".join(sorted(keys))


def pack(kept: Content) -> bytes:
    """To be kept beside the index, of which nobody can ask what it has of a briefing."""
    return zlib.compress(f"{joined(kept.lexemes)}\n{joined(kept.forms)}".encode(), _PACK_LEVEL)


def unpack(packed: bytes) -> Content:
    """What `pack` has packed."""
    keys, _, forms = zlib.decompress(packed).decode().partition("\n")
    return Content(frozenset(keys.split()), frozenset(forms.split()))


class Kept:
    """The lexemes of a packed briefing, to be asked for a few of them: making a set of hundreds takes ten times longer.

    >>> "1су" in Kept(pack(Content(frozenset({"#china", "1су"}), frozenset())))
    True
    """

    def __init__(self, packed: bytes) -> None:
        """From what `pack` has packed."""
        self._line = f" {zlib.decompress(packed).decode().partition(chr(10))[0]} "

    def __contains__(self, lexeme: object) -> bool:
        return f" {lexeme} " in self._line
