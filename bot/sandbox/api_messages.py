"""Methods that write, change and delete messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.keyboards import read_markup
from bot.sandbox.sending import (
    MOST_CAPTION,
    deliver,
    read_message_text,
    read_preview,
    read_target,
    read_text,
    text_content,
)

if TYPE_CHECKING:
    from bot.sandbox.params import Params
    from bot.sandbox.things import Chat, Json, Message
    from bot.sandbox.world import World

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
DELETABLE_SECONDS = 48 * 3600


async def send_message(world: World, params: Params) -> Json:
    """A text message."""
    text = read_message_text(params)
    return deliver(world, params, read_target(world, params), text_content(text))


async def edit_message_text(world: World, params: Params) -> Json:
    """Another text, and another keyboard or none, for a message of the bot's."""
    text = read_message_text(params)
    message = _editable(world, params)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    return _change(world, params, message, text_content(text), replace_preview=True)


async def edit_message_caption(world: World, params: Params) -> Json:
    """Another caption under a photo or document of the bot's."""
    text = read_text(params, "caption", "caption_entities", MOST_CAPTION)
    message = _editable(world, params)
    if "text" in message.content:
        raise bad_request("there is no caption in the message to edit")
    kept = {key: value for key, value in message.content.items() if not key.startswith("caption")}
    return _change(world, params, message, kept | text_content(text, "caption", "caption_entities"))


async def edit_message_reply_markup(world: World, params: Params) -> Json:
    """Another keyboard, or none, under a message of the bot's."""
    message = _editable(world, params)
    return _change(world, params, message, message.content)


async def delete_message(world: World, params: Params) -> bool:
    """A message goes: the bot's own, and others' where it may."""
    chat = _chat(world, params)
    _delete(world, chat, params.integer("message_id"))
    return True


async def delete_messages(world: World, params: Params) -> bool:
    """Up to a hundred messages go; those that can't be are passed over."""
    chat = _chat(world, params)
    ids = params.data("message_ids")
    if not isinstance(ids, list) or not 1 <= len(ids) <= 100:
        raise bad_request(
            "message identifiers are not specified" if not ids else "too many message identifiers specified"
        )
    for message_id in ids:
        try:
            _delete(world, chat, int(message_id))
        except ApiError:
            continue
    return True


def _chat(world: World, params: Params) -> Chat:
    return world.writable(params.values.get("chat_id"))


def _editable(world: World, params: Params) -> Message:
    if params.has("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat = _chat(world, params)
    if not params.has("message_id"):
        raise bad_request("message identifier is not specified")
    message = chat.messages.get(params.integer("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if message.sender is not world.bot and message.sender_chat is not chat:
        raise bad_request("message can't be edited")
    return message


def _change(world: World, params: Params, message: Message, content: Json, *, replace_preview: bool = False) -> Json:
    markup = read_markup(params)
    preview = read_preview(params) if replace_preview else message.preview
    if (content, markup, preview) == (message.content, message.markup, message.preview):
        raise bad_request(NOT_MODIFIED)
    if (content, preview) != (message.content, message.preview):
        message.edit_date = world.timestamp()
    message.content, message.markup, message.preview = content, markup, preview
    world.emit("edit", message.chat, message)
    return message.json()


def _delete(world: World, chat: Chat, message_id: int) -> None:
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request("message to delete not found")
    own = message.sender is world.bot or message.sender_chat is chat
    if not own and chat.person is None and not world.member(chat, world.bot).manages:
        raise bad_request("message can't be deleted")
    if world.timestamp() - message.date > DELETABLE_SECONDS:
        raise bad_request("message can't be deleted for everyone")
    del chat.messages[message_id]
    world.emit("delete", chat, message)
