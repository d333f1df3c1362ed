"""Who is due -> deliveries -> next due: one transaction for a batch, repeated while a batch finds work."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Row, bindparam, select, update

from briefings import alerts, digest, editions, spreading, subscriptions
from briefings.model import (
    Briefing,
    BriefingTopic,
    DeliveryState,
    EditionKind,
    Status,
    Subscription,
    SubscriptionTopic,
    Topic,
)
from briefings.reckoning import DAYS, TIMES, due_after

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.digest import Content

    Due = Subscription | Row[Any]  # one whose digest is made: with all of `_COLUMNS`

BATCH = 1000  # subscriptions in one transaction
REMEMBERED = 20_000  # contents: chats that chose alike get the same one

_COLUMNS = (
    Subscription.id,
    Subscription.chat_id,
    Subscription.thread_id,
    Subscription.all_topics,
    DAYS.label("days"),
    TIMES.label("times"),
    Subscription.zone,
    Subscription.next_due,
    Subscription.seen,
    Subscription.urgent,
    Subscription.unserved,
)


@dataclass
class Memory:
    """What batches need not ask again while the library stays as it was at its change number `latest`."""

    latest: int = -1
    topics: dict[int, str] = field(default_factory=dict)  # the slug of every visible topic, in order
    since: int = 0  # `news` is what was published after this
    news: list[digest.Item] = field(default_factory=list)
    _contents: dict[object, tuple[str, Content]] = field(default_factory=dict)

    async def refresh(self, session: AsyncSession, latest: int, since: int) -> None:
        """Ask for what was published after `since` up to `latest`, unless it is known."""
        if self.latest == latest and self.since <= since:
            return
        self.latest, self.since = latest, since
        self.topics = await _visible_topics(session)
        self.news = await _published(session, since, latest)
        self._contents.clear()

    def content(self, due: Due, wanted: frozenset[int] | None, known: frozenset[int]) -> tuple[str, Content]:
        """What a chat gets, and its key. `wanted`: topics; `known`: from alerts."""
        key = (due.seen, tuple(due.unserved or ()), wanted, known)
        found = self._contents.get(key)
        if found is None:
            if len(self._contents) >= REMEMBERED:
                self._contents.clear()
            items = (item for item in self._unserved(due) if item.briefing_id not in known)
            slugs = None if wanted is None else {self.topics[number] for number in wanted & self.topics.keys()}
            content = digest.arrange(items, slugs, list(self.topics.values()))
            found = self._contents[key] = (digest.key(content), content)
        return found

    def left_out(self, due: Due, coming: Collection[int]) -> list[int] | None:
        """The publication numbers of what a chat doesn't get since alerts, `coming`, will bring it; None: nothing."""
        if not coming:
            return None
        return [item.publication for item in self._unserved(due) if item.briefing_id in coming] or None

    def _unserved(self, due: Due) -> Iterator[digest.Item]:
        left = due.unserved or ()
        return (item for item in self.news if item.publication > due.seen or item.publication in left)


async def plan(session: AsyncSession, now: dt.datetime, limit: int = BATCH, memory: Memory | None = None) -> int:
    """Plan for up to `limit` chats, first what was announced, then the digests due at `now`; 0: there is nothing to do.

    A slot that was missed is made up once, however many were missed. A digest holds what was published since the
    chat's last one; where that is nothing, there is no delivery. Urgent briefings that the chat was or will be alerted
    to are left out; where such an alert comes to nothing, the next digest holds it. `memory` is the same from call to
    call, or none.
    """
    latest = await subscriptions.latest_publication(session)  # before the alerts: those up to it are then all written
    written = await spreading.spread(session, now, limit)
    if written:
        return written
    due = await _claim_due(session, now, limit)
    if not due:
        return 0
    memory = memory or Memory()
    await memory.refresh(session, latest, min(map(_since, due)))
    chosen = await _chosen(session, [row.id for row in due if not row.all_topics])
    chats = [(row.chat_id, row.thread_id) for row in due]
    alerted = await alerts.alerted(session, chats, [item.briefing_id for item in memory.news])
    contents: dict[int, tuple[str, Content]] = {}
    left_out: dict[int, list[int] | None] = {}
    for row in due:
        wanted = None if row.all_topics else chosen.get(row.id, frozenset())
        known, coming = _of_alerts(row, alerted)
        key, content = memory.content(row, wanted, known)
        left_out[row.id] = memory.left_out(row, coming)
        if content:
            contents[row.id] = key, content
    refused = await _deliver(session, due, contents, now)
    served = {row.id: (latest, left_out[row.id]) for row in due if row.id not in refused}
    await _move_on(session, now, due, served)
    return len(due)


async def preview(session: AsyncSession, subscription: Subscription) -> Content:
    """The digest that a subscription would get now."""
    memory = Memory()
    await memory.refresh(session, await subscriptions.latest_publication(session), _since(subscription))
    chat = (subscription.chat_id, subscription.thread_id)
    alerted = await alerts.alerted(session, [chat], [item.briefing_id for item in memory.news])
    wanted = None if subscription.all_topics else frozenset(link.topic_id for link in subscription.topic_links)
    return memory.content(subscription, wanted, _of_alerts(subscription, alerted)[0])[1]


