"""Briefings and lists as Telegram HTML, in pages within Telegram's limits. Everything from the store is escaped."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from bot.markup import pieces, units, utf16_length
from briefings.partial_date import PartialDate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from telegram import InlineKeyboardMarkup

    from bot.texts import Texts
    from briefings.catalogue import Catalogue
    from briefings.model import Briefing, BriefingText

PAGE_LIMIT = 4096  # UTF-16 units of a message's text, entities parsed (Bot API, sendMessage)
_HASHTAG = re.compile(r"\d*[^\W\d]\w*")  # of digits alone Telegram makes none


@dataclass(frozen=True)
class Answer:
    """Messages to send in order; the keyboard goes under the last."""

    pages: tuple[str, ...]
    keyboard: InlineKeyboardMarkup | None = None

    @cached_property
    def markup(self) -> str | None:
        """The keyboard as it is sent: written once, however many chats get it."""
        return self.keyboard.to_json() if self.keyboard else None


@dataclass(frozen=True)
class Block:
    """A paragraph that stays whole where it can. `lines` may be parted; `start` and `end` wrap each part."""

    lines: tuple[Markup, ...]
    start: str = ""
    end: str = ""

    def html(self, lines: Sequence[Markup]) -> str:
        """These lines of the block, wrapped."""
        return self.start + "\n".join(lines) + self.end


def paginate(blocks: Iterable[Block], limit: int = PAGE_LIMIT) -> tuple[str, ...]:
    """Blocks parted by empty lines, split between blocks; one that is longer than a page, between lines or words."""
    pages: list[str] = []
    page = ""
    for block in blocks:
        if not block.lines:
            continue
        whole = block.html(block.lines)
        gap = "\n\n" if page else ""
        room = limit - utf16_length(page) - len(gap)
        if utf16_length(whole) <= room:
            page += gap + whole
        elif utf16_length(whole) <= limit:
            pages.append(page)
            page = whole
        else:
            first, *rest = _split(block, room, limit)
            page += gap + first if first else ""
            for part in rest:
                pages.append(page)
                page = part
    return (*filter(None, pages), page)


def _split(block: Block, room: int, limit: int) -> list[str]:
    """A block longer than `limit` in parts of at most that; the first at most `room`, empty where nothing fits."""
    parts: list[list[Markup]] = [[]]
    for line in block.lines:
        taken = utf16_length(block.html(parts[-1])) + 1 if parts[-1] else 0
        first, *rest = pieces(line, (room if len(parts) == 1 else limit) - taken, limit)
        parts[-1] += [first] if first else []
        parts += [[piece] for piece in rest if piece]
    return [block.html(part) if part else "" for part in parts]


def shown_language(briefing: Briefing, wanted: str) -> str:
    """The wanted language, or the first that the briefing has."""
    return wanted if wanted in briefing.texts else min(briefing.texts)


def card_pages(
    briefing: Briefing,
    texts: Texts,
    catalogue: Catalogue,
    notice: Markup | None = None,
    *,
    zone: str = "UTC",
    numbered: bool = True,
) -> tuple[str, ...]:
    """A briefing as a card in the language of `texts`, or in another, with a note, where it has no such text.

    What we say ourselves (date, what was corrected, topics) is in that of `texts` even then. `notice` stands above all
    else. `zone`: IANA, of the day on which it was corrected. `numbered`: with its command, which only a chat with the
    bot understands.
    """
    shown = shown_language(briefing, texts.language)
    text = briefing.texts[shown]
    blocks = [Block((notice,))] if notice else []
    if shown != texts.language:
        blocks.append(Block((Markup("<i>{}</i>").format(texts("card-language-note")),)))
    blocks.append(_head(briefing, text, texts, zone))
    blocks += [Block((escape(paragraph),)) for paragraph in text.summary.split("\n\n")]
    if text.details:
        lines = tuple(Markup("• {}").format(detail) for detail in text.details)
        blocks.append(Block(lines, "<blockquote expandable>", "</blockquote>"))
    tags = [hashtag(catalogue.name(topic.slug, texts.language), topic.slug) for topic in briefing.topics]
    number = [Markup("/b{}").format(briefing.id)] if numbered else []  # by which it can be cited
    foot = [Markup(" ").join([*tags, *number])]
    if briefing.source_url:
        foot.append(Markup('<a href="{}">{}</a>').format(briefing.source_url, texts("card-source")))
    blocks.append(Block(tuple(line for line in foot if line)))
    return paginate(blocks)


def _head(briefing: Briefing, text: BriefingText, texts: Texts, zone: str) -> Block:
    """Title, byline, and what was corrected."""
    head = [Markup("<b>{}</b>").format(text.title)]
    byline = [dated(briefing, texts)]
    byline += [briefing.source_name] if briefing.source_name else []
    byline += [texts("card-expert", name=text.expert)] if text.expert else []
    head.append(Markup(" · ").join(byline))
    if (corrected := _corrected(briefing, texts, zone)) is not None:
        head.append(corrected)
    return Block(tuple(head))


def correction_line(briefing: Briefing, language: str) -> str | None:
    """What was corrected, in this language or as it was written; None: nothing was."""
    lines = briefing.correction or {}
    return lines.get(language) or next(iter(lines.values()), None)


def _corrected(briefing: Briefing, texts: Texts, zone: str) -> Markup | None:
    reason, at = correction_line(briefing, texts.language), briefing.corrected_at
    if reason is None or at is None:
        return None
    date = texts.date(PartialDate.of(at.astimezone(ZoneInfo(zone)).date()))
    line = texts("card-corrected", date=date, reason=reason)
    return Markup("<i>{}</i>").format(line)


def hashtag(name: str, slug: str) -> Markup:
    """A topic as a hashtag: underscores for spaces, or its slug where the name has signs that a hashtag can't."""
    joined = "_".join(re.split(r"[\s\-–]+", name))
    return escape("#" + (joined if _HASHTAG.fullmatch(joined) else slug))


def list_page(title: Markup, briefings: Sequence[Briefing], texts: Texts, foot: Markup | None = None) -> str:
    """Titles with date and /bN, as one page; where that is too long, each title is cut to its share of the room."""

    def page(longest: int) -> str:
        blocks = [Markup("<b>{}</b>").format(title)]
        for briefing in briefings:
            line = Markup(" · ").join([f"/b{briefing.id}", dated(briefing, texts)])
            name = briefing.texts[shown_language(briefing, texts.language)].title
            blocks.append(Markup("{}\n{}").format(shortened(name, longest), line))
        if foot:
            blocks.append(Markup("<i>{}</i>").format(foot))
        return Markup("\n\n").join(blocks)

    whole = page(PAGE_LIMIT)
    if utf16_length(whole) <= PAGE_LIMIT:
        return whole
    return page((PAGE_LIMIT - utf16_length(page(0))) // len(briefings))


def dated(briefing: Briefing, texts: Texts) -> str:
    """Its date; where there is none, that it is unknown."""
    return texts.date(briefing.date) if briefing.date else texts("date-unknown")


def shortened(text: str, longest: int) -> str:
    """A text of at most `longest` UTF-16 units (and never less than an ellipsis), cut between words where it can be."""
    if units(text) <= longest:
        return text
    kept = text.encode("utf-16-le")[: 2 * max(0, longest - 1)].decode("utf-16-le", "ignore")
    return (kept.rpartition(" ")[0] or kept).rstrip(" ,;:–-") + "…"
