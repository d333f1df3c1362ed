"""Numbers to look at: /stats, as text and as a picture."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from markupsafe import Markup
from telegram.constants import ParseMode

from bot import chart
from bot.cards import Answer, Block, paginate
from bot.chart import Bars, Drawing, Line
from briefings.desk.statistics import DEFAULT_DAYS, read_days
from briefings.desk.statistics import statistics as count
from briefings.partial_date import PartialDate

if TYPE_CHECKING:
    import datetime as dt

    from telegram import Update

    from bot.context import Context
    from briefings.desk.statistics import Count, Statistics

log = logging.getLogger(__name__)

RESULTS = ("sent", "waiting", "failed", "gone", "unknown")
TOPICS_DRAWN, SEARCHES_DRAWN = 6, 5


async def stats(update: Update, context: Context) -> None:
    """`/stats [DAYS]`: chats, subscribers, deliveries and searches that found nothing."""
    days = read_days(" ".join(context.words)) if context.words else DEFAULT_DAYS
    services = context.services
    async with services.store.reading() as session:
        found = await count(session, services.now(), days)
    await context.answer(update, _text(context, found, days))
    try:
        picture = await chart.png(_drawing(context, found))
    except chart.NotDrawn as error:
        log.warning("The numbers were sent without a picture: %s", error)
        return
    caption = context.texts("stats-title", since=_day(context, found.since), until=_day(context, found.until))
    await context.send(lambda chat_id: context.bot.send_photo(chat_id, picture, caption, parse_mode=ParseMode.HTML))


def _day(context: Context, day: dt.date) -> str:
    return context.texts.date(PartialDate(day.year, day.month, day.day))


def _text(context: Context, found: Statistics, days: int) -> Answer:
    texts, number = context.texts, context.texts.number
    title = texts("stats-title", since=_day(context, found.since), until=_day(context, found.until))
    topics = [
        texts(
            "stats-topic", topic=context.services.catalogue.name(slug, context.language), numbers=_split(context, held)
        )
        for slug, held in found.by_topic
    ]
    results = [texts(f"stats-{result}", number=number(found.deliveries[result])) for result in RESULTS]
    missed = [Markup("{} – {}").format(query, number(times)) for query, times in found.missed]
    blocks = [
        Block((Markup("<b>{}</b>").format(title),)),
        _block(
            texts("stats-chats"),
            texts("stats-total", numbers=_split(context, found.chats)),
            texts("stats-new", number=number(found.new_chats), count=days),
        ),
        _block(
            texts("stats-subscribers"),
            texts("stats-total", numbers=_split(context, found.subscribers)),
            texts("stats-all-topics", numbers=_split(context, found.all_topics)),
            *topics,
        ),
        _block(texts("stats-deliveries"), *results),
        _block(texts("stats-missed", number=number(found.missed_total)), *(missed or [texts("stats-none")])),
    ]
    return Answer(paginate(blocks))


def _block(title: Markup, *lines: Markup) -> Block:
    return Block((Markup("<b>{}</b>").format(title), *lines))


def _split(context: Context, numbers: Count) -> Markup:
    """`12 (kk 8, ru 4)`: a total and its languages."""
    shown = context.texts.number
    parts = ", ".join(f"{code} {shown(numbers[code])}" for code in sorted(numbers))
    return Markup("{} ({})").format(shown(numbers.total()), parts) if parts else Markup("{}").format(shown(0))


def _drawing(context: Context, found: Statistics) -> Drawing:
    """The same in few marks: how chats grew, who takes what, what became of deliveries, what was looked for in vain."""
    texts, services = context.texts, context.services
    languages = tuple(sorted(services.texts))
    days = [day for day, _ in found.growth]
    first, middle, last = (f"{day:%d.%m}" for day in (days[0], days[(len(days) - 1) // 2], days[-1]))
    everything = (texts.plain("stats-all-topics-short"), found.all_topics)
    named = [(services.catalogue.name(slug, context.language), held) for slug, held in found.by_topic[:TOPICS_DRAWN]]
    subscribers = tuple((name, tuple(held[code] for code in languages)) for name, held in (everything, *named))
    results = [result for result in RESULTS if found.deliveries[result] or result == "sent"]
    deliveries = tuple((texts.plain(f"stats-{result}-short"), (found.deliveries[result],)) for result in results)
    missed = tuple((query, (times,)) for query, times in found.missed[:SEARCHES_DRAWN])
    bars = [
        Bars(
            texts.plain("stats-subscribers"),
            subscribers,
            tuple(services.texts[c].plain("language-name") for c in languages),
        ),
        Bars(texts.plain("stats-deliveries"), deliveries),
        *([Bars(texts.plain("stats-missed-short"), missed)] if missed else []),
    ]
    line = Line(
        texts.plain("stats-chats"), tuple(map(str, days)), tuple(n for _, n in found.growth), (first, middle, last)
    )
    return Drawing(line, tuple(bars))
