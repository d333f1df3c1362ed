"""What narrows a query besides its words: "a phrase", -without, #topic."""

from __future__ import annotations

import re
from typing import Final

_QUOTES: Final = r'"[^"]*"|«[^»]*»|“[^”]*”|„[^“”]*[“”]'
QUOTED: Final = re.compile(_QUOTES)
TOPIC: Final = re.compile(r"(?<![\w#])(?P<minus>(?<!\S)[-–−])?#(?P<name>[\w+]+(?:-[\w+]+)*)")
WITHOUT: Final = re.compile(rf'(?<!\S)[-–−]({_QUOTES}|["«“„]?[^\W_]\S*)')  # the dashes that phones write, too


def looked_for(text: str) -> str:
    """A query without the words and phrases that it excludes."""
    return WITHOUT.sub(" ", text)
