"""Inline mode: `@bot Қытай` in any chat offers cards; the chosen one is posted there, with a link back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot import cards, replies, search_results
from bot.wire import NO_PREVIEW
from briefings import library
from briefings.language import sentences
from briefings.search.finding import Hit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram import Update

    from bot.context import Context
    from bot.services import Services
    from bot.texts import Texts
    from briefings.model import Briefing

PAGE = 20  # offered at once; Telegram takes 50
CACHE_S = 10  # how long Telegram may give the same answer again
LONGEST_DESCRIPTION = 200


async def offer(update: Update, context: Context) -> None:
    """Offer what the words find, without words the newest, and with a briefing's number (b12) that one."""
    query = update.inline_query
    assert query is not None  # noqa: S101 - the handler takes nothing else
    services = context.services
    language = await services.language_of(query.from_user.id, query.from_user.language_code)
    skip = int(query.offset) if query.offset.isdecimal() and len(query.offset) < 10 else 0
    hits = await _find(services, search_results.level(query.query), language, skip)
    texts, link = services.texts[language], f"https://t.me/{context.bot.username}"
    found = [_article(services, hit, language, link) for hit in hits[:PAGE]]
    nothing = InlineQueryResultsButton(texts.plain("inline-nothing"), start_parameter="inline")
    answer = partial(
        query.answer,
        found,
        cache_time=CACHE_S,
        is_personal=True,
        next_offset=str(skip + PAGE) if len(hits) > PAGE else "",
        button=nothing if not found and not skip else None,
    )
    try:
        await context.patience.call(None, answer)
    except BadRequest as error:
        if not replies.is_too_late(error):  # else the reader has typed on
            raise


async def _find(services: Services, text: str, language: str, skip: int) -> Sequence[Hit]:
    """One more than a page, to know whether there is more."""
    number = text.removeprefix("b")
    if text and not (number.isascii() and number.isdecimal() and number != text):
        found = await search_results.search(services, text, language, skip=skip, limit=PAGE + 1)
        return found.results.hits
    async with services.store.reading() as session:
        if text:
            one = await library.published(session, int(number[:10]))
            briefings: Sequence[Briefing] = [one] if one is not None and not skip else []
        else:
            briefings = await library.newest(session, None, skip=skip, limit=PAGE + 1)
    return [Hit(briefing, cards.shown_language(briefing, language)) for briefing in briefings]


def _article(services: Services, hit: Hit, language: str, link: str) -> InlineQueryResultArticle:
    """Title, date and first sentence to choose by; what is sent is the card, or the beginning of a long one."""
    briefing, texts = hit.briefing, services.texts[language]
    text = briefing.texts[hit.language]
    first = next(iter(sentences(text.summary)), "")
    said = [texts.date(briefing.date)] if briefing.date else []
    zone = services.settings.timezone
    html = cards.card_pages(briefing, texts, services.catalogue, numbered=False, zone=zone)[0]
    return InlineQueryResultArticle(
        id=str(briefing.id),
        title=text.title,
        description=cards.shortened(" · ".join([*said, first]), LONGEST_DESCRIPTION),
        input_message_content=InputTextMessageContent(html, ParseMode.HTML, link_preview_options=NO_PREVIEW),
        reply_markup=_back(f"{link}?start=b_{briefing.id}", texts),
    )


def _back(url: str, texts: Texts) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(texts.plain("button-read"), url=url)]])
