"""What people do in Telegram; the page and the tests act through these functions alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.sandbox.api_media import document_content, photo_content
from bot.sandbox.entities import settle, slice_units, units
from bot.sandbox.members import block
from bot.sandbox.sending import MOST_TEXT
from bot.sandbox.things import ANONYMOUS_ADMIN_ID, Chat, Json, Message, Query, User

if TYPE_CHECKING:
    from bot.sandbox.params import Upload
    from bot.sandbox.world import World

MOST_INLINE = 256  # of an inline query
GROUP_BOT = User(ANONYMOUS_ADMIN_ID, "Group", username="GroupAnonymousBot", is_bot=True)


class CannotDo(Exception):
    """A person tried what Telegram's apps don't offer: writing where they are no member, tapping what isn't there."""


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody did. ``update_id`` is None where Telegram doesn't tell the bot of it (privacy mode, for one)."""

    message: Message | None
    update_id: int | None


@dataclass(frozen=True, slots=True)
class Where:
    """How a message stands in its chat: its topic, what it answers, whether an administrator hides their name."""

    thread_id: int | None = None
    reply_to: int | None = None
    anonymous: bool = False


HERE = Where()


def say(world: World, user: User, chat: Chat, text: str, where: Where = HERE) -> list[Act]:
    """Write a text; longer than 4096 units it goes as several messages, as the apps do it. Raises CannotDo."""
    acts = []
    for part in split_text(text):
        formatted = settle(part, [])
        if not formatted.text:
            continue
        content: Json = {"text": formatted.text}
        if formatted.entities:
            content["entities"] = formatted.entities
        acts.append(send(world, user, chat, content, where))
    if not acts:
        raise CannotDo("an empty message cannot be sent")
    return acts


def split_text(text: str) -> list[str]:
    """``text`` in parts of at most 4096 UTF-16 units, cut at a line end or a space where there is one."""
    parts = []
    while units(text) > MOST_TEXT:
        head = slice_units(text, 0, MOST_TEXT).rstrip("\ufffd")
        cut = max(head.rfind("\n"), head.rfind(" "))
        head = head[: cut + 1] if cut > len(head) // 2 else head
        parts.append(head)
        text = text[len(head) :]
    return [*parts, text]


def start(world: World, user: User, payload: str = "") -> Act:
    """Press Start in the private chat, or follow a deep link with a payload."""
    if user.blocked:
        block(world, user, blocked=False)
    text = f"/start {payload}".strip()
    return say(world, user, world.chats[user.id], text)[0]


def send_sticker(world: World, user: User, chat: Chat, emoji: str = "🙂", where: Where = HERE) -> Act:
    """Send a sticker."""
    sticker = {"file_id": "CAACAgIAAxkBAAM", "file_unique_id": "AgADsticker", "type": "regular", "emoji": emoji}
    sticker |= {"width": 512, "height": 512, "is_animated": False, "is_video": False}  # type: ignore[dict-item]
    return send(world, user, chat, {"sticker": sticker}, where)


def send_photo(world: World, user: User, chat: Chat, upload: Upload, *, caption: str = "", where: Where = HERE) -> Act:
    """Send a picture. Raises ApiError for what is no picture."""
    return send(world, user, chat, photo_content(world, upload) | _caption(caption), where)


def send_document(
    world: World, user: User, chat: Chat, upload: Upload, *, caption: str = "", where: Where = HERE
) -> Act:
    """Send a file."""
    return send(world, user, chat, document_content(world, upload) | _caption(caption), where)


def forward(world: World, user: User, chat: Chat, message: Message, where: Where = HERE) -> Act:
    """Send on somebody's message."""
    content = {key: value for key, value in message.content.items() if key != "forward_origin"}
    date = message.date
    if message.sender_chat is not None and message.chat.type == "channel":
        origin: Json = {"type": "channel", "chat": message.chat.json(), "message_id": message.message_id, "date": date}
    elif message.sender_chat is not None:
        origin = {"type": "chat", "sender_chat": message.sender_chat.json(), "date": date}
    else:
        sender = message.sender or world.bot
        origin = {"type": "user", "sender_user": sender.json(), "date": date}
    return send(world, user, chat, content | {"forward_origin": origin}, where)


