"""The stand-in takes requests and sends messages as Telegram does, refusals word for word."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from sandbox_bots import READER, Caller, keys

if TYPE_CHECKING:
    from bot.sandbox.things import Json


# --- the wire ---------------------------------------------------------------------------------------------------------


async def test_parameters_are_taken_from_query_form_multipart_and_json(call: Caller) -> None:
    sent = {"chat_id": str(READER), "text": "Қазақстан", "reply_markup": json.dumps(keys({"text": "A", "url": "a.kz"}))}
    multipart = aiohttp.MultipartWriter("form-data")
    for name, value in sent.items():
        multipart.append(value).set_content_disposition("form-data", name=name)
    url = call.url("sendMessage")
    for request in (
        call.session.get(url, params=sent),
        call.session.post(url, params=sent),
        call.session.post(url, data=sent),
        call.session.post(url, data=multipart),
        call.session.post(url, json={**sent, "reply_markup": keys({"text": "A", "url": "a.kz"})}),
    ):
        async with request as answer:
            message = (await answer.json())["result"]
            assert message["text"] == "Қазақстан"
            assert message["reply_markup"] == keys({"text": "A", "url": "http://a.kz/"})


async def test_method_names_ignore_case(call: Caller) -> None:
    assert (await call("GETME"))["username"] == "briefings_sandbox_bot"


async def test_a_wrong_token_is_unauthorized_and_a_wrong_method_not_found(call: Caller) -> None:
    async with call.session.get(f"{call.server.base_url}1:wrong/getMe") as answer:
        assert (answer.status, (await answer.json())["description"]) == (401, "Unauthorized")
    assert await call.refusal("sendNothing") == "Not Found"


async def test_a_body_that_is_no_json_object_is_refused(call: Caller) -> None:
    headers = {"content-type": "application/json"}
    for body, words in ((b"{", "can't parse JSON object"), (b"[]", "object expected")):
        async with call.session.post(call.url("getMe"), data=body, headers=headers) as answer:
            assert (await answer.json())["description"] == f"Bad Request: {words}"


async def test_a_body_over_fifty_megabytes_is_refused(call: Caller) -> None:
    headers = {"content-length": str(60 * 1024 * 1024)}
    async with call.session.post(call.url("sendDocument"), data=b"", headers=headers, skip_auto_headers=()) as answer:
        assert (answer.status, (await answer.json())["description"]) == (413, "Request Entity Too Large")


# --- sendMessage ------------------------------------------------------------------------------------------------------


async def test_a_sent_message_comes_back_as_telegram_writes_it(call: Caller) -> None:
    message = await call("sendMessage", chat_id=READER, text="<b>Қытай</b> /b1", parse_mode="HTML")
    assert message == {
        "message_id": 1,
        "date": int(call.clock().timestamp()),
        "chat": {"id": READER, "type": "private", "first_name": "Айгерім", "username": "aigerim"},
        "from": {"id": 700000001, "is_bot": True, "first_name": "Briefings", "username": "briefings_sandbox_bot"},
        "text": "Қытай /b1",
        "entities": [{"type": "bold", "offset": 0, "length": 5}, {"type": "bot_command", "offset": 6, "length": 3}],
    }


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"text": ""}, "message text is empty"),
        ({}, "message text is empty"),
        ({"text": "   "}, "text must be non-empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "text must be non-empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "😀" * 2049}, "message is too long"),
        (
            {"text": "<i>x", "parse_mode": "html"},
            "can't parse entities: Can't find end tag corresponding to start tag \"i\"",
        ),
        ({"text": "x", "parse_mode": "bbcode"}, "unsupported parse_mode"),
        ({"text": "x", "parse_mode": "MarkdownV2"}, "the sandbox reads HTML only, it can't parse Markdown"),
        ({"text": "x", "chat_id": ""}, "chat_id is empty"),
        ({"text": "x", "chat_id": 0}, "chat not found"),
        ({"text": "x", "chat_id": "@nobody"}, "chat not found"),
        ({"text": "x", "chat_id": "nobody"}, "chat not found"),
        ({"text": "x", "chat_id": -5}, "chat not found"),
        ({"text": "x", "message_thread_id": 9}, "message thread not found"),
        ({"text": "x", "reply_parameters": {"message_id": 9}}, "message to be replied not found"),
        ({"text": "x", "reply_parameters": {"quote": "x"}}, 'can\'t find field "message_id"'),
        ({"text": "x", "reply_parameters": "[]"}, "object expected as reply parameters"),
        ({"text": "x", "link_preview_options": {"is_disabled": "yes"}}, 'field "is_disabled" must be of type Boolean'),
        ({"text": "x", "link_preview_options": "{"}, "can't parse link preview options JSON object"),
        ({"text": "x", "entities": {}}, None),
        ({"text": "x", "entities": {"a": 1}}, "can't parse MessageEntity: expected an Array"),
        ({"text": "x", "entities": [{"type": "huge"}]}, "can't parse MessageEntity: Unsupported type specified"),
        (
            {"text": "x", "entities": [{"type": "bold", "offset": -1, "length": 1}]},
            "receive an entity with incorrect offset -1",
        ),
        (
            {"text": "hello", "entities": [{"type": "bold", "offset": 100, "length": 1}]},
            "entity begins after the end of the text at UTF-16 offset 100",
        ),
        (
            {"text": "hello", "entities": [{"type": "bold", "offset": 0, "length": 100}]},
            "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 100",
        ),
    ],
)
async def test_a_wrong_message_is_refused_in_telegrams_words(call: Caller, params: Json, words: str | None) -> None:
    answer = await call.raw("sendMessage", **{"chat_id": READER, **params})
    assert answer.get("description") == (words and f"Bad Request: {words}")


async def test_a_text_may_have_4096_units_after_the_markup_is_gone(call: Caller) -> None:
    text = "<b>" + "😀" * 2048 + "</b>"
    assert len((await call("sendMessage", chat_id=READER, text=text, parse_mode="HTML"))["text"]) == 2048


async def test_given_entities_and_preview_options_are_kept(call: Caller) -> None:
    bold = {"type": "bold", "offset": 0, "length": 1}
    preview = {"is_disabled": True}
    message = await call("sendMessage", chat_id=READER, text="x", entities=[bold], link_preview_options=preview)
    assert message["entities"] == [bold]
    assert message["link_preview_options"] == preview


async def test_a_reply_carries_what_it_answers_or_goes_without_it(call: Caller) -> None:
    await call("sendMessage", chat_id=READER, text="1")
    reply = await call("sendMessage", chat_id=READER, text="2", reply_parameters={"message_id": 1})
    assert reply["reply_to_message"]["text"] == "1"
    old_style = await call("sendMessage", chat_id=READER, text="3", reply_to_message_id=2)
    assert "reply_to_message" not in old_style["reply_to_message"]
    lost = {"message_id": 99, "allow_sending_without_reply": True}
    assert "reply_to_message" not in await call("sendMessage", chat_id=READER, text="4", reply_parameters=lost)


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        (keys({"text": "a", "callback_data": "я" * 33}), "BUTTON_DATA_INVALID"),
        (keys({"text": "", "callback_data": "x"}), "BUTTON_TEXT_INVALID"),
        (keys({"text": "a", "copy_text": {"text": ""}}), "BUTTON_COPY_TEXT_INVALID"),
        (keys({"text": "a"}), "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        (keys({"callback_data": "x"}), "can't parse inline keyboard button: Can't find field \"text\""),
        (
            keys({"text": 1, "callback_data": "x"}),
            'can\'t parse inline keyboard button: Field "text" must be of type String',
        ),
        (keys({"text": "a", "url": "not-a-url"}), "inline keyboard button URL 'not-a-url' is invalid: Wrong HTTP URL"),
        (
            keys({"text": "a", "url": "ftp://example.com"}),
            "inline keyboard button URL 'ftp://example.com' is invalid: Unsupported URL protocol",
        ),
        ({"inline_keyboard": ["x"]}, 'field "inline_keyboard" must be an Array of Arrays'),
        ({"inline_keyboard": [["x"]]}, "can't parse inline keyboard button: expected an Object"),
        ({"inline_keyboard": "bad"}, 'field "inline_keyboard" must be of type Array'),
        ({"keyboard": "bad"}, 'field "keyboard" must be of type Array'),
        ({"force_reply": "yes"}, 'field "force_reply" must be of type Boolean'),
        ({"inline_keyboard": [[{"text": "a", "callback_data": "x"}]] * 101}, "reply markup is too long"),
        ("[]", "object expected as reply markup"),
        ("{", "can't parse reply markup JSON object"),
    ],
)
async def test_a_wrong_keyboard_is_refused_in_telegrams_words(call: Caller, markup: Any, words: str) -> None:
    assert await call.refusal("sendMessage", chat_id=READER, text="x", reply_markup=markup) == f"Bad Request: {words}"


async def test_all_kinds_of_buttons_are_kept_and_other_keyboards_taken(call: Caller) -> None:
    buttons: list[Json] = [
        {"text": "a", "callback_data": "x" * 64},
        {"text": "b", "url": "https://t.me/x?start=1"},
        {"text": "c", "copy_text": {"text": "x"}},
        {"text": "d", "switch_inline_query": ""},
    ]
    message = await call("sendMessage", chat_id=READER, text="x", reply_markup=keys(*buttons))
    assert message["reply_markup"] == keys(*buttons)
    others: list[Json] = [
        {"keyboard": [["A"]], "resize_keyboard": True},
        {"remove_keyboard": True},
        {"inline_keyboard": []},
    ]
    for markup in others:
        assert "reply_markup" not in await call("sendMessage", chat_id=READER, text="x", reply_markup=markup)
