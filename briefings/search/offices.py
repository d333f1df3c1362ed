"""PURE: who holds an office: «президент Таджикистана Эмомали Рахмон», «ҚХР Төрағасы Си Цзиньпин».

A name counts only behind the office, and the office only beside the country that is asked for: whoever visits a country
is not its president. Here the president is Kazakhstan's wherever no country is named.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from briefings.language import KAZAKH_LETTERS, word_stems

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence, Set

    from briefings.language import Token

# Whoever leads a country is called by any of these.
_HEADS: Final = "президент председатель лидер глава руководитель төраға басшы көшбасшы"
_OTHERS: Final = "министр премьер посол спикер депутат сенатор аким елші әкім хатшы секретарь директор"
HEADS: Final = frozenset(stem for word in _HEADS.split() for stem in word_stems(word))
OFFICES: Final = HEADS.union(stem for word in _OTHERS.split() for stem in word_stems(word))
_ADJECTIVE: Final = re.compile(r"ск(?:ий|ого|ому|им|ом|ая|ой)$")
HOME: Final = frozenset(word_stems("қазақстан") + word_stems("казахстан"))


def is_held(
    text: str, tokens: Sequence[Token], office: Set[str], countries: Collection[Set[str]], lands: Mapping[str, Set[str]]
) -> bool:
    """Whether a sentence names who holds an office (by its stems) of these countries; `lands`: all that there are.

    The country stands before the office in Kazakh, and after it in Russian, or before it as an adjective.
    """
    is_kazakh = not KAZAKH_LETTERS.isdisjoint(text.lower())
    stems = [frozenset(word_stems(token.word)) for token in tokens]
    is_land = [not said.isdisjoint(lands) for said in stems]
    for at, said in enumerate(stems):
        if said.isdisjoint(office):
            continue
        start, end = at, at + 1
        while start and is_land[start - 1] and (is_kazakh or _ADJECTIVE.search(tokens[start - 1].word)):
            start -= 1
        while not is_kazakh and end < len(stems) and is_land[end]:
            end += 1
        beside = frozenset[str]().union(*stems[start:at], *stems[at + 1 : end]) or HOME
        is_theirs = all(not beside.isdisjoint(country) for country in countries or (HOME,))
        if is_theirs and end < len(tokens) and _is_name_behind(text, tokens[end - 1], tokens[end]):
            return True
    return False


def _is_name_behind(text: str, before: Token, word: Token) -> bool:
    """Whether a word with a capital follows another with nothing but a space between."""
    return text[before.end : word.start] == " " and text[word.start].isupper()
