"""bot/keyboards.py: what is written on a button is read back, and what nobody wrote is refused."""

from __future__ import annotations

import secrets
import time
from dataclasses import fields, replace
from urllib.parse import parse_qs, urlsplit

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot import keyboards
from bot.callback_data import UnknownButton
from bot.keyboards import Button, ChooseLanguage, OpenBriefing, OpenTopic, ShowTopics, TurnCard, TurnList, parse
from bot.presses import Subscribe
from bot.texts import load_texts
from briefings.catalogue import Catalogue, TopicEntry
from briefings.library import Direction
from briefings.model import Briefing, BriefingText, BriefingTopic, Topic

TEXTS = load_texts()
LONGEST_SLUG = "a_2" + "z" * 29
LARGEST = 2**31 - 1  # of a briefing's id, and of a message's

BUTTONS: list[Button] = [
    *(TurnCard(step, 12, "kk", "china") for step in (None, *Direction)),
    TurnCard(None, LARGEST, "ru", LONGEST_SLUG),
    TurnCard(Direction.OLDER, LARGEST, "ru", None, (LARGEST, LARGEST - 1, LARGEST - 2)),
    TurnCard(Direction.NEWER, 1, None, "eu", (7,)),
    OpenTopic("c5plus1"),
    OpenTopic(LONGEST_SLUG),
    OpenBriefing(LARGEST),
    TurnList("china", 0, 10),
    TurnList(None, 999_999, 20),
    TurnList(LONGEST_SLUG, 999_999, 20),
    ChooseLanguage("kk"),
    ShowTopics(),
]

NOBODYS = [
    "",
    " ",
    "c:",
    "c:=:99999999999:kk:*:",
    "c:=:12:kk:*",
    "c:=:12:kk:*:1,",
    "c:=:12:kk:*:,1",
    "c:=:12:kk:*:1,,2",
    "c:=:12:kk:*:99999999999",
    "c:?:12:kk:*:",
    "c:=:-12:kk:*:",
    "c:=:12:KK:*:",
    "c:=:١٢:kk:*:",
    "c:=:12:kk:қытай:",
    "c:=:12:kk:*:\n",
    "t:",
    "t:china\n",
    "t:" + "a" * 33,
    "t:Қытай",
    "l:china:0",
    "l:china:9999999:10",
    "l:china:٣:10",
    "g:",
    "g:қазақша",
    "g:kk\n",
    "a\n",
    "aa",
    "A",
    "Қытай",
    "\0",
]


def briefing(title: str = "Тақырып", languages: tuple[str, ...] = ("kk", "ru")) -> Briefing:
    texts = {code: BriefingText(language=code, title=title, summary="", details=[]) for code in languages}
    return Briefing(id=12, texts=texts)


def card(
    shown: Briefing, ways: tuple[Direction, ...] = tuple(Direction), link: str = "https://t.me/bot?start=b_12"
) -> InlineKeyboardMarkup:
    return keyboards.card(shown, "kk", "china", ways=ways, everyones_texts=TEXTS, texts=TEXTS["kk"], link=link)


def row_of(keyboard: InlineKeyboardMarkup | None, row: int = 0) -> list[InlineKeyboardButton]:
    assert keyboard is not None
    return list(keyboard.inline_keyboard[row])


def meaning(button: InlineKeyboardButton) -> Button:
    assert isinstance(button.callback_data, str)
    return parse(button.callback_data)


def entry(slug: str, count: int = 1) -> TopicEntry:
    return TopicEntry(slug, "🌐", "countries", {"kk": f"{slug} қазақша", "ru": f"{slug} по-русски"}, {}, count)


@pytest.mark.parametrize("button", BUTTONS, ids=str)
def test_what_is_written_is_read_back(button: Button) -> None:
    assert parse(button.pack()) == button


@pytest.mark.parametrize("button", BUTTONS, ids=str)
def test_callback_data_fits_telegrams_64_bytes(button: Button) -> None:
    assert 1 <= len(button.pack().encode()) <= 64


def test_earlier_pages_that_do_not_fit_are_dropped_and_the_rest_is_kept() -> None:
    longest = TurnCard(Direction.OLDER, LARGEST, "kk", LONGEST_SLUG, (LARGEST, LARGEST, LARGEST))
    assert len(longest.pack()) <= 64
    assert parse(longest.pack()) == replace(longest, earlier_pages=())


def test_earlier_pages_that_just_fit_are_kept() -> None:
    button = TurnCard(Direction.OLDER, LARGEST, "kk", None, (LARGEST, LARGEST, LARGEST, 9))
    assert (len(button.pack()), parse(button.pack())) == (54, button)


@pytest.mark.parametrize("data", NOBODYS)
def test_what_nobody_wrote_is_no_button(data: str) -> None:
    with pytest.raises(UnknownButton):
        parse(data)


def test_no_two_kinds_of_buttons_have_one_mark_and_each_writes_all_its_fields() -> None:
    assert len({kind.MARK for kind in keyboards.KINDS}) == len(keyboards.KINDS)
    for kind in keyboards.KINDS:
        assert set(kind.FIELDS) == {field.name for field in fields(kind)}, kind


def test_random_bytes_are_no_button() -> None:
    for _ in range(500):
        with pytest.raises(UnknownButton):
            parse("x" + secrets.token_bytes(63).decode("latin-1"))


def test_data_made_to_be_slow_is_refused_at_once() -> None:
    start = time.monotonic()
    with pytest.raises(UnknownButton):
        parse("c:=:1:kk:*:" + "1" * 52 + "!")
    assert time.monotonic() - start < 1


