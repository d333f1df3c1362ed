"""Keeps other web sites out. Loopback alone doesn't: a page in the same browser can reach it, by name tricks too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HOST = re.compile(rb"(?:127(?:\.\d{1,3}){3}|localhost|\[::1\])(?::\d{1,5})?", re.IGNORECASE)

_HEADERS = [
    (b"content-security-policy", b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
     b"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
]  # fmt: skip


class OnlyFromHere:
    """Refuses hosts that aren't this machine, and control calls that another site's form or script could make."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        if _HOST.fullmatch(headers.get(b"host", b"")) is None:
            await PlainTextResponse("The sandbox answers on this machine only.", 421)(scope, receive, send)
            return
        if headers.get(b"sec-fetch-site", b"none") not in {b"same-origin", b"none"}:
            await PlainTextResponse("Not for other sites.", 403)(scope, receive, send)
            return
        if scope["path"].startswith(("/bot", "/file/")):
            await self.app(scope, receive, send)
            return
        if scope["method"] == "POST" and not headers.get(b"content-type", b"").startswith(b"application/json"):
            # A form of another site can't send JSON without a preflight, and that is never granted.
            await PlainTextResponse("Only JSON is taken here.", 415)(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_HEADERS]
            await send(message)

        await self.app(scope, receive, send_guarded)
