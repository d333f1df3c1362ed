"""Briefing files that an editor sends: one as it is, or several in a zip; whole or not at all.

`FileError` names what is wrong and where, and then nothing is stored. What is there already is only pointed out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from briefings import library, zipped
from briefings.desk import drafts, likeness
from briefings.desk.drafts import Change, NewDraft
from briefings.desk.errors import DeskError
from briefings.desk.form import DraftText, Source
from briefings.exchange import decode, parse, parse_files
from briefings.file_error import FileError
from briefings.model import Briefing, Topic
from briefings.topic_file import TOPICS_FILE, parse_topics

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.exchange import BriefingRecord

MAX_FILE_BYTES: Final = zipped.MAX_FILE_BYTES
MAX_ZIP_BYTES: Final = 20_000_000  # compressed: as much as Telegram lets a bot fetch
MOST_FILES, MOST_UNPACKED = 2_000, 50_000_000
MOST_NEW: Final = 200  # drafts of one upload: meanwhile nobody else can write
ANY_LANGUAGE: Final = ()  # is required of a file
MOST_COMPARED: Final = 50  # new files that are compared with all titles; in a larger load only keys tell


@dataclass(frozen=True)
class Upload:
    """What an editor sent. `file_topics`: slugs of the topics that an export brings along."""

    records: tuple[BriefingRecord, ...]
    file_names: tuple[str, ...]
    file_topics: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stored:
    """What became of an upload. `known`: the key is there and says something else; `alike`: only its title or source.

    `same`: what is stored already says the same. `ignored`: topics of the file that nobody has defined here.
    `compared`: whether what is alike was looked for.
    """

    made: tuple[Briefing, ...]
    known: tuple[Briefing, ...]
    alike: tuple[Briefing, ...]
    same: tuple[Briefing, ...] = ()
    ignored: tuple[str, ...] = ()
    compared: bool = True


def read(name: str, data: bytes) -> Upload:
    """Read a `.md`, or the `.md` files of a `.zip`. A file may lack a language: so does its draft, and says so."""
    if not name.lower().endswith(".zip"):
        if len(data) > MAX_FILE_BYTES:
            raise FileError(name, 1, None, "too_big", limit=MAX_FILE_BYTES // 1_000_000)
        return Upload((parse(decode(data, name), name, ANY_LANGUAGE),), (name,))
    if len(data) > MAX_ZIP_BYTES:
        raise FileError(name, 1, None, "too_big", limit=MAX_ZIP_BYTES // 1_000_000)
    files = zipped.unpack(data, name, most_files=MOST_FILES, most_bytes=MOST_UNPACKED)
    topics = [path for path in files if path.rpartition("/")[2] == TOPICS_FILE]
    slugs = tuple(topic.slug for path in topics for topic in parse_topics(decode(files[path], path), path))
    records = parse_files(files, ANY_LANGUAGE)
    if not records:
        raise FileError(name, 1, None, "zip_empty")
    return Upload(tuple(records.values()), tuple(records), slugs)


async def store(
    session: AsyncSession, upload: Upload, *, by: int, origin: str, now: dt.datetime, anyway: bool = False
) -> Stored:
    """A draft of each file that is new; what is `alike` only if it is to be stored `anyway`. Again: the same drafts.

    A file is compared with those before it too: one and the same piece may lie twice in a zip.

    `origin`: CHAT:MESSAGE of the document. `DeskError` many-new, `FileError` for a topic that nobody has defined.
    """
    known_topics = await _check_topics(session, upload)
    keys = [record.key for record in upload.records]
    stored = select(Briefing).options(*library.WHOLE).where(Briefing.key.in_(keys))
    holders = {each.key: each for each in await session.scalars(stored)}
    if (count := sum(key not in holders for key in keys)) > MOST_NEW:
        raise DeskError("many-new", count=count, limit=MOST_NEW)
    compared = count <= MOST_COMPARED
    made, known, same, alike = list[Briefing](), list[Briefing](), list[Briefing](), dict[int, Briefing]()
    for number, record in enumerate(upload.records, start=1):
        mark, holder, new = f"{origin}:{number}", holders.get(record.key), draft_of(record)
        if holder is not None and holder.origin == mark:
            made.append(holder)
        elif holder is not None and not drafts.differences(holder, _change_to(new)):
            same.append(holder)
        elif holder is not None:
            known.append(holder)
        elif compared and not anyway and (found := await likeness.similar(session, new)):
            alike |= {each.id: each for each in found}
        else:
            made.append(await drafts.create(session, new, by=by, origin=mark, now=now))
    ignored = tuple(slug for slug in upload.file_topics if slug not in known_topics)
    return Stored(tuple(made), tuple(known), tuple(alike.values()), tuple(same), ignored, compared)


async def update(session: AsyncSession, upload: Upload, *, by: int, now: dt.datetime) -> list[tuple[Briefing, bool]]:
    """Bring the briefings whose keys the files have to what the files say; each, and whether this has changed it."""
    await _check_topics(session, upload)
    there = []
    for record in upload.records:
        number = await session.scalar(select(Briefing.id).where(Briefing.key == record.key))
        if number is None:
            continue
        briefing = await drafts.take(session, number)
        changed = await drafts.change(session, briefing, _change_to(draft_of(record)), by=by, now=now)
        there.append((briefing, changed))
    return there


def draft_of(record: BriefingRecord) -> NewDraft:
    """The draft that a file describes."""
    texts = {
        language: DraftText(text.title, text.summary, text.details, record.experts.get(language))
        for language, text in record.texts.items()
    }
    return NewDraft(
        record.topics, record.date, texts, record.source_name, record.source_url, urgent=record.urgent, key=record.key
    )


def _change_to(new: NewDraft) -> Change:
    """What makes a briefing say all that the draft says; it takes no language away."""
    return Change(new.topics, new.date, Source(new.source_name, new.source_url), new.texts, new.urgent)


async def _check_topics(session: AsyncSession, upload: Upload) -> Collection[str]:
    """All slugs that there are, hidden ones too. `FileError` for a file that names another."""
    known = frozenset(await session.scalars(select(Topic.slug)))
    for name, record in zip(upload.file_names, upload.records, strict=True):
        for slug in record.topics:
            if slug not in known:
                raise FileError(name, record.topic_line, "topics", "unknown_topic", value=slug)
    return known
