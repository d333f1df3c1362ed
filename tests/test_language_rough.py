"""Words as they are typed without Kazakh letters, or in Latin ones, meet the words of a text."""

from __future__ import annotations

import doctest
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefings.language import kazakh, latin, rough, russian
from briefings.language.latin import russian_words
from briefings.language.rough import rough_key, rough_keys

if TYPE_CHECKING:
    from types import ModuleType


def meets(typed: str, word: str) -> bool:
    return not {rough_key(stem) for stem in (kazakh.stem(word), *russian.stems(word))}.isdisjoint(rough_keys(typed))


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("казакстан", "қазақстан"),
        ("казакстаннын", "қазақстанның"),
        ("кытайга", "қытай"),
        ("укимет", "үкімет"),
        ("кауипсиздикке", "қауіпсіздік"),
        ("халыктын", "халқы"),
        ("болиги", "бөлік"),
        ("онир", "өңірлерде"),
        ("уйым", "ұйымының"),
        ("tokayev", "тоқаев"),
        ("tokayev", "токаевым"),
        ("tokaev", "тоқаевтың"),
        ("toqayev", "тоқаев"),
        ("kassym", "қасым"),
        ("zhomart", "жомарт"),
        ("mirziyoyev", "мирзиёев"),
        ("zelenskyy", "зеленский"),
        ("lukashenko", "лукашенко"),
        ("erdogan", "ердоған"),
        ("putin", "путин"),
        ("shanghai", "шанхай"),
        ("washington", "вашингтон"),
        ("xi", "си"),
        ("jinping", "цзиньпин"),
        ("trump", "трамп"),
        ("qazaqstan", "қазақстанда"),
        ("aqtau", "ақтау"),
        ("investiciya", "инвестиция"),
        ("investicia", "инвестиция"),
        ("investitsiya", "инвестиция"),
        ("Kitaj", "қытай"),
        ("tokajev", "тоқаев"),
        ("qawipsizdik", "қауіпсіздік"),
        ("sawda", "сауда"),
        ("halyq", "халық"),
        ("xalyqtyn", "халық"),
        ("khalyk", "халық"),
        ("shygys", "шығыс"),
        ("zhumys", "жұмыс"),
        ("jumys", "жұмыс"),
        ("citigroup", "ситигруп"),
    ],
)
def test_what_is_typed_meets_the_word(typed: str, word: str) -> None:
    assert meets(typed, word)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("туркия", "түрікмен"),
        ("кытай", "қызмет"),
        ("tokyo", "тоқаев"),
        ("су", "саясат"),
        ("iran", "ирак"),
        ("жылкы", "жылғы"),
        ("тулки", "түлік"),
    ],
)
def test_another_word_is_not_met(typed: str, word: str) -> None:
    assert not meets(typed, word)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("zerno", "зерно"), ("zerna", "зерна"), ("neft", "нефть"), ("torgovlia", "торговля"), ("torgovlya", "торговля"),
        ("stanciya", "станция"), ("konec", "конец"), ("khleb", "хлеб"), ("hleb", "хлеб"), ("xleb", "хлеб"),
        ("vodniy", "водный"), ("vodnyj", "водный"), ("sotrudnichestvo", "сотрудничество"), ("jubiley", "юбилей"),
    ],
)  # fmt: skip
def test_a_russian_word_is_known_in_latin_letters(typed: str, word: str) -> None:
    assert word in russian_words(typed)


@pytest.mark.parametrize("typed", ["", "memleket", "зерно", "a", "su", "x" * 5000, "y" * 20, "c5", "\0", "ńý"])
def test_what_is_none_is_none(typed: str) -> None:
    assert russian_words(typed) == ()


@pytest.mark.parametrize("word", ["", "-", "🙂", "1", "а", "a", "ь", "а" * 5000, "x" * 5000, "яяяя", "'", "\0"])
def test_anything_may_be_typed(word: str) -> None:
    assert len(rough_keys(word)) <= rough.MOST_KEYS
    assert isinstance(rough_key(word), str)


def test_every_listed_name_leads_to_its_words() -> None:
    listed = (Path(rough.__file__).parent / "latin_names.txt").read_text(encoding="utf-8").splitlines()
    names = [line.split() for line in listed if not line.startswith("#")]
    assert len({name[0] for name in names}) == len(names) > 20
    for typed, *written in names:
        assert written
        assert all(rough_key(word) in rough_keys(typed) for word in written)


@pytest.mark.parametrize("module", [rough, latin])
def test_the_examples_in_the_documentation_hold(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0
