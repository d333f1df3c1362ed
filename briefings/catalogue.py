"""The topics as a snapshot in memory: names, counts, and which topic a reader's words name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from briefings import library
from briefings.language import fold, word_stems, words
from briefings.model import TopicGroup

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy.ext.asyncio import AsyncSession

SHELVES = tuple(TopicGroup)
Phrase = tuple[frozenset[str], ...]  # the possible stems of each word in turn


@dataclass(frozen=True)
class TopicEntry:
    """A topic as readers see it, and how many published briefings it has."""

    slug: str
    emoji: str
    group: str
    names: Mapping[str, str]
    aliases: Mapping[str, tuple[str, ...]]
    count: int = 0

    def name(self, language: str) -> str:
        """Its name in a language; in the first that it has where that one is missing."""
        return self.names.get(language) or self.names[min(self.names)]


@dataclass(frozen=True)
class Catalogue:
    """All visible topics in menu order: countries and formats first, then subjects."""

    topics: tuple[TopicEntry, ...]
    _by_slug: dict[str, TopicEntry] = field(init=False, repr=False, compare=False)
    _by_stems: dict[str, list[tuple[Phrase, TopicEntry]]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_slug", {topic.slug: topic for topic in self.topics})
        index: dict[str, list[tuple[Phrase, TopicEntry]]] = {}
        for topic in self.topics:
            for phrase in _phrases(topic):
                pattern = tuple(stems | {fold(stem) for stem in stems} for stems in _spoken(phrase))
                for stem in pattern[0] if pattern else ():
                    index.setdefault(stem, []).append((pattern, topic))
        object.__setattr__(self, "_by_stems", index)

    def by_slug(self, slug: str) -> TopicEntry | None:
        """The topic with this slug."""
        return self._by_slug.get(slug)

    def name(self, slug: str, language: str) -> str:
        """A topic's name; the slug itself for a hidden topic."""
        topic = self._by_slug.get(slug)
        return topic.name(language) if topic else slug

    def named_by(self, text: str) -> TopicEntry | None:
        """The topic whose name or alias the whole text is, in any inflection and either language."""
        spoken = _spoken(text)
        for pattern, topic in self._starting_at(spoken, 0):
            if len(pattern) == len(spoken):
                return topic
        return None

    def mentioned_in(self, text: str) -> list[TopicEntry]:
        """The topics that the text names somewhere, in the order it names them; the longest name wins."""
        spoken = _spoken(text)
        found: list[TopicEntry] = []
        position = 0
        while position < len(spoken):
            pattern, topic = max(self._starting_at(spoken, position), key=lambda hit: len(hit[0]), default=((), None))
            if topic is not None and topic not in found:
                found.append(topic)
            position += max(1, len(pattern))
        return found

    def _starting_at(self, spoken: Phrase, position: int) -> Iterable[tuple[Phrase, TopicEntry]]:
        """The names that stand in the spoken words from `position` on: each word shares a stem with the name's."""
        for stem in sorted(spoken[position]) if position < len(spoken) else ():
            for pattern, topic in self._by_stems.get(stem, ()):
                part = spoken[position : position + len(pattern)]
                if len(part) == len(pattern) and all(said & meant for said, meant in zip(part, pattern, strict=True)):
                    yield pattern, topic


def _spoken(text: str) -> Phrase:
    return tuple(_said(token.word) for token in words(text))


def _said(word: str) -> frozenset[str]:
    """The stems of a word but those of one letter, which a conjunction such as «и» shares with «ИИ»."""
    return frozenset(stem for stem in word_stems(word) if len(stem) > 1) or frozenset({word})


def _phrases(topic: TopicEntry) -> list[str]:
    """All that a reader may call it: slug, names, aliases."""
    return [topic.slug, *topic.names.values(), *(alias for aliases in topic.aliases.values() for alias in aliases)]


async def load_catalogue(session: AsyncSession) -> Catalogue:
    """The catalogue as the store has it now."""
    counts = await library.counts(session)
    return Catalogue(
        tuple(
            TopicEntry(
                slug=topic.slug,
                emoji=topic.emoji,
                group=topic.group.value,
                names={language: text.name for language, text in topic.texts.items()},
                aliases={language: tuple(text.aliases) for language, text in topic.texts.items()},
                count=counts.get(topic.slug, 0),
            )
            for topic in sorted(await library.topics(session), key=lambda topic: SHELVES.index(topic.group))
        )
    )
