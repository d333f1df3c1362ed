"""Buttons of what is sent: a broadcast that waits for a yes, what became of an edition; `keyboards.parse` reads all."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import ClassVar

from bot.callback_data import CallbackData, Field, number


class Do(enum.StrEnum):
    """What the button does."""

    SEND = "s"
    CANCEL = "c"
    SHOW = "e"  # what became of an edition, in place
    LIST = "l"  # of the last editions, in place
    RETRY = "r"


@dataclass(frozen=True)
class BroadcastPress(CallbackData):
    """Send a prepared broadcast, or withdraw it. `message_id`: of the command, in its editor's chat."""

    do: Do
    message_id: int

    MARK = "xp"  # not «xb», under which older versions wrote a number that may be another broadcast's by now
    FIELDS: ClassVar = {"do": Field(f"{Do.SEND}|{Do.CANCEL}", Do), "message_id": number(10)}


@dataclass(frozen=True)
class SentPress(CallbackData):
    """Show what became of an edition or of the last ones, or try its failed deliveries again."""

    do: Do
    edition_id: int = 0

    MARK = "xs"
    FIELDS: ClassVar = {"do": Field(f"{Do.SHOW}|{Do.LIST}|{Do.RETRY}", Do), "edition_id": number(9)}


Button = BroadcastPress | SentPress
