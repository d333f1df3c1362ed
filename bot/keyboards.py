"""Buttons: what stands on them, and their callback data, written and read side by side.

Callback data is at most 64 bytes (Bot API, InlineKeyboardButton); each kind starts with its own letter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, get_args
from urllib.parse import quote, urlencode

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot import presses, sending_buttons, staff_buttons
from bot.desk_buttons import DeskPress
from bot.presses import Subscribe, UnknownButton
from bot.search_buttons import TurnResults
from bot.writing_buttons import WritePress
from briefings.library import Direction

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.texts import Texts
    from briefings.catalogue import Catalogue, TopicEntry
    from briefings.model import Briefing

MAX_DATA_BYTES = 64
EVERYTHING = "*"  # in place of a topic's slug: the briefings of all topics
_SLUG = r"[a-z0-9_]{1,32}|\*"
_NUMBER = r"[0-9]{1,10}"  # not \d, which takes the digits of every script


@dataclass(frozen=True)
class TurnCard:
    """Show a briefing, or the one older or newer than it, in place. `earlier_pages`: ids of its other messages."""

    step: Direction | None
    briefing_id: int
    language: str
    topic: str | None
    earlier_pages: tuple[int, ...] = ()

    PATTERN = re.compile(rf"c:([=<>]):({_NUMBER}):([a-z]{{2,3}}):({_SLUG}):((?:{_NUMBER}(?:,{_NUMBER})*)?)")
    SIGNS = {None: "=", Direction.OLDER: "<", Direction.NEWER: ">"}  # noqa: RUF012

    def pack(self) -> str:
        """Callback data; the ids of earlier pages are dropped where they don't fit."""
        head = f"c:{self.SIGNS[self.step]}:{self.briefing_id}:{self.language}:{self.topic or EVERYTHING}:"
        pages = ",".join(map(str, self.earlier_pages))
        return head + pages if len(head) + len(pages) <= MAX_DATA_BYTES else head

    @classmethod
    def unpack(cls, match: re.Match[str]) -> TurnCard:
        """From a match of PATTERN."""
        sign, number, language, topic, pages = match.groups()
        step = next(step for step, written in cls.SIGNS.items() if written == sign)
        earlier = tuple(int(page) for page in pages.split(",") if page)
        return cls(step, int(number), language, None if topic == EVERYTHING else topic, earlier)


@dataclass(frozen=True)
class OpenTopic:
    """Show the newest briefing of a topic as a new message."""

    topic: str

    PATTERN = re.compile(rf"t:({_SLUG})")

    def pack(self) -> str:
        """Callback data."""
        return f"t:{self.topic}"

    @classmethod
    def unpack(cls, match: re.Match[str]) -> OpenTopic:
        """From a match of PATTERN."""
        return cls(match[1])


@dataclass(frozen=True)
class OpenBriefing:
    """Show a briefing as a new message."""

    briefing_id: int

    PATTERN = re.compile(rf"b:({_NUMBER})")

    def pack(self) -> str:
        """Callback data."""
        return f"b:{self.briefing_id}"

    @classmethod
    def unpack(cls, match: re.Match[str]) -> OpenBriefing:
        """From a match of PATTERN."""
        return cls(int(match[1]))


@dataclass(frozen=True)
class TurnList:
    """Show another page of a list in place; `page` counts from 0."""

    topic: str | None
    page: int
    size: int

    PATTERN = re.compile(rf"l:({_SLUG}):([0-9]{{1,6}}):([0-9]{{1,2}})")

    def pack(self) -> str:
        """Callback data."""
        return f"l:{self.topic or EVERYTHING}:{self.page}:{self.size}"

    @classmethod
    def unpack(cls, match: re.Match[str]) -> TurnList:
        """From a match of PATTERN."""
        return cls(None if match[1] == EVERYTHING else match[1], int(match[2]), int(match[3]))


@dataclass(frozen=True)
class ChooseLanguage:
    """Set the chat's language."""

    language: str

    PATTERN = re.compile(r"g:([a-z]{2,3})")

    def pack(self) -> str:
        """Callback data."""
        return f"g:{self.language}"

    @classmethod
    def unpack(cls, match: re.Match[str]) -> ChooseLanguage:
        """From a match of PATTERN."""
        return cls(match[1])