def test_a_card_offers_the_ways_there_are() -> None:
    row = row_of(card(briefing(), ways=(Direction.OLDER,)))
    assert [meaning(button) for button in row] == [TurnCard(Direction.OLDER, 12, None, "china")]


def test_older_stands_before_newer() -> None:
    row = row_of(card(briefing(), ways=(Direction.NEWER, Direction.OLDER)))
    assert [button.text for button in row] == [TEXTS["kk"].plain("button-older"), TEXTS["kk"].plain("button-newer")]


def test_a_card_offers_its_other_language_by_that_languages_name() -> None:
    button = row_of(card(briefing()), 1)[0]
    assert (button.text, meaning(button)) == ("Русский", TurnCard(None, 12, "ru", "china"))


def test_a_card_offers_no_language_that_it_lacks() -> None:
    assert [button.text for button in row_of(card(briefing(languages=("kk",))), 1)] == ["Бөлісу"]


def test_a_language_without_texts_of_ours_is_not_offered() -> None:
    assert [button.text for button in row_of(card(briefing(languages=("kk", "en"))), 1)] == ["Бөлісу"]


@pytest.mark.parametrize(("topic", "subscribed_to"), [("china", ["china"]), (None, ["sco"])])
def test_a_card_offers_to_subscribe_to_the_topic_it_was_opened_by_or_its_first(
    topic: str | None, subscribed_to: list[str]
) -> None:
    shown = briefing()
    shown.topic_links = [
        BriefingTopic(topic=Topic(slug=slug), position=place) for place, slug in enumerate(("sco", "eu"))
    ]
    keyboard = keyboards.card(
        shown, "kk", topic, ways=(), everyones_texts=TEXTS, texts=TEXTS["kk"], link="https://t.me"
    )
    pressed = [meaning(button) for row in keyboard.inline_keyboard for button in row if button.callback_data]
    assert [button.topic for button in pressed if isinstance(button, Subscribe)] == subscribed_to


def test_a_lonely_card_has_no_empty_row() -> None:
    assert all(card(briefing(), ways=()).inline_keyboard)


def test_share_hands_on_the_link_and_the_title_whatever_they_hold() -> None:
    title = "C5+1 & «су»: 50% <b>#1?</b>"
    link = "https://t.me/bot?start=b_12"
    url = row_of(card(briefing(title), link=link), 1)[-1].url
    assert url is not None
    assert parse_qs(urlsplit(url).query, strict_parsing=True) == {"url": [link], "text": [title]}


def test_share_writes_no_space_as_a_plus() -> None:
    assert "+" not in str(row_of(card(briefing("бір екі")), 1)[-1].url)


def test_with_inline_mode_share_offers_the_card_itself() -> None:
    shown, texts = briefing(), TEXTS["kk"]
    keyboard = keyboards.card(shown, "kk", None, ways=(), everyones_texts=TEXTS, texts=texts, link="", inline=True)
    share = row_of(keyboard)[-1]
    assert (share.switch_inline_query, share.url) == (f"b{shown.id}", None)


def test_card_buttons_learn_the_earlier_pages() -> None:
    known = keyboards.with_earlier_pages(card(briefing()), (7, 8))
    turning = [meaning(button) for button in [*row_of(known), row_of(known, 1)[0]]]
    assert [button.earlier_pages for button in turning if isinstance(button, TurnCard)] == [(7, 8)] * 3


def test_other_buttons_stay_as_they_are_beside_earlier_pages() -> None:
    keyboard = InlineKeyboardMarkup([[*row_of(card(briefing()), 1)[1:], *row_of(keyboards.all_topics(TEXTS["kk"]))]])
    assert keyboards.with_earlier_pages(keyboard, (7, 8)) == keyboard


def test_topics_stand_two_in_a_row_in_their_order() -> None:
    keyboard = keyboards.topics([entry("china"), entry("usa"), entry("eu")], "ru")
    rows = [[button.text for button in row] for row in keyboard.inline_keyboard]
    assert rows == [["🌐 china по-русски", "🌐 usa по-русски"], ["🌐 eu по-русски"]]


def test_topics_say_how_many_briefings_they_have_where_asked() -> None:
    button = row_of(keyboards.topics([entry("china", 42)], "kk", with_counts=True))[0]
    assert (button.text, meaning(button)) == ("🌐 china қазақша (42)", OpenTopic("china"))


def test_the_start_offers_languages_and_topics_with_something_to_read() -> None:
    keyboard = keyboards.start(Catalogue((entry("china"), entry("empty", 0))), TEXTS, "kk")
    said = [[meaning(button) for button in row] for row in keyboard.inline_keyboard]
    assert said == [[ChooseLanguage("kk"), ChooseLanguage("ru")], [OpenTopic("china")]]


@pytest.mark.parametrize(
    ("page", "total", "pages"),
    [(0, 11, [1]), (0, 25, [1]), (1, 25, [0, 2]), (2, 25, [1]), (1, 20, [0]), (2, 21, [1])],
)
def test_a_list_offers_the_pages_beside_it(page: int, total: int, pages: list[int]) -> None:
    row = row_of(keyboards.pager("china", page, 10, total, TEXTS["kk"]))
    assert [meaning(button) for button in row] == [TurnList("china", number, 10) for number in pages]


@pytest.mark.parametrize("total", [0, 1, 10])
def test_a_list_of_one_page_has_no_pager(total: int) -> None:
    assert keyboards.pager(None, 0, 10, total, TEXTS["kk"]) is None


def test_one_button_leads_to_all_topics() -> None:
    assert meaning(row_of(keyboards.all_topics(TEXTS["kk"]))[0]) == ShowTopics()
