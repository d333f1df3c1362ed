"""The topics as a snapshot in memory: names, counts, and which topic a reader's words name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from briefings import library
from briefings.language import is_russian, word_stems, words
from briefings.language.rough import rough_key, rough_keys
from briefings.language.stop_words import STOP_WORDS
from briefings.model import TopicGroup

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.model import Topic

SHELVES = tuple(TopicGroup)
Phrase = tuple[frozenset[str], ...]  # the possible stems (or rough keys) of each word in turn


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


class Named(NamedTuple):
    """A topic that a text names: with which of its words, and in which languages the topic is called so."""

    topic: TopicEntry
    start: int
    end: int
    languages: frozenset[str]


@dataclass(frozen=True)
class Catalogue:
    """All visible topics in menu order: countries and formats first, then subjects."""

    topics: tuple[TopicEntry, ...]
    _by_slug: dict[str, TopicEntry] = field(init=False, repr=False, compare=False)
    _names: _Names = field(init=False, repr=False, compare=False)
    _rough_names: _Names = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_slug", {topic.slug: topic for topic in self.topics})
        names, rough = _Names(), _Names()
        for topic in self.topics:
            for name, language in _called(topic):
                names.add(_spoken(name), topic, language)
                rough.add(_keys(name), topic, language)
        object.__setattr__(self, "_names", names)
        object.__setattr__(self, "_rough_names", rough)

    def by_slug(self, slug: str) -> TopicEntry | None:
        """The topic with this slug."""
        return self._by_slug.get(slug)

    def name(self, slug: str, language: str) -> str:
        """A topic's name; the slug itself for a hidden topic."""
        topic = self._by_slug.get(slug)
        return topic.name(language) if topic else slug

    def named_by(self, text: str) -> TopicEntry | None:
        """The topic whose name or alias the whole text is, in any inflection and either language.

        As it is spelled; else as it is typed without Kazakh letters, or in Latin ones: «Кытайга», «Kytai».
        """
        return self.called(text) or self._rough_names.whole(_typed(text))

    def called(self, text: str, but: str | None = None) -> TopicEntry | None:
        """The same, only as it is spelled. `but`: the slug of a topic that is passed over."""
        return self._names.whole(_spoken(text), but)

    def mentioned_in(self, text: str) -> list[TopicEntry]:
        """The topics that the text names somewhere, in the order it names them; the longest name wins."""
        return list({named.topic.slug: named.topic for named in self.names_in(text)}.values())

    def names_in(self, text: str) -> list[Named]:
        """Where the text names topics, in its order; the longest name wins."""
        spoken, typed = _spoken(text), _typed(text)
        russian = [is_russian(token.word) for token in words(text)]
        found: list[Named] = []
        position = 0
        while position < len(spoken):
            named = self._names.longest(spoken, position)
            if named is None:
                named = self._rough_names.longest(typed, position)
                if named is not None and all(russian[position : named.end]):
                    named = None  # a Russian word means what it says: «тур» is no «түр»
            if named is not None:
                found.append(named)
            position = named.end if named is not None else position + 1
        return found


class _Names:
    """What topics are called, by the stems of the first word."""

    def __init__(self) -> None:
        self._found: dict[str, list[tuple[Phrase, TopicEntry, str | None]]] = {}

    def add(self, name: Phrase, topic: TopicEntry, language: str | None) -> None:
        """`language` None: it is called so in any."""
        for stem in name[0] if name else ():
            self._found.setdefault(stem, []).append((name, topic, language))

    def whole(self, spoken: Phrase, but: str | None = None) -> TopicEntry | None:
        """The topic that is called so, from the first word to the last; not the one with the slug `but`."""
        found = (topic for name, topic, _ in self._starting_at(spoken, 0) if len(name) == len(spoken))
        return next((topic for topic in found if topic.slug != but), None)

    def longest(self, spoken: Phrase, position: int) -> Named | None:
        """The longest name that stands in the spoken words from `position` on."""
        found = list(self._starting_at(spoken, position))
        if not found:
            return None
        name, topic, _ = max(found, key=lambda hit: len(hit[0]))
        called = [language for same, other, language in found if len(same) == len(name) and other is topic]
        every = topic.names if None in called else ()
        languages = frozenset({*every, *(language for language in called if language is not None)})
        return Named(topic, position, position + len(name), languages)

    def _starting_at(self, spoken: Phrase, position: int) -> Iterator[tuple[Phrase, TopicEntry, str | None]]:
        """The names that stand in the spoken words from `position` on: each word shares a stem with the name's."""
        for stem in sorted(spoken[position]) if position < len(spoken) else ():
            for name, topic, language in self._found.get(stem, ()):
                part = spoken[position : position + len(name)]
                if len(part) == len(name) and all(said & meant for said, meant in zip(part, name, strict=True)):
                    yield name, topic, language


def _spoken(text: str) -> Phrase:
    """A word that nobody looks for is no form of a name: «есть» is not «ЕС»."""
    return tuple(
        frozenset({token.word} if token.word in STOP_WORDS else word_stems(token.word)) for token in words(text)
    )


def _keys(name: str) -> Phrase:
    return tuple(frozenset({token.word, *map(rough_key, word_stems(token.word))}) for token in words(name))


def _typed(text: str) -> Phrase:
    """As `_spoken`: "we" is not «ВИЭ», but «туралы» stands in a name as it is."""
    return tuple(
        frozenset({token.word} if token.word in STOP_WORDS else rough_keys(token.word)) for token in words(text)
    )


def _called(topic: TopicEntry) -> list[tuple[str, str | None]]:
    """All that a reader may call it, and in which language: slug, names, aliases."""
    aliases = [(alias, language) for language, aliases in topic.aliases.items() for alias in aliases]
    return [(topic.slug, None), *((name, language) for language, name in topic.names.items()), *aliases]


def entry_of(topic: Topic, count: int = 0) -> TopicEntry:
    """A stored topic."""
    return TopicEntry(
        slug=topic.slug,
        emoji=topic.emoji,
        group=topic.group.value,
        names={language: text.name for language, text in topic.texts.items()},
        aliases={language: tuple(text.aliases) for language, text in topic.texts.items()},
        count=count,
    )


async def load_catalogue(session: AsyncSession) -> Catalogue:
    """The catalogue as the store has it now."""
    counts = await library.counts(session)
    return Catalogue(
        tuple(
            entry_of(topic, counts.get(topic.slug, 0))
            for topic in sorted(await library.topics(session), key=lambda topic: SHELVES.index(topic.group))
        )
    )
