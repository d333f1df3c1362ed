"""Briefing files: UTF-8 Markdown with YAML front matter, one briefing a file, all its languages (interface.md, 5)."""

from __future__ import annotations

import codecs
import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from briefings.file_error import FileError
from briefings.front_matter import Fields, parse_yaml

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from briefings.model import Briefing
    from briefings.partial_date import PartialDate

REQUIRED_LANGUAGES = ("kk", "ru")
SLUG = re.compile(r"[a-z][a-z0-9_]{0,31}")
KEY = re.compile(r"[a-z0-9][a-z0-9._-]{0,127}")
MAX_TITLE, MAX_TEXT, MAX_NAME, MAX_URL = 300, 20_000, 200, 2_000
SOMETHING = re.compile(r".*[^\W_].*", re.DOTALL)  # a letter or a digit: what says anything at all
DETAIL = re.compile(r"[-–•](?:\s+|$)")  # how one begins on a phone; a long dash opens a line of speech
_LANGUAGE_HEADING = re.compile(r"#\s+([a-z]{2,3})\s*")
_HEADING = re.compile(r"#+\s")
_FENCE = "---"


@dataclass(frozen=True)
class TextRecord:
    """A briefing in one language. Summary: paragraphs parted by an empty line. Details: a line each."""

    title: str
    summary: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class BriefingRecord:
    """All that a briefing file says. `topic_line`, `key_line`: where it names them, for what only a load can refuse."""

    key: str
    topics: tuple[str, ...]
    date: PartialDate | None
    urgent: bool
    source_name: str | None
    source_url: str | None
    experts: dict[str, str]
    texts: dict[str, TextRecord]
    topic_line: int = field(default=1, compare=False)
    key_line: int = field(default=1, compare=False)

    @property
    def digest(self) -> str:
        """SHA-256 of the file in its canonical form."""
        return hashlib.sha256(render(self).encode()).hexdigest()


def decode(data: bytes, file: str) -> str:
    """File bytes as text without BOM and with Unix line ends. `FileError` where it isn't UTF-8 text."""
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FileError(file, line, None, "not_utf8") from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for number, line_text in enumerate(text.split("\n"), start=1):
        if any(ord(char) < 32 and char != "\t" for char in line_text):
            raise FileError(file, number, None, "control_character")
    return text


def parse(text: str, file: str, required: Collection[str] = REQUIRED_LANGUAGES) -> BriefingRecord:
    """Read a briefing file. `FileError` names the line and the field of the first thing wrong.

    `required`: the languages that it must have; at least one, where this is empty.
    """
    lines = text.split("\n")
    fences = [number for number, line in enumerate(lines) if line.rstrip() == _FENCE][:2]
    if len(fences) < 2 or fences[0] != 0:
        raise FileError(file, 1, None, "no_front_matter")
    start, end = fences
    fields = Fields.of(parse_yaml("\n".join(lines[start + 1 : end]), file, first_line=start + 2), file, None)
    fields.only("key", "topics", "date", "urgent", "source")
    source = fields.mapping("source")
    source.only("name", "url", "expert")
    texts = _parse_body(lines, end + 1, file, required)
    topics = fields.strings("topics", SLUG, required=True, otherwise="unknown_topic")
    return BriefingRecord(
        key=fields.string("key", KEY, required=True) or "",
        topics=topics,
        date=fields.date("date"),
        urgent=fields.boolean("urgent"),
        source_name=source.string("name", SOMETHING, longest=MAX_NAME),
        source_url=source.url("url", longest=MAX_URL),
        experts=source.by_language("expert", tuple(texts), longest=MAX_NAME),
        texts=texts,
        topic_line=fields.line("topics"),
        key_line=fields.line("key"),
    )


def parse_files(
    files: Mapping[str, bytes], required: Collection[str] = REQUIRED_LANGUAGES
) -> dict[str, BriefingRecord]:
    """Read the `*.md` of these files; by file. `FileError` on the first that is wrong, or has another's key."""
    records: dict[str, BriefingRecord] = {}
    keys: set[str] = set()
    for file, data in files.items():
        if not file.endswith(".md"):
            continue
        record = parse(decode(data, file), file, required)
        if record.key in keys:
            raise FileError(file, record.key_line, "key", "key_twice", value=record.key)
        keys.add(record.key)
        records[file] = record
    return records


