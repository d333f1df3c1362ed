"""What all sending methods share: where a message goes, what it answers, how its text is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.sandbox.entities import Entity, Formatted, is_blank, settle, units
from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.keyboards import read_markup
from bot.sandbox.markup import parse_html

if TYPE_CHECKING:
    from bot.sandbox.params import Params
    from bot.sandbox.things import Chat, Json, Message
    from bot.sandbox.world import World

MOST_TEXT, MOST_CAPTION = 4096, 1024
"""UTF-16 units after the entities are parsed."""

_TYPES = frozenset({
    "bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote", "code", "pre",
    "text_link", "text_mention", "custom_emoji", "mention", "hashtag", "cashtag", "bot_command", "url", "email",
    "phone_number",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """Where a message goes."""

    chat: Chat
    thread_id: int | None
    reply_to: Message | None


def read_target(world: World, params: Params) -> Target:
    """The chat, topic and answered message that a sending request names. Raises ApiError."""
    chat = world.writable(params.values.get("chat_id"))
    reply_to = _read_reply(chat, params)
    thread_id = params.integer("message_thread_id") or None
    if thread_id is None and chat.is_forum and reply_to is not None:
        thread_id = reply_to.thread_id
    if thread_id is not None:
        topic = chat.topics.get(thread_id)
        if topic is None:
            raise bad_request("message thread not found")
        if topic.closed and not world.member(chat, world.bot).manages:
            raise bad_request("TOPIC_CLOSED")
    return Target(chat, thread_id, reply_to)


def _read_reply(chat: Chat, params: Params) -> Message | None:
    reply = params.object("reply_parameters")
    if reply and "message_id" not in reply:
        raise bad_request('can\'t find field "message_id"')
    message_id = int(reply.get("message_id") or 0) or params.integer("reply_to_message_id")
    if not message_id:
        return None
    found = chat.messages.get(message_id)
    if found is None and not (reply.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply")):
        raise bad_request("message to be replied not found")
    return found


def read_text(params: Params, name: str = "text", entities: str = "entities", limit: int = MOST_TEXT) -> Formatted:
    """A text with its markup, as it will be kept; empty only if nothing was sent. Raises ApiError (400)."""
    source = params.text(name)
    mode = params.text("parse_mode").lower()
    if mode == "html":
        parsed = parse_html(source)
    elif mode in {"", "none"}:
        parsed = Formatted(source, _read_entities(params, entities, units(source)))
    elif mode in {"markdown", "markdownv2"}:
        raise ApiError(400, "Bad Request: the sandbox reads HTML only, it can't parse Markdown")
    else:
        raise bad_request("unsupported parse_mode")
    kept = settle(parsed.text, parsed.entities)
    if units(kept.text) > limit:
        raise bad_request("message is too long" if name == "text" else "message caption is too long")
    return kept


def read_message_text(params: Params) -> Formatted:
    """The text of a text message: something must be seen of it. Raises ApiError (400)."""
    if not params.text("text"):
        raise bad_request("message text is empty")
    text = read_text(params)
    if is_blank(text.text):
        raise bad_request("text must be non-empty")
    return text


def read_preview(params: Params) -> Json | None:
    """``link_preview_options``, checked; None where there are none."""
    options = params.object("link_preview_options")
    for key in ("is_disabled", "prefer_small_media", "prefer_large_media", "show_above_text"):
        if key in options and not isinstance(options[key], bool):
            raise bad_request(f'field "{key}" must be of type Boolean')
    return options or None


def text_content(text: Formatted, name: str = "text", entities: str = "entities") -> Json:
    """A text as fields of a Message; nothing of what is empty."""
    content: Json = {name: text.text} if text.text else {}
    return content | {entities: text.entities} if text.entities else content


def deliver(world: World, params: Params, target: Target, content: Json) -> Json:
    """Put the bot's message into the chat and answer with it."""
    own = world.bot if target.chat.type != "channel" else None
    message = world.add_message(
        target.chat,
        content,
        sender=own,
        sender_chat=None if own else target.chat,
        thread_id=target.thread_id,
        reply_to=target.reply_to,
        markup=read_markup(params),
        preview=read_preview(params),
    )
    return message.json()


def _read_entities(params: Params, name: str, size: int) -> list[Entity]:
    value = params.data(name) or []
    if not isinstance(value, list):
        raise bad_request("can't parse MessageEntity: expected an Array")
    return [_read_entity(entity, size) for entity in value]


def _read_entity(entity: Entity, size: int) -> Entity:
    offset, length = int(entity.get("offset", 0)), int(entity.get("length", 0))
    if entity.get("type") not in _TYPES:
        raise bad_request("can't parse MessageEntity: Unsupported type specified")
    if offset < 0:
        raise bad_request(f"receive an entity with incorrect offset {offset}")
    if offset > size:
        raise bad_request(f"entity begins after the end of the text at UTF-16 offset {offset}")
    if offset + length > size:
        where = f"at UTF-16 offset {offset} ends after the end of the text at UTF-16 offset {offset + length}"
        raise bad_request(f"entity beginning {where}")
    return entity | {"offset": offset, "length": length}
