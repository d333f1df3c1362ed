"""Buttons under what readers read: what each does, and how they stand. `parse` reads every button of the bot."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, ClassVar, get_args
from urllib.parse import quote, urlencode

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot import presses, sending_buttons, staff_buttons
from bot.callback_data import SLUG, CallbackData, Field, UnknownButton, button, number
from bot.cards import shown_language
from bot.desk_buttons import DeskPress
from bot.presses import Subscribe
from bot.search_buttons import TurnResults
from bot.writing_buttons import WritePress
from briefings.library import Direction

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.texts import Texts
    from briefings.catalogue import Catalogue, TopicEntry
    from briefings.model import Briefing

EVERYTHING = "*"  # in place of a topic's slug: the briefings of all topics
_TOPIC = Field(rf"{SLUG}|\*", lambda slug: None if slug == EVERYTHING else slug, lambda slug: slug or EVERYTHING)
_LANGUAGE = Field("[a-z]{2,3}")
_CHOSEN = Field("(?:[a-z]{2,3})?", lambda code: code or None, lambda code: code or "")
_SIGNS = {None: "=", Direction.OLDER: "<", Direction.NEWER: ">"}
_STEP = Field("[=<>]", {sign: step for step, sign in _SIGNS.items()}.__getitem__, _SIGNS.__getitem__)
_PAGES = Field(
    "(?:[0-9]{1,10}(?:,[0-9]{1,10})*)?",
    lambda pages: tuple(int(page) for page in pages.split(",") if page),
    lambda pages: ",".join(map(str, pages)),
)


@dataclass(frozen=True)
class TurnCard(CallbackData):
    """Show a briefing, or the one older or newer than it, in place. `earlier_pages`: ids of its other messages.

    `language`: the one that the reader has pressed; None: the chat's.
    """

    step: Direction | None
    briefing_id: int
    language: str | None
    topic: str | None
    earlier_pages: tuple[int, ...] = ()

    MARK = "c"
    FIELDS: ClassVar = {
        "step": _STEP,
        "briefing_id": number(10),
        "language": _CHOSEN,
        "topic": _TOPIC,
        "earlier_pages": _PAGES,
    }
    LAST_IF_IT_FITS = True


@dataclass(frozen=True)
class OpenTopic(CallbackData):
    """Show the newest briefing of a topic as a new message."""

    topic: str

    MARK = "t"
    FIELDS: ClassVar = {"topic": Field(SLUG)}


@dataclass(frozen=True)
class OpenBriefing(CallbackData):
    """Show a briefing as a new message."""

    briefing_id: int

    MARK = "b"
    FIELDS: ClassVar = {"briefing_id": number(10)}


@dataclass(frozen=True)
class TurnList(CallbackData):
    """Show another page of a list in place; `page` counts from 0."""

    topic: str | None
    page: int
    size: int

    MARK = "l"
    FIELDS: ClassVar = {"topic": _TOPIC, "page": number(6), "size": number(2)}


@dataclass(frozen=True)
class ChooseLanguage(CallbackData):
    """Set the chat's language."""

    language: str

    MARK = "g"
    FIELDS: ClassVar = {"language": _LANGUAGE}


@dataclass(frozen=True)
class ShowTopics(CallbackData):
    """Show all topics as a new message."""

    MARK = "a"


Button = (
    TurnCard
    | OpenTopic
    | OpenBriefing
    | TurnList
    | ChooseLanguage
    | ShowTopics
    | presses.Button
    | DeskPress
    | TurnResults
    | staff_buttons.Button
    | sending_buttons.Button
    | WritePress
)
KINDS: tuple[type[Button], ...] = get_args(Button)


def parse(data: str) -> Button:
    """Read callback data. `UnknownButton` where it is of an older version, or nobody's."""
    for kind in KINDS:
        if (pressed := kind.unpack(data)) is not None:
            return pressed
    raise UnknownButton(data)


