"""A broadcast as its editor sees it before it goes, and what becomes of their bold and links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import InlineKeyboardMarkup, Message, MessageEntity

from bot.callback_data import button
from bot.cards import Answer
from bot.markup import units
from bot.sending_buttons import BroadcastPress, Do
from briefings.desk import broadcasts

if TYPE_CHECKING:
    from bot.context import Context
    from briefings.desk.broadcasts import Prepared


def html_from(message: Message, start: int) -> str:
    """The text of a message from its character `start` on, as HTML: formatted as it was written, all else escaped.

    Custom emoji stay the ordinary ones that they stand for: to bots Telegram grants others only for money.
    """
    text = message.text or ""
    skipped = units(text[:start])
    entities = []
    for entity in MessageEntity.shift_entities(-skipped, message.entities):
        begin, end = max(entity.offset, 0), entity.offset + entity.length
        if end > begin and entity.type != MessageEntity.CUSTOM_EMOJI:
            kept = {**entity.to_dict(), "offset": begin, "length": end - begin}
            entities.append(MessageEntity.de_json(kept, None))
    return Message(message.message_id, message.date, message.chat, text=text[start:], entities=entities).text_html


def origin(context: Context, message_id: int) -> str:
    """What names a broadcast: the command that it was written in, in this private chat."""
    return f"{context.reader.id}:{message_id}"


async def prepare(context: Context, language: str, html: str, message_id: int) -> tuple[Answer, int]:
    """How it will look, how many chats would get it, and a button that sends it; and the edition that it is.

    `message_id`: of the command.
    """
    services, texts, by = context.services, context.texts, context.reader.id
    async with services.store.writing() as session:
        prepared = await broadcasts.prepare(
            session, language, html, by=by, origin=origin(context, message_id), now=services.now()
        )
    yes = button(texts.plain("button-broadcast"), BroadcastPress(Do.SEND, message_id))
    no = button(texts.plain("button-broadcast-cancel"), BroadcastPress(Do.CANCEL, message_id))
    pages = (prepared.html, counted(context, "broadcast-ask", prepared))
    return Answer(pages, InlineKeyboardMarkup([[yes], [no]])), prepared.edition_id


async def note_shown(context: Context, edition_id: int, message_id: int) -> None:
    """Remember the message whose buttons go when the broadcast is withdrawn."""
    async with context.services.store.writing() as session:
        await broadcasts.note_preview(session, edition_id, message_id)


def counted(context: Context, key: str, prepared: Prepared) -> str:
    """To how many chats it goes, with the language that it is for by its own name."""
    everyones = context.services.texts
    language = prepared.language
    to = everyones[language]("language-name") if language in everyones else context.texts("broadcast-everybody")
    return context.texts(key, count=prepared.chats, language=to, edition=str(prepared.edition_id))
