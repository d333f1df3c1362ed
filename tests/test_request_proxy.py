"""bot/request.py behind a proxy: one that it is told of, one that the environment names."""

import asyncio
import base64
from collections.abc import AsyncIterator

import pytest
from helpers_request import TOKEN, Telegram, data, everything_said, recording, serving
from telegram.error import NetworkError, TelegramError

from bot.request import AiohttpRequest


@pytest.fixture
async def server() -> AsyncIterator[Telegram]:
    async with recording() as stand_in:
        yield stand_in


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
