"""Searches of a store, in a line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.app import SEEDS
from briefings.catalogue import Catalogue, TopicEntry, load_catalogue
from briefings.exchange import decode
from briefings.model import Briefing, BriefingText, Status
from briefings.partial_date import PartialDate
from briefings.search import indexing, spelling
from briefings.search.finding import Results, find
from briefings.search.query import parse
from briefings.topic_file import parse_topics

if TYPE_CHECKING:
    from datetime import datetime

    from briefings.store import Store

SEEDED = Catalogue(
    tuple(
        TopicEntry(each.slug, each.emoji, each.group, each.names, each.aliases)
        for each in parse_topics(decode((SEEDS / "topics.yaml").read_bytes(), "topics.yaml"), "topics.yaml")
    )
)


def written(key: str, now: datetime, *, date: str = "2025-01-01", **texts: tuple[str, str, list[str]]) -> Briefing:
    """A published briefing: by language its title, summary and details."""
    return Briefing(
        key=key,
        status=Status.PUBLISHED,
        date=PartialDate.parse(date),
        created_at=now,
        updated_at=now,
        published_at=now,
        texts={
            code: BriefingText(language=code, title=title, summary=summary, details=details)
            for code, (title, summary, details) in texts.items()
        },
    )


async def publish(store: Store, *briefings: Briefing) -> None:
    """Put briefings into the store and the index."""
    async with store.writing() as session:
        session.add_all(briefings)
        await session.flush()
        await indexing.put_all(session, briefings)


async def search(store: Store, text: str, *, language: str = "kk", skip: int = 0, limit: int = 50) -> Results:
    """What a reader finds."""
    async with store.searching() as session:
        query = parse(text, await load_catalogue(session))
        return await find(session, query, language=language, skip=skip, limit=limit)


async def found(store: Store, text: str, *, language: str = "kk", skip: int = 0, limit: int = 50) -> list[str]:
    """The keys of what a reader finds, in order."""
    results = await search(store, text, language=language, skip=skip, limit=limit)
    return [hit.briefing.key for hit in results.hits]


async def spelled(store: Store, text: str) -> str | None:
    """The nearest spelling."""
    async with store.searching() as session:
        return await spelling.nearest(session, parse(text, await load_catalogue(session)))
