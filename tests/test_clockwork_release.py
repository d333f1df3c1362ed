"""The ticks release embargoes: the leader's alone, and before the digests that are due at the same moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from helpers_desk import editor, store_draft, stored
from helpers_planning import HOUR, NINE, Clock, World

from briefings.desk import drafts, publishing
from briefings.model import Status

if TYPE_CHECKING:
    from briefings.store import Store


@pytest.fixture
async def world(store: Store) -> World:
    """Two topics, on SQLite and on PostgreSQL."""
    return await World(store).begin()


async def embargoed(store: Store) -> int:
    """A draft that is to go out at nine."""
    number = await store_draft(store, NINE - 2 * HOUR)
    async with store.writing() as session:
        briefing = await drafts.take(session, number)
        await publishing.publish(session, briefing, by=editor(), now=NINE - HOUR, at=NINE)
    return number


async def test_only_who_leads_releases_and_the_digest_of_that_moment_has_it(world: World) -> None:
    await world.subscribe(1)
    number = await embargoed(world.store)
    leader, other = Clock().make(world.store), Clock().make(world.store)
    await leader.lead()
    assert await other.tick(NINE) == 0
    assert (await stored(world.store, number)).status is Status.SCHEDULED
    assert await leader.tick(NINE) == 1
    assert (await stored(world.store, number)).status is Status.PUBLISHED
    assert len(await world.got(1)) == 1


async def test_where_releasing_fails_digests_go_out_and_nobodys_words_are_logged(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(*_: object) -> int:
        raise RuntimeError("Визит в Пекин")

    await world.subscribe(1)
    await world.publish("a")
    number = await embargoed(world.store)
    leader = Clock().make(world.store)
    await leader.lead()
    with monkeypatch.context() as broken:
        broken.setattr(publishing, "release", fail)
        assert await leader.tick(NINE) == 1
    assert "Nothing could be released: RuntimeError." in caplog.text
    assert "Визит" not in caplog.text
    await leader.tick(NINE)
    assert (await stored(world.store, number)).status is Status.PUBLISHED