def _parse_body(lines: list[str], first: int, file: str, required: Collection[str]) -> dict[str, TextRecord]:
    """The `# kk`, `# ru` sections from line index `first` on."""
    sections: dict[str, tuple[int, list[str]]] = {}
    current: list[str] | None = None
    for index in range(first, len(lines)):
        heading = _LANGUAGE_HEADING.fullmatch(lines[index])
        if heading is not None:
            language = heading.group(1)
            if language in sections:
                raise FileError(file, index + 1, language, "language_twice")
            current = []
            sections[language] = (index + 1, current)
        elif current is not None:
            current.append(lines[index])
        elif lines[index].strip():
            raise FileError(file, index + 1, None, "text_before_language")
    missing = [language for language in required if language not in sections]
    if missing or not sections:
        raise FileError(file, len(lines), [*missing, *REQUIRED_LANGUAGES][0], "language_missing")
    return {language: _parse_section(body, line, language, file) for language, (line, body) in sections.items()}


def _parse_section(body: list[str], heading_line: int, language: str, file: str) -> TextRecord:
    """`## Title`, then paragraphs, and `- ` lines of details; `heading_line` is 1-based."""
    first = next((offset for offset, line in enumerate(body) if line.strip()), None)
    title = body[first].strip()[3:].strip() if first is not None and body[first].startswith("## ") else ""
    if first is None or not SOMETHING.fullmatch(title):
        raise FileError(file, heading_line + (first or 0) + 1, language, "title_missing")
    paragraphs: list[list[str]] = [[]]
    details: list[str] = []
    for offset, raw in enumerate(body[first + 1 :], start=first + 2):
        line = raw.strip()
        if _HEADING.match(line):
            raise FileError(file, heading_line + offset, language, "heading_unknown", value=line)
        if line.startswith("- "):
            details.append(line[2:].strip())
            paragraphs.append([])
        elif line and raw.startswith("  ") and details and not paragraphs[-1]:
            details[-1] += f" {line}"
        elif line:
            paragraphs[-1].append(line)
        else:
            paragraphs.append([])
    said = [" ".join(paragraph) for paragraph in paragraphs if paragraph]
    if not any(SOMETHING.fullmatch(paragraph) and not DETAIL.match(paragraph) for paragraph in said):
        raise FileError(file, heading_line, language, "summary_missing")
    summary, title_line = "\n\n".join(said), heading_line + first + 1
    for text, limit, line_number in (
        (title, MAX_TITLE, title_line),
        (summary + "".join(details), MAX_TEXT, heading_line),
    ):
        if len(text) > limit:
            raise FileError(file, line_number, language, "too_long", limit=limit)
    return TextRecord(title, summary, tuple(details))


def render(record: BriefingRecord) -> str:
    """The canonical file of a record: `parse(render(r)) == r`."""
    front: dict[str, Any] = {
        "key": record.key,
        "topics": list(record.topics),
        "date": str(record.date) if record.date else None,
        "urgent": record.urgent,
        "source": {
            "name": record.source_name,
            "url": record.source_url,
            "expert": dict(sorted(record.experts.items())) or None,
        },
    }
    parts = [_FENCE, yaml.safe_dump(front, allow_unicode=True, sort_keys=False, width=1000).rstrip(), _FENCE]
    for language, text in sorted(record.texts.items()):
        parts += [f"# {language}", f"## {text.title}", text.summary, ""]
        parts += [f"- {detail}" for detail in text.details] + [""] * bool(text.details)
    return "\n".join(parts).rstrip("\n") + "\n"


def record_of(briefing: Briefing) -> BriefingRecord:
    """What a file of this stored briefing would say."""
    return BriefingRecord(
        key=briefing.key,
        topics=tuple(topic.slug for topic in briefing.topics),
        date=briefing.date,
        urgent=briefing.urgent,
        source_name=briefing.source_name,
        source_url=briefing.source_url,
        experts={language: text.expert for language, text in briefing.texts.items() if text.expert},
        texts={
            language: TextRecord(text.title, text.summary, tuple(text.details))
            for language, text in briefing.texts.items()
        },
    )
