"""A stop comes to its end within ten seconds, whatever the bot waits for (interface.md, 1)."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING

import pytest
from helpers_command_line import running, wait_until
from helpers_hanging import in_front_of

from bot.__main__ import CUT_OFF
from bot.sandbox import SandboxServer, make_world

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from helpers_databases import Databases


@pytest.mark.unmeasured
async def test_a_database_that_hangs_does_not_keep_it_from_stopping_in_time(
    databases: Databases, tmp_path: Path, now: datetime
) -> None:
    async with (
        SandboxServer(make_world(lambda: now)) as telegram,
        in_front_of(databases.new("postgresql", "seeded")) as (hanging, url),
    ):
        token = {"BOT_TOKEN": telegram.world.token, "TELEGRAM_API_URL": telegram.url}
        with running(tmp_path, DATABASE_URL=url, **token) as (process, log):
            await asyncio.to_thread(wait_until, lambda: " is answering." in log.read_text())
            hanging.passing.clear()
            process.send_signal(signal.SIGTERM)
            assert await asyncio.to_thread(process.wait, 10) == CUT_OFF
            assert log.read_text().splitlines()[-1].endswith("something does not answer, as the database.")
