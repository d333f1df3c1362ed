"""Text -> words, each in one spelling, with its place in the text.

A word is letters and digits. C5+1 is one word. A hyphen joins an ending to an abbreviation or a number (АҚШ-тың,
20-дан) and stays; between two words (азық-түлік, Қасым-Жомарт) it parts them, so that either half is found.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple

from briefings.language.kazakh import is_ending


class Token(NamedTuple):
    """A word: its one spelling in lower case, and where it stands in the text (``text[start:end]``)."""

    word: str
    start: int
    end: int


# Inside a word: combining marks (й as и + breve), soft hyphens, zero-width joiners, NUL; apostrophes (д’Артаньян).
_JOINED: Final = "\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff\x00"
_PART: Final = rf"[^\W_](?:[^\W_]|[{_JOINED}]|['’ʼ`](?=[^\W_]))*"
_HYPHEN: Final = "[-\u2010\u2011]"
_WORD: Final = re.compile(rf"(?<!\w)[cCсС]5\+1(?!\d)(?:{_HYPHEN}{_PART})?|{_PART}(?:%?{_HYPHEN}{_PART})*")
_PIECE: Final = re.compile(_PART)
_PARTED: Final = re.compile(rf"{_HYPHEN}|5\+1")
_DROPPED: Final = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff\x00'’ʼ`]")

_PLAIN: Final = re.compile("[0-9А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]+|[0-9A-Za-z]+")  # nothing to put right but the case

# Letters that look alike, Latin and Cyrillic; the first rows are alike in both cases, the last only as capitals.
_LATIN: Final = "aceopxyiAaCEOPXYIBHKMTə"
_CYRILLIC: Final = "асеорхуіАаСЕОРХУІВНКМТә"
_TO_CYRILLIC: Final = str.maketrans(_LATIN, _CYRILLIC)
_TO_LATIN: Final = str.maketrans(_CYRILLIC, _LATIN)
_LATIN_LETTER: Final = re.compile("[A-Za-zə]")
_CYRILLIC_LETTER: Final = re.compile("[\u0400-\u052f]")

# Kazakh typed on a Russian keyboard: Қазақстан -> Казакстан.
_FOLDED: Final = str.maketrans("әғқңөұүһіё", "агкноуухие")


def fold(word: str) -> str:
    """The word as it is typed on a Russian keyboard.

    >>> fold("қазақстан"), fold("үкімет"), fold("ёж")
    ('казакстан', 'укимет', 'еж')
    """
    return word.translate(_FOLDED)


def normalise(word: str) -> str:
    """One spelling for what looks the same: NFC, lower case, no soft hyphens, no letters of the other alphabet.

    >>> normalise("Қа\u00adзақ"), normalise("Cаммит"), normalise("С5+1")
    ('қазақ', 'саммит', 'c5+1')
    """
    if _PLAIN.fullmatch(word):
        return word.casefold()
    word = unicodedata.normalize("NFC", _DROPPED.sub("", word))
    if word[1:4] == "5+1":
        return "c" + word[1:].casefold()
    if not word.isascii() and _LATIN_LETTER.search(word) and _CYRILLIC_LETTER.search(word):
        word = _one_alphabet(word)
    return word.casefold()


def _one_alphabet(word: str) -> str:
    """A word of both alphabets in the one that most of its letters are of, if look-alikes are all that was mixed in."""
    latin, cyrillic = len(_LATIN_LETTER.findall(word)), len(_CYRILLIC_LETTER.findall(word))
    as_cyrillic, as_latin = word.translate(_TO_CYRILLIC), word.translate(_TO_LATIN)
    if cyrillic >= latin:
        return word if _LATIN_LETTER.search(as_cyrillic) else as_cyrillic
    return word if _CYRILLIC_LETTER.search(as_latin) else as_latin


def words(text: str) -> Iterator[Token]:
    """The words of a text in order.

    >>> [token.word for token in words("«С5+1»-ке АҚШ-тың елшісі, азық-түлік; 20-дан")]
    ['c5+1', 'ке', 'ақш-тың', 'елшісі', 'азық', 'түлік', '20-дан']
    """
    for match in _WORD.finditer(text):
        start, end = match.span()
        if not _PARTED.search(match[0]):
            whole = normalise(match[0])
            if whole:
                yield Token(whole, start, end)
            continue
        pieces = [(piece.start(), piece.end()) for piece in _PIECE.finditer(text, start, end)]
        if text[start + 1 : start + 4] == "5+1":
            pieces = [(start, start + 4), *((begin, stop) for begin, stop in pieces if begin >= start + 4)]
        parts = [Token(normalise(text[begin:stop]), begin, stop) for begin, stop in pieces]
        if len(parts) > 1 and is_ending(parts[-1].word):
            before, ending = parts[-2], parts[-1]
            parts[-2:] = [Token(f"{before.word}-{ending.word}", before.start, ending.end)]
        yield from (part for part in parts if part.word)
