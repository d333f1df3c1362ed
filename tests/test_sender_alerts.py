"""bot/sender.py when an alert's moment has come, and its chat wants quiet, or no alerts any more."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from helpers_sending import NOON, Post, posting

from briefings import adjust
from briefings.model import DeliveryState, EditionKind, ReaderKind
from briefings.subscriptions import Place

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from helpers_databases import Databases

SENT, WAITING, GONE = DeliveryState.SENT, DeliveryState.WAITING, DeliveryState.GONE
QUIET = {"quiet_from": "22:00", "quiet_until": "07:00"}
BEDTIME = NOON.replace(hour=17)  # 22:00 in Almaty
MORNING = BEDTIME + dt.timedelta(hours=9)


@pytest.fixture
async def post(databases: Databases) -> AsyncIterator[Post]:
    async with posting(databases.new("sqlite", "seeded")) as opened:
        yield opened


async def put(post: Post, chat: int, kind: EditionKind = EditionKind.ALERT, **fields: Any) -> int:
    """An alert, or something else, due now."""
    content: Any = (("ru", "Сообщение"),) if kind is EditionKind.BROADCAST else None
    content = content or (("china", await post.some_briefings(1)),)
    (number,) = await post.put(chat, kind=kind, content=content, slot=kind, **fields)
    return number


@pytest.mark.parametrize("kind", [EditionKind.ALERT, EditionKind.BROADCAST])
async def test_what_is_late_is_put_off_until_quiet_hours_end(post: Post, kind: EditionKind) -> None:
    await post.change(await post.chat(501), **QUIET)
    number = await put(post, 501, kind)  # at noon, and then nobody sent it
    post.clock.at = BEDTIME + dt.timedelta(hours=1)
    await post.sender.step(post.clock.at)
    row = await post.row(number)
    assert (row.state, row.not_before, row.attempts, post.sent()) == (WAITING, MORNING, 0, [])
    post.clock.at = MORNING
    await post.sender.step(post.clock.at)
    assert (await post.row(number)).state is SENT


@pytest.mark.parametrize(
    ("kind", "fields", "due"),
    [
        (EditionKind.ALERT, {}, BEDTIME),
        (EditionKind.BROADCAST, {}, BEDTIME),
        (EditionKind.ALERT, {"error": "too_many"}, MORNING),
        (EditionKind.DIGEST, {}, MORNING),
    ],
    ids=str,
)
async def test_when_quiet_hours_end_what_they_hold_is_due_and_what_waits_for_something_else_is_not(
    post: Post, kind: EditionKind, fields: dict[str, object], due: dt.datetime
) -> None:
    await post.change(await post.chat(501), **QUIET)
    number = await put(post, 501, kind, not_before=MORNING, **fields)
    post.clock.at = BEDTIME
    place = Place(501, 0, ReaderKind.PRIVATE, "ru", "Asia/Almaty")
    async with post.services.edit_subscription(place) as (_, subscription):
        adjust.set_zone(subscription, "Europe/London")  # where it is noon
    assert (await post.row(number)).not_before == due


async def test_a_retry_of_an_alert_keeps_out_of_quiet_hours(post: Post) -> None:
    await post.change(await post.chat(501), **QUIET)
    number = await put(post, 501)
    post.world.faults.add("retry_after", times=1, seconds=5)
    post.clock.at = BEDTIME - dt.timedelta(seconds=1)
    await post.sender.step(post.clock.at)
    await post.sender.step(post.later(10))
    assert ((await post.row(number)).not_before, post.got(501)) == (MORNING, [])


async def test_a_digest_comes_at_the_time_that_its_chat_has_chosen_quiet_or_not(post: Post) -> None:
    await post.change(await post.chat(501), **QUIET)
    number = await put(post, 501, EditionKind.DIGEST)
    post.clock.at = BEDTIME
    await post.sender.step(post.clock.at)
    assert (await post.row(number)).state is SENT


async def test_an_alert_that_was_begun_is_finished(post: Post) -> None:
    await post.change(await post.chat(501), urgent=False, **QUIET)
    number = await put(post, 501, message_ids=[901])
    post.clock.at = BEDTIME
    await post.sender.step(post.clock.at)
    assert (await post.row(number)).state is SENT


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"paused_until": NOON + dt.timedelta(days=7)}, "unwanted"),
        ({"urgent": False}, "unwanted"),
        ({"active": False}, "ended"),
    ],
    ids=str,
)
async def test_an_alert_is_not_sent_to_who_wants_none_any_more(post: Post, change: dict[str, object], why: str) -> None:
    await post.change(await post.chat(501), **change)
    number = await put(post, 501)
    await post.sender.step(NOON)
    row = await post.row(number)
    assert (row.state, row.error, post.sent()) == (GONE, why, [])


async def test_a_pause_that_is_over_holds_no_alert(post: Post) -> None:
    await post.change(await post.chat(501), paused_until=NOON)
    number = await put(post, 501)
    await post.sender.step(NOON)
    assert (await post.row(number)).state is SENT
