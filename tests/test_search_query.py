"""A query is read as its writer meant it, whatever is in it."""

from __future__ import annotations

import doctest
import importlib

import pytest
from helpers_search import SEEDED

from briefings.search import period
from briefings.search.query import MOST_WORDS, parse


def forms(text: str) -> list[str]:
    return [word.form for word in parse(text, SEEDED).words]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Қытайға астық экспорты", ["қытайға", "астық", "экспорты"]),
        ("экспорт и импорт", ["экспорт", "импорт"]),
        ("Қазақстан мен Қытай туралы", ["қазақстан", "қытай"]),
        ("су", ["су"]),
        ("61,2", ["61", "2"]),
        ("АҚШ-тың C5+1-ге", ["ақш-тың", "c5+1-ге"]),
        ("су су су", ["су"]),
        ('NEAR("су" * : & ! ^ OR', ["near", "су"]),
        ("в каком году построили канал", ["построили", "канал"]),  # what asks is in no answer
        ("қаншаға сатып алды, айтыңызшы", ["сатып", "алды"]),
        ("канша пайыз", []),  # typed without Kazakh letters
        ("Ким Чен Ын", ["ким", "чен", "ын"]),
        ("год туризма", ["год", "туризма"]),
        ("что такое ШОС", ["шос"]),
    ],
)
def test_the_words_are_those_that_tell_something(text: str, expected: list[str]) -> None:
    assert forms(text) == expected


@pytest.mark.parametrize(
    "text", ["", "  ", "🙂", "и в на", "және мен", '"', "***", "-", "#", "\0", "--", "-су", '"и в"']
)
def test_a_query_of_nothing_is_empty(text: str) -> None:
    assert parse(text, SEEDED).is_empty


def test_a_long_query_is_cut() -> None:
    assert len(forms("а" * 4096)[0]) == 64
    assert len(forms(" ".join(f"сөз{number}" for number in range(900)))) <= MOST_WORDS


def test_a_word_has_the_stems_of_both_languages() -> None:
    (word,) = parse("саммите", SEEDED).words
    assert "саммит" in word.stems


@pytest.mark.parametrize("text", ['"сыртқы саясат"', "«сыртқы саясат»", "“сыртқы саясат”", "„Сыртқы саясат“"])
def test_quotes_make_a_phrase(text: str) -> None:
    assert parse(text, SEEDED).phrases == (("сыртқы", "саясат"),)


@pytest.mark.parametrize("text", ['"сыртқы саясат', 'саясат"', '"саясат"', '""'])
def test_an_unbalanced_quote_or_one_word_makes_none(text: str) -> None:
    assert parse(text, SEEDED).phrases == ()


@pytest.mark.parametrize("text", ['-"сыртқы саясат" су', "су –«сыртқы Саясат»", "су −“сыртқы саясат”"])
def test_a_dash_before_quotes_excludes_the_phrase(text: str) -> None:
    query = parse(text, SEEDED)
    assert (query.phrases, query.without_phrases, query.without) == ((), (("сыртқы", "саясат"),), ())
    assert [word.form for word in query.words] == ["су"]


@pytest.mark.parametrize("text", ['Қытай -"су"', 'Қытай -"су', "Қытай -«су»"])
def test_a_dash_before_one_quoted_word_excludes_the_word(text: str) -> None:
    query = parse(text, SEEDED)
    assert ([word.form for word in query.without], query.without_phrases) == (["су"], ())
    assert [word.form for word in query.words] == ["қытай"]


def test_the_topics_that_are_named_are_told_but_not_those_that_are_excluded() -> None:
    assert parse("#water Қытайға сапар -АҚШ -#europe", SEEDED).mentioned == ("water", "china")


@pytest.mark.parametrize("dash", ["-", "–", "−"])
def test_a_dash_before_a_word_excludes_it(dash: str) -> None:
    query = parse(f"Қытай {dash}су", SEEDED)
    assert [word.form for word in query.without] == ["су"]
    assert [word.form for word in query.words] == ["қытай"]


def test_a_dash_between_words_excludes_nothing() -> None:
    query = parse("Астана – Пекин, азық-түлік", SEEDED)
    assert query.without == ()
    assert forms("Астана – Пекин") == ["астана", "пекин"]


@pytest.mark.parametrize("text", ["су -#china", "-#Қытай су", "су –#китайский"])
def test_a_topic_with_a_minus_is_not_wanted(text: str) -> None:
    query = parse(text, SEEDED)
    assert (query.topics, query.without_topics, query.without) == ((), ("china",), ())
    assert [word.form for word in query.words] == ["су"]


