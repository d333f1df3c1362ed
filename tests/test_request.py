"""bot/request.py against real servers on loopback: what arrives there, and what comes of each way to fail."""

import asyncio
import base64
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import telegram
from aiohttp import web
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.request import AiohttpRequest

TOKEN = "123456:very-secret"
STRANGE = "Қытай & ко; a=b+c%41 <b>\n\t~*'()/?#[] \u200f\x00\U0001f1f0\U0001f1ff"
PROXY_VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


class Telegram:
    """A Bot API server that records what it was sent and answers what a test told it to."""

    def __init__(self) -> None:
        self.requests: list[web.Request] = []
        self.fields: dict[str, str] = {}
        self.files: dict[str, tuple[str | None, str | None, bytes]] = {}
        self.answer: Callable[[web.Request], Awaitable[web.StreamResponse]] = self.yes
        self.busy = self.busiest = 0
        self.root = ""

    async def yes(self, _: web.Request) -> web.StreamResponse:
        return web.json_response({"ok": True, "result": True})

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(request)
        if request.content_type.startswith("multipart/"):
            async for part in await request.multipart():
                assert isinstance(part, aiohttp.BodyPartReader)
                content = bytes(await part.read())
                if part.filename is None:
                    self.fields[part.name or ""] = content.decode()
                else:
                    self.files[part.name or ""] = (part.filename, part.headers.get("Content-Type"), content)
        elif request.can_read_body:
            self.fields = {name: str(value) for name, value in (await request.post()).items()}
        self.busy += 1
        self.busiest = max(self.busiest, self.busy)
        try:
            return await self.answer(request)
        finally:
            self.busy -= 1

    def url(self, method: str) -> str:
        return f"{self.root}/bot{TOKEN}/{method}"


def answers(body: Any, status: int = 200) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.json_response(body, status=status)

    return answer


def data(**values: object) -> RequestData:
    return RequestData([RequestParameter.from_input(name, value) for name, value in values.items()])


def everything_said(error: BaseException) -> str:
    """All that a log could print of an exception: itself, its chain (even what `from None` hides), its traceback."""
    said = "".join(traceback.format_exception(error)) + repr(error) + str(error)
    context = error.__cause__ or error.__context__
    return said + (everything_said(context) if context else "")


@asynccontextmanager
async def serving(handler: Callable[..., Awaitable[None]]) -> AsyncIterator[str]:
    """A raw TCP server; its root URL."""

    tasks: list[asyncio.Task[None]] = []

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.append(asyncio.ensure_future(handler(reader, writer)))
        with suppress(ConnectionError, asyncio.CancelledError):
            await tasks[-1]
        writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        for task in tasks:
            task.cancel()
        await asyncio.sleep(0)  # each `connected` closes its connection


