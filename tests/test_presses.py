"""bot/presses.py: what is written into a button is read back, and what nobody wrote is none."""

from __future__ import annotations

import secrets
import time
from zoneinfo import available_timezones

import pytest

from bot.callback_data import UnknownButton
from bot.keyboards import parse
from bot.presses import Button, Do, Forget, OfChannel, Press, Subscribe, View

LONGEST_SLUG = "a_2" + "z" * 29
LOWEST_ID = -4_000_000_000_000  # of a channel (Bot API, dialog ids)
LONGEST_ZONE = max(available_timezones(), key=len)
BUTTONS: list[Button] = [
    *(Press(view) for view in View),
    Press(View.TOPICS, Do.ALL_TOPICS, page=99),
    Press(View.TOPICS, Do.ONLY_TOPIC, LONGEST_SLUG, 99),
    Press(View.TOPICS, Do.HOLD_TOPIC, "china"),
    Press(View.TOPICS, Do.DROP_TOPIC, "c5plus1"),
    Press(View.DAYS, Do.DAYS, "0123456"),
    Press(View.DAYS, Do.ADD_DAY, "6"),
    Press(View.DAYS, Do.DROP_DAY, "0"),
    Press(View.TIMES, Do.ADD_TIME, "00:00"),
    Press(View.TIMES, Do.DROP_TIME, "23:59"),
    Press(View.ZONE, Do.ZONE, LONGEST_ZONE),
    Press(View.QUIET, Do.QUIET, "off"),
    Press(View.QUIET, Do.QUIET, "22:00-07:00"),
    Press(View.MAIN, Do.URGENT, "on"),
    Press(View.MAIN, Do.PAUSE, "365"),
    Press(View.MAIN, Do.RESUME),
    Press(View.LANGUAGE, Do.LANGUAGE, "kk"),
    Press(View.MAIN, Do.START),
    Press(View.MAIN, Do.END),
    Forget(sure=True),
    Forget(sure=False),
    Subscribe(LONGEST_SLUG),
    OfChannel(LOWEST_ID, Press(View.TOPICS, Do.ONLY_TOPIC, LONGEST_SLUG, 99)),
    OfChannel(LOWEST_ID, Press(View.ZONE, Do.ZONE, LONGEST_ZONE)),
    OfChannel(LOWEST_ID, Press(View.MAIN)),
    OfChannel(LOWEST_ID, Forget(sure=True)),
]
NOBODYS = [
    "s:",
    "s:main:0:look",
    "s:main::look:",
    "s:main:100:look:",
    "s:main:٠:look:",
    "s:nowhere:0:look:",
    "s:main:0:dance:",
    "s:main:0:look:x",
    "s:main:0:start:x",
    "s:topics:0:hold:",
    "s:topics:0:hold:Қытай",
    "s:topics:0:hold:" + "a" * 33,
    "s:days:0:day:7",
    "s:days:0:days:",
    "s:times:0:time:24:00",
    "s:times:0:time:9:00",
    "s:quiet:0:quiet:22:00",
    "s:main:0:urgent:maybe",
    "s:main:0:pause:-1",
    "s:main:0:look:\n",
    "f:",
    "f:2",
    "f:1\n",
    "n:",
    "n:*",
    "n:" + "a" * 33,
    "h:e8d4a51191:",
    "h:e8d4a51191:n:china",
    "h:e8d4a51191:s:main:0:look:x",
    "h:e8d4a51191:h:e8d4a51191:f:1",
    "h:-1:f:1",
    "h::f:1",
]


@pytest.mark.parametrize("button", BUTTONS, ids=str)
def test_what_is_written_is_read_back_and_fits_telegrams_64_bytes(button: Button) -> None:
    assert parse(button.pack()) == button
    assert len(button.pack().encode()) <= 64


@pytest.mark.parametrize("data", NOBODYS)
def test_what_nobody_wrote_is_no_button(data: str) -> None:
    with pytest.raises(UnknownButton):
        parse(data)


def test_random_bytes_are_no_button() -> None:
    for _ in range(500):
        with pytest.raises(UnknownButton):
            parse("s:main:0:" + secrets.token_bytes(50).decode("latin-1"))


def test_data_made_to_be_slow_is_refused_at_once() -> None:
    start = time.monotonic()
    for data in ("s:main:0:zone:" + "/" * 49 + "!", "s:" + "a" * 61 + "!", "n:" + "a" * 61 + "!"):
        with pytest.raises(UnknownButton):
            parse(data)
    assert time.monotonic() - start < 1
