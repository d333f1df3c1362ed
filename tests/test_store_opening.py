"""The sentence that briefings/store.py says where a database can't be used."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from briefings.store import Store, StoreError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path


@asynccontextmanager
async def nobody_we_know() -> AsyncIterator[int]:
    """The port of a server that hangs up on everybody."""
    server = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def refusal(url: str) -> str:
    """The sentence that opening the database ends in."""
    store = None
    try:
        store = Store(url)
        await store.migrate()
    except StoreError as error:
        return str(error)
    finally:
        if store is not None:
            await store.close()
    raise AssertionError("it was opened")


PG = "postgresql+asyncpg://bot:tops3cret@127.0.0.1"


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("", "DATABASE_URL is not a database URL."),
        ("data/briefings.db", "DATABASE_URL is not a database URL."),
        ("postgresql+asyncpg://bot:tops3cret@db:port/x", "DATABASE_URL is not a database URL."),
        ("mysql://bot:tops3cret@db/x", "mysql://bot:***@db/x: expected sqlite+aiosqlite:///FILE or"),
        ("postgresql://bot:tops3cret@db/x", "postgresql://bot:***@db/x: expected sqlite+aiosqlite:///FILE or"),
        ("nosuch+driver://bot:tops3cret@db/x", "nosuch+driver://bot:***@db/x: expected sqlite+aiosqlite:///FILE or"),
        (f"{PG}:1/x", "@127.0.0.1:1/x cannot be opened: [Errno 111] Connect call failed"),
        (f"{PG}:1/x?password=tops3cret", "@127.0.0.1:1/x cannot be opened: [Errno 111] Connect call failed"),
        (f"{PG}:1/x?sslmode=require", "cannot be opened: connect() got an unexpected keyword argument 'sslmode'"),
        ("sqlite+aiosqlite:////dev/null/briefings.db", "/dev/null/briefings.db cannot be opened: "),
        ("sqlite+aiosqlite://", "sqlite+aiosqlite://: expected a file, as in sqlite+aiosqlite:///data/briefings.db."),
        ("sqlite+aiosqlite:///:memory:", "%3Amemory%3A: expected a file, as in sqlite+aiosqlite:///data/briefings.db."),
        ("sqlite+aiosqlite:////tmp", "sqlite+aiosqlite:////tmp cannot be opened: unable to open database file."),
    ],
)
async def test_it_says_in_a_sentence_without_the_password_why_not(url: str, sentence: str) -> None:
    said = await refusal(url)
    assert sentence in said
    assert said.endswith(".")
    assert "tops3cret" not in said


async def test_it_says_that_a_database_is_not_there(new_database: Callable[[str], str]) -> None:
    url = new_database("postgresql").replace("/test_", "/nosuch_")
    assert "does not exist." in await refusal(url)


async def test_it_says_that_the_server_is_no_postgresql() -> None:
    async with nobody_we_know() as port:
        assert "cannot be opened: " in await refusal(f"{PG}:{port}/x")


async def test_it_says_that_a_file_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Қытай " * 1000, encoding="utf-8")
    assert "cannot be opened: file is not a database." in await refusal(f"sqlite+aiosqlite:///{tmp_path}/notes.txt")


async def test_it_says_that_the_database_is_newer_than_the_program(store: Store) -> None:
    async with store.writing() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = 'ffff'"))
    with pytest.raises(StoreError, match=r"was written by a newer version of this program \(.*'ffff'\)\."):
        await store.migrate()
