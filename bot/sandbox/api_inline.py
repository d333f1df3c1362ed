"""The method that answers an inline query."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.sandbox.entities import settle
from bot.sandbox.errors import bad_request
from bot.sandbox.keyboards import read_markup
from bot.sandbox.params import Params
from bot.sandbox.sending import read_message_text, text_content

if TYPE_CHECKING:
    from bot.sandbox.things import Json
    from bot.sandbox.world import World

MOST_RESULTS = 50
MOST_ID_BYTES = MOST_OFFSET_BYTES = 64
DEFAULT_CACHE_SECONDS = 300
_START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")


async def answer_inline_query(world: World, params: Params) -> bool:
    """Up to fifty results; each must say what will be sent. No result at all is an answer too."""
    results = params.data("results")
    if not isinstance(results, list):
        raise bad_request("can't parse inline query results: expected an Array")
    if len(results) > MOST_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    if len({str(result.get("id")) for result in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    checked = [_read_result(result) for result in results]
    next_offset = params.text("next_offset")
    if len(next_offset.encode()) > MOST_OFFSET_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    answer = {
        "results": checked,
        "next_offset": next_offset,
        "button": _read_button(params),
        "cache_time": params.integer("cache_time", DEFAULT_CACHE_SECONDS),
        "is_personal": params.flag("is_personal"),
    }
    world.answer(params.text("inline_query_id"), answer)
    return True


def _read_result(result: Json) -> Json:
    parse = "can't parse inline query result: "
    for key in ("type", "id", "title"):
        if not result.get(key):
            raise bad_request(f'{parse}Can\'t find field "{key}"')
    if not 1 <= len(str(result["id"]).encode()) <= MOST_ID_BYTES:
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


def _read_button(params: Params) -> Json | None:
    """What stands above the results and leads into the private chat with the bot."""
    button = params.object("button")
    if not button:
        return None
    if not str(button.get("text") or "").strip():
        raise bad_request("can't parse inline query results button: Can't find field \"text\"")
    if _START_PARAMETER.fullmatch(str(button.get("start_parameter") or "")) is None:
        raise bad_request("START_PARAM_INVALID")
    return {"text": button["text"], "start_parameter": button["start_parameter"]}
