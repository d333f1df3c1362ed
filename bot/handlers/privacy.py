"""What is stored about a chat, and how it gets rid of it: /privacy, /forget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import menus, panels
from bot.cards import Answer
from briefings import subscriptions
from briefings.desk import audit, broadcasts, dialogues, proposals
from briefings.model import Reader, ReaderKind

if TYPE_CHECKING:
    from markupsafe import Markup
    from telegram import Update

    from bot.context import Context
    from bot.presses import Forget


async def privacy(update: Update, context: Context) -> None:
    """Every stored field in words, why, and how long."""
    number = str(context.place(update).chat_id)  # as text: a number would be grouped
    kept = subscriptions.DELIVERIES_KEPT.days
    await context.say(update, context.texts("privacy", count=kept, number=number))


async def forget(update: Update, context: Context) -> None:
    """Ask once."""
    if await context.may_change(update):
        said = await _with_what_stays(context, context.texts("forget-ask"))
        await context.say(update, said, panels.forget(context.texts))


async def answer_forget(update: Update, context: Context, button: Forget) -> str | None:
    """Delete all that is stored about the chat or the channel, or leave it."""
    if not await context.is_administrator(update):
        return "settings-admins-only"
    if not button.sure:
        await context.replace(update, Answer((context.texts("forget-kept"),)))
        return None
    chat_id = context.place(update).chat_id
    async with context.services.store.writing() as session:
        await subscriptions.forget(session, chat_id)
        await dialogues.end(session, chat_id)
        await proposals.forget(session, chat_id)
        if context.role is None:  # else they are the editors' own
            await audit.forget_refused(session, chat_id)
        else:
            await broadcasts.withdraw(session, chat_id)
    await context.services.refresh()
    if context.channel is None:
        await _start_anew(context)
    said = context.texts("forgotten" if context.channel is None else "forgotten-channel")
    await context.replace(update, Answer((await _with_what_stays(context, said),)))
    return None


async def _with_what_stays(context: Context, said: Markup) -> Markup:
    """To who is of the staff, or was: the log of what was done to briefings is the editors'."""
    if context.channel is not None or context.reader.kind is not ReaderKind.PRIVATE:
        return said
    async with context.services.store.reading() as session:
        stays = context.role is not None or await audit.tells_of(session, context.reader.id)
    return said + " " + context.texts("forget-not-staff") if stays else said


async def _start_anew(context: Context) -> None:
    """The chat has no menu of its own any more, and is spoken to as before, by what isn't stored."""
    reader = context.reader
    await menus.drop_choice(context.bot, reader)
    context.reader = Reader(id=reader.id, kind=reader.kind, language=reader.language, language_chosen=False)
