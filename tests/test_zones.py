"""Which zone a reader means."""

from __future__ import annotations

import datetime as dt

import pytest

from briefings import zones
from briefings.zones import canonical_zone, near_zones, offset, zone_of_city, zones_at


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("europe/berlin", "Europe/Berlin"),
        ("ASIA/ALMATY", "Asia/Almaty"),
        (" america/new york ", "America/New_York"),
        ("utc", "UTC"),
        ("Europe/Berln", None),
        ("localtime", None),
        ("factory", None),
        ("../../etc/passwd", None),
        ("", None),
    ],
)
def test_it_knows_a_zone_in_any_case(name: str, zone: str | None) -> None:
    assert canonical_zone(name) == zone


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Europe/Berln", "Europe/Berlin"),
        ("Europa/Berlin", "Europe/Berlin"),
        ("berlin", "Europe/Berlin"),
        ("Asia/Moscow", "Europe/Moscow"),  # the city, in a wrong area
        ("Asia/Astana", "Asia/Almaty"),
        ("Asia/Alma-Ata", "Asia/Almaty"),
        ("Europe/Oso", "Europe/Oslo"),  # a name is as near as its best likeness, not its last
        ("Australia/erth", "Australia/Perth"),
        ("newyork", "America/New_York"),
        ("Алматы", "Asia/Almaty"),
        ("Астана", "Asia/Almaty"),
        ("Астане", "Asia/Almaty"),
        ("Қызылорда", "Asia/Qyzylorda"),
        ("Кызылорда", "Asia/Qyzylorda"),
        ("Мәскеу", "Europe/Moscow"),
        ("москва", "Europe/Moscow"),
        ("Масква", "Europe/Moscow"),
        ("Берлин", "Europe/Berlin"),
        ("Бейжің", "Asia/Shanghai"),
        ("Нью Йорк", "America/New_York"),
        ("Вашингтон", "America/New_York"),
        ("Женева", "Europe/Zurich"),
    ],
)
def test_it_guesses_the_zone_that_was_meant(text: str, zone: str) -> None:
    assert near_zones(text)[0] == zone


@pytest.mark.parametrize(
    ("text", "guesses"), [("Asia/ork", ["Asia/Oral", "Asia/Omsk"]), ("Asia/gal", ["Asia/Oral", "Asia/Gaza"])]
)
def test_it_guesses_kazakhstans_zone_first_where_another_is_as_near(text: str, guesses: list[str]) -> None:
    assert near_zones(text, limit=2) == guesses


def test_it_guesses_a_nearer_zone_before_kazakhstans() -> None:
    assert near_zones("Asia/Qata", limit=2) == ["Asia/Qatar", "Asia/Aqtau"]


@pytest.mark.parametrize("text", ["", "???", "/", "qqqqqqqqqq", "x" * 4096, "Атлантида"])
def test_it_guesses_nothing_where_nothing_is_near(text: str) -> None:
    assert near_zones(text) == []


@pytest.mark.parametrize("limit", [-1, 0, 1, 3])
def test_it_guesses_no_more_than_asked(limit: int) -> None:
    assert len(near_zones("Asia/Aktau", limit=limit)) == max(limit, 0)


def test_every_guess_is_a_zone_that_is_there() -> None:
    guesses = {zone for zone, _ in zones._labels()}
    assert set(zones._cities()) <= guesses
    assert all(zones.zone_info(zone).key == zone for zone in guesses)


@pytest.mark.parametrize(
    ("city", "zone"),
    [
        ("Алматы", "Asia/Almaty"),
        ("москва", "Europe/Moscow"),
        ("Нью-Йорк", "America/New_York"),
        ("МСК", "Europe/Moscow"),
        ("msk", "Europe/Moscow"),
        ("астана уақыты", "Asia/Almaty"),
        ("Астана уакытымен", "Asia/Almaty"),
        ("Мәскеу уақыты бойынша", "Europe/Moscow"),
        ("московское время", "Europe/Moscow"),
        ("по московскому времени", "Europe/Moscow"),
        ("по Москве", "Europe/Moscow"),
        ("время Алматы", "Asia/Almaty"),
        ("по времени Казахстана", "Asia/Almaty"),
        ("в Берлине", "Europe/Berlin"),
        ("в Нью-Йорке", "America/New_York"),
        ("Бейжіңде", "Asia/Shanghai"),
        ("Berlin time", "Europe/Berlin"),
        ("по Атлантиде", None),
        ("уақыты", None),
        ("+5", None),
        ("", None),
    ],
)
def test_a_city_is_its_zone_in_any_form_and_so_is_its_time(city: str, zone: str | None) -> None:
    assert zone_of_city(city) == zone


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("UTC+5", 300),
        ("utc + 5", 300),
        ("GMT+5", 300),
        ("+3", 180),
        ("5", 300),
        ("+05:30", 330),
        ("+0530", 330),
        ("UTC-3", -180),
        ("UTC\N{MINUS SIGN}3", -180),
        ("UTC-3:30", -210),
        ("UTC+0", 0),
        ("МСК+2", 300),
        ("MSK-1", 120),
        ("МСК", None),
        ("+15", None),
        ("UTC+5:75", None),
        ("UTC+500000", None),
        ("٣", None),
        ("Europe/Berlin", None),
        ("", None),
    ],
)
def test_an_offset_is_read_as_people_write_it(text: str, minutes: int | None) -> None:
    assert offset(text) == (None if minutes is None else dt.timedelta(minutes=minutes))


def test_of_the_zones_at_an_offset_those_of_kazakhstan_and_its_neighbours_come_first(now: dt.datetime) -> None:
    found = zones_at(dt.timedelta(hours=5), now)
    assert found[0] == "Asia/Almaty"
    assert "Asia/Tashkent" in found
    assert len(found) == 12
    assert zones_at(dt.timedelta(hours=3), now, limit=3) == ["Europe/Minsk", "Europe/Moscow", "Europe/Istanbul"]
    assert (
        len([zone for zone in zones_at(dt.timedelta(hours=3), now, limit=99) if "Asm" in zone]) == 1
    )  # Asmera, Asmara
    assert zones_at(dt.timedelta(hours=-8), now)[0] == "America/Los_Angeles"
    assert zones_at(dt.timedelta(hours=1, minutes=1), now) == []


def test_the_zones_at_an_offset_are_those_that_keep_it_at_that_moment(now: dt.datetime) -> None:
    in_summer = dt.datetime(2026, 7, 1, tzinfo=dt.UTC)
    assert "Europe/Berlin" in zones_at(dt.timedelta(hours=1), now, limit=99)
    assert "Europe/Berlin" in zones_at(dt.timedelta(hours=2), in_summer, limit=99)
    assert "Europe/Berlin" not in zones_at(dt.timedelta(hours=1), in_summer, limit=99)
