"""What a reader asks: the words that tell what is looked for, and what kind of answer would do.

«Қытайға қанша астық экспорттаймыз?»: a number; «когда прошёл саммит»: a date; «C5+1»: no question.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from briefings.language import fold, is_russian, word_stems, words
from briefings.language.rough import rough_keys
from briefings.model import TopicGroup
from briefings.search.lexemes import STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefings.catalogue import Catalogue, TopicEntry

ROOT = 3  # letters that the names of a subject share if they are of one root: вода, водный
KAZAKH = frozenset("әғқңөұүһі")
LONGEST = 40  # words of a question that are looked at


class Wanted(enum.Enum):
    """What kind of answer a question word asks for."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    PLACE = "place"
    REASON = "reason"
    ANYTHING = "anything"


# Question words in the forms in which they are asked. The first that stands in the text decides.
_WORDS: Final[dict[Wanted, str]] = {
    Wanted.NUMBER: "қанша қаншаға қаншадан қаншасы қаншалықты неше нешеге нешеу нешінші сколько скольких насколько",
    Wanted.DATE: "қашан қашаннан когда",
    Wanted.NAME: "кім кімдер кімнің кімге кімді кімнен кіммен кто кого кому кем ком чей чья чьё чьи чьему чьей",
    Wanted.PLACE: "қайда қайдан қайдағы где куда откуда",
    Wanted.REASON: "неге неліктен почему зачем отчего",
    Wanted.ANYTHING: (
        "не нені немен неден неде қандай қандағы қай қайсы қайсысы қалай что чего чему чем чём какой какая какое какие "
        "какого какому каким каком какую каких какими каков какова каково каковы как"
    ),
}
# Two words: what is asked for is in the second. «қай жылы», «в каком году», «қанша пайыз», «какая доля», «не үшін».
_PAIRS: Final[tuple[tuple[str, Wanted], ...]] = (
    (r"(?:қай|нешінші) (?:жыл|күн|ай|уақыт|мезгіл)\w*", Wanted.DATE),
    (r"как\w+ (?:год|месяц|дн|день|дат|числ|пор)\w*", Wanted.DATE),
    (r"қай (?:қала|жер|ел|өңір|облыс)\w*", Wanted.PLACE),
    (r"как\w+ (?:город|стран|регион|област|мест)\w*", Wanted.PLACE),
    (r"как\w+ (?:объ[её]м|дол|сумм|процент|размер|числ|количеств)\w*", Wanted.NUMBER),
    (r"(?:не|қандай) (?:үшін|мақсатпен|себеп\w*)", Wanted.REASON),
)
_KIND: Final = {fold(word): kind for kind, listed in _WORDS.items() for word in listed.split()}
_PAIR: Final = [(re.compile(rf"\b{pattern}"), kind) for pattern, kind in _PAIRS]

# Words that tell nothing of what is looked for, besides those that the index knows.
_POLITE: Final = "айтшы айтыңызшы айтып беріңізші скажи скажите расскажи расскажите подскажите пожалуйста"
_EMPTY: Final = frozenset(fold(word) for word in (*STOP_WORDS, *_POLITE.split()))
_COUNTED: Final = frozenset({"жыл", "год", "пайыз", "процент", "рет", "есе", "раз"})  # what is counted, not sought
_YES_OR_NO: Final = re.compile(r"(?:^|\s)(?:ма|ме|ба|бе|па|пе|ли)(?=\s|\W*$)")
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


@dataclass(frozen=True)
class Question:
    """What is looked for; `wanted` is None where nothing is asked."""

    terms: tuple[Term, ...]
    wanted: Wanted | None = None


def understand(text: str, catalogue: Catalogue) -> Question:
    """Read a query. Its operators (`-word`, `#topic`) are left out: they narrow, and nothing is to be found of them.

    A country's or a format's other names (КНР, китайский) are found as the name is.
    """
    text = re.sub(r"(?<!\S)[-–#]\S*", " ", text)
    wanted = _wanted(text)
    kin = _kin(tuple((topic.group == TopicGroup.COUNTRIES, *_called(topic)) for topic in catalogue.topics))
    terms: dict[frozenset[str], Term] = {}
    for token in list(words(text))[:LONGEST]:
        if fold(token.word) in _KIND or fold(token.word) in _EMPTY:
            continue
        stems = frozenset(word_stems(token.word))
        if stems & _COUNTED:
            continue
        stems = stems.union(*(kin.get(stem, ()) for stem in stems))
        proper = text[token.start].isupper() and token.start > 0
        weight = _NAME_WEIGHT if proper or token.word[0].isdecimal() else 1.0
        if weight == 1.0 and not _QUANTITY.isdisjoint(map(fold, stems)):
            weight = _QUANTITY_WEIGHT
        elif weight == 1.0 and _VERB.fullmatch(token.word):
            weight = _VERB_WEIGHT
        rough = frozenset() if is_russian(token.word) or KAZAKH & set(token.word) else frozenset(rough_keys(token.word))
        terms.setdefault(stems, Term(token.word, stems, weight, rough))
    return Question(tuple(terms.values()), wanted)


def kind_of(word: str) -> Wanted | None:
    """What a question word asks for; None for any other word.

    >>> kind_of("Қанша"), kind_of("Қытай")
    (<Wanted.NUMBER: 'number'>, None)
    """
    return _KIND.get(fold(word.casefold()))


def _wanted(text: str) -> Wanted | None:
    plain = " ".join(token.word for token in words(text))
    folded = fold(plain)
    for pattern, kind in _PAIR:
        if pattern.search(plain):
            return kind
    for word in folded.split():
        if word in _KIND:
            return _KIND[word]
    return Wanted.ANYTHING if "?" in text or _YES_OR_NO.search(plain) else None


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
