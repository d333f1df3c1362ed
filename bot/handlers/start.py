"""Meeting the bot: /start, /help, /lang."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from markupsafe import Markup
from telegram import InlineKeyboardMarkup

from bot import keyboards
from bot.cards import Answer

if TYPE_CHECKING:
    from telegram import Update

    from bot.context import Context


async def start(update: Update, context: Context) -> None:
    """Greet, with language buttons and topics. (A deep link's payload is routed before it comes here.)"""
    await context.answer(update, _greeting(context))


async def help_(update: Update, context: Context) -> None:
    """Every command that this user may use, in groups, and the topics' commands."""
    texts, services = context.texts, context.services
    lines = [Markup("/{} – {}").format(command.name, texts(command.help_key)) for command in services.commands.commands]
    topics = services.catalogue.topics
    parts = [
        Markup("<b>{}</b>").format(texts("help-title")),
        Markup("<b>{}</b>\n{}\n{}").format(
            texts("help-for-everyone"), Markup("\n").join(lines), texts("help-latest-more")
        ),
    ]
    if topics:
        for group, entries in groupby(topics, lambda topic: topic.group):
            shown = [Markup("{} /{} – {}").format(t.emoji, t.slug, t.name(context.language)) for t in entries]
            parts.append(Markup("<b>{}</b>\n{}").format(texts(f"group-{group}"), Markup("\n").join(shown)))
        parts.append(texts("help-topic-more", example=topics[0].slug))
    await context.say(update, Markup("\n\n").join(parts))


async def language(update: Update, context: Context) -> None:
    """Set the chat's language, or offer buttons."""
    wanted = context.words[0].lower() if context.words else ""
    if wanted not in context.services.texts:
        row = keyboards.languages(context.services.texts)
        key = "lang-unknown" if wanted else "lang-choose"
        await context.say(update, context.texts(key), InlineKeyboardMarkup([row]))
    elif not await context.is_administrator(update):
        await context.say(update, context.texts("lang-admins-only"))
    else:
        await context.choose_language(update, wanted)
        await context.say(update, context.texts("lang-set"), keyboards.all_topics(context.texts))


async def choose_language(update: Update, context: Context, button: keyboards.ChooseLanguage) -> str | None:
    """Set the chat's language by button; the button's message becomes the greeting in that language."""
    if button.language not in context.services.texts:
        return "button-outdated"
    if not await context.is_administrator(update):
        return "lang-admins-only"
    await context.choose_language(update, button.language)
    await context.replace(update, _greeting(context))
    return None


def _greeting(context: Context) -> Answer:
    keyboard = keyboards.start(context.services.catalogue, context.services.texts, context.language)
    return Answer((context.texts("start"),), keyboard)
