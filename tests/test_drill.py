"""The drills: a small one runs, and what they look for doesn't escape them."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from bot.app import now
from briefings.model import Delivery, DeliveryState, Edition, EditionKind
from drill import __main__ as drills
from drill import million
from drill.bots import Bot
from drill.broadcast import _most_in_a_second
from drill.mailing import Mailing, mailing
from drill.setting import Line, Setting
from drill.telegram import Telegram, telegram

if TYPE_CHECKING:
    from pathlib import Path

    from helpers_databases import Databases

CHATS = range(10_001, 10_004)
ONE, TWO, NONE = CHATS


def test_readers_are_answered_through_kills(capsys: pytest.CaptureFixture[str]) -> None:
    assert drills.main(["--quick", "--seed", "1", "--only", "kill-readers"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Seed 1.\n")
    assert "| unanswered 0; " in said
    assert said.endswith(" | yes |\n")


def test_a_line_that_fails_fails_the_whole(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    async def drill(setting: Setting) -> list[Line]:
        return [Line(setting.name, "lost 0", f"lost {setting.chance.randrange(1, 9)}", good=False)]

    monkeypatch.setattr(drills, "DRILLS", {"one": drill})
    assert [drills.main(["--seed", "5"]), drills.main(["--seed", "5"])] == [1, 1]
    first, second = capsys.readouterr().out.split("Seed 5.\n")[1:]
    assert first == second
    assert first.endswith(" | NO |\n")


def say(api: Telegram, chat: int) -> None:
    """The bot writes to a chat."""
    world = api.world
    world.add_message(world.chats[chat], {"text": "digest"}, sender=world.bot)
    asked = {"chat_id": str(chat), "text": "digest"}
    world.journal.open("sendMessage", asked, asyncio.get_running_loop().time())


async def deliver(sent: Mailing, state: DeliveryState) -> None:
    """A delivery in this state for each chat."""
    async with sent.store.writing() as session:
        session.add(edition := Edition(kind=EditionKind.DIGEST, key="one", content=[], created_at=now()))
        await session.flush()
        row = {"edition_id": edition.id, "slot": "", "state": state, "not_before": now()}
        session.add_all(Delivery(chat_id=chat, **row) for chat in CHATS)


async def test_what_is_lost_or_came_twice_is_seen(databases: Databases) -> None:
    url = databases.new("sqlite", "migrated")
    async with telegram(CHATS) as api, mailing(api, url, CHATS) as sent:
        for chat in (ONE, TWO, TWO):
            say(api, chat)
        await deliver(sent, DeliveryState.SENT)
        await sent.finish(5)
    assert (sent.lost, sent.doubled, sent.uncounted, sent.unexcused(sent.in_flight)) == (1, 1, 1, 1)


async def test_only_what_was_not_written_down_was_in_flight(databases: Databases) -> None:
    url = databases.new("sqlite", "migrated")
    async with telegram(CHATS) as api, mailing(api, url, CHATS) as sent:
        await deliver(sent, DeliveryState.SENDING)
        say(api, TWO)
        began = asyncio.get_running_loop().time()
        assert [await sent.note_death(began), await sent.note_death(began + 5)] == [1, 0]
        say(api, TWO)
        await sent.finish(0)
    assert (sent.lost, sent.doubled, sent.unexcused(sent.in_flight), sent.most_at_once) == (3, 1, 0, 1)


def test_a_bot_that_ends_by_itself_is_no_drill(tmp_path: Path) -> None:
    bot = Bot({"SEND_RATE": "0"}, tmp_path, "wrong")
    bot.start()
    with pytest.raises(RuntimeError, match="stopped by itself with code 2:\nSEND_RATE is '0'"):
        asyncio.run(bot.ready())


def test_the_most_in_a_second_is_of_any_second() -> None:
    assert _most_in_a_second([0.0, 0.9, 1.0, 1.5, 1.8, 4.0]) == 4


class Spinning(Bot):
    """A program that does nothing but cost."""

    def start(self) -> None:
        self._process = subprocess.Popen([sys.executable, "-c", "while True: pass"])


async def test_a_planner_costs_in_its_own_turns_only(
    databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(million, "TURN_S", 0.2)
    url = databases.new("sqlite", "migrated")
    async with telegram(CHATS) as api, mailing(api, url, CHATS) as sent:
        few, many = (million.Planner(api, Spinning({}, tmp_path, name), sent.store, None, 3) for name in "ab")
        try:
            for planner in (few, many):
                planner.bot.start()
                planner.bot.hang()
            await few.turn()
            await deliver(sent, DeliveryState.WAITING)
            await many.turn()
            await million.by_turns(few, many)  # all are planned already
        finally:
            for planner in (few, many):
                planner.bot.kill()
    assert 0 < few.spent <= 0.5
    assert 0 < many.spent <= 0.5
    assert (few.planned, many.planned) == (0, 0)
