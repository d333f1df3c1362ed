"""The control API: what the page and outside tests see and do. JSON in, JSON out.

====  =======================  ====================================================================================
GET   /sandbox/state           the bot, the people, the chats; ``number`` of the last event
GET   /sandbox/chat            ``chat``, ``user``: the last messages, this user's command menu, the bot's description
GET   /sandbox/events          ``after``: server-sent events above that number, without end
GET   /sandbox/log             ``after``: the Bot API requests above that number
GET   /sandbox/file/ID         a file that somebody sent, by its file_id
GET   /sandbox/faults          the faults that are on
POST  /sandbox/faults          a Fault's fields switch one on; ``{"clear": true}`` ends them all
POST  /sandbox/inline          ``user``, ``chat``, ``text``, ``offset``: what the bot answers to «@bot text»
POST  /sandbox/act             ``do`` and its fields: see ``acts``
POST  /sandbox/wait            ``update_id``, ``seconds``: answers when the bot has confirmed the update
====  =======================  ====================================================================================
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.sandbox import people
from bot.sandbox.acts import act
from bot.sandbox.cast import EDITOR_ID, REVIEWER_ID
from bot.sandbox.errors import ApiError
from bot.sandbox.people import CannotDo

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from bot.sandbox.things import Chat, Event, Json, User
    from bot.sandbox.world import World

PAGE = Path(__file__).parent / "page"
MOST_MESSAGES = 300
INLINE_SECONDS = 10.0
_SHOWN_INLINE = frozenset({"image/png", "image/jpeg", "image/gif"})


def control_routes(world: World) -> list[BaseRoute]:
    """All routes but the Bot API's."""
    control = _Control(world)
    return [
        Route("/sandbox/state", control.state),
        Route("/sandbox/chat", control.chat),
        Route("/sandbox/events", control.events),
        Route("/sandbox/log", control.log),
        Route("/sandbox/file/{file_id}", control.file),
        Route("/sandbox/faults", control.faults),
        Route("/sandbox/faults", control.add_fault, methods=["POST"]),
        Route("/sandbox/inline", control.inline, methods=["POST"]),
        Route("/sandbox/act", control.act, methods=["POST"]),
        Route("/sandbox/wait", control.wait, methods=["POST"]),
        Route("/", _page(PAGE / "index.html")),
        *(Route(f"/{file.name}", _page(file)) for file in PAGE.iterdir()),
    ]


def _page(file: Path) -> Callable[[Request], Awaitable[Response]]:
    async def serve(_: Request) -> Response:
        return FileResponse(file)

    return serve


