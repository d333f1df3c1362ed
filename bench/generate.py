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


async def _fill(store: Store, number: int, topic: str, places: int) -> list[dict[str, str]]:
    await store.migrate()
    folder = read_folder(SEEDS)
    async with store.writing() as session:
        await load(session, Folder(folder.topics, {}), NOW)
        topics = {found.slug: found.id for found in await session.scalars(select(Topic))}
        briefings, texts, links = [], [], []
        for place, record in zip(range(1, number + 1), itertools.cycle(folder.briefings.values()), strict=False):
            day = PartialDate.of(FIRST_DAY + dt.timedelta(days=place))
            briefings.append(
                {
                    "id": place,
                    "key": f"generated-{place}",
                    "status": Status.PUBLISHED,
                    "urgent": False,
                    "date": day,
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
                    "briefing_id": place,
                    "language": language,
                    "title": f"{said.title} ({place})",
                    "summary": said.summary,
                    "details": list(said.details),
                    "expert": record.experts.get(language),
                }
                for language, said in record.texts.items()
            ]
            links += [
                {"briefing_id": place, "topic_id": topics[slug], "position": position}
                for position, slug in enumerate(record.topics)
            ]
        await session.execute(insert(Briefing), briefings)
        await session.execute(insert(BriefingText), texts)
        await session.execute(insert(BriefingTopic), links)
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
