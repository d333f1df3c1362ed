"""Days and times as people write them, in three languages."""

from __future__ import annotations

import datetime as dt

import pytest
from helpers_schedule import DAILY, FRI, MON, SAT, SUN, THU, TUE, WED, utc

from briefings.schedule import Schedule, local_day, parse_days, parse_time


@pytest.mark.parametrize(
    ("at", "zone", "day"),
    [
        ("2026-11-02 18:59", "Asia/Almaty", "2026-11-02"),
        ("2026-11-02 19:00", "Asia/Almaty", "2026-11-03"),
        ("2026-11-02 04:59", "America/New_York", "2026-11-01"),
        ("2024-02-29 18:30", "Asia/Almaty", "2024-02-29"),
        ("2011-12-30 09:59", "Pacific/Apia", "2011-12-29"),
        ("2011-12-30 10:00", "Pacific/Apia", "2011-12-31"),
    ],
)
def test_it_knows_a_chats_own_day(at: str, zone: str, day: str) -> None:
    assert local_day(utc(at), zone) == dt.date.fromisoformat(day)


def test_it_knows_no_day_of_an_unknown_zone() -> None:
    with pytest.raises(ValueError, match="'Nowhere' is not an IANA time zone"):
        local_day(utc("2026-11-02"), "Nowhere")


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [("9:00", 9, 0), ("09:00", 9, 0), ("21.30", 21, 30), ("0:00", 0, 0), ("23:59", 23, 59), (" 7.05 ", 7, 5)],
)
def test_it_reads_a_time_as_people_write_it(text: str, hour: int, minute: int) -> None:
    assert parse_time(text) == dt.time(hour, minute)


@pytest.mark.parametrize(
    "text", ["", "9", "24:00", "12:60", "9:0", "009:00", "9:00pm", "-1:00", "9:00:00", "21,30", "٩:٠٠", "09:00\n10:00"]
)
def test_it_says_how_a_time_is_written(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a time from 00:00 to 23:59 such as 9:00 or 21\.30"):
        parse_time(text)


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("daily", DAILY),
        ("Daily", DAILY),
        ("күнделікті", DAILY),
        ("күн сайын", DAILY),
        ("ежедневно", DAILY),
        ("каждый день", DAILY),
        ("weekdays", Schedule.WEEKDAYS),
        ("жұмыс күндері", Schedule.WEEKDAYS),
        ("Жумыс кундери", Schedule.WEEKDAYS),
        ("по будням", Schedule.WEEKDAYS),
        ("будни", Schedule.WEEKDAYS),
        ("weekly mon", {MON}),
        ("weekly mon,thu", {MON, THU}),
        ("weekly mon, thu , sun", {MON, THU, SUN}),
        ("weekly tue wed", {TUE, WED}),
        ("WEEKLY Friday,SATURDAY", {FRI, SAT}),
        ("weekly mon,mon,дс,пн", {MON}),
        ("апта сайын бейсенбі", {THU}),
        ("апталық жм", {FRI}),
        ("еженедельно пт", {FRI}),
        ("mon,tue,wed,thu,fri,sat,sun", DAILY),
        ("monday,tuesday,wednesday,thursday,friday,saturday,sunday", DAILY),
        ("дс,сс,ср,бс,жм,сб,жс", DAILY),
        ("пн,вт,ср,чт,пт,сб,вс", DAILY),
        ("дүйсенбі сейсенбі сәрсенбі бейсенбі жұма сенбі жексенбі", DAILY),
        ("понедельник вторник среда четверг пятница суббота воскресенье", DAILY),
        ("ср", {WED}),  # the same day in both languages
        ("сб", {SAT}),
        ("дуйсенби,жума", {MON, FRI}),  # typed on a Russian keyboard
        ("бейсенбi", {THU}),  # with a Latin i
        ("ПН,Жұма", {MON, FRI}),
        ("пн-пт", Schedule.WEEKDAYS),
        ("Пн–ср", {MON, TUE, WED}),
        ("пн — ср", {MON, TUE, WED}),
        ("пн -ср", {MON, TUE, WED}),
        ("дс-жм", Schedule.WEEKDAYS),
        ("Дүйсенбі‑жұма", Schedule.WEEKDAYS),
        ("дуйсенби-жума", Schedule.WEEKDAYS),
        ("mon-fri", Schedule.WEEKDAYS),
        ("weekly Monday to Friday", Schedule.WEEKDAYS),
        ("from tue through thu", {TUE, WED, THU}),
        ("с пн по пт", Schedule.WEEKDAYS),
        ("со среды до пятницы", {WED, THU, FRI}),
        ("с понедельника по среду", {MON, TUE, WED}),
        ("дүйсенбіден жұмаға дейін", Schedule.WEEKDAYS),
        ("бейсенбіден сенбіге шейін", {THU, FRI, SAT}),
        ("пн-ср, сб", {MON, TUE, WED, SAT}),
        ("сб, пн-вт", {SAT, MON, TUE}),
        ("пн-вт чт-пт", {MON, TUE, THU, FRI}),
        ("пт-пн", {FRI, SAT, SUN, MON}),
        ("пн-вс", DAILY),
        ("пн.-пт.", Schedule.WEEKDAYS),
        ("пн., ср.", {MON, WED}),
    ],
)
def test_it_reads_days_in_three_languages(words: str, days: set[int]) -> None:
    assert parse_days(words.split()) == days


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("weekly mon,Someday", "Someday"),
        ("weekly weekly", "weekly"),
        ("weekly daily", "daily"),
        ("mon daily", "daily"),
        ("weeklymon", "weeklymon"),
        ("по", "по"),
        ("еженедельно в пт", "в"),
        ("Ертең", "Ертең"),
        ("пн .", "."),
        ("пн-марс", "пн-марс"),
        ("пн-пн", "пн-пн"),
        ("пн-пт-вс", "пн-пт-вс"),
        ("пн по ср", "по"),
        ("пятницы", "пятницы"),
        ("дүйсенбіден", "дүйсенбіден"),
    ],
)
def test_it_names_the_word_that_is_no_day(words: str, named: str) -> None:
    with pytest.raises(ValueError, match=f"'{named}' is not a day such as mon, дс or пн"):
        parse_days(words.split())


@pytest.mark.parametrize("words", ["", "weekly", "апта сайын", ",", "weekly ,"])
def test_it_asks_for_a_day_where_none_was_given(words: str) -> None:
    with pytest.raises(ValueError, match="a weekly digest needs a day such as mon, дс or пн"):
        parse_days(words.split())
