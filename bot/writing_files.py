"""What an editor sees of the files that they sent: what is wrong and where, or what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markupsafe import Markup
from telegram import InlineKeyboardMarkup

from bot.cards import Answer, shortened
from bot.desk_rows import opening, title_of
from bot.writing_buttons import Do, button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram import InlineKeyboardButton

    from bot.texts import Texts
    from briefings.desk.uploads import Stored
    from briefings.file_error import FileError
    from briefings.model import Briefing

SHOWN: Final = 10  # briefings by name in one list
_LONGEST: Final = 100  # characters of a file's name, a field, a value or a title


def wrong(error: FileError, texts: Texts) -> Markup:
    """What is wrong with a file, with its name, line and field; only its name, where it is wrong as a whole."""
    values = {name: shortened(str(value), _LONGEST) for name, value in error.details.items()}
    what = texts(f"file-error-{error.problem.replace('_', '-')}", **_placeholders(error.problem, values))
    file = shortened(error.file, _LONGEST)
    if error.of_whole:
        return texts("file-error-in-file", file=file, what=what)
    if error.field:
        return texts(
            "file-error-in-field", file=file, line=error.line, field=shortened(error.field, _LONGEST), what=what
        )
    return texts("file-error-in-line", file=file, line=error.line, what=what)


def _placeholders(problem: str, values: dict[str, str]) -> dict[str, str]:
    """YAML's and the calendar's own words are English: the line and the field say it."""
    return {} if problem in {"yaml", "not_a_date"} else values


def report(stored: Stored, message_id: int, texts: Texts) -> Answer:
    """What became of the files of a document, a button for each briefing, and buttons for what is there already."""
    kinds = {"file-made": stored.made, "file-same": stored.same, "file-known": stored.known, "file-alike": stored.alike}
    parts = [_listed(key, found, texts) for key, found in kinds.items() if found]
    if stored.ignored:
        names = ", ".join(stored.ignored[:SHOWN])
        parts.append(texts("file-topics-ignored", count=len(stored.ignored), names=names))
    if not stored.compared:
        parts.append(texts("file-not-compared"))
    named = list(dict.fromkeys(each for found in kinds.values() for each in found[:SHOWN]))
    rows = _openings(named, texts)
    if stored.known:
        rows.append([button(texts.plain("button-file-update"), Do.UPDATE_KNOWN, message_id)])
    if stored.alike:
        rows.append([button(texts.plain("button-file-anyway"), Do.SAVE_ALIKE, message_id)])
    if stored.known or stored.alike:
        rows.append([button(texts.plain("button-file-leave"), Do.LEAVE_FILES, message_id)])
    return Answer((Markup("\n\n").join(parts),), InlineKeyboardMarkup(rows) if rows else None)


def updated(changed: Sequence[Briefing], texts: Texts) -> Answer:
    """Which briefings say now what the files say."""
    if not changed:
        return Answer((texts("file-nothing-new"),))
    rows = _openings(changed[:SHOWN], texts)
    return Answer((_listed("file-updated", changed, texts),), InlineKeyboardMarkup(rows))


def _openings(found: Sequence[Briefing], texts: Texts) -> list[list[InlineKeyboardButton]]:
    """A button that opens each, two in a row."""
    keys = [key for each in found for row in opening(each.id, each.version, texts) for key in row]
    return [keys[start : start + 2] for start in range(0, len(keys), 2)]


def _listed(key: str, found: Sequence[Briefing], texts: Texts) -> Markup:
    lines = [texts(key, count=len(found))]
    for each in found[:SHOWN]:
        title = shortened(title_of(each, texts.language), _LONGEST)
        lines.append(Markup("№ {} · {}").format(each.id, title))
    if len(found) > SHOWN:
        lines.append(texts("file-and-more", count=len(found) - SHOWN))
    return Markup("\n").join(lines)
