"""bot/web.py: what operators look at, and the webhook, over HTTP."""

from __future__ import annotations

import asyncio
import socket
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from helpers_hanging import in_front_of
from sandbox_driver import Person
from telegram.ext import ExtBot

from bot.app import run
from bot.health import OK, Health
from bot.metrics import TALLIED_S, Metrics
from bot.request import AiohttpRequest
from bot.sandbox.cast import EDITOR_ID, KAZAKH_READER_ID, RUSSIAN_READER_ID
from bot.settings import SettingsError
from bot.web import MOST_BYTES, SECRET_HEADER
from briefings.store import Store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from helpers_databases import Databases

    from bot.sandbox.server import SandboxServer
    from bot.settings import Settings

SECRET = {SECRET_HEADER: "a-secret_1"}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number: int = taken.getsockname()[1]
        return number


def by_webhook(settings: Settings) -> Settings:
    """The same at a port of its own, to which Telegram posts."""
    port = free_port()
    given = {"http_port": port, "webhook_url": f"http://127.0.0.1:{port}/hook", "webhook_secret": "a-secret_1"}
    return type(settings)(_env_file=None, **{**settings.model_dump(), **given})


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[asyncio.Event]:
    """The bot with a port of its own."""
    stop = asyncio.Event()
    task = asyncio.create_task(run(settings, stop, seeds=None))
    async with aiohttp.ClientSession() as session, asyncio.timeout(20):
        while not task.done():
            try:
                await session.get(f"http://127.0.0.1:{settings.http_port}/metrics")
                break
            except aiohttp.ClientError:
                await asyncio.sleep(0.02)
    yield stop
    stop.set()
    await task


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def telegram(sandbox: SandboxServer) -> AsyncIterator[ExtBot[None]]:
    """A bot that can ask the sandbox who it is."""
    async with ExtBot(sandbox.world.token, sandbox.base_url, request=AiohttpRequest()) as bot:
        yield bot


async def test_a_bot_that_is_well_says_so_and_counts_what_it_handled(
    bot: SandboxServer, http: aiohttp.ClientSession
) -> None:
    await Person.of(bot, KAZAKH_READER_ID).says("/china")
    async with http.get(f"{bot.url}/healthz") as answer:
        assert answer.status == 200
        assert await answer.json() == {"ok": True, "loop": OK, "database": OK, "telegram": OK}
    async with http.get(f"{bot.url}/metrics") as answer:
        page = await answer.text()
        assert answer.content_type == "text/plain"
    assert "briefings_update_seconds_count 1.0" in page
    assert "briefings_updates_failed_total 0.0" in page
    assert "briefings_leading 1.0" in page
    assert 'briefings_deliveries{state="unknown"} 0.0' in page
    assert bot.world.token.partition(":")[2] not in page


