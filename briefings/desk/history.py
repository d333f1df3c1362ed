"""Who did what to a briefing and when, with what changed in its words."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from briefings import library
from briefings.model import AuditEntry, Revision
from briefings.revisions import content_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.model import Briefing

FIELDS = ("title", "text", "expert", "topics", "date", "source")
SHOWN = 30  # events; of more, the last
CONTEXT = 3  # words around a difference
_TOKEN = re.compile(r"\s*\S+")
Piece = tuple[str, str]  # "=", "-" or "+", and the words


@dataclass(frozen=True)
class Difference:
    """What became of one of the `FIELDS`; of the first three, in a `language`."""

    field: str
    language: str | None
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Event:
    """One step in a briefing's life. `user_id` None: a file or the clock; `action`: see audit.py, or `file`."""

    at: dt.datetime
    user_id: int | None
    action: str
    details: dict[str, Any]
    differences: tuple[Difference, ...] = ()


async def events(session: AsyncSession, briefing_id: int) -> list[Event]:
    """What happened to a briefing, the last `SHOWN` of it, in order; also to one that was thrown away since."""
    entries = select(AuditEntry).where(AuditEntry.briefing_id == briefing_id).order_by(AuditEntry.id)
    audited = (await session.scalars(entries)).all()
    briefing = await library.find(session, briefing_id)
    changes = await _changes(session, briefing) if briefing else {}
    # A file makes no entry: neither when it is first loaded nor when it is loaded anew, which keeps a revision.
    found = [Event(briefing.created_at, None, "import", {})] if briefing and briefing.created_by is None else []
    found += [
        Event(each.at, each.user_id, each.action, each.details, changes.pop(each.details.get("version"), (None, ()))[1])
        for each in audited
    ]
    found += [
        Event(of.replaced_at, None, "file", {}, made) for of, made in changes.values() if of and not of.replaced_by
    ]
    found.sort(key=lambda event: event.at)
    return found[-SHOWN:]


async def _changes(
    session: AsyncSession, briefing: Briefing
) -> dict[object, tuple[Revision | None, tuple[Difference, ...]]]:
    """What each change of content made different, by the version that it replaced."""
    statement = select(Revision).where(Revision.briefing_id == briefing.id).order_by(Revision.version)
    kept = (await session.scalars(statement)).all()
    contents = [each.content for each in kept] + [content_of(briefing)]
    return {
        each.version: (each, differences(old, new))
        for each, old, new in zip(kept, contents, contents[1:], strict=False)
    }


def differences(old: dict[str, Any], new: dict[str, Any]) -> tuple[Difference, ...]:
    """What two contents of a `Revision` say differently, field by field."""
    before, after = _said(old), _said(new)
    return tuple(
        Difference(*field, words(before.get(field, ""), after.get(field, "")))
        for field in dict.fromkeys([*before, *after])
        if before.get(field, "") != after.get(field, "")
    )


def _said(content: dict[str, Any]) -> dict[tuple[str, str | None], str]:
    """Every field of a content as text."""
    source = " · ".join(part for part in (content.get("source_name"), content.get("source_url")) if part)
    said: dict[tuple[str, str | None], str] = {}
    for language, text in sorted(content.get("texts", {}).items()):
        said["title", language] = text["title"]
        said["text", language] = "\n".join([text["summary"], *(f"• {detail}" for detail in text.get("details", ()))])
        said["expert", language] = content.get("experts", {}).get(language) or ""
    said["topics", None] = ", ".join(content.get("topics", ()))
    said["date", None] = content.get("date") or ""
    said["source", None] = source
    return said


def words(old: str, new: str) -> tuple[Piece, ...]:
    """A difference in words; of long stretches that are alike only the ends are shown, with an ellipsis between."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    pieces: list[Piece] = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(("=", _shortened(before[start:end], first=not start, last=end == len(before))))
            continue
        if end > start:
            pieces.append(("-", "".join(before[start:end]).strip()))
        if new_end > new_start:
            pieces.append(("+", "".join(after[new_start:new_end]).strip()))
    return tuple(pieces)


def _shortened(tokens: Sequence[str], *, first: bool, last: bool) -> str:
    """Only what stands next to a difference."""
    head = [] if first else tokens[:CONTEXT]
    tail = [] if last else tokens[-CONTEXT:]
    if len(tokens) <= len(head) + len(tail) + 1:
        return "".join(tokens).strip()
    return " ".join(part for part in ("".join(head).strip(), "…", "".join(tail).strip()) if part)
