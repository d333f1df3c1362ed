"""A page of results: what is bold, what is cut, and buttons that remember the query."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from helpers_content import new_briefing, new_topic

from bot.callback_data import UnknownButton
from bot.cards import PAGE_LIMIT
from bot.commands import COMMANDS
from bot.keyboards import parse
from bot.markup import utf16_length
from bot.pace import Pace
from bot.sandbox.markup import parse_html
from bot.search_buttons import TurnResults
from bot.search_results import LONGEST_QUERY, level, marked, results_page
from bot.services import Services
from bot.settings import Settings
from bot.texts import load_texts
from briefings.library import CHANGED
from briefings.search import indexing
from briefings.store import note_change

if TYPE_CHECKING:
    from briefings.store import Store

AT = dt.datetime(2026, 11, 21, 20, 30, tzinfo=dt.UTC)


async def test_the_fullest_page_fits_a_message_and_a_missing_language_is_said(store: Store) -> None:
    services = Services(Settings(_env_file=None), store, load_texts(), COMMANDS, lambda: AT, Pace(25))
    made = [new_briefing(f"key-{number}", AT, date="2025-09-30") for number in range(12)]
    for briefing in made:
        briefing.source_name = "Ж" * 200
        briefing.texts["ru"].title = f"Китай & «США» {'и Европа ' * 30}"[:300]
        briefing.texts["ru"].summary = f"<b>Экспорт зерна {'в Китай и США ' * 40}– 25 млн тонн."
    async with store.writing() as session:
        for position, slug in enumerate(["china", "usa", "europe"]):
            topic = new_topic(slug, position)
            topic.texts["ru"].name = {"china": "Китай", "usa": "США", "europe": "Европа"}[slug]
            session.add(topic)
        session.add_all(made)
        await indexing.put_all(session, made)
        await note_change(session, CHANGED)
    await services.refresh()
    query = level("сколько тонн зерна экспортируют Китай, США и Европа? " + "экспорт " * 30)
    answer = await results_page(services, query, "kk", 0)
    (page,) = answer.pages
    assert utf16_length(page) <= PAGE_LIMIT
    shown = parse_html(page)
    assert shown.text.count("қазақша мәтіні әзірге жоқ") == 4
    assert "<b>Экспорт" in shown.text
    assert answer.keyboard is not None


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
