"""Where an update came from, and where the answer to it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import Message
from telegram.constants import ChatType

if TYPE_CHECKING:
    from telegram import Chat, Update


def has_chat(update: Update) -> bool:
    """Whether there is a chat to answer in; a button of an inline message has none."""
    query = update.callback_query
    return update.effective_chat is not None or (query is not None and query.message is not None)


def chat_of(update: Update) -> Chat:
    """The chat that the update came from; also of a button under a message that is too old to be shown to us.

    `Update.effective_chat` passes over such a message, which is false as a truth value.
    """
    query = update.callback_query
    chat = query.message.chat if query is not None and query.message is not None else update.effective_chat
    assert chat is not None  # noqa: S101 - only updates with a chat are routed
    return chat


def message_of(update: Update) -> Message | None:
    """The message that came, or that carries the pressed button; None where Telegram shows it to us no longer."""
    message = update.callback_query.message if update.callback_query else update.effective_message
    return message if isinstance(message, Message) and message.is_accessible else None


def thread_of(message: Message | None) -> int | None:
    """The forum topic that a message is in."""
    return message.message_thread_id if message is not None and message.is_topic_message else None


def reply_in_group(chat: Chat, origin: Message | None) -> dict[str, object] | None:
    """In a group, where several talk at once, an answer points at its question."""
    if origin is None or chat.type == ChatType.PRIVATE or (origin.from_user and origin.from_user.is_bot):
        return None
    return {"message_id": origin.message_id, "allow_sending_without_reply": True}
