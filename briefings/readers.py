"""Chats: met once, then known with the language they chose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from briefings.model import Reader, ReaderKind
from briefings.store import insert_for, note_change

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

CHANGED = "readers"  # the part of the store that `briefings.store.changes` counts for readers


async def find(session: AsyncSession, chat_id: int) -> Reader | None:
    """The reader with this Telegram chat id, if the chat was ever met."""
    return await session.get(Reader, chat_id)


async def meet(session: AsyncSession, chat_id: int, kind: ReaderKind, language: str, now: datetime) -> Reader:
    """The reader of a chat; a new chat is kept with the language guessed for it."""
    statement = insert_for(session, Reader).values(
        id=chat_id, kind=kind, language=language, language_chosen=False, created_at=now
    )
    await session.execute(statement.on_conflict_do_nothing(index_elements=[Reader.id]))
    return await session.get_one(Reader, chat_id)


async def choose_language(session: AsyncSession, chat_id: int, language: str) -> None:
    """Keep the language that the chat has chosen; its command menu has yet to follow."""
    statement = update(Reader).where(Reader.id == chat_id)
    await session.execute(statement.values(language=language, language_chosen=True, menu=None))
    await note_change(session, CHANGED)


async def with_old_menu(
    session: AsyncSession, current: Collection[str], *, after: int | None, limit: int
) -> Sequence[int]:
    """Chats with a command menu of their own that is none of these: the first `limit`, by id, beyond `after`."""
    chosen = select(Reader.id).where(Reader.menu.is_not(None), Reader.menu.not_in(current)).order_by(Reader.id)
    if after is not None:
        chosen = chosen.where(Reader.id > after)
    return (await session.scalars(chosen.limit(limit))).all()


async def note_menu(session: AsyncSession, chat_id: int, digest: str | None) -> None:
    """Remember which command menu the chat was last given; None: none of its own."""
    await session.execute(update(Reader).where(Reader.id == chat_id).values(menu=digest))
