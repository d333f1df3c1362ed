"""Searching: `/search`, plain words, and the pages of results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import InlineKeyboardMarkup, Message, MessageEntity

from bot import keyboards, plain_words, search_results
from bot.cards import Answer
from briefings import language_names

if TYPE_CHECKING:
    from telegram import Update

    from bot.context import Context
    from bot.search_buttons import TurnResults


async def search(update: Update, context: Context) -> None:
    """`/search WORDS`; without words, how to search."""
    await words(update, context, " ".join(context.words))


async def words(update: Update, context: Context, text: str) -> None:
    """The first page of what the words find, with an answer if they ask something."""
    query = search_results.level(text)
    if query:
        answer = await search_results.results_page(context.services, query, context.language, 0)
    else:
        answer = search_results.hint(context.services, context.language, "search-title")
    await context.answer(update, answer)


async def said(update: Update, context: Context, text: str) -> None:
    """Plain words: searched; where they name a command or a language, or greet, that is answered first.

    Of those no spelling is guessed, and «что нового» and «как дела» are no questions to the briefings.
    """
    first = _first(context, text)
    if first is None:
        await words(update, context, text)
        return
    await context.answer(update, first)
    found = await search_results.search(context.services, text, context.language, skip=0, limit=1)
    if found.results.is_whole and not found.is_corrected and found.question.wanted is None:
        await words(update, context, text)


def _first(context: Context, text: str) -> Answer | None:
    """To a command's or a language's name, or a greeting; a language is offered in itself, by its button."""
    everyones = context.services.texts
    wanted = language_names.spoken(text, everyones)
    if wanted is not None:
        said = everyones[wanted]("lang-already" if wanted == context.language else "lang-offer")
        return Answer((said,), InlineKeyboardMarkup([keyboards.languages(everyones)]))
    meant = plain_words.answer(text, context.services.commands, context.texts)
    return None if meant is None else Answer((meant,))


async def turn(update: Update, context: Context, button: TurnResults) -> str | None:
    """Another page of results, in place."""
    query = button.query or _query_above(update)
    if not query:
        return "button-outdated"
    await context.replace(
        update, await search_results.results_page(context.services, query, context.language, button.page)
    )
    return None


def _query_above(update: Update) -> str | None:
    """The query that stands, as code, above the results; None where the message is too old to be shown to us."""
    message = update.callback_query.message if update.callback_query else None
    if not isinstance(message, Message):
        return None
    return next(iter(message.parse_entities([MessageEntity.CODE]).values()), None)
