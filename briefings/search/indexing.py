"""The index kept in step with the briefings, in the transaction that changes them and so holds the library.

`store.hold` or `store.note_change` come before: of two who put the same words in at once each would wait for the other.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from sqlalchemy import ARRAY, Text, bindparam, delete, func, insert, inspect, select, text

from briefings.language.rough import rough_key
from briefings.model import SearchEntry, Status, WordForm
from briefings.model.search import FTS_TABLE
from briefings.search import lexemes
from briefings.search.lexemes import VERSION, Content, joined, pack, unpack
from briefings.search.places import place_of
from briefings.store import insert_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.model import Base, Briefing

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
    await _count(session, [unpack(entry.indexed) for entry in stale], [new for _, _, new in fresh])


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
    if not on_postgresql(session):
        rows = [{"place": each.place, "lexemes": joined(unpack(each.indexed).lexemes)} for each in entries]
        await session.execute(_DROP_FTS, rows)
    for entry in entries:
        await session.delete(entry)
    await session.flush()


async def _bring_in(session: AsyncSession, fresh: Sequence[tuple[int, int, Content]]) -> None:
    if not fresh:
        return
    rows = [
        {"briefing_id": number, "place": place, "version": VERSION, "indexed": pack(new)}
        for number, place, new in fresh
    ]
    connection = await session.connection()
    if on_postgresql(session):
        vectors = [row | {"keys": sorted(new.lexemes)} for row, (_, _, new) in zip(rows, fresh, strict=True)]
        made = func.array_to_tsvector(bindparam("keys", type_=ARRAY(Text)))
        await connection.execute(insert(SearchEntry).values(lexemes=made), vectors)
        return
    await connection.execute(insert(SearchEntry), rows)
    await session.execute(_ADD_FTS, [{"place": place, "lexemes": joined(new.lexemes)} for _, place, new in fresh])


def _says(entry: SearchEntry, place: int, new: Content) -> bool:
    return entry.place == place and unpack(entry.indexed) == new


async def _count(session: AsyncSession, old: Iterable[Content], new: Iterable[Content]) -> None:
    """In the order of the table: what stands beside each other there is written together."""
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
    connection = await session.connection()
    for start in range(0, len(rows), _FORMS):
        await connection.execute(counted, rows[start : start + _FORMS])
    gone = [form for form in sorted(delta) if delta[form] < 0]
    for start in range(0, len(gone), _FORMS):
        unused = delete(WordForm).where(WordForm.form.in_(gone[start : start + _FORMS]), WordForm.count <= 0)
        await session.execute(unused.execution_options(synchronize_session=False))


def on_postgresql(session: AsyncSession) -> bool:
    """Whether the index is a column of vectors, and not a table of FTS5."""
    return session.get_bind().dialect.name == "postgresql"
