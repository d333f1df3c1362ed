"""bot/sender.py when Telegram refuses: interface.md 7, each case over the sandbox's HTTP."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from helpers_sending import NOON, Post, posting, running
from sandbox_driver import ON_BOTH_DATABASES
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from bot import digests, sender
from bot.cards import Answer
from bot.sandbox import members
from bot.sandbox.cast import FORUM_ID, GROUP_ID
from briefings import subscriptions
from briefings.model import Delivery, DeliveryState, EditionKind, Reader, ReaderKind

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


# --- 429 -------------------------------------------------------------------------------------------------------------


async def test_a_429_for_all_pauses_all_as_long_as_it_says(databases: Databases) -> None:
    async with posting(databases.new("sqlite", "seeded"), rate=20) as post:
        numbers = await post.put(*await post.chats(12))
        post.world.faults.add("retry_after", times=1, seconds=1, hold=True)
        await post.sender.step(NOON)
        refused = [entry for entry in post.sent() if entry.status == 429]
        # The first five may go at once, one tells us that it was meant for all; a slow machine has begun a few more.
        assert len(refused) < 10
        assert min(entry.at for entry in post.sent() if entry.status == 200) >= refused[1].at + 1
        rows = await post.rows(numbers)
        waiting = [row for row in rows if row.state is WAITING]
        assert len(waiting) == len(refused)
        assert {row.error for row in waiting} == {"too_many_requests"}
        assert all(row.not_before >= NOON + dt.timedelta(seconds=1) for row in waiting)
        await post.sender.step(post.later(3))
        assert {(row.state, row.unknown) for row in await post.rows(numbers)} == {(SENT, 0)}
        assert {len(post.got(row.chat_id)) for row in rows} == {1}


async def test_a_chats_own_429_does_not_stop_the_others(post: Post) -> None:
    numbers = await post.put(*await post.chats(12))
    rows = await post.rows(numbers)
    post.world.faults.add("retry_after", chats=[rows[0].chat_id], times=1, seconds=600)
    await post.sender.step(NOON)
    limited, *others = await post.rows(numbers)
    assert {row.state for row in others} == {SENT}
    assert (limited.state, limited.not_before) == (WAITING, NOON + dt.timedelta(seconds=600))
    assert post.services.pace.held_for() == 0
    await post.put(limited.chat_id, slot="another")  # its chat is still on hold: not even tried
    tried = len(post.sent())
    await post.sender.step(NOON)
    assert len(post.sent()) == tried


async def test_a_long_hold_gives_everything_back(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "PATIENCE_S", 0.2)
    monkeypatch.setattr(sender, "POLL_S", 0.02)
    numbers = await post.put(*await post.chats(3))
    post.services.pace.hold(1.0)
    assert await post.sender.step(NOON)
    assert {(row.state, row.attempts) for row in await post.rows(numbers)} == {(WAITING, 0)}
    task = asyncio.create_task(post.sender.run())
    await asyncio.sleep(0.15)
    assert {row.attempts for row in await post.rows(numbers)} == {0}
    while await post.count_sent(numbers) < 3:
        await asyncio.sleep(0.02)
    await post.sender.stop()
    await task


async def test_a_group_that_has_had_twenty_waits_in_the_outbox(post: Post) -> None:
    for _ in range(20):
        post.services.pace.reply(GROUP_ID, is_group=True)
    (number,) = await post.put(await post.chat(GROUP_ID, kind=ReaderKind.GROUP))
    await post.sender.step(NOON)
    row = await post.row(number)
    assert (row.state, row.attempts, post.sent()) == (WAITING, 0, [])
    assert 50 < (row.not_before - NOON).total_seconds() < 61


# --- chats that are gone ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("blocked", "blocked"),
        ("deactivated", "deactivated"),
        ("not_started", "not_started"),
        ("kicked_group", "kicked"),
        ("kicked_supergroup", "kicked"),
        ("kicked_channel", "kicked"),
        ("not_member", "not_member"),
        ("chat_not_found", "chat_not_found"),
    ],
)
async def test_a_chat_that_cannot_be_reached_ends_quietly(
    post: Post, caplog: pytest.LogCaptureFixture, fault: str, kind: str
) -> None:
    chat, other = await post.chats(2)
    number, theirs = await post.put(chat, other)
    (later,) = await post.put(chat, slot="later", not_before=NOON + dt.timedelta(days=1))
    post.world.faults.add(fault, chats=[chat])
    await post.sender.step(NOON)
    row = await post.row(number)
    assert (row.state, row.error) == (GONE, kind)
    assert (await post.row(later)).state is GONE
    assert (await post.row(theirs)).state is SENT
    ended, kept = await post.subscription(chat), await post.subscription(other)
    assert ended is not None
    assert kept is not None
    assert (ended.active, kept.active) == (False, True)
    assert caplog.records == []


@pytest.mark.parametrize("status", [400, 403])
async def test_a_gateways_page_ends_no_subscription_and_is_tried_again(
    post: Post, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    (number,) = await post.put(await post.chat(501))
    post.world.faults.add("bad_gateway", status=status, times=1)
    await post.sender.step(NOON)
    assert (await post.row(number)).state is WAITING
    assert (await post.subscription(501)).active  # type: ignore[union-attr]
    await post.sender.step(post.later(3))
    assert (await post.row(number)).state is SENT
    assert caplog.records == []


async def test_an_end_that_cannot_be_written_down_stops_nobody(
    post: Post, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    right, errors = subscriptions.lose, [OperationalError("UPDATE", {}, Exception("the disk is full")), KeyError("x")]

    async def broken(*given: Any, **named: Any) -> None:
        if errors:
            raise errors.pop()
        await right(*given, **named)

    monkeypatch.setattr(subscriptions, "lose", broken)
    post.world.faults.add("blocked")
    chats = await post.chats(3)
    numbers = await post.put(*chats)
    await post.sender.step(NOON)
    assert {row.state for row in await post.rows(numbers)} == {GONE}
    assert [(await post.subscription(chat)).active for chat in chats].count(False) == 1  # type: ignore[union-attr]
    assert caplog.text.count("could not be written down") == 2


async def test_a_group_that_became_a_supergroup_gets_its_message_and_is_rekeyed(post: Post) -> None:
    await post.chat(GROUP_ID, kind=ReaderKind.GROUP)
    new = members.migrate(post.world, post.world.chats[GROUP_ID])
    (number,) = await post.put(GROUP_ID)
    for _ in range(2):  # refused, and then moved
        await post.sender.step(NOON)
    assert [message.text[:8] for message in post.got(new.id)] == ["Дайджест"]
    row = await post.row(number)
    assert (row.state, row.chat_id) == (SENT, new.id)
    async with post.store.reading() as session:
        reader = await session.get(Reader, new.id)
    assert reader is not None
    assert reader.kind is ReaderKind.SUPERGROUP
    assert await post.subscription(GROUP_ID) is None
    moved = await post.subscription(new.id)
    assert moved is not None
    assert moved.active


@pytest.mark.parametrize("back", [GROUP_ID, GROUP_ID - 1])
async def test_a_group_that_migrates_in_circles_fails_in_the_end(post: Post, back: int) -> None:
    (number,) = await post.put(await post.chat(GROUP_ID, kind=ReaderKind.GROUP))
    post.world.faults.add("migrated", chats=[GROUP_ID], migrate_to=GROUP_ID - 1)
    post.world.faults.add("migrated", chats=[GROUP_ID - 1], migrate_to=back)
    for _ in range(2):
        await post.sender.step(NOON)
    row = await post.row(number)
    assert (row.state, row.error) == (FAILED, "migrated")
    assert len(post.sent()) == 2


@ON_BOTH_DATABASES
@pytest.mark.parametrize("first", ["either", "the supergroup's"])
async def test_a_group_and_the_supergroup_that_it_became_get_one_digest_between_them(
    databases: Databases, database_kind: str, first: str
) -> None:
    async with posting(databases.new(database_kind, "seeded")) as post:
        await post.chat(GROUP_ID, kind=ReaderKind.GROUP)
        new = members.migrate(post.world, post.world.chats[GROUP_ID])
        await post.chat(new.id, kind=ReaderKind.SUPERGROUP)
        await post.put(new.id)
        if first == "the supergroup's":
            await post.sender.step(NOON)
        await post.put(GROUP_ID)
        for _ in range(3):
            await post.sender.step(post.later(70))
        assert [message.text[:8] for message in post.got(new.id)] == ["Дайджест"]


# --- forum topics ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["closed", "deleted"])
async def test_a_forum_topic_that_is_closed_or_deleted_falls_back_to_the_general_one(post: Post, fault: str) -> None:
    forum = post.world.chats[FORUM_ID]
    if fault == "closed":
        forum.topics[TOPIC].closed = True
    else:
        del forum.topics[TOPIC]
    await post.chat(FORUM_ID, thread=TOPIC)
    (number,) = await post.put(FORUM_ID, thread=TOPIC)
    (later,) = await post.put(FORUM_ID, thread=TOPIC, slot="later", not_before=NOON + dt.timedelta(days=1))
    for _ in range(2):  # refused, and then moved
        await post.sender.step(NOON)
    assert [message.thread_id for message in post.got(FORUM_ID)] == [None]
    assert (await post.row(number)).state is SENT
    assert (await post.row(later)).thread_id == 0
    moved = await post.subscription(FORUM_ID, 0)
    assert moved is not None
    assert moved.active
    assert await post.subscription(FORUM_ID, TOPIC) is None


async def test_a_forum_topics_subscription_ends_where_the_general_one_has_its_own(post: Post) -> None:
    post.world.chats[FORUM_ID].topics[TOPIC].closed = True
    await post.chat(FORUM_ID)
    await post.chat(FORUM_ID, thread=TOPIC)
    await post.put(FORUM_ID, thread=TOPIC)
    for _ in range(2):  # refused, and then moved
        await post.sender.step(NOON)
    assert [message.thread_id for message in post.got(FORUM_ID)] == [None]
    general, ended = await post.subscription(FORUM_ID), await post.subscription(FORUM_ID, TOPIC)
    assert general is not None
    assert ended is not None
    assert (general.active, ended.active) == (True, False)


@ON_BOTH_DATABASES
@pytest.mark.parametrize("general", [False, True], ids=["general has none", "general has its own"])
async def test_topics_that_fall_back_together_bring_the_general_one_a_slot_once(
    databases: Databases, database_kind: str, general: bool
) -> None:
    async with posting(databases.new(database_kind, "seeded")) as post:
        forum = post.world.chats[FORUM_ID]
        forum.topics[TOPIC].closed = True
        del forum.topics[TOPIC + 1]
        threads = [0] * general + [TOPIC, TOPIC + 1]
        for thread in threads:
            await post.chat(FORUM_ID, thread=thread)
        numbers = [(await post.put(FORUM_ID, thread=thread))[0] for thread in threads]
        (alert,) = await post.put(FORUM_ID, thread=TOPIC + 1, slot="alert:1", kind=EditionKind.ALERT)
        async with running(post):
            await until_settled(post, [*numbers, alert])
        assert sorted(message.text[:6] for message in post.got(FORUM_ID)) == ["Дайдже", "Срочно"]
        assert sorted(row.state for row in await post.rows(numbers)) == [GONE] * (len(threads) - 1) + [SENT]
        assert (await post.row(alert)).state is SENT
        held = [await post.subscription(FORUM_ID, thread) for thread in (0, TOPIC, TOPIC + 1)]
        assert [each is not None and each.active for each in held] == [True, False, False]


async def until_settled(post: Post, numbers: list[int]) -> None:
    async with asyncio.timeout(10):
        while {row.state for row in await post.rows(numbers)} & {WAITING, DeliveryState.SENDING}:
            await asyncio.sleep(0.05)


async def test_an_ended_subscription_of_the_general_topic_makes_room(post: Post) -> None:
    post.world.chats[FORUM_ID].topics[TOPIC].closed = True
    await post.chat(FORUM_ID)
    async with post.store.writing() as session:
        await subscriptions.end(session, FORUM_ID, 0, NOON)
    await post.chat(FORUM_ID, thread=TOPIC)
    await post.put(FORUM_ID, thread=TOPIC)
    for _ in range(2):
        await post.sender.step(NOON)
    moved = await post.subscription(FORUM_ID)
    assert moved is not None
    assert moved.active


@pytest.mark.parametrize("state", [GONE, FAILED])
async def test_a_slot_of_which_nothing_came_to_the_general_topic_is_there_for_one_that_is_closed(
    post: Post, state: DeliveryState
) -> None:
    post.world.chats[FORUM_ID].topics[TOPIC].closed = True
    await post.chat(FORUM_ID)
    await post.chat(FORUM_ID, thread=TOPIC)
    await post.put(FORUM_ID)
    async with post.store.writing() as session:
        await session.execute(update(Delivery).values(state=state))
        await subscriptions.end(session, FORUM_ID, 0, NOON)
    (number,) = await post.put(FORUM_ID, thread=TOPIC)
    for _ in range(2):
        await post.sender.step(NOON)
    assert (await post.row(number)).state is SENT
    assert [message.thread_id for message in post.got(FORUM_ID)] == [None]


async def test_a_general_topic_that_is_closed_fails(post: Post, caplog: pytest.LogCaptureFixture) -> None:
    post.world.faults.add("topic_closed")
    (number,) = await post.put(await post.chat(FORUM_ID))
    await post.sender.step(NOON)
    row = await post.row(number)
    assert (row.state, row.error) == (FAILED, "topic_closed")
    assert "topic_closed" in caplog.text


# --- our own fault ---------------------------------------------------------------------------------------------------


async def test_what_telegram_finds_wrong_fails_and_is_told_once(
    post: Post, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def wrong(*_: object, **_how: object) -> Answer:
        return Answer(("<b>x",))

    monkeypatch.setattr(digests, "of_parcel", wrong)
    numbers = await post.put(*await post.chats(3))
    await post.sender.step(NOON)
    rows = await post.rows(numbers)
    assert {row.state for row in rows} == {FAILED}
    assert all(row.error is not None and row.error.startswith("can_t_parse_entities") for row in rows)
    assert len(caplog.records) == 1
    assert (await post.subscription(rows[0].chat_id)).active  # type: ignore[union-attr]
