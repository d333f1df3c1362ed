"""The settings panel: its pages of buttons. What a button says and does is in presses.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markupsafe import Markup
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot import wording
from bot.callback_data import button
from bot.cards import Answer
from bot.presses import Button, Do, Forget, Press, View
from briefings.schedule import Schedule
from briefings.subscriptions import topics_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from bot.services import Services
    from bot.texts import Texts
    from briefings.catalogue import Catalogue
    from briefings.model import Subscription
    from briefings.subscriptions import Place

TOPICS_A_PAGE: Final = 24
TIMES: Final = (
    "07:00",
    "08:00",
    "09:00",
    "10:00",
    "12:00",
    "14:00",
    "16:00",
    "18:00",
    "19:00",
    "20:00",
    "21:00",
    "22:00",
)
ZONES: Final = ("Asia/Almaty", "Asia/Tashkent", "Asia/Dubai", "Europe/Moscow", "Europe/Istanbul", "Europe/Brussels",
                "Europe/London", "America/New_York", "Asia/Shanghai", "Asia/Seoul")  # fmt: skip
QUIET_HOURS: Final = ("22:00-07:00", "22:00-08:00", "23:00-07:00", "00:00-08:00")
PAUSES: Final = (1, 7, 30)
CHOSEN: Final = "✅ "


def _button(text: str, what: Button, *, chosen: bool = False) -> InlineKeyboardButton:
    return button(CHOSEN * chosen + text, what)


def _rows(buttons: Iterable[InlineKeyboardButton], width: int) -> list[list[InlineKeyboardButton]]:
    listed = list(buttons)
    return [listed[start : start + width] for start in range(0, len(listed), width)]


@dataclass(frozen=True)
class Panel:
    """All that the pages show. `now` is for the local times beside the zones, `language` what the chat is sent."""

    subscription: Subscription
    catalogue: Catalogue
    texts: Texts
    everyones_texts: Mapping[str, Texts]
    now: dt.datetime
    language: str

    def keyboard(self, view: View, page: int = 0) -> InlineKeyboardMarkup:
        """The buttons of a page; all but the first have a way back."""
        pages = {
            View.MAIN: self._main,
            View.DAYS: self._days,
            View.TIMES: self._times,
            View.ZONE: lambda: zone_rows(ZONES, self.texts, self.now, self.subscription.zone),
            View.QUIET: self._quiet,
            View.PAUSE: self._pauses,
            View.LANGUAGE: self._languages,
        }
        rows = self._topics(page) if view is View.TOPICS else pages[view]()
        back = [] if view is View.MAIN else [[_button(self.texts.plain("button-back"), Press(View.MAIN))]]
        return InlineKeyboardMarkup([*rows, *back])

    def _main(self) -> list[list[InlineKeyboardButton]]:
        say, subscription = self.texts.plain, self.subscription
        urgent = Press(View.MAIN, Do.URGENT, "off" if subscription.urgent else "on")
        pages = [
            _button(say(f"button-panel-{view}"), Press(view)) for view in View if view not in {View.MAIN, View.PAUSE}
        ]
        pages.append(_button(say("button-urgent-off" if subscription.urgent else "button-urgent-on"), urgent))
        resume = _button(say("button-resume"), Press(View.MAIN, Do.RESUME))
        pause = _button(say("button-pause"), Press(View.PAUSE))
        start = _button(say("button-subscribe"), Press(View.MAIN, Do.START))
        end = _button(say("button-unsubscribe"), Press(View.MAIN, Do.END))
        last = [resume if subscription.paused_until else pause, end if subscription.active else start]
        return [*_rows(pages, 2), last]

    def _topics(self, page: int) -> list[list[InlineKeyboardButton]]:
        held = topics_of(self.subscription)
        entries = self.catalogue.topics
        page = max(0, min(page, (len(entries) - 1) // TOPICS_A_PAGE))
        buttons = []
        for topic in entries[page * TOPICS_A_PAGE : (page + 1) * TOPICS_A_PAGE]:
            do = Do.ONLY_TOPIC if held is None else Do.DROP_TOPIC if topic.slug in held else Do.HOLD_TOPIC
            label = f"{topic.emoji} {topic.name(self.texts.language)}"
            buttons.append(_button(label, Press(View.TOPICS, do, topic.slug, page), chosen=do is Do.DROP_TOPIC))
        every = Press(View.TOPICS, Do.ALL_TOPICS, page=page)
        all_topics = _button(self.texts.plain("button-all-topics"), every, chosen=held is None)
        turning = []
        if page > 0:
            turning.append(_button(self.texts.plain("button-previous-page"), Press(View.TOPICS, page=page - 1)))
        if (page + 1) * TOPICS_A_PAGE < len(entries):
            turning.append(_button(self.texts.plain("button-next-page"), Press(View.TOPICS, page=page + 1)))
        return [[all_topics], *_rows(buttons, 2), *([turning] if turning else [])]

    def _days(self) -> list[list[InlineKeyboardButton]]:
        held = self.subscription.days
        presets = []
        for key, days in (("button-daily", Schedule.EVERY_DAY), ("button-weekdays", Schedule.WEEKDAYS)):
            value = "".join(map(str, sorted(days)))
            chosen = held == sorted(days)
            presets.append(_button(self.texts.plain(key), Press(View.DAYS, Do.DAYS, value), chosen=chosen))
        single = [
            _button(
                self.texts.weekday(day),
                Press(View.DAYS, Do.DROP_DAY if day in held else Do.ADD_DAY, str(day)),
                chosen=day in held,
            )
            for day in sorted(Schedule.EVERY_DAY)
        ]
        return [presets, *_rows(single, 2)]

    def _times(self) -> list[list[InlineKeyboardButton]]:
        held = self.subscription.times
        buttons = [
            _button(time, Press(View.TIMES, Do.DROP_TIME if time in held else Do.ADD_TIME, time), chosen=time in held)
            for time in sorted({*TIMES, *held})
        ]
        return _rows(buttons, 4)

    def _quiet(self) -> list[list[InlineKeyboardButton]]:
        held = f"{self.subscription.quiet_from}-{self.subscription.quiet_until}"
        buttons = [
            _button(hours.replace("-", "–"), Press(View.QUIET, Do.QUIET, hours), chosen=hours == held)
            for hours in QUIET_HOURS
        ]
        off = _button(
            self.texts.plain("button-quiet-off"),
            Press(View.QUIET, Do.QUIET, "off"),
            chosen=self.subscription.quiet_from is None,
        )
        return [*_rows(buttons, 2), [off]]

    def _pauses(self) -> list[list[InlineKeyboardButton]]:
        buttons = [
            _button(self.texts.plain("pause-days", count=days), Press(View.MAIN, Do.PAUSE, str(days)))
            for days in PAUSES
        ]
        return _rows(buttons, 3)

    def _languages(self) -> list[list[InlineKeyboardButton]]:
        return language_rows(self.everyones_texts, self.language)


async def show(
    services: Services, place: Place, language: str, *, view: View = View.MAIN, page: int = 0, buttons: bool = True
) -> Answer:
    """A page of the panel as the subscription stands now."""
    subscription = await services.subscription(place)
    texts, now = services.texts[language], services.now()
    head = Markup("<b>{}</b>").format(texts("panel-title"))
    body = wording.summary(subscription, texts, services.catalogue)
    if view is View.ZONE:
        body = wording.zone(subscription, texts, now)
    if not buttons:
        return Answer((f"{head}\n\n{body}",))
    asked = "panel-pause-broadcasts" if view is View.PAUSE and not subscription.active else f"panel-{view}"
    keyboard = Panel(subscription, services.catalogue, texts, services.texts, now, place.language).keyboard(view, page)
    return Answer((f"{head}\n\n{body}\n\n<i>{texts(asked)}</i>",), keyboard)


def zone_rows(
    zones: Iterable[str], texts: Texts, now: dt.datetime, current: str = ""
) -> list[list[InlineKeyboardButton]]:
    """Zones by their city and local time, two in a row."""
    buttons = [
        _button(
            f"{texts.city(zone)} · {texts.clock(now, zone)}",
            Press(View.ZONE, Do.ZONE, zone),
            chosen=zone == current,
        )
        for zone in zones
    ]
    return _rows(buttons, 2)


def language_rows(everyones_texts: Mapping[str, Texts], current: str = "") -> list[list[InlineKeyboardButton]]:
    """Languages by their own names, two in a row."""
    buttons = [
        _button(texts.plain("language-name"), Press(View.MAIN, Do.LANGUAGE, code), chosen=code == current)
        for code, texts in everyones_texts.items()
    ]
    return _rows(buttons, 2)


def after_subscribing(subscription: Subscription, texts: Texts, undo: str | None = None) -> InlineKeyboardMarkup:
    """Under a confirmation: the panel, and the way back, which drops the topic `undo` where there are others."""
    settings = _button(texts.plain("button-settings"), Press(View.MAIN))
    back = _button(texts.plain("button-unsubscribe"), Press(View.MAIN, Do.END))
    if undo is not None:
        only = topics_of(subscription) == frozenset({undo})
        dropping = Press(View.MAIN, Do.END) if only else Press(View.MAIN, Do.DROP_TOPIC, undo)
        back = _button(texts.plain("button-undo"), dropping)
    return InlineKeyboardMarkup([[settings, back]])


def forget(texts: Texts) -> InlineKeyboardMarkup:
    """Yes and no."""
    yes = _button(texts.plain("button-forget"), Forget(sure=True))
    no = _button(texts.plain("button-keep"), Forget(sure=False))
    return InlineKeyboardMarkup([[yes, no]])
