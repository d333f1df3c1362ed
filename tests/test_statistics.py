"""The numbers of /stats on both databases, and the picture of them."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import os
import signal
import struct
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import pytest
from helpers_desk import until
from sqlalchemy import select

from bot import chart
from bot.chart import Bars, Drawing, Line, NotDrawn, png
from bot.intake import HANDLER_LIMIT_S
from briefings.desk.errors import DeskError
from briefings.desk.statistics import Statistics, read_days, statistics
from briefings.model import (
    Delivery,
    DeliveryState,
    Edition,
    EditionKind,
    MissedSearch,
    Reader,
    ReaderKind,
    Subscription,
    SubscriptionTopic,
    Topic,
)

if TYPE_CHECKING:
    from asyncio.subprocess import Process

    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.store import Store

KAZAKH = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
LINE = Line("Чаттар: ғ, қ, ң, ө, ұ, ү, һ, ә, і", ("2026-11-20", "2026-11-21"), (0, 3), ("20.11", "20.11", "21.11"))


def days_before(now: dt.datetime, days: int) -> dt.datetime:
    return now - dt.timedelta(days=days)


async def ask(store: Store, now: dt.datetime, days: int = 30) -> Statistics:
    async with store.reading() as session:
        return await statistics(session, now, days)


async def subscriber(
    session: AsyncSession, number: int, language: str, came: dt.datetime, topics: tuple[str, ...] = (), **values: bool
) -> None:
    """A chat, subscribed to these topics or to all."""
    reader = Reader(id=number, kind=ReaderKind.PRIVATE, language=language, language_chosen=True, created_at=came)
    held = (await session.scalars(select(Topic).where(Topic.slug.in_(topics)))).all()
    session.add(reader)
    await session.flush()
    session.add(
        Subscription(
            chat_id=number,
            active=values.get("active", True),
            all_topics=not topics,
            days=[0],
            times=["09:00"],
            zone="Asia/Almaty",
            topic_links=[SubscriptionTopic(topic=topic) for topic in held],
        )
    )


def delivery(edition: int, chat: int, state: DeliveryState, settled: dt.datetime | None, unknown: int = 0) -> Delivery:
    at = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    return Delivery(
        edition_id=edition, chat_id=chat, slot="x", state=state, not_before=at, settled_at=settled, unknown=unknown
    )


async def test_an_empty_store_has_nothing_to_count(store: Store, now: dt.datetime) -> None:
    found = await ask(store, now, 1)
    assert (found.since, found.until) == (now.date(), now.date())
    assert (found.chats, found.new_chats, found.subscribers, found.deliveries, found.missed) == ({}, 0, {}, {}, ())
    assert [number for _, number in found.growth] == [0, 0]


async def test_chats_and_subscribers_are_counted_by_day_topic_and_language(
    library_store: Store, now: dt.datetime
) -> None:
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    async with library_store.writing() as session:
        await subscriber(session, 1, "kk", days_before(now, 400))
        await subscriber(session, 2, "ru", midnight - dt.timedelta(seconds=1), ("china", "usa"))
        await subscriber(session, 3, "kk", midnight, ("china",))
        await subscriber(session, 4, "kk", now, ("china",), active=False)
    found = await ask(library_store, now, 2)
    assert (found.chats, found.new_chats) == ({"kk": 3, "ru": 1}, 3)
    assert found.growth == (
        (days_before(now, 2).date(), 1),
        (days_before(now, 1).date(), 2),
        (now.date(), 4),
    )
    assert (found.subscribers, found.all_topics) == ({"kk": 2, "ru": 1}, {"kk": 1})
    assert found.by_topic == (("china", {"ru": 1, "kk": 1}), ("usa", {"ru": 1}))


async def test_deliveries_of_these_days_are_counted_by_what_became_of_them(store: Store, now: dt.datetime) -> None:
    async with store.writing() as session:
        edition = Edition(kind=EditionKind.DIGEST, key="k", content=[], created_at=now)
        session.add(edition)
        await session.flush()
        session.add_all(
            [
                delivery(edition.id, 1, DeliveryState.WAITING, None),
                delivery(edition.id, 2, DeliveryState.SENDING, None),
                delivery(edition.id, 3, DeliveryState.SENT, days_before(now, 6), unknown=2),
                delivery(edition.id, 4, DeliveryState.SENT, days_before(now, 8)),
                delivery(edition.id, 5, DeliveryState.FAILED, now),
                delivery(edition.id, 6, DeliveryState.GONE, now),
            ]
        )
    found = await ask(store, now, 7)
    assert found.deliveries == {"waiting": 2, "sent": 1, "failed": 1, "gone": 1, "unknown": 1}


async def test_searches_that_found_nothing_are_the_most_frequent_first(store: Store, now: dt.datetime) -> None:
    async with store.writing() as session:
        for query, days, count in (("қант", 0, 2), ("қант", 1, 3), ("мұз", 0, 4), ("ескі", 40, 90)):
            session.add(MissedSearch(query=query, day=days_before(now, days).date(), count=count))
        session.add_all(MissedSearch(query=f"q{number}", day=now.date(), count=1) for number in range(12))
    found = await ask(store, now)
    assert (found.missed[:3], len(found.missed), found.missed_total) == ((("қант", 5), ("мұз", 4), ("q0", 1)), 10, 21)


@pytest.mark.parametrize("word", ["0", "366", "-1", "x", "1.5", "٣", "9" * 5000, "000365999"])
def test_what_is_no_number_of_days_is_refused(word: str) -> None:
    with pytest.raises(DeskError, match="days"):
        read_days(word)


async def test_the_picture_is_one_that_a_phone_shows_whole() -> None:
    long = "Су " * 40 + "$x$"
    bars = (
        Bars("Жазылушылар", (("Қытай", (3, 2)), (long, (0, 0))), ("Қазақша", "Русский")),
        Bars("Жіберілім", ((long, (0,)),)),
    )
    picture = await png(Drawing(LINE, bars))
    assert picture.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", picture[16:24])
    assert width == 1080
    assert 1000 < height < 2 * width


async def complaint(*names: str) -> str:
    """What the library warns of as it draws these names; nothing, where it draws the picture."""
    drawing = Drawing(LINE, (Bars(names[0], tuple((name, (1,)) for name in names)),))
    program = await asyncio.create_subprocess_exec(
        *(sys.executable, "-W", "error::UserWarning", "-m", "bot.chart"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "MPLBACKEND": "Agg"},
    )
    picture, said = await program.communicate(json.dumps(asdict(drawing)).encode())
    assert picture.startswith(b"\x89PNG") != bool(said)
    return said.decode()


async def test_every_letter_of_kazakh_has_its_shape() -> None:
    assert await complaint(KAZAKH, KAZAKH.upper()) == ""
    assert "Glyph 23383 (\\N{CJK UNIFIED IDEOGRAPH-5B57}) missing" in await complaint("字")


async def test_the_bot_itself_never_loads_the_plotting_library() -> None:
    await png(Drawing(LINE, ()))
    assert "bot.chart" in sys.modules
    assert "matplotlib" not in sys.modules  # conftest.py has imported all that the bot runs on


async def test_whoever_gives_up_waiting_leaves_no_process_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[Process] = []

    async def begin(*words: str, **options: Any) -> Process:
        begun.append(await create(*words, **options))
        return begun[-1]

    create = asyncio.create_subprocess_exec
    monkeypatch.setattr(asyncio, "create_subprocess_exec", begin)
    task = asyncio.create_task(png(Drawing(LINE, ())))
    await until(lambda: bool(begun))
    task.cancel()  # as the intake does with what takes too long, and at a stop
    with pytest.raises(asyncio.CancelledError):
        await task
    assert begun[0].returncode == -signal.SIGKILL
    assert chart.PATIENCE_S < HANDLER_LIMIT_S  # what the editor gets instead is said in time


async def test_a_chart_that_cannot_be_drawn_is_said_to_be_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotDrawn, match="ended with 1"):
        await png(Drawing(LINE, (Bars("nothing", ()),)))
    monkeypatch.setattr(chart, "PATIENCE_S", 0.05)
    with pytest.raises(NotDrawn, match="no chart after"):
        await png(Drawing(LINE, ()))
