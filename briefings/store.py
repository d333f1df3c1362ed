"""Engine and sessions: all that differs between SQLite and PostgreSQL stands here."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import asynccontextmanager, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import event, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, ProgrammingError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from briefings import schema
from briefings.model import Base, Change

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
    from contextlib import AbstractAsyncContextManager

    from sqlalchemy import URL, ColumnElement
    from sqlalchemy.ext.asyncio import AsyncEngine
    from sqlalchemy.orm import InstrumentedAttribute

BUSY_TIMEOUT_MS = 10_000
TURN_S = 0.12  # who waits for SQLite looks every tenth of a second, at the latest, whether it may write
IDLE_TIMEOUT_S = 20  # a process stopped inside a transaction keeps its locks for so long
_SETTINGS = (f"busy_timeout = {BUSY_TIMEOUT_MS}", "journal_mode = WAL", "foreign_keys = ON")
# FULL: what is committed is on the disk. NORMAL syncs at checkpoints alone, and a power cut would undo what Telegram
# has been told is done; the difference was a sixth of a millisecond a commit on our disk.
# Planning a million chats comes back to some thousand pages (of 4 KiB), the ends of the index of each edition: they are
# kept in memory (16 MiB), and several batches' changes gather in the log before they go to their places once.
_WRITER_SETTINGS = (*_SETTINGS, "synchronous = FULL", "cache_size = -16384", "wal_autocheckpoint = 4000")
DATABASE_TROUBLE = (DBAPIError, PoolTimeout, OSError)
"""What a session raises where the database does not answer, or not as it should: it may pass, and whoever goes on for
ever tries again. asyncpg's own OSError comes as it is where nothing listens, as while PostgreSQL restarts."""
OUR_MISTAKES = (IntegrityError, ProgrammingError)  # among them
SEARCHES_AT_ONCE = 5  # on PostgreSQL; more wait for each other, and nobody else for them
_SERVER_SETTINGS = {"idle_in_transaction_session_timeout": f"{IDLE_TIMEOUT_S}s"}
# PostgreSQL doesn't reckon with what it costs to unpack a long tsvector, and would read through a small table. By index
# the plan is the same whatever is looked for: it is made once.
_SEARCH_SETTINGS = _SERVER_SETTINGS | {"enable_seqscan": "off", "plan_cache_mode": "force_generic_plan"}


class StoreError(Exception):
    """The database cannot be used; the message is a sentence for the operator, without the password."""


