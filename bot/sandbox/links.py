"""Which addresses Telegram takes for a link."""

from __future__ import annotations

import re

_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*)://(.*)", re.DOTALL)
_HOST = re.compile(
    r"(?:[^/?#@\s]*@)?(?P<host>\[[0-9a-fA-F:.]+\]|[^/?#:\s]+)(?P<port>:[0-9]{1,5})?(?P<rest>[/?#].*)?", re.DOTALL
)


def link_error(url: str) -> str | None:
    """What is wrong with ``url`` in Telegram's words; None if nothing is."""
    scheme = _SCHEME.match(url)
    if scheme is not None and scheme[1].lower() in {"tg", "ton", "tonsite"}:
        return None
    if scheme is not None and scheme[1].lower() not in {"http", "https"}:
        return "Unsupported URL protocol"
    rest = scheme[2] if scheme is not None else url
    if not rest or rest[0] in "/?#":
        return "URL host is empty"
    host = _HOST.fullmatch(rest)
    if host is None or any(char.isspace() for char in rest):
        return "Wrong HTTP URL"
    name = host["host"]
    return None if name.startswith("[") or "." in name.strip(".") else "Wrong HTTP URL"


def checked_link(url: str) -> str | None:
    """``url`` as Telegram writes it down (with a scheme, and a path after a bare host); None if it is no link."""
    url = url.strip()
    if link_error(url) is not None:
        return None
    scheme = _SCHEME.match(url)
    if scheme is None:
        url = f"http://{url}"
    elif scheme[1].lower() not in {"http", "https"}:
        return url
    head, slash, tail = url.partition("://")
    bare = not any(mark in tail for mark in "/?#")
    return f"{head}{slash}{tail}/" if bare else url
