"""/broadcast: a text of the editors' own to many chats, shown before it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import escape
from telegram import InlineKeyboardMarkup

from bot.callback_data import button
from bot.cards import Answer
from bot.sending_buttons import BroadcastPress, Do, SentPress
from briefings.desk import broadcasts, languages

if TYPE_CHECKING:
    from telegram import Update

    from bot.context import Context
    from briefings.desk.broadcasts import Prepared


async def broadcast(update: Update, context: Context) -> None:
    """`/broadcast kk|ru|all` and a text: how it will look, how many chats would get it, and a button that sends it."""
    message, texts, services = update.message, context.texts, context.services
    assert message is not None  # noqa: S101 - routing hands only messages to commands
    _, *words = (message.text or "").split(maxsplit=2)
    language, rest = languages.leading(words, {*services.texts, broadcasts.EVERYBODY})
    if language is None or not rest:
        await context.say(update, texts("broadcast-usage"))
        return
    html = escape(rest[0])  # never too long: what came in one message, without the command, goes out in one
    origin = f"{message.chat_id}:{message.message_id}"
    async with services.store.writing() as session:
        prepared = await broadcasts.prepare(
            session, language, html, by=context.reader.id, origin=origin, now=services.now()
        )
    yes = button(texts.plain("button-broadcast"), BroadcastPress(Do.SEND, prepared.edition_id))
    no = button(texts.plain("button-broadcast-cancel"), BroadcastPress(Do.CANCEL, prepared.edition_id))
    await context.answer(
        update,
        Answer((prepared.html, _counted(context, "broadcast-ask", prepared)), InlineKeyboardMarkup([[yes], [no]])),
    )


async def press(update: Update, context: Context, pressed: BroadcastPress) -> str | None:
    """Send it, or throw it away; once, however often it is pressed."""
    if pressed.do is Do.CANCEL:
        return await _cancel(update, context, pressed.edition_id)
    services = context.services
    async with services.store.writing() as session:
        prepared, only_now = await broadcasts.send(
            session, pressed.edition_id, by=context.reader.id, now=services.now()
        )
    shown = button(context.texts.plain("button-sent"), SentPress(Do.SHOW, prepared.edition_id))
    text = _counted(context, "broadcast-sent", prepared)
    await context.replace(update, Answer((text,), InlineKeyboardMarkup([[shown]])))
    return None if only_now else "broadcast-before"


async def _cancel(update: Update, context: Context, edition_id: int) -> str | None:
    async with context.services.store.writing() as session:
        cancelled = await broadcasts.cancel(session, edition_id)
    if not cancelled:
        return "broadcast-before"
    await context.replace(update, Answer((context.texts("broadcast-cancelled"),)))
    return None


def _counted(context: Context, key: str, prepared: Prepared) -> str:
    """With the language that it is for by its own name."""
    everyones = context.services.texts
    language = prepared.language
    to = everyones[language]("language-name") if language in everyones else context.texts("broadcast-everybody")
    return context.texts(key, count=prepared.chats, language=to, edition=str(prepared.edition_id))
