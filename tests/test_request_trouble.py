"""bot/request.py against servers that are slow, hang up or say what nobody understands."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import telegram
from aiohttp import web
from helpers_request import TOKEN, Telegram, data, everything_said, recording, serving
from telegram.error import NetworkError, TelegramError, TimedOut

from bot.request import AiohttpRequest


@pytest.fixture
async def server() -> AsyncIterator[Telegram]:
    async with recording() as stand_in:
        yield stand_in


@pytest.fixture
async def client() -> AsyncIterator[AiohttpRequest]:
    async with AiohttpRequest() as request:
        yield request


@pytest.fixture
def slow(server: Telegram) -> Telegram:
    async def answer(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(30)
        return await server.yes(request)

    server.answer = answer
    return server


async def test_an_answer_that_does_not_come_is_reported_as_timed_out(slow: Telegram) -> None:
    async with AiohttpRequest(read_timeout=0.05) as client:
        with pytest.raises(TimedOut):
            await client.post(slow.url("sendMessage"), data(text="1"))


async def test_a_call_may_override_the_read_timeout(slow: Telegram, client: AiohttpRequest) -> None:
    with pytest.raises(TimedOut):
        await client.post(slow.url("getUpdates"), read_timeout=0.05)
    assert client.read_timeout == 5.0


async def test_an_answer_that_stops_half_way_is_reported_as_timed_out(server: Telegram, client: AiohttpRequest) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b'{"ok": ')
        await asyncio.sleep(30)
        return response

    server.answer = answer
    with pytest.raises(TimedOut):
        await client.post(server.url("getMe"), read_timeout=0.05)


async def test_a_busy_pool_is_reported_as_timed_out_and_not_sent(slow: Telegram) -> None:
    async with AiohttpRequest(connection_pool_size=1, pool_timeout=0.05) as client:
        first = asyncio.create_task(client.post(slow.url("getUpdates"), read_timeout=1))
        await asyncio.sleep(0.02)
        with pytest.raises(TimedOut, match=r"Pool timeout.*\*not\* sent"):
            await client.post(slow.url("sendMessage"), data(text="1"))
        first.cancel()
    assert len(slow.requests) == 1


async def test_a_server_that_accepts_no_connection_is_reported_as_timed_out(client: AiohttpRequest) -> None:
    async def never(_reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(30)

    # A TLS handshake that is never answered is a connection that is never made.
    async with serving(never) as root:
        with pytest.raises(TimedOut, match=r"connecting.*\*not\* sent"):
            await client.post(root.replace("http:", "https:") + f"/bot{TOKEN}/getMe", connect_timeout=0.05)


async def test_a_refused_connection_is_a_network_error(client: AiohttpRequest, unused_tcp_port: int) -> None:
    with pytest.raises(NetworkError, match=r"cannot connect to 127\.0\.0\.1") as caught:
        await client.post(f"http://127.0.0.1:{unused_tcp_port}/bot{TOKEN}/getMe")
    assert TOKEN not in everything_said(caught.value)


async def test_a_server_without_a_trusted_certificate_is_a_network_error(
    server: Telegram, client: AiohttpRequest
) -> None:
    with pytest.raises(NetworkError, match="SSL") as caught:
        await client.post(server.url("getMe").replace("http:", "https:"))
    assert TOKEN not in everything_said(caught.value)


async def test_a_connection_closed_before_the_answer_is_a_network_error_and_nothing_is_sent_twice(
    client: AiohttpRequest,
) -> None:
    received: list[bytes] = []

    async def closing(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        received.append(await reader.readuntil(b"text=1"))

    async with serving(closing) as root:
        with pytest.raises(NetworkError, match="closed the connection") as caught:
            await client.post(f"{root}/bot{TOKEN}/sendMessage", data(text="1"))
    assert not isinstance(caught.value, TimedOut)
    assert TOKEN not in everything_said(caught.value)
    assert len(received) == 1


async def test_a_connection_reset_is_a_network_error(client: AiohttpRequest) -> None:
    async def resetting(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.transport.abort()

    async with serving(resetting) as root:
        with pytest.raises(NetworkError) as caught:
            await client.post(f"{root}/bot{TOKEN}/sendDocument", data(d=telegram.InputFile(bytes(2**25))))
    assert TOKEN not in everything_said(caught.value)


async def test_an_idle_connection_that_the_server_closed_is_replaced(client: AiohttpRequest) -> None:
    served = 0

    async def once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal served
        await reader.readuntil(b"\r\n\r\n")
        served += 1
        body = b'{"ok": true, "result": true}'
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))
        await writer.drain()

    async with serving(once) as root:
        for _ in range(3):
            assert await client.post(f"{root}/bot{TOKEN}/getMe") is True
            await asyncio.sleep(0.02)
    assert served == 3


async def test_an_answer_that_is_not_http_is_a_network_error_without_the_token(client: AiohttpRequest) -> None:
    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await reader.read(1000))

    async with serving(echo) as root:
        with pytest.raises(NetworkError) as caught:
            await client.post(f"{root}/bot{TOKEN}/getMe")
    assert TOKEN not in everything_said(caught.value)


async def test_a_malformed_url_is_a_network_error_without_the_token(client: AiohttpRequest) -> None:
    for url in (f"http://[half/bot{TOKEN}/getMe", f"ftp://127.0.0.1/bot{TOKEN}/getMe", f"http:///bot{TOKEN}/getMe"):
        with pytest.raises(NetworkError) as caught:
            await client.post(url)
        assert TOKEN not in everything_said(caught.value)


@pytest.mark.parametrize("status", [200, 400, 401, 403, 404, 409, 429, 500, 502, 520])
@pytest.mark.parametrize("said", ["", "<h1>Not here</h1>", '"no"', '{"error": "no"}', '{"ok": false}'])
async def test_who_is_not_telegram_is_trouble_with_the_network_whatever_the_status(
    server: Telegram, client: AiohttpRequest, status: int, said: str
) -> None:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(status=status, text=said)

    server.answer = answer
    with pytest.raises(NetworkError, match=rf"^Bad gateway: .* {status}") as caught:
        await client.post(server.url("getMe"))
    assert type(caught.value) is NetworkError  # no BadRequest, which the library makes one of


async def test_an_answer_that_quotes_the_url_is_stripped_of_the_token(
    server: Telegram, client: AiohttpRequest, caplog: pytest.LogCaptureFixture
) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(status=int(request.query["status"]), text=f"<h1>While retrieving {request.url}</h1>")

    server.answer = answer
    for status in (200, 502):
        with pytest.raises(TelegramError) as caught:
            await client.post(server.url("getMe") + f"?status={status}")
        assert TOKEN not in everything_said(caught.value)
    assert TOKEN not in caplog.text


async def test_a_redirect_is_not_followed(server: Telegram, client: AiohttpRequest) -> None:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": "/elsewhere"})

    server.answer = answer
    with pytest.raises(NetworkError):
        await client.post(server.url("getMe"))
    assert len(server.requests) == 1
