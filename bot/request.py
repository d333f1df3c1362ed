"""The HTTP client under python-telegram-bot: aiohttp, through the library's own `BaseRequest`.

The library's default client collapses under concurrency (`make bench` measures it), and httpx logs every URL at INFO,
token and all. Nothing raised or logged here holds the URL, and no exception of aiohttp stays chained to ours.
Nothing is sent twice: a POST whose answer was lost may have been accepted, so whether to repeat it is for the caller.
What says no to us must be Telegram: a gateway's page is trouble with the network, whatever its status.
"""

import asyncio
import functools
import io
import re
import ssl
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import Any, Final
from urllib.request import getproxies, proxy_bypass

import aiohttp
import certifi
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot import request_trouble

_Tracker = aiohttp.UploadTracker | None
_Encoded = tuple[bytes | aiohttp.Payload | None, dict[str, str] | None, AbstractAsyncContextManager[_Tracker]]
_UNSET: Final = BaseRequest.DEFAULT_NONE
_FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}
_PROXIES: Final = ("http://", "https://")
_IDLE: Final = 30.0  # seconds that an unused connection is kept; servers keep theirs for 60 or more


class AiohttpRequest(BaseRequest):
    """Requests to a Bot API server over at most `connection_pool_size` kept-alive connections, TCP_NODELAY on.

    Timeouts are in seconds, None waits forever, each call may override them: `pool_timeout` for a free connection;
    `connect_timeout` for name, TCP, proxy and TLS together; `read_timeout` for each next piece of the answer;
    `media_write_timeout` for an upload to move on at all. What holds no file fits into the socket's buffer: writing
    it cannot stall, and there a call's `write_timeout` means nothing.

    `proxy` is an http:// or https:// URL with its credentials. Without one, and with `trust_env`, HTTPS_PROXY,
    HTTP_PROXY, ALL_PROXY and NO_PROXY decide, read once, here; they never send loopback to a proxy. ValueError for a
    proxy of another scheme, such as SOCKS.
    """

    def __init__(
        self,
        connection_pool_size: int = 256,
        *,
        read_timeout: float | None = 5.0,
        connect_timeout: float | None = 5.0,
        pool_timeout: float | None = 1.0,
        media_write_timeout: float | None = 20.0,
        proxy: str | None = None,
        trust_env: bool = True,
    ) -> None:
        self._pool_size = connection_pool_size
        self._read_timeout, self._connect_timeout = read_timeout, connect_timeout
        self._pool_timeout, self._media_write_timeout = pool_timeout, media_write_timeout
        self._proxy = proxy
        self._env_proxies = getproxies() if trust_env and not proxy else {}
        self._session: aiohttp.ClientSession | None = None
        if proxy and not proxy.startswith(_PROXIES):
            raise ValueError("A proxy must be an http:// or https:// URL")

    @property
    def read_timeout(self) -> float | None:
        """Seconds to wait for the next piece of an answer, where a call does not say."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Open the session, in the running loop; a second call changes nothing."""
        if self._session is None:
            # The semaphore bounds the pool, not the connector: so waiting and connecting have a timeout each.
            self._free = asyncio.Semaphore(self._pool_size)
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=_IDLE),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
            )

    async def shutdown(self) -> None:
        """Close every connection; a second call changes nothing, `initialize` opens anew."""
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    async def do_request(  # noqa: PLR0917 - the library's signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = _UNSET,
        write_timeout: ODVInput[float] = _UNSET,
        connect_timeout: ODVInput[float] = _UNSET,
        pool_timeout: ODVInput[float] = _UNSET,
    ) -> tuple[int, bytes]:
        """Send once, and return status and body. Timeouts in seconds.

        Raises TimedOut when a timeout ran out, NetworkError for all that went wrong below HTTP (refused, closed by the
        server, TLS, proxy, malformed URL) and for a refusal that isn't Telegram's, RuntimeError before `initialize`.
        """
        if self._session is None:
            raise RuntimeError("AiohttpRequest is not initialized")
        timeouts = _timeouts(_or(connect_timeout, self._connect_timeout), _or(read_timeout, self._read_timeout))
        await self._take_connection(_or(pool_timeout, self._pool_timeout))
        try:
            encoded = _encoded(request_data, _or(write_timeout, self._media_write_timeout))
            status, answer = await self._exchange(self._session, method, url, encoded, timeouts)
        except (aiohttp.ClientError, OSError, ValueError) as problem:
            error = request_trouble.without_url(problem)
        else:
            if not 200 <= status <= 299:
                request_trouble.telegrams(answer, status)
            # A file stays as it is; any other answer may quote the URL.
            return status, answer if (method, status) == ("GET", 200) else answer.replace(_secret(url), b"<token>")
        finally:
            self._free.release()
        raise error  # here, not in the handler: no __context__ leads back to an exception that holds the URL

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Telegram's answer. Raises NetworkError for any other: the library's own TelegramError counts as a no."""
        return request_trouble.telegrams(payload, 200)

    async def _exchange(
        self, session: aiohttp.ClientSession, method: str, url: str, encoded: _Encoded, timeouts: aiohttp.ClientTimeout
    ) -> tuple[int, bytes]:
        body, headers, watch = encoded
        async with (
            watch as tracker,
            session.request(
                method,
                url,
                data=body,
                headers=headers,
                timeout=timeouts,
                proxy=self._proxy_for(url),
                ssl=_certificates() if url.startswith("https:") else True,
                allow_redirects=False,
                upload_tracker=tracker,
            ) as response,
        ):
            return response.status, await response.read()

    async def _take_connection(self, patience: float | None) -> None:
        if not self._free.locked():
            await self._free.acquire()  # at once
            return
        try:
            async with asyncio.timeout(patience):
                await self._free.acquire()
        except TimeoutError:
            raise TimedOut("Pool timeout: every connection is busy. The request was *not* sent.") from None

    def _proxy_for(self, url: str) -> str | None:
        if self._proxy or not self._env_proxies:
            return self._proxy
        target = URL(url)
        host = target.host or ""
        proxy = self._env_proxies.get(target.scheme) or self._env_proxies.get("all")
        if not proxy or host in {"localhost", "::1"} or host.startswith("127.") or proxy_bypass(host):
            return None
        if not proxy.startswith(_PROXIES):
            raise NetworkError("The proxy that the environment names must be an http:// or https:// URL")
        return proxy


@asynccontextmanager
async def _watched(size: int | None, patience: float | None) -> AsyncIterator[_Tracker]:
    """A tracker for an upload of `size` bytes; TimeoutError when, half-way, `patience` seconds pass and none moved."""
    if size is None or patience is None:
        yield None
        return
    tracker, loop, seen = aiohttp.UploadTracker(), asyncio.get_running_loop(), 0
    timer: asyncio.TimerHandle

    def look() -> None:
        nonlocal seen, timer
        written = tracker.bytes_written
        if written and written == seen:
            deadline.reschedule(loop.time())
        elif written < size:  # else all of it is out, and from here on the read timeout counts
            seen, timer = written, loop.call_later(patience, look)

    async with asyncio.timeout(None) as deadline:
        timer = loop.call_later(patience, look)
        try:
            yield tracker
        finally:
            timer.cancel()


def _encoded(data: RequestData | None, patience: float | None) -> _Encoded:
    """Body, headers, and what watches over an upload: see `_watched`."""
    if data is None:
        return None, None, nullcontext()
    if data.contains_files:
        form = _multipart(data)
        return form, None, _watched(form.size, patience)
    # Encoded in C by yarl: a card in Cyrillic takes 25 µs, and 215 µs by the library's way.
    return URL.build(query=data.json_parameters).raw_query_string.encode(), _FORM, nullcontext()


def _multipart(data: RequestData) -> aiohttp.Payload:
    form = aiohttp.FormData(quote_fields=False)  # quoted, «шолу.md» would arrive as %D1%88%D0%BE...
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mimetype) in data.multipart_data.items():
        stream = io.BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, stream, filename=re.sub(r"[\r\n\0]", " ", filename), content_type=mimetype)
    return form()


def _or(given: ODVInput[float], default: float | None) -> float | None:
    return default if isinstance(given, DefaultValue) else given


@functools.lru_cache
def _timeouts(connect: float | None, read: float | None) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=None, connect=connect, sock_read=read)


@functools.lru_cache
def _secret(url: str) -> bytes:
    found = re.search(r"/bot([^/]+)/", url)
    return (found[1] if found else url).encode()


@functools.cache
def _certificates() -> ssl.SSLContext:
    """The system's certificates and certifi's: some Pythons (python.org's for macOS) find none of the system's."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
