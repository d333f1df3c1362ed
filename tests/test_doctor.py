"""bot/doctor.py: what is wrong is said in sentences, and where all is well, nothing."""

from __future__ import annotations

import datetime as dt
import sqlite3
from typing import TYPE_CHECKING

import pytest
from aiohttp import web
from pydantic import SecretStr

from bot.doctor import complaints

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.sandbox.server import SandboxServer
    from bot.settings import Settings


async def said(settings: Settings, now: dt.datetime) -> list[str]:
    return [sentence async for sentence in complaints(settings, now)]


async def test_where_all_is_well_nothing_is_said(settings: Settings, now: dt.datetime) -> None:
    assert await said(settings, now) == []


async def test_a_database_that_the_first_start_will_make_is_well(
    settings: Settings, now: dt.datetime, tmp_path: Path
) -> None:
    file = tmp_path / "data" / "new.db"
    assert await said(settings.model_copy(update={"database_url": f"sqlite+aiosqlite:///{file}"}), now) == []
    assert not file.exists()


async def test_without_a_token_it_says_what_the_bot_would_do(settings: Settings, now: dt.datetime) -> None:
    (sentence,) = await said(settings.model_copy(update={"bot_token": None}), now)
    assert sentence.startswith("BOT_TOKEN is not set")


async def test_a_token_that_telegram_does_not_know_is_named_but_not_shown(settings: Settings, now: dt.datetime) -> None:
    (sentence,) = await said(settings.model_copy(update={"bot_token": SecretStr("1:unknown")}), now)
    assert sentence.startswith("BOT_TOKEN is not a token that Telegram knows")
    assert "unknown" not in sentence


async def test_a_telegram_that_does_not_answer_is_named(settings: Settings, now: dt.datetime) -> None:
    (sentence,) = await said(settings.model_copy(update={"telegram_api_url": "http://127.0.0.1:9"}), now)
    assert "cannot be reached at TELEGRAM_API_URL http://127.0.0.1:9" in sentence


async def test_a_webhook_that_telegram_cannot_reach_is_named(
    settings: Settings, sandbox: SandboxServer, now: dt.datetime
) -> None:
    sandbox.world.webhook.last_error = "Connection failed: ClientConnectorError"
    (sentence,) = await said(settings.model_copy(update={"webhook_url": "https://bot.example.org/hook"}), now)
    assert sentence == (
        "Telegram cannot post to WEBHOOK_URL https://bot.example.org/hook: Connection failed: ClientConnectorError."
    )


async def test_a_newer_database_and_one_that_is_no_database_are_named(
    settings: Settings, now: dt.datetime, tmp_path: Path
) -> None:
    newer = tmp_path / "newer.db"
    with sqlite3.connect(newer) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.execute("INSERT INTO alembic_version VALUES ('9999')")
    spoilt = tmp_path / "spoilt.db"
    spoilt.write_text("no database at all, but a text that is long enough to be looked at")
    for file, what in [(newer, "newer version"), (spoilt, "not a database")]:
        changed = settings.model_copy(update={"database_url": f"sqlite+aiosqlite:///{file}"})
        (sentence,) = await said(changed, now)
        assert what in sentence


@pytest.fixture
async def clock() -> AsyncIterator[str]:
    """A server whose clock shows noon."""

    async def answer(_: web.Request) -> web.Response:
        result = {"id": 1, "is_bot": True, "first_name": "Bot", "username": "a_bot"}
        found = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
        body = {"ok": True, "result": result | found}
        return web.json_response(body, headers={"Date": "Sat, 21 Nov 2026 12:00:00 GMT"})

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def test_a_clock_that_is_off_is_told(settings: Settings, now: dt.datetime, clock: str) -> None:
    changed = settings.model_copy(update={"telegram_api_url": clock})
    assert await said(changed, now) == []
    (sentence,) = await said(changed, now + dt.timedelta(hours=1))
    assert "clock is 3600 s off Telegram's" in sentence
