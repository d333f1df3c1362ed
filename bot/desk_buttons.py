"""Buttons of the editors' desk: their callback data, written and read side by side (`keyboards.parse` reads all).

Each carries the version of the briefing that the editor saw: whoever presses it under an older one is told, and
overwrites nothing.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import ClassVar, Final

from bot.callback_data import SLUG, CallbackData, Field, number, word_of
from briefings.desk.standing import Shelf


class Do(enum.StrEnum):
    """What a button under a briefing's panel does. After the colon: what its value is."""

    SHOW = "show"  # the panel in place: language, or nothing
    OPEN = "open"  # the panel as a new message
    LIST = "list"  # a shelf of briefings, and its page from 0
    EDIT = "edit"  # the page of fields: language
    ASK = "ask"  # a question for a new value: field, and .language where it has one
    HOLD = "hold"  # a topic, of those that are asked for: slug
    LET_GO = "let"  # the same: not this one
    CHOSEN = "chosen"  # these are the topics
    LEAVE = "leave"  # no answer, back to the panel: the question's name
    CONFIRM = "confirm"  # stand for a machine's text
    PUBLISH = "pub"
    URGENT = "urgent"
    WHEN = "when"  # the page of moments: u (urgent) or nothing
    AT = "at"  # publish then: [u]YYYYMMDDHHMM by the editor's clock
    WITHDRAW = "draft"  # out of review or embargo
    APPROVE = "ok"
    SEND_BACK = "back"
    DISCARD = "drop"  # asks once
    DISCARD_SURELY = "dropped"
    ARCHIVE = "archive"
    RESTORE = "restore"
    HISTORY = "history"
    CORRECT = "correct"


FIELDS: Final = ("title", "text", "source", "topics", "date")
_LANGUAGE = "[a-z]{2,3}"
_VALUES = {
    Do.SHOW: f"(?:{_LANGUAGE})?",
    Do.LIST: f"[{''.join(Shelf)}][0-9]{{1,4}}",
    Do.EDIT: f"(?:{_LANGUAGE})?",
    Do.ASK: rf"(?:title|text|language)\.{_LANGUAGE}|source|topics|date|moment|urgent",
    Do.HOLD: SLUG,
    Do.LET_GO: SLUG,
    Do.LEAVE: rf"[a-z]{{1,10}}(?:\.{_LANGUAGE})?",
    Do.WHEN: "u?",
    Do.AT: "u?[0-9]{12}",
}  # the others have none


@dataclass(frozen=True)
class DeskPress(CallbackData):
    """Do something with a briefing, as it was at `version`."""

    do: Do
    briefing_id: int = 0
    version: int = 0
    value: str = ""

    MARK = "d"
    FIELDS: ClassVar = {
        "do": word_of(Do),
        "briefing_id": number(10),
        "version": number(10),
        "value": Field("[A-Za-z0-9_.-]{0,32}"),
    }
    VALUES = _VALUES
