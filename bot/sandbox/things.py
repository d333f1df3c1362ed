"""What the stand-in keeps: users, chats, messages, files; and how the Bot API writes each of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio

Json = dict[str, Any]

ANONYMOUS_ADMIN_ID = 1087968824
"""@GroupAnonymousBot, in whose name Telegram delivers what an anonymous administrator writes."""

ADMIN_RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members", "can_promote_members",
    "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories",
    "can_send_welcome_messages",
)  # fmt: skip

MEMBER_RIGHTS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
    "can_add_web_page_previews", "can_react_to_messages", "can_edit_tag", "can_change_info", "can_invite_users",
    "can_pin_messages", "can_manage_topics",
)  # fmt: skip


@dataclass(slots=True)
class User:
    """A person or the bot. ``started``: has pressed Start; ``blocked``: has blocked the bot since."""

    id: int
    first_name: str
    language_code: str | None = None
    last_name: str | None = None
    username: str | None = None
    is_bot: bool = False
    started: bool = False
    blocked: bool = False
    deactivated: bool = False

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}" if self.last_name else self.first_name

    def json(self) -> Json:
        """As a User object."""
        data: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        for key in ("last_name", "username", "language_code"):
            value = getattr(self, key)
            if value is not None:
                data[key] = value
        return data


@dataclass(slots=True)
class Topic:
    """A forum topic; its id is the id of the message that made it."""

    id: int
    name: str
    closed: bool = False


@dataclass(slots=True)
class Member:
    """Somebody's place in a group or channel. ``status`` is the Bot API's word."""

    user: User
    status: str = "member"
    anonymous: bool = False

    @property
    def present(self) -> bool:
        """Whether the user is in the chat now."""
        return self.status in {"creator", "administrator", "member", "restricted"}

    @property
    def manages(self) -> bool:
        """Whether the user is an administrator."""
        return self.status in {"creator", "administrator"}

    def json(self, chat: Chat) -> Json:
        """As a ChatMember object."""
        data: Json = {"status": self.status, "user": self.user.json()}
        if self.status == "creator":
            data["is_anonymous"] = self.anonymous
        elif self.status == "administrator":
            data |= dict.fromkeys(ADMIN_RIGHTS, True)
            data |= {"can_be_edited": False, "is_anonymous": self.anonymous}
            data |= {"can_post_messages": True, "can_edit_messages": True} if chat.type == "channel" else {}
            data |= {"can_pin_messages": True} if chat.type in {"group", "supergroup"} else {}
            data |= {"can_manage_topics": True} if chat.type == "supergroup" else {}
        elif self.status == "restricted":
            data |= dict.fromkeys(MEMBER_RIGHTS, False) | {"is_member": True, "until_date": 0}
        elif self.status == "kicked":
            data["until_date"] = 0
        return data


@dataclass(slots=True, eq=False)
class Message:
    """A message as it stands. ``content`` holds the Bot API's own fields: text, entities, photo, new_chat_members …"""

    chat: Chat
    message_id: int
    date: int
    content: Json
    sender: User | None = None
    sender_chat: Chat | None = None
    thread_id: int | None = None
    reply_to: Message | None = None
    markup: Json | None = None
    edit_date: int | None = None
    number: int = 0
    preview: Json | None = None

    @property
    def text(self) -> str:
        """The text, or the caption, or nothing."""
        return str(self.content.get("text") or self.content.get("caption") or "")

    def json(self, *, with_reply: bool = True) -> Json:
        """As a Message object; what it replies to is written one level deep."""
        data: Json = {"message_id": self.message_id, "date": self.date, "chat": self.chat.json(), **self.content}
        if self.sender is not None:
            data["from"] = self.sender.json()
        if self.sender_chat is not None:
            data["sender_chat"] = self.sender_chat.json()
        if self.thread_id is not None:
            data |= {"message_thread_id": self.thread_id, "is_topic_message": True}
        if self.reply_to is not None and with_reply:
            data["reply_to_message"] = self.reply_to.json(with_reply=False)
        if self.markup is not None:
            data["reply_markup"] = self.markup
        if self.edit_date is not None:
            data["edit_date"] = self.edit_date
        if self.preview is not None:
            data["link_preview_options"] = self.preview
        return data


@dataclass(slots=True, eq=False)
class Chat:
    """A private chat (its id is the person's), group, supergroup (a forum or not) or channel."""

    id: int
    type: str
    title: str | None = None
    username: str | None = None
    person: User | None = None
    is_forum: bool = False
    members: dict[int, Member] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    last_id: int = 0
    migrated_to: int | None = None
    deleted: bool = False

    def json(self) -> Json:
        """As a Chat object."""
        if self.person is not None:
            data = self.person.json()
            del data["is_bot"]
            data.pop("language_code", None)
            return data | {"type": self.type}
        data = {"id": self.id, "type": self.type, "title": self.title}
        if self.username is not None:
            data["username"] = self.username
        if self.is_forum:
            data["is_forum"] = True
        return data

    def full_json(self) -> Json:
        """As a ChatFullInfo object."""
        gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
        return self.json() | {
            "accent_color_id": self.id % 7,
            "max_reaction_count": 11,
            "accepted_gift_types": dict.fromkeys(gifts, True),
        }


@dataclass(slots=True)
class StoredFile:
    """A file somebody sent."""

    file_id: str
    unique_id: str
    path: str
    name: str
    mime: str
    body: bytes

    def json(self) -> Json:
        """As a File object."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.body),
            "file_path": self.path,
        }


@dataclass(slots=True, eq=False)
class Query:
    """A tapped button or an inline query that waits for the bot's answer; ``made`` is the loop's time, in seconds."""

    id: str
    user: User
    made: float
    answer: asyncio.Future[Json]
    message: Message | None = None
    data: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a watcher of a chat would see: ``kind`` is message, edit, delete, typing, toast, menu or chats."""

    number: int
    kind: str
    chat: Chat
    message: Message | None = None
    extra: Json | None = None
