"""The program in a folder of its own: files for it to load, and processes that run it."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
    """Nothing of ours but these settings, and a port that nobody else has."""
    bare = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "HTTP_PORT": str(free_port())}
    return bare | {name: str(value) for name, value in settings.items()}


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
