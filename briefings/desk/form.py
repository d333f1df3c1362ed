"""PURE: what an editor writes, read and made clean: titles, texts, sources, dates, embargoes. `DeskError` refuses.

What is stored can always be written to a briefing file and read again.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from briefings import wishes
from briefings.desk.errors import DeskError
from briefings.exchange import DETAIL, MAX_NAME, MAX_TEXT, MAX_TITLE, MAX_URL, SOMETHING
from briefings.front_matter import is_web_address
from briefings.partial_date import PartialDate
from briefings.wish_error import WishError

if TYPE_CHECKING:
    from briefings.catalogue import Catalogue

WORD_SHOWN = 40  # characters of a word that a refusal names
LONGEST_EMBARGO = dt.timedelta(days=366)
_HEADING = re.compile(r"^(?:#+(?:\s+|$))+")
_DAY_FIRST = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_MOMENT = re.compile(r"([0-9.-]+)[\sT]+([0-9]{1,2})[:.]([0-9]{2})")
_ADDRESS = re.compile(r"[a-z]{2,10}://.*", re.IGNORECASE)
NOTHING = "-"  # takes a source or a date away


@dataclass(frozen=True)
class DraftText:
    """A briefing in one language. Summary: paragraphs parted by an empty line. Details: a line each."""

    title: str
    summary: str
    details: tuple[str, ...] = ()
    expert: str | None = None
    machine_made: bool = False  # proposed by a machine, and confirmed by nobody yet


@dataclass(frozen=True)
class Source:
    """Where it was published; either may be missing."""

    name: str | None = None
    url: str | None = None


def clean(text: str) -> str:
    """Without control characters, which no database or file takes, and without spaces at the ends of lines."""
    kept = "".join(
        char if char == "\n" or unicodedata.category(char) not in {"Cc", "Cs"} else " "
        for char in text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    )
    return "\n".join(line.strip() for line in kept.split("\n")).strip()


def shortened(word: str) -> str:
    """A word of the editor's as a refusal may name it."""
    joined = " ".join(word.split())
    return joined if len(joined) <= WORD_SHOWN else joined[: WORD_SHOWN - 1] + "…"


def read_title(text: str) -> str:
    """A title: one line."""
    title = _HEADING.sub("", " ".join(clean(text).split()), count=1)
    if not SOMETHING.fullmatch(title):
        raise DeskError("title-empty")
    if len(title) > MAX_TITLE:
        raise DeskError("title-long", limit=MAX_TITLE, count=len(title))
    return title


def read_body(text: str) -> tuple[str, tuple[str, ...]]:
    """Summary and details: paragraphs parted by empty lines, and a detail in each line that begins with `- `."""
    paragraphs: list[list[str]] = [[]]
    details: list[str] = []
    for raw in clean(text).split("\n"):
        line = " ".join(_HEADING.sub("", raw, count=1).split())
        if DETAIL.match(line):
            details.append(DETAIL.sub("", line, count=1))
            paragraphs.append([])
        elif line:
            paragraphs[-1].append(line)
        else:
            paragraphs.append([])
    summary = "\n\n".join(" ".join(paragraph) for paragraph in paragraphs if paragraph)
    details = [detail for detail in details if SOMETHING.fullmatch(detail)]
    if not SOMETHING.fullmatch(summary):
        raise DeskError("text-empty")
    if len(summary) + sum(map(len, details)) > MAX_TEXT:
        raise DeskError("text-long", limit=MAX_TEXT, count=len(summary) + sum(map(len, details)))
    return summary, tuple(details)


def body_of(text: DraftText) -> str:
    """What `read_body` reads again as the same summary and details."""
    return "\n\n".join([text.summary, *(["\n".join(f"- {detail}" for detail in text.details)] if text.details else [])])


def checked(text: DraftText) -> DraftText:
    """The same text, clean."""
    summary, details = read_body(body_of(text))
    expert = " ".join(clean(text.expert or "").split()) or None
    if expert and len(expert) > MAX_NAME:
        raise DeskError("expert-long", limit=MAX_NAME)
    return replace(text, title=read_title(text.title), summary=summary, details=details, expert=expert)


def checked_source(source: Source) -> Source:
    """The same source, clean."""
    name = " ".join(clean(source.name or "").split()) or None
    url = (source.url or "").strip() or None
    if name and not SOMETHING.fullmatch(name):
        raise DeskError("source-empty")
    if name and len(name) > MAX_NAME:
        raise DeskError("source-long", limit=MAX_NAME)
    if url and (len(url) > MAX_URL or clean(url) != url or not is_web_address(url)):
        raise DeskError("address", word=shortened(url))
    return Source(name, url)


def read_source(text: str) -> tuple[Source, PartialDate | None]:
    """`NAME | YYYY-MM-DD | URL`, any of them left out, in any order; `-`: no source. The date, if it has one."""
    name: str | None = None
    url: str | None = None
    date: PartialDate | None = None
    parts = [part for part in (part.strip() for part in clean(text).replace("\n", "|").split("|")) if part]
    if parts == [NOTHING]:
        return Source(), None
    for part in parts:
        if url is None and _ADDRESS.fullmatch(part):
            url = part
        elif date is None and part[0].isdigit() and not re.search(r"[^\W\d]", part):
            date = read_date(part)
        elif name is None:
            name = part
        else:
            raise DeskError("source-form", word=shortened(part))
    if not name and not url:
        raise DeskError("source-empty")
    return checked_source(Source(name, url)), date


def read_date(text: str) -> PartialDate | None:
    """`2025-09-05`, `05.09.2025`, `2025-09` or `2025`; `-`: nobody knows."""
    written = clean(text)
    if written == NOTHING:
        return None
    match = _DAY_FIRST.fullmatch(written)
    if match:
        written = f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}"
    try:
        return PartialDate.parse(written)
    except ValueError:
        raise DeskError("date", word=shortened(text)) from None


def read_topics(text: str, catalogue: Catalogue, language: str | None = None) -> tuple[str, ...]:
    """Slugs of the topics that are named, as behind /subscribe; each once, in their order.

    For a word that names none, the refusal offers near names in `language`.
    """
    try:
        named = wishes.named_topics(clean(text).split(), catalogue)
    except WishError as error:
        near = wishes.near(error.word, catalogue, language) if language else []
        offered = {"near": ", ".join(near)} if near else {}
        raise DeskError("unknown-topic-near" if near else "unknown-topic", word=error.word, **offered) from None
    if not named:
        raise DeskError("topics-none")
    return named


def read_moment(text: str, zone: str, now: dt.datetime) -> dt.datetime:
    """`2026-11-23 09:00` by the clock of a zone, as UTC: to come, and within a year."""
    match = _MOMENT.fullmatch(clean(text))
    if match is None:
        raise DeskError("moment-form", word=shortened(text))
    try:
        day = read_date(match[1])
    except DeskError:
        raise DeskError("moment-date", word=shortened(text)) from None
    if day is None or day.day is None:
        raise DeskError("moment-form", word=shortened(text))
    try:
        local = dt.datetime.combine(day.first_day, dt.time(int(match[2]), int(match[3])))
    except ValueError:
        raise DeskError("moment-form", word=shortened(text)) from None
    at = local.replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)
    if at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local:
        raise DeskError("moment-skipped", word=shortened(text))  # the clocks are put forward over it
    if at <= now:
        raise DeskError("moment-past", word=shortened(text))
    if at > now + LONGEST_EMBARGO:
        raise DeskError("moment-far", word=shortened(text))
    return at
