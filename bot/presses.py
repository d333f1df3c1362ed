"""Buttons that change something: their callback data, written and read side by side (`keyboards.parse` reads all).

Every button names the outcome («hold china», not «turn china over»): pressed twice, or under a panel that shows an
older state, it does what it says.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from typing import Final


class UnknownButton(ValueError):
    """Callback data that this version of the bot does not write."""


class View(enum.StrEnum):
    """The panel's pages."""

    MAIN = "main"
    TOPICS = "topics"
    DAYS = "days"
    TIMES = "times"
    ZONE = "zone"
    QUIET = "quiet"
    PAUSE = "pause"
    LANGUAGE = "lang"


class Do(enum.StrEnum):
    """What a button does before the page is shown."""

    LOOK = "look"
    ALL_TOPICS = "all"
    ONLY_TOPIC = "only"
    HOLD_TOPIC = "hold"
    DROP_TOPIC = "drop"
    DAYS = "days"
    ADD_DAY = "day"
    DROP_DAY = "noday"
    ADD_TIME = "time"
    DROP_TIME = "notime"
    ZONE = "zone"
    QUIET = "quiet"
    URGENT = "urgent"
    PAUSE = "pause"
    RESUME = "resume"
    LANGUAGE = "lang"
    START = "start"
    END = "end"


_SLUG, _DAY, _TIME = r"[a-z0-9_]{1,32}", "[0-6]", "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_VALUES: Final = {
    Do.ONLY_TOPIC: _SLUG,
    Do.HOLD_TOPIC: _SLUG,
    Do.DROP_TOPIC: _SLUG,
    Do.DAYS: "[0-6]{1,7}",
    Do.ADD_DAY: _DAY,
    Do.DROP_DAY: _DAY,
    Do.ADD_TIME: _TIME,
    Do.DROP_TIME: _TIME,
    Do.ZONE: "[A-Za-z0-9_+/-]{1,40}",
    Do.QUIET: f"off|{_TIME}-{_TIME}",
    Do.URGENT: "on|off",
    Do.PAUSE: "[0-9]{1,3}",
    Do.LANGUAGE: "[a-z]{2,3}",
}  # the others have none


@dataclass(frozen=True)
class Press:
    """Do something, then show a page of the panel (`page` counts from 0, on pages that have several)."""

    view: View
    do: Do = Do.LOOK
    value: str = ""
    page: int = 0

    PATTERN = re.compile(r"s:([a-z]{1,8}):([0-9]{1,2}):([a-z]{1,8}):([A-Za-z0-9_+/:-]{0,40})")

    def pack(self) -> str:
        """Callback data."""
        return f"s:{self.view}:{self.page}:{self.do}:{self.value}"

    @classmethod
    def unpack(cls, match: re.Match[str]) -> Press:
        """From a match of PATTERN. `UnknownButton` for words that this version doesn't write."""
        try:
            view, do = View(match[1]), Do(match[3])
        except ValueError:
            raise UnknownButton(match[0]) from None
        if re.fullmatch(_VALUES.get(do, ""), match[4]) is None:
            raise UnknownButton(match[0])
        return cls(view, do, match[4], int(match[2]))


@dataclass(frozen=True)
class Forget:
    """Delete all that is stored about the chat, or don't."""

    sure: bool

    PATTERN = re.compile(r"f:([01])")

    def pack(self) -> str:
        """Callback data."""
        return f"f:{int(self.sure)}"

    @classmethod
    def unpack(cls, match: re.Match[str]) -> Forget:
        """From a match of PATTERN."""
        return cls(match[1] == "1")


@dataclass(frozen=True)
class Subscribe:
    """Subscribe the chat to a topic."""

    topic: str

    PATTERN = re.compile(r"n:([a-z0-9_]{1,32})")

    def pack(self) -> str:
        """Callback data."""
        return f"n:{self.topic}"

    @classmethod
    def unpack(cls, match: re.Match[str]) -> Subscribe:
        """From a match of PATTERN."""
        return cls(match[1])


Button = Press | Forget | Subscribe
