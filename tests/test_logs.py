"""bot/logs.py: one line an event, and the token in none of them."""

from __future__ import annotations

import json
import logging

import pytest
from telegram.error import TelegramError
from telegram.request import BaseRequest

from bot.logs import QUIET, set_up_logging
from bot.settings import read_settings

TOKEN = "123456789:AAabc-def_ghi"
log = logging.getLogger("bot.somewhere")


def set_up(form: str, level: str = "INFO", token: str | None = TOKEN) -> None:
    set_up_logging(read_settings(bot_token=token, log_format=form, log_level=level))


def fail_with(message: str) -> None:
    raise RuntimeError(message)


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_token_is_in_no_line(capsys: pytest.CaptureFixture[str], form: str) -> None:
    set_up(form)
    log.info("asked https://api.telegram.org/bot%s/getMe", TOKEN)
    assert "/bot[secret]/getMe" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_token_is_in_no_traceback(capsys: pytest.CaptureFixture[str], form: str) -> None:
    set_up(form)
    try:
        fail_with(f"The token `{TOKEN}` was rejected")
    except RuntimeError:
        log.exception("It failed.")
    said = capsys.readouterr().err
    assert "Traceback" in said
    assert TOKEN not in said


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_token_is_not_in_what_a_library_adds_to_a_record(capsys: pytest.CaptureFixture[str], form: str) -> None:
    set_up(form)
    log.info("asked", extra={"url": f"https://api.telegram.org/bot{TOKEN}/getMe"}, stack_info=True)
    assert TOKEN not in capsys.readouterr().err


def test_json_lines_parse_one_an_event(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("json")
    log.info('Қытай "№1"\nекінші жол')
    log.error("second")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(line["levelname"], line["name"], line["message"]) for line in lines] == [
        ("INFO", "bot.somewhere", 'Қытай "№1"\nекінші жол'),
        ("ERROR", "bot.somewhere", "second"),
    ]


def test_a_json_line_holds_its_whole_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("json")
    try:
        fail_with("no water")
    except RuntimeError:
        log.exception("It failed.")
    assert "RuntimeError: no water" in json.loads(capsys.readouterr().err)["exc_info"]


def test_a_text_line_says_when_how_grave_and_where(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("text")
    log.warning("Қытай")
    assert capsys.readouterr().err.endswith(" WARNING bot.somewhere: Қытай\n")


def test_what_is_below_the_level_is_not_said(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("text", level="WARNING")
    log.info("not said")
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("name", QUIET)
def test_libraries_that_say_too_much_say_only_warnings(capsys: pytest.CaptureFixture[str], name: str) -> None:
    set_up("text", level="DEBUG")
    logging.getLogger(name).info("HTTP Request: …")
    assert capsys.readouterr().err == ""


def test_an_answer_that_is_no_json_is_not_told_by_the_library(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("text")
    with pytest.raises(TelegramError):
        BaseRequest.parse_json_payload(b"<html>502 Bad Gateway</html>")
    assert capsys.readouterr().err == ""


def test_a_library_is_not_louder_than_the_level(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("text", level="ERROR")
    logging.getLogger("httpx").warning("not said")
    assert capsys.readouterr().err == ""


def test_without_a_token_lines_stay_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("text", token=None)
    log.info("Қытай")
    assert capsys.readouterr().err.endswith("bot.somewhere: Қытай\n")
