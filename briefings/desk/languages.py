"""PURE: how editors name a language, in every command that takes one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from briefings import language_names
from briefings.desk import form
from briefings.desk.errors import DeskError

if TYPE_CHECKING:
    from collections.abc import Collection

OURS: Final = ("kk", "ru")
_LIKE_A_CODE: Final = re.compile(r"[a-z]{2}")
_LABELLED: Final = re.compile(r"([^\W\d_][\w-]*)\s*:\s*(.*)")


def find(word: str, others: Collection[str] = ()) -> str | None:
    """The language that a word names; None where it names none. `others`: codes of languages beside these two."""
    return language_names.named(form.clean(word), {*OURS, *others})


def read(word: str) -> str:
    """The language that a word names. `DeskError` where we have no such language."""
    language = find(word)
    if language is None:
        raise no_such(word)
    return language


def leading(words: list[str], others: Collection[str] = ()) -> tuple[str | None, list[str]]:
    """The language that the first word names, and the words behind it. `DeskError`: a code, but of no language here.

    Before other words only a code, or a name in small letters, is one: «Русский дом открыт» and «AI в суде» are titles.
    """
    if not words:
        return None, words
    first, *behind = words
    language = before(first, others) if behind else _named(first, others)
    return (None, words) if language is None else (language, behind)


def before(word: str, others: Collection[str] = ()) -> str | None:
    """The language that a word before others names; None where it is one of theirs. `DeskError` as in `leading`."""
    if word != word.lower() and not (word.isascii() and language_names.is_code(word, {*OURS, *others})):
        return None
    return _named(word, others)


def _named(word: str, others: Collection[str]) -> str | None:
    language = find(word, others)
    if language is None and is_code(word):
        raise no_such(word)
    return language


def labelled(line: str, others: Collection[str] = ()) -> tuple[str | None, str]:
    """The language of a line, and what it says: `kk: …`, `орысша: …`. `DeskError` as in `leading`.

    «EU: …» is no label: in capitals it is an abbreviation.
    """
    match = _LABELLED.fullmatch(line)
    if match is None:
        return None, line
    language = find(match[1], others)
    if language is None and is_code(match[1]) and not match[1].isupper():
        raise no_such(match[1])
    return (None, line) if language is None else (language, match[2])


def is_code(word: str) -> bool:
    """Whether it is written as codes of languages are, whatever it names."""
    return _LIKE_A_CODE.fullmatch(word.casefold()) is not None


def no_such(word: str) -> DeskError:
    """What refuses the word."""
    return DeskError("language", word=form.shortened(word))
