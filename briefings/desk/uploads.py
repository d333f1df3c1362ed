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
from briefings.store import hold
from briefings.topic_file import TOPICS_FILE, parse_topics

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.desk.likeness import Mark
    from briefings.exchange import BriefingRecord
    from briefings.store import Store

    Alike = Mapping[str, Sequence[Mark]]  # by a file's key

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


async def compare(store: Store, upload: Upload) -> Alike:
    """What may be the same piece as each file that is new. Where these are too many, nothing is looked for.

    A file is compared with those before it too: one and the same piece may lie twice in a zip.
    """
    async with store.reading() as session:
        held = await _holders(session, upload)
    new = [draft_of(record) for record in upload.records if record.key not in held]
    if len(new) > MOST_COMPARED:
        return {}
    return {each.key or "": near for each, near in zip(new, await likeness.compare(store, new), strict=True)}


async def store(
    session: AsyncSession, upload: Upload, alike: Alike, *, by: int, origin: str, now: dt.datetime
) -> Stored:
    """A draft of each file that is new and `alike` to none. Again: the same drafts.

    `alike`: what `compare` has found; nothing, to store them anyway. `origin`: CHAT:MESSAGE of the document.
    `DeskError` many-new, `FileError` for a topic that nobody has defined.
    """
    await hold(session, library.CHANGED)  # of two who send the same file at once, the second finds it stored
    known_topics = await _check_topics(session, upload)
    holders = await _holders(session, upload)
    if (count := sum(record.key not in holders for record in upload.records)) > MOST_NEW:
        raise DeskError("many-new", count=count, limit=MOST_NEW)
    made, known, same, similar = dict[str, Briefing](), list[Briefing](), list[Briefing](), dict[int, Briefing]()
    for number, record in enumerate(upload.records, start=1):
        mark, holder, new = f"{origin}:{number}", holders.get(record.key), draft_of(record)
        if holder is not None and holder.origin == mark:
            made[record.key] = holder
        elif holder is not None and not drafts.differences(holder, _change_to(new)):
            same.append(holder)
        elif holder is not None:
            known.append(holder)
        elif found := await likeness.find(session, alike.get(record.key, ()), made):
            similar |= {each.id: each for each in found}
        else:
            made[record.key] = await drafts.create(session, new, by=by, origin=mark, now=now)
    ignored = tuple(slug for slug in upload.file_topics if slug not in known_topics)
    compared = count <= MOST_COMPARED
    return Stored(tuple(made.values()), tuple(known), tuple(similar.values()), tuple(same), ignored, compared)


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


async def _holders(session: AsyncSession, upload: Upload) -> dict[str, Briefing]:
    """The briefings that have the files' keys, by key."""
    keys = [record.key for record in upload.records]
    stored = select(Briefing).options(*library.WHOLE).where(Briefing.key.in_(keys))
    return {each.key: each for each in await session.scalars(stored)}


async def _check_topics(session: AsyncSession, upload: Upload) -> Collection[str]:
    """All slugs that there are, hidden ones too. `FileError` for a file that names another."""
    known = frozenset(await session.scalars(select(Topic.slug)))
    for name, record in zip(upload.file_names, upload.records, strict=True):
        for slug in record.topics:
            if slug not in known:
                raise FileError(name, record.topic_line, "topics", "unknown_topic", value=slug)
    return known
