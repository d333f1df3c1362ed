"""On SQLite one process runs the bot: a second is told so, whatever becomes of the first."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from bot import app
from bot.settings import Settings
from briefings.leadership import sole_process
from briefings.store import Store, StoreError

if TYPE_CHECKING:
    from pathlib import Path

    from helpers_databases import Databases

HOLD_FOR_EVER = """
import sys, time
from briefings.leadership import sole_process
from briefings.store import Store

with sole_process(Store(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_on_sqlite_a_second_process_is_told_so(sqlite: Store) -> None:
    url = str(sqlite._engine.url)
    command = [sys.executable, "-c", HOLD_FOR_EVER, url]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as other:  # noqa: S603 - our own script
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with (
            pytest.raises(StoreError, match=r"DATABASE_URL sqlite.* is in use by a bot that is running"),
            sole_process(sqlite),
        ):
            pass
        os.kill(other.pid, signal.SIGKILL)
        other.wait()
    with sole_process(sqlite):
        pass


async def test_two_names_of_one_file_are_one_database(sqlite: Store, tmp_path: Path) -> None:
    assert sqlite.file is not None
    link = tmp_path / "link.db"
    link.symlink_to(sqlite.file)
    with sole_process(sqlite), pytest.raises(StoreError), sole_process(Store(f"sqlite+aiosqlite:///{link}")):
        pass


async def test_seeds_can_be_loaded_while_the_bot_runs(sqlite: Store) -> None:
    second = Store(str(sqlite._engine.url))
    with sole_process(sqlite):
        await second.migrate()
        report = await app.seed(second, app.SEEDS)
    await second.close()
    assert report.added


async def test_a_second_bot_is_told_so_before_it_writes_anything(databases: Databases) -> None:
    url = databases.new("sqlite")
    first = Store(url)
    settings = Settings(_env_file=None, bot_token=SecretStr("123:a-token"), database_url=url)
    with sole_process(first), pytest.raises(StoreError, match="is in use by a bot that is running"):
        await app.run(settings, asyncio.Event())
    assert first.file is not None
    assert not first.file.exists()
    await first.close()


async def test_what_keeps_it_from_being_locked_is_named(sqlite: Store) -> None:
    assert sqlite.file is not None
    sqlite.file.with_name(f"{sqlite.file.name}.running").mkdir()
    with pytest.raises(StoreError, match="cannot be locked: unable to open database file"), sole_process(sqlite):
        pass


async def test_on_postgresql_nothing_is_locked(postgresql: Store) -> None:
    with sole_process(postgresql), sole_process(postgresql):
        pass
