"""The inflectional endings of Kazakh nouns: every chain that the grammar can build, with what it may follow.

A noun's word form is
    stem (+ plural) (+ possessive) (+ case) (+ -ғы or -нікі (+ plural) (+ possessive) (+ case)) (+ person):
серіктес-тер-іміз-ден, Астана-да-ғы-лар-ға, мұғалім-дер-сіз. Each suffix is written once, with A for а/е, I for ы/і,
G for ғ/г and Q for қ/к (vowel harmony), and with what its form may follow (assimilation); `chains` joins them.

Source: «Қазақ грамматикасы» (Astana, 2002), «Морфология», көптік, тәуелдік, септік and жіктік жалғаулары.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from briefings.language.phonology import (
    ANY,
    CONSONANT,
    FRONT_SHIFT,
    GLIDE,
    LATERAL,
    NASAL,
    SOUND_CLASSES,
    VOICED,
    VOICELESS,
    VOWEL,
)

SONORANT: Final = NASAL | LATERAL | GLIDE

Forms = tuple[tuple[str, int], ...]
"""The forms of one suffix: (pattern, what the form may follow)."""

# көптік: қала-лар, ел-дер, кітап-тар
PLURAL: Final[Forms] = (("лAр", VOWEL | GLIDE), ("дAр", NASAL | LATERAL | VOICED), ("тAр", VOICELESS))

# тәуелдік: қала-м, ел-ім; қала-ң; қала-ңыз; қала-мыз
FIRST_OR_SECOND: Final[Forms] = (("м", VOWEL), ("Iм", CONSONANT), ("ң", VOWEL), ("Iң", CONSONANT))
POLITE_OR_PLURAL: Final[Forms] = (("ңIз", VOWEL), ("IңIз", CONSONANT), ("мIз", VOWEL), ("IмIз", CONSONANT))
# қала-сы, ел-і
THIRD: Final[Forms] = (("сI", VOWEL), ("I", CONSONANT))

# септік: ілік, табыс, жатыс, шығыс, көмектес (the last keeps е after back vowels: қала-мен)
GENITIVE: Final[Forms] = (("нIң", VOWEL | NASAL), ("дIң", LATERAL | GLIDE | VOICED), ("тIң", VOICELESS))
DATIVE: Final[Forms] = (("GA", VOWEL | SONORANT | VOICED), ("QA", VOICELESS))
ACCUSATIVE: Final[Forms] = (("нI", VOWEL), ("дI", SONORANT | VOICED), ("тI", VOICELESS))
LOCATIVE: Final[Forms] = (("дA", VOWEL | SONORANT | VOICED), ("тA", VOICELESS))
ABLATIVE: Final[Forms] = (("дAн", VOWEL | LATERAL | GLIDE | VOICED), ("нAн", NASAL), ("тAн", VOICELESS))
INSTRUMENTAL: Final[Forms] = (("мен", VOWEL | SONORANT), ("бен", VOICED), ("пен", VOICELESS))
# барыс after -м, -ң: қала-м-а
DATIVE_SHORT: Final[Forms] = (("A", NASAL),)
# after the third person: қала-сы-на, қала-сы-н, қала-сы-нда, қала-сы-нан
THIRD_CASES: Final[Forms] = tuple((case, VOWEL) for case in ("нIң", "нA", "н", "нAн", "мен"))
THIRD_LOCATIVE: Final[Forms] = (("ндA", VOWEL),)

# қала-да-ғы; қала-нікі (one form, whatever the vowels: Асан-дікі, by some Асан-нікі)
ATTRIBUTIVE: Final[Forms] = (("GI", VOWEL),)
BELONGING: Final[Forms] = (("нікі", VOWEL | NASAL), ("дікі", SONORANT | VOICED), ("тікі", VOICELESS))

# жіктік: мұғалім-мін (by some -бін), мұғалім-сің, мұғалім-сіз, мұғалім-міз, мұғалім-сіңдер, мұғалім-сіздер
PERSON: Final[Forms] = (
    *(
        (form + end, after)
        for form, after in (("м", VOWEL | SONORANT), ("б", VOICED | NASAL), ("п", VOICELESS))
        for end in ("Iн", "Iз")
    ),
    *((form, ANY) for form in ("сIң", "сIз", "сIңдAр", "сIздAр")),
)


class _State(NamedTuple):
    """What may come next: (suffix, the state after it)."""

    transitions: tuple[tuple[Forms, str], ...]


_PLAIN_CASES: Final = (
    (GENITIVE, "end"),
    (ACCUSATIVE, "end"),
    (INSTRUMENTAL, "end"),
    (ABLATIVE, "case"),
    (LOCATIVE, "locative"),
)
_AFTER_NOUN: Final = ((BELONGING, "belonging"), (PERSON, "end"))
_LAST: Final = (
    *((case, "end") for case in (GENITIVE, DATIVE, ACCUSATIVE, LOCATIVE, ABLATIVE, INSTRUMENTAL)),
    (PERSON, "end"),
)
_POSSESSIVES: Final = ((FIRST_OR_SECOND, "mine"), (POLITE_OR_PLURAL, "ours"), (THIRD, "theirs"))

GRAMMAR: Final[dict[str, _State]] = {
    "stem": _State(((PLURAL, "plural"), *_POSSESSIVES, *_PLAIN_CASES, (DATIVE, "end"), *_AFTER_NOUN)),
    "plural": _State((*_POSSESSIVES, *_PLAIN_CASES, (DATIVE, "end"), *_AFTER_NOUN)),
    "mine": _State((*_PLAIN_CASES, (DATIVE_SHORT, "end"), *_AFTER_NOUN)),
    "ours": _State((*_PLAIN_CASES, (DATIVE, "end"), *_AFTER_NOUN)),
    "theirs": _State(((THIRD_CASES, "end"), (THIRD_LOCATIVE, "locative"), *_AFTER_NOUN)),
    "locative": _State(((ATTRIBUTIVE, "again"), (PERSON, "end"))),
    "case": _State(((PERSON, "end"),)),
    "belonging": _State(((PLURAL, "last"), (THIRD_CASES, "end"), *_LAST)),
    "again": _State(((PLURAL, "last"), (THIRD, "end"), *_LAST)),
    "last": _State(_LAST),
    "end": _State(()),
}

_BACK: Final = {ord(sign): letter for sign, letter in zip("AIGQ", "аығқ", strict=True)}
_FRONT: Final = {ord(sign): letter for sign, letter in zip("AIGQ", "еігк", strict=True)}


def _continue(state: str, ending: str, harmony: dict[int, str]) -> Iterator[str]:
    """Every chain that goes on from `ending`, itself included."""
    yield ending
    sound = SOUND_CLASSES[ending[-1]]
    for forms, following in GRAMMAR[state].transitions:
        for pattern, after in forms:
            if after & sound:
                yield from _continue(following, ending + pattern.translate(harmony), _vowels_after(pattern, harmony))


def _vowels_after(pattern: str, harmony: dict[int, str]) -> dict[int, str]:
    """-нікі turns every following suffix to front vowels: Асан-дікі-не."""
    return _FRONT if pattern.endswith("кі") else harmony


@lru_cache(maxsize=1)
def chains() -> dict[str, int]:
    """Every chain of endings -> the contexts that it may follow (see `phonology.contexts`).

    >>> "сындағы" in chains(), "лардан" in chains(), "данлар" in chains()
    (True, True, False)
    """
    found: defaultdict[str, int] = defaultdict(int)
    for harmony, shift in ((_BACK, 0), (_FRONT, FRONT_SHIFT)):
        for forms, following in GRAMMAR["stem"].transitions:
            for pattern, after in forms:
                for chain in _continue(following, pattern.translate(harmony), _vowels_after(pattern, harmony)):
                    found[chain] |= after << shift
    return dict(found)
