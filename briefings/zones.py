"""IANA time zones, and the ones that people mean: by any spelling, by a city's name in three languages. Pure."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from heapq import nsmallest
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from rapidfuzz import fuzz, process

from briefings.language.tokens import fold, normalise

_OF_KAZAKHSTAN: Final = re.compile("Asia/(Almaty|Aqtau|Aqtobe|Atyrau|Oral|Qostanay|Qyzylorda)")
_AREAS: Final = re.compile("(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)/")
# What a zone's own name does not say: its city in Kazakh and Russian, and other cities that keep its time.
_CITIES: Final = """
Asia/Almaty: Алматы, Алма-Ата, Астана, Astana, Шымкент, Shymkent, Қазақстан, Kazakhstan
Asia/Aqtau: Ақтау, Aktau; Asia/Aqtobe: Ақтөбе, Aktobe; Asia/Atyrau: Атырау; Asia/Oral: Орал, Уральск, Uralsk
Asia/Qostanay: Қостанай, Kostanay; Asia/Qyzylorda: Қызылорда, Kyzylorda; Asia/Bishkek: Бішкек, Бишкек; Asia/Baku: Баку
Asia/Ashgabat: Ашғабат, Ашхабад; Asia/Dushanbe: Душанбе; Asia/Tashkent: Ташкент; Asia/Tehran: Теһран, Тегеран
Europe/Minsk: Минск; Europe/Moscow: Мәскеу, Москва; Europe/Istanbul: Стамбул, Ыстанбұл, Анкара, Ankara
Asia/Shanghai: Бейжің, Пекин, Beijing, Шанхай; Asia/Urumqi: Үрімжі, Урумчи; Asia/Ulaanbaatar: Ұланбатыр, Улан-Батор
Asia/Tokyo: Токио; Asia/Seoul: Сеул; Asia/Singapore: Сингапур; Asia/Kolkata: Дели, Delhi; Asia/Riyadh: Эр-Рияд
Asia/Dubai: Дубай, Абу-Даби, Abu Dhabi; America/New_York: Нью-Йорк, Вашингтон, Washington; Europe/Warsaw: Варшава
Europe/Berlin: Берлин; Europe/Brussels: Брюссель; Europe/London: Лондон; Europe/Madrid: Мадрид; Europe/Paris: Париж
Europe/Rome: Рим; Europe/Vienna: Вена; Europe/Zurich: Цюрих, Женева, Geneva; America/Toronto: Оттава, Ottawa
"""
_NEAR: Final = 75.0  # of 100, by rapidfuzz's ratio: 2 × the letters in common ÷ all letters


@cache
def zone_info(name: str) -> ZoneInfo:
    """The zone. `ValueError` unless it is known and spelled as `canonical_zone` spells it."""
    if canonical_zone(name) != name:
        raise ValueError(f"{name!r} is not an IANA time zone such as Asia/Almaty")
    return ZoneInfo(name)


def canonical_zone(name: str) -> str | None:
    """An IANA zone's own spelling, whatever the case, spaces for underscores too; None if there is no such zone."""
    return _zones().get("_".join(name.split()).casefold())


@cache
def usable_zone(name: str) -> str:
    """The zone of this name, or UTC where this machine doesn't know it: an hour that is odd is better than none."""
    return name if canonical_zone(name) == name else "UTC"


def zone_of_city(city: str) -> str | None:
    """The zone of a city named in English, Kazakh or Russian («Мәскеу», «Москва»); None if we don't know it so."""
    return next((zone for (zone, _), label in _labels().items() if label == _plain(city)), None)


def near_zones(text: str, limit: int = 5) -> list[str]:
    """At most `limit` zones whose name or city `text` may mean, nearest first, Kazakhstan's first where equally near.

    Cities are known by the zone's name, and some in Kazakh and Russian. Empty if nothing is near.
    """
    score: dict[str, float] = {}
    for query in {_plain(text), _plain(text.rpartition("/")[2])}:  # Asia/Moscow: the city counts without its area too
        found = process.extract(query, _labels(), scorer=fuzz.ratio, score_cutoff=_NEAR, limit=None)
        for _, likeness, (zone, _) in found:
            score[zone] = max(score.get(zone, 0.0), likeness)
    return nsmallest(limit, score, key=lambda zone: (-score[zone], not _OF_KAZAKHSTAN.fullmatch(zone), zone))


@cache
def _zones() -> dict[str, str]:
    """Every zone by its name in lower case, but for «localtime», which is another on each machine, and «Factory»."""
    return {name.casefold(): name for name in available_timezones() - {"localtime", "Factory"}}


@cache
def _labels() -> dict[tuple[str, str], str]:
    """(Zone, one of its names) -> that name as `_plain` spells it."""
    cities = dict(entry.strip().split(": ") for entry in re.split("[;\n]", _CITIES.strip()))
    zones = filter(_AREAS.match, _zones().values())
    named = ((zone, f"{zone},{zone.rpartition('/')[2]},{cities.get(zone, '')}") for zone in zones)
    return {(zone, name): _plain(name) for zone, names in named for name in names.split(",") if name}


def _plain(text: str) -> str:
    """Words in one spelling, without Kazakh letters, a space between: `Europe/San_Marino` is `europe san marino`."""
    return " ".join(fold(normalise(word)) for word in re.split(r"[\W_]+", unicodedata.normalize("NFC", text)) if word)
