"""A time of day as people say it, in three languages."""

from __future__ import annotations

import datetime as dt

import pytest

from briefings import spoken_time
from briefings.wish_error import Problem, WishError


@pytest.mark.parametrize(
    ("said", "time", "words"),
    [
        ("9", "09:00", 1),
        ("9-да", "09:00", 1),
        ("21.30", "21:30", 1),
        ("таңертең 8:30", "08:30", 2),
        ("утром в 8:30", "08:30", 3),
        ("кешке 19:00", "19:00", 2),
        ("кешкі 7", "19:00", 2),
        ("кешкі сағат 7-де", "19:00", 3),
        ("кешке 7:30", "19:30", 2),
        ("вечером в 7", "19:00", 3),
        ("7 вечера", "19:00", 2),
        ("7:30 вечера", "19:30", 2),
        ("19:00 вечера", "19:00", 2),
        ("8 часов вечера", "20:00", 3),
        ("9:00 утром", "09:00", 2),
        ("9 in the morning", "09:00", 4),
        ("3 дня", "15:00", 2),
        ("12 дня", "12:00", 2),
        ("11 дня", "11:00", 2),
        ("түскі 12", "12:00", 2),
        ("11 ночи", "23:00", 2),
        ("12 ночи", "00:00", 2),
        ("түнгі 1", "01:00", 2),
        ("12 am", "00:00", 2),
        ("12 pm", "12:00", 2),
        ("9 pm", "21:00", 2),
        ("8:30 кешкі 7", "08:30", 1),
        ("8:30, кешке 19:00", "08:30", 1),
        ("8 утра 7 вечера", "08:00", 2),
        ("9 Китай", "09:00", 1),
        ("полдень", "12:00", 1),
        ("полдень 18:00", "12:00", 1),
        ("Полночь", "00:00", 1),
        ("түсте", "12:00", 1),
        ("талтүсте", "12:00", 1),
        ("түн ортасында", "00:00", 2),
        ("тун ортасында Китай", "00:00", 2),
        ("noon", "12:00", 1),
        ("midnight", "00:00", 1),
    ],
)
def test_a_time_is_understood_with_the_words_that_say_it(said: str, time: str, words: int) -> None:
    assert spoken_time.read(said.replace(",", "").split(), 0) == (dt.time.fromisoformat(time), words)


@pytest.mark.parametrize("said", ["Китай", "в 9", "250", "-9", "٩", ""])
def test_where_no_time_begins_there_is_none(said: str) -> None:
    assert spoken_time.read(said.split(), 0) is None


@pytest.mark.parametrize(
    ("said", "problem", "word"),
    [
        ("утром", Problem.HOUR, "утром"),
        ("вечером Китай", Problem.HOUR, "вечером"),
        ("кешке сағат", Problem.HOUR, "кешке"),
        ("утром в 19:00", Problem.CONTRARY, "утром в 19:00"),
        ("12 вечера", Problem.CONTRARY, "12 вечера"),
        ("12 утра", Problem.CONTRARY, "12 утра"),
        ("таңғы 13", Problem.CONTRARY, "таңғы 13"),
        ("25", Problem.TIME, "25"),
        ("вечером в 25:99", Problem.TIME, "25:99"),
    ],
)
def test_what_is_ambiguous_or_no_time_is_asked_about(said: str, problem: Problem, word: str) -> None:
    with pytest.raises(WishError) as error:
        spoken_time.read(said.split(), 0)
    assert (error.value.problem, error.value.word) == (problem, word)
