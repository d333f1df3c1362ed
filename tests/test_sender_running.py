"""bot/sender.py in the long run: at the rate, by one who leads, and neither a stop nor the database loses anything."""

from __future__ import annotations

import asyncio
import bisect
import logging
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from helpers_sending import NOON, Post, posting, running, settled
from sqlalchemy.exc import OperationalError

from bot import sender
from bot.sender import Sender
from briefings import outbox
from briefings.model import DeliveryState

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from helpers_databases import Databases


SENT, WAITING = DeliveryState.SENT, DeliveryState.WAITING


@pytest.fixture
async def post(databases: Databases) -> AsyncIterator[Post]:
    async with posting(databases.new("sqlite", "seeded")) as opened:
        yield opened


# --- running ---------------------------------------------------------------------------------------------------------


async def test_it_runs_until_it_is_stopped_and_may_run_again(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "POLL_S", 60.0)
    for chat_id in (501, 502):
        async with running(post) as by:
            numbers = await post.put(await post.chat(chat_id))
            by.wake()
            await settled(post, numbers)
        assert len(post.got(chat_id)) == 1
    await post.sender.stop()


async def test_it_finds_what_nobody_tells_it_of(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "POLL_S", 0.05)
    async with running(post):
        await asyncio.sleep(0.1)
        await settled(post, await post.put(await post.chat(501)))


async def test_no_second_at_the_server_is_above_the_rate(databases: Databases) -> None:
    async with posting(databases.new("sqlite", "seeded"), rate=40) as post:
        numbers = await post.put(*await post.chats(110))
        async with running(post):
            await settled(post, numbers)
        times = [entry.at for entry in post.sent()]
        assert len(times) == 110
        assert max(bisect.bisect_left(times, at + 1.0) - place for place, at in enumerate(times)) <= 40
        # How near to the rate it comes depends on the machine: tests/test_pace.py on a clock, and `make drill`, tell.


async def test_with_latency_as_many_are_in_flight_as_the_rate_needs(databases: Databases) -> None:
    async with posting(databases.new("sqlite", "seeded"), rate=100) as post:
        post.world.faults.add("stall", seconds=0.5)
        numbers = await post.put(*await post.chats(150))
        async with running(post):
            await settled(post, numbers)
        times = [entry.at for entry in post.sent()]
        assert times[-1] - times[0] < 10  # two, where nothing else runs; one message at a time would take 75


async def test_no_more_are_in_flight_than_it_may(databases: Databases) -> None:
    async with posting(databases.new("sqlite", "seeded"), concurrency=3) as post:
        post.world.faults.add("stall", seconds=0.05)
        await post.put(*await post.chats(9))
        most = 0

        async def watch() -> None:
            nonlocal most
            while True:
                most = max(most, post.world.busy)
                await asyncio.sleep(0.005)

        watching = asyncio.create_task(watch())
        await post.sender.step(NOON)
        watching.cancel()
        assert most == 3


async def test_a_stop_finishes_what_is_in_flight_and_gives_back_what_is_not_begun(databases: Databases) -> None:
    async with posting(databases.new("sqlite", "seeded"), concurrency=3) as post:
        post.world.faults.add("stall", seconds=0.3)
        numbers = await post.put(*await post.chats(9))
        async with running(post):
            while post.world.busy < 3:
                await asyncio.sleep(0.01)
        rows = await post.rows(numbers)
        assert Counter(row.state for row in rows) == {SENT: 3, WAITING: 6}
        assert {(row.attempts, row.lease_until) for row in rows if row.state is WAITING} == {(0, None)}
        assert sum(len(post.got(row.chat_id)) for row in rows) == 3


async def test_a_stop_does_not_wait_for_a_server_that_does_not_answer(
    databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "FINISH_S", 0.1)
    async with posting(databases.new("sqlite", "seeded")) as post:
        post.world.faults.add("stall", seconds=2, times=1)
        (number,) = await post.put(await post.chat(501))
        async with running(post):
            while not post.world.busy:
                await asyncio.sleep(0.01)
        row = await post.row(number)
        assert (row.state, row.unknown, row.error) == (WAITING, 1, "stopped")


async def test_one_that_is_cancelled_finishes_as_well(post: Post) -> None:
    post.world.faults.add("stall", seconds=0.2)
    (number,) = await post.put(await post.chat(501))
    task = asyncio.create_task(post.sender.run())
    while not post.world.busy:
        await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (await post.row(number)).state is SENT


async def test_two_senders_on_postgresql_share_the_work(databases: Databases) -> None:
    url = databases.new("postgresql", "seeded")
    async with posting(url, rate=60) as post:
        numbers = await post.put(*await post.chats(150))
        pace = type(post.services.pace)(60)
        other = Sender(post.bot, post.services, pace)
        async with running(post), running(post, other):
            await settled(post, numbers, 20)
        assert {len(post.got(row.chat_id)) for row in await post.rows(numbers)} == {1}
        assert {row.unknown for row in await post.rows(numbers)} == {0}
        assert min(len(pace._chats), len(post.services.pace._chats)) > 0


# --- who may send ----------------------------------------------------------------------------------------------------


async def test_who_does_not_lead_claims_nothing(databases: Databases, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "POLL_S", 0.02)
    async with posting(databases.new("sqlite", "seeded"), leading=lambda: False) as post:
        (number,) = await post.put(await post.chat(501))
        async with running(post):
            await asyncio.sleep(0.2)
        assert (await post.row(number)).attempts == 0


