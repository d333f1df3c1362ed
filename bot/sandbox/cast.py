"""Who is there when the sandbox opens. The ids are fixed, so that settings and tests can name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.things import Chat, Member, Topic, User
from bot.sandbox.world import World

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

KAZAKH_READER_ID = 101
RUSSIAN_READER_ID = 102
EDITOR_ID = 103
"""The editor's user id: the launcher puts it into OWNER_IDS."""
REVIEWER_ID = 104
"""A colleague of the editor's: a reader like any other until the editor says `/grant 104 reviewer`."""

GROUP_ID = -201
FORUM_ID = -1_000_000_000_301
CHANNEL_ID = -1_000_000_000_401


def populate(world: World) -> World:
    """A reader in Kazakh, one in Russian, an editor and a colleague, and a group of the first three with the bot.

    The editor created the group.
    """
    world.add_user(User(KAZAKH_READER_ID, "Айгерім", "kk", username="aigerim"))
    world.add_user(User(RUSSIAN_READER_ID, "Дмитрий", "ru", username="dmitriy"))
    world.add_user(User(EDITOR_ID, "Нұрлан", "kk", username="nurlan_editor"))
    world.add_user(User(REVIEWER_ID, "Сәуле", "ru", username="saule_editor"))
    world.add_chat(Chat(GROUP_ID, "group", "Халықаралық шолу", members=_members(world)))
    return world


def add_forum(world: World, topics: tuple[str, ...] = ("Қытай", "Су")) -> Chat:
    """A supergroup with topics, with the cast and the bot in it; the first topic's id is 2, for 1 is General."""
    chat = Chat(FORUM_ID, "supergroup", "Сарапшылар форумы", is_forum=True, members=_members(world))
    chat.last_id = 1
    for name in topics:
        chat.last_id += 1
        chat.topics[chat.last_id] = Topic(chat.last_id, name)
    return world.add_chat(chat)


def add_channel(world: World) -> Chat:
    """A channel of the editor's in which the bot is an administrator, known as @sandbox_channel."""
    editor = world.users[EDITOR_ID]
    members = [Member(editor, "creator"), Member(world.bot, "administrator")]
    chat = Chat(CHANNEL_ID, "channel", "Сыртқы саясат", "sandbox_channel", members={m.user.id: m for m in members})
    return world.add_chat(chat)


def make_world(now: Callable[[], datetime], **settings: object) -> World:
    """A World with the cast in it; ``settings`` are World's own."""
    return populate(World(now, **settings))  # type: ignore[arg-type]


def _members(world: World) -> dict[int, Member]:
    readers = [Member(world.users[user_id]) for user_id in (KAZAKH_READER_ID, RUSSIAN_READER_ID)]
    members = [Member(world.users[EDITOR_ID], "creator"), *readers, Member(world.bot)]
    return {member.user.id: member for member in members}
