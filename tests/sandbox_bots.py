"""Small bots without a library, and a sandbox for them: what the sandbox's own tests talk through."""

from __future__ import annotations

import asyncio
import contextlib
import struct
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import aiohttp

from bot.sandbox import KAZAKH_READER_ID, SandboxServer, World, make_world, people
from bot.sandbox.params import Upload

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.sandbox.things import Json


READER = KAZAKH_READER_ID
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 640, 480) + b"rest"
"""The start of a picture of 640 × 480: as much as anybody looks at."""


def keys(*buttons: Json) -> Json:
    """An inline keyboard of one row."""
    return {"inline_keyboard": [list(buttons)]}


@dataclass
class Clock:
    """Stands still until it is told to go."""

    at: datetime = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **amount: float) -> None:
        self.at += timedelta(**amount)


@dataclass
class Caller:
    """Calls the Bot API as a program would that has only an HTTP client."""

    server: SandboxServer
    session: aiohttp.ClientSession
    clock: Clock
    statuses: list[int] = field(default_factory=list)

    @property
    def world(self) -> World:
        return self.server.world

    def url(self, method: str) -> str:
        return f"{self.server.base_url}{self.world.token}/{method}"

    async def __call__(self, method: str, **params: Any) -> Any:
        """The result of a call that must succeed."""
        body = await self.raw(method, **params)
        assert body["ok"], body
        return body["result"]

    async def raw(self, method: str, **params: Any) -> Json:
        """The whole answer."""
        async with self.session.post(self.url(method), json=params) as answer:
            self.statuses.append(answer.status)
            body: Json = await answer.json()
            return body

    async def refusal(self, method: str, **params: Any) -> str:
        """The description of a call that must be refused."""
        body = await self.raw(method, **params)
        assert not body["ok"], body
        assert body["error_code"] == self.statuses[-1]
        return str(body["description"])

    async def control(self, path: str, body: Json | None = None) -> Any:
        """The control API: GET, or POST with a body."""
        url = f"{self.server.url}/sandbox/{path}"
        request = self.session.get(url) if body is None else self.session.post(url, json=body)
        async with request as answer:
            self.statuses.append(answer.status)
            return await answer.json()


@contextlib.asynccontextmanager
async def sandbox(**settings: Any) -> AsyncIterator[Caller]:
    """A served sandbox with its cast, a clock that stands, and a caller."""
    clock = Clock()
    world = make_world(clock, **settings)
    async with SandboxServer(world) as server, aiohttp.ClientSession() as session:
        yield Caller(server, session, clock)


@contextlib.asynccontextmanager
async def echo_bot(call: Caller) -> AsyncIterator[None]:
    """Polls, echoes texts with two buttons, edits on a tap; confirms an update only after it has dealt with it."""

    async def poll() -> None:
        offset = 0
        while True:
            for update in await call("getUpdates", offset=offset, timeout=20):
                await answer(call, update)
                offset = update["update_id"] + 1

    task = asyncio.create_task(poll())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def answer(call: Caller, update: Json) -> None:
    """What the echo bot does with one update."""
    if query := update.get("callback_query"):
        await call("answerCallbackQuery", callback_query_id=query["id"], text=f"toast {query['data']}")
        message = query["message"]
        await call("editMessageText", chat_id=message["chat"]["id"], message_id=message["message_id"], text="edited")
    elif query := update.get("inline_query"):
        article = {
            "type": "article",
            "id": "1",
            "title": "T",
            "input_message_content": {"message_text": query["query"]},
        }
        await call("answerInlineQuery", inline_query_id=query["id"], results=[article])
    elif message := update.get("message"):
        buttons = [{"text": "Бірінші", "callback_data": "1"}, {"text": "Сайт", "url": "https://example.org"}]
        await call(
            "sendMessage",
            chat_id=message["chat"]["id"],
            message_thread_id=message.get("message_thread_id"),
            text=f"echo: {message.get('text', 'something')[:100]}",
            reply_markup={"inline_keyboard": [buttons]},
        )


def says(call: Caller, text: str) -> int:
    """The reader writes; the id of the update."""
    user = call.world.users[READER]
    update_id = people.say(call.world, user, call.world.chats[READER], text)[0].update_id
    assert update_id is not None
    return update_id


def upload(call: Caller, body: bytes = b"text", name: str = "a.md") -> str:
    """A file of a person's; its file_id."""
    act = people.send_document(
        call.world, call.world.users[READER], call.world.chats[READER], Upload(name, "text/markdown", body)
    )
    assert act.message is not None
    return str(act.message.content["document"]["file_id"])
