"""Methods about chats and who is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.errors import bad_request, forbidden
from bot.sandbox.members import change_member

if TYPE_CHECKING:
    from bot.sandbox.params import Params
    from bot.sandbox.things import Chat, Json, User
    from bot.sandbox.world import World

ACTIONS = frozenset({
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
})  # fmt: skip


async def get_chat(world: World, params: Params) -> Json:
    """A chat as ChatFullInfo."""
    return _visible(world, params).full_json()


async def get_chat_member(world: World, params: Params) -> Json:
    """Somebody's place in a chat."""
    chat = _visible(world, params)
    return world.member(chat, _user(world, params)).json(chat)


async def get_chat_administrators(world: World, params: Params) -> list[Json]:
    """Who manages the chat; bots other than ours don't exist here."""
    chat = _visible(world, params)
    if chat.person is not None:
        raise bad_request("there are no administrators in the private chat")
    return [member.json(chat) for member in chat.members.values() if member.manages]


async def get_chat_member_count(world: World, params: Params) -> int:
    """How many are in the chat."""
    chat = _visible(world, params)
    return 2 if chat.person is not None else sum(member.present for member in chat.members.values())


async def leave_chat(world: World, params: Params) -> bool:
    """The bot goes."""
    chat = _visible(world, params)
    if chat.person is not None:
        raise bad_request("chat member status can't be changed in private chats")
    change_member(world, chat, world.bot, "left", by=world.bot)
    return True


async def send_chat_action(world: World, params: Params) -> bool:
    """«… is typing»."""
    chat = world.writable(params.values.get("chat_id"))
    action = params.text("action")
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.emit("typing", chat, extra={"action": action})
    return True


def _user(world: World, params: Params) -> User:
    user = world.users.get(params.integer("user_id"))
    if user is None:
        raise bad_request("invalid user_id specified")
    return user


def _visible(world: World, params: Params) -> Chat:
    chat = world.chat(params.values.get("chat_id"))
    if chat.person is None and chat.migrated_to is None:
        own = chat.members.get(world.bot.id)
        if own is not None and own.status == "kicked":
            raise forbidden(f"bot was kicked from the {chat.type} chat")
        if own is None or not own.present:
            raise forbidden(f"bot is not a member of the {chat.type} chat")
    return chat
