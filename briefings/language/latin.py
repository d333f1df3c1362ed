"""Russian words typed in Latin letters: zerno, investiciya, Kitaj. Many spell by ear, so what they mean is looked up.

What sounds as a name is met by its rough key; of common Russian words the index has no such keys.
"""

import re
from functools import lru_cache
from itertools import islice, product
from typing import Final

from briefings.language import russian

CACHED_WORDS: Final = 2_000
SHORTEST, LONGEST = 3, 24  # letters
MOST_TRIED: Final = 256  # spellings of one word

# How a sound is typed -> the letters that it may stand for.
_TYPED: Final = (
    "shch=щ sch=щ zh=ж kh=х ts=ц|тс ch=ч sh=ш ya=я ja=я ia=ия|я yu=ю ju=ю iu=ию|ю yo=ё jo=ё ye=е je=е a=а b=б c=ц|к "
    "d=д e=е|э f=ф g=г h=х i=и|ы|й j=й|ж k=к l=л m=м n=н o=о p=п q=к r=р s=с t=т u=у v=в w=в x=х|кс y=ы|й|и z=з '=ь"
)
_SOUNDS: Final = {typed: letters.split("|") for typed, _, letters in (pair.partition("=") for pair in _TYPED.split())}
_SOUND: Final = re.compile("|".join(sorted(map(re.escape, _SOUNDS), key=len, reverse=True)))


@lru_cache(maxsize=CACHED_WORDS)
def russian_words(typed: str) -> tuple[str, ...]:
    """The words of the Russian dictionary that a normalised word in Latin letters may be, with or without a soft sign.

    >>> russian_words("zerno"), russian_words("investiciya"), russian_words("neft"), russian_words("memleket")
    (('зерно',), ('инвестиция',), ('нефть',), ())
    """
    if not typed.isascii() or not typed.isalpha() or not SHORTEST <= len(typed) <= LONGEST:
        return ()
    spelled = map("".join, product(*(_SOUNDS[sound] for sound in _SOUND.findall(typed))))
    found = (word + sign for word in islice(spelled, MOST_TRIED) for sign in ("", "ь"))
    return tuple(dict.fromkeys(word for word in found if russian.is_known(word)))