@dataclass(frozen=True)
class ShowTopics:
    """Show all topics as a new message."""

    PATTERN = re.compile(r"a")

    def pack(self) -> str:
        """Callback data."""
        return "a"

    @classmethod
    def unpack(cls, _match: re.Match[str]) -> ShowTopics:
        """From a match of PATTERN."""
        return cls()


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
        if match := kind.PATTERN.fullmatch(data):
            return kind.unpack(match)
    raise UnknownButton(data)


def _button(text: str, what: Button) -> InlineKeyboardButton:
    return InlineKeyboardButton(text, callback_data=what.pack())


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
    """Under a card shown in `language`: older and newer; its other languages, subscribe, share.

    `topic` is the one that the reader leafs through, `link` opens the card in this bot. With `inline` mode the card
    itself is shared, else the link to it.
    """
    turning = [
        _button(texts.plain(f"button-{way}"), TurnCard(way, briefing.id, language, topic))
        for way in Direction
        if way in ways
    ]
    other = [
        _button(everyones_texts[code].plain("language-name"), TurnCard(None, briefing.id, code, topic))
        for code in sorted(briefing.texts)
        if code != language and code in everyones_texts
    ]
    share = _share(briefing, language, texts.plain("button-share"), None if inline else link)
    to = topic or next((each.slug for each in briefing.topics), None)
    subscribe = [_button(texts.plain("button-subscribe"), Subscribe(to))] if to else []
    return InlineKeyboardMarkup([row for row in (turning, [*other, share], subscribe) if row])


def _share(briefing: Briefing, language: str, label: str, link: str | None) -> InlineKeyboardButton:
    if link is None:
        return InlineKeyboardButton(label, switch_inline_query=f"b{briefing.id}")
    # %20, not +, for a space: not every client reads the plus as one.
    query = urlencode({"url": link, "text": briefing.texts[language].title}, quote_via=quote)
    return InlineKeyboardButton(label, url=f"https://t.me/share/url?{query}")


def with_earlier_pages(keyboard: InlineKeyboardMarkup, pages: Sequence[int]) -> InlineKeyboardMarkup:
    """The same keyboard, its card buttons knowing the other messages that the card is made of."""

    def know(button: InlineKeyboardButton) -> InlineKeyboardButton:
        match = TurnCard.PATTERN.fullmatch(button.callback_data) if isinstance(button.callback_data, str) else None
        if match is None:
            return button
        return _button(button.text, replace(TurnCard.unpack(match), earlier_pages=tuple(pages)))

    return InlineKeyboardMarkup([[know(button) for button in row] for row in keyboard.inline_keyboard])


def topics(entries: Sequence[TopicEntry], language: str, *, with_counts: bool = False) -> InlineKeyboardMarkup:
    """Topics, two in a row, in their order; each group of topics begins a row."""
    rows: list[list[InlineKeyboardButton]] = []
    for _, group in groupby(entries, lambda entry: entry.group):
        buttons = []
        for entry in group:
            number = f" ({entry.count})" if with_counts else ""
            buttons.append(_button(f"{entry.emoji} {entry.name(language)}{number}", OpenTopic(entry.slug)))
        rows += [buttons[start : start + 2] for start in range(0, len(buttons), 2)]
    return InlineKeyboardMarkup(rows)


def languages(everyones_texts: Mapping[str, Texts]) -> list[InlineKeyboardButton]:
    """A row: each language by its own name."""
    return [_button(texts.plain("language-name"), ChooseLanguage(code)) for code, texts in everyones_texts.items()]


def start(catalogue: Catalogue, everyones_texts: Mapping[str, Texts], language: str) -> InlineKeyboardMarkup:
    """Languages first, then the topics that have something to read."""
    rows = topics([entry for entry in catalogue.topics if entry.count], language).inline_keyboard
    return InlineKeyboardMarkup([languages(everyones_texts), *rows])


def pager(topic: str | None, page: int, size: int, total: int, texts: Texts) -> InlineKeyboardMarkup | None:
    """Under a list: the pages before and after; nothing where there is only one."""
    row = []
    if page > 0:
        row.append(_button(texts.plain("button-previous-page"), TurnList(topic, page - 1, size)))
    if (page + 1) * size < total:
        row.append(_button(texts.plain("button-next-page"), TurnList(topic, page + 1, size)))
    return InlineKeyboardMarkup([row]) if row else None


def all_topics(texts: Texts) -> InlineKeyboardMarkup:
    """One button: all topics."""
    return InlineKeyboardMarkup([[_button(texts.plain("button-topics"), ShowTopics())]])