class _Control:
    def __init__(self, world: World) -> None:
        self._world = world

    async def state(self, _: Request) -> Response:
        world = self._world
        people = [_person_json(user) for user in world.users.values() if not user.is_bot]
        chats = [_chat_json(chat) for chat in world.chats.values() if chat.migrated_to is None]
        bot = {"id": world.bot.id, "username": world.bot.username, "names": world.profile.texts["name"]}
        return JSONResponse({"bot": bot, "people": people, "chats": chats, "number": world.event_number})

    async def chat(self, request: Request) -> Response:
        world = self._world
        try:
            chat = world.chats[int(request.query_params["chat"])]
            user = world.users[int(request.query_params["user"])]
        except (KeyError, ValueError):
            return _refusal("there is no such chat or user", 404)
        language = user.language_code or ""
        messages = list(chat.messages.values())[-MOST_MESSAGES:]
        return JSONResponse(
            {
                "number": world.event_number,
                "messages": [message.json() for message in messages],
                "commands": world.profile.menu_for(chat, user, language),
                "description": world.profile.text_for("description", language),
                "name": world.profile.text_for("name", language),
            }
        )

    async def events(self, request: Request) -> Response:
        after = request.headers.get("last-event-id") or request.query_params.get("after") or self._world.event_number
        try:
            return StreamingResponse(self._stream(int(after)), media_type="text/event-stream")
        except ValueError as error:
            return _refusal(str(error))

    async def _stream(self, number: int) -> AsyncIterator[str]:
        yield ": open\n\n"
        while fresh := await self._world.watch(number):
            for event in fresh:
                number = event.number
                yield f"id: {number}\ndata: {json.dumps(_event_json(event), ensure_ascii=False)}\n\n"

    async def log(self, request: Request) -> Response:
        try:
            entries = self._world.journal.after(int(request.query_params.get("after") or 0))
        except ValueError as error:
            return _refusal(str(error))
        return JSONResponse([entry.json() for entry in entries])

    async def file(self, request: Request) -> Response:
        file = self._world.files.get(request.path_params["file_id"])
        if file is None:
            return _refusal("there is no such file", 404)
        if file.mime in _SHOWN_INLINE:
            return Response(file.body, media_type=file.mime)
        headers = {"content-disposition": "attachment"}
        return Response(file.body, media_type="application/octet-stream", headers=headers)

    async def faults(self, _: Request) -> Response:
        return JSONResponse([{"kind": fault.kind, "struck": fault.struck} for fault in self._world.faults.active])

    async def add_fault(self, request: Request) -> Response:
        try:
            data = await _body(request)
            if data.pop("clear", False):
                self._world.faults.clear()
            if data:
                self._world.faults.add(**data)
        except (TypeError, ValueError) as error:
            return _refusal(str(error))
        return await self.faults(request)

    async def inline(self, request: Request) -> Response:
        world = self._world
        try:
            data = await _body(request)
            user, chat = world.users[int(data["user"])], world.chats[int(data["chat"])]
            query, _ = people.ask_inline(world, user, str(data["text"]), str(data.get("offset") or ""), chat)
            async with asyncio.timeout(INLINE_SECONDS):
                answer = await query.answer
        except TimeoutError:
            return _refusal("the bot has not answered the inline query", 504)
        except (KeyError, TypeError, ValueError) as error:
            return _refusal(str(error))
        world.offered[query.id] = answer["results"]
        shown = [{key: result[key] for key in ("id", "title", "description")} for result in answer["results"]]
        return JSONResponse({"ok": True, "query": query.id, **answer, "results": shown})

    async def act(self, request: Request) -> Response:
        try:
            return JSONResponse({"ok": True, **act(self._world, await _body(request))})
        except ApiError as refusal:
            return _refusal(refusal.description)
        except KeyError as error:
            return _refusal(f"missing or unknown: {error}")
        except (CannotDo, OverflowError, TypeError, ValueError) as error:
            return _refusal(str(error))

    async def wait(self, request: Request) -> Response:
        try:
            data = await _body(request)
            await self._world.wait_confirmed(data["update_id"], min(float(data.get("seconds", 10)), 60))
        except TimeoutError:
            return _refusal("the bot has not confirmed the update", 504)
        except (KeyError, TypeError, ValueError) as error:
            return _refusal(str(error))
        return JSONResponse({"ok": True})


async def _body(request: Request) -> Json:
    data: Any = await request.json()
    if not isinstance(data, dict):
        raise ValueError("an object is expected")  # noqa: TRY004 - the same answer as for text that is no JSON
    json.dumps(data, ensure_ascii=False).encode()  # half a surrogate pair could not be told to anybody: a ValueError
    return data


def _refusal(text: str, status: int = 400) -> Response:
    return JSONResponse({"ok": False, "error": text}, status)


def _person_json(user: User) -> Json:
    role = {EDITOR_ID: "editor", REVIEWER_ID: "colleague"}.get(user.id, "reader")
    flags = {"started": user.started, "blocked": user.blocked}
    return {"id": user.id, "name": user.name, "language": user.language_code, "role": role, **flags}


def _chat_json(chat: Chat) -> Json:
    members = [{"id": m.user.id, "name": m.user.name, "status": m.status} for m in chat.members.values() if m.present]
    topics = [{"id": topic.id, "name": topic.name, "closed": topic.closed} for topic in chat.topics.values()]
    return {"id": chat.id, "type": chat.type, "title": chat.title, "members": members, "topics": topics}


def _event_json(event: Event) -> Json:
    data: Json = {"number": event.number, "kind": event.kind, "chat": event.chat.id}
    if event.message is not None:
        data["message"] = event.message.json()
    return data | {"extra": event.extra} if event.extra is not None else data
