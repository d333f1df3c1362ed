"""Briefings and lists as Telegram HTML, in pages within Telegram's limits. Everything from the store is escaped."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from telegram import InlineKeyboardMarkup

    from bot.texts import Texts
    from briefings.catalogue import Catalogue
    from briefings.model import Briefing

PAGE_LIMIT = 4096  # UTF-16 units of a message's text, entities parsed (Bot API, sendMessage)
_TAG = re.compile(r"<[^>]+>")
_HASHTAG = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")


@dataclass(frozen=True)
class Answer:
    """Messages to send in order; the keyboard goes under the last."""

    pages: tuple[str, ...]
    keyboard: InlineKeyboardMarkup | None = None


@dataclass(frozen=True)
class Block:
    """A paragraph that stays whole where it can. `lines` may be parted; `start` and `end` wrap each part."""

    lines: tuple[Markup, ...]
    start: str = ""
    end: str = ""

    def html(self, lines: Sequence[Markup]) -> str:
        """These lines of the block, wrapped."""
        return self.start + "\n".join(lines) + self.end


def utf16_length(html: str) -> int:
    """How many UTF-16 units Telegram counts for this HTML: tags are not counted, an entity is one character."""
    return len(Markup(_TAG.sub("", html)).unescape().encode("utf-16-le")) // 2  # noqa: S704 - only to be measured


def paginate(blocks: Iterable[Block], limit: int = PAGE_LIMIT) -> tuple[str, ...]:
    """Blocks parted by empty lines, in as few pages as they need; split between blocks, else between lines."""
    pages: list[str] = []
    page = ""
    for block in blocks:
        whole = block.html(block.lines)
        joined = f"{page}\n\n{whole}" if page else whole
        if utf16_length(joined) <= limit:
            page = joined
            continue
        if page:
            pages.append(page)
        *full, page = _split(block, limit)
        pages += full
    return (*pages, page)


def _split(block: Block, limit: int) -> list[str]:
    """A block in parts of at most `limit`, between its lines; a line longer than that, between sentences or words."""
    parts: list[list[Markup]] = [[]]
    for line in block.lines:
        for piece in _pieces(line, limit):
            if parts[-1] and utf16_length(block.html([*parts[-1], piece])) > limit:
                parts.append([])
            parts[-1].append(piece)
    return [block.html(part) for part in parts]


def _pieces(line: Markup, limit: int) -> list[Markup]:
    """A line that is too long, in pieces. Only plain text is ever that long: lines with markup are ours and short."""
    if utf16_length(line) <= limit:
        return [line]
    pieces = [""]
    for sentence in _SENTENCE_END.split(line.unescape()):
        for word in [sentence] if utf16_length(escape(sentence)) <= limit else sentence.split(" "):
            for start in range(0, len(word), limit // 2):  # a "word" of thousands of letters is cut where it must be
                chunk = word[start : start + limit // 2] if utf16_length(escape(word)) > limit else word
                joined = f"{pieces[-1]} {chunk}".strip()
                if utf16_length(escape(joined)) <= limit:
                    pieces[-1] = joined
                else:
                    pieces.append(chunk)
                if chunk == word:
                    break
    return [escape(piece) for piece in pieces if piece]


def shown_language(briefing: Briefing, wanted: str) -> str:
    """The wanted language, or the first that the briefing has."""
    return wanted if wanted in briefing.texts else min(briefing.texts)


def card_pages(briefing: Briefing, language: str, texts: Texts, catalogue: Catalogue) -> tuple[str, ...]:
    """A briefing as a card in `language` (or, with a note, in one that it has); `texts` are the reader's."""
    shown = shown_language(briefing, language)
    text = briefing.texts[shown]
    blocks = []
    if shown != language:
        blocks.append(Block((Markup("<i>{}</i>").format(texts("card-language-note")),)))
    head = [Markup("<b>{}</b>").format(text.title)]
    byline = [texts.date(briefing.date)] if briefing.date else []
    byline += [briefing.source_name] if briefing.source_name else []
    byline += [texts("card-expert", name=text.expert)] if text.expert else []
    if byline:
        head.append(Markup(" · ").join(byline))
    blocks.append(Block(tuple(head)))
    blocks += [Block((escape(paragraph),)) for paragraph in text.summary.split("\n\n")]
    if text.details:
        lines = tuple(Markup("• {}").format(detail) for detail in text.details)
        blocks.append(Block(lines, "<blockquote expandable>", "</blockquote>"))
    foot = [Markup(" ").join(hashtag(catalogue.name(topic.slug, shown), topic.slug) for topic in briefing.topics)]
    if briefing.source_url:
        foot.append(Markup('<a href="{}">{}</a>').format(briefing.source_url, texts("card-source")))
    blocks.append(Block(tuple(line for line in foot if line)))
    return paginate(blocks)


def hashtag(name: str, slug: str) -> Markup:
    """A topic as a hashtag: its name without spaces, or its slug where the name has signs that a hashtag can't."""
    joined = "".join(word[:1].upper() + word[1:] for word in re.split(r"[\s\-–]+", name))
    return escape("#" + (joined if _HASHTAG.fullmatch(joined) else slug))


def list_page(title: Markup, briefings: Sequence[Briefing], texts: Texts, foot: Markup | None = None) -> str:
    """Titles with date and /bN, as one page; titles are cut so that ten of them always fit."""
    blocks = [Markup("<b>{}</b>").format(title)]
    for briefing in briefings:
        language = shown_language(briefing, texts.language)
        said = [texts.date(briefing.date)] if briefing.date else []
        line = Markup(" · ").join([f"/b{briefing.id}", *said])
        blocks.append(Markup("{}\n{}").format(briefing.texts[language].title, line))
    if foot:
        blocks.append(Markup("<i>{}</i>").format(foot))
    return Markup("\n\n").join(blocks)
