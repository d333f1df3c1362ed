"""Drafts: made, changed, thrown away.

Every function works in the caller's transaction and leaves an entry in the audit log. `DeskError` refuses, and then
nothing is changed. Ids of people are Telegram user ids.
"""

from __future__ import annotations

import dataclasses
import enum
import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from briefings import library, revisions
from briefings.desk import audit, form
from briefings.desk.errors import DeskError, Overtaken
from briefings.desk.form import DraftText, Source
from briefings.model import AuditEntry, Briefing, BriefingText, Status, Topic
from briefings.search import indexing
from briefings.store import hold, note_change

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.partial_date import PartialDate

OPEN = (Status.DRAFT, Status.REVIEW, Status.SCHEDULED)  # not seen by readers yet


class Keep(enum.Enum):
    """In a `Change`: as it is."""

    IT = "it"


@dataclass(frozen=True)
class NewDraft:
    """What is to become a briefing. `topics`: slugs, most important first; `key`: of a file that has one."""

    topics: tuple[str, ...]
    date: PartialDate | None
    texts: Mapping[str, DraftText]
    source_name: str | None = None
    source_url: str | None = None
    urgent: bool = False
    key: str | None = None


@dataclass(frozen=True)
class Change:
    """What is to be different; all else stays. `texts`: languages that are new or said anew."""

    topics: tuple[str, ...] | None = None
    date: PartialDate | Keep | None = Keep.IT
    source: Source | None = None
    texts: Mapping[str, DraftText] = field(default_factory=dict)
    urgent: bool | None = None  # None: as it is; of what is published already it alerts nobody


async def take(session: AsyncSession, briefing_id: int) -> Briefing:
    """The briefing, for this transaction to change. `DeskError` missing.

    Whoever else changes what readers see waits here: a transaction may take several, in any order.
    """
    await hold(session, library.CHANGED)
    return await look(session, briefing_id, lock=True)


async def look(session: AsyncSession, briefing_id: int, *, lock: bool = False) -> Briefing:
    """The same, only to be looked at."""
    if not 0 < briefing_id < 2**31:
        raise DeskError("missing", number=briefing_id)
    found = await session.get(Briefing, briefing_id, options=library.WHOLE, with_for_update=lock or None)
    if found is None:
        raise DeskError("missing", number=briefing_id)
    return found


async def check_seen(session: AsyncSession, briefing: Briefing, seen: int | None, by: int) -> None:
    """`Overtaken` where somebody else has changed the briefing since it was the version that this editor saw.

    None: whatever it is. The log knows whose each change was, by the version that it replaced.
    """
    if seen is None or briefing.version == seen:
        return
    own = select(AuditEntry.details).where(AuditEntry.briefing_id == briefing.id, AuditEntry.user_id == by)
    replaced = {details.get("version") for details in await session.scalars(own)}
    if seen > briefing.version or not replaced.issuperset(range(seen, briefing.version)):
        raise Overtaken(briefing.id)


async def create(session: AsyncSession, new: NewDraft, *, by: int, origin: str, now: dt.datetime) -> Briefing:
    """Store a draft. The same `origin` (`CHAT:MESSAGE[:N]`) again gives the draft that was made of it before."""
    made = await session.scalar(select(Briefing).where(Briefing.origin == origin).options(*library.WHOLE))
    if made is not None:
        return made
    if not new.texts:
        raise DeskError("text-empty")
    source = form.checked_source(Source(new.source_name, new.source_url))
    topics = await _topics(session, new.topics)
    briefing = Briefing(
        key=await _key(session, new, origin, now),
        status=Status.DRAFT,
        urgent=new.urgent,
        date=new.date,
        source_name=source.name,
        source_url=source.url,
        origin=origin,
        created_by=by,
        created_at=now,
        updated_at=now,
    )
    for language, text in new.texts.items():
        _write_text(briefing, language, text)
    briefing.set_topics(topics)
    session.add(briefing)
    await session.flush()
    audit.note(session, now, by, "draft", briefing.id)
    return briefing


async def change(
    session: AsyncSession, briefing: Briefing, what: Change, *, by: int, now: dt.datetime, seen: int | None = None
) -> bool:
    """Change a briefing, keeping a revision of what it said; whether anything is different now.

    `seen`: the version that the editor saw; `Overtaken` if somebody has changed it since. A change that would change
    nothing is done, whatever was seen: handling the same message again is no conflict.
    """
    different = differences(briefing, what)
    if not different:
        return False
    topics = None if what.topics is None else await _topics(session, what.topics)
    await check_seen(session, briefing, seen, by)
    if briefing.status is Status.ARCHIVED:
        raise DeskError("archived", number=briefing.id)
    revisions.keep(session, briefing, now, replaced_by=by)
    audit.note(session, now, by, "edit", briefing.id, version=briefing.version, fields=different)
    for language, text in what.texts.items():
        _write_text(briefing, language, text)
    if topics is not None:
        briefing.set_topics(topics)
    if what.source is not None:
        source = form.checked_source(what.source)
        briefing.source_name, briefing.source_url = source.name, source.url
    if not isinstance(what.date, Keep):
        briefing.date = what.date
    if what.urgent is not None:
        briefing.urgent = what.urgent
    await touch(session, briefing, now)
    return True


