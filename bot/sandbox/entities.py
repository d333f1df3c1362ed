"""Texts with entities as Telegram keeps them: cleaned, trimmed, links and commands found; offsets in UTF-16 units."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

Entity = dict[str, Any]
"""A MessageEntity as the Bot API writes it; ``offset`` and ``length`` count UTF-16 units."""

MOST_ENTITIES = 100  # Telegram drops the rest without a word

_REMOVED = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")
_SPACED = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f]")
_INVISIBLE = re.compile("[\\s\u00ad\u180e\u200b-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]*")

# The character itself comes first and what may stand before it is looked at afterwards: so the search is a fast one.
_COMMAND = re.compile(r"/(?<![\w/<>]/)[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])")
_MENTION = re.compile(r"@(?<![\w/]@)[A-Za-z0-9_]{4,32}(?![\w@])")
_HASHTAG = re.compile(r"#(?<![\w#]#)(?=\d*[^\W\d])\w{1,256}(?![\w#])")
_URL = re.compile(
    r"(?<![\w@./])(?:https?://[^\s<>\"«»]+|(?:[a-z0-9-]+\.)+(?:com|org|net|int|info|kz|ru|eu|me|io|gov)\b(?:/[^\s<>\"«»]*)?)",
    re.IGNORECASE,
)
_FOUND = (("url", _URL), ("bot_command", _COMMAND), ("hashtag", _HASHTAG), ("mention", _MENTION))
_OPAQUE = frozenset({"code", "pre"})
_NO_LINKS_INSIDE = _OPAQUE | {"text_link", "text_mention", "url"}

# tdlib's order for entities that cover the same text; whoever is not named comes at 50.
_PRIORITY = {
    "blockquote": 0, "expandable_blockquote": 0, "pre": 11, "code": 20, "text_link": 49, "text_mention": 49, "bold": 90,
    "italic": 91, "underline": 92, "strikethrough": 93, "spoiler": 94, "custom_emoji": 99,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text and its entities in Telegram's order."""

    text: str
    entities: list[Entity] = field(default_factory=list)


def units(text: str) -> int:
    """The length of ``text`` in UTF-16 units, which is how Telegram counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def slice_units(text: str, offset: int, length: int) -> str:
    """The part of ``text`` that an entity covers."""
    raw = text.encode("utf-16-le", "surrogatepass")
    return raw[2 * offset : 2 * (offset + length)].decode("utf-16-le", "replace")


def is_blank(text: str) -> bool:
    """Whether nothing in ``text`` would be seen; Telegram refuses such a message."""
    return _INVISIBLE.fullmatch(text) is not None


def settle(text: str, entities: list[Entity], *, find: bool = True) -> Formatted:
    """What Telegram stores of a text: control characters gone, ends trimmed, commands, links and hashtags found."""
    text, entities = _clean(text, entities)
    text, entities = _trim(text, entities)
    if find:
        entities = entities + _find(text, entities)
    entities.sort(key=_order)
    return Formatted(text, _unnested(entities)[:MOST_ENTITIES])


def _order(entity: Entity) -> tuple[int, int, int]:
    return entity["offset"], -entity["length"], _PRIORITY.get(entity["type"], 50)


def _clean(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    text = _SPACED.sub(" ", text)
    gone = [units(text[: match.start()]) for match in _REMOVED.finditer(text)]
    if not gone:
        return text, entities
    moved = []
    for entity in entities:
        start, end = entity["offset"], entity["offset"] + entity["length"]
        start, end = start - bisect_left(gone, start), end - bisect_left(gone, end)
        moved.append(entity | {"offset": start, "length": end - start})
    return _REMOVED.sub("", text), moved


def _trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    left = len(text) - len(text.lstrip(" \n"))
    text = text.strip(" \n")
    size, kept = units(text), []
    for entity in entities:
        start = max(0, entity["offset"] - left)
        end = min(size, entity["offset"] + entity["length"] - left)
        if end > start:
            kept.append(entity | {"offset": start, "length": end - start})
    return text, kept


def _find(text: str, entities: list[Entity]) -> list[Entity]:
    closed = [(e["offset"], e["offset"] + e["length"]) for e in entities if e["type"] in _NO_LINKS_INSIDE]
    wide = [0, *accumulate(1 + (char > "\uffff") for char in text)] if text and max(text) > "\uffff" else None
    found: list[Entity] = []
    for kind, pattern in _FOUND:
        for match in pattern.finditer(text):
            start, end = match.start(), match.start() + len(match.group().rstrip(".,:;!?)»'"))
            if wide is not None:
                start, end = wide[start], wide[end]
            if all(end <= low or start >= high for low, high in closed):
                found.append({"type": kind, "offset": start, "length": end - start})
                closed.append((start, end))
    return found


def _unnested(entities: list[Entity]) -> list[Entity]:
    """Nothing lives inside code, and no quote inside a quote."""
    kept: list[Entity] = []
    code_end = quote_end = -1
    for entity in entities:
        end = entity["offset"] + entity["length"]
        if entity["offset"] < code_end:
            continue
        if entity["type"].endswith("blockquote"):
            if entity["offset"] < quote_end:
                continue
            quote_end = end
        elif entity["type"] in _OPAQUE:
            code_end = end
        kept.append(entity)
    return kept
