"""Find published briefings: the newest, by topic, by id, and the way from one to the next.

Newest means the latest date of event or publication; those whose date nobody knows come last, and of equals the one
stored later comes first.
"""

from __future__ import annotations

import enum
import functools
from typing import TYPE_CHECKING

from sqlalchemy import Integer, Select, String, and_, bindparam, func, literal, select, tuple_
from sqlalchemy.orm import joinedload, raiseload, selectinload

from briefings.model import Briefing, BriefingTopic, Status, Topic

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import BindParameter, ColumnElement
    from sqlalchemy.ext.asyncio import AsyncSession

CHANGED = "library"  # the part of the store that `briefings.store.changes` counts for topics and briefings

# A briefing with its texts and its topics' slugs. Topics' names are the catalogue's: loading them here is a query more.
_TOPICS = selectinload(Briefing.topic_links).options(
    joinedload(BriefingTopic.topic, innerjoin=True).options(raiseload(Topic.texts))
)
WHOLE = (selectinload(Briefing.texts), _TOPICS)
_WHOLE_ALONE = (joinedload(Briefing.texts), _TOPICS)  # for one briefing a join is faster than one query more


class Direction(enum.StrEnum):
    """Which way to turn the pages."""

    OLDER = "older"
    NEWER = "newer"


def _published(topic: str | BindParameter[str] | None) -> ColumnElement[bool]:
    """Published briefings of one topic (by slug), or of all."""
    if topic is None:
        return Briefing.status == Status.PUBLISHED
    of_topic = (
        select(BriefingTopic.briefing_id)
        .join(Topic)
        .where(Topic.slug == topic, BriefingTopic.briefing_id == Briefing.id)
        .exists()
    )
    return and_(Briefing.status == Status.PUBLISHED, of_topic)


def _newest_first(statement: Select[Briefing]) -> Select[Briefing]:
    return statement.order_by(Briefing.date.desc(), Briefing.id.desc())


async def newest(session: AsyncSession, topic: str | None, *, skip: int = 0, limit: int = 1) -> Sequence[Briefing]:
    """The newest briefings of a topic (or of all), `skip` of them passed over; none where nothing can be so far."""
    if not 0 <= skip < 2**31:
        return []
    statement = _newest(of_topic=topic is not None, alone=limit == 1)
    found = await session.scalars(statement, {"topic": topic, "skip": skip, "limit": limit})
    return found.unique().all()


@functools.cache
def _newest(*, of_topic: bool, alone: bool) -> Select[Briefing]:
    """The statement of `newest`, made once: making it anew takes as long as running it."""
    published = _published(bindparam("topic", type_=String) if of_topic else None)
    statement = select(Briefing).where(published).options(*(_WHOLE_ALONE if alone else WHOLE))
    return _newest_first(statement).offset(bindparam("skip", type_=Integer)).limit(bindparam("limit", type_=Integer))


async def count(session: AsyncSession, topic: str | None) -> int:
    """How many published briefings a topic (or the whole store) has."""
    return await session.scalar(select(func.count()).select_from(Briefing).where(_published(topic))) or 0


async def counts(session: AsyncSession) -> dict[str, int]:
    """How many published briefings each topic has, by slug; topics without any are left out."""
    statement = (
        select(Topic.slug, func.count())
        .join(BriefingTopic, BriefingTopic.topic_id == Topic.id)
        .join(Briefing, Briefing.id == BriefingTopic.briefing_id)
        .where(Briefing.status == Status.PUBLISHED)
        .group_by(Topic.slug)
    )
    return dict((await session.execute(statement)).all())


async def published(session: AsyncSession, briefing_id: int) -> Briefing | None:
    """The briefing with this id if readers may see it."""
    briefing = await find(session, briefing_id)
    return briefing if briefing is not None and briefing.status is Status.PUBLISHED else None


async def published_among(session: AsyncSession, numbers: Collection[int]) -> dict[int, Briefing]:
    """Of the briefings with these ids those that are published, by id, in the order asked for."""
    found = {briefing.id: briefing for briefing in await session.scalars(_whole(), {"numbers": list(numbers)})}
    return {number: found[number] for number in numbers if number in found and found[number].status is Status.PUBLISHED}


@functools.cache
def _whole() -> Select[Briefing]:
    """By id alone: asked for the status as well, SQLite may choose to read all that have it."""
    return select(Briefing).where(Briefing.id.in_(bindparam("numbers", expanding=True))).options(*WHOLE)


async def find(session: AsyncSession, briefing_id: int) -> Briefing | None:
    """The briefing with this id, whatever its status. An id beyond what a column holds is simply not there."""
    if not 0 < briefing_id < 2**31:
        return None
    return await session.get(Briefing, briefing_id, options=_WHOLE_ALONE)


def _beyond(start: Briefing, direction: Direction, topic: str | None) -> ColumnElement[bool]:
    """Published, of the topic, and older or newer than `start`; as a comparison of rows, which the index serves."""
    place = tuple_(Briefing.date, Briefing.id)
    here = tuple_(literal(start.date, Briefing.date.type), literal(start.id))  # plain None would become IS NULL
    return and_(_published(topic), place < here if direction is Direction.OLDER else place > here)


def _nearest(start: Briefing, direction: Direction, topic: str | None) -> Select[Briefing]:
    """The next older or newer briefing of a topic (or of all)."""
    beyond = select(Briefing).where(_beyond(start, direction, topic)).limit(1)
    if direction is Direction.OLDER:
        return _newest_first(beyond)
    return beyond.order_by(Briefing.date.asc(), Briefing.id.asc())


async def step(session: AsyncSession, start: Briefing, direction: Direction, topic: str | None) -> Briefing | None:
    """The next older or newer briefing of a topic (or of all), seen from `start`, which itself may be archived."""
    statement = _nearest(start, direction, topic).options(*_WHOLE_ALONE)
    return (await session.scalars(statement)).unique().first()


async def ways(session: AsyncSession, start: Briefing, topic: str | None) -> frozenset[Direction]:
    """In which directions there is something to turn to; one query, which loads no briefing.

    Asked for the nearest, not whether there is any: that PostgreSQL may look for from the far end of the index.
    """
    nearest = (_nearest(start, way, topic).with_only_columns(Briefing.id).scalar_subquery() for way in Direction)
    there = (await session.execute(select(*nearest))).one()
    return frozenset(way for way, number in zip(Direction, there, strict=True) if number is not None)


async def topics(session: AsyncSession) -> Sequence[Topic]:
    """The topics that are not hidden, in menu order."""
    return (await session.scalars(select(Topic).where(Topic.hidden.is_(False)).order_by(Topic.position))).all()
