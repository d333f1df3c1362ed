"""bot/sender.py in fair weather: each delivery arrives once, whole, at the rate, and a stop loses nothing."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from helpers_sending import NOON, Post, posting

from bot import digests
from briefings.library import CHANGED
from briefings.model import Briefing, DeliveryState, EditionKind, ReaderKind, Status
from briefings.store import note_change

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from helpers_databases import Databases

    from bot.cards import Answer
    from briefings.parcels import Parcel

SENT, WAITING = DeliveryState.SENT, DeliveryState.WAITING


@pytest.fixture
async def post(databases: Databases) -> AsyncIterator[Post]:
    async with posting(databases.new("sqlite", "seeded")) as opened:
        yield opened


# --- one round -------------------------------------------------------------------------------------------------------


async def test_a_digest_arrives_once_in_its_chats_language_and_its_message_is_known(post: Post) -> None:
    kazakh, russian = await post.chat(501, "kk"), await post.chat(502, "ru")
    numbers = await post.put(kazakh, russian)
    assert await post.sender.step(NOON)
    assert not await post.sender.step(NOON)
    for number, chat_id, count in zip(numbers, (kazakh, russian), ("2 шолу", "2 обзора"), strict=True):
        (message,) = post.got(chat_id)
        assert count in message.text
        assert message.markup is not None
        assert message.preview == {"is_disabled": True}
        row = await post.row(number)
        assert (row.state, row.message_ids, row.settled_at) == (SENT, [message.message_id], NOON)


async def test_nothing_is_sent_before_its_time(post: Post) -> None:
    (number,) = await post.put(await post.chat(501), not_before=NOON + dt.timedelta(hours=1))
    assert not await post.sender.step(NOON)
    assert await post.sender.step(NOON + dt.timedelta(hours=1))
    assert (await post.row(number)).state is SENT


async def test_an_alert_says_so_and_a_forum_topic_gets_its_own(post: Post) -> None:
    forum = next(chat for chat in post.world.chats.values() if chat.is_forum)
    (briefing,) = await post.some_briefings(1)
    await post.chat(forum.id, thread=2)
    await post.put(forum.id, thread=2, kind=EditionKind.ALERT, content=(("china", (briefing,)),))
    await post.sender.step(NOON)
    (message,) = post.got(forum.id)
    assert message.thread_id == 2
    assert message.text.startswith("Срочно")


async def test_in_a_channel_the_buttons_are_links(post: Post) -> None:
    channel = next(chat.id for chat in post.world.chats.values() if chat.type == "channel")
    await post.put(await post.chat(channel, kind=ReaderKind.CHANNEL))
    await post.sender.step(NOON)
    (message,) = post.got(channel)
    assert message.markup is not None
    urls = [button["url"] for row in message.markup["inline_keyboard"] for button in row]
    assert all(url.startswith(f"https://t.me/{post.world.bot.username}?start=b_") for url in urls)


async def test_a_correction_reaches_who_was_not_yet_served(post: Post) -> None:
    first, second = await post.chats(2)
    numbers = await post.some_briefings(1)
    await post.put(first, content=(("china", numbers),))
    await post.sender.step(NOON)
    async with post.store.writing() as session:
        (await session.get_one(Briefing, numbers[0])).texts["ru"].title = "Исправлено вчера"
        await note_change(session, CHANGED)
    await post.services.refresh()
    await post.put(second, content=(("china", numbers),))
    await post.sender.step(NOON)
    assert "Исправлено вчера" in post.got(second)[0].text


async def test_what_was_withdrawn_meanwhile_is_not_sent(post: Post) -> None:
    numbers = await post.some_briefings(1)
    (number,) = await post.put(await post.chat(501), content=(("china", numbers),))
    async with post.store.writing() as session:
        (await session.get_one(Briefing, numbers[0])).status = Status.ARCHIVED
    await post.sender.step(NOON)
    row = await post.row(number)
    assert (row.state, row.error, post.sent()) == (DeliveryState.GONE, "withdrawn", [])


async def test_one_that_cannot_be_rendered_does_not_keep_the_others_waiting(
    post: Post, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    right = digests.of_parcel

    async def broken(services: Any, parcel: Parcel, *rest: Any, **how: Any) -> Answer | None:
        if parcel.chat_id < 503:
            raise KeyError("no such text")
        return await right(services, parcel, *rest, **how)

    monkeypatch.setattr(digests, "of_parcel", broken)
    numbers = await post.put(*[await post.chat(chat) for chat in (501, 502, 503)])
    await post.sender.step(NOON)
    rows = await post.rows(numbers)
    assert [row.state for row in rows] == [DeliveryState.FAILED, DeliveryState.FAILED, SENT]
    assert [row.error for row in rows] == ["KeyError", "KeyError", None]
    assert len(caplog.records) == 1


@pytest.mark.parametrize("paid", [True, False])
async def test_what_goes_out_in_bulk_is_paid_for_only_where_the_operator_wants_it(
    databases: Databases, *, paid: bool
) -> None:
    async with posting(databases.new("sqlite", "seeded"), paid=paid) as post:
        (briefing,) = await post.some_briefings(1)
        await post.put(await post.chat(501))
        await post.put(await post.chat(502), kind=EditionKind.ALERT, content=(("china", (briefing,)),))
        text: Any = (("all", "Пікір"),)
        await post.put(await post.chat(503), kind=EditionKind.BROADCAST, content=text)
        await post.sender.step(NOON)
        asked = [entry.params.get("allow_paid_broadcast") for entry in post.sent()]
    assert asked == ["true" if paid else None] * 3


async def test_a_zone_that_this_machine_does_not_know_keeps_no_digest_back(post: Post) -> None:
    await post.change(await post.chat(501), zone="Mars/Base")
    (number,) = await post.put(501)
    await post.sender.step(NOON)
    assert (await post.row(number)).state is SENT


# --- parts -----------------------------------------------------------------------------------------------------------


async def test_a_long_digest_comes_in_parts_a_second_apart_with_the_buttons_under_the_last(post: Post) -> None:
    content = (("china", await post.some_briefings(30)),)
    (number,) = await post.put(await post.chat(501), content=content)
    await post.sender.step(NOON)
    messages = post.got(501)
    assert len(messages) > 1
    assert [message.markup is not None for message in messages] == [False] * (len(messages) - 1) + [True]
    times = [entry.at for entry in post.sent()]
    assert all(later - earlier >= 1 for earlier, later in pairwise(times))
    row = await post.row(number)
    assert (row.state, row.message_ids) == (SENT, [message.message_id for message in messages])


async def test_a_retry_goes_on_with_the_part_that_is_missing(post: Post) -> None:
    content = (("china", await post.some_briefings(30)),)
    (number,) = await post.put(await post.chat(501), content=content, message_ids=[901])
    await post.sender.step(NOON)
    assert "Дайджест" not in post.got(501)[0].text
    assert (await post.row(number)).message_ids[0] == 901


async def test_one_whose_parts_have_all_arrived_is_only_written_down(post: Post) -> None:
    (number,) = await post.put(await post.chat(501), message_ids=[901])
    await post.sender.step(NOON)
    assert (await post.row(number)).state is SENT
    assert post.sent() == []
