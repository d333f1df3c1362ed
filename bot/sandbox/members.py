"""Comings and goings: what changes in a chat, and which updates and service messages tell of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.things import Chat, Json, Member, Message, User

if TYPE_CHECKING:
    from bot.sandbox.world import World


def change_member(world: World, chat: Chat, user: User, status: str, *, by: User) -> int | None:
    """Give ``user`` another status in a group or channel; returns the id of the update that tells the bot of it."""
    before = world.member(chat, user)
    after = Member(user, status, before.anonymous)
    chat.members[user.id] = after
    update_id = _tell(world, chat, before, after, by)
    if chat.type != "channel":
        _service_message(world, chat, before, after, by)
    world.emit("chats", chat)
    return update_id


def block(world: World, user: User, *, blocked: bool) -> int | None:
    """The user stops or restarts the bot; returns the id of the my_chat_member update."""
    chat = world.chats[user.id]
    before = Member(world.bot, "kicked" if user.blocked else "member")
    user.blocked = blocked
    after = Member(world.bot, "kicked" if blocked else "member")
    world.emit("chats", chat)
    return None if before.status == after.status else _tell(world, chat, before, after, user)


def migrate(world: World, chat: Chat) -> Chat:
    """A group becomes a supergroup: another chat with the same members, and a service message at each end."""
    new = Chat(-1_000_000_000_000 + chat.id, "supergroup", chat.title, chat.username, members=dict(chat.members))
    chat.migrated_to = new.id
    world.add_chat(new)
    for place, key, other in ((chat, "migrate_to_chat_id", new), (new, "migrate_from_chat_id", chat)):
        message = world.add_message(place, {key: other.id}, sender=None)
        world.updates.push("message", message.json())
    world.emit("chats", chat)
    return new


def _tell(world: World, chat: Chat, before: Member, after: Member, by: User) -> int | None:
    change: Json = {
        "chat": chat.json(),
        "from": by.json(),
        "date": world.timestamp(),
        "old_chat_member": before.json(chat),
        "new_chat_member": after.json(chat),
    }
    return world.updates.push("my_chat_member" if after.user is world.bot else "chat_member", change)


def _service_message(world: World, chat: Chat, before: Member, after: Member, by: User) -> Message | None:
    person = after.user.json()
    if after.present and not before.present:
        content: Json = {"new_chat_members": [person], "new_chat_participant": person, "new_chat_member": person}
    elif before.present and not after.present:
        content = {"left_chat_member": person, "left_chat_participant": person}
    else:
        return None
    message = world.add_message(chat, content, sender=by)
    own = world.member(chat, world.bot)
    if own.present:
        world.updates.push("message", message.json())
    return message