def card(
    briefing: Briefing,
    language: str,
    topic: str | None,
    *,
    ways: Iterable[Direction],
    everyones_texts: Mapping[str, Texts],
    texts: Texts,
    link: str,
    inline: bool = False,
) -> InlineKeyboardMarkup:
    """Under a card in `language`, or in what it has of it: older and newer; its other languages, subscribe, share.

    A `language` that is not the chat's was pressed, and goes along when the pages are turned. `topic` is the one that
    the reader leafs through, `link` opens the card in this bot. With `inline` mode the card itself is shared, else the
    link to it.
    """
    shown, chosen = shown_language(briefing, language), None if language == texts.language else language
    turning = [
        button(texts.plain(f"button-{way}"), TurnCard(way, briefing.id, chosen, topic))
        for way in Direction
        if way in ways
    ]
    other = [
        button(everyones_texts[code].plain("language-name"), TurnCard(None, briefing.id, code, topic))
        for code in sorted(briefing.texts)
        if code != shown and code in everyones_texts
    ]
    share = _share(briefing, shown, texts.plain("button-share"), None if inline else link)
    to = topic or next((each.slug for each in briefing.topics), None)
    subscribe = [button(texts.plain("button-subscribe"), Subscribe(to))] if to else []
    return InlineKeyboardMarkup([row for row in (turning, [*other, share], subscribe) if row])


def _share(briefing: Briefing, language: str, label: str, link: str | None) -> InlineKeyboardButton:
    if link is None:
        return InlineKeyboardButton(label, switch_inline_query=f"b{briefing.id}")
    # %20, not +, for a space: not every client reads the plus as one.
    query = urlencode({"url": link, "text": briefing.texts[language].title}, quote_via=quote)
    return InlineKeyboardButton(label, url=f"https://t.me/share/url?{query}")


def with_earlier_pages(keyboard: InlineKeyboardMarkup, pages: Sequence[int]) -> InlineKeyboardMarkup:
    """The same keyboard, its card buttons knowing the other messages that the card is made of."""

    def know(key: InlineKeyboardButton) -> InlineKeyboardButton:
        turn = TurnCard.unpack(key.callback_data) if isinstance(key.callback_data, str) else None
        return key if turn is None else button(key.text, replace(turn, earlier_pages=tuple(pages)))

    return InlineKeyboardMarkup([[know(key) for key in row] for row in keyboard.inline_keyboard])


def topics(entries: Sequence[TopicEntry], language: str, *, with_counts: bool = False) -> InlineKeyboardMarkup:
    """Topics, two in a row, in their order; each group of topics begins a row."""
    rows: list[list[InlineKeyboardButton]] = []
    for _, group in groupby(entries, lambda entry: entry.group):
        buttons = []
        for entry in group:
            number = f" ({entry.count})" if with_counts else ""
            buttons.append(button(f"{entry.emoji} {entry.name(language)}{number}", OpenTopic(entry.slug)))
        rows += [buttons[start : start + 2] for start in range(0, len(buttons), 2)]
    return InlineKeyboardMarkup(rows)


def languages(everyones_texts: Mapping[str, Texts]) -> list[InlineKeyboardButton]:
    """A row: each language by its own name."""
    return [button(texts.plain("language-name"), ChooseLanguage(code)) for code, texts in everyones_texts.items()]


def start(catalogue: Catalogue, everyones_texts: Mapping[str, Texts], language: str) -> InlineKeyboardMarkup:
    """Languages first, then the topics that have something to read."""
    rows = topics([entry for entry in catalogue.topics if entry.count], language).inline_keyboard
    return InlineKeyboardMarkup([languages(everyones_texts), *rows])


def pager(topic: str | None, page: int, size: int, total: int, texts: Texts) -> InlineKeyboardMarkup | None:
    """Under a list: the pages before and after; nothing where there is only one."""
    row = []
    if page > 0:
        row.append(button(texts.plain("button-previous-page"), TurnList(topic, page - 1, size)))
    if (page + 1) * size < total:
        row.append(button(texts.plain("button-next-page"), TurnList(topic, page + 1, size)))
    return InlineKeyboardMarkup([row]) if row else None


def all_topics(texts: Texts) -> InlineKeyboardMarkup:
    """One button: all topics."""
    return InlineKeyboardMarkup([[button(texts.plain("button-topics"), ShowTopics())]])
