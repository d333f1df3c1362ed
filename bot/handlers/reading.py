"""Reading: topics, cards, lists, and plain words that name a topic."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup

from bot import cards, desk_panel, keyboards
from bot.cards import Answer
from briefings import library
from briefings.model import Status
from briefings.search.query import parse
from briefings.search.questions import understand

if TYPE_CHECKING:
    from telegram import Update

    from bot.context import Context
    from briefings.catalogue import Catalogue, TopicEntry
    from briefings.model import Briefing

LIST_SIZE = 10
LATEST_SIZE = 5
LATEST_MOST = 20
NUMBER = re.compile(r"-?\d+")
LONGEST_NUMBER = 10  # digits: what a database takes


async def topics(update: Update, context: Context) -> None:
    """All topics as buttons, with how many briefings each has."""
    texts, entries = context.texts, context.services.catalogue.topics
    text = Markup("<b>{}</b>\n{}").format(texts("topics-title"), texts("topics-hint"))
    await context.say(update, text, keyboards.topics(entries, context.language, with_counts=True))


async def show_topics(update: Update, context: Context, _button: keyboards.ShowTopics) -> str | None:
    """The same by button."""
    await topics(update, context)
    return None


async def topic(update: Update, context: Context, entry: TopicEntry) -> None:
    """`/china`: the newest briefing; `/china 3`: the third newest; `/china all`: the list."""
    word = " ".join(context.words).lower() or "1"
    place = _number(word)
    if word == "all":
        await context.answer(update, await _list(context, entry.slug, 0, LIST_SIZE))
    elif place is None:
        await context.say(update, context.texts("topic-wrong", slug=entry.slug))
    elif place < 1:
        await context.say(update, context.texts("topic-no-place", slug=entry.slug))
    else:
        await context.answer(update, await _newest(context, entry, place))


async def open_topic(update: Update, context: Context, button: keyboards.OpenTopic) -> str | None:
    """A topic's newest briefing, by button."""
    entry = context.services.catalogue.by_slug(button.topic)
    if entry is None:
        return "button-outdated"
    await context.answer(update, await _newest(context, entry, 1))
    return None


async def briefing(update: Update, context: Context, number: int) -> None:
    """`/b12`: a briefing by its id; one that readers don't see, to the staff as it stands at the desk."""
    async with context.services.store.reading() as session:
        found = await library.find(session, number)
        if found is not None and found.status is Status.PUBLISHED:
            ways = await library.ways(session, found, None)
            answer = _render(context, found, context.language, None, ways)
        elif found is not None and context.role is not None:
            answer = await desk_panel.show(context, number)
        else:
            archived = found is not None and found.status is Status.ARCHIVED
            answer = Answer((context.texts("briefing-archived" if archived else "briefing-missing"),))
    await context.answer(update, answer)


async def open_briefing(update: Update, context: Context, button: keyboards.OpenBriefing) -> str | None:
    """A briefing as a new message, by button."""
    await briefing(update, context, button.briefing_id)
    return None


async def latest(update: Update, context: Context) -> None:
    """`/latest`, `/latest 10`: the newest briefings of all topics."""
    asked = _number(" ".join(context.words)) if context.words else LATEST_SIZE
    if asked is None or not 1 <= asked <= LATEST_MOST:
        await context.say(update, context.texts("latest-wrong", most=LATEST_MOST))
        return
    await context.answer(update, await _list(context, None, 0, asked))


async def turn_list(update: Update, context: Context, button: keyboards.TurnList) -> str | None:
    """Another page of a list, in place."""
    size = min(max(button.size, 1), LATEST_MOST)
    await context.replace(update, await _list(context, button.topic, button.page, size))
    return None


async def turn_card(update: Update, context: Context, button: keyboards.TurnCard) -> str | None:
    """The card in another language, or the one older or newer than it, in place."""
    language = button.language or context.language
    if language not in context.services.texts:
        return "button-outdated"
    async with context.services.store.reading() as session:
        start = await library.find(session, button.briefing_id)
        if start is None or start.status not in {Status.PUBLISHED, Status.ARCHIVED}:
            return "button-outdated"  # a draft is as good as none: anybody may write callback data
        shown = await library.step(session, start, button.step, button.topic) if button.step is not None else start
        if shown is None:
            return "no-further"
        if shown.status is Status.ARCHIVED:
            return "briefing-archived"
        ways = await library.ways(session, shown, button.topic)
    answer = _render(context, shown, language, button.topic, ways)
    await context.replace(update, answer, button.earlier_pages)
    return None


