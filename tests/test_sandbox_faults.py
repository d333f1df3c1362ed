"""Trouble comes when and to whom it was ordered, and the log tells of it."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest
from sandbox_bots import READER, Caller, sandbox

from bot.sandbox import GROUP_ID
from bot.sandbox.faults import KINDS, REFUSALS, Fault


async def send(call: Caller, chat_id: int = READER) -> tuple[int, str]:
    """Status and description, or the body where it is no JSON."""
    async with call.session.post(call.url("sendMessage"), json={"chat_id": chat_id, "text": "x"}) as answer:
        if answer.content_type != "application/json":
            return answer.status, await answer.text()
        return answer.status, (await answer.json()).get("description", "")


async def test_too_many_requests_says_how_long_to_wait(call: Caller) -> None:
    call.world.faults.add("retry_after", times=1, seconds=7)
    async with call.session.post(call.url("sendMessage"), json={"chat_id": READER, "text": "x"}) as answer:
        assert (answer.status, answer.headers["retry-after"]) == (429, "7")
        body = await answer.json()
    assert body["description"] == "Too Many Requests: retry after 7"
    assert body["parameters"] == {"retry_after": 7}
    assert await send(call) == (200, "")


async def test_a_held_retry_after_refuses_everything_until_its_time_is_over(call: Caller) -> None:
    call.world.faults.add("retry_after", times=1, seconds=0.2, hold=True)
    assert [(await send(call))[0] for _ in range(3)] == [429] * 3
    await asyncio.sleep(0.25)
    assert await send(call) == (200, "")


async def test_a_rate_limit_strikes_what_exceeds_it(call: Caller) -> None:
    fault = call.world.faults.add("retry_after", per_second=3)
    assert [(await send(call))[0] for _ in range(5)] == [200] * 3 + [429] * 2
    assert fault.struck == 2
    fault._recent = type(fault._recent)(at - 1 for at in fault._recent)
    assert (await send(call))[0] == 200


@pytest.mark.parametrize("kind", sorted(REFUSALS))
async def test_a_refusal_comes_in_telegrams_words_and_nothing_is_sent(call: Caller, kind: str) -> None:
    call.world.faults.add(kind)
    assert await send(call) == (REFUSALS[kind].code, REFUSALS[kind].description)
    assert not call.world.chats[READER].messages


async def test_a_migration_can_be_pretended(call: Caller) -> None:
    call.world.faults.add("migrated", chats=[GROUP_ID], migrate_to=-100123)
    assert (await call.raw("sendMessage", chat_id=GROUP_ID, text="x"))["parameters"] == {"migrate_to_chat_id": -100123}


async def test_a_bad_gateway_answers_with_html(call: Caller) -> None:
    call.world.faults.add("bad_gateway", times=1)
    status, body = await send(call)
    assert status == 502
    assert body.startswith("<html>")


@pytest.mark.parametrize(("kind", "arrived"), [("closed_before", 0), ("closed_after", 1)])
async def test_a_connection_is_closed_before_or_after_the_message_was_taken(
    call: Caller, kind: str, arrived: int
) -> None:
    call.world.faults.add(kind, times=1)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await send(call)
    assert len(call.world.chats[READER].messages) == arrived
    assert await send(call) == (200, "")


async def test_a_stall_keeps_the_caller_waiting(call: Caller) -> None:
    call.world.faults.add("stall", seconds=0.1)
    loop = asyncio.get_running_loop()
    began = loop.time()
    assert await send(call) == (200, "")
    assert loop.time() - began >= 0.1


async def test_faults_meet_only_the_methods_and_chats_they_are_meant_for(call: Caller) -> None:
    call.world.faults.add("blocked", methods=["sendMessage"], chats=[READER])
    assert (await send(call))[0] == 403
    assert (await send(call, GROUP_ID))[0] == 200
    assert await call("sendChatAction", chat_id=READER, action="typing")
    call.world.faults.clear()
    assert (await send(call))[0] == 200


async def test_chance_is_repeatable(call: Caller) -> None:
    runs = []
    for _ in range(2):
        call.world.faults.clear()
        call.world.faults.add("server_error", probability=0.5, seed=7)
        runs.append([(await send(call))[0] for _ in range(12)])
    assert runs[0] == runs[1]
    assert set(runs[0]) == {200, 500}


def test_an_unknown_fault_is_refused() -> None:
    with pytest.raises(ValueError, match="no such fault: rain"):
        Fault("rain")
    with pytest.raises(ValueError, match="no such field of a fault: colour"):
        Fault.from_json({"kind": "stall", "colour": "red"})
    assert "stall" in KINDS


# --- the log ---------------------------------------------------------------------------------------------------------


async def test_the_log_tells_what_was_asked_and_what_came_of_it(call: Caller) -> None:
    await call("getUpdates")
    await send(call)
    await send(call, 5)
    for kind in ("bad_gateway", "closed_after"):
        call.world.faults.add(kind, times=1)
    await send(call)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await send(call)
    entries = call.world.journal.of("sendMessage")
    assert [(entry.status, entry.outcome) for entry in entries] == [
        (200, "ok"),
        (400, "Bad Request: chat not found"),
        (502, "bad_gateway"),
        (200, "closed_after"),
    ]
    assert entries[0].params == {"chat_id": READER, "text": "x"}
    assert [entry.status for entry in call.world.journal.refused()] == [400, 502]
    log = await call.control(f"log?after={entries[1].number}")
    assert [entry["outcome"] for entry in log] == ["bad_gateway", "closed_after"]
    assert len(await call.control("log")) == 4


async def test_the_log_can_be_switched_off() -> None:
    async with sandbox(log=0) as call:
        await call("getMe")
        assert not call.world.journal.entries
        assert call.world.journal.count == 1


async def test_faults_are_switched_over_http(call: Caller) -> None:
    assert await call.control("faults", {"kind": "blocked", "times": 1}) == [{"kind": "blocked", "struck": 0}]
    assert (await send(call))[0] == 403
    assert await call.control("faults") == [{"kind": "blocked", "struck": 1}]
    assert await call.control("faults", {"clear": True}) == []
    assert "no such fault" in (await call.control("faults", {"kind": "rain"}))["error"]
    assert "object" in (await call.control("faults", []))["error"]  # type: ignore[arg-type]
    assert call.statuses[-1] == 400
