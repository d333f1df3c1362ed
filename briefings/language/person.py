"""Whether a sentence speaks of its speaker: «біз келістік», «я считаю». Out of an interview it is nobody's word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from briefings.language import russian
from briefings.language.tokens import words

if TYPE_CHECKING:
    from briefings.language.tokens import Token

# Pronouns, and verbs that can be nothing else: ойлаймын, барамыз, көргенбіз, едім, десек. Not еліміз: that is how
# every newspaper calls the country.
_KAZAKH: Final = re.compile(
    r"біз(?:дің|ге|ді|де|ден|бен|дікі)?|біздер\w*|менің|маған|мені|менде|менен|менімен|меніңше|менікі|өзім"
    r"|\w+(?:й|[ғгқк][ае]н)м[ыі]н|\w+[сп]п[ыі]н|\w+[аей]м[ыі]з|\w+(?:[сп]п|нб)[ыі]з|ед(?:ім|ік)|\w{2,}(?:сақ|сек)"
)
# What elsewhere is a noun (көлемін, жылдық) is a verb at the end of a clause (келемін, айттым) or of the sentence
# (айқындадық); of «серіктестік» and «қауіпсіздік» there are too many to ask for «бастық» and «жаздық».
_KAZAKH_CLOSING: Final = re.compile(r"\w+[ае]м[ыі]н|\w+[дт][ыі]м")
_KAZAKH_LAST: Final = re.compile(r"\w*[^\Wсз][дт](?:ық|ік)")
_HYPHENS: Final = "-\u2010\u2011"
_AFTER_VERB: Final = frozenset({"деп", "ба", "бе", "ғой", "және", "бірақ"})
_KAZAKH_NOT: Final = frozenset(
    {"тамыз", "намыз", "жетім", "теңдік", "жылдық", "айлық", "күндік", "мемлекеттік", "өнімдік", "қалдық", "деңгейдік"}
)
_RUSSIAN: Final = re.compile(
    r"я|меня|мне|мной|мною|мы|нас|нам|нами"
    r"|мо(?:й|я|ё|е|и|его|ему|ей|ю|им|их|ими|ём|ем)|наш(?:а|е|и|его|ему|ей|у|им|их|ими|ем)?"
)
_RUSSIAN_FIRST: Final = re.compile("уверена?|убежд[её]на?|согласен|согласна|рада?")


def is_first_person(sentence: str, language: Literal["kk", "ru"]) -> bool:
    """Whether the sentence says I or we, by a pronoun or by a verb.

    >>> is_first_person("Қазақстан мен АҚШ келісті.", "kk"), is_first_person("Мен келісемін.", "kk")
    (False, True)
    >>> is_first_person("Эксперт считает так.", "ru"), is_first_person("Считаю, что так.", "ru")
    (False, True)
    """
    said = list(words(sentence))
    test = _kazakh if language == "kk" else _russian
    return any(
        test(said, place, sentence)
        for place, token in enumerate(said)
        if not (place and sentence[token.start].isupper())
    )


def _kazakh(said: list[Token], place: int, sentence: str) -> bool:
    word = said[place].word
    if word == "мен" and place == 0:  # elsewhere it is «and»
        return True
    if word in _KAZAKH_NOT:
        return False
    if _KAZAKH.fullmatch(word):
        return True
    following = said[place + 1] if place + 1 < len(said) else None
    if following is None:
        return bool(_KAZAKH_CLOSING.fullmatch(word) or _KAZAKH_LAST.fullmatch(word))
    gap = sentence[said[place].end : following.start].strip()
    closes = following.word in _AFTER_VERB or (bool(gap) and gap not in _HYPHENS)
    return closes and bool(_KAZAKH_CLOSING.fullmatch(word))


def _russian(said: list[Token], place: int, _sentence: str) -> bool:
    word = said[place].word
    if place == 0 and _RUSSIAN_FIRST.fullmatch(word):  # elsewhere it is somebody else who is sure
        return True
    return bool(_RUSSIAN.fullmatch(word)) or russian.is_first_person(word)
