"""The index kept in step with the briefings, in the transaction that changes them."""

from __future__ import annotations

import asyncio
import zlib
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, exists, func, insert, inspect, or_, select, text

from briefings.language.rough import rough_key
from briefings.library import WHOLE
from briefings.model import Briefing, SearchEntry, Status, WordForm
from briefings.model.search import FTS_TABLE
from briefings.search import lexemes
from briefings.search.lexemes import VERSION, Content
from briefings.search.places import place_of
from briefings.store import insert_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.model import Base
    from briefings.store import Store

BATCH: Final = 20  # briefings that are indexed in one transaction: others write in between
_PACK_LEVEL: Final = 1  # zlib's fastest; nine takes three times as long for a tenth less
_FORMS: Final = 500  # to a statement: SQLite takes some thousand parameters

_ADD_FTS = text(f"INSERT INTO {FTS_TABLE} (rowid, lexemes) VALUES (:place, :lexemes)")  # noqa: S608
_DROP_FTS = text(f"INSERT INTO {FTS_TABLE} ({FTS_TABLE}, rowid, lexemes) VALUES ('delete', :place, :lexemes)")  # noqa: S608


async def put(session: AsyncSession, briefing: Briefing) -> None:
    """Make the index say what the briefing says now, or nothing if readers may not see it. It must have its number."""
    await put_all(session, [briefing])


async def put_all(session: AsyncSession, briefings: Sequence[Briefing]) -> None:
    """As `put`, for many at once. Nothing is written of those that have not changed."""
    if not briefings:
        return
    await session.flush()
    entries = await _entries(session, [briefing.id for briefing in briefings])
    wanted = await _contents(session, [briefing for briefing in briefings if briefing.status is Status.PUBLISHED])
    place = {briefing.id: place_of(briefing.date, briefing.id) for briefing in briefings}
    stale, fresh = [], []
    for number, stands in place.items():
        entry, new = entries.get(number), wanted.get(number)
        if entry is not None and new is not None and _says(entry, stands, new):
            entry.version = VERSION
            continue
        if entry is not None:
            stale.append(entry)
        if new is not None:
            fresh.append((number, stands, new))
    await _take_out(session, stale)
    await _bring_in(session, fresh)
    await _count(session, [_unpack(entry.indexed) for entry in stale], [new for _, _, new in fresh])


async def remove(session: AsyncSession, briefing_id: int) -> None:
    """Take a briefing out, before it is deleted for good."""
    stale = list((await _entries(session, [briefing_id])).values())
    await _take_out(session, stale)
    await _count(session, [_unpack(entry.indexed) for entry in stale], [])


async def outdated(session: AsyncSession, limit: int = BATCH) -> Sequence[Briefing]:
    """Briefings that are not in the index as this program would have them; none: the index is to date."""
    other = or_(SearchEntry.version < VERSION, SearchEntry.version > VERSION)  # as ranges of the index
    old = select(SearchEntry.briefing_id).where(other).limit(limit)
    found = list(await session.scalars(old))
    if not found:
        absent = ~exists().where(SearchEntry.briefing_id == Briefing.id)
        missing = select(Briefing.id).where(Briefing.status == Status.PUBLISHED, absent)
        found = list(await session.scalars(missing.order_by(Briefing.date.desc(), Briefing.id.desc()).limit(limit)))
    return (await session.scalars(select(Briefing).where(Briefing.id.in_(found)).options(*WHOLE))).all()


async def catch_up(session: AsyncSession, limit: int = BATCH) -> int:
    """Index up to `limit` of the briefings that are missing or were indexed in another way; how many they were.

    Called again and again, each time in a transaction of its own, until it answers 0.
    """
    briefings = await outdated(session, limit)
    await put_all(session, briefings)
    return len(briefings)


async def clear(session: AsyncSession) -> None:
    """Leave nothing in the index, whatever state it is in."""
    if not _on_postgresql(session):
        await session.execute(text(f"INSERT INTO {FTS_TABLE} ({FTS_TABLE}) VALUES ('delete-all')"))  # noqa: S608
    await session.execute(delete(SearchEntry))
    await session.execute(delete(WordForm))


