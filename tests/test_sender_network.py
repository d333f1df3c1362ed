"""bot/sender.py when the network fails: sent again with growing pauses, and counted where it may have arrived."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from helpers_sending import NOON, Post, posting

from bot import courier, sender
from briefings.model import DeliveryState

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from helpers_databases import Databases

SENT, WAITING, GONE, FAILED = DeliveryState.SENT, DeliveryState.WAITING, DeliveryState.GONE, DeliveryState.FAILED
QUARTER_HOUR_S = 900
TOPIC = 2  # of the sandbox's forum


@pytest.fixture
async def post(databases: Databases) -> AsyncIterator[Post]:
    async with posting(databases.new("sqlite", "seeded"), read_timeout=0.3) as opened:
        yield opened


# --- the network -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "arrivals", "unknown", "kind"),
    [
        ("bad_gateway", 1, 1, "bad_gateway"),
        ("server_error", 1, 0, "internal_server_error"),
        ("unauthorized", 1, 0, "unauthorized"),
        ("closed_before", 1, 1, "serverdisconnectederror"),
        ("closed_after", 2, 1, "serverdisconnectederror"),
        ("stall", 2, 1, "timed_out"),
    ],
)
async def test_what_failed_is_sent_again_and_counted_where_it_may_have_arrived(
    post: Post, fault: str, arrivals: int, unknown: int, kind: str
) -> None:
    (number,) = await post.put(await post.chat(501))
    post.world.faults.add(fault, times=1, seconds=0.6)
    await post.sender.step(NOON)
    row = await post.row(number)
    assert (row.state, row.error, row.unknown) == (WAITING, kind, unknown)
    assert 1 <= (row.not_before - NOON).total_seconds() <= 2
    assert not await post.sender.step(NOON)
    while post.world.busy:
        await asyncio.sleep(0.01)
    await post.sender.step(post.later(2))
    row = await post.row(number)
    assert (row.state, row.error, row.unknown, row.attempts) == (SENT, None, unknown, 2)
    assert len(post.got(501)) == arrivals
    assert row.message_ids == [post.got(501)[-1].message_id]


async def test_pauses_grow_up_to_a_quarter_of_an_hour(post: Post) -> None:
    numbers = [(await post.put(await post.chat(501 + attempts), attempts=attempts))[0] for attempts in (0, 3, 12)]
    post.world.faults.add("server_error")
    await post.sender.step(NOON)
    pauses = [(row.not_before - NOON).total_seconds() for row in await post.rows(numbers)]
    assert [longest / 2 <= pause <= longest for longest, pause in zip((2, 16, QUARTER_HOUR_S), pauses, strict=True)]
    assert pauses == sorted(pauses)


async def test_a_server_that_is_not_there_has_taken_nothing(databases: Databases) -> None:
    async with posting(databases.new("sqlite", "seeded"), api_url="http://127.0.0.1:9") as post:
        (number,) = await post.put(await post.chat(501))
        await post.sender.step(NOON)
        row = await post.row(number)
        assert (row.state, row.unknown, row.error) == (WAITING, 0, "clientconnectorerror")


async def test_where_nothing_gets_through_it_stops_trying_for_a_while(
    databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "PATIENCE_S", 0.5)
    async with posting(databases.new("sqlite", "seeded"), rate=100) as post:
        numbers = await post.put(*await post.chats(60))
        post.world.faults.add("bad_gateway")
        await post.sender.step(NOON)
        assert courier.TROUBLE <= len(post.sent()) < 40
        untried = [row for row in await post.rows(numbers) if row.error is None]
        assert {(row.state, row.attempts) for row in untried} == {(WAITING, 0)}


async def test_many_messages_that_fail_at_once_are_one_outage(databases: Databases) -> None:
    async with posting(databases.new("sqlite", "seeded"), rate=100, read_timeout=0.3) as post:
        await post.put(*await post.chats(40))
        post.world.faults.add("stall", seconds=0.6)
        await post.sender.step(NOON)
        assert len(post.sent()) > 2 * courier.TROUBLE
        assert 0 < post.services.pace.held_for() <= courier.FIRST_HOLD_S


async def test_a_part_that_failed_is_not_followed_by_the_first_again(post: Post) -> None:
    content = (("china", await post.some_briefings(30)),)
    (number,) = await post.put(await post.chat(501), content=content)

    async def break_the_second() -> None:
        while not post.got(501):
            await asyncio.sleep(0.005)
        post.world.faults.add("server_error", times=1)

    breaking = asyncio.create_task(break_the_second())
    await post.sender.step(NOON)
    await breaking
    row = await post.row(number)
    assert (row.state, row.message_ids) == (WAITING, [post.got(501)[0].message_id])
    await post.sender.step(post.later(5))
    row = await post.row(number)
    assert (row.state, row.message_ids) == (SENT, [message.message_id for message in post.got(501)])
    assert sum("Дайджест" in message.text for message in post.got(501)) == 1
