"""Chats: met once, with the language they chose."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from briefings import readers
from briefings.model import Reader, ReaderKind
from briefings.store import changes

if TYPE_CHECKING:
    from briefings.store import Store

CHAT = -(10**13)  # a supergroup's id: beyond 32 bits, and negative


async def meet(store: Store, language: str, now: datetime) -> Reader:
    """Meet the chat."""
    async with store.writing() as session:
        return await readers.meet(session, CHAT, ReaderKind.SUPERGROUP, language, now)


async def found(store: Store) -> Reader:
    """The chat as it is stored."""
    async with store.reading() as session:
        reader = await readers.find(session, CHAT)
    assert reader is not None
    return reader


async def test_a_chat_that_was_never_met_is_not_found(store: Store) -> None:
    async with store.reading() as session:
        assert await readers.find(session, CHAT) is None


async def test_a_new_chat_is_kept_with_the_language_guessed_for_it(store: Store, now: datetime) -> None:
    await meet(store, "kk", now)
    reader = await found(store)
    assert (reader.id, reader.kind, reader.language, reader.language_chosen, reader.menu, reader.created_at) == (
        CHAT,
        ReaderKind.SUPERGROUP,
        "kk",
        False,
        None,
        now,
    )


async def test_a_chat_that_is_met_again_stays_as_it_was(store: Store, now: datetime) -> None:
    await meet(store, "kk", now)
    again = await meet(store, "ru", now + timedelta(days=1))
    assert (again.language, again.created_at) == ("kk", now)


async def test_a_chat_that_is_met_twenty_times_at_once_is_kept_once(store: Store, now: datetime) -> None:
    met = await asyncio.gather(*(meet(store, language, now) for language in ["kk", "ru"] * 10))
    async with store.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Reader)) == 1
    assert len({reader.language for reader in met}) == 1


async def test_a_chosen_language_is_kept_and_asks_for_a_new_menu(store: Store, now: datetime) -> None:
    await meet(store, "kk", now)
    async with store.writing() as session:
        await readers.note_menu(session, CHAT, "digest")
        await readers.choose_language(session, CHAT, "ru")
    reader = await found(store)
    assert (reader.language, reader.language_chosen, reader.menu) == ("ru", True, None)


async def test_a_chosen_language_outlives_the_next_meeting(store: Store, now: datetime) -> None:
    await meet(store, "kk", now)
    async with store.writing() as session:
        await readers.choose_language(session, CHAT, "ru")
    assert (await meet(store, "kk", now)).language == "ru"


async def test_a_choice_is_a_change_that_other_processes_see(store: Store, now: datetime) -> None:
    await meet(store, "kk", now)
    for language in ("ru", "kk"):
        async with store.writing() as session:
            await readers.choose_language(session, CHAT, language)
    async with store.reading() as session:
        assert await changes(session) == {readers.CHANGED: 2}


async def test_it_remembers_the_menu_that_a_chat_was_given(store: Store, now: datetime) -> None:
    await meet(store, "kk", now)
    async with store.writing() as session:
        await readers.note_menu(session, CHAT, "digest")
    assert (await found(store)).menu == "digest"