async def rebuild(store: Store) -> int:
    """Index every briefing anew, the newest first, a few in a transaction, so that others search and write meanwhile.

    How many they were. A search finds what is in the index so far.
    """
    async with store.writing() as session:
        await clear(session)
    every = 0
    while True:
        async with store.writing() as session:
            done = await catch_up(session)
        if not done:
            return every
        every += done
        await asyncio.sleep(0)


async def _contents(session: AsyncSession, briefings: Sequence[Briefing]) -> dict[int, Content]:
    """By number. Many are read in a thread of their own, so that answers need not wait for it."""
    for briefing in briefings:
        await _complete(session, briefing, {"texts", "topic_links"})
        for link in briefing.topic_links:
            await _complete(session, link, {"topic"})
    if len(briefings) == 1:
        return {briefings[0].id: lexemes.content(briefings[0])}
    contents = await asyncio.to_thread(lambda: [lexemes.content(briefing) for briefing in briefings])
    return {briefing.id: content for briefing, content in zip(briefings, contents, strict=True)}


async def _complete(session: AsyncSession, stored: Base, attributes: set[str]) -> None:
    """Load what nobody has looked at since it was stored."""
    missing = attributes & inspect(stored, raiseerr=True).unloaded
    if missing:
        await session.refresh(stored, sorted(missing))


async def _entries(session: AsyncSession, numbers: Sequence[int]) -> dict[int, SearchEntry]:
    found = await session.scalars(select(SearchEntry).where(SearchEntry.briefing_id.in_(numbers)))
    return {entry.briefing_id: entry for entry in found}


async def _take_out(session: AsyncSession, entries: Sequence[SearchEntry]) -> None:
    if not entries:
        return
    if not _on_postgresql(session):
        rows = [{"place": each.place, "lexemes": _joined(_unpack(each.indexed).lexemes)} for each in entries]
        await session.execute(_DROP_FTS, rows)
    for entry in entries:
        await session.delete(entry)
    await session.flush()


async def _bring_in(session: AsyncSession, fresh: Sequence[tuple[int, int, Content]]) -> None:
    if not fresh:
        return
    rows = [
        {"briefing_id": number, "place": place, "version": VERSION, "indexed": _pack(new)}
        for number, place, new in fresh
    ]
    if _on_postgresql(session):
        for row, (_, _, new) in zip(rows, fresh, strict=True):
            row["lexemes"] = func.array_to_tsvector(sorted(new.lexemes))
            await session.execute(insert(SearchEntry).values(**row))
        return
    await session.execute(insert(SearchEntry), rows)
    await session.execute(_ADD_FTS, [{"place": place, "lexemes": _joined(new.lexemes)} for _, place, new in fresh])


def _says(entry: SearchEntry, place: int, new: Content) -> bool:
    return entry.place == place and _unpack(entry.indexed) == new


async def _count(session: AsyncSession, old: Iterable[Content], new: Iterable[Content]) -> None:
    """Sorted, so that two who write at once wait for each other and never across."""
    delta = lexemes.changes(old, new)
    if not delta:
        return
    rows = [
        {"form": form, "initial": rough_key(form[0]), "length": len(form), "count": delta[form]}
        for form in sorted(delta)
    ]
    new_form = insert_for(session, WordForm)
    more = {"count": WordForm.count + new_form.excluded["count"]}
    counted = new_form.on_conflict_do_update(index_elements=[WordForm.form], set_=more)
    for start in range(0, len(rows), _FORMS):
        await session.execute(counted, rows[start : start + _FORMS])
    gone = [form for form in sorted(delta) if delta[form] < 0]
    for start in range(0, len(gone), _FORMS):
        unused = delete(WordForm).where(WordForm.form.in_(gone[start : start + _FORMS]), WordForm.count <= 0)
        await session.execute(unused.execution_options(synchronize_session=False))


def _on_postgresql(session: AsyncSession) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def _joined(keys: Iterable[str]) -> str:
    return " ".join(sorted(keys))


def _pack(kept: Content) -> bytes:
    return zlib.compress(f"{_joined(kept.lexemes)}\n{_joined(kept.forms)}".encode(), _PACK_LEVEL)


def _unpack(packed: bytes) -> Content:
    keys, _, forms = zlib.decompress(packed).decode().partition("\n")
    return Content(frozenset(keys.split()), frozenset(forms.split()))
