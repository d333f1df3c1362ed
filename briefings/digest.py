"""PURE: which briefings make an edition, under which headings, in what order."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence


@dataclass(frozen=True)
class Item:
    """What the digest needs to know of a briefing. `topics`: slugs, most important first."""

    briefing_id: int
    publication: int  # its place in the order of publishing
    topics: tuple[str, ...]


Section = tuple[str, tuple[int, ...]]  # a topic's slug and the briefings under it
Content = tuple[Section, ...]


def arrange(items: Iterable[Item], wanted: Collection[str] | None, order: Sequence[str]) -> Content:
    """The wanted items, each once, under the first of its topics that is wanted; sections in the order of topics.

    `items` come newest first and stay so within a section. `wanted` None: all topics; `order`: every visible topic.
    """
    sections: dict[str, list[int]] = {}
    for item in items:
        topic = next((slug for slug in item.topics if slug in order and (wanted is None or slug in wanted)), None)
        if topic is not None:
            sections.setdefault(topic, []).append(item.briefing_id)
    return tuple((slug, tuple(sections[slug])) for slug in order if slug in sections)


def briefing_ids(content: Content) -> list[int]:
    """Every briefing of the content in its order."""
    return [number for _, numbers in content for number in numbers]


def key(content: Content) -> str:
    """The same for the same content: one edition serves all chats that get it."""
    return f"digest:{hashlib.sha256(json.dumps(content).encode()).hexdigest()}"
