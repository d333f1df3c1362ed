"""The table of Bot API methods, and the one way through which every request goes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from typing import Any

from bot.sandbox import api_chats, api_inline, api_media, api_messages, api_profile, api_queries, api_updates
from bot.sandbox.errors import ApiError
from bot.sandbox.faults import WireFault
from bot.sandbox.params import Params
from bot.sandbox.world import World

Method = Callable[[World, Params], Awaitable[Any]]

METHODS: dict[str, Method] = {
    "getMe": api_updates.get_me,
    "getUpdates": api_updates.get_updates,
    "setWebhook": api_updates.set_webhook,
    "deleteWebhook": api_updates.delete_webhook,
    "getWebhookInfo": api_updates.get_webhook_info,
    "sendMessage": api_messages.send_message,
    "editMessageText": api_messages.edit_message_text,
    "editMessageCaption": api_messages.edit_message_caption,
    "editMessageReplyMarkup": api_messages.edit_message_reply_markup,
    "deleteMessage": api_messages.delete_message,
    "deleteMessages": api_messages.delete_messages,
    "sendPhoto": api_media.send_photo,
    "sendDocument": api_media.send_document,
    "getFile": api_media.get_file,
    "answerCallbackQuery": api_queries.answer_callback_query,
    "answerInlineQuery": api_inline.answer_inline_query,
    "sendChatAction": api_chats.send_chat_action,
    "getChat": api_chats.get_chat,
    "getChatMember": api_chats.get_chat_member,
    "getChatAdministrators": api_chats.get_chat_administrators,
    "getChatMemberCount": api_chats.get_chat_member_count,
    "leaveChat": api_chats.leave_chat,
    "setMyCommands": api_profile.set_my_commands,
    "getMyCommands": api_profile.get_my_commands,
    "deleteMyCommands": api_profile.delete_my_commands,
    "setMyName": api_profile.setter("name"),
    "getMyName": api_profile.getter("name"),
    "setMyDescription": api_profile.setter("description"),
    "getMyDescription": api_profile.getter("description"),
    "setMyShortDescription": api_profile.setter("short_description"),
    "getMyShortDescription": api_profile.getter("short_description"),
    "setChatMenuButton": api_profile.set_chat_menu_button,
    "getChatMenuButton": api_profile.get_chat_menu_button,
}

_BY_LOWER_NAME = {name.lower(): name for name in METHODS}


async def call(world: World, name: str, params: Params) -> Any:
    """Carry out one request and return its result.

    Raises ApiError for a refusal and WireFault where the request is to get no answer of the API's at all.
    """
    method = _BY_LOWER_NAME.get(name.lower())
    if method is None:
        raise ApiError(404, "Not Found")
    entry = world.journal.open(method, params.values, asyncio.get_running_loop().time())
    try:
        with nullcontext() if method == "getUpdates" else world.working():
            chat_id = params.integer("chat_id") if params.has("chat_id") else None
            late = await world.faults.before(method, chat_id)
            entry.result = await METHODS[method](world, params)
        entry.status, entry.outcome = 200, "ok"
    except ApiError as refusal:
        entry.status, entry.outcome = refusal.code, refusal.description
        raise
    except WireFault as fault:
        entry.status, entry.outcome = fault.status, fault.kind
        raise
    if late is not None:
        entry.outcome = late.kind
        raise WireFault("closed")
    return entry.result
