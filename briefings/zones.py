"""IANA time zones, and the ones that people mean: by any spelling, a city in three languages, an offset. Pure."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import cache
from heapq import nsmallest
from itertools import islice
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global
from rapidfuzz import fuzz, process

from briefings.language import fold, normalise, word_stems

_OF_KAZAKHSTAN: Final = re.compile("Asia/(Almaty|Aqtau|Aqtobe|Atyrau|Oral|Qostanay|Qyzylorda)")
_AREAS: Final = re.compile("(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)/")
# What a zone's own name does not say: its city in Kazakh and Russian, other cities that keep its time, and how that is
# called. Those that are asked for most come first.
_CITIES: Final = """
Asia/Almaty: Алматы, Алма-Ата, Астана, Astana, Шымкент, Shymkent, Қазақстан, Казахстан, Kazakhstan, алматинское,
  астанинское, казахстанское;
Asia/Aqtau: Ақтау, Aktau; Asia/Aqtobe: Ақтөбе, Aktobe; Asia/Atyrau: Атырау; Asia/Oral: Орал, Уральск, Uralsk;
Asia/Qostanay: Қостанай, Kostanay; Asia/Qyzylorda: Қызылорда, Kyzylorda; Asia/Bishkek: Бішкек, Бишкек; Asia/Baku: Баку;
Asia/Ashgabat: Ашғабат, Ашхабад; Asia/Dushanbe: Душанбе; Asia/Tashkent: Ташкент, ташкентское;
Asia/Tehran: Теһран, Тегеран; Europe/Minsk: Минск; Europe/Moscow: Мәскеу, Москва, МСК, MSK, московское;
Europe/Istanbul: Стамбул, Ыстанбұл, Анкара, Ankara; Asia/Shanghai: Бейжің, Пекин, Beijing, Шанхай, пекинское;
Asia/Urumqi: Үрімжі, Урумчи; Asia/Ulaanbaatar: Ұланбатыр, Улан-Батор; Asia/Tokyo: Токио; Asia/Seoul: Сеул;
Asia/Singapore: Сингапур; Asia/Kolkata: Дели, Delhi; Asia/Riyadh: Эр-Рияд; Asia/Dubai: Дубай, Абу-Даби, Abu Dhabi;
America/New_York: Нью-Йорк, Вашингтон, Washington; Europe/Warsaw: Варшава; Europe/Berlin: Берлин;
Europe/Brussels: Брюссель; Europe/London: Лондон; Europe/Madrid: Мадрид; Europe/Paris: Париж; Europe/Rome: Рим;
Europe/Vienna: Вена; Europe/Zurich: Цюрих, Женева, Geneva; America/Toronto: Оттава, Ottawa;
Asia/Yekaterinburg: Екатеринбург; Asia/Omsk: Омбы, Омск; Asia/Novosibirsk: Новосибирск; Asia/Kabul: Кабул;
Asia/Karachi: Исламабад, Islamabad; America/Chicago: Чикаго; America/Los_Angeles: Лос-Анджелес, Сан-Франциско
"""
_TIME_OF: Final = frozenset({"уакыт", "бойынша", "время", "по", "в", "time"})  # stems beside a city: «Астана уақыты»
_OFFSET: Final = re.compile(r"(?:utc|gmt|(мск|msk))?([+-]?)([0-9]{1,2})(?::?([0-5][0-9]))?", re.IGNORECASE)
_MOSCOW: Final = dt.timedelta(hours=3)  # whose clocks Russia's are told from: «МСК+2»
_FARTHEST: Final = dt.timedelta(hours=14)
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
    """The zone of a city named in English, Kazakh or Russian, in any form («Мәскеу уақыты», «по Москве»), or None."""
    exact = next((zone for (zone, _), label in _labels().items() if label == _plain(city)), None)
    if exact is not None:
        return exact
    said = [stems for word in _words(city) if not (stems := _stems(word)) & _TIME_OF]
    meant = {
        zone
        for zone, name in _stemmed_labels()
        if len(name) == len(said) and all(spoken & known for spoken, known in zip(said, name, strict=True))
    }
    return meant.pop() if len(meant) == 1 else None


def offset(text: str) -> dt.timedelta | None:
    """How far `UTC+5`, `+3`, `GMT-3:30` or «МСК+2» is ahead of UTC; None where it is nothing of the kind."""
    match = _OFFSET.fullmatch(re.sub(r"[\u2010-\u2015\u2212]", "-", "".join(text.split())))
    if match is None:
        return None
    from_moscow, sign, hours, minutes = match.groups()
    ahead = dt.timedelta(hours=int(hours), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
    ahead += _MOSCOW if from_moscow else dt.timedelta()
    return ahead if abs(ahead) <= _FARTHEST else None


def zones_at(ahead: dt.timedelta, now: dt.datetime, limit: int = 12) -> list[str]:
    """At most `limit` zones whose clocks are so far ahead of UTC now, those that are asked for most first."""
    told = {*_cities(), *get_global("zone_aliases")}  # Asia/Calcutta is Asia/Kolkata: once is enough
    others = sorted(zone for zone in _zones().values() if _AREAS.match(zone) and zone not in told)
    there = (zone for zone in (*_cities(), *others) if now.astimezone(ZoneInfo(zone)).utcoffset() == ahead)
    return list(islice(there, limit))


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
def _cities() -> dict[str, str]:
    """Zone -> what it is called beside its own name."""
    return dict(" ".join(entry.split()).split(": ") for entry in _CITIES.split(";"))


@cache
def _stemmed_labels() -> list[tuple[str, list[frozenset[str]]]]:
    """(Zone, the stems of each word of one of its names)."""
    return [(zone, [_stems(word) for word in _words(name)]) for zone, name in _labels()]


@cache
def _labels() -> dict[tuple[str, str], str]:
    """(Zone, one of its names) -> that name as `_plain` spells it."""
    zones = filter(_AREAS.match, _zones().values())
    named = ((zone, f"{zone},{zone.rpartition('/')[2]},{_cities().get(zone, '')}") for zone in zones)
    return {(zone, name): _plain(name) for zone, names in named for name in names.split(",") if name}


def _plain(text: str) -> str:
    """Words in one spelling, without Kazakh letters, a space between: `Europe/San_Marino` is `europe san marino`."""
    return " ".join(map(fold, _words(text)))


def _words(text: str) -> list[str]:
    return [normalise(word) for word in re.split(r"[\W_]+", unicodedata.normalize("NFC", text)) if word]


def _stems(word: str) -> frozenset[str]:
    return frozenset(map(fold, word_stems(word)))
