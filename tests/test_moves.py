"""briefings/desk/moves.py: withdrawn, archived and restored."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from helpers_desk import actions, deliveries, publish, shown, store_draft, stored, subscribe

from briefings.desk import drafts, moves
from briefings.desk.errors import DeskError

if TYPE_CHECKING:
    from briefings.store import Store


pytestmark = pytest.mark.usefixtures("two_topics")


async def test_an_archived_briefing_leaves_answers_and_digests_and_comes_back(store: Store, now: dt.datetime) -> None:
    await subscribe(store, now)
    number = await store_draft(store, now)
    async with store.writing() as session:
        with pytest.raises(DeskError, match="not-published"):
            await moves.archive(session, await drafts.take(session, number), by=1, now=now)
    await publish(store, number, now)
    publication = (await stored(store, number)).publication
    for _ in range(2):
        async with store.writing() as session:
            await moves.archive(session, await drafts.take(session, number), by=1, now=now, seen=2)
    assert await shown(store) == []
    assert await deliveries(store, now + dt.timedelta(days=1)) == []
    with pytest.raises(DeskError, match="archived"):
        await publish(store, number, now)
    for _ in range(2):
        async with store.writing() as session:
            await moves.restore(session, await drafts.take(session, number), by=1, now=now, seen=3)
    (made,) = await shown(store)
    assert made.publication == publication
    assert [action for action, _ in await actions(store, number)] == ["draft", "publish", "archive", "restore"]


async def test_only_what_is_archived_is_restored(store: Store, now: dt.datetime) -> None:
    number = await store_draft(store, now)
    async with store.writing() as session:
        with pytest.raises(DeskError, match="not-archived"):
            await moves.restore(session, await drafts.take(session, number), by=1, now=now)
