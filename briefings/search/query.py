"""What a reader looks for: the words behind `/search`, read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from briefings.language import is_known, is_rough, word_stems, words
from briefings.language.latin import russian_words
from briefings.language.rough import rough_key, rough_keys
from briefings.model import TopicGroup
from briefings.search import period
from briefings.search.lexemes import LONGEST
from briefings.search.operators import QUOTED, WITHOUT, looked_for, take_topics
from briefings.search.questions import empty_words

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from briefings.catalogue import Catalogue, Named
    from briefings.partial_date import PartialDate
    from briefings.search.period import Anniversary

MOST_WORDS: Final = 12  # that count; of a longer query the first
MOST_TEXT: Final = 1000  # characters of a query that are looked at
Phrase: TypeAlias = tuple[str, ...]  # the forms of its words, in their order


class Word(NamedTuple):
    """A word that is looked for: its form, its stems in both languages, and its keys if it was typed roughly.

    `meant`: stems of the Russian words that it may be if it is in Latin letters: zerno.
    """

    form: str
    stems: tuple[str, ...]
    rough: tuple[str, ...]
    is_rough: bool  # it is no Russian word, and has no Kazakh letter: Казакстан, Tokayev
    meant: tuple[str, ...] = ()


class Group(NamedTuple):
    """Words that are looked for together; `topic`: they name it, and a briefing that has it will do.

    `unless`: but not one with a text in this language, in which it would have said so itself.
    """

    words: tuple[Word, ...]
    topic: str | None = None
    unless: str | None = None


@dataclass(frozen=True)
class Query:
    """A query, read. Empty where there is nothing in it to look for."""

    text: str
    groups: tuple[Group, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    without_phrases: tuple[Phrase, ...] = ()
    without: tuple[Word, ...] = ()
    topics: tuple[str, ...] = ()  # slugs; the briefing has all of them
    without_topics: tuple[str, ...] = ()  # and none of these
    unknown_topics: tuple[str, ...] = ()  # that nothing is called so; they narrow nothing
    period: PartialDate | Anniversary | None = None
    period_words: tuple[Word, ...] = ()  # that name it, to be looked for where nothing is of that time: «с 1993 года»
    mentioned: tuple[str, ...] = ()  # slugs of the topics that its words name, or that it is narrowed to

    @property
    def words(self) -> tuple[Word, ...]:
        """The words that are looked for."""
        return tuple(word for group in self.groups for word in group.words)

    @property
    def untimed(self) -> Query:
        """The same with the words that name a time as words like any other."""
        return replace(self, period=None, groups=(*self.groups, *(Group((word,)) for word in self.period_words)))

    @property
    def is_narrowed(self) -> bool:
        """Whether there is more in it than words."""
        named = self.phrases or self.topics or self.unknown_topics
        return self.excludes or bool(named) or self.period is not None

    @property
    def excludes(self) -> bool:
        """Whether there is something that is not to be found."""
        return bool(self.without or self.without_phrases or self.without_topics)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is looked for: no word but those that stand in every text."""
        return not (self.groups or self.topics or self.without_topics or self.period)


def parse(text: str, catalogue: Catalogue) -> Query:
    """Read what a reader typed: words, "a phrase", -without, #topic, a day, month or year. Anything may be in it."""
    rest, topics, without_topics, unknown = take_topics(text[:MOST_TEXT], catalogue)
    without: list[Word] = []
    without_phrases: list[Phrase] = []
    for excluded in WITHOUT.findall(rest):
        phrase = _phrase(excluded)
        if len(phrase) > 1 and QUOTED.match(excluded):
            without_phrases.append(phrase)
        else:
            without += map(_word, phrase)
    rest = looked_for(rest)
    phrases = map(_phrase, QUOTED.findall(rest))
    said = list(words(rest))
    forms = [token.word[:LONGEST] for token in said]
    names = catalogue.names_in(rest)
    joints = [rest[before.end : after.start] for before, after in pairwise(said)]
    time, start, end = period.find(forms, joints) or (None, 0, 0)
    of_time = range(start, end)
    return Query(
        text=text,
        groups=_groups(names, forms, of_time, empty_words(rest)),
        phrases=tuple(phrase for phrase in phrases if len(phrase) > 1),
        without_phrases=tuple(without_phrases),
        without=tuple(without[:MOST_WORDS]),
        topics=topics,
        without_topics=without_topics,
        unknown_topics=unknown,
        period=time,
        period_words=tuple(_word(forms[at]) for at in of_time if not period.is_year_word(forms[at])),
        mentioned=tuple(dict.fromkeys([*topics, *(name.topic.slug for name in names)])),
    )


def _phrase(text: str) -> Phrase:
    return tuple(token.word for token in words(text))


def _groups(names: Sequence[Named], forms: Sequence[str], of_time: range, empty: Set[str]) -> tuple[Group, ...]:
    """The words, those that name a topic together; without empty ones, without those that name a time, each once."""
    named = {name.start: name for name in names}
    found: dict[tuple[str, ...], Group] = {}
    at = count = 0
    while at < len(forms) and count < MOST_WORDS:
        name = named.get(at)
        end = name.end if name else at + 1
        kept = [forms[place] for place in range(at, end) if place not in of_time and forms[place] not in empty]
        if kept:
            is_country = name is not None and name.topic.group == TopicGroup.COUNTRIES
            spoken = tuple(map(_word if is_country else _typed, kept))
            group = Group(spoken, *(_meaning(name) if name else ()))
            found.setdefault(tuple(kept), group)
            count += len(kept)
        at = end
    return tuple(found.values())


def _meaning(name: Named) -> tuple[str | None, str | None]:
    """The topic that the words stand for, and in which language the briefing would have said them itself.

    A country is the same under all its names; a subject's aliases are not (мұнай, газ): they only lead to a briefing
    that has no text in their language.
    """
    if name.topic.group == TopicGroup.COUNTRIES:
        return name.topic.slug, None
    return (name.topic.slug, min(name.languages)) if len(name.languages) == 1 else (None, None)


def _word(form: str) -> Word:
    stems, rough = word_stems(form), is_rough(form)
    if not rough and is_known(form):  # no guess is needed where its stem ends: «жылқы» is no form of «жылғы»
        return Word(form, stems, tuple(dict.fromkeys(map(rough_key, stems))), rough)
    return Word(form, stems, rough_keys(form), rough)


def _typed(form: str) -> Word:
    """As `_word`; in Latin letters it may be Russian. China is known to be no «чина»."""
    meant = dict.fromkeys(stem for word in russian_words(form) for stem in word_stems(word))
    return _word(form)._replace(meant=tuple(meant))
