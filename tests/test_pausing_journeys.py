"""A reader pauses or unsubscribes when something is on its way to them already, at the wire."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import TYPE_CHECKING

import pytest
from helpers_desk import Clock, new_draft, until
from sandbox_driver import ON_BOTH_DATABASES, Person
from sqlalchemy import select

from bot import app
from bot.presses import Do, Press, View
from bot.sandbox.cast import EDITOR_ID, KAZAKH_READER_ID, RUSSIAN_READER_ID
from briefings.desk import drafts
from briefings.model import Delivery, DeliveryState

if TYPE_CHECKING:
    from datetime import datetime

    from bot.sandbox.server import SandboxServer
    from briefings.store import Store

DAY = dt.timedelta(days=1)
RETRIED = dt.timedelta(minutes=20)  # by then, whatever Telegram has refused
WAITING, GONE, FAILED = DeliveryState.WAITING, DeliveryState.GONE, DeliveryState.FAILED


@pytest.fixture(autouse=True)
def clock(now: datetime, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The bot's clock: it is 17:00 in Almaty."""
    clock = Clock(now)
    monkeypatch.setattr(app, "now", clock)
    return clock


async def stands(kept: Store, chat: int, state: DeliveryState, why: str | None) -> None:
    """Wait until this has become of the newest delivery of a chat."""
    newest = select(Delivery).where(Delivery.chat_id == chat).order_by(Delivery.id.desc()).limit(1)
    async with asyncio.timeout(10):
        while True:
            async with kept.reading() as session:
                found = await session.scalar(newest)
                if found is not None and (found.state, found.error) == (state, why):
                    return
            await asyncio.sleep(0.02)


async def publish(kept: Store, editor: Person, now: datetime) -> None:
    async with kept.writing() as session:
        number = (await drafts.create(session, new_draft(), by=EDITOR_ID, origin="1:1", now=now)).id
    await editor.says(f"/publish {number}")


async def refused_digest(bot: SandboxServer, kept: Store, clock: Clock, fault: str, state: DeliveryState) -> Person:
    """A reader whose digest was refused."""
    editor, reader = Person.of(bot, EDITOR_ID), Person.of(bot, RUSSIAN_READER_ID)
    await reader.says("/subscribe china daily 09:00")
    await publish(kept, editor, clock.at)
    bot.world.faults.add(fault, methods=["sendMessage"], chats=[RUSSIAN_READER_ID], times=1)
    clock.at += DAY  # past 09:00
    await stands(kept, RUSSIAN_READER_ID, state, fault)
    bot.world.journal.entries.clear()
    return reader


def digests(reader: Person) -> int:
    return sum("Визит в Пекин" in message.text for message in reader.screen)


@ON_BOTH_DATABASES
async def test_a_broadcast_that_waits_for_the_morning_does_not_come_to_who_pauses_in_the_night(
    bot: SandboxServer, kept: Store, clock: Clock
) -> None:
    editor, pausing, other = (Person.of(bot, number) for number in (EDITOR_ID, RUSSIAN_READER_ID, KAZAKH_READER_ID))
    for reader in (pausing, other):
        await reader.says("/subscribe china daily 09:00")
        (panel,) = await reader.says("/settings")
        await reader.taps_data(Press(View.QUIET, Do.QUIET, "16:00-07:00").pack(), panel)
    await editor.says("/lang ru")
    await editor.says("/broadcast all Эфир")
    await editor.taps("Отправить")
    for reader in (pausing, other):
        await stands(kept, reader.user.id, WAITING, None)
    await pausing.says("/pause 7")
    clock.at += dt.timedelta(hours=14, minutes=30)  # 07:30
    await until(lambda: other.screen[-1].text == "Эфир")
    await stands(kept, RUSSIAN_READER_ID, GONE, "unwanted")
    assert "Эфир" not in [message.text for message in pausing.screen]


@ON_BOTH_DATABASES
async def test_a_digest_that_a_pause_has_overtaken_comes_once_with_the_first_after_it(
    bot: SandboxServer, kept: Store, clock: Clock
) -> None:
    reader = await refused_digest(bot, kept, clock, "bad_gateway", WAITING)
    await reader.says("/pause 7")
    clock.at += RETRIED
    await stands(kept, RUSSIAN_READER_ID, GONE, "unwanted")
    assert digests(reader) == 0
    clock.at += 7 * DAY
    await until(lambda: digests(reader) > 0)
    clock.at += DAY
    await reader.says("/help")
    assert digests(reader) == 1


@ON_BOTH_DATABASES
async def test_a_failed_digest_that_an_editor_tries_again_does_not_come_to_who_has_unsubscribed(
    bot: SandboxServer, kept: Store, clock: Clock
) -> None:
    editor, reader = Person.of(bot, EDITOR_ID), await refused_digest(bot, kept, clock, "no_rights", FAILED)
    await reader.says("/unsubscribe")
    async with kept.reading() as session:
        edition = (await session.scalars(select(Delivery.edition_id))).one()
    await editor.says("/lang ru")
    await editor.says(f"/sent {edition}")
    await editor.taps("Повторить неудачные отправки")
    await stands(kept, RUSSIAN_READER_ID, GONE, "ended")
    assert digests(reader) == 0
    (became,) = await editor.says(f"/sent {edition}")
    assert "подписка закончилась – 1" in became.text
