"""Which zone a reader means."""

from __future__ import annotations

import pytest

from briefings import zones
from briefings.zones import canonical_zone, near_zones, zone_of_city


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
    cities = {entry.split(":")[0].strip() for entry in zones._CITIES.strip().replace("\n", ";").split(";")}
    assert cities <= guesses
    assert all(zones.zone_info(zone).key == zone for zone in guesses)


def test_a_city_by_its_own_name_is_its_zone() -> None:
    cities = ("Алматы", "москва", "Нью-Йорк", "МСК")
    expected = ["Asia/Almaty", "Europe/Moscow", "America/New_York", None]
    assert [zone_of_city(city) for city in cities] == expected
