"""What narrows a query besides its words: "a phrase", -without, #topic."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from briefings.catalogue import Catalogue

_QUOTES: Final = r'"[^"]*"|«[^»]*»|“[^”]*”|„[^“”]*[“”]'
QUOTED: Final = re.compile(_QUOTES)
_WANTED_PHRASE: Final = re.compile(rf"(?<![-–−])(?:{_QUOTES})")
_TOPIC: Final = re.compile(r"(?<![\w#])(?P<minus>(?<!\S)[-–−])?#(?P<name>[\w+]+(?:-[\w+]+)*)")
WITHOUT: Final = re.compile(rf'(?<!\S)[-–−]({_QUOTES}|["«“„]?[^\W_]\S*)')  # the dashes that phones write, too


class Taken(NamedTuple):
    """A query without its #topics: what is left; slugs of those wanted, and not wanted (-#topic); unknown names."""

    rest: str
    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]
    unknown: tuple[str, ...]


def take_topics(text: str, catalogue: Catalogue) -> Taken:
    """Part a query from its #topics. Behind an unknown one stands no word: who writes «#» wants a topic."""
    wanted: dict[bool, dict[str, None]] = {True: {}, False: {}}
    unknown: dict[str, None] = {}

    def take(match: re.Match[str]) -> str:
        entry = catalogue.by_slug(match["name"].casefold()) or catalogue.named_by(match["name"].replace("_", " "))
        if entry is None:
            unknown[match["name"]] = None
        else:
            wanted[not match["minus"]][entry.slug] = None
        return " "

    rest = _TOPIC.sub(take, text)
    return Taken(rest, tuple(wanted[True]), tuple(wanted[False]), tuple(unknown))


def unquoted(text: str) -> str:
    """A query whose phrases are words like any other; what is excluded stays so.

    >>> unquoted('"алтын кезең" -"Орта дәліз" Қытай')
    'алтын кезең -"Орта дәліз" Қытай'
    """
    return _WANTED_PHRASE.sub(lambda match: match[0][1:-1], text)


def looked_for(text: str) -> str:
    """A query without the words and phrases that it excludes."""
    return WITHOUT.sub(" ", text)
