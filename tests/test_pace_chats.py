"""bot/pace.py, chat by chat: none gets too much, and a 429 stops whom it means."""

from __future__ import annotations

import bisect

import pytest
from helpers_pace import a_pace, granted, send

from bot.pace import GROUP_MOST, HELD_KEPT

# --- each chat's share -----------------------------------------------------------------------------------------------


async def test_a_chat_gets_one_a_second_and_others_do_not_wait_for_it() -> None:
    pace, clock = a_pace()
    await granted(pace, 7)
    assert await send(pace, 7) is None
    assert 0.9 < pace.ready_in(7, is_group=False) < 1.1
    assert await send(pace, 8) is not None
    assert clock.at < 1000.1
    clock.at += 1.1
    assert await send(pace, 7) is not None


async def test_a_reply_counts_for_its_chat() -> None:
    pace, clock = a_pace()
    pace.reply(-7, is_group=True)
    assert await send(pace, -7, is_group=True) is None
    clock.at += 1.1
    assert pace.ready_in(-7, is_group=True) == 0


async def test_a_group_gets_twenty_a_minute_and_a_person_more() -> None:
    pace, clock = a_pace()
    for chat_id in (-7, 7):
        sent = []
        while clock.at < (began := 1000 if chat_id == -7 else 1200) + 130:
            clock.at = max(clock.at, began) + pace.ready_in(chat_id, is_group=chat_id < 0)
            sent.append((await granted(pace, chat_id, is_group=chat_id < 0)).at)
        in_a_minute = max(bisect.bisect_left(sent, at + 60) - place for place, at in enumerate(sent))
        assert in_a_minute == (GROUP_MOST if chat_id < 0 else 58)


async def test_replies_wait_for_their_chat_ten_seconds_a_minute() -> None:
    pace, clock = a_pace()
    assert [pace.may_wait(-7, seconds, 10) for seconds in (3, 3, 3, 3, 1, 1)] == [True, True, True, False, True, False]
    assert pace.may_wait(-8, 10, 10)
    clock.at += 30
    assert [pace.may_wait(-7, seconds, 10) for seconds in (6, 5, 1)] == [False, True, False]


async def test_memory_is_bounded() -> None:
    pace, clock = a_pace(1000)
    for number in range(7_000):
        slot = await granted(pace, -number - 1, is_group=True)
        clock.at += 0.01
        pace.answered(slot)
        pace.reply(number + 1)
    assert len(pace._chats) < 300
    assert len(pace._groups) < 6_200
    assert len(pace._landed) + len(pace._replies) < 300
    for number in range(3 * HELD_KEPT):
        pace.hold_chat(number, 1)
        pace.may_wait(number, 0.1, 10)
        clock.at += 0.1
    assert max(len(pace._held), len(pace._waited)) <= HELD_KEPT


# --- 429 -------------------------------------------------------------------------------------------------------------


async def test_a_hold_pauses_exactly_as_long_as_it_says() -> None:
    pace, clock = a_pace()
    pace.hold(7)
    pace.hold(3)
    assert pace.held_for() == 7
    assert await send(pace, patience=5) is None
    await granted(pace)
    assert clock.at == pytest.approx(1007)


async def test_a_chats_own_429_stops_that_chat_only() -> None:
    pace, clock = a_pace()
    slot = await granted(pace, 1)
    assert pace.refused(1, 30) is False
    assert not pace.refused(1, 30)  # the same chat again says nothing of the others
    other = await granted(pace, 2)
    assert await send(pace, patience=0.5) is None  # one at a time, until we know
    pace.accepted(other)
    await granted(pace, 3)
    assert clock.at < 1000.2
    assert pace.ready_in(1, is_group=False) == pytest.approx(30, abs=0.1)
    pace.accepted(slot)


async def test_another_chats_429_means_all() -> None:
    pace, clock = a_pace()
    await granted(pace, 1)
    pace.refused(1, 9)
    await granted(pace, 2)
    assert pace.refused(2, 5) is True
    await granted(pace, 3)
    assert clock.at == pytest.approx(1009, abs=0.1)


async def test_what_was_sent_before_the_429_says_nothing() -> None:
    pace, clock = a_pace()
    await granted(pace, 1)
    early = await granted(pace, 2)
    clock.at += 0.1
    pace.refused(1, 9)
    pace.accepted(early)
    await granted(pace, 3)
    assert pace.refused(3, 9) is True


async def test_a_suspicion_ends_with_the_time_that_it_was_about() -> None:
    pace, clock = a_pace()
    pace.refused(1, 2)
    clock.at += 2.1
    assert pace.refused(2, 2) is False


async def test_a_probe_without_an_answer_is_followed_by_another() -> None:
    pace, clock = a_pace()
    pace.refused(1, 9)
    await granted(pace, 2)
    await granted(pace, 3)
    assert clock.at == pytest.approx(1001, abs=0.1)


async def test_when_nothing_got_through_one_at_a_time_goes_until_one_is_answered() -> None:
    pace, clock = a_pace()
    early = await granted(pace)
    pace.block(2)
    assert not pace.is_news(early)
    for probed_at in (1002, 1003):
        probe = await granted(pace)
        assert clock.at == pytest.approx(probed_at, abs=0.1)
        assert pace.is_news(probe)
    pace.accepted(probe)
    for _ in range(5):
        await granted(pace)
    assert clock.at < 1003.5
