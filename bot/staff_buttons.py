"""Buttons for staff and topics: their callback data, written and read side by side (`keyboards.parse` reads all).

Each names its outcome («make 104 an editor»): pressed twice, it does what it says.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass

from telegram import InlineKeyboardButton

from bot.presses import UnknownButton
from briefings.exchange import SLUG
from briefings.model import Role


class Do(enum.StrEnum):
    """What a button does with a member of staff besides granting a role."""

    LIST = "list"
    SHOW = "show"
    REVOKE = "revoke"


class DoTopic(enum.StrEnum):
    """What a button does with a topic."""

    LIST = "list"  # `value`: the page, from 0
    SHOW_PAGE = "page"
    HIDE = "hide"
    SHOW = "show"
    COUNTRIES = "countries"
    SUBJECTS = "subjects"


@dataclass(frozen=True)
class StaffPress:
    """Look at the staff (`user_id` 0) or a person, grant a role, or revoke it."""

    do: Do | Role
    user_id: int = 0

    PATTERN = re.compile(r"ys:([a-z]{1,8}):([0-9]{1,16})")

    def pack(self) -> str:
        """Callback data."""
        return f"ys:{self.do}:{self.user_id}"

    @classmethod
    def unpack(cls, match: re.Match[str]) -> StaffPress:
        """From a match of PATTERN. `UnknownButton` for words that this version doesn't write."""
        known = {word.value: word for word in (*Do, *Role)}
        if match[1] not in known:
            raise UnknownButton(match[0])
        return cls(known[match[1]], int(match[2]))


@dataclass(frozen=True)
class TopicPress:
    """Look at the topics or at one, hide or show it, or put it on another shelf. `value`: a page, or a slug."""

    do: DoTopic
    value: str

    PATTERN = re.compile(r"yt:([a-z]{1,9}):([a-z0-9_]{1,32})")

    def pack(self) -> str:
        """Callback data."""
        return f"yt:{self.do}:{self.value}"

    @classmethod
    def unpack(cls, match: re.Match[str]) -> TopicPress:
        """From a match of PATTERN. `UnknownButton` for words that this version doesn't write."""
        known = {word.value: word for word in DoTopic}
        expected = r"[0-9]{1,4}" if match[1] == DoTopic.LIST else SLUG
        if match[1] not in known or re.fullmatch(expected, match[2]) is None:
            raise UnknownButton(match[0])
        return cls(known[match[1]], match[2])


Button = StaffPress | TopicPress


def key(text: str, what: Button) -> InlineKeyboardButton:
    """A button with this text."""
    return InlineKeyboardButton(text, callback_data=what.pack())
