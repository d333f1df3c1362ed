"""Buttons of what is sent: a broadcast that waits for a yes, what became of an edition; `keyboards.parse` reads all."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass

from telegram import InlineKeyboardButton


class Do(enum.StrEnum):
    """What the button does."""

    SEND = "s"
    CANCEL = "c"
    SHOW = "e"  # what became of an edition, in place
    LIST = "l"  # of the last editions, in place
    RETRY = "r"


@dataclass(frozen=True)
class BroadcastPress:
    """Send a prepared broadcast, or throw it away."""

    do: Do
    edition_id: int

    PATTERN = re.compile(r"xb:([sc]):([0-9]{1,9})")

    def pack(self) -> str:
        """Callback data."""
        return f"xb:{self.do}:{self.edition_id}"

    @classmethod
    def unpack(cls, match: re.Match[str]) -> BroadcastPress:
        """From a match of PATTERN."""
        return cls(Do(match[1]), int(match[2]))


@dataclass(frozen=True)
class SentPress:
    """Show what became of an edition or of the last ones, or try its failed deliveries again."""

    do: Do
    edition_id: int = 0

    PATTERN = re.compile(r"xs:([elr]):([0-9]{1,9})")

    def pack(self) -> str:
        """Callback data."""
        return f"xs:{self.do}:{self.edition_id}"

    @classmethod
    def unpack(cls, match: re.Match[str]) -> SentPress:
        """From a match of PATTERN."""
        return cls(Do(match[1]), int(match[2]))


Button = BroadcastPress | SentPress


def button(label: str, what: Button) -> InlineKeyboardButton:
    """A button with this label."""
    return InlineKeyboardButton(label, callback_data=what.pack())
