"""PURE: the verbs of a question, and which words of a text say the same: «кім барды» is told by барып, сапар, поездка.

Without its verb a question is another one: who went to Japan is not told by what stands beside Japan.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from briefings.language import is_russian, russian, word_stems
from briefings.language.kazakh_suffixes import chains

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from briefings.language import Token

CACHED_WORDS: Final = 5_000
# Forms in which a Kazakh question ends: барды, барған, барады, бармақ, барып, баратын; «и» as it is typed for «і».
_FINITE: Final = re.compile(
    r"(.{2,}?)(?:[дт][ыіи](?:[қкмң])?|[ғгқк][ае]н|[ае]ды|[ае]д[іи]|йд[ыіи]|[мбп][ае][қк]|[ыіи]?п|[ае]т[ыіи]н|йт[ыіи]н|"
    r"[аей]м[ыіи]з)"
)
# What may follow the root: a voice (-ыл, -ын), then a finite form, or one that is declined as nouns are (-ған, -у).
_FOLLOWS: Final = re.compile(
    r"(?:[ыі]?[лн]|[дт][ыі]р)?(?:[дт][ыі](?:[қкмң])?|[ае]д[ыі]|йд[ыі]|[ыі]?п|[мбп][ае][қк]"
    r"|(?:[ғгқк][ае]н|[аей]т[ыі]н|[ую]|[мбп][ае])(?P<case>.*))"
)
# Who goes, comes, visits or was somewhere.
_JOURNEYS: Final = (
    "сапар визит поездка посетить посещать посещение побывать бывать ездить съездить поехать "
    "приехать приезжать приезд прибыть прибытие отправиться"
)
_GOING: Final = frozenset(stem for word in _JOURNEYS.split() for stem in word_stems(word))
_WENT: Final = "барды"  # not by its stem, which is that of «бар»: there is
_WAS: Final = frozenset("был была было были болды болған болыпты".split())  # noqa: SIM905 - as it is read
_NOT_AFTER: Final = frozenset("ма ме ба бе па пе ли екен еді болды болған болады болатын".split())  # noqa: SIM905


def verbs(said: Sequence[Token], asking: Collection[str], *, is_kazakh: bool) -> frozenset[str]:
    """The verbs of a question, of which `asking` are the words that ask.

    A Kazakh one is its last word, or stands behind what asks; a Russian one is in the dictionary.
    """
    told = [token.word for token in said if token.word not in _NOT_AFTER]
    if not is_kazakh:
        return frozenset(word for word in told if is_russian(word) and russian.is_verb(word))
    behind = {after for word, after in pairwise(told) if word in asking}
    return frozenset(word for word in {*told[-1:], *behind} - set(asking) if _FINITE.fullmatch(word))


def was_somewhere(word: str) -> bool:
    """Whether a word says that somebody was, who is asked for: «кто был в Китае»."""
    return word in _WAS


@lru_cache(maxsize=CACHED_WORDS)
def is_going(word: str) -> bool:
    """Whether a word tells of a journey or of a visit.

    >>> is_going("барды"), is_going("посетил"), is_going("сапары"), is_going("экспорт"), is_going("бар")
    (True, True, True, False, False)
    """
    return word in _WAS or is_same(_WENT, word) or not _GOING.isdisjoint(word_stems(word))


def is_same(verb: str, word: str) -> bool:
    """Whether a word is another form of a Kazakh verb.

    >>> is_same("барды", "барып"), is_same("салды", "салынған"), is_same("өтті", "өткен"), is_same("барды", "барлық")
    (True, True, True, False)
    """
    found = _FINITE.fullmatch(verb)
    if found is None or not word.startswith(found[1]):
        return False
    follows = _FOLLOWS.fullmatch(word, len(found[1]))
    return follows is not None and (not follows["case"] or follows["case"] in chains())
