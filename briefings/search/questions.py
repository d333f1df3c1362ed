"""What a reader asks: the words that tell what is looked for, and what kind of answer would do.

«Қытайға қанша астық экспорттаймыз?»: a number; «когда прошёл саммит»: a date; «C5+1»: no question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from briefings.language import KAZAKH_LETTERS, fold, is_rough, word_stems, words
from briefings.language.latin import russian_words
from briefings.language.rough import rough_key, rough_keys
from briefings.language.stop_words import STOP_WORDS
from briefings.model import TopicGroup
from briefings.search.asked import Wanted, is_kazakh, question_words, wanted
from briefings.search.offices import HEADS, HOME, OFFICES
from briefings.search.operators import looked_for, take_topics
from briefings.search.verbs import is_going, verbs, was_somewhere

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from briefings.catalogue import Catalogue, TopicEntry
    from briefings.language import Token

ROOT = 3  # letters that the names of a subject share if they are of one root: вода, водный
LONGEST = 40  # words of a question that are looked at

# Words that tell nothing of what is looked for, besides those that the index knows.
_POLITE: Final = (
    "айтшы айтыңызшы айтып беріңізші скажи скажите расскажи расскажите подскажите пожалуйста такой такая такое такие"
)
_EMPTY: Final = STOP_WORDS.union(_POLITE.split())
_EMPTY_AS_TYPED: Final = frozenset(map(fold, _EMPTY))
_COUNTED: Final = frozenset({"жыл", "год", "пайыз", "процент", "рет", "есе", "раз"})  # what is counted, not sought
# How verbs end: Kazakh finite forms; Russian past tense, present tense and infinitive.
_VERB: Final = re.compile(
    r".{2,}(?:[дт][ыі]|[дт]ық|[дт]ік|ған|ген|қан|кен|ады|еді|йды|йді|мақ|мек|бақ|бек|пақ|пек|амыз|еміз|ймыз|йміз|лып|ліп|"
    r"(?:[аияеу]л(?:а|о|и)?|[аеи]ть|[ауюе]ет|[ую]т|[аия]т|ем|им|ит|ишь|ешь)(?:ся|сь)?)"
)
# What is measured is told by the word beside it: транзит көлемі, объём транзита.
_QUANTITY: Final = frozenset(
    fold(stem)
    for word in "көлем мөлшер сома сан құн объём размер сумма число количество".split()  # noqa: SIM905
    for stem in word_stems(word)
)
_NAME_WEIGHT, _VERB_WEIGHT, _QUANTITY_WEIGHT = 1.5, 0.5, 0.4


@dataclass(frozen=True)
class Term:
    """A word that is looked for: the stems by which it is found, and how much it tells (1 for an ordinary word).

    A verb tells less: the briefing may say the same with another. `rough`: keys of a word typed without Kazakh letters
    or in Latin ones.
    """

    word: str
    stems: frozenset[str]
    weight: float = 1.0
    rough: frozenset[str] = frozenset()
    is_name: bool = False
    is_verb: bool = False
    is_counted: bool = False  # it stands behind «сколько»: of a number of something else it tells nothing
    is_office: bool = False  # it is asked who holds it


@dataclass(frozen=True)
class Question:
    """What is looked for; `wanted` is None where nothing is asked.

    `lands`: by the stem and by the rough key of a word in the name of a country, all stems of its names. Nobody is
    called so.
    """

    terms: tuple[Term, ...]
    wanted: Wanted | None = None
    lands: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def office(self) -> frozenset[str]:
        """The stems of the office whose holder is asked for; empty where it is not that."""
        return frozenset[str]().union(*(term.stems for term in self.terms if term.is_office))

    @property
    def countries(self) -> tuple[frozenset[str], ...]:
        """Of each country that it names, the stems of its names."""
        named = (self.lands.get(key) for term in self.terms for key in (*term.stems, *term.rough))
        return tuple(dict.fromkeys(family for family in named if family))


def understand(text: str, catalogue: Catalogue) -> Question:
    """Read a query. Its operators (`-word`, `#topic`) are left out: they narrow, and nothing is to be found of them.

    A country's or a format's other names (КНР, китайский) are found as the name is.
    """
    text = looked_for(take_topics(text, catalogue).rest)
    said, asking, empty = list(words(text))[:LONGEST], question_words(text), empty_words(text)
    without_letters = is_kazakh(asking) and KAZAKH_LETTERS.isdisjoint(text.lower())  # «Токаев Сеулге кашан барды»
    kind = wanted(text, asking)
    told = verbs(said, asking, is_kazakh=is_kazakh(asking)) - empty
    if kind is Wanted.NAME and not told:
        told = frozenset(token.word for token in said if was_somewhere(token.word))
    if kind is Wanted.NAME and any(map(is_going, told)):
        kind = Wanted.PERSON
    elif kind is Wanted.YEARS and not told:
        kind = Wanted.AGE
    called = tuple((topic.group == TopicGroup.COUNTRIES, *_called(topic)) for topic in catalogue.topics)
    kin, lands = _kin(called), _lands(called)
    terms: dict[frozenset[str], Term] = {}
    counted = {after.word for before, after in pairwise(said) if asking.get(before.word) is Wanted.NUMBER}
    left_out = empty - told | (counted if kind is Wanted.MONEY else set[str]())
    for token in said:
        if token.word not in left_out:
            rough = frozenset(rough_keys(token.word)) if without_letters or is_rough(token.word) else frozenset[str]()
            term = replace(
                _term(token, kin, lands, has_capital=text[token.start].isupper() and token.start > 0),
                is_verb=token.word in told,
                is_counted=kind is Wanted.NUMBER and token.word in counted,
                rough=rough,
            )
            if kind is Wanted.NAME and not told:
                term = _of_office(term)
            terms.setdefault(term.stems, term)
    return Question(tuple(terms.values()), kind, lands)


def _term(token: Token, kin: Mapping[str, frozenset[str]], lands: Collection[str], *, has_capital: bool) -> Term:
    """A country is a name also where it is typed without a capital, or as the first word."""
    stems = frozenset(stem for word in (token.word, *russian_words(token.word)) for stem in word_stems(word))
    stems = stems.union(*(kin.get(stem, ()) for stem in stems))
    is_name = has_capital or any(stem in lands for stem in stems)
    weight = _NAME_WEIGHT if is_name or token.word[0].isdecimal() else 1.0
    if weight == 1.0 and not _QUANTITY.isdisjoint(map(fold, stems)):
        weight = _QUANTITY_WEIGHT
    elif weight == 1.0 and _VERB.fullmatch(token.word):
        weight = _VERB_WEIGHT
    return Term(token.word, stems, weight, is_name=is_name)


def _of_office(term: Term) -> Term:
    """A term of a question that asks who somebody is: who leads a country is called by many words."""
    stems = term.stems.union(office for office in OFFICES if rough_key(office) in term.rough)
    if OFFICES.isdisjoint(stems):
        return term
    return replace(term, stems=stems if HEADS.isdisjoint(stems) else stems | HEADS, is_office=True)


def empty_words(text: str) -> frozenset[str]:
    """The words of a text that tell nothing of what is looked for: stop words, those that ask, and what is counted.

    >>> sorted(empty_words("в каком году построили"))
    ['в', 'году', 'каком']
    """
    asking = question_words(text)
    counted = _COUNTED if wanted(text, asking) is not None else frozenset[str]()
    return frozenset(
        token.word
        for token in words(text)
        if token.word in asking or _is_empty(token.word) or not counted.isdisjoint(word_stems(token.word))
    )


def _is_empty(word: str) -> bool:
    return word in _EMPTY or (is_rough(word) and word in _EMPTY_AS_TYPED)


def _called(topic: TopicEntry) -> Iterator[str]:
    yield from topic.names.values()
    for aliases in topic.aliases.values():
        yield from aliases


@lru_cache(maxsize=2)
def _kin(topics: tuple[tuple[bool | str, ...], ...]) -> dict[str, frozenset[str]]:
    """What else a word may be called, by its stems. Each of `topics`: whether it is a country, then its names.

    A country or a format may be called by all its names of one word, a subject by those of one root.
    """
    families: dict[tuple[int, str], set[str]] = {}
    for place, (is_country, *names) in enumerate(topics):
        for name in names:
            spoken = list(words(str(name)))
            if len(spoken) == 1:
                stems = word_stems(spoken[0].word)
                root = "" if is_country else min(stems, key=len)[:ROOT]
                families.setdefault((place, root), set()).update(stems)
    found: dict[str, frozenset[str]] = {}
    for family in families.values():
        for stem in family:
            found[stem] = found.get(stem, frozenset()) | family
    return found


@lru_cache(maxsize=2)
def _lands(topics: tuple[tuple[bool | str, ...], ...]) -> dict[str, frozenset[str]]:
    """The words in the names of countries, regions and their organisations: all stems of the same one's.

    By stem and by rough key. `topics`: as of `_kin`.
    """
    families = [HOME]
    for is_country, *names in topics:
        proper = [str(name) for name in names if is_country and str(name)[0].isupper()]
        said = (token.word for name in proper for token in words(name))
        families.append(frozenset(stem for word in said for stem in word_stems(word)))
    found: dict[str, frozenset[str]] = {}
    for family in families:
        for key in family.union(map(rough_key, family)):
            found[key] = found.get(key, frozenset()) | family
    return found
