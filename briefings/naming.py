"""What a topic may be called: each word opens that topic and no other, and means nothing else behind /subscribe."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from briefings import wishes
from briefings.catalogue import Catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefings.catalogue import TopicEntry


class Trouble(NamedTuple):
    """A word that a topic can't be called. `field`: slug, names or aliases; `slug`: of the topic that has it already.

    None: of none, but readers mean something else by it.
    """

    field: str
    word: str
    slug: str | None


def trouble(topic: TopicEntry, every: Catalogue) -> Trouble | None:
    """The first such word of the topic, if there is one. `every`: all topics, hidden ones too, perhaps this one."""
    alone = Catalogue((topic,))
    for field, word in _called(topic):
        if not wishes.is_topic(word, alone):
            return Trouble(field, word, None)
        other = every.called(word, but=topic.slug)
        if other is not None:
            return Trouble(field, word, other.slug)
    return None


def _called(topic: TopicEntry) -> Iterator[tuple[str, str]]:
    yield "slug", topic.slug
    for name in topic.names.values():
        yield "names", name
    for aliases in topic.aliases.values():
        for alias in aliases:
            yield "aliases", alias