@pytest.fixture(autouse=True)
def _no_proxy_around_us(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXY_VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
async def server() -> AsyncIterator[Telegram]:
    stand_in = Telegram()
    app = web.Application(client_max_size=2**26)
    app.router.add_route("*", "/{path:.*}", stand_in.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    stand_in.root = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield stand_in
    await runner.cleanup()


@pytest.fixture
async def client() -> AsyncIterator[AiohttpRequest]:
    async with AiohttpRequest() as request:
        yield request


async def test_parameters_arrive_as_a_form(server: Telegram, client: AiohttpRequest) -> None:
    await client.post(server.url("sendMessage"), data(chat_id=7, text=STRANGE, empty="", reply_markup={"a": ["ә"]}))
    assert server.fields == {"chat_id": "7", "text": STRANGE, "empty": "", "reply_markup": '{"a": ["\\u04d9"]}'}
    assert server.requests[0].headers["User-Agent"] == AiohttpRequest.USER_AGENT


async def test_a_method_without_parameters_is_called(server: Telegram, client: AiohttpRequest) -> None:
    assert await client.post(server.url("getMe"), data()) is True
    assert await client.post(server.url("getMe")) is True


async def test_a_file_arrives_with_its_name_its_type_and_its_bytes(server: Telegram, client: AiohttpRequest) -> None:
    document = telegram.InputFile(b"\x00# kk\xff", filename='шолу "1".csv')
    await client.post(server.url("sendDocument"), data(chat_id=7, document=document))
    assert server.files == {"document": ('шолу "1".csv', "text/csv", b"\x00# kk\xff")}
    assert server.fields == {"chat_id": "7"}


async def test_several_files_arrive_beside_what_names_them(server: Telegram, client: AiohttpRequest) -> None:
    media = [
        telegram.InputMediaPhoto(telegram.InputFile(content, filename=f"{content.decode()}.png", attach=True))
        for content in (b"one", b"two")
    ]
    await client.post(server.url("sendMediaGroup"), data(chat_id=7, media=media))
    assert sorted(content for _, _, content in server.files.values()) == [b"one", b"two"]
    assert all(f"attach://{name}" in server.fields["media"] for name in server.files)


async def test_a_large_file_arrives_whole(server: Telegram, client: AiohttpRequest) -> None:
    content = bytes(range(256)) * 2**15
    await client.post(server.url("sendDocument"), data(document=telegram.InputFile(content)), write_timeout=None)
    await client.post(server.url("sendDocument"), data(copy=telegram.InputFile(content)), write_timeout=5)
    assert [len(content) for _, _, content in server.files.values()] == [2**23, 2**23]


async def test_a_file_on_disk_is_streamed(server: Telegram, client: AiohttpRequest, tmp_path: Path) -> None:
    path = tmp_path / "export.md"
    path.write_bytes(b"# ru")
    with path.open("rb") as handle:
        await client.post(server.url("sendDocument"), data(d=telegram.InputFile(handle, read_file_handle=False)))
    assert server.files["d"] == ("export.md", "text/markdown", b"# ru")


async def test_a_file_name_cannot_add_a_header(server: Telegram, client: AiohttpRequest) -> None:
    await client.post(server.url("sendDocument"), data(d=telegram.InputFile(b"1", filename="a\r\nX-Evil: 1\0")))
    assert server.files["d"][0] == "a  X-Evil: 1 "


async def test_a_file_is_downloaded_as_it_is(server: Telegram, client: AiohttpRequest) -> None:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(body=b"\xff\x00" + TOKEN.encode())

    server.answer = answer
    url = f"{server.root}/file/bot{TOKEN}/documents/file_1.md"
    assert await client.retrieve(url) == b"\xff\x00" + TOKEN.encode()


async def test_a_connection_is_kept_for_the_next_request(server: Telegram, client: AiohttpRequest) -> None:
    for _ in range(3):
        await client.post(server.url("getMe"))
    assert len({request.transport and request.transport.get_extra_info("peername") for request in server.requests}) == 1


async def test_a_hundred_requests_share_a_bounded_pool(server: Telegram) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.002)
        return await server.yes(request)

    server.answer = answer
    async with AiohttpRequest(connection_pool_size=5, pool_timeout=30) as client:
        await asyncio.gather(*(client.post(server.url("sendMessage"), data(text=str(i))) for i in range(100)))
    assert len(server.requests) == 100
    assert server.busiest <= 5


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


async def test_an_upload_that_moves_no_more_is_reported_as_timed_out(client: AiohttpRequest) -> None:
    async def deaf(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.transport.pause_reading()  # type: ignore[attr-defined]
        await asyncio.sleep(5)

    async with serving(deaf) as root:
        upload = data(document=telegram.InputFile(bytes(2**25)))
        with pytest.raises(TimedOut):
            await client.post(f"{root}/bot{TOKEN}/sendDocument", upload, write_timeout=0.1, read_timeout=None)


async def test_an_upload_that_was_sent_waits_for_its_answer(server: Telegram, client: AiohttpRequest) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.2)
        return await server.yes(request)

    server.answer = answer
    assert await client.post(server.url("sendDocument"), data(d=telegram.InputFile(b"1")), write_timeout=0.05) is True


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
    assert "While retrieving" in caplog.text
    assert TOKEN not in caplog.text


async def test_a_redirect_is_not_followed(server: Telegram, client: AiohttpRequest) -> None:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": "/elsewhere"})

    server.answer = answer
    with pytest.raises(NetworkError):
        await client.post(server.url("getMe"))
    assert len(server.requests) == 1


async def test_telegrams_refusals_become_the_librarys_errors(
    server: Telegram, client: AiohttpRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    server.answer = answers(
        {"ok": False, "error_code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 7}}, 429
    )
    with pytest.raises(RetryAfter) as caught:
        await client.post(server.url("sendMessage"))
    assert caught.value._retry_after.total_seconds() == 7
    server.answer = answers({"ok": False, "description": "Bad Request: chat not found"}, 400)
    with pytest.raises(BadRequest, match=r"[Cc]hat not found"):
        await client.post(server.url("sendMessage"))
    server.answer = answers({"ok": False, "description": "Unauthorized"}, 401)
    with pytest.raises(InvalidToken):
        await client.post(server.url("getMe"))


async def test_it_opens_once_closes_once_and_may_be_opened_again(server: Telegram) -> None:
    client = AiohttpRequest()
    with pytest.raises(NetworkError, match="not initialized"):
        await client.post(server.url("getMe"))
    await client.shutdown()
    for _ in range(2):
        await client.initialize()
        await client.initialize()
        assert await client.post(server.url("getMe")) is True
        await client.shutdown()
        await client.shutdown()


async def test_a_real_bot_speaks_through_it(server: Telegram) -> None:
    me = {"id": 1, "is_bot": True, "first_name": "Шолу", "username": "sholu_bot"}
    server.answer = answers({"ok": True, "result": me})
    bot = telegram.Bot(TOKEN, f"{server.root}/bot", request=AiohttpRequest(), get_updates_request=AiohttpRequest(1))
    async with bot:
        assert (await bot.get_me()).username == "sholu_bot"
    assert server.requests[-1].path.endswith("/getMe")


class Proxy:
    """A real proxy of the plain kind and of CONNECT, which asks for no credentials but remembers them."""

    def __init__(self) -> None:
        self.heads: list[str] = []
        self.refusal = b""

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        self.heads.append(head.decode())
        if self.refusal:
            writer.write(self.refusal)
            await writer.drain()
            return
        url = head.split()[1].decode()
        host, _, port = url.removeprefix("http://").split("/")[0].partition(":")
        there_reader, there_writer = await asyncio.open_connection(host, int(port))
        there_writer.write(head)
        await asyncio.gather(self.pipe(reader, there_writer), self.pipe(there_reader, writer))

    @staticmethod
    async def pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while chunk := await reader.read(2**16):
                writer.write(chunk)
        finally:
            writer.close()

    @property
    def credentials(self) -> list[str]:
        lines = [line for head in self.heads for line in head.split("\r\n")]
        return [
            base64.b64decode(line.split()[-1]).decode()
            for line in lines
            if line.lower().startswith("proxy-authorization: basic")
        ]


async def test_a_proxy_receives_the_request_and_its_credentials(server: Telegram) -> None:
    proxy = Proxy()
    async with serving(proxy.handle) as root:
        address = root.replace("http://", "http://me:s%40cret@")
        async with AiohttpRequest(proxy=address) as client:
            assert await client.post(server.url("sendMessage"), data(text="1")) is True
    assert proxy.heads[0].startswith(f"POST {server.url('sendMessage')} HTTP/1.1\r\n")
    assert proxy.credentials == ["me:s@cret"]
    assert server.fields == {"text": "1"}


async def test_a_proxy_that_refuses_is_a_network_error_without_its_credentials_or_the_token() -> None:
    proxy = Proxy()
    proxy.refusal = b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"
    async with (
        serving(proxy.handle) as root,
        AiohttpRequest(proxy=root.replace("http://", "http://me:s%40cret@")) as client,
    ):
        with pytest.raises(NetworkError, match="407 Proxy Authentication Required") as caught:
            await client.post(f"https://api.telegram.org/bot{TOKEN}/getMe")
    assert proxy.heads[0].startswith("CONNECT api.telegram.org:443 HTTP/1.1\r\n")
    assert proxy.credentials == ["me:s@cret"]
    assert not any(secret in everything_said(caught.value) for secret in (TOKEN, "cret@", "s@cret"))


async def test_a_proxy_that_is_not_there_is_a_network_error_without_its_credentials(unused_tcp_port: int) -> None:
    async with AiohttpRequest(proxy=f"http://me:secret@127.0.0.1:{unused_tcp_port}") as client:
        with pytest.raises(NetworkError, match="ClientProxyConnectionError") as caught:
            await client.post(f"https://api.telegram.org/bot{TOKEN}/getMe")
    assert "me:secret" not in everything_said(caught.value)
    assert TOKEN not in everything_said(caught.value)


@pytest.mark.parametrize(
    ("variable", "url"),
    [
        ("HTTPS_PROXY", "https://api.telegram.org"),
        ("ALL_PROXY", "https://api.telegram.org"),
        ("HTTP_PROXY", "http://telegram.invalid"),
    ],
)
async def test_the_environment_may_name_the_proxy(monkeypatch: pytest.MonkeyPatch, variable: str, url: str) -> None:
    proxy = Proxy()
    proxy.refusal = b"HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n"
    async with serving(proxy.handle) as root:
        monkeypatch.setenv(variable, root)
        async with AiohttpRequest() as client:
            with pytest.raises(TelegramError):
                await client.post(f"{url}/bot{TOKEN}/getMe")
    assert len(proxy.heads) == 1


async def test_the_environments_proxy_is_for_neither_loopback_nor_no_proxy_nor_when_told_not_to_be_trusted(
    server: Telegram, monkeypatch: pytest.MonkeyPatch, unused_tcp_port: int
) -> None:
    elsewhere = server.url("getMe").replace("127.0.0.1", "0.0.0.0")  # noqa: S104 - reaches us, but isn't called loopback
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{unused_tcp_port}")
    async with AiohttpRequest() as client:
        assert await client.post(server.url("getMe")) is True
        with pytest.raises(NetworkError, match="ClientProxyConnectionError"):
            await client.post(elsewhere)
        monkeypatch.setenv("NO_PROXY", "0.0.0.0")  # noqa: S104
        assert await client.post(elsewhere) is True
    monkeypatch.delenv("NO_PROXY")
    async with AiohttpRequest(trust_env=False) as client:
        assert await client.post(elsewhere) is True


async def test_a_socks_proxy_is_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="must be an http:// or https:// URL"):
        AiohttpRequest(proxy="socks5://me:secret@127.0.0.1")
    monkeypatch.setenv("ALL_PROXY", "socks5://me:secret@127.0.0.1")
    async with AiohttpRequest() as client:
        with pytest.raises(NetworkError, match="must be an http:// or https:// URL"):
            await client.post("https://api.telegram.org/bot1/getMe")
