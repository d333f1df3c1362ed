"""Small builders of what editors write: briefing files, topics, a folder of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefings.exchange import BriefingRecord, TextRecord
from briefings.file_error import FileError
from briefings.model import Briefing, BriefingText, BriefingTopic, Status, Topic, TopicGroup, TopicText
from briefings.partial_date import PartialDate

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

FRONT = 'key: visit\ntopics: [china]\ndate: "2025-09-05"'
BODY = "# kk\n## Сапар\nТоқаев барды.\n\n# ru\n## Визит\nТокаев приехал.\n"
TOPICS = """\
- slug: china
  emoji: "🇨🇳"
  group: countries
  names: {kk: Қытай, ru: Китай}
  aliases: {kk: [ҚХР], ru: [КНР]}
- slug: water
  emoji: "💧"
  group: subjects
  names: {kk: Су, ru: Вода}
"""


def file_text(front: str = FRONT, body: str = BODY) -> str:
    """A briefing file; the front matter begins in line 2, with two or three fields the body in line 6 or so."""
    return f"---\n{front}\n---\n{body}"


def with_key(key: str, title: str = "Визит", topics: str = "china") -> str:
    """A briefing file of this key, which is its Kazakh title; `title`: the Russian one."""
    return file_text(f"key: {key}\ntopics: [{topics}]", BODY.replace("Визит", title).replace("Сапар", key))


def write_folder(folder: Path, files: dict[str, str], topics: str | None = TOPICS) -> Path:
    """A folder of briefing files by name, with a topics.yaml beside them."""
    folder.mkdir(exist_ok=True)
    if topics is not None:
        (folder / "topics.yaml").write_text(topics, encoding="utf-8")
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def refusal(read: Callable[[], object]) -> tuple[int, str | None, str]:
    """Line, field and problem code of the `FileError` that reading ends in; its file is always `f.md`."""
    with pytest.raises(FileError) as refused:
        read()
    error = refused.value
    assert error.file == "f.md"
    assert str(error).startswith(f"f.md, line {error.line}")
    return error.line, error.field, error.problem


def record(**changes: object) -> BriefingRecord:
    """A record as a plain briefing file would give it."""
    fields: dict[str, object] = {
        "key": "visit",
        "topics": ("china",),
        "date": PartialDate(2025, 9, 5),
        "urgent": False,
        "source_name": None,
        "source_url": None,
        "experts": {},
        "texts": {"kk": TextRecord("Сапар", "Тоқаев барды."), "ru": TextRecord("Визит", "Токаев приехал.")},
    }
    return BriefingRecord(**(fields | changes))  # type: ignore[arg-type]


def new_topic(slug: str, position: int, *, hidden: bool = False) -> Topic:
    """A topic that an editor made, not a file."""
    return Topic(
        slug=slug,
        emoji="🌍",
        group=TopicGroup.COUNTRIES,
        position=position,
        hidden=hidden,
        texts={"ru": TopicText(language="ru", name=slug.title(), aliases=[])},
    )


def new_briefing(
    key: str, now: datetime, *, date: str | None = None, topic: Topic | None = None, status: Status = Status.PUBLISHED
) -> Briefing:
    """A briefing that an editor made, not a file."""
    return Briefing(
        key=key,
        status=status,
        date=PartialDate.parse(date) if date else None,
        created_at=now,
        updated_at=now,
        published_at=now,
        texts={"ru": BriefingText(language="ru", title=key, summary="Мәтін.", details=[])},
        topic_links=[BriefingTopic(topic=topic, position=0)] if topic else [],
    )
