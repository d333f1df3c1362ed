"""Buttons under search results: their callback data, written and read side by side (`keyboards.parse` reads all)."""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_DATA_BYTES = 64


@dataclass(frozen=True)
class TurnResults:
    """Show another page of results in place; `page` counts from 0.

    `query` is what was searched, or empty where it is too long for a button: then it stands above the results.
    """

    page: int
    query: str = ""

    PATTERN = re.compile(r"q:([0-9]{1,4}):(.*)", re.DOTALL)

    def pack(self) -> str:
        """Callback data."""
        head = f"q:{self.page}:"
        return head + self.query if len((head + self.query).encode()) <= MAX_DATA_BYTES else head

    @classmethod
    def unpack(cls, match: re.Match[str]) -> TurnResults:
        """From a match of PATTERN."""
        return cls(int(match[1]), match[2])


Button = TurnResults
