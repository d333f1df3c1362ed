"""A search carried out, and its results as a page of Telegram HTML."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from markupsafe import Markup, escape
from telegram import InlineKeyboardMarkup

from bot import keyboards
from bot.callback_data import button
from bot.cards import Answer, dated, shortened
from bot.search_buttons import TurnResults
from briefings.search import answers, finding, missed, spelling
from briefings.search.asking import MOST
from briefings.search.operators import unquoted
from briefings.search.query import parse
from briefings.search.questions import understand

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.services import Services
    from bot.texts import Texts
    from briefings.catalogue import TopicEntry
    from briefings.model import Briefing
    from briefings.search.answers import Passage
    from briefings.search.finding import Hit, Results
    from briefings.search.query import Query
    from briefings.search.questions import Question

PAGE = 5
LOOKED_AT = 10  # results among which an answer is looked for
# UTF-16 units; with these, five results and an answer stay within one message.
LONGEST_QUERY, LONGEST_TITLE, LONGEST_SENTENCE, LONGEST_ANSWER = 200, 150, 240, 400
MOST_TOPICS = 3
TOPICS_OFFERED = 6


@dataclass(frozen=True)
class Search:
    """What was found for a query.

    `is_corrected`: it is the nearest spelling of what the reader typed; `is_unquoted`: it is without the quotes that
    they typed, since nothing has the phrase.
    """

    query: Query
    question: Question
    results: Results
    is_corrected: bool = False
    is_unquoted: bool = False


def level(text: str) -> str:
    """A query in one line, as it is shown above its results and searched; what is too long loses its end."""
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    return shortened(" ".join(plain.split()), LONGEST_QUERY)


async def search(services: Services, text: str, language: str, *, skip: int, limit: int) -> Search:
    """Search; where nothing has all the words, what the nearest spelling of them finds.

    A question is not put right while it finds something: it has words that no briefing need have.
    """
    async with services.store.searching() as session:

        async def find(text: str) -> Search:
            query, question = parse(text, services.catalogue), understand(text, services.catalogue)
            results = await finding.find(session, query, language=language, skip=skip, limit=limit)
            return Search(query, question, results)

        typed = await find(text)
        is_asked = typed.question.wanted is not None
        is_enough = typed.results.is_whole or (is_asked and typed.results.total)
        spelled = None if typed.query.is_empty or is_enough else await spelling.nearest(session, typed.query)
        if spelled is None:
            return typed
        meant = await find(spelled)
        is_better = meant.results.is_whole or (meant.results.total and not typed.results.total)
        return replace(meant, is_corrected=True) if is_better else typed


async def results_page(services: Services, text: str, language: str, page: int) -> Answer:
    """A page of results; one beyond the last becomes the last. What was not found is noted, and topics are offered."""
    texts = services.texts[language]
    page = min(page, (MOST - 1) // PAGE)
    limit = PAGE if page else LOOKED_AT
    found = await search(services, text, language, skip=page * PAGE, limit=limit)
    if found.query.phrases and not found.results.total:
        loose = await search(services, unquoted(text), language, skip=page * PAGE, limit=limit)
        found = replace(loose, is_unquoted=True) if loose.results.total else found
    if page and found.results.total and not found.results.hits:
        page = (found.results.total - 1) // PAGE
        found = await search(services, text, language, skip=page * PAGE, limit=limit)
    if found.results.total:
        html = _html(services, found, language, page)
        return Answer((html,), _pager(found, page, texts))
    unknown = _unknown_topics(found.query, texts)
    if found.query.is_empty:
        how = hint(services, language, "search-empty")
        return Answer((unknown + Markup("\n") + how.pages[0],), how.keyboard) if unknown else how
    if not page:
        async with services.store.writing() as session:
            await missed.note(session, text, services.now())
    keyboard = some_topics(services.catalogue.topics, texts, first=found.query.mentioned)
    nothing = texts("search-nothing", query=unquoted(text))
    return Answer((Markup("\n").join(filter(None, (unknown, nothing))),), keyboard)


def _unknown_topics(query: Query, texts: Texts) -> Markup:
    """That there are no topics of these names; empty where there are."""
    if not query.unknown_topics:
        return Markup()
    names = shortened(", ".join(f"#{name}" for name in query.unknown_topics), LONGEST_TITLE)
    return texts("search-unknown-topic", names=names, count=len(query.unknown_topics))


def hint(services: Services, language: str, key: str) -> Answer:
    """How to search."""
    texts = services.texts[language]
    return Answer((texts(key) + "\n\n" + texts("search-hint"),), keyboards.all_topics(texts))


def _html(services: Services, found: Search, language: str, page: int) -> str:
    """The head; on the first page the answer, or that there is none; the results but the one that answers."""
    texts, question, hits = services.texts[language], found.question, list(found.results.hits)
    shown = [hit.briefing.texts[hit.language] for hit in hits]
    blocks = [_head(services, found, texts)]
    answering = None
    if page == 0 and question.wanted is not None:
        candidates = answers.passages(shown, question, titles=True)
        answering = answers.answer(candidates, question)
        if answering is None:
            blocks.append(texts("search-no-answer"))
        else:
            quoted = hits[answering].briefing, shown[answering].title, candidates[answering]
            blocks.append(_answer(texts, *quoted))
    elif page == 0 and (found.results.untimed or found.results.partial):
        blocks.append(texts("search-untimed" if found.results.untimed else "search-partial"))
    passages = answers.passages(shown, question)
    blocks += [_item(texts, hits[at], passages[at], question) for at in range(len(hits))[:PAGE] if at != answering]
    return Markup("\n\n").join(blocks)


def _item(texts: Texts, hit: Hit, passage: Passage, question: Question) -> Markup:
    """Title, the best sentence, number and date; and that there is only another language where it is so."""
    briefing, title = hit.briefing, hit.briefing.texts[hit.language].title
    said = [Markup("/b{}").format(briefing.id), escape(dated(briefing, texts))]
    said += [Markup("<i>{}</i>").format(texts("digest-language-note"))] if hit.language != texts.language else []
    name = marked(title, answers.places(title, question), LONGEST_TITLE)
    sentence = marked(passage.text, passage.places, LONGEST_SENTENCE)
    return Markup("{}\n<i>{}</i>\n{}").format(name, sentence, Markup(" · ").join(said))


def _head(services: Services, found: Search, texts: Texts) -> Markup:
    """What was searched (a button that cannot hold it reads it there), how much was found, the topics it names."""
    query = Markup("<code>{}</code>").format(found.query.text)
    many = "search-count-more" if found.results.more else "search-count"
    lines = [Markup("🔎 {} · {}").format(query, texts(many, count=found.results.total))]
    if found.is_corrected:
        lines.insert(0, texts("search-corrected", query=unquoted(found.query.text)))
    if found.is_unquoted:
        lines.insert(0, texts("search-unquoted"))
    if unknown := _unknown_topics(found.query, texts):
        lines.insert(0, unknown)
    named = [topic for topic in map(services.catalogue.by_slug, found.query.mentioned[:MOST_TOPICS]) if topic]
    lines += [Markup("{} {} – /{}").format(each.emoji, each.name(texts.language), each.slug) for each in named]
    return Markup("\n").join(lines)


def _answer(texts: Texts, briefing: Briefing, title: str, passage: Passage) -> Markup:
    """The sentence as it stands, and where from."""
    quoted = marked(passage.text, passage.places, LONGEST_ANSWER)
    source = [escape(shortened(title, LONGEST_TITLE))]
    source += [escape(briefing.source_name)] if briefing.source_name else []
    source += [escape(texts.date(briefing.date))] if briefing.date else []
    source.append(Markup("/b{}").format(briefing.id))
    return Markup("{}\n<blockquote>{}</blockquote>\n– {}").format(
        texts("search-answer"), quoted, Markup(" · ").join(source)
    )


def marked(text: str, places: Sequence[tuple[int, int]], longest: int) -> Markup:
    """A text, cut where it is longer than so many UTF-16 units, with what stands at `places` in bold."""
    kept = shortened(text, longest)
    whole = len(text) if kept == text else len(kept) - 1  # without the ellipsis
    parts, at = [], 0
    for start, end in places:
        if end <= whole:
            parts += [escape(kept[at:start]), Markup("<b>{}</b>").format(kept[start:end])]
            at = end
    return Markup().join([*parts, escape(kept[at:])])


def _pager(found: Search, page: int, texts: Texts) -> InlineKeyboardMarkup | None:
    row = []
    for key, to in (("button-previous-page", page - 1), ("button-next-page", page + 1)):
        if 0 <= to * PAGE < found.results.total:
            row.append(button(texts.plain(key), TurnResults(to, found.query.text)))
    return InlineKeyboardMarkup([row]) if row else None


def some_topics(entries: Sequence[TopicEntry], texts: Texts, first: Iterable[str] = ()) -> InlineKeyboardMarkup:
    """A few topics, `first` (slugs) and then those with most to read, and a button for all."""
    rich = sorted((entry for entry in entries if entry.count), key=lambda entry: -entry.count)
    chosen = list(dict.fromkeys([*first, *(entry.slug for entry in rich)]))[:TOPICS_OFFERED]
    rows = keyboards.topics([entry for entry in entries if entry.slug in chosen], texts.language).inline_keyboard
    return InlineKeyboardMarkup([*rows, *keyboards.all_topics(texts).inline_keyboard])
