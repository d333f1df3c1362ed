"""Russian stems: the forms of a word share one, different words share none."""

from itertools import combinations
from pathlib import Path

import pytest

from briefings.language.russian import stems

DATA = Path(__file__).parent / "data" / "language"


def lines(name: str) -> list[list[str]]:
    text = (DATA / name).read_text(encoding="utf-8")
    return [line.lower().split() for line in text.splitlines() if not line.startswith("#")]


def paradigms() -> list[list[str]]:
    return lines("russian_paradigms.txt")


def share(first: str, second: str) -> bool:
    return not set(stems(first)).isdisjoint(stems(second))


def test_forms_of_one_word_share_a_stem() -> None:
    pairs = [pair for forms in paradigms() for pair in combinations(forms, 2)]
    joined = sum(share(*pair) for pair in pairs)
    assert joined / len(pairs) >= 0.995


def test_different_words_share_no_stem() -> None:
    words = [[frozenset(stems(form)) for form in forms] for forms in paradigms()]
    joined = sum(not one.isdisjoint(other) for forms in words for one, other in combinations(forms, 2))
    apart = sum(not one.isdisjoint(other) for a, b in combinations(words, 2) for one in a for other in b)
    assert joined / (joined + apart) >= 0.995


def test_words_that_look_alike_share_no_stem() -> None:
    pairs = lines("russian_different.txt")
    assert len(pairs) >= 250
    assert [(first, second) for first, second in pairs if share(first, second)] == []


@pytest.mark.parametrize(
    "forms",
    [
        "казахстан казахстана казахстану казахстаном казахстане",
        "саммит саммита саммиту саммитом саммите саммиты саммитов саммитах",
        "токаев токаева токаеву токаевым токаеве",
        "мирзиёев мирзиеева мирзиёеву",
        "айгуль айгулью",
        "партнёрство партнерства партнёрством",
    ],
)
def test_names_and_loans_are_joined(forms: str) -> None:
    assert all(share(*pair) for pair in combinations(forms.split(), 2))


def test_yo_counts_as_ye() -> None:
    assert stems("партнёр") == stems("партнер")


@pytest.mark.parametrize("word", ["", "-", "я", "ъ", "123", "қытай", "china", "🙂"])
def test_anything_has_stems(word: str) -> None:
    assert stems(word)
