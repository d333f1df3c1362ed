"""What a button carries back when it is pressed: a kind's mark and its fields, in one string with colons between.

A kind of button is a frozen dataclass that says how each of its fields is written; writing and reading follow from it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Self

from telegram import InlineKeyboardButton

if TYPE_CHECKING:
    import enum
    from collections.abc import Callable, Mapping

MAX_BYTES = 64  # Bot API, InlineKeyboardButton
SLUG = "[a-z0-9_]{1,32}"


class UnknownButton(ValueError):
    """Callback data that this version of the bot does not write."""


class Field(NamedTuple):
    """How a field is written: the pattern of all that may stand there, from text, to text."""

    pattern: str
    read: Callable[[str], Any] = str
    write: Callable[[Any], str] = str


def number(digits: int) -> Field:
    """A whole number of so many digits at most."""
    return Field(f"[0-9]{{1,{digits}}}", int)  # not \d, which takes the digits of every script


def word_of(*words: type[enum.StrEnum]) -> Field:
    """One of the words of these enumerations, which share none."""
    known: dict[str, enum.StrEnum] = {word.value: word for each in words for word in each}
    return Field("|".join(map(re.escape, known)), known.__getitem__)


class CallbackData:
    """What all kinds of buttons have in common. A kind is a frozen dataclass with these names:"""

    MARK: ClassVar[str]  # no other kind's
    FIELDS: ClassVar[Mapping[str, Field]] = {}  # by name, in the order in which they are written
    LAST_IF_IT_FITS: ClassVar[bool] = False  # the last field is written empty where the whole would be too long
    VALUES: ClassVar[Mapping[Any, str] | None] = None  # `do` -> pattern of its `value`; the others have none
    PATTERN: ClassVar[re.Pattern[str]]  # made of them

    def __init_subclass__(cls) -> None:
        fields = "".join(f":({field.pattern})" for field in cls.FIELDS.values())
        cls.PATTERN = re.compile(re.escape(cls.MARK) + fields, re.DOTALL)

    def pack(self) -> str:
        """The callback data."""
        written = [self.MARK, *(field.write(getattr(self, name)) for name, field in self.FIELDS.items())]
        if self.LAST_IF_IT_FITS and len(":".join(written).encode()) > MAX_BYTES:
            written[-1] = ""
        return ":".join(written)

    @classmethod
    def unpack(cls, data: str) -> Self | None:
        """From callback data; None where it is of another kind, or this version doesn't write it."""
        match = cls.PATTERN.fullmatch(data)
        if match is None:
            return None
        fields = zip(cls.FIELDS.items(), match.groups(), strict=True)
        values = {name: field.read(text) for (name, field), text in fields}
        if cls.VALUES is not None and re.fullmatch(cls.VALUES.get(values["do"], ""), values["value"]) is None:
            return None
        return cls(**values)


def button(label: str, what: CallbackData) -> InlineKeyboardButton:
    """A button with this label."""
    return InlineKeyboardButton(label, callback_data=what.pack())
