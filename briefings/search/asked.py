"""What kind of answer would do: «қанша» asks for a number, «когда» for a date, «сколько стоит» for a price."""

from __future__ import annotations

import enum
import re
from typing import TYPE_CHECKING, Final

from briefings.language import KAZAKH_LETTERS, fold, is_russian, words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class Wanted(enum.Enum):
    """What kind of answer a question word asks for."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    PLACE = "place"
    REASON = "reason"
    ANYTHING = "anything"
    WHETHER = "whether"  # yes or no
    PERSON = "person"  # a name, but no country's: who went somewhere
    AGE = "age"
    PRICE = "price"
    MONEY = "money"
    YEARS = "years"  # how many
    SHARE = "share"  # so many per cent
    TIMES = "times"  # so many times as much


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
# More words: the question word does not tell alone. «қай жылы», «в каком году», «сколько стоит», «не үшін».
_PAIRS: Final[tuple[tuple[str, Wanted], ...]] = (
    (r"(?:қай|нешінші) (?:жыл|күн|ай|уақыт|мезгіл)\w*", Wanted.DATE),
    (r"как\w+ (?:год|месяц|дн|день|дат|числ|пор)\w*", Wanted.DATE),
    (r"қай (?:қала|жер|ел|өңір|облыс)\w*", Wanted.PLACE),
    (r"как\w+ (?:город|стран|регион|област|мест)\w*", Wanted.PLACE),
    (r"(?:неше|қанша) жаста|жасы (?:неше|қанша)|сколько (?:\w+ )?(?:исполн|стукн)\w*|как\w+ возраст\w*", Wanted.AGE),
    (
        r"(?:қанша|неше)\w* (?:(?:теңге|доллар|рубль|юань|еуро)\w* )?тұрад[ыи]|(?:баға|құн)\w* (?:қанша|қандай)",
        Wanted.PRICE,
    ),
    (r"сколько (?:\w+ ){0,3}(?:стои[тл]|обо[йш])\w*|поч[её]м\b|как\w+ (?:\w+ )?(?:цен|стоимост)\w*", Wanted.PRICE),
    (r"(?:қанша|неше) (?:ақша|қаржы|теңге|доллар)\w*|сколько (?:денег|средств|доллар\w+|тенге|рубл\w+)", Wanted.MONEY),
    (r"(?:қанша|неше) жыл(?!ы)\w*|сколь\w+ лет", Wanted.YEARS),
    (r"(?:қанша|неше) (?:пайыз|процент)\w*|сколь\w+ процент\w*", Wanted.SHARE),
    (r"(?:қанша|неше) есе|во сколько раз", Wanted.TIMES),
    (r"как\w+ (?:объ[её]м|дол|сумм|процент|размер|числ|количеств)\w*", Wanted.NUMBER),
    (r"(?:не|қандай) (?:үшін|мақсатпен|себеп\w*)", Wanted.REASON),
)
_KAZAKH: Final = {fold(word): kind for kind, (listed, _) in _WORDS.items() for word in listed.split()}
_KIND: Final = _KAZAKH | {fold(word): kind for kind, (_, listed) in _WORDS.items() for word in listed.split()}
_PAIR: Final = [(re.compile(rf"\b{fold(pattern)}"), kind) for pattern, kind in _PAIRS]
_YES_OR_NO: Final = frozenset("ма ме ба бе па пе ли".split())  # noqa: SIM905 - as it is read


def asked_by(text: str) -> Wanted | None:
    """What the first question word of a text asks for; None where it has none.

    >>> asked_by("Қанша астық"), asked_by("Қытай")
    (<Wanted.NUMBER: 'number'>, None)
    """
    return next(iter(question_words(text).values()), None)


def question_words(text: str) -> dict[str, Wanted]:
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


def is_kazakh(asking: Collection[str]) -> bool:
    """Whether the words that ask are Kazakh ones."""
    return any(fold(word) in _KAZAKH for word in asking)


def wanted(text: str, asking: Mapping[str, Wanted]) -> Wanted | None:
    """What a text asks for, of whose words `asking` ask; None where it asks nothing."""
    said = list(words(text))
    folded = fold(" ".join(token.word for token in said))
    for pattern, kind in _PAIR:
        if pattern.search(folded):
            return kind
    for kind in asking.values():
        return kind
    # a particle follows a word; «Ли Цян», «Джек Ма» are people
    particle = any(token.word in _YES_OR_NO and text[token.start].islower() for token in said[1:])
    return Wanted.WHETHER if particle else Wanted.ANYTHING if "?" in text else None
