"""Buttons of writing a draft: their callback data, written and read side by side (`keyboards.parse` reads all)."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot import callback_data
from bot.callback_data import SLUG, CallbackData, Field, number, word_of

if TYPE_CHECKING:
    from telegram import InlineKeyboardButton


class Do(enum.StrEnum):
    """What a button does with what an editor has sent. After the colon: what its value is."""

    LANGUAGE = "lang"  # it is written in: language
    HOLD = "hold"  # a topic: slug
    DROP = "drop"  # a topic: slug
    TOPICS = "topics"  # the page of topics
    TOPICS_DONE = "done"
    BACK = "back"  # to a step of /add: its name
    NO_SOURCE = "nosrc"
    SAVE = "save"  # make a draft of it, unless there is something like it
    SAVE_ANYWAY = "anyway"
    DISCARD = "discard"
    UPDATE_KNOWN = "update"  # of a document: the briefings that are there already
    SAVE_ALIKE = "alike"  # of a document: those that only look like others
    LEAVE_FILES = "leave"


_VALUES = {Do.LANGUAGE: "[a-z]{2,3}", Do.HOLD: SLUG, Do.DROP: SLUG, Do.BACK: "add_[a-z]{4,10}"}  # the others have none


@dataclass(frozen=True)
class WritePress(CallbackData):
    """Do something with what was made of a message. `message_id`: in the editor's chat, the first of several."""

    do: Do
    message_id: int
    value: str = ""

    MARK = "w"
    FIELDS: ClassVar = {"do": word_of(Do), "message_id": number(10), "value": Field("[a-z0-9_]{0,32}")}
    VALUES = _VALUES


def button(label: str, do: Do, message_id: int, value: str = "") -> InlineKeyboardButton:
    """A button with this label."""
    return callback_data.button(label, WritePress(do, message_id, value))
