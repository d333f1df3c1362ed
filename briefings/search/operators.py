"""What narrows a query besides its words: "a phrase", -without, #topic."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from briefings.catalogue import Catalogue

_QUOTES: Final = r'"[^"]*"|«[^»]*»|“[^”]*”|„[^“”]*[“”]'
QUOTED: Final = re.compile(_QUOTES)
_TOPIC: Final = re.compile(r"(?<![\w#])(?P<minus>(?<!\S)[-–−])?#(?P<name>[\w+]+(?:-[\w+]+)*)")
WITHOUT: Final = re.compile(rf'(?<!\S)[-–−]({_QUOTES}|["«“„]?[^\W_]\S*)')  # the dashes that phones write, too


def take_topics(text: str, catalogue: Catalogue) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The text without the #topics that there are; the slugs of those wanted, and of those not wanted (-#topic).

    Behind an unknown one stands a word like any other.
    """
    wanted: dict[bool, dict[str, None]] = {True: {}, False: {}}

    def take(match: re.Match[str]) -> str:
        entry = catalogue.by_slug(match["name"].casefold()) or catalogue.named_by(match["name"].replace("_", " "))
        if entry is None:
            return match[0]
        wanted[not match["minus"]][entry.slug] = None
        return " "

    return _TOPIC.sub(take, text), tuple(wanted[True]), tuple(wanted[False])


def looked_for(text: str) -> str:
    """A query without the words and phrases that it excludes."""
    return WITHOUT.sub(" ", text)
