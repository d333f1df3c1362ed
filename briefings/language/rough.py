"""Words as people type them who have no Kazakh letters, or only Latin ones: Кытайга, Kytai, Tokayev.

What is written is spelled in Latin letters, roughly: what people confuse falls together. A word of a text gives one key
(`rough_key` of its stem); a word of a query gives several (`rough_keys`), because where its stem ends is a guess.

>>> rough_key("қытай"), rough_keys("Кытайга"), rough_keys("Kytai")
('kitai', ('kitaiga', 'kitai'), ('kitai',))
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from briefings.language.kazakh import read_lemmas, stem
from briefings.language.kazakh_suffixes import chains

_CYRILLIC: Final = str.maketrans(
    {
        **dict(zip("аәбвгғдеёжзийкқлмнңоөпрстуұүфхһыіэюя", "aabvggdeejziikklmnnooprstuuufhhiieua", strict=True)),
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "sh",
        "ъ": "",
        "ь": "",
    }
)
# What Latin spellings differ in; «ya», «yu», «ye», «yo» lose their «y» with all doubled vowels, in `_squeeze`.
_LATIN: Final = tuple(
    (re.compile(pattern), letters)
    for pattern, letters in (
        ("shch|sch|ş", "sh"),
        ("zh|dj|dzh", "j"),
        ("ngh", "nh"),
        ("kh|x|ħ", "h"),
        ("gh|ğ", "g"),
        ("ph", "f"),
        ("ou|oo|w(?=[^aeiou]|$)", "u"),
        ("ck|q", "k"),
        ("w", "v"),
        ("ç", "ch"),
        ("c(?=[eiy])", "s"),
        ("c(?!h)", "k"),
        ("[yıİ]", "i"),
        ("ä", "a"),
        ("ö", "o"),
        ("ü|ū|ý", "u"),
        ("ñ", "n"),
        ("['’ʼ`-]", ""),
    )
)
# By others c is ц, w always у, and j after a vowel й: investiciya, qawip, Kitaj.
_OTHERWISE: Final = ((re.compile("c(?![hk])"), "ts"), (re.compile("w"), "u"), (re.compile("(?<=[aeiouyäöü])j"), "i"))
_FLEETING: Final = {"r": "nkp", "l": "kp", "i": "npl", "u": "zspl", "n": "l"}  # as in `phonology.FLEETING`
_DEVOICED: Final = {"b": "p", "g": "k"}
SHORTEST_ROOT: Final = 2
LONGEST_WORD: Final = 64
MOST_KEYS: Final = 8


def _spell(word: str) -> str:
    """Each letter in Latin ones, before the doubled vowels go."""
    word = word.casefold()
    if any("\u0400" <= letter <= "\u052f" for letter in word):
        return word.translate(_CYRILLIC).replace("-", "")
    for pattern, letters in _LATIN:
        word = pattern.sub(letters, word)
    return word


def _spellings(word: str) -> list[str]:
    """What a typed word may be, spelled so: one, or of a Latin one perhaps two."""
    otherwise = word
    for pattern, letters in _OTHERWISE:
        otherwise = pattern.sub(letters, otherwise)
    return list(dict.fromkeys(map(_spell, (word, otherwise))))


_VOWELS: Final = re.compile("i+(?=[aeou])")
_DOUBLED: Final = re.compile(r"([a-z])\1+")


def _squeeze(spelled: str) -> str:
    """Without what people leave out: the glide before a vowel, the second of two equal letters."""
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", spelled))


@lru_cache(maxsize=20_000)
def rough_key(root: str) -> str:
    """The key of a word of a text, by its stem in lower case.

    >>> rough_key("тоқаев"), rough_key("токаев"), rough_key("су")
    ('tokaev', 'tokaev', 'su')
    """
    return _squeeze(_spell(root))


@lru_cache(maxsize=1)
def _endings() -> frozenset[str]:
    return frozenset(_spell(chain) for chain in chains())


@lru_cache(maxsize=1)
def _lemmas() -> dict[str, frozenset[str]]:
    """The words that the stemmer knows: as they may be typed -> keys of their stems."""
    found: dict[str, frozenset[str]] = {}
    for lemma in read_lemmas()[0]:
        typed = _squeeze(_spell(lemma))
        found[typed] = found.get(typed, frozenset()) | {rough_key(stem(lemma))}
    return found


@lru_cache(maxsize=1)
def _names() -> dict[str, list[str]]:
    """The names of latin_names.txt: as they are typed, in lower case -> as texts have them."""
    lines = (Path(__file__).parent / "latin_names.txt").read_text(encoding="utf-8").splitlines()
    return {typed: written for typed, *written in (line.split() for line in lines if not line.startswith("#"))}


@lru_cache(maxsize=2_000)
def rough_keys(word: str) -> tuple[str, ...]:
    """The keys by which a word of a query may be found, the longest root first; a known name has those of its names.

    Of a word that the stemmer knows as it stands no ending is guessed: «жылкы» is no form of «жыл».
    """
    word = word.casefold()
    if len(word) > LONGEST_WORD:
        return ()
    if word in _names():
        return tuple(dict.fromkeys(map(rough_key, _names()[word])))
    found = [_keys(spelled) for spelled in _spellings(word)]
    keys = dict.fromkeys([*(each[0] for each in found), *(key for each in found for key in each[1:])])
    return tuple(key for key in keys if len(key) >= SHORTEST_ROOT)[:MOST_KEYS]


def _keys(spelled: str) -> list[str]:
    """Of a word in one spelling, as `rough_keys` gives them; the first is of the whole."""
    whole = _squeeze(spelled)
    if len(whole) >= SHORTEST_ROOT and whole in _lemmas():
        return [whole, *sorted(_lemmas()[whole])]
    cuts = (cut for cut in range(len(spelled) - 1, SHORTEST_ROOT - 1, -1) if spelled[cut:] in _endings())
    roots = [spelled, *(spelled[:cut] for cut in cuts)]
    return [_squeeze(variant) for root in roots for variant in _levelled(root)]


def _levelled(root: str) -> list[str]:
    """A root, and as `phonology.level` makes it: without voicing, without a fleeting vowel."""
    last = _DEVOICED.get(root[-1:], root[-1:])
    found = [root]
    if last != root[-1:]:
        found.append(root[:-1] + last)
    if len(root) > 3 and root[-2] == "i" and last in _FLEETING.get(root[-3], ""):
        found.append(root[:-2] + last)
    return found
