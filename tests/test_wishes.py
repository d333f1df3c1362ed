"""briefings/wishes.py: /subscribe is understood in three languages' words, and what is not is named."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from bot.app import SEEDS
from briefings import wishes
from briefings.catalogue import Catalogue, TopicEntry
from briefings.exchange import decode
from briefings.schedule import Schedule
from briefings.topic_file import parse_topics
from briefings.wish_error import Problem, WishError
from briefings.wishes import Wish

CATALOGUE = Catalogue(
    tuple(
        TopicEntry(each.slug, each.emoji, each.group, each.names, each.aliases)
        for each in parse_topics(decode((SEEDS / "topics.yaml").read_bytes(), "topics.yaml"), "topics.yaml")
    )
)
WEEKEND = frozenset({5, 6})
NAMES = [
    name
    for topic in CATALOGUE.topics
    for name in (topic.slug, *topic.names.values(), *(alias for each in topic.aliases.values() for alias in each))
]


def at(*times: str) -> tuple[dt.time, ...]:
    return tuple(map(dt.time.fromisoformat, times))


def parse(text: str) -> Wish:
    return wishes.parse(text.split(), CATALOGUE)


def refused(text: str) -> tuple[Problem, str]:
    with pytest.raises(WishError) as error:
        parse(text)
    return error.value.problem, error.value.word


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("", Wish()),
        ("all", Wish(all_topics=True)),
        ("барлығы", Wish(all_topics=True)),
        ("Барлық тақырып", Wish(all_topics=True)),
        ("все темы", Wish(all_topics=True)),
        ("ВСЁ", Wish(all_topics=True)),
        ("china", Wish(frozenset({"china"}))),
        ("china usa", Wish(frozenset({"china", "usa"}))),
        ("Қытай, су", Wish(frozenset({"china", "water"}))),
        ("Қытай және су", Wish(frozenset({"china", "water"}))),
        ("Китай и вода", Wish(frozenset({"china", "water"}))),
        ("Қытайға,АҚШ-қа", Wish(frozenset({"china", "usa"}))),
        ("китайский; американский", Wish(frozenset({"china", "usa"}))),
        ("Орталық Азия C5+1", Wish(frozenset({"central_asia", "c5plus1"}))),
        ("С5+1", Wish(frozenset({"c5plus1"}))),
        ("Китай в 9", Wish(frozenset({"china"}), times=at("09:00"))),
        ("Қытай сағат 9-да", Wish(frozenset({"china"}), times=at("09:00"))),
        ("кешкі 8", Wish(times=at("20:00"))),
        ("таңғы 8-де, кешкі 6-да", Wish(times=at("08:00", "18:00"))),
        ("в 8 утра и в 7 вечера", Wish(times=at("08:00", "19:00"))),
        ("12 дня", Wish(times=at("12:00"))),
        ("по субботам 09:00", Wish(days=frozenset({5}), times=at("09:00"))),
        ("каждую среду и во вторник", Wish(days=frozenset({1, 2}))),
        ("дүйсенбі күні, жұмада 08:30", Wish(days=frozenset({0, 4}), times=at("08:30"))),
        ("Қытай мен су", Wish(frozenset({"china", "water"}))),
        ("АҚШ пен Қытай", Wish(frozenset({"usa", "china"}))),
        ("ШЫҰ бен Қытай", Wish(frozenset({"sco", "china"}))),
        ("Қытай да, су да", Wish(frozenset({"china", "water"}))),
        ("Китай, а также вода", Wish(frozenset({"china", "water"}))),
        ("сенбі мен жексенбі", Wish(days=WEEKEND)),
        ("жұма сайын", Wish(days=frozenset({4}))),
        ("әр дүйсенбі 10:00", Wish(days=frozenset({0}), times=at("10:00"))),
        ("on Mondays and fridays", Wish(days=frozenset({0, 4}))),
        ("демалыс күндері", Wish(days=WEEKEND)),
        ("демалыс", Wish(days=WEEKEND)),
        ("Қытай выходные 10:00", Wish(frozenset({"china"}), days=WEEKEND, times=at("10:00"))),
        ("на выходных", Wish(days=WEEKEND)),
        ("по выходным дням", Wish(days=WEEKEND)),
        ("weekend", Wish(days=WEEKEND)),
        ("at the weekends", Wish(days=WEEKEND)),
        ("в рабочие дни", Wish(days=Schedule.WEEKDAYS)),
        ("әр күні", Wish(days=Schedule.EVERY_DAY)),
        ("еженедельно по пятницам", Wish(days=frozenset({4}))),
        ("каждую неделю в пятницу и по средам", Wish(days=frozenset({2, 4}))),
        ("әр апта жұмада", Wish(days=frozenset({4}))),
        ("Китай утром в 8:30", Wish(frozenset({"china"}), times=at("08:30"))),
        ("daily", Wish(days=Schedule.EVERY_DAY)),
        ("күн сайын", Wish(days=Schedule.EVERY_DAY)),
        ("каждый день", Wish(days=Schedule.EVERY_DAY)),
        ("weekdays", Wish(days=Schedule.WEEKDAYS)),
        ("жұмыс күндері", Wish(days=Schedule.WEEKDAYS)),
        ("по будням", Wish(days=Schedule.WEEKDAYS)),
        ("weekly mon", Wish(days=frozenset({0}))),
        ("weekly mon,thu", Wish(days=frozenset({0, 3}))),
        ("weekly дс, бс", Wish(days=frozenset({0, 3}))),
        ("апта сайын жұма", Wish(days=frozenset({4}))),
        ("еженедельно пн вс", Wish(days=frozenset({0, 6}))),
        ("пн-пт 8:00", Wish(days=Schedule.WEEKDAYS, times=at("08:00"))),
        ("Қытай дс–жм 8:00", Wish(frozenset({"china"}), days=Schedule.WEEKDAYS, times=at("08:00"))),
        ("mon - wed 8:00 china", Wish(frozenset({"china"}), days=frozenset({0, 1, 2}), times=at("08:00"))),
        ("Китай с пн по пт в 8", Wish(frozenset({"china"}), days=Schedule.WEEKDAYS, times=at("08:00"))),
        ("еженедельно с понедельника по среду", Wish(days=frozenset({0, 1, 2}))),
        ("дүйсенбіден жұмаға дейін сағат 8-де", Wish(days=Schedule.WEEKDAYS, times=at("08:00"))),
        ("пн-ср и сб", Wish(days=frozenset({0, 1, 2, 5}))),
        ("weekdays сб", Wish(days=frozenset(range(6)))),
        ("daily күн сайын", Wish(days=Schedule.EVERY_DAY)),
        ("weekly mon tue wed thu fri sat sun", Wish(days=Schedule.EVERY_DAY)),
        ("9:00", Wish(times=at("09:00"))),
        ("21.30", Wish(times=at("21:30"))),
        ("18:00,09:00", Wish(times=at("09:00", "18:00"))),
        ("09:00 09:00", Wish(times=at("09:00"))),
        ("сағат 09:00-де", Wish(times=at("09:00"))),
        ("в 9:00", Wish(times=at("09:00"))),
        ("обо всём", Wish(all_topics=True)),
        ("от всех тем", Wish(all_topics=True)),
        ("барлық тақырыптан", Wish(all_topics=True)),
        ("everything", Wish(all_topics=True)),
        ("пн., ср. 9:00", Wish(days=frozenset({0, 2}), times=at("09:00"))),
        ("от воды", Wish(frozenset({"water"}))),
        ("про Китай и воду", Wish(frozenset({"china", "water"}))),
        ("о Китае, об Афганистане", Wish(frozenset({"china", "afghanistan"}))),
        ("Қытай туралы", Wish(frozenset({"china"}))),
        ("about China", Wish(frozenset({"china"}))),
        ("Китай в полдень", Wish(frozenset({"china"}), times=at("12:00"))),
        ("в полдень, в 18:00", Wish(times=at("12:00", "18:00"))),
        ("в полночь", Wish(times=at("00:00"))),
        ("жұмада түсте", Wish(days=frozenset({4}), times=at("12:00"))),
        ("түн ортасында", Wish(times=at("00:00"))),
        ("әр күні сағат 9-да", Wish(days=Schedule.EVERY_DAY, times=at("09:00"))),
        ("жұма сайын сағат 9-да", Wish(days=frozenset({4}), times=at("09:00"))),
        ("в 21 час каждый день", Wish(days=Schedule.EVERY_DAY, times=at("21:00"))),
        ("china weekdays 08:30", Wish(frozenset({"china"}), days=Schedule.WEEKDAYS, times=at("08:30"))),
        ("08:30 weekly пт Қытай", Wish(frozenset({"china"}), days=frozenset({4}), times=at("08:30"))),
        ("CHINA DAILY", Wish(frozenset({"china"}), days=Schedule.EVERY_DAY)),
    ],
)
def test_a_wish_is_understood(text: str, wish: Wish) -> None:
    assert parse(text) == wish


def test_every_topic_is_found_by_all_its_names_beside_a_day_and_a_time() -> None:
    for name in NAMES:
        named = CATALOGUE.named_by(name)  # two topics may share an alias
        assert named is not None, name
        wish = Wish(frozenset({named.slug}), days=Schedule.WEEKDAYS, times=at("09:00"))
        assert parse(f"{name} weekdays 09:00") == wish, name


@pytest.mark.parametrize(
    ("text", "problem", "word"),
    [
        ("marsians 25:99", Problem.UNKNOWN, "marsians"),
        ("china marsians", Problem.UNKNOWN, "marsians"),
        ("china 25:99", Problem.TIME, "25:99"),
        ("24:00", Problem.TIME, "24:00"),
        ("9:5", Problem.TIME, "9:5"),
        ("25", Problem.TIME, "25"),
        ("250", Problem.UNKNOWN, "250"),
        ("weekly", Problem.DAY, "weekly"),
        ("china апта сайын", Problem.DAY, "апта"),
        ("еженедельно по Китаю", Problem.DAY, "еженедельно"),
        ("выходные, сб", Problem.CONTRARY, "выходные, сб"),
        ("Қытай кешке", Problem.HOUR, "кешке"),
        ("утром в 19:00", Problem.CONTRARY, "утром в 19:00"),
        ("9:00 marsians 25:99", Problem.UNKNOWN, "marsians"),
        ("weekly china", Problem.DAY, "weekly"),
        ("daily weekdays", Problem.CONTRARY, "daily, weekdays"),
        ("по будням 9:00 каждый день", Problem.CONTRARY, "по будням, каждый день"),
        ("daily сб", Problem.CONTRARY, "daily, сб"),
        ("каждый час", Problem.HOURLY, "каждый час"),
        ("Китай каждые 2 часа", Problem.HOURLY, "каждые 2 часа"),
        ("каждые два часа", Problem.HOURLY, "каждые два часа"),
        ("каждые 30 минут", Problem.HOURLY, "каждые 30 минут"),
        ("каждые полчаса", Problem.HOURLY, "каждые полчаса"),
        ("жарты сағат сайын", Problem.HOURLY, "жарты сағат сайын"),
        ("сағатына бір рет", Problem.HOURLY, "сағатына бір рет"),
        ("раз в час", Problem.HOURLY, "раз в час"),
        ("ежечасно", Problem.HOURLY, "ежечасно"),
        ("сағат сайын", Problem.HOURLY, "сағат сайын"),
        ("әр сағат", Problem.HOURLY, "әр сағат"),
        ("Қытай, 2 сағат сайын", Problem.HOURLY, "2 сағат сайын"),
        ("әр екі сағат сайын", Problem.HOURLY, "әр екі сағат сайын"),
        ("hourly", Problem.HOURLY, "hourly"),
        ("every hour", Problem.HOURLY, "every hour"),
        ("every 2 hours", Problem.HOURLY, "every 2 hours"),
        ("пн-марс", Problem.UNKNOWN, "пн-марс"),
        ("пн-пт каждый день", Problem.CONTRARY, "пн-пт, каждый день"),
        ("weekdays weekly пн", Problem.CONTRARY, "weekdays, weekly пн"),
        ("all 9:00 china", Problem.CONTRARY, "all, china"),
        ("Орталық Азия, су, барлық тақырып", Problem.CONTRARY, "барлық тақырып, Орталық Азия"),
        ("1:00 2:00 3:00 4:00 5:00 6:00 7:00", Problem.TIMES, ""),
        ("су " * 101, Problem.LENGTH, ""),
        ("😀", Problem.UNKNOWN, "😀"),
        ("<b>", Problem.UNKNOWN, "<b>"),
        ("ы" * 4096, Problem.UNKNOWN, "ы" * 31 + "…"),
        ("\0", Problem.UNKNOWN, "\0"),
    ],
)
def test_what_is_not_understood_is_named(text: str, problem: Problem, word: str) -> None:
    assert refused(text) == (problem, word)


def test_a_hundred_words_are_read_in_no_time() -> None:
    start = time.monotonic()
    parse("су " * 100)
    assert time.monotonic() - start < 1


@pytest.mark.parametrize("text", ["09:00", "daily", "china mon", "weekly", "полдень", "каждый", "сағат"])
def test_topics_alone_may_be_asked_for(text: str) -> None:
    with pytest.raises(WishError) as error:
        wishes.parse(text.split(), CATALOGUE, topics_only=True)
    assert (error.value.problem, error.value.word) == (Problem.UNKNOWN, text.rpartition(" ")[2])


@pytest.mark.parametrize(
    ("word", "language", "meant"),
    [
        ("chna", "ru", "Китай"),
        ("Қытйа", "kk", "Қытай"),
        ("кытая", "kk", "Қытай"),
        ("Афганистон", "ru", "Афганистан"),
        ("кытайка", "ru", "Китай"),
        ("wekly", "kk", "weekly"),
        ("ежедневна", "ru", "ежедневно"),
        ("выхадные", "ru", "выходные"),
    ],
)
def test_what_may_have_been_meant_is_offered(word: str, language: str, meant: str) -> None:
    assert meant in wishes.near(word, CATALOGUE, language)


@pytest.mark.parametrize("word", ["", "marsians", "марс", "көреді", "билет", "😀", "ы" * 4096])
def test_nothing_is_offered_where_nothing_is_near(word: str) -> None:
    assert wishes.near(word, CATALOGUE, "kk") == []


def test_of_a_hidden_topics_name_no_other_is_made() -> None:
    shown = Catalogue(tuple(topic for topic in CATALOGUE.topics if topic.slug != "china"))
    assert wishes.near("china", shown, "ru") == []


def test_no_more_than_three_are_offered_and_each_once() -> None:
    near = wishes.near("стан", CATALOGUE, "ru")
    assert len(near) == len(set(near)) <= 3


@pytest.mark.parametrize(
    "word",
    [
        "all",
        "daily",
        "weekdays",
        "weekly",
        "mon",
        "saturday",
        "on",
        "and",
        "every",
        "pm",
        "бәрі",
        "ежедневно",
        "дс",
        "дня",
        "демалыс",
        "мен",
        "кешке",
        "полдень",
        "түсте",
        "hourly",
        "про",
    ],
)
def test_a_word_of_ours_is_no_topics(word: str) -> None:
    assert not wishes.is_topic(word, Catalogue((TopicEntry("x", "🌍", "subjects", {"kk": word, "ru": word}, {}),)))