@pytest.mark.parametrize("text", ["#china", "#Қытай", "#қытайға", "#китайский", "#CHINA"])
def test_a_hash_narrows_to_a_topic(text: str) -> None:
    query = parse(f"су {text}", SEEDED)
    assert query.topics == ("china",)
    assert [word.form for word in query.words] == ["су"]


@pytest.mark.parametrize("text", ["#нетакойтемы су", "су -#нетакойтемы"])
def test_a_hash_before_another_word_is_told_and_looked_for_no_more(text: str) -> None:
    query = parse(text, SEEDED)
    assert (query.topics, query.without_topics, query.without) == ((), (), ())
    assert ([word.form for word in query.words], query.unknown_topics) == (["су"], ("нетакойтемы",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025", "2025"),
        ("қыркүйек 2025", "2025-09"),
        ("сентябрь 2025", "2025-09"),
        ("в сентябре 2025 года", "2025-09"),
        ("2025 жылғы қыркүйекте", "2025-09"),
        ("2025 ж. 29 қазан", "2025-10-29"),
        ("29 октября 2025 г.", "2025-10-29"),
        ("қазан айы 2021", "2021"),
        ("мая 2024", "2024-05"),
        ("May 2024", "2024-05"),
        ("31 сентября 2025", "2025-09"),
        ("2025-тің қазаны", "2025-10"),
        ("кыркуйек 2025", "2025-09"),
        ("қыркуйек 2025", "2025-09"),  # but for one letter
        ("2025 жылгы 29 казанда", "2025-10-29"),
        ("казан 2025", "2025-10"),
        ("шилдеде 2025", "2025-07"),
        ("в Казани 2024", "2024"),
        ("Kazan 2024", "2024"),
        ("2025-09-05", "2025-09-05"),
        ("05.09.2025", "2025-09-05"),
        ("5.09.2025 г.", "2025-09-05"),
        ("05/09/2025", "2025-09-05"),
        ("2025/09/05", "2025-09-05"),
        ("2025.09", "2025-09"),
        ("2025-09", "2025-09"),
        ("09.2025", "2025-09"),
        ("5 қыркүйек 2025", "2025-09-05"),
        ("2025 ж. 5 қыркүйек", "2025-09-05"),
        ("2023-24", "2023"),
        ("31.09.2025", "2025"),  # no such day
        ("4 2025", "2025"),
        ("29 қазан 2021", "2021-10-29"),
        ("5 мая, 2024", "2024-05-05"),
    ],
)
def test_a_time_narrows(text: str, expected: str) -> None:
    assert str(parse(f"саммит {text}", SEEDED).period) == expected


@pytest.mark.parametrize("text", ["5 қыркүйек", "5 сентября", "саммит 5 қыркүйекте", "5-қыркүйек", "5 кыркуйек"])
def test_a_day_without_a_year_is_of_any_year(text: str) -> None:
    assert parse(text, SEEDED).period == period.Anniversary(9, 5)


@pytest.mark.parametrize("text", ["61,2 млрд", "20250905", "қазан", "1500", "2", "20-дан"])
def test_another_number_is_no_time(text: str) -> None:
    assert parse(text, SEEDED).period is None


def test_the_words_of_a_time_are_kept_aside() -> None:
    query = parse("инвестиции с сентября 1993 года", SEEDED)
    assert [word.form for word in query.words] == ["инвестиции"]
    assert [word.form for word in query.period_words] == ["сентября", "1993"]


def test_a_time_is_found_where_it_stands() -> None:
    assert period.find(["саммит", "2025", "жылғы", "қазанда", "өтті"]) is not None
    assert period.find(["саммит", "2025", "жылғы", "қазанда", "өтті"])[1:] == (1, 4)  # type: ignore[index]
    assert period.find([]) is None


def test_words_that_name_a_country_stand_for_its_topic() -> None:
    groups = parse("Құрама Штаттарға экспорт", SEEDED).groups
    assert [(group.topic, group.unless, len(group.words)) for group in groups] == [("usa", None, 2), (None, None, 1)]


def test_words_that_name_a_subject_stand_for_it_where_their_language_is_missing() -> None:
    (group,) = parse("мұнай", SEEDED).groups
    assert (group.topic, group.unless) == ("energy", "kk")


def test_a_word_that_is_typed_roughly_is_told() -> None:
    words = parse("Казакстан Tokayev тур қала 61 торговля", SEEDED).words
    assert [word.form for word in words if word.is_rough] == ["казакстан", "tokayev"]


@pytest.mark.parametrize("name", ["expressions", "operators", "period", "places", "verbs"])
def test_the_examples_in_the_documentation_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(f"briefings.search.{name}")).failed == 0
