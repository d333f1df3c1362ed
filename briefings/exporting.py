"""All that is published, as the files that it could have been loaded from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from briefings.exchange import record_of, render
from briefings.model import Briefing, Status, Topic
from briefings.topic_file import TOPICS_FILE, render_topics, topic_record

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.exchange import BriefingRecord
    from briefings.topic_file import TopicRecord

BRIEFINGS_FOLDER: Final = "briefings"
AT_ONCE: Final = 500


class NotWritten(Exception):
    """The folder can't take an export; the message is a sentence for the operator."""


@dataclass(frozen=True)
class Export:
    """All topics in menu order and all published briefings by key.

    What is archived stays behind: a file has no word for it, and importing it would publish it again.
    """

    topics: tuple[TopicRecord, ...]
    briefings: tuple[BriefingRecord, ...]

    def files(self) -> dict[str, bytes]:
        """Each file's content by its path. Takes a millisecond or so for each: not for the event loop."""
        files = {TOPICS_FILE: render_topics(self.topics).encode()}
        return files | {f"{BRIEFINGS_FOLDER}/{each.key}.md": render(each).encode() for each in self.briefings}


async def export(session: AsyncSession) -> Export:
    """What the store has published now."""
    topics = await session.scalars(select(Topic).order_by(Topic.position, Topic.slug))
    records: list[BriefingRecord] = []
    published = select(Briefing).where(Briefing.status == Status.PUBLISHED).order_by(Briefing.id).limit(AT_ONCE)
    last = 0
    while page := (await session.scalars(published.where(Briefing.id > last))).all():
        records += map(record_of, page)
        last = page[-1].id
    # Sorted here: how PostgreSQL sorts text depends on its locale.
    return Export(tuple(map(topic_record, topics)), tuple(sorted(records, key=lambda record: record.key)))


def write_folder(files: dict[str, bytes], folder: Path) -> None:
    """The files into a new or empty folder. `NotWritten` where it has something in it or can't be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise NotWritten(f"{folder} is not empty: an export wants a folder of its own.")
        for path, data in files.items():
            target = folder / path
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(data)
    except OSError as error:
        raise NotWritten(f"{folder} cannot be written: {error.strerror}.") from None
