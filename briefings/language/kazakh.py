"""A stemmer for Kazakh nouns and names: every form of a word gets one stem, different words get different ones.

The stem is a key to compare by, not a dictionary word: «халықтың», «халқы» -> «халқ». How a word is stemmed:

1. Of all ways to split it into stem + chain of endings, those stay that vowel harmony and assimilation allow.
2. If a split leaves a known lemma (kazakh_lemmas.txt), the longest one is the answer: қалам-ы, not қала-м-ы.
3. Otherwise the longest chain goes, and so on until nothing can be split off: мемлекет|тер|іміз|ден.
4. What is left is levelled: кітаб -> кітап, халық -> халқ, металл -> метал, Брюссель -> Брюссел.

Where the grammar cannot tell two readings of an ending apart (заман-ы "its epoch" or the object form of a «зама»), the
letter in question is taken off an unknown word in all its forms (`AMBIGUOUS_ENDS`): the forms stay together, and the
lemma list keeps apart the everyday words that this would join.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final

from briefings.language.kazakh_suffixes import chains
from briefings.language.phonology import (
    FRONT_SHIFT,
    GLIDE,
    LATERAL,
    NASAL,
    VOICED,
    VOICELESS,
    VOWEL,
    context,
    level,
    spellings,
)

SYLLABIC: Final = frozenset("аәеоөұүыіэя")  # vowels that are never a glide
LOW_ENDS: Final = frozenset("аәеоөыі")
VOWELS_AND_N: Final = frozenset("аәеоөұүыіэяиуюн")

# A stem's last letter that a following suffix may claim, and what stands before it:
#   н: орман-ы or орма-ны;  с: қатынас-ы or қатына-сы;  т: факт-і or фак-ті;  д: фонд-ы or фон-ды.
AMBIGUOUS_ENDS: Final = {"н": VOWEL, "с": VOWEL, "т": VOICELESS, "д": NASAL | LATERAL | GLIDE | VOICED}

YOU_ARE_IN: Final = frozenset({"дасың", "десің", "тасың", "тесің"})

ORDINAL: Final = frozenset({"шы", "ші", "ыншы", "інші", "ншы", "нші"})  # 5-ші, 1991-інші

ACCUSATIVES: Final = frozenset({"ды", "ді", "ты", "ті", "ны", "ні"})
PLACE_CASES: Final = frozenset({"да", "де", "та", "те", "ға", "ге", "қа", "ке"})

LONGEST_CHAIN: Final = 20  # letters; the longest that `chains` builds

# Pronouns, whose forms no rule gives: «Қазақ грамматикасы», есімдік.
PRONOUNS: Final[dict[str, str]] = {
    form: lemma
    for lemma, forms in {
        "мен": "менің маған мені менде менен менімен менікі",
        "сен": "сенің саған сені сенде сенен сенімен сенікі",
        "ол": "оның оған оны онда одан онымен онікі",
        "олар": "олардың оларға оларды оларда олардан олармен",
        "біз": "біздің бізге бізді бізде бізден бізбен біздікі",
        "сіз": "сіздің сізге сізді сізде сізден сізбен сіздікі сіздер",
        "бұл": "мұның бұның бұған мұны бұны мұнда бұнда бұдан мұнымен бұнымен",
        "сол": "соның соған соны сонда содан сонымен",
        "осы": "осының осыған осыны осында осыдан осымен",
        "не": "ненің неге нені неде неден немен",
        "кім": "кімнің кімге кімді кімде кімнен кіммен",
    }.items()
    for form in (lemma, *forms.split())
}


@lru_cache(maxsize=1)
def _endings() -> dict[str, int]:
    """The chains of suffixes, and the ends of stems that cannot be told from them."""
    found = dict(chains())
    for letter, after in AMBIGUOUS_ENDS.items():
        found[letter] = found.get(letter, 0) | after | after << FRONT_SHIFT
    return found


def is_ending(text: str) -> bool:
    """Whether what stands after a hyphen is an ending, as in АҚШ-тың, 20-дан, 5-ші, and not a word, as in көші-қон.

    >>> is_ending("тың"), is_ending("қон")
    (True, False)
    """
    return text in ORDINAL or (len(text) > 1 and text in chains())


def _may_be_unknown(root: str, ending: str) -> bool:
    """Whether a root that is on no list may be the stem before `ending`.

    Stems of two letters, and of three that end in a vowel, are few and listed (ел-ім; but ага-м, не «а-ға-м»).
    After ы, і an ending in с- belongs to the stem (жұмыс-ы, келіс-ің), except after -шы, -ші, -ақы and after two
    consonants (сарапшы-сы, өтемақы-сы, қорытынды-сы, факті-сі), where nouns in ы, і are the rule.
    -ма, -ме after a verb's -ла-, -да-, -та-, which agree as the plural does, makes a noun (анықта-ма), hardly "to my";
    -с makes a companion (ынтымақ-тас-ың), but for vowels and н, after which loans end so (Ангола-сы, Уганда-сы).
    """
    last = root[-1]
    if ending in YOU_ARE_IN:
        return False
    if len(root) > 4 and last in "ае" and root[-2] in "лдт" and chains()[f"{root[-2:]}р"] & context(root[:-2]):
        if ending in {"ма", "ме"}:
            return False
        if ending[0] == "с" and not ending.startswith(("сыз", "сіз")) and root[-3] not in VOWELS_AND_N:
            return False
    if len(root) < 4 and (len(root) == 2 or (last in LOW_ENDS and root[1] not in "иу")):
        return False
    if last in "ыі":
        return (
            ending[0] != "с"
            or ending.startswith(("сыз", "сіз"))
            or root[-2] == "ш"
            or root.endswith("ақы")
            or (root[-2] not in SYLLABIC and root[-3] not in SYLLABIC)
        )
    return True


def _fits(root: str, ending: str, after: int) -> bool:
    """Whether harmony and assimilation let `ending` follow `root`."""
    last = root[-1]
    if ending[0] in "ыі":
        if last in SYLLABIC or ending in {"ысың", "ісің"}:  # жұмыс-ың, hardly жұм-ы-сың
            return False
        if last in "қк" and root[-2] in "ыі":  # -лығ-ы, -лік-тікі: қ, к do not stand between vowels
            return False
        if ending[0] == "і":  # after a back vowel a sign of a loan in -ль, -нь, -сть: рол-і, облас-ті
            return True
    return bool(after & context(root))


class Stemmer:
    """Stems words by the grammar and by a list of known lemmas; see the module's text for how."""

    def __init__(self, lemmas: Iterable[str], fixed: Iterable[str] = ()) -> None:
        """`lemmas` may take endings; `fixed` words are known only as they stand (мәселен)."""
        ordered = sorted(set(lemmas))
        self._roots = {spelling: level(lemma) for lemma in ordered for spelling in spellings(lemma)}
        self._roots.update((lemma, level(lemma)) for lemma in ordered)
        self._whole = {**self._roots, **{word: word for word in fixed}, **PRONOUNS}
        self._endings = _endings()
        self._ending = self._endings.get

    def __call__(self, word: str) -> str:
        """The stem of a word in lower case. After a hyphen stands an ending («ақш-тың») or a word («көші-қонды»)."""
        if "-" in word:
            return self._hyphenated(word)
        if "ё" in word:  # it takes either harmony, е does not: актёр-лар, but актер-лер
            return self((self._split(word)[0] or word).replace("ё", "е"))
        while True:
            found = self._whole.get(word)
            if found is not None:
                return found
            root, found = self._split(word)
            if found is not None:
                return found
            if root:
                word = root
            elif len(word) > 3 and (word[-1] == "ь" or word[-1] == word[-2]):
                word = word[:-1]
            else:
                return level(word)

    def _split(self, word: str) -> tuple[str, str | None]:
        """The shortest possible root of a word ("" if there is none), and the stem of the longest known root."""
        ending_after = self._ending
        shortest = ""
        for cut in range(len(word) - 1, max(1, len(word) - LONGEST_CHAIN - 1), -1):
            ending = word[cut:]
            after = ending_after(ending)
            if after is None:
                continue
            root = word[:cut]
            if _fits(root, ending, after):
                found = self._roots.get(root)
                if found is not None:
                    if ending == "ң" and self._is_known_with(root, ACCUSATIVES):
                        continue  # маңыз-дың, hardly маңызды-ң
                    return root, found
                # A case of place takes nothing more: хат-та in «хаттама», қор-ға in «Қорғас».
                if self._is_known_with(root, PLACE_CASES):
                    continue
                if _may_be_unknown(root, ending) or self._is_compound(root):
                    shortest = root
        return shortest, None

    def _is_compound(self, root: str) -> bool:
        """Whether a root in -ы, -і ends in a known word, as нейро-желі and Құл-сары do."""
        return root[-1] in "ыі" and any(root[start:] in self._roots for start in range(2, len(root) - 3))

    def _is_known_with(self, word: str, endings: frozenset[str]) -> bool:
        """Whether a word is a known root and one of these endings, of two letters each."""
        root, ending = word[:-2], word[-2:]
        return ending in endings and root in self._roots and _fits(root, ending, self._endings[ending])

    def _hyphenated(self, word: str) -> str:
        """АҚШ-тың, 20-дан, C5+1-де: what follows the hyphen is an ending; көші-қонды: it is a word."""
        head, _, tail = word.rpartition("-")
        if not head or not tail:
            return self(head or tail) if head or tail else word
        if not is_ending(tail):
            return f"{head}-{self(tail)}"
        return head if head.isascii() else self(head)  # as it is stemmed where it stands alone: ЕАДБ-ға


