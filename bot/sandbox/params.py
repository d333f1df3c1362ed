"""A request's parameters, in whichever of Telegram's four ways they came: query string, form, multipart or JSON."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from starlette.datastructures import UploadFile

from bot.sandbox.errors import ApiError, bad_request

if TYPE_CHECKING:
    from starlette.requests import Request

    from bot.sandbox.things import Json

MOST_BYTES = 50 * 1024 * 1024 + 64 * 1024
"""Telegram takes files of up to 50 MB from a bot."""

_QUOTED = re.compile(rb"(?:%[0-9A-Fa-f]{2})+")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with the request."""

    name: str
    mime: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Params:
    """Named values: text from forms, anything from JSON. Reading a wrong one raises ApiError (400)."""

    values: Json = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether the parameter is there and not empty."""
        return self.values.get(name) not in (None, "")

    def text(self, name: str) -> str:
        """As text; nothing where it is missing."""
        value = self.values.get(name)
        if value is None:
            return ""
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    def integer(self, name: str, default: int = 0) -> int:
        """As a number; Telegram reads what is no number as 0."""
        if not self.has(name):
            return default
        try:
            return int(self.text(name))
        except ValueError:
            return 0

    def flag(self, name: str) -> bool:
        """As yes or no, in Telegram's reading."""
        return self.text(name).lower() in {"true", "yes", "1"}

    def data(self, name: str) -> Any:
        """As a JSON value, whether it came as one or as its text; None where it is missing."""
        value = self.values.get(name)
        if not isinstance(value, str) or value == "":
            return None if value == "" else value
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def object(self, name: str) -> Json:
        """As a JSON object; empty where it is missing."""
        value = self.data(name)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise bad_request(f"object expected as {name.replace('_', ' ')}")
        return value


async def read_params(request: Request) -> Params:
    """Everything that came with the request; the body wins over the query string. Raises ApiError (400, 413)."""
    values: Json = dict(request.query_params) if request.url.query else {}
    if request.method != "POST":
        return Params(values)
    if int(request.headers.get("content-length", 0)) > MOST_BYTES:
        raise ApiError(413, "Request Entity Too Large")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        return await _read_multipart(request, values)
    body = await request.body()
    if not body:
        return Params(values)
    if kind == "application/json":
        return Params(values | _read_json(body))
    return Params(values | _read_form(body))


def _read_form(body: bytes) -> Json:
    # urllib unquotes character by character, which for a Cyrillic card takes longer than all the rest of the request.
    # Here whole runs are unquoted at once, and quoted spaces make the runs long.
    pairs = (pair.replace(b"+", b"%20").partition(b"=") for pair in body.split(b"&") if pair)
    return {_unquote(name): _unquote(value) for name, _, value in pairs}


def _unquote(raw: bytes) -> str:
    found = _QUOTED.sub(lambda run: bytes.fromhex(run.group().replace(b"%", b"").decode()), raw)
    return found.decode("utf-8", "replace")


def _read_json(body: bytes) -> Json:
    try:
        data = json.loads(body)
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(data, dict):
        raise bad_request("object expected")
    return data


async def _read_multipart(request: Request, values: Json) -> Params:
    files: dict[str, Upload] = {}
    async with request.form() as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                mime = value.content_type or "application/octet-stream"
                files[name] = Upload(value.filename or name, mime, await value.read())
            else:
                values[name] = value
    return Params(values, files)
