"""`python -m bot` as an operator meets it: real processes in an empty folder, with an environment of their own."""

from __future__ import annotations

import asyncio
import signal
import socket
import time
import urllib.request
from typing import TYPE_CHECKING

import pytest
from helpers_command_line import free_port, run, running, seeds, wait_until

from bot.sandbox import SandboxServer, make_world

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


def test_a_folder_in_place_of_a_database_is_one_sentence(tmp_path: Path) -> None:
    ended = run(tmp_path, "seed", str(seeds(tmp_path)), DATABASE_URL="sqlite+aiosqlite:///.")
    assert ended.stderr == "DATABASE_URL sqlite+aiosqlite:///. cannot be opened: unable to open database file.\n"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_sandbox_serves_its_page_and_stops_when_told(tmp_path: Path, number: signal.Signals) -> None:
    port = free_port()
    with running(tmp_path, HTTP_PORT=port) as (process, log):
        wait_until(lambda: " is answering." in log.read_text())
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as page:
            assert page.status == 200
        process.send_signal(number)
        assert process.wait(timeout=10) == 0
        assert "Traceback" not in log.read_text()


def test_a_command_that_is_interrupted_shows_no_traceback(tmp_path: Path) -> None:
    with running(tmp_path, "seed") as (process, log):
        wait_until((tmp_path / "data" / "briefings.db").exists)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == 130
        assert log.read_text() == ""


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = run(tmp_path, "sandbox", HTTP_PORT=port, BOT_TOKEN="123:a-token-left-alone")
    assert ended.returncode == 2
    assert ended.stderr.startswith(f"The sandbox cannot be served at HTTP_HOST '127.0.0.1', HTTP_PORT {port}: ")
    assert ended.stderr.count("\n") == 1


async def test_a_token_that_telegram_does_not_know_is_refused_and_not_shown(tmp_path: Path, now: datetime) -> None:
    async with SandboxServer(make_world(lambda: now)) as server:
        wrong = {"BOT_TOKEN": "123:not-the-token", "TELEGRAM_API_URL": server.url}
        ended = await asyncio.to_thread(run, tmp_path, **wrong)
    assert ended.returncode == 2
    assert ended.stderr.endswith("BOT_TOKEN is not a token that Telegram knows: ask BotFather for it again.\n")
    assert "not-the-token" not in ended.stderr


def test_a_bot_that_waits_for_telegram_says_so_once_and_stops_when_told(tmp_path: Path) -> None:
    unreachable = f"http://127.0.0.1:{free_port()}"
    with running(tmp_path, BOT_TOKEN="123:a-token", TELEGRAM_API_URL=unreachable) as (process, log):
        wait_until(lambda: "Trying again until it works." in log.read_text())
        time.sleep(1)  # it tries again after half a second
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
        assert log.read_text().count("Telegram cannot be reached") == 1
