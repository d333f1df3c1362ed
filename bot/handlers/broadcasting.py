"""/broadcast: a text of the editors' own to many chats, shown before it goes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from telegram import InlineKeyboardMarkup

from bot import broadcast_pages, writing_flow
from bot.callback_data import button
from bot.cards import Answer
from bot.sending_buttons import BroadcastPress, Do, SentPress
from bot.writing_flow import BROADCAST
from briefings.desk import broadcasts, languages
from briefings.desk.errors import DeskError

if TYPE_CHECKING:
    from telegram import Update

    from bot.context import Context

_FORM: Final = re.compile(r"\S+\s+(\S+)\s+(?=\S)")  # what stands before the text


async def broadcast(update: Update, context: Context) -> None:
    """`/broadcast kk|ru|all` and a text: how it will look, how many chats would get it, and a button that sends it."""
    message = update.message
    assert message is not None  # noqa: S101 - routing hands only messages to commands
    form = _FORM.match(message.text or "")
    every = {*context.services.texts, broadcasts.EVERYBODY}
    try:
        language = languages.before(form[1], every) if form is not None else None
    except DeskError as error:
        raise DeskError("broadcast-language", **error.values) from None  # here `all` is one, too
    if form is None or language is None:
        await context.say(update, context.texts("broadcast-usage"))
        return
    number, html = message.message_id, broadcast_pages.html_from(message, form.end())
    content = {"kind": BROADCAST, "language": language, "html": html}
    whole = await writing_flow.gather(context, number, message.text or "", number, content)
    if whole is not None:
        preview, edition_id = await broadcast_pages.prepare(context, language, html, number)
        await broadcast_pages.note_shown(context, edition_id, await context.answer(update, preview))


async def press(update: Update, context: Context, pressed: BroadcastPress) -> str | None:
    """Send it, or withdraw it; once, however often it is pressed."""
    origin, services = broadcast_pages.origin(context, pressed.message_id), context.services
    if pressed.do is Do.CANCEL:
        return await _cancel(update, context, origin)
    async with services.store.writing() as session:
        prepared, only_now = await broadcasts.send(session, origin, by=context.reader.id, now=services.now())
    shown = button(context.texts.plain("button-sent"), SentPress(Do.SHOW, prepared.edition_id))
    text = broadcast_pages.counted(context, "broadcast-sent", prepared)
    await context.replace(update, Answer((text,), InlineKeyboardMarkup([[shown]])))
    return None if only_now else "broadcast-before"


async def _cancel(update: Update, context: Context, origin: str) -> str | None:
    async with context.services.store.writing() as session:
        cancelled = await broadcasts.cancel(session, origin)
    if not cancelled:
        return "broadcast-before"
    await context.replace(update, Answer((context.texts("broadcast-cancelled"),)))
    return None
