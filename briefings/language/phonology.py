"""Sounds of written Kazakh, as far as the choice of a suffix's form depends on them.

A suffix agrees with the stem twice: its vowel with the stem's last vowel (vowel harmony, «үндестік заңы»: қала-лар but
мәселе-лер), its first consonant with the stem's last sound (assimilation, «ілгерінді ықпал»: қала-ның, адам-ның,
ел-дің, кітап-тың). Both are kept as bits, so that one AND answers "may this suffix follow this stem?".

Source of the rules: «Қазақ грамматикасы» (Astana, 2002), «Фонетика» and «Морфология»; the spelling of loans follows
«Қазақ тілінің орфографиялық ережесі» (the rules that give октябрьде, паркке, факті-ге, Тоқаев-тың).

A stem changes too before a suffix that begins with a vowel: кітап - кітабы, халық - халқы. `level` undoes it.
"""

from collections.abc import Iterator
from typing import Final

# What the stem ends in.
VOWEL: Final = 1  # қала
NASAL: Final = 2  # адам, орман, таң
LATERAL: Final = 4  # ел: -дар like a nasal, -дың like a glide
GLIDE: Final = 8  # сапар, Қытай, су
VOICED: Final = 16  # сөз, Париж
VOICELESS: Final = 32  # кітап, and б в г ғ д, said voiceless at the end of a loan: клуб-тың, Тоқаев-тың
CONSONANT: Final = NASAL | LATERAL | GLIDE | VOICED | VOICELESS
ANY: Final = VOWEL | CONSONANT

# Which vowels its suffixes have.
BACK: Final = 1  # қала-лар
FRONT: Final = 2  # мәселе-лер
NEUTRAL: Final = BACK | FRONT  # тарих-тар, тариф-тер: и, у, ю and the soft sign do not tell

FRONT_SHIFT: Final = 6  # the classes above fit six bits; a context is (classes if back) | (classes if front) << 6

SOUND_CLASSES: Final[dict[str, int]] = {
    **dict.fromkeys("аәеёіоөұүыэя", VOWEL),
    **dict.fromkeys("иую", VOWEL | GLIDE),  # written vowels that end in a glide: оқу-дың, but радиусы, Чили-сі
    **dict.fromkeys("мнң", NASAL),
    "л": LATERAL,
    **dict.fromkeys("рй", GLIDE),
    **dict.fromkeys("зж", VOICED),
    **dict.fromkeys("кқпстфхһцчшщбвгғд", VOICELESS),
}

# Loans whose end overrides the harmony of their last vowel: банк-тер, диалог-і, факт-ілер, Назарбаев-тың, кадр-лер.
NEUTRAL_ENDINGS: Final = (
    *("к", "г", "кт", "ев", "ов", "ёв"),
    *("бр", "вр", "гр", "др", "кр", "пр", "тр", "бл", "гл", "кл", "пл"),
)
_NEUTRAL_LAST: Final = frozenset(ending[-1] for ending in NEUTRAL_ENDINGS)


_TELLS_HARMONY: Final[dict[str, int]] = {
    **dict.fromkeys("аоұыя", BACK),
    **dict.fromkeys("еөүіэ", FRONT),
    **dict.fromkeys("иуюәёь", NEUTRAL),
}


# A fleeting vowel: (consonant before ы/і) -> the last consonants with which it drops before a vowel, as in орын - орны,
# халық - халқы, мойын - мойны, дауыс - даусы, көңіл - көңлі. Dropped in every form, whether it flees or not.
FLEETING: Final = {"р": "нқкп", "л": "қкп", "й": "нпл", "у": "зспл", "ң": "л"}

# A voiceless stop between vowels: кітап - кітабы, халық - халқы but бөлік - бөлігі.
VOICING: Final = {"п": "б", "қ": "ғ", "к": "г"}
DEVOICING: Final = {voiced: voiceless for voiceless, voiced in VOICING.items()}


def context(stem: str) -> int:
    """What ``stem`` offers to a suffix: its last sound's class, under the harmony of its last vowel; 0 without a vowel.

    >>> context("ел") == LATERAL << FRONT_SHIFT, context("қ") == 0
    (True, True)
    """
    sound = SOUND_CLASSES.get(stem[-1], 0)
    if not sound and stem[-1] == "ь":  # the consonant before the soft sign decides: Брюссель-дің, нефть-тің
        sound = SOUND_CLASSES.get(stem[-2:-1], 0)
    for letter in reversed(stem):
        harmony = _TELLS_HARMONY.get(letter)
        if harmony:
            break
    else:
        return 0
    if harmony == NEUTRAL or (stem[-1] in _NEUTRAL_LAST and stem.endswith(NEUTRAL_ENDINGS)):
        return sound | sound << FRONT_SHIFT
    return sound if harmony == BACK else sound << FRONT_SHIFT


def level(stem: str) -> str:
    """Join what one stem's forms still differ in: voicing, the fleeting vowel, the soft sign, a double consonant.

    >>> level("кітаб"), level("орын"), level("клуб")
    ('кітап', 'орн', 'клуп')
    """
    while len(stem) > 3 and (stem[-1] == "ь" or stem[-1] == stem[-2]):
        stem = stem[:-1]
    if len(stem) < 3:
        return stem
    last = DEVOICING.get(stem[-1], stem[-1])
    if len(stem) > 3 and stem[-2] in "ыі" and last in FLEETING.get(stem[-3], ""):
        return stem[:-2] + last
    return stem[:-1] + last


def spellings(lemma: str) -> Iterator[str]:
    """The shapes that a lemma takes before a suffix.

    >>> list(spellings("халық")), list(spellings("модель"))
    (['халық', 'халығ', 'халқ', 'халғ'], ['модель', 'модел'])
    """
    yield lemma
    last = lemma[-1]
    if last in VOICING:
        yield lemma[:-1] + VOICING[last]
    if last == "ь" or last == lemma[-2:-1]:
        yield lemma[:-1]
    if len(lemma) > 3 and lemma[-2] in "ыі" and last in FLEETING.get(lemma[-3], ""):
        yield lemma[:-2] + last
        if last in VOICING:
            yield lemma[:-2] + VOICING[last]
