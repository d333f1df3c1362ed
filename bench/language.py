"""How fast words are stemmed: ``python -m bench.language`` prints words a second, uncached, on one core."""

import time
from collections.abc import Callable
from pathlib import Path

from briefings.language import kazakh, russian, words

DATA = Path(__file__).parent.parent / "tests" / "data" / "language"


def rate(stem: Callable[[str], object], forms: list[str]) -> int:
    """Words a second, of processor time, the best of three runs over all the forms."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        for form in forms:
            stem(form)
        best = min(best, time.process_time() - start)
    return round(len(forms) / best)


def forms_of(*names: str) -> list[str]:
    """All different word forms of the test data's files."""
    lines = [line for name in names for line in (DATA / name).read_text(encoding="utf-8").splitlines()]
    return sorted({token.word for line in lines if not line.startswith("#") for token in words(line)})


def main() -> None:
    """Print one line a language."""
    forms = forms_of("kazakh_paradigms.txt", "kazakh_unseen_paradigms.txt")
    kazakh.stem("су")
    print(f"kk: {rate(kazakh.stem, forms):,} words/s uncached ({len(forms):,} forms)")
    forms = forms_of("russian_paradigms.txt")
    russian.stems("вода")
    print(f"ru: {rate(russian.stems.__wrapped__, forms):,} words/s uncached ({len(forms):,} forms)")


if __name__ == "__main__":
    main()
