"""What people call a language: its names in any of our languages and in English, its adverbs, its codes. Pure."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from babel import Locale
from babel.core import get_global
from babel.localedata import exists

from briefings.language import fold, normalise

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

# What CLDR, which has names in their dictionary form alone, does not say. Other languages do without a line here.
_SPOKEN: Final = {"kk": ("қазақша", "казахском", "казахски"), "ru": ("орысша", "русском", "русски")}
_SHORT: Final = {"kk": ("kz", "қаз", "каз", "қазақ"), "ru": ("рус", "орыс")}
_WORD: Final = re.compile(r"\w+")
_DROPPED: Final = frozenset(map(fold, ("на", "по", "язык", "языке", "in", "language")))
_TONGUE: Final = frozenset(map(fold, ("тіл", "тілі", "тілге", "тіліне", "тілде", "тілінде")))


def spoken(text: str, languages: Collection[str]) -> str | None:
    """The one of these languages that a text is the name of, and of nothing else: «орысша», «на русском»; or None."""
    return _names(frozenset(languages)).get(_plain(text))


def named(text: str, languages: Collection[str]) -> str | None:
    """The same where a language is asked for: a code or a short form is one too (`kaz`, «рус», «орыс»)."""
    return spoken(text, languages) or _codes(frozenset(languages)).get(normalise(text.strip()))


def is_code(word: str, languages: Collection[str]) -> bool:
    """Whether a word is a code of one of these languages, or short for its name."""
    return normalise(word) in _codes(frozenset(languages))


@cache
def _names(languages: frozenset[str]) -> dict[str, str]:
    listed = {code: _in_cldr(code, {"en", *languages}) | {*_SPOKEN.get(code, ())} for code in languages}
    return {_plain(name): code for code, names in listed.items() for name in names}


@cache
def _codes(languages: frozenset[str]) -> dict[str, str]:
    aliases: Mapping[str, str] = get_global("language_aliases")  # ISO 639-2 and -3 to -1
    longer = {code: [alias for alias, other in aliases.items() if other == code] for code in languages}
    # Not without Kazakh letters: «казак» is a Cossack.
    return {short: code for code in languages for short in (code, *longer[code], *_SHORT.get(code, ()))}


def _in_cldr(language: str, speakers: Iterable[str]) -> set[str]:
    names = (Locale(speaker).languages.get(language) for speaker in speakers if exists(speaker))
    return {name for name in names if name is not None}


def _plain(text: str) -> str:
    """Its words in one spelling: «на русском языке» is «русском», «орыс тілінде» is «орыс тілі»."""
    words = [fold(normalise(word)) for word in _WORD.findall(text)]
    return " ".join("тили" if word in _TONGUE else word for word in words if word not in _DROPPED)