def send(
    world: World, user: User, chat: Chat, content: Json, where: Where = HERE, *, markup: Json | None = None
) -> Act:
    """Put a person's message into a chat and tell the bot, if Telegram would. Raises CannotDo."""
    _check_may_write(world, user, chat, where)
    hidden = where.anonymous or chat.type == "channel"
    message = world.add_message(
        chat,
        content,
        sender=None if chat.type == "channel" else GROUP_BOT if hidden else user,
        sender_chat=chat if hidden else None,
        thread_id=where.thread_id,
        reply_to=chat.messages.get(where.reply_to or 0),
        markup=markup,
    )
    if chat.person is not None:
        user.started = True
    return Act(message, _tell(world, message, "message"))


def edit(world: World, user: User, message: Message, text: str) -> Act:
    """Change the text of one's own message. Raises CannotDo."""
    if message.sender is not user or "text" not in message.content:
        raise CannotDo("only your own texts can be edited")
    formatted = settle(text, [])
    message.content = {"text": formatted.text, **({"entities": formatted.entities} if formatted.entities else {})}
    message.edit_date = world.timestamp()
    world.emit("edit", message.chat, message)
    return Act(message, _tell(world, message, "edited_message"))


def tap(world: World, user: User, message: Message, data: str) -> tuple[Query, int | None]:
    """Tap the button with this callback data; returns the query and the update's id.

    The data need not be on the keyboard: a client may hold an old one.
    """
    query = world.ask(user, message, data)
    payload = {
        "id": query.id,
        "from": user.json(),
        "message": message.json(),
        "chat_instance": str(-(message.chat.id * 7919)),
        "data": data,
    }
    return query, world.updates.push("callback_query", payload)


def find_button(message: Message, label: str) -> Json:
    """The button with this label, or else the first whose label contains it. Raises CannotDo with those there are."""
    buttons: list[Json] = [button for row in (message.markup or {}).get("inline_keyboard", []) for button in row]
    for fits in (lambda text: text == label, lambda text: label in text):
        for button in buttons:
            if fits(button["text"]):
                return button
    raise CannotDo(f"no button «{label}», there are: {', '.join(button['text'] for button in buttons) or 'none'}")


def ask_inline(
    world: World, user: User, text: str, offset: str = "", chat: Chat | None = None
) -> tuple[Query, int | None]:
    """Type «@bot text» in a chat, the private one with the bot by default; the query's answer carries the results."""
    query = world.ask(user, data=slice_units(text, 0, MOST_INLINE))
    kind = "sender" if chat is None or chat.person is not None else chat.type
    payload = {"id": query.id, "from": user.json(), "query": query.data, "offset": offset, "chat_type": kind}
    return query, world.updates.push("inline_query", payload)


def choose_inline(world: World, user: User, chat: Chat, result: Json, where: Where = HERE) -> Act:
    """Send one of the results of an inline query."""
    return send(world, user, chat, result["content"] | {"via_bot": world.bot.json()}, where, markup=result["markup"])


def _caption(text: str) -> Json:
    formatted = settle(text, [])
    if not formatted.text:
        return {}
    return {"caption": formatted.text, **({"caption_entities": formatted.entities} if formatted.entities else {})}


def _check_may_write(world: World, user: User, chat: Chat, where: Where) -> None:
    if chat.person is not None:
        if chat.person is not user:
            raise CannotDo("this is somebody else's private chat")
        if user.blocked:
            raise CannotDo("the bot is blocked: unblock it first")
        return
    member = world.member(chat, user)
    if chat.migrated_to is not None or not member.present:
        raise CannotDo(f"{user.name} is not in «{chat.title}»")
    if (where.anonymous or chat.type == "channel") and not member.manages:
        raise CannotDo(f"{user.name} doesn't manage «{chat.title}»")
    topic = chat.topics.get(where.thread_id or 0)
    if where.thread_id is not None and (topic is None or (topic.closed and not member.manages)):
        raise CannotDo("this topic is closed")


def _tell(world: World, message: Message, kind: str) -> int | None:
    if not _bot_sees(world, message):
        return None
    kind = kind.replace("message", "channel_post") if message.chat.type == "channel" else kind
    return world.updates.push(kind, message.json())


def _bot_sees(world: World, message: Message) -> bool:
    """Privacy mode: in groups a bot that manages nothing gets commands, replies to it and what was sent through it."""
    if message.chat.person is not None:
        return True
    own = world.member(message.chat, world.bot)
    if not own.present or own.manages:
        return own.present
    if "via_bot" in message.content or (message.reply_to is not None and message.reply_to.sender is world.bot):
        return True
    entities = message.content.get("entities", ())
    commands = [slice_units(message.text, e["offset"], e["length"]) for e in entities if e["type"] == "bot_command"]
    names = [command.partition("@")[2].lower() for command in commands]
    return any(name in {"", str(world.bot.username).lower()} for name in names)
