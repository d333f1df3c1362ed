"""Messages out, without `Bot`'s own methods: those spend 2 ms on building a request and on reading its answer back.

Refusals and outages are raised as by `Bot`: as `telegram.error.TelegramError`s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from telegram import LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter  # the only way to fill a RequestData

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telegram import Bot
    from telegram._utils.types import ODVInput

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_NO_PREVIEW = NO_PREVIEW.to_json()
_HTML = ParseMode.HTML.value
_NOT_MODIFIED = "message is not modified"


async def call(
    bot: Bot, method: str, fields: Mapping[str, object], read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE
) -> object:
    """A Bot API method; its result as JSON. `fields`: JSON too, those that are None left out. Timeout in seconds."""
    data = RequestData([RequestParameter(name, value, None) for name, value in fields.items() if value is not None])
    return await bot.request.post(f"{bot.base_url}/{method}", data, read_timeout)


async def send(
    bot: Bot,
    chat_id: int,
    html: str,
    markup: str | None = None,
    *,
    thread_id: int | None = None,
    reply: Mapping[str, object] | None = None,
    paid: bool = False,
) -> int:
    """Send a message; its id. `markup`: a keyboard as JSON; `reply`: the Bot API's ReplyParameters.

    `paid`: above the free rate, for Telegram Stars.
    """
    place = {"chat_id": chat_id, "message_thread_id": thread_id, "reply_parameters": reply}
    paying = {"allow_paid_broadcast": paid or None}
    message = await call(bot, "sendMessage", place | paying | _text(html, markup))
    return cast("dict[str, int]", message)["message_id"]


async def edit(bot: Bot, chat_id: int, message_id: int, html: str, markup: str | None = None) -> None:
    """Put another text and keyboard into a message. That it says so already is no error."""
    place: dict[str, object] = {"chat_id": chat_id, "message_id": message_id}
    try:
        await call(bot, "editMessageText", place | _text(html, markup))
    except BadRequest as error:
        if _NOT_MODIFIED not in error.message.lower():
            raise


def _text(html: str, markup: str | None) -> dict[str, object]:
    return {
        "text": str(html),  # Markup would be sent just so, but is slower to encode
        "parse_mode": _HTML,
        "link_preview_options": _NO_PREVIEW,
        "reply_markup": markup,
    }
