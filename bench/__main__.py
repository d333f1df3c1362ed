"""`make bench`: update-to-answer throughput of this bot and of two bare echo bots, in one table from one run.

Each bot is a process that long-polls the same stand-in server (bench/server.py), which keeps a number of updates at
once unanswered. Ours answers `/china` from a store of many briefings: it renders an answer once and keeps it until the
store changes. At last come `/china 2`, `/china 3` and so on, each asked once in each language, so that nothing is kept.
The others echo the words. The server has one core, the bot another. Bots take turns; a median of rounds is shown, and
ratios with their range over the rounds.
"""

import argparse
import os
import platform
import resource
import shutil
import statistics
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import psutil

from bench.generate import generate
from bench.plan import Question
from bench.run import ROOT, TOKEN, Contestant, measure

WINDOWS = [1, 32, 256]
TOPIC = "china"
PLACES = 250
TEXTS = [f"/{TOPIC}", *(f"/{TOPIC} {place}" for place in range(2, PLACES + 1))]


def echo(name: str, module: str) -> Contestant:
    """A bare echo bot of this folder."""
    return Contestant(
        name=name,
        command=lambda api: [sys.executable, "-m", module, TOKEN, api],
        environment=lambda _: {"PYTHONPATH": str(ROOT)},
        questions=[Question(text, {"kk": text, "ru": text}) for text in TEXTS],
    )


def ours(folder: Path, briefings: int) -> Contestant:
    """This bot, with a fresh copy of a store of so many briefings each time it starts."""
    template, used = folder / "template.db", folder / "used.db"
    titles = generate(f"sqlite+aiosqlite:///{template}", briefings, TOPIC, PLACES)
    questions = [Question(text, expect) for text, expect in zip(TEXTS, titles, strict=True)]

    def environment(api: str) -> dict[str, str]:
        for path in folder.glob("used.db*"):
            path.unlink()
        shutil.copy(template, used)
        return {
            "BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": api,
            "DATABASE_URL": f"sqlite+aiosqlite:///{used}",
            "HTTP_PORT": "18080",
        }

    return Contestant("this bot", lambda _: [sys.executable, "-m", "bot", "run"], environment, questions)


def table(rows: dict[str, list[dict[str, float]]]) -> str:
    """Medians of each bot, and the ratios of the first to the others, as Markdown."""
    names = list(rows)
    first, *others = names
    heads = ["", *names, *(f"{first} / {other}" for other in others)]
    lines = [heads, ["---", *("---:" for _ in heads[1:])]]
    for measured in rows[first][0]:
        values = {name: [figures[measured] for figures in rows[name]] for name in names}
        line = [measured, *(f"{statistics.median(values[name]):,.4g}" for name in names)]
        for other in others:
            pairs = zip(values[first], values[other], strict=True)
            ratios = [mine / theirs for mine, theirs in pairs if theirs] or [0.0]
            shown = f"{statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})"
            line.append(shown if any(values[other]) else "–")
        lines.append(line)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> None:
    """Measure all bots by turns, and print."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--updates", type=int, default=4000, help="for each number at once (default %(default)s)")
    parser.add_argument("--chats", type=int, default=500, help="that the updates come from (default %(default)s)")
    parser.add_argument("--briefings", type=int, default=10_000, help="in the store (default %(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="of all bots by turns (default %(default)s)")
    chosen = parser.parse_args()
    print(
        f"{chosen.updates} updates `/{TOPIC}` from {chosen.chats} chats each time, {chosen.rounds} rounds; "
        f"{chosen.briefings} briefings. Python {platform.python_version()}, python-telegram-bot "
        f"{version('python-telegram-bot')}, aiogram {version('aiogram')}, {os.cpu_count()} cores.\n",
        flush=True,
    )
    before = _busy()
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        log = folder / "bots.log"
        bots = [
            ours(folder, chosen.briefings),
            echo("python-telegram-bot echo", "bench.echo_ptb"),
            echo("aiogram echo", "bench.echo_aiogram"),
        ]
        rows: dict[str, list[dict[str, float]]] = {bot.name: [] for bot in bots}
        try:
            for _ in range(chosen.rounds):
                for bot in bots:
                    figures = measure(bot, WINDOWS, updates=chosen.updates, chats=chosen.chats, log=log)
                    rows[bot.name].append(figures)
        except RuntimeError:
            print(log.read_text(errors="replace")[-4000:], file=sys.stderr)
            raise
    print(table(rows))
    others = [after - then for after, then in zip(_busy(), before, strict=True)]
    print(
        f"\nOther programs took {others[0] / others[1]:.0%} of the machine meanwhile: with more than 5%, run it again."
    )


def _busy() -> tuple[float, float]:
    """Seconds of processor time so far: those of other programs than ours, and all there were, idle ones too."""
    machine = psutil.cpu_times()
    own = sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    total = sum(machine) - getattr(machine, "guest", 0) - getattr(machine, "guest_nice", 0)
    return total - machine.idle - getattr(machine, "iowait", 0) - own, total


if __name__ == "__main__":
    main()
