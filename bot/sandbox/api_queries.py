"""Methods that answer a tapped button or an inline query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.entities import settle, units
from bot.sandbox.errors import bad_request
from bot.sandbox.keyboards import read_markup
from bot.sandbox.params import Params
from bot.sandbox.sending import read_message_text, text_content

if TYPE_CHECKING:
    from bot.sandbox.things import Json
    from bot.sandbox.world import World

MOST_ANSWER = 200
MOST_RESULTS = 50


async def answer_callback_query(world: World, params: Params) -> bool:
    """A toast, an alert, or nothing but the end of the waiting."""
    text = params.text("text")
    if units(text) > MOST_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = {"text": text, "show_alert": params.flag("show_alert"), "url": params.text("url")}
    query = world.answer(params.text("callback_query_id"), answer)
    if query.message is not None:
        world.emit("toast", query.message.chat, query.message, answer | {"user_id": query.user.id})
    return True


async def answer_inline_query(world: World, params: Params) -> bool:
    """Up to fifty results; each must say what will be sent."""
    results = params.data("results")
    if not isinstance(results, list):
        raise bad_request("can't parse inline query results: expected an Array")
    if len(results) > MOST_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    if len({str(result.get("id")) for result in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    checked = [_read_result(result) for result in results]
    if units(params.text("next_offset")) > 64:
        raise bad_request("NEXT_OFFSET_INVALID")
    world.answer(params.text("inline_query_id"), {"results": checked, "next_offset": params.text("next_offset")})
    return True


def _read_result(result: Json) -> Json:
    parse = "can't parse inline query result: "
    for key in ("type", "id", "title"):
        if not result.get(key):
            raise bad_request(f'{parse}Can\'t find field "{key}"')
    if not 1 <= len(str(result["id"]).encode()) <= 64:
        raise bad_request("RESULT_ID_INVALID")
    if result["type"] != "article":
        raise bad_request(f'{parse}the sandbox knows articles only, not "{result["type"]}"')
    content = result.get("input_message_content") or {}
    text = read_message_text(Params({"text": content.get("message_text", ""), **content}))
    markup = read_markup(Params({"reply_markup": result.get("reply_markup")}))
    description = settle(str(result.get("description", "")), [], find=False).text
    return {
        "id": result["id"],
        "title": result["title"],
        "description": description,
        "content": text_content(text),
        "markup": markup,
    }
