"""bot/outages.py: what is waited out, for how long, and how it is told."""

from __future__ import annotations

import asyncio
import logging
import time
from datetime import timedelta

import pytest
from telegram.error import InvalidToken, NetworkError, RetryAfter

from bot import outages
from bot.outages import until_reachable


async def test_an_outage_is_waited_out_and_told_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(outages, "FIRST_PAUSE_S", 0.01)
    caplog.set_level(logging.INFO, "bot.outages")
    attempts = 0

    async def attempt() -> None:
        nonlocal attempts
        attempts += 1
        if attempts < 4:
            raise NetworkError("connection refused")

    assert await until_reachable(attempt, asyncio.Event())
    said = [record.getMessage() for record in caplog.records if record.name == "bot.outages"]
    assert said == [
        "Telegram cannot be reached (NetworkError: connection refused). Trying again until it works.",
        "Telegram answers again.",
    ]


async def test_a_wrong_token_is_not_an_outage() -> None:
    async def attempt() -> None:
        raise InvalidToken

    with pytest.raises(InvalidToken):
        await until_reachable(attempt, asyncio.Event())


async def test_a_429_at_the_start_is_waited_out_as_told(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(outages, "FIRST_PAUSE_S", 60)
    refusals = [RetryAfter(timedelta(seconds=0.1))] * 2

    async def attempt() -> None:
        if refusals:
            raise refusals.pop()

    began = time.perf_counter()
    assert await until_reachable(attempt, asyncio.Event())
    assert 0.2 <= time.perf_counter() - began < 5
    assert [record.getMessage() for record in caplog.records] == [
        "Telegram wants us to wait for 0 s. Trying again until it works."
    ]


async def test_who_stops_does_not_wait_for_telegram(caplog: pytest.LogCaptureFixture) -> None:
    stop = asyncio.Event()

    async def attempt() -> None:
        stop.set()
        raise RetryAfter(timedelta(minutes=5))

    async with asyncio.timeout(5):
        assert not await until_reachable(attempt, stop)
    assert "300 s" in caplog.text
