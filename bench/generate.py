"""A database of many briefings: those of `seeds/`, over and over, each a day newer than the one before."""

import asyncio
import datetime as dt
import itertools

from markupsafe import escape
from sqlalchemy import insert, select

from bench.run import ROOT
from briefings import library
from briefings.loading import Folder, load, read_folder
from briefings.model import Briefing, BriefingText, BriefingTopic, Status, Topic
from briefings.partial_date import PartialDate
from briefings.store import Store

SEEDS = ROOT / "seeds"
FIRST_DAY = dt.date(2000, 1, 1)
NOW = dt.datetime(2027, 6, 1, tzinfo=dt.UTC)
FIRST_ID = 1000  # above those of the seeds themselves
Rows = list[dict[str, object]]


def _rows(folder: Folder, topics: dict[str, int], number: int) -> tuple[Rows, Rows, Rows]:
    """Briefings, their texts, their topics; `topics`: ids by slug."""
    briefings: Rows = []
    texts: Rows = []
    links: Rows = []
    for place, record in zip(range(1, number + 1), itertools.cycle(folder.briefings.values()), strict=False):
        briefings.append(
            {
                "id": FIRST_ID + place,
                "key": f"generated-{place}",
                "status": Status.PUBLISHED,
                "urgent": False,
                "date": PartialDate.of(FIRST_DAY + dt.timedelta(days=place)),
                "source_name": record.source_name,
                "source_url": record.source_url,
                "created_at": NOW,
                "updated_at": NOW,
                "published_at": NOW,
                "version": 1,
            }
        )
        texts += [
            {
                "briefing_id": FIRST_ID + place,
                "language": language,
                "title": f"{said.title} ({place})",
                "summary": said.summary,
                "details": list(said.details),
                "expert": record.experts.get(language),
            }
            for language, said in record.texts.items()
        ]
        links += [
            {"briefing_id": FIRST_ID + place, "topic_id": topics[slug], "position": position}
            for position, slug in enumerate(record.topics)
        ]
    return briefings, texts, links


async def _fill(store: Store, number: int, topic: str, places: int) -> list[dict[str, str]]:
    await store.migrate()
    folder = read_folder(SEEDS)
    await load(store, folder, NOW)  # else the bot would do it at its start
    async with store.writing() as session:
        topics = {found.slug: found.id for found in await session.scalars(select(Topic))}
        for table, rows in zip((Briefing, BriefingText, BriefingTopic), _rows(folder, topics, number), strict=True):
            await session.execute(insert(table), rows)
    async with store.reading() as session:
        newest = await library.newest(session, topic, limit=places)
        return [{language: str(escape(text.title)) for language, text in found.texts.items()} for found in newest]


def generate(url: str, number: int, topic: str, places: int) -> list[dict[str, str]]:
    """Fill a new database; the titles of the newest briefings of `topic` in each language, as HTML."""

    async def filled() -> list[dict[str, str]]:
        store = Store(url)
        try:
            return await _fill(store, number, topic, places)
        finally:
            await store.close()

    return asyncio.run(filled())
