"""For how long, as people say it: a number of days, or of days, weeks, months, in three languages."""

from __future__ import annotations

import pytest

from briefings.durations import days


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("7", 7),
        ("7 дней", 7),
        ("7 күн", 7),
        ("7 days", 7),
        ("1 день", 1),
        ("3 дня", 3),
        ("21 день", 21),
        ("7дней", 7),
        ("10 күнге", 10),
        ("7-күн", 7),
        ("10 КУН", 10),
        ("день", 1),
        ("тәулік", 1),
        ("двое суток", 2),
        ("неделю", 7),
        ("на неделю", 7),
        ("апта", 7),
        ("аптаға", 7),
        ("week", 7),
        ("a week", 7),
        ("2 недели", 14),
        ("на две недели", 14),
        ("5 недель", 35),
        ("2 нед.", 14),
        ("бір апта", 7),
        ("бир апта", 7),
        ("екі аптаға", 14),
        ("two weeks", 14),
        ("месяц", 30),
        ("на один месяц", 30),
        ("3 месяца", 90),
        ("ай", 30),
        ("бір айға", 30),
        ("2 months", 60),
        ("год", 365),
        ("бір жыл", 365),
        ("0", 0),
        ("366", 366),
    ],
)
def test_a_duration_is_understood(said: str, count: int) -> None:
    assert days(said) == count


@pytest.mark.parametrize("number", range(1, 11))
def test_a_number_may_be_a_word(number: int) -> None:
    names = (
        "бір екі үш төрт бес алты жеті сегіз тоғыз он",
        "один два три четыре пять шесть семь восемь девять десять",
        "one two three four five six seven eight nine ten",
    )
    assert [days(f"{each.split()[number - 1]} неделя") for each in names] == [7 * number] * 3


@pytest.mark.parametrize(
    "said", ["", "abc", "-7", "1,5 недели", "1.5", "2 недели 3 дня", "дней 7", "на", "🙂", "٧", "9" * 4000, "7 марта"]
)
def test_what_is_no_duration_is_none(said: str) -> None:
    assert days(said) is None
