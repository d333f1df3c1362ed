"""An article that an editor has pasted or forwarded: a draft of it is offered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from telegram import (
    MessageEntity,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
)

from bot import desk_panel, writing_flow
from bot.writing_flow import ARTICLE
from briefings.desk import proposals

if TYPE_CHECKING:
    import datetime as dt

    from telegram import Message, MessageOrigin, Update

    from bot.context import Context
    from bot.writing_flow import Content

LONG: Final = 600  # characters: shorter texts are questions to the library
_LINKS: Final[list[str | None]] = [MessageEntity.TEXT_LINK, MessageEntity.URL]


def is_article(message: Message) -> bool:
    """Whether this is something to write about: a long text, or any text that was forwarded."""
    text = _text(message)
    return bool(text) and (len(text) >= LONG or message.forward_origin is not None)


async def is_awaited(context: Context, message: Message) -> bool:
    """Whether this may be a piece of a text whose first piece came a moment ago, or was one before a crash."""
    services, user = context.services, context.reader.id
    async with services.store.reading() as session:
        coming = await proposals.coming(session, user, services.now())
        if coming and coming[-1].content["kind"] != writing_flow.TEXT:
            return is_piece(coming[-1].content, message)
        return await proposals.made_of(session, user, message.message_id, services.now()) is not None


def is_piece(content: Content, message: Message) -> bool:
    """Whether a message may be the next piece of a text that is coming: of the same post, or pasted as it was."""
    return bool(_text(message)) and (content["kind"] == writing_flow.TEXT or _same_source(content, message))


async def offer(update: Update, context: Context) -> None:
    """Offer a draft of an article; of one that may come in several messages, when the last has come."""
    message = update.message
    assert message is not None  # noqa: S101 - only messages are articles
    services, user = context.services, context.reader.id
    async with services.store.reading() as session:
        made = await proposals.made_of(session, user, message.message_id, services.now())
        coming = await proposals.coming(session, user, services.now())
    if made is not None:  # handled again after a crash: the answer may not have arrived
        if message.message_id == max(made.content["messages"]):
            await context.answer(update, await writing_flow.show(context, made.message_id, dict(made.content)))
        return
    first, content = message.message_id, await _about(context, message)
    if coming and coming[-1].content["kind"] != writing_flow.TEXT and is_piece(coming[-1].content, message):
        first, content = coming[-1].message_id, dict(coming[-1].content)
    whole = await writing_flow.gather(context, message.message_id, _text(message), first, content)
    if whole is not None:
        ready = await writing_flow.finish(context, first, whole)
        await context.answer(update, ready.answer)
        await writing_flow.keep(context, first, ready, after=message.message_id)


def _text(message: Message) -> str:
    return message.text or message.caption or ""


async def _about(context: Context, message: Message) -> Content:
    """What is known of where it came from; the day by the editor's own clock."""
    origin = message.forward_origin
    name, url = _origin(origin) if origin is not None else (None, None)
    day: dt.date | None = None
    if origin is not None:
        who = await desk_panel.me(context)
        day = origin.date.astimezone(ZoneInfo(who.editor.zone)).date()
    link = next(iter(_links(message)), None)
    written = str(day) if day else None
    return {"kind": ARTICLE, "source_name": name, "source_url": link or url, "day": written, "origin": _mark(message)}


def _links(message: Message) -> list[str]:
    """The addresses in the text, in their order; without http one needs a path: BAQ.KZ alone is a name."""
    found = message.parse_entities(_LINKS) if message.text else message.parse_caption_entities(_LINKS)
    links = sorted(found.items(), key=lambda pair: pair[0].offset)
    written = [entity.url or text for entity, text in links]
    return [link if "://" in link else f"https://{link}" for link in written if "/" in link]


def _origin(origin: MessageOrigin) -> tuple[str | None, str | None]:
    """Name and address of where a post was forwarded from; a person has no address."""
    if isinstance(origin, MessageOriginChannel):
        post = f"https://t.me/{origin.chat.username}/{origin.message_id}" if origin.chat.username else None
        return origin.chat.title, post
    if isinstance(origin, MessageOriginChat):
        return origin.sender_chat.title, None
    if isinstance(origin, MessageOriginHiddenUser):
        return origin.sender_user_name, None
    return (origin.sender_user.full_name if isinstance(origin, MessageOriginUser) else None), None


def _mark(message: Message) -> str:
    """Whose post it is: pieces of one text have one; a text that was pasted has none."""
    origin = message.forward_origin
    return "|".join(map(str, _origin(origin)[:1])) if origin is not None else ""


def _same_source(content: Content, message: Message) -> bool:
    return bool(content.get("origin", "") == _mark(message))
