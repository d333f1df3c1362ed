"""`python -m bot` as an operator meets it: real processes in an empty folder, with an environment of their own."""

from __future__ import annotations

import asyncio
import logging
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.__main__ import main
from bot.app import SEEDS
from bot.sandbox import SandboxServer, make_world

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

ROOT = Path(__file__).parent.parent
COMMAND = [sys.executable, "-m", "bot"]
NEW_TOPIC = "- {slug: china, emoji: 🇨🇳, group: countries, names: {kk: Қытай, ru: Китай}}\n"
FILE = """---
key: visit
topics: [china]
date: %s
---
# kk
## Тақырып
Мазмұны.
# ru
## Заголовок
Содержание.
"""


def environment(**settings: object) -> dict[str, str]:
    """Nothing of ours but these settings."""
    return {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", **{name: str(value) for name, value in settings.items()}}


def run(folder: Path, *arguments: str, **settings: object) -> subprocess.CompletedProcess[str]:
    """Run the program to its end."""
    command = [*COMMAND, *arguments]
    return subprocess.run(  # noqa: S603 - our own program
        command, cwd=folder, env=environment(**settings), capture_output=True, text=True, timeout=60, check=False
    )


@contextmanager
def running(folder: Path, *arguments: str, **settings: object) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """The program while it runs, and the file that its log goes to."""
    log = folder / "log"
    with log.open("w") as stderr:
        process = subprocess.Popen(  # noqa: S603 - our own program
            [*COMMAND, *arguments], cwd=folder, env=environment(**settings), stderr=stderr, text=True
        )
    try:
        yield process, log
    finally:
        process.kill()
        process.wait()


def wait_until(true: Callable[[], object], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def seeds(folder: Path, date: str = "2025-09-05") -> Path:
    """A folder of one topic and one briefing."""
    made = folder / "files"
    made.mkdir()
    (made / "topics.yaml").write_text(NEW_TOPIC, encoding="utf-8")
    (made / "visit.md").write_text(FILE % date, encoding="utf-8")
    return made


def database(folder: Path) -> sqlite3.Connection:
    return sqlite3.connect(folder / "data" / "briefings.db", autocommit=True) if sys.version_info >= (3, 12) else sqlite3.connect(folder / "data" / "briefings.db", isolation_level=None)
