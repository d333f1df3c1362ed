"""The method that answers a tapped button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.entities import units
from bot.sandbox.errors import bad_request

if TYPE_CHECKING:
    from bot.sandbox.params import Params
    from bot.sandbox.world import World

MOST_ANSWER = 200


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