async def words(update: Update, context: Context, text: str) -> bool:
    """Plain words that are a topic's name, in any inflection, open it: «Қытайға», «с Китаем». Whether they are."""
    entry = _named_by(text, context.services.catalogue)
    if entry is not None:
        await context.answer(update, await _newest(context, entry, 1))
    return entry is not None


def _number(word: str) -> int | None:
    """What a word that is a number says; of a very long one, its beginning: more than there are briefings."""
    return int(word[:LONGEST_NUMBER]) if NUMBER.fullmatch(word) else None


def _named_by(text: str, catalogue: Catalogue) -> TopicEntry | None:
    """The topic that a text names and nothing else: perhaps with a preposition, but without a question or quotes."""
    query = parse(text, catalogue)
    entry = catalogue.named_by(text) if not (query.excludes or query.phrases) else None
    if entry is not None or understand(text, catalogue).wanted is not None:
        return entry
    return None if query.is_narrowed else catalogue.named_by(" ".join(word.form for word in query.words))


async def _newest(context: Context, entry: TopicEntry, place: int) -> Answer:
    """The topic's newest briefing (place 1), the one before it (2) and so on; cached until the library changes."""
    answer = await context.services.answer(
        ("topic", entry.slug, place, context.language), lambda: _make_newest(context, entry, place)
    )
    if answer is not None:
        return answer
    if not entry.count:
        text = context.texts("topic-empty", topic=entry.name(context.language))
        return Answer((text,), keyboards.all_topics(context.texts))
    return Answer((context.texts("topic-too-far", count=entry.count, slug=entry.slug),))


async def _make_newest(context: Context, entry: TopicEntry, place: int) -> Answer | None:
    async with context.services.store.reading() as session:
        found = await library.newest(session, entry.slug, skip=place - 1)
    if not found:
        return None
    there = {library.Direction.OLDER: place < entry.count, library.Direction.NEWER: place > 1}
    ways = frozenset(way for way, is_there in there.items() if is_there)
    return _render(context, found[0], context.language, entry.slug, ways)


async def _list(context: Context, slug: str | None, page: int, size: int) -> Answer:
    """A page of titles; one beyond the last becomes the last."""
    texts, catalogue = context.texts, context.services.catalogue
    async with context.services.store.reading() as session:
        total = await library.count(session, slug)
        page = max(0, min(page, (total - 1) // size))
        found = await library.newest(session, slug, skip=page * size, limit=size)
    if not found:
        text = (
            texts("store-empty") if slug is None else texts("topic-empty", topic=catalogue.name(slug, context.language))
        )
        return Answer((text,), keyboards.all_topics(texts))
    title = texts("latest-title") if slug is None else texts("list-title", topic=catalogue.name(slug, context.language))
    first = page * size + 1
    last = first + len(found) - 1
    places = str(first) if first == last else f"{first}–{last}"
    foot = texts("list-range", places=places, total=total)
    page_text = cards.list_page(title, found, texts, foot if total > size else None)
    return Answer((page_text,), keyboards.pager(slug, page, size, total, texts))


def _render(
    context: Context, found: Briefing, language: str, slug: str | None, ways: frozenset[library.Direction]
) -> Answer:
    texts, services = context.texts, context.services
    zone = services.settings.timezone
    pages = cards.card_pages(found, services.texts[language], services.catalogue, zone=zone)
    link = f"https://t.me/{context.bot.username}?start=b_{found.id}"
    keyboard = keyboards.card(
        found,
        language,
        slug,
        ways=ways,
        everyones_texts=services.texts,
        texts=texts,
        link=link,
        inline=bool(context.bot.supports_inline_queries),
    )
    return Answer(pages, keyboard)
