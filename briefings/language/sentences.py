"""Text -> sentences, Kazakh and Russian: razdel's rules, and the Kazakh abbreviations, which razdel does not know."""

import re
from typing import Final

import razdel  # type: ignore[import-untyped, unused-ignore]

# After these a sentence goes on, whatever follows: «2025 ж. Қазақстан», «61,2 млрд. АҚШ доллары», «Қ. Тоқаев».
_GOES_ON: Final = re.compile(
    r"(?:^|[\s(«\"„“])(?:ж|жж|ғ|ғғ|б\.з|б\.э|мың|млн|млрд|трлн|тг|обл|ауд|қ|к|көш|үй|тел|бет|т|см|қар|проф|акад|мыс|[А-ЯЁӘҒҚҢӨҰҮҺІ])\.$"
)
# After these it goes on only before a small letter or a digit: «Мета, Ситигруп т.б. компаниялар».
_MAY_END: Final = re.compile(r"(?:т\.\s?б|т\.\s?с\.\s?с|т\.\s?т|ж\.\s?б|т\.\s?д|т\.\s?п)\.$")
_SMALL_OR_DIGIT: Final = re.compile(r"[\W_]*[\da-zа-яёәғқңөұүһі]")


def sentences(text: str) -> list[str]:
    """The sentences of a text, in order, without the space around them. A new line always ends a sentence.

    >>> sentences("2025 ж. 29 қазан. Амазон, Мета т.б. келді. Қ. Тоқаев барды!")
    ['2025 ж. 29 қазан.', 'Амазон, Мета т.б. келді.', 'Қ. Тоқаев барды!']
    """
    found: list[str] = []
    for line in text.splitlines():
        joined = ""
        for piece in razdel.sentenize(line):
            sentence = piece.text.strip()
            if joined and _continues(joined, sentence):
                joined = f"{joined} {sentence}"
                continue
            if joined:
                found.append(joined)
            joined = sentence
        if joined:
            found.append(joined)
    return found


def _continues(before: str, after: str) -> bool:
    """Whether razdel parted what is one sentence."""
    if _MAY_END.search(before):
        return bool(_SMALL_OR_DIGIT.match(after))
    return bool(_GOES_ON.search(before))
