"""One process plans and sends: another takes over from one that died or hangs, which then knows it."""

from __future__ import annotations

import asyncio
import datetime as dt
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text, update

from briefings import leadership
from briefings.leadership import LEASE, RENEWAL, Leadership, acquire_or_renew, resign
from briefings.model import Lease

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefings.store import Store


RENEW_FOR_EVER = """
import asyncio, datetime, sys, time
from briefings import leadership
from briefings.store import Store

async def main():
    leadership.LEASE = datetime.timedelta(seconds=1)
    led = leadership.Leadership(Store(sys.argv[1]), sys.argv[2], time.monotonic)
    while True:
        await led.renew()
        print(led.leading, flush=True)
        await asyncio.sleep(0.2)
        print(led.leading, flush=True)

asyncio.run(main())
"""


class Seconds:
    """A monotonic clock that tests turn."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


@contextmanager
def process(script: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Another process, killed at the end."""
    command = [sys.executable, "-c", script, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as other:  # noqa: S603 - our own script
        try:
            yield other
        finally:
            other.kill()


def line(other: subprocess.Popen[str]) -> str:
    """The next line that it says."""
    assert other.stdout is not None
    return other.stdout.readline().strip()


async def asks(store: Store, holder: str) -> bool:
    """Whether this holder gets the lease."""
    async with store.at_once() as session:
        return await acquire_or_renew(session, holder)


async def run_out(store: Store) -> None:
    """Let the lease run out."""
    async with store.writing() as session:
        await session.execute(update(Lease).values(until=dt.datetime(2000, 1, 1, tzinfo=dt.UTC)))


def test_another_takes_over_within_thirty_seconds() -> None:
    longest = LEASE + 2 * RENEWAL
    assert longest < dt.timedelta(seconds=30)


async def test_only_one_gets_the_lease_and_may_keep_it(postgresql: Store) -> None:
    holders = [f"process {number}" for number in range(8)]
    got = await asyncio.gather(*(asks(postgresql, holder) for holder in holders))
    assert got.count(True) == 1
    leader = holders[got.index(True)]
    assert await asks(postgresql, leader)


async def test_another_gets_a_lease_that_has_run_out_or_was_given_up(postgresql: Store) -> None:
    assert await asks(postgresql, "a")
    assert not await asks(postgresql, "b")
    await run_out(postgresql)
    assert await asks(postgresql, "b")
    assert not await asks(postgresql, "a")
    async with postgresql.at_once() as session:
        await resign(session, "a")  # not its own
        assert not await acquire_or_renew(session, "a")
        await resign(session, "b")
        assert await acquire_or_renew(session, "a")


async def test_a_leader_that_slept_knows_that_it_may_have_been_replaced(postgresql: Store) -> None:
    seconds = Seconds()
    led = Leadership(postgresql, "a", seconds)
    assert not led.leading
    assert await led.renew()
    seconds.at += LEASE.total_seconds() - 0.1
    assert led.leading
    seconds.at += 0.1
    assert not led.leading


async def test_the_lease_counts_from_before_it_was_asked_for(postgresql: Store) -> None:
    seconds = iter([0.0, 14.0, 15.0])  # asked at 0, the database took 14 s to answer
    led = Leadership(postgresql, "a", lambda: next(seconds))
    assert await led.renew()
    assert not led.leading


async def test_who_is_refused_leads_no_more(postgresql: Store) -> None:
    first, second = (Leadership(postgresql, name, Seconds()) for name in "ab")
    assert await first.renew()
    await run_out(postgresql)
    assert await second.renew()
    assert not await first.renew()
    assert (first.leading, second.leading) == (False, True)


async def test_who_resigns_lets_another_lead_at_once(postgresql: Store) -> None:
    first, second = (Leadership(postgresql, name, Seconds()) for name in "ab")
    await first.renew()
    await first.resign()
    assert not first.leading
    assert await second.renew()
    await first.resign()  # leads no more, so it takes nothing from the other
    assert not await first.renew()


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGSTOP])
async def test_another_takes_over_from_a_process_that_died_or_hangs(
    postgresql: Store, monkeypatch: pytest.MonkeyPatch, end: signal.Signals
) -> None:
    monkeypatch.setattr(leadership, "LEASE", dt.timedelta(seconds=1))
    url = postgresql._engine.url.render_as_string(hide_password=False)
    with process(RENEW_FOR_EVER, url, "other") as other:
        assert line(other) == "True"
        assert not await asks(postgresql, "we")
        other.send_signal(end)
        async with asyncio.timeout(5):
            while not await asks(postgresql, "we"):
                await asyncio.sleep(0.1)
        if end is signal.SIGSTOP:
            monkeypatch.setattr(leadership, "LEASE", LEASE)
            assert await asks(postgresql, "we")
            await asyncio.sleep(0.5)
            other.send_signal(signal.SIGCONT)
            while line(other) == "True":  # said before it was stopped
                pass
            assert {line(other) for _ in range(3)} == {"False"}


async def test_a_process_stopped_in_a_transaction_does_not_keep_its_locks_for_ever(postgresql: Store) -> None:
    async with postgresql.reading() as session:
        assert await session.scalar(text("SHOW idle_in_transaction_session_timeout")) == "20s"


async def test_on_sqlite_a_process_leads_until_it_resigns(sqlite: Store) -> None:
    led = Leadership(sqlite, "a", Seconds())
    assert not led.leading
    assert await led.renew()
    assert led.leading
    await led.resign()
    assert not led.leading
