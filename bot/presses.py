"""Buttons that change something: their callback data, written and read side by side (`keyboards.parse` reads all).

Every button names the outcome («hold china», not «turn china over»): pressed twice, or under a panel that shows an
older state, it does what it says.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import ClassVar

from bot.callback_data import SLUG, CallbackData, Field, UnknownButton, number, word_of


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


_DAY, _TIME = "[0-6]", "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_VALUES = {
    Do.ONLY_TOPIC: SLUG,
    Do.HOLD_TOPIC: SLUG,
    Do.DROP_TOPIC: SLUG,
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
class Press(CallbackData):
    """Do something, then show a page of the panel (`page` counts from 0, on pages that have several)."""

    view: View
    do: Do = Do.LOOK
    value: str = ""
    page: int = 0

    MARK = "s"
    FIELDS: ClassVar = {
        "view": word_of(View),
        "page": number(2),
        "do": word_of(Do),
        "value": Field("[A-Za-z0-9_+/:-]{0,40}"),
    }
    VALUES = _VALUES


@dataclass(frozen=True)
class Forget(CallbackData):
    """Delete all that is stored about the chat, or don't."""

    sure: bool

    MARK = "f"
    FIELDS: ClassVar = {"sure": Field("[01]", read=lambda sign: sign == "1", write=lambda sure: "1" if sure else "0")}


@dataclass(frozen=True)
class Subscribe(CallbackData):
    """Subscribe the chat to a topic."""

    topic: str

    MARK = "n"
    FIELDS: ClassVar = {"topic": Field(SLUG)}


def of_chat(data: str) -> Press | Forget | None:
    """A button that changes what is stored about the chat in which it is pressed; None: it is another."""
    return Press.unpack(data) or Forget.unpack(data)


def _read(data: str) -> Press | Forget:
    pressed = of_chat(data)
    if pressed is None:
        raise UnknownButton(data)
    return pressed


@dataclass(frozen=True)
class OfChannel(CallbackData):
    """The same for a channel, pressed in private by one of its administrators."""

    channel_id: int
    pressed: Press | Forget

    MARK = "h"
    FIELDS: ClassVar = {
        "channel_id": Field("[0-9a-f]{1,13}", lambda digits: -int(digits, 16), lambda number: f"{-number:x}"),
        "pressed": Field("[sf]:.*", _read, CallbackData.pack),
    }


Button = Press | Forget | Subscribe | OfChannel