async def test_who_leads_no_more_begins_nothing(databases: Databases) -> None:
    async with posting(databases.new("sqlite", "seeded"), leading=lambda: False) as post:
        (number,) = await post.put(await post.chat(501))
        assert await post.sender.step(NOON)
        row = await post.row(number)
        assert (row.state, row.attempts, post.sent()) == (WAITING, 0, [])


async def test_what_it_has_held_for_too_long_is_not_its_own_any_more(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    (number,) = await post.put(await post.chat(501))
    monkeypatch.setattr(sender, "HELD_S", -1.0)  # as after a minute of SIGSTOP
    await post.sender.step(NOON)
    assert ((await post.row(number)).state, post.sent()) == (WAITING, [])


async def test_what_it_has_in_hand_is_not_sent_twice_where_the_clock_jumps_forward(
    databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "POLL_S", 0.02)
    async with posting(databases.new("sqlite", "seeded"), concurrency=3) as post:
        post.world.faults.add("stall", seconds=0.3)
        chats = await post.chats(7)
        numbers = await post.put(*chats)  # some in flight, some queued
        numbers += await post.put(chats[0], slot="2026-11-21T12:01Z")  # rests until its chat is ready
        async with running(post):
            while post.world.busy < 3:
                await asyncio.sleep(0.01)
            post.clock.forward(3600)
            await settled(post, numbers)
        assert [len(post.got(chat)) for chat in chats] == [2, 1, 1, 1, 1, 1, 1]
        assert {(row.attempts, row.unknown) for row in await post.rows(numbers)} == {(1, 0)}


# --- the database ----------------------------------------------------------------------------------------------------


async def test_nothing_is_sent_twice_or_lost_while_the_database_does_not_answer(
    post: Post, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sender, "TROUBLE_S", 0.05)
    right, calls = outbox.settle, 0

    async def broken(*given: Any) -> None:
        nonlocal calls
        calls += 1
        if calls <= 3:
            raise OperationalError("UPDATE", {}, Exception("the disk is full"))
        await right(*given)

    monkeypatch.setattr(outbox, "settle", broken)
    numbers = await post.put(*await post.chats(12))
    async with running(post):
        await settled(post, numbers)
    assert {len(post.got(row.chat_id)) for row in await post.rows(numbers)} == {1}
    assert "The database did not answer the sender: OperationalError" in caplog.text


async def test_what_was_claimed_just_before_the_database_fell_silent_is_sent_once_it_answers(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "TROUBLE_S", 0.05)
    monkeypatch.setattr(sender, "POLL_S", 0.05)
    right, silent = post.services.refresh, [ConnectionRefusedError()]

    async def refresh() -> bool:
        if silent:
            raise silent.pop()
        return await right()

    monkeypatch.setattr(post.services, "refresh", refresh)
    numbers = await post.put(*await post.chats(3))
    async with running(post):
        await settled(post, numbers)
    assert {(row.attempts, row.unknown) for row in await post.rows(numbers)} == {(1, 0)}


async def test_what_could_not_be_written_down_for_longer_than_a_lease_is_not_sent_again(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "TROUBLE_S", 0.05)
    monkeypatch.setattr(sender, "POLL_S", 0.02)
    right, lasts = outbox.settle, True

    async def broken(*given: Any) -> None:
        if lasts:
            raise OperationalError("UPDATE", {}, Exception("the disk is full"))
        await right(*given)

    monkeypatch.setattr(outbox, "settle", broken)
    numbers = await post.put(*await post.chats(5))
    async with running(post):
        while len(post.sent()) < 5 or post.world.busy:
            await asyncio.sleep(0.01)
        post.clock.forward(2 * outbox.LEASE.total_seconds())
        await asyncio.sleep(0.2)  # some looks for work
        lasts = False
        await settled(post, numbers)
        await asyncio.sleep(0.1)
    assert {len(post.got(row.chat_id)) for row in await post.rows(numbers)} == {1}
    assert {(row.attempts, row.unknown) for row in await post.rows(numbers)} == {(1, 0)}


async def test_a_step_that_could_not_be_written_down_is_by_the_next(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: Any) -> None:
        raise OperationalError("UPDATE", {}, Exception("the disk is full"))

    (number,) = await post.put(await post.chat(501))
    with monkeypatch.context() as patched:
        patched.setattr(outbox, "settle", broken)
        with pytest.raises(OperationalError):
            await post.sender.step(NOON)
    assert not await post.sender.step(NOON)
    assert ((await post.row(number)).state, len(post.got(501))) == (SENT, 1)


async def test_an_error_that_nobody_foresaw_does_not_end_it(
    post: Post, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sender, "TROUBLE_S", 0.02)
    right, calls = outbox.claim, 0

    async def broken(*given: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise ZeroDivisionError
        return await right(*given)

    monkeypatch.setattr(outbox, "claim", broken)
    async with running(post):
        await settled(post, await post.put(await post.chat(501)))
    assert caplog.records[0].levelno == logging.ERROR


async def test_a_stop_while_the_database_does_not_answer_says_so(
    post: Post, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: Any) -> None:
        raise OperationalError("UPDATE", {}, Exception("the disk is full"))

    monkeypatch.setattr(outbox, "settle", broken)
    await post.put(await post.chat(501))
    async with running(post):
        while not post.got(501):
            await asyncio.sleep(0.01)
    assert "What was sent last could not be written down" in caplog.text
