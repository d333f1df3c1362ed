"""Searching: `/search`, plain words, and the pages of results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import Message, MessageEntity

from bot import plain_words, search_results

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
    """Plain words: searched; where they name a command, or greet, that is answered first and no spelling guessed."""
    first = plain_words.answer(text, context.services.commands, context.texts)
    if first is None:
        await words(update, context, text)
        return
    await context.say(update, first)
    found = await search_results.search(context.services, text, context.language, skip=0, limit=1)
    if found.results.is_whole and not found.is_corrected:
        await words(update, context, text)


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