class Store:
    """One database. `reading()` and `writing()` give sessions; a `writing()` block commits when it ends well."""

    def __init__(self, url: str) -> None:
        """Open lazily: nothing is connected yet. `StoreError` where the URL is none that we can use."""
        try:
            parsed = make_url(url)
        except (ArgumentError, ValueError):  # ValueError: a port that is no number
            raise StoreError("DATABASE_URL is not a database URL.") from None
        shown = parsed.difference_update_query(["password"]).render_as_string(hide_password=True)
        self.url = parsed  # with its password
        self.name = f"DATABASE_URL {shown}"
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        if parsed.drivername not in {"sqlite+aiosqlite", "postgresql+asyncpg"}:
            raise StoreError(f"{self.name}: expected sqlite+aiosqlite:///FILE or postgresql+asyncpg://….")
        self.file = Path(parsed.database or "").resolve() if self.is_sqlite else None
        if self.file is not None:
            if parsed.database in {None, "", ":memory:"}:  # of which each connection would have its own
                raise StoreError(f"{self.name}: expected a file, as in sqlite+aiosqlite:///data/briefings.db.")
            try:
                self.file.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise StoreError(f"{self.name} cannot be opened: {error.strerror}.") from None
            # One connection alone writes: SQLite drops all that a connection has cached when another has written.
            self._engine = self._searcher = _sqlite(parsed, "BEGIN", _SETTINGS)
            self._writer = _sqlite(parsed, "BEGIN IMMEDIATE", _WRITER_SETTINGS, pool_size=1)
            self._turn: AbstractAsyncContextManager[object] = asyncio.Lock()
        else:
            self._engine = self._writer = _postgresql(parsed, _SERVER_SETTINGS)
            at_once = {"pool_size": SEARCHES_AT_ONCE, "max_overflow": 0}
            self._searcher = _postgresql(parsed, _SEARCH_SETTINGS, isolation_level="AUTOCOMMIT", **at_once)
            self._turn = nullcontext()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A session for queries; nothing it changes is kept."""
        async with AsyncSession(self._engine, expire_on_commit=False) as session:
            yield session

    @asynccontextmanager
    async def searching(self) -> AsyncIterator[AsyncSession]:
        """A session to ask the search's index and to load what it finds: on PostgreSQL without a transaction."""
        async with AsyncSession(self._searcher, expire_on_commit=False) as session:
            yield session

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """A session in one transaction: commits at the end of the block, rolls back on an exception.

        On SQLite it takes the write lock at once (BEGIN IMMEDIATE): one that reads first and writes later would
        lose updates or fail as busy. Who asks first is first there: SQLite itself lets those who wait look again now
        and then, and a planner that writes batch after batch would let nobody in.
        """
        async with self._turn, AsyncSession(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    @asynccontextmanager
    async def at_once(self) -> AsyncIterator[AsyncSession]:
        """A session on PostgreSQL whose every statement is a transaction of its own: no lock outlasts it."""
        engine = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        async with AsyncSession(engine, expire_on_commit=False) as session:
            yield session

    async def give_way(self) -> None:
        """Between two of many transactions: let other processes write too, those of this process come by themselves."""
        await asyncio.sleep(TURN_S if self.is_sqlite else 0)

    @contextmanager
    def answering(self) -> Iterator[None]:
        """A database that doesn't answer in the block, as `StoreError`. A mistake of ours keeps its traceback."""
        try:
            yield
        except OUR_MISTAKES:
            raise
        except DATABASE_TROUBLE as error:
            raise StoreError(f"{self.name} did not answer: {_said(error)}.") from None

    async def migrate(self) -> None:
        """Bring the schema to date. `StoreError` if the database can't be opened or is newer than this program."""
        with self._named():
            if await self._found() == schema.head():
                return  # without Alembic: importing it takes longer than all else here
            # Alembic would commit after each migration on SQLite, and let another process in between; not in ours.
            async with self._writer.begin() as connection:
                await connection.run_sync(schema.upgrade)

    async def check(self) -> None:
        """See whether `migrate` would do, and change nothing. `StoreError` as there."""
        with self._named():
            found = await self._found()
            if found is not None and found > schema.head():  # they are numbers of four digits
                raise schema.NewerSchema(f"Can't locate revision identified by '{found}'")

    async def _found(self) -> str | None:
        if self.is_sqlite and self._engine.url.database:
            # aiosqlite's thread would outlive a failed opening and complain of the closed loop
            sqlite3.connect(self._engine.url.database).close()
        async with self._engine.connect() as connection:
            return await connection.run_sync(schema.revision)

    @contextmanager
    def _named(self) -> Iterator[None]:
        """What goes wrong in the block, as a sentence that names the database."""
        try:
            yield
        except schema.NewerSchema as error:
            raise StoreError(f"{self.name} was written by a newer version of this program ({error}).") from None
        except (
            SQLAlchemyError,
            sqlite3.Error,
            OSError,
            TypeError,
            ValueError,
        ) as error:  # the last two: a wrong option in the URL
            raise StoreError(f"{self.name} cannot be opened: {_said(error)}.") from None

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()
        await self._writer.dispose()
        await self._searcher.dispose()


def _said(error: Exception) -> str:
    """What the database's own error says, in a line."""
    cause = getattr(error, "orig", None) or error
    return next(iter(str(cause).splitlines()), type(cause).__name__)  # a timeout says nothing


def _sqlite(url: URL, begin: str, settings: Sequence[str], **options: int) -> AsyncEngine:
    """Connections to a database in a file, with transactions that are ours alone: not the driver's."""

    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for setting in settings:
            cursor.execute(f"PRAGMA {setting}")
        cursor.close()

    engine = create_async_engine(url, hide_parameters=True, **options)  # parameters: what people wrote
    event.listen(engine.sync_engine, "connect", prepare)
    event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def _postgresql(url: URL, settings: Mapping[str, str], **options: Any) -> AsyncEngine:
    """Connections with these settings of the server's."""
    return create_async_engine(url, hide_parameters=True, connect_args={"server_settings": settings}, **options)


def insert_for(session: AsyncSession, table: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that knows ON CONFLICT, in the dialect of the session's database."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def utc_day(session: AsyncSession, moment: ColumnElement[Any] | InstrumentedAttribute[Any]) -> ColumnElement[Any]:
    """The day in UTC of a time that a `Utc` column holds; `str()` of what the query gives is its ISO form."""
    if session.get_bind().dialect.name == "postgresql":  # whose connection may be in any zone
        return func.date(func.timezone("UTC", moment))
    return func.date(moment)


async def note_change(session: AsyncSession, part: str) -> int:
    """Say, in the transaction that changes it, that `part` of the store has changed; the part's new version.

    Whoever changes the same part waits here until we commit: versions come in the order of the commits.
    """
    return await _count(session, part, 1)


async def hold(session: AsyncSession, part: str) -> None:
    """Wait here for whoever changes `part`, as in `note_change`, before anything of it is read or locked.

    Who locks something first and waits here then may be waited for by who is let through: PostgreSQL refuses one.
    """
    if session.get_bind().dialect.name == "postgresql":  # on SQLite the transaction has the database to itself
        await _count(session, part, 0)


async def _count(session: AsyncSession, part: str, more: int) -> int:
    statement = insert_for(session, Change).values(part=part, version=more)
    counted = statement.on_conflict_do_update(index_elements=[Change.part], set_={"version": Change.version + more})
    return (await session.execute(counted.returning(Change.version))).scalar_one()


async def changes(session: AsyncSession) -> dict[str, int]:
    """The version of each part that ever changed."""
    return dict((await session.execute(select(Change.part, Change.version))).all())
