"""bot/panels.py and wording.py: what a button says is what it does, and what is said is so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

import pytest

from bot import panels, wording
from bot.keyboards import Button as AnyButton
from bot.keyboards import parse
from bot.markup import utf16_length
from bot.panels import CHOSEN, PAUSES, QUIET_HOURS, TIMES, ZONES, Panel
from bot.presses import Do, Forget, Press, View
from bot.texts import LANGUAGES, load_texts
from briefings import schedule, subscriptions
from briefings.adjust import LONGEST_PAUSE
from briefings.catalogue import Catalogue, TopicEntry
from briefings.model import Subscription, SubscriptionTopic, Topic
from briefings.zones import canonical_zone

if TYPE_CHECKING:
    import datetime as dt

    from telegram import InlineKeyboardMarkup

TEXTS = load_texts()
CATALOGUE = Catalogue(
    tuple(
        TopicEntry(slug, "🌐", "countries", {"kk": slug.upper(), "ru": slug.title()}, {})
        for slug in ("china", "usa", "eu")
    )
)


def made(*topics: str, **changes: object) -> Subscription:
    """Almaty, daily at 09:00; all topics where none is named."""
    found = subscriptions.unstored(101, 0, "Asia/Almaty")
    found.all_topics = not topics
    found.topic_links = [SubscriptionTopic(topic=Topic(slug=slug)) for slug in topics]
    for name, value in changes.items():
        setattr(found, name, value)
    return found


def panel(
    subscription: Subscription, now: dt.datetime, catalogue: Catalogue = CATALOGUE, language: str = "kk"
) -> Panel:
    return Panel(subscription, catalogue, TEXTS[language], TEXTS, now, language)


def pressed(keyboard: InlineKeyboardMarkup) -> dict[str, AnyButton]:
    """What each button of a keyboard means."""
    return {button.text: parse(str(button.callback_data)) for row in keyboard.inline_keyboard for button in row}


def test_every_preset_is_one_that_the_domain_takes() -> None:
    assert [canonical_zone(zone) for zone in ZONES] == list(ZONES)
    assert [f"{schedule.parse_time(text):%H:%M}" for text in TIMES] == list(TIMES)
    assert all(re.fullmatch(r"[0-9:]{5}-[0-9:]{5}", hours) for hours in QUIET_HOURS)
    assert max(PAUSES) <= LONGEST_PAUSE


def test_the_sentence_on_too_many_times_names_the_limit() -> None:
    assert (schedule.MAX_TIMES, "алты" in TEXTS["kk"]("wish-times"), "шести" in TEXTS["ru"]("wish-times")) == (
        6,
        True,
        True,
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", list(View))
def test_every_button_of_every_page_is_read_back(language: str, view: View, now: dt.datetime) -> None:
    keyboard = panel(made("china", active=True, next_due=now), now, language=language).keyboard(view)
    assert pressed(keyboard)
    assert all(len(button.text) <= 40 for row in keyboard.inline_keyboard for button in row)


def test_of_all_topics_a_tap_chooses_one_alone(now: dt.datetime) -> None:
    buttons = pressed(panel(made(), now).keyboard(View.TOPICS))
    assert buttons["🌐 USA"] == Press(View.TOPICS, Do.ONLY_TOPIC, "usa")
    assert buttons[f"{CHOSEN}Барлық тақырып"] == Press(View.TOPICS, Do.ALL_TOPICS)


def test_of_chosen_topics_a_tap_drops_what_is_held_and_adds_what_is_not(now: dt.datetime) -> None:
    buttons = pressed(panel(made("china"), now).keyboard(View.TOPICS))
    assert buttons[f"{CHOSEN}🌐 CHINA"] == Press(View.TOPICS, Do.DROP_TOPIC, "china")
    assert buttons["🌐 USA"] == Press(View.TOPICS, Do.HOLD_TOPIC, "usa")
    assert buttons["Барлық тақырып"] == Press(View.TOPICS, Do.ALL_TOPICS)


@pytest.mark.parametrize(("page", "first", "turns"), [(0, 0, [1]), (1, 24, [0, 2]), (2, 48, [1]), (9, 48, [1])])
def test_many_topics_stand_on_several_pages(page: int, first: int, turns: list[int], now: dt.datetime) -> None:
    many = Catalogue(tuple(TopicEntry(f"topic_{n}", "🌐", "countries", {"kk": f"{n}."}, {}) for n in range(50)))
    found = list(pressed(panel(made(), now, many).keyboard(View.TOPICS, page)).values())
    topics = [button.value for button in found if isinstance(button, Press) and button.do is Do.ONLY_TOPIC]
    assert topics == [f"topic_{number}" for number in range(first, min(first + 24, 50))]
    assert [button.page for button in found if button in [Press(View.TOPICS, page=turn) for turn in turns]] == turns


def test_a_panel_without_topics_stands_all_the_same(now: dt.datetime) -> None:
    assert len(pressed(panel(made(), now, Catalogue(())).keyboard(View.TOPICS))) == 2


def test_a_time_of_ones_own_stands_among_the_others(now: dt.datetime) -> None:
    buttons = pressed(panel(made(times=["07:45"]), now).keyboard(View.TIMES))
    assert list(buttons)[:3] == ["07:00", f"{CHOSEN}07:45", "08:00"]
    assert buttons[f"{CHOSEN}07:45"] == Press(View.TIMES, Do.DROP_TIME, "07:45")


@pytest.mark.parametrize(
    ("changes", "offered"),
    [
        ({"active": False}, [Do.LOOK, Do.START]),
        ({"active": False, "paused_until": "then"}, [Do.RESUME, Do.START]),
        ({"active": True}, [Do.LOOK, Do.END]),
        ({"active": True, "paused_until": "then"}, [Do.RESUME, Do.END]),
    ],
)
def test_the_panel_offers_what_can_be_done_next(
    changes: dict[str, object], offered: list[Do], now: dt.datetime
) -> None:
    last = panel(made(**changes), now).keyboard(View.MAIN).inline_keyboard[-1]
    buttons = [parse(str(button.callback_data)) for button in last]
    assert [button.do for button in buttons if isinstance(button, Press)] == offered


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_zone_has_a_city_and_a_clock(language: str, now: dt.datetime) -> None:
    for zone in filter(canonical_zone, available_timezones()):
        said = wording.zone(made(zone=zone), TEXTS[language], now)
        assert zone in said
        assert re.search(r"[0-2][0-9]:[0-5][0-9]", said)


def test_many_topics_are_named_and_the_others_counted() -> None:
    many = Catalogue(tuple(TopicEntry(f"t_{n}", "🌐", "countries", {"kk": "Тақырып " * 7}, {}) for n in range(300)))
    said = wording.summary(made(*(f"t_{number}" for number in range(300))), TEXTS["kk"], many)
    assert "және тағы 275\n" in said
    assert utf16_length(said) < 3000


def test_a_hidden_topic_that_is_held_is_named_by_its_slug() -> None:
    assert "Темы: China, hidden\n" in wording.summary(made("hidden", "china"), TEXTS["ru"], CATALOGUE)


@pytest.mark.parametrize(
    ("language", "asked", "said"),
    [
        ("kk", [0, 2], "Күндері: дүйсенбі, сәрсенбі"),
        ("kk", [0, 1, 2, 3, 4], "Күндері: жұмыс күндері"),
        ("ru", list(range(7)), "Дни: ежедневно"),
        ("ru", [5, 6], "Дни: суббота, воскресенье"),
    ],
)
def test_days_are_said_in_words(language: str, asked: list[int], said: str) -> None:
    assert f"{said}\n" in wording.summary(made(days=asked), TEXTS[language], CATALOGUE)


@pytest.mark.parametrize(
    ("count", "said"), [(1, "1 день"), (2, "2 дня"), (7, "7 дней"), (21, "21 день"), (30, "30 дней")]
)
def test_days_of_a_pause_are_counted_as_russian_does(count: int, said: str) -> None:
    assert TEXTS["ru"].plain("pause-days", count=count) == said


def test_forgetting_offers_yes_and_no() -> None:
    assert list(pressed(panels.forget(TEXTS["kk"])).values()) == [Forget(sure=True), Forget(sure=False)]
