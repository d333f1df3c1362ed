"""Inline mode of the sandbox: who asks what, what the bot may answer, what is sent and who hears of it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from sandbox_bots import READER, Caller, echo_bot, sandbox

from bot.sandbox import FORUM_ID, GROUP_ID, add_forum, people

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.sandbox.things import Json


@pytest.fixture
async def call() -> AsyncIterator[Caller]:
    async with sandbox() as caller:
        yield caller


def article(number: int = 1) -> Json:
    return {"type": "article", "id": str(number), "title": "T", "input_message_content": {"message_text": f"x{number}"}}


async def test_a_query_says_where_it_is_typed_and_is_cut_at_256_units(call: Caller) -> None:
    reader = call.world.users[READER]
    for chat in (None, call.world.chats[READER], call.world.chats[GROUP_ID]):
        people.ask_inline(call.world, reader, "су" * 200, "7", chat)
    asked = [update["inline_query"] for update in await call("getUpdates")]
    assert [query["chat_type"] for query in asked] == ["sender", "sender", "group"]
    assert {(query["query"], query["offset"]) for query in asked} == {("су" * 128, "7")}


async def test_no_result_is_an_answer_with_a_button_that_leads_to_the_bot(call: Caller) -> None:
    query, _ = people.ask_inline(call.world, call.world.users[READER], "су")

    async def why(**more: Any) -> str:
        return await call.refusal("answerInlineQuery", inline_query_id=query.id, results=[], **more)

    assert await why(button={"start_parameter": "a"}) == (
        "Bad Request: can't parse inline query results button: Can't find field \"text\""
    )
    assert await why(button={"text": "T", "start_parameter": "a b"}) == "Bad Request: START_PARAM_INVALID"
    assert await why(next_offset="ж" * 33) == "Bad Request: NEXT_OFFSET_INVALID"  # 66 bytes
    button = {"text": "T", "start_parameter": "inline"}
    await call("answerInlineQuery", inline_query_id=query.id, results=[], button=button, is_personal=True)
    assert await query.answer == {
        "results": [],
        "next_offset": "",
        "button": button,
        "cache_time": 300,
        "is_personal": True,
    }
    assert await why() == "Bad Request: query is too old and response timeout expired or query ID is invalid"


async def test_the_bot_hears_of_what_was_sent_through_it_in_a_group_too(call: Caller) -> None:
    add_forum(call.world)
    reader, result = call.world.users[READER], {"content": {"text": "x"}, "markup": None}
    people.choose_inline(call.world, reader, call.world.chats[GROUP_ID], result)
    people.choose_inline(call.world, reader, call.world.chats[FORUM_ID], result, people.Where(thread_id=2))
    heard = [update["message"] for update in await call("getUpdates")]
    assert [message["via_bot"]["id"] for message in heard] == [call.world.bot.id] * 2
    assert heard[1]["message_thread_id"] == 2


async def test_the_page_asks_and_sends_what_was_offered(call: Caller) -> None:
    async with echo_bot(call):
        asked = {"user": READER, "chat": GROUP_ID, "text": "су"}
        answer = await call.control("inline", asked)
        assert answer["results"] == [{"id": "1", "title": "T", "description": ""}]
        sent = {"do": "choose", "user": READER, "chat": GROUP_ID, "query": answer["query"], "result": "1"}
        assert (await call.control("act", sent))["ok"]
        assert call.world.chats[GROUP_ID].messages[1].text == "су"
        assert "not offered" in (await call.control("act", sent | {"result": "2"}))["error"]
        assert "not offered" in (await call.control("act", sent | {"query": "0"}))["error"]
        assert not (await call.control("inline", asked | {"user": 5}))["ok"]


async def test_a_bot_that_does_not_answer_leaves_the_page_without_offers(
    call: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.sandbox.control.INLINE_SECONDS", 0.01)
    answer = await asyncio.wait_for(call.control("inline", {"user": READER, "chat": READER, "text": "су"}), 5)
    assert (call.statuses[-1], answer["ok"]) == (504, False)