def _since(due: Due) -> int:
    """After which publication the first comes that the chat may still get."""
    return min([due.seen, *(number - 1 for number in due.unserved or ())])


def _of_alerts(
    due: Due, alerted: Mapping[alerts.Chat, Mapping[int, DeliveryState]]
) -> tuple[frozenset[int], frozenset[int]]:
    """The briefings that the chat was or will be alerted to, and those of them that have yet to arrive.

    What still waits for one who wants no alerts any more won't be sent (`briefings.parcels`).
    """
    states = alerted.get((due.chat_id, due.thread_id), {})
    known = frozenset(number for number, state in states.items() if due.urgent or state is not DeliveryState.WAITING)
    return known, frozenset(number for number in known if states[number] is not DeliveryState.SENT)


async def _claim_due(session: AsyncSession, now: dt.datetime, limit: int) -> Sequence[Row[Any]]:
    statement = (
        select(*_COLUMNS)
        .where(Subscription.active, Subscription.next_due <= now)
        .order_by(Subscription.next_due)
        .limit(limit)
        .with_for_update(skip_locked=True)  # on SQLite the transaction has the database to itself
    )
    return cast("Sequence[Row[Any]]", (await session.execute(statement)).all())


async def _visible_topics(session: AsyncSession) -> dict[int, str]:
    statement = select(Topic.id, Topic.slug).where(Topic.hidden.is_(False)).order_by(Topic.position)
    return dict((await session.execute(statement)).all())


async def _published(session: AsyncSession, after: int, until: int) -> list[digest.Item]:
    """What was published after one publication up to another, newest first."""
    statement = (
        select(Briefing.id, Briefing.publication, Topic.slug)
        .join(BriefingTopic, BriefingTopic.briefing_id == Briefing.id)
        .join(Topic, Topic.id == BriefingTopic.topic_id)
        .where(Briefing.status == Status.PUBLISHED, Briefing.publication > after, Briefing.publication <= until)
        .order_by(Briefing.date.desc(), Briefing.id.desc(), BriefingTopic.position)
    )
    topics: dict[tuple[int, int | None], list[str]] = {}
    for number, publication, slug in await session.execute(statement):
        topics.setdefault((number, publication), []).append(slug)
    return [digest.Item(number, publication or 0, tuple(slugs)) for (number, publication), slugs in topics.items()]


async def _chosen(session: AsyncSession, ids: list[int]) -> dict[int, frozenset[int]]:
    """The topics that each of these subscriptions holds, if any."""
    chosen: dict[int, list[int]] = {}
    for some in editions.parts(ids):
        statement = select(SubscriptionTopic.subscription_id, SubscriptionTopic.topic_id)
        for number, topic in await session.execute(statement.where(SubscriptionTopic.subscription_id.in_(some))):
            chosen.setdefault(number, []).append(topic)
    return {number: frozenset(topics) for number, topics in chosen.items()}


async def _deliver(
    session: AsyncSession, due: Sequence[Row[Any]], contents: dict[int, tuple[str, Content]], now: dt.datetime
) -> set[int]:
    """Write the deliveries; the subscriptions that had one for this slot before, because the clock was put back."""
    made = await editions.ensure(session, EditionKind.DIGEST, dict(contents.values()), now)
    rows = [row for row in due if row.id in contents]
    deliveries = [
        # From the slot's time on: were it `now`, a clock that is a year ahead would hold it back for that year.
        editions.delivery(made[contents[row.id][0]], row.chat_id, row.thread_id, _slot(row.next_due), row.next_due)
        for row in rows
    ]
    written = await editions.deliver(session, deliveries)
    return {row.id for row in rows if (row.chat_id, row.thread_id) not in written}


async def _move_on(
    session: AsyncSession, now: dt.datetime, due: Sequence[Row[Any]], served: Mapping[int, tuple[int, list[int] | None]]
) -> None:
    """Set when each is due next, and up to what it is `served`, and what it was not. Others get that then."""
    statement = (
        update(Subscription)
        .where(Subscription.id == bindparam("number"))
        .values(next_due=bindparam("due"), seen=bindparam("up_to"), unserved=bindparam("left"), paused_until=None)
    )
    rows = []
    for row in due:
        up_to, left = served.get(row.id, (row.seen, row.unserved))
        rows.append(
            {
                "number": row.id,
                "due": due_after(row.days, row.times, row.zone, now),
                "up_to": up_to,
                "left": left,
            }
        )
    await (await session.connection()).execute(statement, rows)


@lru_cache(maxsize=1024)
def _slot(when: dt.datetime) -> str:
    """A slot's time in UTC, as the UNIQUE key of deliveries knows it."""
    return f"{when:%Y-%m-%dT%H:%MZ}"
