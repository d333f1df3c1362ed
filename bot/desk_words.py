"""PURE: what an editor writes behind a command of the desk. A wrong form is refused with the right one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.desk_buttons import FIELDS
from briefings.desk import form, languages
from briefings.desk.errors import DeskError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Sequence

PUBLISH_EXAMPLE: Final = "/publish 12 urgent at 2026-11-23 09:00"
CORRECT_EXAMPLE: Final = "/correct 12"
EDIT_EXAMPLE: Final = "/edit 12 title ru"
BY_LANGUAGE: Final = ("title", "text")
_NUMBER = re.compile(r"[#№/]?b?([0-9]{1,10})", re.IGNORECASE)


@dataclass(frozen=True)
class Edit:
    """What `/edit` asks for. `field` None: which field is to be chosen; `value` empty: it is to be asked for."""

    number: int
    field: str | None = None
    language: str | None = None
    value: str = ""


def number(words: Sequence[str], example: str) -> int:
    """The briefing that is named, and nothing beside it: `12`, `#12`, `/b12`."""
    match = _NUMBER.fullmatch(" ".join(words))
    if match is None:
        raise DeskError("form", example=example)
    return int(match[1])


def correction(text: str) -> tuple[int, str]:
    """`/correct 12` and a line, or one of each language: the number and the lines. `text`: all after the command."""
    word, lines = [*text.split(maxsplit=1), "", ""][:2]
    return number([word], CORRECT_EXAMPLE), lines


def publishing(words: Sequence[str], zone: str, now: dt.datetime) -> tuple[bool, dt.datetime | None]:
    """`urgent at 2026-11-23 09:00` behind the number: whether at once to all, and when (UTC); now where not said."""
    rest = [word.lower() for word in words]
    urgent = rest[:1] == ["urgent"]
    rest = rest[urgent:]
    if not rest:
        return urgent, None
    if rest[0] != "at" or len(rest) not in {2, 3}:
        raise DeskError("form", example=PUBLISH_EXAMPLE)
    return urgent, form.read_moment(" ".join(rest[1:]), zone, now)


def edit(text: str, others: Collection[str] = ()) -> Edit:
    """`/edit 12 title ru` with the value in the lines below, or behind it. `text`: all after the command.

    `others`: codes of languages beside Kazakh and Russian.
    """
    first, _, below = text.strip().partition("\n")
    words = first.split()
    briefing_id = number(words[:1], EDIT_EXAMPLE)
    if len(words) == 1:
        if below.strip():
            raise DeskError("form", example=EDIT_EXAMPLE)
        return Edit(briefing_id)
    field = words[1].lower()
    if field not in FIELDS:
        raise DeskError("field", word=form.shortened(words[1]), example=EDIT_EXAMPLE)
    rest = words[2:]
    language = None
    if field in BY_LANGUAGE:
        language, rest = languages.leading(rest, others)
        # A text is of more than one word: a word alone is meant for a language, and must not become all of the text.
        if language is None and rest and (below.strip() or (field == "text" and len(rest) == 1)):
            raise languages.no_such(rest[0])
    return Edit(briefing_id, field, language, "\n".join(part for part in (" ".join(rest), below) if part.strip()))
