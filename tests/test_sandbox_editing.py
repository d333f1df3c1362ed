"""The bot edits, deletes and answers queries under Telegram's rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sandbox_bots import READER, Caller, keys, says, upload

from bot.sandbox import (
    GROUP_ID,
    people,
)

if TYPE_CHECKING:
    from bot.sandbox.things import Json


# --- editing and deleting ---------------------------------------------------------------------------------------------


async def test_an_edit_changes_text_and_keyboard_and_is_marked(call: Caller) -> None:
    markup = keys({"text": "a", "callback_data": "1"})
    await call("sendMessage", chat_id=READER, text="x", reply_markup=markup)
    call.clock.forward(seconds=5)
    edited = await call("editMessageText", chat_id=READER, message_id=1, text="y", reply_markup=markup)
    assert edited["edit_date"] == edited["date"] + 5
    assert "reply_markup" not in await call("editMessageText", chat_id=READER, message_id=1, text="y")
    bare = await call("editMessageReplyMarkup", chat_id=READER, message_id=1, reply_markup=markup)
    assert (bare["text"], bare["reply_markup"]) == ("y", markup)


@pytest.mark.parametrize("method", ["editMessageText", "editMessageReplyMarkup"])
async def test_an_edit_to_the_same_is_refused(call: Caller, method: str) -> None:
    await call("sendMessage", chat_id=READER, text="<b>x</b>", parse_mode="HTML")
    words = await call.refusal(method, chat_id=READER, message_id=1, text=" <b>x</b>", parse_mode="HTML")
    assert words == (
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as "
        "a current content and reply markup of the message"
    )


async def test_only_the_bots_own_texts_can_be_edited(call: Caller) -> None:
    says(call, "x")
    file_id = upload(call)
    await call("sendDocument", chat_id=READER, document=file_id)

    async def why(message_id: Any, method: str = "editMessageText") -> str:
        return await call.refusal(method, chat_id=READER, message_id=message_id, text="y", caption="y")

    assert await why(1) == "Bad Request: message can't be edited"
    assert await why(99) == "Bad Request: message to edit not found"
    assert await why(None) == "Bad Request: message identifier is not specified"
    assert await why(3) == "Bad Request: there is no text in the message to edit"
    await call("sendMessage", chat_id=READER, text="z")
    assert await why(4, "editMessageCaption") == "Bad Request: there is no caption in the message to edit"
    words = await call.refusal("editMessageText", inline_message_id="x", text="y")
    assert words == "Bad Request: MESSAGE_ID_INVALID"


async def test_messages_are_deleted_one_by_one_or_together(call: Caller) -> None:
    says(call, "theirs")
    for text in "abc":
        await call("sendMessage", chat_id=READER, text=text)
    assert await call("deleteMessage", chat_id=READER, message_id=1)
    assert await call.refusal("deleteMessage", chat_id=READER, message_id=1) == (
        "Bad Request: message to delete not found"
    )
    assert await call("deleteMessages", chat_id=READER, message_ids=[1, 2, 3])
    assert list(call.world.chats[READER].messages) == [4]
    call.clock.forward(hours=49)
    assert await call.refusal("deleteMessage", chat_id=READER, message_id=4) == (
        "Bad Request: message can't be deleted for everyone"
    )
    assert "not specified" in await call.refusal("deleteMessages", chat_id=READER, message_ids=[])
    assert "too many" in await call.refusal("deleteMessages", chat_id=READER, message_ids=list(range(101)))


async def test_in_a_group_only_an_administrator_deletes_what_others_wrote(call: Caller) -> None:
    group = call.world.chats[GROUP_ID]
    people.say(call.world, call.world.users[READER], group, "x")
    assert await call.refusal("deleteMessage", chat_id=GROUP_ID, message_id=1) == (
        "Bad Request: message can't be deleted"
    )
    group.members[call.world.bot.id].status = "administrator"
    assert await call("deleteMessage", chat_id=GROUP_ID, message_id=1)


# --- queries ----------------------------------------------------------------------------------------------------------


async def test_a_callback_query_is_answered_once_and_in_time(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    world = call.world
    await call("sendMessage", chat_id=READER, text="x", reply_markup=keys({"text": "a", "callback_data": "1"}))
    message = world.chats[READER].messages[1]
    query, _ = people.tap(world, world.users[READER], message, "1")
    update = (await call("getUpdates"))[0]["callback_query"]
    assert (update["data"], update["message"]["text"], update["from"]["id"]) == ("1", "x", READER)
    assert await call.refusal("answerCallbackQuery", callback_query_id=query.id, text="x" * 201) == (
        "Bad Request: MESSAGE_TOO_LONG"
    )
    assert await call("answerCallbackQuery", callback_query_id=query.id, text="тост", show_alert=True)
    assert await query.answer == {"text": "тост", "show_alert": True, "url": ""}
    old, _ = people.tap(world, world.users[READER], message, "1")
    monkeypatch.setattr("bot.sandbox.world.QUERY_SECONDS", -1)
    for query_id in (query.id, old.id, "never"):
        words = await call.refusal("answerCallbackQuery", callback_query_id=query_id)
        assert words == "Bad Request: query is too old and response timeout expired or query ID is invalid"
    people.tap(world, world.users[READER], message, "1")
    people.tap(world, world.users[READER], message, "1")
    assert len(world.queries) == 1  # what is too old is thrown away when the next one comes


def article(number: int, **more: Any) -> Json:
    return {"type": "article", "id": str(number), "title": "T", "input_message_content": {"message_text": "x"}, **more}


async def test_an_inline_query_gets_up_to_fifty_results(call: Caller) -> None:
    query, _ = people.ask_inline(call.world, call.world.users[READER], "су")
    assert (await call("getUpdates"))[0]["inline_query"]["query"] == "су"

    async def why(*results: Json, **more: Any) -> str:
        return await call.refusal("answerInlineQuery", inline_query_id=query.id, results=list(results), **more)

    assert await why(*map(article, range(51))) == "Bad Request: RESULTS_TOO_MUCH"
    assert await why(article(1), article(1)) == "Bad Request: RESULT_ID_DUPLICATE"
    assert (
        await why(article(1) | {"title": ""})
        == "Bad Request: can't parse inline query result: Can't find field \"title\""
    )
    assert await why(article(1) | {"id": "x" * 65}) == "Bad Request: RESULT_ID_INVALID"
    assert "articles only" in await why(article(1) | {"type": "photo"})
    assert await why(article(1) | {"input_message_content": {}}) == "Bad Request: message text is empty"
    assert await why(article(1), next_offset="x" * 65) == "Bad Request: NEXT_OFFSET_INVALID"
    assert "expected an Array" in await call.refusal("answerInlineQuery", inline_query_id=query.id, results="{}")
    markup = keys({"text": "a", "url": "https://a.kz"})
    content = {"message_text": "<b>x</b>", "parse_mode": "HTML"}
    result = article(1, input_message_content=content, reply_markup=markup, description="d")
    await call("answerInlineQuery", inline_query_id=query.id, results=[result])
    chosen = (await query.answer)["results"][0]
    act = people.choose_inline(call.world, call.world.users[READER], call.world.chats[READER], chosen)
    assert act.message is not None
    assert act.message.json()["via_bot"]["id"] == call.world.bot.id
    assert act.message.json()["entities"][0]["type"] == "bold"