class Clock:
    """Seconds that a test adds up."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


async def test_a_loop_that_was_held_up_is_not_well_until_it_beats_again(
    telegram: ExtBot[None], databases: Databases
) -> None:
    store, clock = Store(databases.new("sqlite", "migrated")), Clock()
    health = Health(store, telegram, clock)
    assert (await health.verdicts())["loop"] == OK
    clock.seconds += 7
    assert (await health.verdicts())["loop"] == "held up for 6 s"
    health._note_beat()
    assert (await health.verdicts())["loop"] == "held up for 6 s"  # it was, just now
    clock.seconds += 1
    health._note_beat()
    assert (await health.verdicts())["loop"] == OK
    await store.close()


async def test_telegram_is_asked_now_and_then_and_its_silence_is_told(
    sandbox: SandboxServer, telegram: ExtBot[None], databases: Databases
) -> None:
    store, clock = Store(databases.new("sqlite", "migrated")), Clock()
    health = Health(store, telegram, clock)
    assert (await health.verdicts())["telegram"] == OK
    await sandbox.stop()
    assert (await health.verdicts())["telegram"] == OK  # as it was a moment ago
    clock.seconds += 10
    assert (await health.verdicts())["telegram"] == "NetworkError"
    await store.close()


async def test_a_database_that_does_not_answer_is_told(telegram: ExtBot[None], tmp_path: Path) -> None:
    store = Store(f"sqlite+aiosqlite:///{tmp_path}")  # a folder
    assert (await Health(store, telegram).verdicts())["database"] == "OperationalError"
    await store.close()


async def test_metrics_are_there_while_the_database_hangs_but_for_what_only_it_knows(
    databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.metrics.ANSWER_S", 0.2)
    async with in_front_of(databases.new("postgresql", "migrated")) as (hanging, url):
        store, clock = Store(url), Clock()
        metrics = Metrics(store, clock)
        assert b'briefings_deliveries{state="unknown"} 0.0' in await metrics.page()
        hanging.passing.clear()
        clock.seconds += TALLIED_S
        async with asyncio.timeout(5):
            page = await metrics.page()
        assert b"briefings_updates_failed_total 0.0" in page
        assert b"briefings_deliveries{" not in page
        hanging.passing.set()
        assert b'briefings_deliveries{state="unknown"} 0.0' in await metrics.page()
        await store.close()


async def test_updates_come_by_webhook_and_are_answered(settings: Settings, sandbox: SandboxServer) -> None:
    async with running(by_webhook(settings)):
        (card,) = await Person.of(sandbox, KAZAKH_READER_ID).says("/china")
        assert "Қытай" in card.text
        (greeting,) = await Person.of(sandbox, RUSSIAN_READER_ID).says("/start")
        assert "Здравствуйте" in greeting.text
    assert sandbox.world.webhook.last_error == ""


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({}, b'{"update_id": 1}', 403),
        ({SECRET_HEADER: "a-secret_2"}, b'{"update_id": 1}', 403),
        ({SECRET_HEADER: "құпия"}, b'{"update_id": 1}', 403),
        (SECRET, b"", 400),
        (SECRET, b"[]", 400),
        (SECRET, b'{"update_id": "1"}', 400),
        (SECRET, b"\xff" * 100, 400),
        (SECRET, b" " * (MOST_BYTES + 1), 413),
        (SECRET, b'{"update_id": 1, "poll_answer": {"poll_id": "1"}}', 200),  # nothing that can be read: passed over
    ],
)
async def test_what_is_no_update_or_not_from_telegram_is_refused(
    hooked: Settings, http: aiohttp.ClientSession, headers: dict[str, str], body: bytes, status: int
) -> None:
    async with http.post(str(hooked.webhook_url), data=body, headers=headers) as answer:
        assert answer.status == status


@pytest.fixture
async def hooked(settings: Settings) -> AsyncIterator[Settings]:
    """A bot that is posted to."""
    changed = by_webhook(settings)
    async with running(changed):
        yield changed


def message(number: int, text: str, by: int = KAZAKH_READER_ID) -> dict[str, Any]:
    chat = {"id": by, "type": "private", "first_name": "Айгерім"}
    sender = {"id": by, "is_bot": False, "first_name": "Айгерім", "language_code": "kk"}
    content = {"message_id": number, "date": 1795262400, "chat": chat, "from": sender, "text": text}
    entities = [{"type": "bot_command", "offset": 0, "length": len(text)}]
    return {"update_id": number, "message": {**content, "entities": entities}}


async def test_every_process_answers_what_is_posted_to_it(
    settings: Settings, sandbox: SandboxServer, databases: Databases, http: aiohttp.ClientSession
) -> None:
    shared = settings.model_copy(update={"database_url": databases.new("postgresql", "seeded")})
    one, other = by_webhook(shared), by_webhook(shared)
    Person.of(sandbox, KAZAKH_READER_ID).user.started = True
    async with running(one), running(other):
        for number, process in enumerate([one, other, one, other], 1000):
            async with http.post(str(process.webhook_url), json=message(number, "/help"), headers=SECRET) as answer:
                assert answer.status == 200
    assert len([entry for entry in sandbox.world.journal.entries if entry.method == "sendMessage"]) == 4


async def test_a_topic_that_one_process_adds_has_its_command_and_names_in_another_at_once(
    settings: Settings, sandbox: SandboxServer, databases: Databases, http: aiohttp.ClientSession
) -> None:
    database, owners = databases.new("postgresql", "seeded"), frozenset({EDITOR_ID})
    shared = settings.model_copy(update={"database_url": database, "owner_ids": owners})
    one, other = by_webhook(shared), by_webhook(shared)
    people = [Person.of(sandbox, number) for number in (EDITOR_ID, KAZAKH_READER_ID)]
    for person in people:
        person.user.started = True
    async with running(one), running(other):
        for number, (process, text, by) in enumerate(
            (
                (one, "/topic add africa | 🌍 | Африка елдері | Африка | қара құрлық", EDITOR_ID),
                (other, "/africa", KAZAKH_READER_ID),
                (other, "Қара құрлыққа", KAZAKH_READER_ID),
            ),
            1000,
        ):
            await http.post(str(process.webhook_url), json=message(number, text, by), headers=SECRET)
    opened, named = [each.text for each in people[1].screen]
    assert "«Африка елдері» тақырыбы бойынша шолу әзірге жоқ" in opened
    assert named == opened


async def test_a_bot_that_cannot_reach_telegram_yet_says_so_and_takes_no_updates(
    settings: Settings, http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.START_S", 0.1)
    waiting = by_webhook(settings.model_copy(update={"telegram_api_url": f"http://127.0.0.1:{free_port()}"}))
    async with running(waiting):
        async with http.get(f"http://127.0.0.1:{waiting.http_port}/healthz") as answer:
            assert answer.status == 503
            assert await answer.json() == {"ok": False, "loop": OK, "database": OK, "telegram": "NetworkError"}
        async with http.post(str(waiting.webhook_url), json=message(1, "/help"), headers=SECRET) as answer:
            assert answer.status == 503
        async with http.post(str(waiting.webhook_url), json=message(1, "/help")) as answer:
            assert answer.status == 403


async def test_by_webhook_too_an_outage_of_telegram_is_told_once_and_so_is_its_end(
    settings: Settings, sandbox: SandboxServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.outages.WATCH_S", 0.02)
    monkeypatch.setattr("bot.outages.FIRST_PAUSE_S", 0.02)
    caplog.set_level("INFO", "bot.outages")
    async with running(by_webhook(settings)), asyncio.timeout(10):
        sandbox.world.faults.add("bad_gateway", methods=["getMe"], times=3)
        while "Telegram answers again." not in caplog.text:
            await asyncio.sleep(0.02)
    said = [record.getMessage() for record in caplog.records if record.name == "bot.outages"]
    assert [sentence[:27] for sentence in said] == ["Telegram cannot be reached ", "Telegram answers again."]
    sandbox.world.journal.entries.clear()  # the refusals were asked for


async def test_a_webhook_that_telegram_refuses_stops_the_start(
    settings: Settings, sandbox: SandboxServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    sandbox.world.faults.add("bad_webhook", methods=["setWebhook"])
    changed = by_webhook(settings)
    with pytest.raises(SettingsError) as refused:
        await run(changed, asyncio.Event(), seeds=None)
    said = "Bad webhook: an https url must be provided for webhook"
    assert str(refused.value) == f"Telegram refuses WEBHOOK_URL {changed.webhook_url!r}: {said}."
    assert "is answering" not in caplog.text
    sandbox.world.journal.entries.clear()  # the refusal was asked for


async def test_a_429_at_the_start_is_waited_out(settings: Settings, sandbox: SandboxServer) -> None:
    for method in ("getMe", "deleteWebhook"):
        sandbox.world.faults.add("retry_after", methods=[method], times=1, seconds=1)
    stop = asyncio.Event()
    task = asyncio.create_task(run(settings, stop, seeds=None))
    assert await Person.of(sandbox, KAZAKH_READER_ID).says("/china")
    stop.set()
    await task
    sandbox.world.journal.entries.clear()  # the refusals were asked for


async def test_a_bot_that_is_stopped_before_it_began_leaves_nothing_open(settings: Settings) -> None:
    stop = asyncio.Event()
    stop.set()
    await run(settings, stop, seeds=None)  # an open session would be a warning, and so an error


async def test_a_port_that_is_taken_stops_a_webhook_but_not_a_bot_that_polls(
    settings: Settings, sandbox: SandboxServer, caplog: pytest.LogCaptureFixture
) -> None:
    changed = by_webhook(settings)
    with socket.create_server(("127.0.0.1", changed.http_port)):
        with pytest.raises(SettingsError, match=f"The webhook cannot be served at .* {changed.http_port}"):
            await run(changed, asyncio.Event(), seeds=None)
        stop = asyncio.Event()
        task = asyncio.create_task(run(changed.model_copy(update={"webhook_url": None}), stop, seeds=None))
        (card,) = await Person.of(sandbox, KAZAKH_READER_ID).says("/china")
        assert "Қытай" in card.text
        stop.set()
        await task
    assert "Health and metrics are not served" in caplog.text
