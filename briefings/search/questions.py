"""What a reader asks: the words that tell what is looked for, and what kind of answer would do.

«Қытайға қанша астық экспорттаймыз?»: a number; «когда прошёл саммит»: a date; «C5+1»: no question.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from briefings.language import KAZAKH_LETTERS, fold, is_rough, is_russian, word_stems, words
from briefings.language.rough import rough_keys
from briefings.model import TopicGroup
from briefings.search.lexemes import STOP_WORDS
from briefings.search.operators import looked_for, take_topics

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefings.catalogue import Catalogue, TopicEntry

ROOT = 3  # letters that the names of a subject share if they are of one root: вода, водный
LONGEST = 40  # words of a question that are looked at


class Wanted(enum.Enum):
    """What kind of answer a question word asks for."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    PLACE = "place"
    REASON = "reason"
    ANYTHING = "anything"


# Question words in the forms in which they are asked, Kazakh and Russian. The first that stands in the text decides.
_WORDS: Final[dict[Wanted, tuple[str, str]]] = {
    Wanted.NUMBER: (
        "қанша қаншаға қаншадан қаншасы қаншалықты неше нешеге нешеу нешінші",
        "сколько скольких насколько",
    ),
    Wanted.DATE: ("қашан қашаннан", "когда"),
    Wanted.NAME: (
        "кім кімдер кімнің кімге кімді кімнен кіммен",
        "кто кого кому кем ком чей чья чьё чьи чьему чьей",
    ),
    Wanted.PLACE: ("қайда қайдан қайдағы", "где куда откуда"),
    Wanted.REASON: ("неге неліктен", "почему зачем отчего"),
    Wanted.ANYTHING: (
        "не нені немен неден неде қандай қандағы қай қайсы қайсысы қалай",
        "что чего чему чем чём какой какая какое какие какого какому каким каком какую каких какими каков какова "
        "каково каковы как",
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
_KAZAKH: Final = {fold(word): kind for kind, (listed, _) in _WORDS.items() for word in listed.split()}
_KIND: Final = _KAZAKH | {fold(word): kind for kind, (_, listed) in _WORDS.items() for word in listed.split()}
_PAIR: Final = [(re.compile(rf"\b{fold(pattern)}"), kind) for pattern, kind in _PAIRS]

# Words that tell nothing of what is looked for, besides those that the index knows.
_POLITE: Final = (
    "айтшы айтыңызшы айтып беріңізші скажи скажите расскажи расскажите подскажите пожалуйста такой такая такое такие"
)
_EMPTY: Final = STOP_WORDS.union(_POLITE.split())
_EMPTY_AS_TYPED: Final = frozenset(map(fold, _EMPTY))
_COUNTED: Final = frozenset({"жыл", "год", "пайыз", "процент", "рет", "есе", "раз"})  # what is counted, not sought
_YES_OR_NO: Final = frozenset("ма ме ба бе па пе ли".split())  # noqa: SIM905 - as it is read
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


@dataclass(frozen=True)
class Question:
    """What is looked for; `wanted` is None where nothing is asked."""

    terms: tuple[Term, ...]
    wanted: Wanted | None = None


def understand(text: str, catalogue: Catalogue) -> Question:
    """Read a query. Its operators (`-word`, `#topic`) are left out: they narrow, and nothing is to be found of them.

    A country's or a format's other names (КНР, китайский) are found as the name is.
    """
    rest, _, _ = take_topics(text, catalogue)
    text = looked_for(rest)
    empty = empty_words(text)
    kin = _kin(tuple((topic.group == TopicGroup.COUNTRIES, *_called(topic)) for topic in catalogue.topics))
    terms: dict[frozenset[str], Term] = {}
    for token in list(words(text))[:LONGEST]:
        if token.word in empty:
            continue
        stems = frozenset(word_stems(token.word))
        stems = stems.union(*(kin.get(stem, ()) for stem in stems))
        is_name = text[token.start].isupper() and token.start > 0
        weight = _NAME_WEIGHT if is_name or token.word[0].isdecimal() else 1.0
        if weight == 1.0 and not _QUANTITY.isdisjoint(map(fold, stems)):
            weight = _QUANTITY_WEIGHT
        elif weight == 1.0 and _VERB.fullmatch(token.word):
            weight = _VERB_WEIGHT
        rough = frozenset(rough_keys(token.word)) if is_rough(token.word) else frozenset[str]()
        terms.setdefault(stems, Term(token.word, stems, weight, rough, is_name))
    return Question(tuple(terms.values()), _wanted(text, _question_words(text)))


def empty_words(text: str) -> frozenset[str]:
    """The words of a text that tell nothing of what is looked for: stop words, those that ask, and what is counted.

    >>> sorted(empty_words("в каком году построили"))
    ['в', 'году', 'каком']
    """
    asking = _question_words(text)
    counted = _COUNTED if _wanted(text, asking) is not None else frozenset[str]()
    return frozenset(
        token.word
        for token in words(text)
        if token.word in asking or _is_empty(token.word) or not counted.isdisjoint(word_stems(token.word))
    )


def _is_empty(word: str) -> bool:
    return word in _EMPTY or (is_rough(word) and word in _EMPTY_AS_TYPED)


def asked_by(text: str) -> Wanted | None:
    """What the first question word of a text asks for; None where it has none.

    >>> asked_by("Қанша астық"), asked_by("Қытай")
    (<Wanted.NUMBER: 'number'>, None)
    """
    return next(iter(_question_words(text).values()), None)


def _question_words(text: str) -> dict[str, Wanted]:
    """The question words of a text, in its order.

    A Kazakh one that is a Russian word, too (не, ким), is none in a Russian text: «Казахстан не признаёт талибов».
    """
    found = {token.word: kind for token in words(text) if (kind := _KIND.get(fold(token.word))) is not None}
    doubtful = {word for word in found if word in _KAZAKH and is_russian(word)}
    if doubtful and _is_russian_text(text, doubtful):
        return {word: kind for word, kind in found.items() if word not in doubtful}
    return found


def _is_russian_text(text: str, besides: set[str]) -> bool:
    """Whether as many of its other words are Russian as not; names and numbers do not tell."""
    said = [token for token in words(text) if token.word not in besides]
    if any(not KAZAKH_LETTERS.isdisjoint(token.word) for token in said):
        return False
    telling = [token.word for token in said if text[token.start].islower() and not token.word.isascii()]
    return 2 * sum(map(is_russian, telling)) >= len(telling)


def _wanted(text: str, asking: Mapping[str, Wanted]) -> Wanted | None:
    said = list(words(text))
    folded = fold(" ".join(token.word for token in said))
    for pattern, kind in _PAIR:
        if pattern.search(folded):
            return kind
    for kind in asking.values():
        return kind
    # a particle follows a word; «Ли Цян», «Джек Ма» are people
    particle = any(token.word in _YES_OR_NO and text[token.start].islower() for token in said[1:])
    return Wanted.ANYTHING if "?" in text or particle else None


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