def read_lemmas() -> tuple[frozenset[str], frozenset[str]]:
    """The words of kazakh_lemmas.txt: (those that take endings, those known only as they stand, marked "=")."""
    text = (Path(__file__).parent / "kazakh_lemmas.txt").read_text(encoding="utf-8")
    words = [word for line in text.splitlines() if not line.startswith("#") for word in line.split()]
    return frozenset(word for word in words if word[0] != "="), frozenset(word[1:] for word in words if word[0] == "=")


@lru_cache(maxsize=1)
def _stemmer() -> Callable[[str], str]:
    """The stemmer with the project's lemmas, made at the first use."""
    return Stemmer(*read_lemmas())


@lru_cache(maxsize=1)
def _known_stems() -> frozenset[str]:
    return frozenset(map(stem, frozenset().union(*read_lemmas())))


def is_known(word: str) -> bool:
    """Whether a word, in lower case, is a form of one that is on the list.

    >>> is_known("қалаларға"), is_known("қалелер")
    (True, False)
    """
    return stem(word) in _known_stems()


def stem(word: str) -> str:
    """The stem of a Kazakh word, in lower case.

    >>> stem("Қазақстанның"), stem("халқымыз"), stem("АҚШ-тың"), stem("қалам"), stem("қаламыз")
    ('қазақстан', 'халқ', 'ақш', 'қалам', 'қала')
    """
    return _stemmer()(word.casefold())