def differences(briefing: Briefing, what: Change) -> list[str]:
    """Which fields the change would make different: `text:kk`, `topics`, … `DeskError` where one can't be so."""
    texts = {language: form.checked(text) for language, text in what.texts.items()}
    source = Source(briefing.source_name, briefing.source_url)
    slugs = tuple(topic.slug for topic in briefing.topics)
    return [
        *(f"text:{language}" for language, text in texts.items() if text != text_of(briefing.texts.get(language))),
        *(["topics"] if what.topics is not None and tuple(dict.fromkeys(what.topics)) != slugs else []),
        *(["source"] if what.source is not None and form.checked_source(what.source) != source else []),
        *(["date"] if what.date not in {Keep.IT, briefing.date} else []),
        *(["urgent"] if what.urgent not in {None, briefing.urgent} else []),
    ]


async def confirm(session: AsyncSession, briefing: Briefing, *, by: int, now: dt.datetime, seen: int | None) -> None:
    """An editor stands for what a machine wrote, in every language; done already is done."""
    unconfirmed = [text for text in briefing.texts.values() if text.machine_made]
    if not unconfirmed:
        return
    await check_seen(session, briefing, seen, by)
    for text in unconfirmed:
        text.machine_made = False
    audit.note(session, now, by, "confirm", briefing.id, version=briefing.version)
    await touch(session, briefing, now)


async def touch(session: AsyncSession, briefing: Briefing, now: dt.datetime) -> None:
    """Write the change of a briefing as its next version, and tell the readers' side if it is or was published.

    The log must say by `version` which one it replaces. `Overtaken` where another transaction was faster.
    """
    number, briefing.updated_at = briefing.id, now
    flag_modified(briefing, "updated_at")  # a change of its texts alone would not count as a new version
    try:
        await session.flush()
    except StaleDataError:
        raise Overtaken(number) from None
    if briefing.status not in OPEN:
        await indexing.put(session, briefing)
        await note_change(session, library.CHANGED)


async def discard(
    session: AsyncSession, briefing: Briefing, *, by: int, now: dt.datetime, seen: int | None = None
) -> None:
    """Throw a draft away, also one in review or with an embargo. What was published can only be archived."""
    if briefing.status not in OPEN:
        raise DeskError("was-published", number=briefing.id)
    await check_seen(session, briefing, seen, by)
    titles = {language: text.title for language, text in briefing.texts.items()}
    audit.note(session, now, by, "discard", briefing.id, titles=titles)
    await session.delete(briefing)
    await session.flush()


async def _key(session: AsyncSession, new: NewDraft, origin: str, now: dt.datetime) -> str:
    """The file's key, if nothing has it; without a file: its day, its first topic and a few signs of its own."""
    if new.key:
        holder = await session.scalar(select(Briefing.id).where(Briefing.key == new.key))
        if holder is not None:
            raise DeskError("key-taken", word=form.shortened(new.key), number=holder)
        return new.key
    return f"{now:%Y-%m-%d}-{new.topics[0]}-{hashlib.sha256(origin.encode()).hexdigest()[:10]}"


async def _topics(session: AsyncSession, slugs: tuple[str, ...]) -> list[Topic]:
    """The topics, hidden ones too, in this order."""
    if not slugs:
        raise DeskError("topics-none")
    stored = {each.slug: each for each in await session.scalars(select(Topic).where(Topic.slug.in_(slugs)))}
    for slug in slugs:
        if slug not in stored:
            raise DeskError("unknown-topic", word=form.shortened(slug))
    return [stored[slug] for slug in dict.fromkeys(slugs)]


def _write_text(briefing: Briefing, language: str, said: DraftText) -> None:
    text = briefing.texts.setdefault(language, BriefingText(language=language))
    for name, value in dataclasses.asdict(form.checked(said)).items():
        setattr(text, name, list(value) if name == "details" else value)


def text_of(text: BriefingText | None) -> DraftText | None:
    """A stored text as an editor would give it."""
    if text is None:
        return None
    return DraftText(text.title, text.summary, tuple(text.details), text.expert, text.machine_made)
