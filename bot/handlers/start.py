"""Meeting the bot: /start, /help, /lang."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from markupsafe import Markup
from telegram import InlineKeyboardMarkup

from bot import keyboards, panels
from bot.cards import Answer, Block, paginate
from briefings import language_names
from briefings.model import ReaderKind, Role

if TYPE_CHECKING:
    from telegram import Update

    from bot.commands import Command
    from bot.context import Context

HELP_GROUPS = ("help-for-everyone", "help-for-staff", "help-for-owners")


async def start(update: Update, context: Context) -> None:
    """Greet, with language buttons and topics. (A deep link's payload is routed before it comes here.)"""
    await context.answer(update, _greeting(context))


async def help_(update: Update, context: Context) -> None:
    """Every command that this user may use, grouped by who may use it, and the topics' commands."""
    texts, services = context.texts, context.services
    blocks = [Block((Markup("<b>{}</b>").format(texts("help-title")),))]
    mine = [command for command in services.commands.commands if command.is_for(context.role)]
    for group in HELP_GROUPS:
        commands = [command for command in mine if _group(command) == group]
        lines = [Markup("/{} – {}").format(command.name, texts(command.help_key)) for command in commands]
        more = [texts("help-latest-more")] if group == HELP_GROUPS[0] else []
        if lines:
            blocks.append(Block((Markup("<b>{}</b>").format(texts(group)), *lines, *more)))
    topics = services.catalogue.topics
    for shelf, entries in groupby(topics, lambda topic: topic.group):
        shown = [Markup("{} /{} – {}").format(t.emoji, t.slug, t.name(context.language)) for t in entries]
        blocks.append(Block((Markup("<b>{}</b>").format(texts(f"group-{shelf}")), *shown)))
    if topics:
        blocks.append(Block((texts("help-topic-more", example=topics[0].slug),)))
    if context.reader.kind is ReaderKind.PRIVATE:  # in groups only commands are heard
        blocks.append(Block((texts("hint-words", bot=context.bot.username),)))
    await context.answer(update, Answer(paginate(blocks)))


def _group(command: Command) -> str:
    """The heading under which /help has a command."""
    if command.roles is None:
        return HELP_GROUPS[0]
    return HELP_GROUPS[2] if command.roles == {Role.OWNER} else HELP_GROUPS[1]


async def language(update: Update, context: Context) -> None:
    """Set the chat's language, by its code or any name of it, or offer buttons."""
    wanted = language_names.named(" ".join(context.words), context.services.texts)
    if wanted is None:
        await _offer_languages(update, context, known=not context.words)
    elif not await context.is_administrator(update):
        await context.say(update, context.texts("lang-admins-only"))
    else:
        await context.choose_language(update, wanted)
        if context.channel is None:
            await context.say(update, context.texts("lang-set"), keyboards.all_topics(context.texts))
        else:
            name = context.services.texts[wanted]("language-name")
            await context.say(update, context.texts("lang-set-channel", language=name))


async def _offer_languages(update: Update, context: Context, *, known: bool) -> None:
    """Buttons; to an administrator of a channel those of its panel. `known`: no other language was asked for."""
    everyones, key, rows = context.services.texts, "lang-choose", None
    if context.channel is not None:
        key, rows = "panel-lang", panels.language_rows(everyones, context.channel.place.language)
    said = context.texts(key if known else "lang-unknown")
    await context.say(update, said, InlineKeyboardMarkup(rows or [keyboards.languages(everyones)]))


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
    key = "start" if context.reader.kind is ReaderKind.PRIVATE else "group-welcome"
    return Answer((context.texts(key),), keyboard)
