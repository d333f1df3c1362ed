"""Processes of the bot, started as an operator would and ended as fate would."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from bench.run import ROOT, peak_memory

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LOOK_S = 0.02  # between two looks whether something has happened
START_S = 60.0  # how long a start may take on a busy machine
PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "LANG", "TMPDIR")


async def until(true: Callable[[], bool], seconds: float) -> bool:
    """Wait until it is true, but not for longer than so many seconds; whether it became true."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        await asyncio.sleep(LOOK_S)
    return True


class Bot:
    """One process of the bot; after its end it may be started again."""

    def __init__(self, settings: dict[str, str], folder: Path, name: str) -> None:
        """`settings`: its environment, beside what a program needs to run. It runs in `folder` and logs there."""
        self._settings, self._folder = settings, folder
        self.log = folder / f"{name}.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._read = 0  # of the log: what comes after was said by the process that runs now

    def start(self) -> None:
        """Start it. It is ready some seconds later."""
        self._read = self.log.stat().st_size if self.log.exists() else 0
        kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        environment = kept | {"PYTHONPATH": str(ROOT), "HTTP_PORT": str(_free_port())} | self._settings
        with self.log.open("ab") as log:
            command = [sys.executable, "-m", "bot", "run"]
            self._process = subprocess.Popen(command, cwd=self._folder, env=environment, stdout=log, stderr=log)

    @property
    def pid(self) -> int:
        """Of the process that runs, or ran last."""
        return self._running().pid

    @property
    def peak_memory(self) -> float:
        """MiB resident at the most, so far."""
        return peak_memory(self.pid)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise RuntimeError("this bot was never started")
        return self._process

    def check(self) -> None:
        """RuntimeError, with the end of its log, where it has ended by itself."""
        if (code := self._running().poll()) is not None:
            raise RuntimeError(f"the bot stopped by itself with code {code}:\n{self.log.read_text()[-2000:]}")

    def said(self, words: str) -> bool:
        """Whether the process that runs now has logged these words. RuntimeError where it has ended by itself."""
        self.check()
        with self.log.open("rb") as log:
            log.seek(self._read)
            return words.encode() in log.read()

    async def ready(self) -> None:
        """Return when it answers, or stands by. RuntimeError where it doesn't come to that."""
        if not await until(lambda: self.said("answering."), START_S):
            raise RuntimeError(f"the bot did not start:\n{self.log.read_text()[-2000:]}")

    def kill(self) -> None:
        """kill -9, also of one that was stopped; nothing where it doesn't run."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def hang(self) -> None:
        """SIGSTOP: it is there and does nothing."""
        os.kill(self.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        """SIGCONT."""
        os.kill(self.pid, signal.SIGCONT)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])
