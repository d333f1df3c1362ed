"""The Kazakh stemmer: its rules one by one, and recall and precision over whole paradigms."""

import doctest
import importlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from briefings.language import kazakh
from briefings.language.kazakh import Stemmer, is_ending, read_lemmas, stem

DATA = Path(__file__).parent / "data" / "language"


def lines(name: str) -> Iterator[str]:
    return (line for line in (DATA / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#"))


def paradigms(name: str) -> dict[str, list[str]]:
    return {lemma: forms.split() for lemma, forms in (line.split(": ") for line in lines(name))}


def measure(words: dict[str, list[str]], stemmer: Callable[[str], str]) -> tuple[float, float]:
    """Percent of pairs of one word's forms with one stem; percent of pairs with one stem that are of one word."""
    found: dict[str, Counter[str]] = {}
    same = joined = 0
    for lemma, forms in words.items():
        stems = Counter(map(stemmer, forms))
        same += pairs(len(forms))
        joined += sum(map(pairs, stems.values()))
        for key, count in stems.items():
            found.setdefault(key, Counter())[lemma] += count
    together = sum(pairs(lemmas.total()) for lemmas in found.values())
    return 100 * joined / same, 100 * joined / together


def pairs(count: int) -> int:
    return count * (count - 1) // 2


def one_stem(forms: str) -> bool:
    return len({stem(form) for form in forms.split()}) == 1


def test_forms_of_known_words_have_one_stem() -> None:
    words = paradigms("kazakh_paradigms.txt")
    recall, precision = measure(words, stem)
    assert len(words) >= 150
    assert recall >= 99.5
    assert precision >= 99.7


def test_forms_of_words_on_no_list_have_one_stem() -> None:
    words = paradigms("kazakh_unseen_paradigms.txt")
    known, fixed = read_lemmas()
    assert known.isdisjoint(lemma.lower() for lemma in words)
    recall, precision = measure(words, Stemmer(known, fixed))
    assert recall >= 99.5
    assert precision >= 99.7


def test_the_rules_carry_without_the_list() -> None:
    words = paradigms("kazakh_paradigms.txt")
    known, fixed = read_lemmas()
    short = {lemma for lemma in known if len(lemma) < 4}
    recall, _ = measure(words, Stemmer((known - {lemma.lower() for lemma in words}) | short, fixed))
    assert recall >= 98.5


def test_different_words_do_not_fall_together() -> None:
    pairs = [pair.split() for pair in lines("kazakh_different.txt")]
    assert len(pairs) >= 700
    assert [(first, second) for first, second in pairs if stem(first) == stem(second)] == []


@pytest.mark.parametrize(
    "forms",
    [
        "мемлекет мемлекеттің мемлекетке мемлекетті мемлекетте мемлекеттен мемлекетпен",
        "қала қаланың қалаға қаланы қалада қаладан қаламен қалалар қалаларда",
        "ел елдің елге елді елде елден елмен елдер елдерге",
        "адам адамның адамға адамды адамда адамнан адаммен адамдар",
        "сөз сөздің сөзге сөзді сөзде сөзден сөзбен сөздер",
        "су судың суға суды суда судан сумен сулар",
    ],
)
def test_a_case_ending_agrees_with_the_last_sound(forms: str) -> None:
    assert one_stem(forms)


def test_a_possessive_is_taken_off_before_and_after_its_case() -> None:
    assert one_stem(
        "жоба жобам жобаң жобаңыз жобамыз жобасы жобасының жобасына жобасын жобасында жобасынан жобаларымыздан"
    )


def test_a_voiced_stop_is_levelled() -> None:
    assert one_stem("кітап кітабы кітаптың кітабымыз")
    assert one_stem("бөлік бөлігі бөліктер бөлігінде")
    assert one_stem("министрлік министрлігінің министрлікке")
    assert one_stem("клуб клубтың клубы")


def test_a_fleeting_vowel_is_levelled() -> None:
    assert one_stem("орын орны орнында орындар орынға")
    assert one_stem("халық халқы халқымыз халықтың халықтар")
    assert one_stem("ауыз аузы ауызда")
    assert one_stem("қауіп қаупі қауіптің")
    assert one_stem("көңіл көңлі көңілі көңілге")


def test_the_attributive_and_the_belonging_ending_are_taken_off() -> None:
    assert one_stem("Қазақстан Қазақстандағы Қазақстандағылардың Қазақстандікі")
    assert one_stem("өңір өңіріндегі өңірдегілер өңірдікі")
    assert one_stem("Асан Асандікі Асаннікі")


def test_a_person_ending_is_taken_off() -> None:
    assert one_stem("мұғалім мұғаліммін мұғалімбін мұғалімсің мұғалімсіз мұғалімдерміз")


def test_the_instrumental_keeps_its_front_vowel_after_back_vowels() -> None:
    assert one_stem("Қытай Қытаймен Қытайлармен")


def test_a_surname_takes_endings_of_either_harmony() -> None:
    assert one_stem("Тоқаев Тоқаевтың Тоқаевқа Тоқаевты Тоқаевтан Тоқаевпен")
    assert one_stem("Майгельдинов Майгельдиновтың Майгельдиновке Майгельдиновқа")
    assert one_stem("Путин Путиннің Путинге Путинмен")


def test_a_soft_sign_before_a_suffix_may_drop() -> None:
    assert one_stem("Брюссель Брюссельге Брюсселі Брюсселінде")
    assert one_stem("область областьтің області")


def test_a_loan_in_a_cluster_may_take_a_linking_vowel() -> None:
    assert one_stem("факт факті фактіге фактіні фактісі фактілер")
    assert one_stem("актёр актер актёрлар актерлер актёрдің")
    assert one_stem("банк банкі банктер банкке банкінің банкілер")


def test_an_abbreviation_takes_its_ending_after_a_hyphen() -> None:
    assert one_stem("АҚШ АҚШ-тың АҚШ-қа АҚШ-пен АҚШ-тағы")
    assert one_stem("БҰҰ БҰҰ-ға БҰҰ-ның")
    assert one_stem("C5+1 C5+1-де C5+1-нің")
    assert one_stem("20 20-дан 20-сы")


def test_an_abbreviation_has_one_stem_with_and_without_its_ending() -> None:
    assert one_stem("ЕАДБ ЕАДБ-ға ЕАДБ-ның")
    assert one_stem("KEGOC KEGOC-тың")


def test_an_adjective_takes_endings_but_leaves_the_genitive_to_its_noun() -> None:
    assert one_stem("маңызды маңыздылар маңыздысы маңыздының маңыздыдан")
    assert one_stem("маңыз маңыздың маңызы")
    assert one_stem("стратегиялық стратегиялығы стратегиялыққа")
    assert one_stem("сыртқы сыртқысы сыртқылардың")


def test_a_case_of_place_takes_no_more_endings() -> None:
    assert one_stem("күндес күндесі күндестер")
    assert stem("күндес") != stem("күн")
    assert stem("жылдам") != stem("жыл")


def test_a_noun_made_of_a_verb_is_not_a_dative() -> None:
    assert one_stem("анықтама анықтамасы анықтамада анықтаманы")
    assert stem("анықтама") != stem("анық")
    assert one_stem("Мальта Мальтама Мальтаның")
    assert one_stem("лама ламасы ламаның")


def test_a_companion_is_not_a_third_person() -> None:
    assert one_stem("ынтымақтас ынтымақтасы ынтымақтасың ынтымақтастар")
    assert stem("ынтымақтас") != stem("ынтымақ")
    assert one_stem("Уганда Угандасы Угандаға")


def test_a_compound_ends_as_its_last_word_does() -> None:
    assert one_stem("нейрожелі нейрожелісі нейрожелісінде нейрожеліге")


def test_the_last_part_of_a_compound_takes_the_endings() -> None:
    assert one_stem("көші-қон көші-қонның көші-қонды")
    assert one_stem("Қасым-Жомарт Қасым-Жомарттың")


def test_an_ending_after_a_hyphen_is_told_from_a_word() -> None:
    assert is_ending("ға")
    assert is_ending("ші")
    assert not is_ending("қон")
    assert not is_ending("с")


@pytest.mark.parametrize("word", ["су", "ел", "ет", "ант", "құн", "күн", "ой", "ән", "іс", "үй", "ұл", "ар"])
def test_a_short_word_survives(word: str) -> None:
    assert stem(word) == word


def test_a_pronoun_has_one_stem_in_all_cases() -> None:
    assert one_stem("ол оның оған оны онда одан онымен")
    assert one_stem("мен менің маған мені менде менен")


@pytest.mark.parametrize(
    "word", ["", "-", "--", "а", "ь", "ьь", "ғ-", "-тың", "ққққққ", "1", "ааааааааааааааааааааааааааа", "🙂"]
)
def test_anything_has_a_stem(word: str) -> None:
    assert isinstance(stem(word), str)


def test_a_stem_of_a_known_lemma_is_its_own_stem() -> None:
    known, _ = read_lemmas()
    changed = {lemma for lemma in known if "-" not in lemma and stem(stem(lemma)) != stem(lemma)}
    assert len(changed) < len(known) / 10


def test_no_lemma_is_listed_twice() -> None:
    text = (Path(kazakh.__file__).parent / "kazakh_lemmas.txt").read_text(encoding="utf-8")
    words = Counter(word for line in text.splitlines() if not line.startswith("#") for word in line.split())
    assert [word for word, count in words.items() if count > 1] == []


@pytest.mark.parametrize(
    "name", ["phonology", "kazakh_suffixes", "kazakh", "russian", "rough", "tokens", "sentences", "__init__"]
)
def test_the_examples_in_the_documentation_hold(name: str) -> None:
    module = importlib.import_module("briefings.language" if name == "__init__" else f"briefings.language.{name}")
    outcome = doctest.testmod(module)
    assert outcome.attempted >= 1
    assert outcome.failed == 0
