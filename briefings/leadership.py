"""Which process plans and sends: one at a time.

On PostgreSQL it holds a lease, a row that it renews in the database's own time; one that dies or hangs lets it run
out, and another takes over. On SQLite there is one process, and a second one is told so.
"""

from __future__ import annotations

import datetime as dt
import math
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, or_
from sqlalchemy.dialects.postgresql import insert

from briefings.model import Lease
from briefings.store import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.store import Store

LEASE = dt.timedelta(seconds=15)
RENEWAL = dt.timedelta(seconds=5)  # how often to call `renew`: two may fail before the lease runs out
NAME = "planner"


async def acquire_or_renew(session: AsyncSession, holder: str) -> bool:
    """Take the lease if it is free, has run out or is ours; whether it is ours now, for `LEASE`.

    One statement, to be its own transaction (`Store.at_once`): a process stopped in the middle of a longer one would
    keep the row locked, and all others waiting.
    """
    until = func.clock_timestamp() + LEASE
    take = insert(Lease).values(name=NAME, holder=holder, until=until)
    free = or_(Lease.holder == holder, Lease.until <= func.clock_timestamp())
    statement = take.on_conflict_do_update(
        index_elements=[Lease.name], set_={"holder": holder, "until": until}, where=free
    )
    return await session.scalar(statement.returning(Lease.holder)) is not None


async def resign(session: AsyncSession, holder: str) -> None:
    """Give the lease up, so that another needn't wait until it runs out."""
    await session.execute(delete(Lease).where(Lease.name == NAME, Lease.holder == holder))


class Leadership:
    """This process's part in it. `leading` is asked before each batch: a process that slept may have been replaced."""

    def __init__(self, store: Store, holder: str, monotonic: Callable[[], float]) -> None:
        """`holder` is a name that no other process has; `monotonic` gives seconds and goes on while we are stopped."""
        self._store, self._holder, self._monotonic = store, holder, monotonic
        self._until = -math.inf

    @property
    def leading(self) -> bool:
        """Whether the lease is surely ours: it is counted from before we asked for it."""
        return self._monotonic() < self._until

    async def renew(self) -> bool:
        """Take or keep the lease; whether we lead. Where the database fails, what we have runs out by itself."""
        if self._store.is_sqlite:
            self._until = math.inf
            return True
        asked = self._monotonic()
        async with self._store.at_once() as session:
            ours = await acquire_or_renew(session, self._holder)
        self._until = asked + LEASE.total_seconds() if ours else -math.inf
        return self.leading

    async def resign(self) -> None:
        """Lead no more."""
        was, self._until = self.leading, -math.inf
        if was and not self._store.is_sqlite:
            async with self._store.at_once() as session:
                await resign(session, self._holder)


@contextmanager
def sole_process(store: Store) -> Iterator[None]:
    """On SQLite, be the one process that runs the bot for as long as the block lasts; on PostgreSQL, do nothing.

    `StoreError` where another is running. The lock is SQLite's own, on a file beside the database: the system drops it
    with the process, however that ends, and the database itself stays open to `python -m bot seed` and the like.
    """
    if store.file is None:
        yield
        return
    with closing(_lock(store, store.file.with_name(f"{store.file.name}.running"))):
        yield


def _lock(store: Store, path: Path) -> sqlite3.Connection:
    lock = None
    try:
        lock = sqlite3.connect(path, timeout=0, isolation_level=None)
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if lock is not None:
            lock.close()
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise StoreError(f"{store.name} cannot be locked: {error}.") from None
        several = "several of them need a postgresql+asyncpg://… database"
        raise StoreError(f"{store.name} is in use by a bot that is running; {several}.") from None
    return lock
