"""Telegram's HTML measured as Telegram measures it, and cut without cutting a tag."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAG = re.compile(r"(<[^>]+>)")
_OPENING = re.compile(r"<([\w-]+)[^>]*>")
_WORD_END = re.compile(r"\s+")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")


def units(text: str) -> int:
    """How many UTF-16 units Telegram counts for a text."""
    return len(text.encode("utf-16-le")) // 2


def utf16_length(html: str) -> int:
    """The same for HTML: tags are not counted, an entity is one character."""
    return units(_plain(html))


def pieces(line: Markup, room: int, limit: int) -> list[Markup]:
    """A line in pieces of at most `limit` units; the first at most `room`, empty where nothing fits.

    Parted between sentences where it can be, else between words. A tag that is open at a cut is closed there, and
    opened again behind it.
    """
    if utf16_length(line) <= limit:
        return [line] if utf16_length(line) <= room else [Markup(), line]
    return [_part(line, start, end) for start, end in _cut(_plain(line), room, limit)]


def _plain(html: str) -> str:
    return Markup(_TAG.sub("", html)).unescape()  # noqa: S704 - only to be measured


def _cut(text: str, room: int, limit: int) -> Iterator[tuple[int, int]]:
    """Where the pieces of a text begin and end; see `pieces`. What is blank at a cut is left out."""
    start = end = length = 0
    most = room
    for begin, stop in _wholes(text, limit):
        longer = length + units(text[end:stop])
        if longer <= most:
            end, length = stop, longer
        else:
            yield start, end
            start, end, length, most = begin, stop, units(text[begin:stop]), limit
    yield start, end


def _wholes(text: str, limit: int) -> Iterator[tuple[int, int]]:
    """Where what stays whole begins and ends: a sentence, a word of a longer one, a page of a longer word."""
    for sentence in _between(_SENTENCE_END, text, 0, len(text)):
        if units(text[slice(*sentence)]) <= limit:
            yield sentence
            continue
        for start, end in _between(_WORD_END, text, *sentence):
            wide = max(text[start:end], default="") > "\uffff"  # a character beyond U+FFFF has two units
            size = limit // 2 if wide else limit
            for begin in range(start, end, size):
                yield begin, min(begin + size, end)


def _between(gap: re.Pattern[str], text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for found in gap.finditer(text, start, end):
        yield start, found.start()
        start = found.end()
    yield start, end


def _part(line: Markup, start: int, end: int) -> Markup:
    """The characters of a line from `start` to `end`, tags not counted; those that are open around them wrap them."""
    html, place, opened = "", 0, list[str]()
    written = 0  # how many of the opened tags
    for run in _TAG.split(line):
        if run.startswith("</"):
            opened.pop()
            if written > len(opened):
                html, written = html + run, written - 1
        elif run.startswith("<"):
            opened.append(run)
        else:
            text = Markup(run).unescape()  # noqa: S704 - escaped again below
            if said := text[max(start - place, 0) : max(end - place, 0)]:
                html += "".join([*opened[written:], escape(said)])
                written = len(opened)
            place += len(text)
    html += "".join(_OPENING.sub(r"</\1>", tag) for tag in reversed(opened[:written]))
    return Markup(html)  # noqa: S704 - of the line's own tags, and of what was escaped
