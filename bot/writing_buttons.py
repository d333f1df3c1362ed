"""Buttons of writing a draft: their callback data, written and read side by side (`keyboards.parse` reads all)."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from typing import Final

from telegram import InlineKeyboardButton

from bot.presses import UnknownButton


class Do(enum.StrEnum):
    """What a button does with what an editor has sent. After the colon: what its value is."""

    LANGUAGE = "lang"  # it is written in: language
    HOLD = "hold"  # a topic: slug
    DROP = "drop"  # a topic: slug
    TOPICS = "topics"  # the page of topics
    TOPICS_DONE = "done"
    NO_SOURCE = "nosrc"
    SAVE = "save"  # make a draft of it, unless there is something like it
    SAVE_ANYWAY = "anyway"
    DISCARD = "discard"
    UPDATE_KNOWN = "update"  # of a document: the briefings that are there already
    SAVE_ALIKE = "alike"  # of a document: those that only look like others
    LEAVE_FILES = "leave"


_VALUES: Final = {Do.LANGUAGE: "[a-z]{2,3}", Do.HOLD: "[a-z0-9_]{1,32}", Do.DROP: "[a-z0-9_]{1,32}"}  # others: none


@dataclass(frozen=True)
class WritePress:
    """Do something with what was made of a message. `message_id`: in the editor's chat, the first of several."""

    do: Do
    message_id: int
    value: str = ""

    PATTERN = re.compile(r"w:([a-z]{1,8}):([0-9]{1,10}):([a-z0-9_]{0,32})")

    def pack(self) -> str:
        """Callback data."""
        return f"w:{self.do}:{self.message_id}:{self.value}"

    @classmethod
    def unpack(cls, match: re.Match[str]) -> WritePress:
        """From a match of PATTERN. `UnknownButton` for words that this version doesn't write."""
        try:
            do = Do(match[1])
        except ValueError:
            raise UnknownButton(match[0]) from None
        if re.fullmatch(_VALUES.get(do, ""), match[3]) is None:
            raise UnknownButton(match[0])
        return cls(do, int(match[2]), match[3])


def button(label: str, do: Do, message_id: int, value: str = "") -> InlineKeyboardButton:
    """A button with this label."""
    return InlineKeyboardButton(label, callback_data=WritePress(do, message_id, value).pack())
