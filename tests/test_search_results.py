"""A page of results: what is bold, what is cut, and buttons that remember the query."""

from __future__ import annotations

import pytest

from bot.cards import utf16_length
from bot.keyboards import parse
from bot.presses import UnknownButton
from bot.search_buttons import TurnResults
from bot.search_results import LONGEST_QUERY, level, marked


def test_found_words_are_bold_and_all_else_is_escaped() -> None:
    assert marked("Қытайға <b> & су", ((0, 7), (14, 16)), 100) == "<b>Қытайға</b> &lt;b&gt; &amp; <b>су</b>"


def test_a_long_sentence_is_cut_between_words_and_a_word_beyond_the_cut_is_not_bold() -> None:
    shown = marked("су және жер " + "туралы " * 20 + "су", ((0, 2), (152, 154)), 40)
    assert shown.startswith("<b>су</b> және жер")
    assert shown.endswith("туралы…")
    assert shown.count("<b>") == 1
    assert utf16_length(shown) <= 40


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("  су \n\t туралы ", "су туралы"),
        ("a\x00b\u200f", "a b"),
        ("су " * 2000, ("су " * 66).rstrip() + "…"),
        ("\u202e\u200b", ""),
    ],
)
def test_a_query_is_one_line_of_a_bounded_length(typed: str, query: str) -> None:
    assert level(typed) == query
    assert utf16_length(level(typed)) <= LONGEST_QUERY


@pytest.mark.parametrize("query", ["су", "a:b:c", "Қытайға астық экспорт", ""])
def test_a_short_query_stands_in_the_button(query: str) -> None:
    assert parse(TurnResults(2, query).pack()) == TurnResults(2, query)


def test_a_long_query_is_left_to_the_message_above() -> None:
    packed = TurnResults(1, "қанша астық экспорттаймыз, сколько зерна экспортируем").pack()
    assert parse(packed) == TurnResults(1, "")
    assert len(packed.encode()) <= 64


def test_a_page_that_no_list_has_is_nobodys_button() -> None:
    with pytest.raises(UnknownButton):
        parse("q:99999:су")
