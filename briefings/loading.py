"""A folder of files into the store: nothing of it where one is wrong, and never over what an editor wrote."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select, update

from briefings import revisions
from briefings.exchange import REQUIRED_LANGUAGES, BriefingRecord, decode, parse_files, record_of
from briefings.file_error import FileError
from briefings.library import CHANGED
from briefings.model import Briefing, BriefingText, Status, Topic, TopicGroup, TopicText
from briefings.search import indexing
from briefings.store import hold, note_change
from briefings.topic_file import TOPICS_FILE, TopicRecord, parse_topics, topic_record
from briefings.zipped import unpack

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.store import Store

SLICE: Final = 50  # briefings in one transaction: an eighth of a second, two where all are as long as may be


@dataclass
class LoadReport:
    """What became of each key (of a briefing, or a topic's slug)."""

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    left_alone: list[str] = field(default_factory=list)  # changed by an editor since it was loaded
    drafts: list[str] = field(default_factory=list)  # left alone too: an editor has yet to publish it

    def add(self, other: LoadReport) -> None:
        """What became of others, after these."""
        for mine, theirs in zip(vars(self).values(), vars(other).values(), strict=True):
            mine.extend(theirs)

    def __str__(self) -> str:
        said = f"{len(self.added)} added, {len(self.updated)} updated, {len(self.unchanged)} unchanged"
        if self.left_alone:
            said += f"; left alone because an editor has changed them: {', '.join(self.left_alone)}"
        if self.drafts:
            said += f"; left alone because they are drafts at the desk: {', '.join(self.drafts)}"
        return said


@dataclass(frozen=True)
class Folder:
    """The parsed files of a folder."""

    topics: list[TopicRecord]
    briefings: dict[str, BriefingRecord]  # by file


def read_folder(
    folder: Path,
    is_reserved: Callable[[str], bool] = lambda _slug: False,
    required: Collection[str] = REQUIRED_LANGUAGES,
) -> Folder:
    """Parse topics.yaml and every `*.md` below the folder, or in the zip. `FileError` on the first that is wrong.

    `is_reserved`: which slugs a topic can't have, because they mean something else to the bot.
    `required`: the languages that every briefing must have; at least one of any, where this is empty.
    """
    if folder.is_file():
        return _parse_files(unpack(folder.read_bytes(), str(folder)), TOPICS_FILE, is_reserved, required)
    if not folder.is_dir():
        raise FileError(str(folder), 1, None, "no_folder")
    topics_file = folder / TOPICS_FILE
    paths = [path for path in (topics_file, *sorted(folder.rglob("*.md"))) if path.is_file()]
    files = {str(path): path.read_bytes() for path in paths}
    return _parse_files(files, str(topics_file), is_reserved, required)


def _parse_files(
    files: dict[str, bytes], topics_file: str, is_reserved: Callable[[str], bool], required: Collection[str]
) -> Folder:
    topics = []
    if topics_file in files:
        topics = parse_topics(decode(files[topics_file], topics_file), topics_file)
    for topic in topics:
        if is_reserved(topic.slug):
            raise FileError(topics_file, topic.line, "slug", "reserved", value=topic.slug)
    return Folder(topics, parse_files(files, required))


async def is_loaded(session: AsyncSession, folder: Folder) -> bool:
    """Whether the store was brought to what each file says now, and the topics stand in the file's order.

    Two queries that load no briefing. They don't tell, as `load` does, what an editor has changed since.
    """
    topics = (await session.execute(select(Topic.slug, Topic.file_digest).order_by(Topic.position))).all()
    if [tuple(row) for row in topics[: len(folder.topics)]] != [(topic.slug, topic.digest) for topic in folder.topics]:
        return False
    digests = {record.key: record.digest for record in folder.briefings.values()}
    stored = await session.execute(select(Briefing.key, Briefing.file_digest).where(Briefing.key.in_(digests)))
    return dict(stored.all()) == digests


async def load(store: Store, folder: Folder, now: datetime) -> LoadReport:
    """Bring the store to what the files say and publish it. `FileError` for a topic that nobody defined.

    A briefing that an editor has changed since it was loaded is left alone, and so is a draft, whatever it says: it may
    be in review or wait for its moment. Loading twice changes nothing.

    Some are loaded in a transaction, the topics in the first, so that others write in between. Where the database goes
    away or we are killed, what was loaded stays, and loading again loads the rest.
    """
    report, files = LoadReport(), iter(folder.briefings.items())
    async with store.writing() as session:
        report.add(await _load_some(session, dict(islice(files, SLICE)), now, folder))
    while some := dict(islice(files, SLICE)):
        await store.give_way()
        async with store.writing() as session:
            report.add(await _load_some(session, some, now))
    return report


async def _load_some(
    session: AsyncSession, files: dict[str, BriefingRecord], now: datetime, whole: Folder | None = None
) -> LoadReport:
    """In one transaction. `whole`: the folder, whose topics come before these, the first of its files."""
    await hold(session, CHANGED)  # of two who load at once, the second waits here and then finds it loaded
    report, moved = LoadReport(), False
    if whole is not None:
        moved = await _load_topics(session, whole.topics, report)
    topics = {topic.slug: topic for topic in await session.scalars(select(Topic))}
    if whole is not None:
        _refuse_unknown(whole, topics)
    keys = [record.key for record in files.values()]
    stored = {b.key: b for b in await session.scalars(select(Briefing).where(Briefing.key.in_(keys)))}
    written = []
    for record in files.values():
        briefing = await _load_briefing(session, record, stored.get(record.key), topics=topics, now=now, report=report)
        if briefing is not None:
            written.append(briefing)
    await indexing.put_all(session, written)
    if moved or report.added or report.updated:
        publication = await note_change(session, CHANGED)
        new = update(Briefing).where(Briefing.status == Status.PUBLISHED, Briefing.publication.is_(None))
        await session.execute(new.values(publication=publication))
    return report


def _refuse_unknown(folder: Folder, topics: Collection[str]) -> None:
    for file, record in folder.briefings.items():
        for slug in record.topics:
            if slug not in topics:
                raise FileError(file, record.topic_line, "topics", "unknown_topic", value=slug)


async def _load_topics(session: AsyncSession, records: list[TopicRecord], report: LoadReport) -> bool:
    """Whether the order has changed; what else has stands in the report."""
    stored = {topic.slug: topic for topic in await session.scalars(select(Topic))}
    last = await session.scalar(select(func.max(Topic.position))) or 0
    for record in records:
        topic = stored.get(record.slug)
        if topic is None:
            last += 1
            topic = Topic(slug=record.slug, position=last)
            session.add(topic)
            report.added.append(record.slug)
        elif record.digest == topic_record(topic).digest:
            topic.file_digest = record.digest
            report.unchanged.append(record.slug)
            continue
        elif topic_record(topic).digest != topic.file_digest:
            report.left_alone.append(record.slug)
            continue
        else:
            report.updated.append(record.slug)
        topic.emoji, topic.group, topic.file_digest = record.emoji, TopicGroup(record.group), record.digest
        topic.hidden = record.hidden
        for language in set(topic.texts) - set(record.names):
            del topic.texts[language]
        for language, name in record.names.items():
            text = topic.texts.setdefault(language, TopicText(language=language))
            text.name, text.aliases = name, list(record.aliases.get(language, ()))
    await session.flush()
    return await _reorder(session, records)


async def _reorder(session: AsyncSession, records: list[TopicRecord]) -> bool:
    """The file's order first, then the topics that editors added, in the order they had. Whether any moved."""
    order = {record.slug: index for index, record in enumerate(records)}
    topics = list(await session.scalars(select(Topic).order_by(Topic.position)))
    topics.sort(key=lambda topic: (order.get(topic.slug, len(order)), topic.position))
    moved = False
    for position, topic in enumerate(topics, start=1):
        if topic.position != position:
            topic.position, moved = position, True
    await session.flush()
    return moved


async def _load_briefing(
    session: AsyncSession,
    record: BriefingRecord,
    briefing: Briefing | None,
    *,
    topics: dict[str, Topic],
    now: datetime,
    report: LoadReport,
) -> Briefing | None:
    """The briefing, if it was written."""
    if briefing is None:
        briefing = Briefing(key=record.key, status=Status.PUBLISHED, created_at=now, published_at=now)
        session.add(briefing)
        report.added.append(record.key)
    elif briefing.status not in {Status.PUBLISHED, Status.ARCHIVED}:
        report.drafts.append(record.key)
        return None
    elif record.digest == record_of(briefing).digest:
        briefing.file_digest = record.digest  # where an editor's own change comes back in a file, it is the file's now
        report.unchanged.append(record.key)
        return None
    elif record_of(briefing).digest != briefing.file_digest:
        report.left_alone.append(record.key)
        return None
    else:
        revisions.keep(session, briefing, now, replaced_by=None)
        report.updated.append(record.key)
    write_record(briefing, record, topics)
    briefing.file_digest, briefing.updated_at = record.digest, now
    await session.flush()
    return briefing


def write_record(briefing: Briefing, record: BriefingRecord, topics: dict[str, Topic]) -> None:
    """Make a briefing say what the record says. `topics` by slug must hold all that the record names."""
    briefing.date, briefing.urgent = record.date, record.urgent
    briefing.source_name, briefing.source_url = record.source_name, record.source_url
    briefing.set_topics([topics[slug] for slug in record.topics])
    for language in set(briefing.texts) - set(record.texts):
        del briefing.texts[language]
    for language, said in record.texts.items():
        text = briefing.texts.setdefault(language, BriefingText(language=language))
        text.title, text.summary, text.details = said.title, said.summary, list(said.details)
        text.expert = record.experts.get(language)
        text.machine_made = False
