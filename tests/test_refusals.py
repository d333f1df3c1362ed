"""bot/refusals.py: each refusal of Telegram's, and each failure of the network, means what interface.md 7 says."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

import aiohttp
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.refusals import Failed, Gone, Later, Lost, Migrated, NoThread, Refusal, TooMany, meaning, pause
from bot.request import AiohttpRequest
from bot.sandbox.cast import KAZAKH_READER_ID, make_world
from bot.sandbox.faults import REFUSALS
from bot.sandbox.server import SandboxServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from datetime import datetime


def means(error: Exception, attempts: int = 1) -> Refusal:
    return meaning(error, attempts, Random(1))  # noqa: S311


@pytest.mark.parametrize("wait", [7, timedelta(seconds=7)])
def test_a_429_says_how_long_to_wait(wait: int | timedelta) -> None:
    assert means(RetryAfter(wait)) == TooMany(7)


@pytest.mark.filterwarnings("ignore:.*retry_after")
def test_a_429_is_read_without_timedeltas_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PTB_TIMEDELTA")
    assert means(RetryAfter(7)) == TooMany(7)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Forbidden: bot was blocked by the user", "blocked"),
        ("Forbidden: user is deactivated", "deactivated"),
        ("Forbidden: bot was kicked from the group chat", "kicked"),
        ("Forbidden: bot was kicked from the supergroup chat", "kicked"),
        ("Forbidden: bot is not a member of the channel chat", "not_member"),
        ("Forbidden: bot can't initiate conversation with a user", "not_started"),
        ("Forbidden: bots can't send messages to bots", "is_bot"),
        ("Forbidden: the group chat was deleted", "deleted"),
        ("Forbidden: something that nobody has heard of yet", "forbidden"),
    ],
)
def test_every_403_ends_it(said: str, kind: str) -> None:
    assert means(Forbidden(said)) == Gone(kind)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Bad Request: chat not found", Gone("chat_not_found")),
        ("Bad Request: group chat was deactivated", Gone("deactivated")),
        ("Bad Request: PEER_ID_INVALID", Gone("chat_not_found")),
        ("Bad Request: message thread not found", NoThread("thread_not_found")),
        ("Bad Request: TOPIC_CLOSED", NoThread("topic_closed")),
        ("Bad Request: TOPIC_DELETED", NoThread("topic_deleted")),
        ("Bad Request: not enough rights to send text messages to the chat", Failed("no_rights")),
        ("Bad Request: need administrator rights in the channel chat", Failed("no_rights")),
        ("Bad Request: message is too long", Failed("message_is_too_long")),
        ("Bad Request: 1", Failed("bad_request")),
    ],
)
def test_a_400_is_not_always_the_chats_end(said: str, meant: Refusal) -> None:
    assert means(BadRequest(said)) == meant


def test_a_kind_holds_no_numbers_so_that_alike_failures_are_one_kind() -> None:
    said = "Bad Request: can't parse entities: Can't find end tag corresponding to start tag b at byte offset {}"
    first, second = (means(BadRequest(said.format(number))) for number in (7, 123))
    assert first == second
    assert isinstance(first, Failed)
    assert len(first.kind) <= 64
    assert first.kind.startswith("can_t_parse_entities_")


def test_a_migrated_group_has_another_id() -> None:
    assert means(ChatMigrated(-1001)) == Migrated(-1001)


@pytest.mark.parametrize("error", [InvalidToken("Unauthorized"), Conflict("Conflict")])
def test_a_token_that_is_refused_is_not_the_deliverys_fault(error: TelegramError) -> None:
    meant = means(error)
    assert isinstance(meant, Later)
    assert (meant.kind, meant.unsure) == ("unauthorized", False)


@pytest.mark.parametrize(
    ("error", "kind", "unsure"),
    [
        (TimedOut(), "timed_out", True),
        (NetworkError("ServerDisconnectedError: the server closed the connection"), "serverdisconnectederror", True),
        (NetworkError("Bad Gateway"), "bad_gateway", True),
        (NetworkError(""), "network", True),
        (NetworkError("Internal Server Error"), "internal_server_error", False),
        (TimedOut("Timed out while connecting. The request was *not* sent."), "timed_out_while_connecting", False),
        (TimedOut("Pool timeout: every connection is busy. The request was *not* sent."), "pool_timeout", False),
        (NetworkError("ClientConnectorError: cannot connect to x:443 (refused)"), "clientconnectorerror", False),
        (NetworkError("ClientConnectorDNSError: cannot connect to x:443"), "clientconnectordnserror", False),
    ],
)
def test_what_may_have_been_accepted_is_told_from_what_surely_was_not(
    error: TelegramError, kind: str, *, unsure: bool
) -> None:
    meant = means(error)
    assert isinstance(meant, Later)
    assert meant.kind.startswith(kind)
    assert meant.unsure is unsure


def test_what_is_no_error_of_telegrams_is_our_fault() -> None:
    assert means(KeyError("x")) == Failed("KeyError")


def test_pauses_double_up_to_15_minutes_and_never_fall_together() -> None:
    random = Random(3)  # noqa: S311
    longest = [max(pause(attempts, random) for _ in range(300)) for attempts in (1, 2, 3, 8, 9, 10, 1000)]
    assert longest == pytest.approx([2, 4, 8, 256, 512, 900, 900], rel=0.03)
    shortest = min(pause(10, random) for _ in range(300))
    assert 450 <= shortest < 470
    assert len({pause(5, random) for _ in range(100)}) == 100


# --- as they come over HTTP ------------------------------------------------------------------------------------------


@pytest.fixture
async def server(now: datetime) -> AsyncIterator[SandboxServer]:
    async with SandboxServer(make_world(lambda: now)) as opened:
        opened.world.users[KAZAKH_READER_ID].started = True
        yield opened


@pytest.fixture
async def send(server: SandboxServer) -> AsyncIterator[Callable[[], object]]:
    request = AiohttpRequest(read_timeout=0.2)
    await request.initialize()

    async def call() -> Refusal | None:
        url = f"{server.base_url}{server.world.token}/sendMessage?chat_id={KAZAKH_READER_ID}&text=x"
        try:
            await request.post(url)
        except TelegramError as error:
            return means(error)
        return None

    yield call
    await request.shutdown()


OVER_HTTP = {
    "blocked": Gone("blocked"),
    "deactivated": Gone("deactivated"),
    "not_started": Gone("not_started"),
    "kicked_group": Gone("kicked"),
    "kicked_supergroup": Gone("kicked"),
    "kicked_channel": Gone("kicked"),
    "not_member": Gone("not_member"),
    "chat_not_found": Gone("chat_not_found"),
    "thread_not_found": NoThread("thread_not_found"),
    "no_rights": Failed("no_rights"),
    "message_gone": Lost("message_gone"),
    "query_too_old": Failed("query_is_too_old_and_response_timeout_expired_or_query_id_is_inv"),
    "too_long": Failed("message_is_too_long"),
    "bad_webhook": Failed("bad_webhook_an_https_url_must_be_provided_for_webhook"),
    "topic_closed": NoThread("topic_closed"),
    "retry_after": TooMany(3),
    "migrated": Migrated(-100),
    "server_error": Later(0, "internal_server_error"),
    "unauthorized": Later(0, "unauthorized"),
    "bad_gateway": Later(0, "bad_gateway", unsure=True),
    "closed_before": Later(0, "serverdisconnectederror", unsure=True),
    "closed_after": Later(0, "serverdisconnectederror", unsure=True),
    "stall": Later(0, "timed_out", unsure=True),
}


@pytest.mark.parametrize("kind", sorted({*REFUSALS, *OVER_HTTP}))
async def test_each_fault_of_the_sandbox_is_understood(
    server: SandboxServer, send: Callable[[], AsyncIterator[Refusal]], kind: str
) -> None:
    server.world.faults.add(kind, seconds=3, migrate_to=-100)
    meant = await send()  # type: ignore[misc]
    expected = OVER_HTTP[kind]
    if isinstance(expected, Later):
        assert isinstance(meant, Later)
        assert (meant.kind, meant.unsure) == (expected.kind, expected.unsure)
    else:
        assert meant == expected


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 429, 500, 502, 503, 520])
async def test_a_gateways_page_is_not_telegrams_no_whatever_its_status(
    server: SandboxServer, send: Callable[[], AsyncIterator[Refusal]], status: int
) -> None:
    server.world.faults.add("bad_gateway", status=status)
    meant = await send()  # type: ignore[misc]
    assert isinstance(meant, Later)
    assert meant.unsure


async def test_a_server_that_is_not_there_has_not_taken_anything() -> None:
    request = AiohttpRequest()
    await request.initialize()
    with pytest.raises(NetworkError) as refused:
        await request.post("http://127.0.0.1:9/bot1:abc/sendMessage")
    await request.shutdown()
    meant = means(refused.value)
    assert isinstance(meant, Later)
    assert not meant.unsure
    assert aiohttp.ClientConnectorError.__name__.lower() == meant.kind
