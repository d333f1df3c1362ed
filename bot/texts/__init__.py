"""What the bot says, in Project Fluent files: one `.ftl` a language, found by its name."""

from __future__ import annotations

import functools
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_skeleton, get_day_names, get_timezone_location
from babel.numbers import format_decimal
from fluent.runtime import FluentBundle, FluentResource
from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from briefings.partial_date import PartialDate

FOLDER = Path(__file__).parent
LANGUAGES: tuple[str, ...] = tuple(sorted(path.stem for path in FOLDER.glob("*.ftl")))


class MissingText(LookupError):
    """A text that no file has, or one whose placeholders were not all filled: a programmer's mistake."""


class Texts:
    """All texts in one language; its dates, numbers and plurals follow CLDR."""

    def __init__(self, language: str) -> None:
        """Read `<language>.ftl`; its message `locale` names the CLDR locale (ru_KZ, not ru: the tenge's own sign)."""
        self.language = language
        resource = FluentResource((FOLDER / f"{language}.ftl").read_text(encoding="utf-8"))
        bundle = FluentBundle([language], use_isolating=False)
        bundle.add_resource(resource)
        self._bundle = bundle
        self._constant: dict[str, Markup] = {}
        self._locale = Locale.parse(self("locale"))

    def __call__(self, key: str, **values: object) -> Markup:
        """The text as HTML: what is filled in is escaped unless it is `Markup` already."""
        if values:
            return self._format(key, {name: _filled_in(value) for name, value in values.items()})
        if key not in self._constant:
            self._constant[key] = self._format(key, {})
        return self._constant[key]

    def plain(self, key: str, **values: object) -> str:
        """The text without markup: for buttons, menus, alerts."""
        return self(key, **values).unescape()

    def has(self, key: str) -> bool:
        """Whether there is such a text."""
        return bool(self._bundle.has_message(key))

    def date(self, date: PartialDate) -> str:
        """`2025 ж. 29 қазан`, `октябрь 2021 г.`, or the year alone."""
        if date.month is None:
            return self.plain("year-only", year=str(date.year))
        if date.day is None:
            written = format_skeleton("yMMMM", date.first_day, locale=self._locale)
        else:
            written = format_date(date.first_day, "long", locale=self._locale)
        return written.replace("\u202f", " ")  # as the year alone is written, and as people type and search it

    def day(self, at: datetime, zone: str) -> str:
        """The day of a moment in a zone: `2026 ж. 21 қараша, сенбі`."""
        return format_date(at.astimezone(ZoneInfo(zone)), "full", locale=self._locale).replace("\u202f", " ")

    def moment(self, at: datetime, zone: str) -> str:
        """A moment in a zone, to the minute: `суббота, 21 ноября 2026 г., 09:00`."""
        return f"{self.day(at, zone)}, {self.clock(at, zone)}"

    @staticmethod
    def clock(at: datetime, zone: str) -> str:
        """What the clock shows in a zone at a moment: `09:00`."""
        return f"{at.astimezone(ZoneInfo(zone)):%H:%M}"

    def weekday(self, day: int) -> str:
        """Monday (0) to Sunday (6) by name."""
        return str(get_day_names("wide", "stand-alone", locale=self._locale)[day])

    def city(self, zone: str) -> str:
        """The city that stands for an IANA zone: `Нью-Йорк`."""
        names = self._locale.time_zones
        known = next((names[name]["city"] for name in _names_of_zone(zone) if "city" in names.get(name, {})), None)
        return known or get_timezone_location(zone, locale=self._locale, return_city=True).rpartition("/")[2]

    def number(self, value: float) -> str:
        """A number as the language writes it: 61,2."""
        return format_decimal(value, locale=self._locale)

    def _format(self, key: str, values: dict[str, object]) -> Markup:
        pattern = self._bundle.get_message(key).value if self._bundle.has_message(key) else None
        if pattern is None:
            raise MissingText(f"{self.language}.ftl has no {key}")
        text, errors = self._bundle.format_pattern(pattern, values)
        if errors:
            raise MissingText(f"{self.language}.ftl, {key}: {errors[0]}")
        return Markup(text)  # noqa: S704 - the file is ours, and every value was escaped


def _filled_in(value: object) -> object:
    """Numbers stay numbers, for plurals; all else is escaped text."""
    return value if isinstance(value, int | float) else str(escape(value))


@functools.cache
def _names_of_zone(zone: str) -> tuple[str, ...]:
    """A zone's names, old ones too: CLDR has its city under the oldest (Europe/Kiev), tzdata prefers the newest."""
    newest: Mapping[str, str] = get_global("zone_aliases")
    today = newest.get(zone, zone)
    return (zone, today, *(name for name, other in newest.items() if other == today))


@functools.cache
def load_texts() -> Mapping[str, Texts]:
    """Every language there is a file for; read once."""
    return MappingProxyType({language: Texts(language) for language in LANGUAGES})
