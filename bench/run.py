"""One run: a server, a bot, and what came of it."""

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil

from bench.plan import Question

ROOT = Path(__file__).parent.parent
TOKEN = "1:bench"  # noqa: S105 - the stand-in takes any
FIRST, MEMORY = "start to first answer, s", "peak memory, MiB"


@dataclass(frozen=True)
class Contestant:
    """A bot to measure: its command line and environment, given the Bot API server's address; what it must answer."""

    name: str
    command: Callable[[str], list[str]]
    environment: Callable[[str], dict[str, str]]
    questions: list[Question]  # the first is asked over and over, then the others once in each language


@contextlib.contextmanager
def _on_core(core: int) -> Iterator[None]:
    """What is started in here stays on one core (where the system lets us say so, and has more than one)."""
    if not hasattr(os, "sched_setaffinity") or len(before := os.sched_getaffinity(0)) < 2:
        yield
        return
    os.sched_setaffinity(0, {sorted(before)[core]})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def peak_memory(pid: int) -> float:
    """MiB resident at the most, so far (now, where there is no /proc)."""
    status = Path(f"/proc/{pid}/status")
    if status.exists():
        (line,) = [line for line in status.read_text().splitlines() if line.startswith("VmHWM:")]
        return int(line.split()[1]) / 1024
    return float(psutil.Process(pid).memory_info().rss) / 2**20


def measure(contestant: Contestant, windows: list[int], *, updates: int, chats: int, log: Path) -> dict[str, float]:
    """Run `contestant` alone: a warm-up over all chats, then `updates` at each window, then its other questions.

    Its output goes to `log`. RuntimeError when the bot dies, or an answer was wrong or given twice.
    """
    asked = [asdict(question) for question in contestant.questions]
    phases: list[dict[str, Any]] = [{"window": 32, "count": max(chats, updates // 8), "questions": asked[:1]}]
    phases += [{"window": window, "count": updates, "questions": asked[:1]} for window in windows]
    phases += [{"window": 32, "count": len(asked[1:]) * 2, "questions": asked[1:]}]
    names = ["", *(f"{window} at once" for window in windows), "32 at once, none asked before"]
    figures, spent, report = _run(contestant, {"phases": phases, "chats": chats}, log)
    if report["wrong"]:
        raise RuntimeError(f"{contestant.name} gave {report['wrong']} wrong or unasked answers")
    for number, name in list(enumerate(names))[1:]:
        phase = report["phases"][number]
        figures[f"updates/s, {name}"] = phase["rate"]
        figures[f"p50 ms, {name}"] = phase["p50"] * 1000
        figures[f"p99 ms, {name}"] = phase["p99"] * 1000
        figures[f"never answered, {name}"] = phase["lost"]
        figures[f"CPU ms/update, {name}"] = (spent[number] - spent[number - 1]) / phases[number]["count"] * 1000
    return figures


def _run(contestant: Contestant, plan: dict[str, Any], log: Path) -> tuple[dict[str, float], list[float], Any]:
    """Start and memory; the bot's processor seconds at each phase's end; the server's report."""
    with contextlib.ExitStack() as stack:
        with _on_core(0):
            command = [sys.executable, "-m", "bench.server"]
            pipe = subprocess.PIPE
            server = stack.enter_context(subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT))
        stack.callback(server.kill)
        assert server.stdin
        print(json.dumps(plan), file=server.stdin, flush=True)
        api = f"http://127.0.0.1:{_line(server)['port']}"
        output = stack.enter_context(log.open("ab"))
        environment = os.environ | contestant.environment(api)
        with _on_core(1):
            began = time.monotonic()
            bot = stack.enter_context(
                subprocess.Popen(contestant.command(api), stdout=output, stderr=output, env=environment, cwd=log.parent)
            )
        stack.callback(bot.kill)
        spent = []
        for _ in plan["phases"]:
            _line(server, bot)
            times = psutil.Process(bot.pid).cpu_times()
            spent.append(times.user + times.system)
        report = _line(server)
        figures = {FIRST: report["first_answer"] - began, MEMORY: peak_memory(bot.pid)}
        bot.terminate()
        bot.wait(15)
    return figures, spent, report


def _line(server: "subprocess.Popen[str]", bot: "subprocess.Popen[bytes] | None" = None) -> dict[str, Any]:
    """The next line of the server's; RuntimeError where one of them ends before it comes."""
    assert server.stdout
    os.set_blocking(server.stdout.fileno(), False)
    line = ""
    while not line.endswith("\n"):
        for name, process in (("server", server), ("bot", bot)):
            if process and process.poll() is not None:
                raise RuntimeError(f"the {name} stopped by itself with code {process.returncode}")
        line += server.stdout.readline()
        time.sleep(0.02)
    said: dict[str, Any] = json.loads(line)
    return said
