"""The control API and the page: what they show, what they let one do, and whom they keep out."""

from __future__ import annotations

import asyncio
import base64
import json
from typing import TYPE_CHECKING, Any

import pytest
from sandbox_bots import PNG, READER, Caller, keys, sandbox

from bot.sandbox import CHANNEL_ID, EDITOR_ID, FORUM_ID, GROUP_ID, REVIEWER_ID
from bot.sandbox.control import PAGE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.sandbox.things import Json


@pytest.fixture
async def call() -> AsyncIterator[Caller]:
    async with sandbox() as caller:
        yield caller


async def do(call: Caller, act: str, **fields: Any) -> Json:
    answer: Json = await call.control("act", {"do": act, "user": READER, **fields})
    assert answer["ok"], answer
    return answer


async def refused(call: Caller, act: str, **fields: Any) -> str:
    answer = await call.control("act", {"do": act, "user": READER, **fields})
    assert call.statuses[-1] == 400
    return str(answer["error"])


def last_update(call: Caller) -> Json:
    return call.world.updates.pending[-1]


# --- looking ---------------------------------------------------------------------------------------------------------


async def test_the_state_shows_the_cast_and_its_chats(call: Caller) -> None:
    state = await call.control("state")
    assert [(one["id"], one["language"], one["role"]) for one in state["people"]] == [
        (READER, "kk", "reader"),
        (102, "ru", "reader"),
        (EDITOR_ID, "kk", "editor"),
        (REVIEWER_ID, "ru", "colleague"),
    ]
    assert [chat["type"] for chat in state["chats"]] == [*["private"] * 4, "group"]
    assert len(state["chats"][4]["members"]) == 4
    assert state["bot"]["username"] == "briefings_sandbox_bot"


async def test_a_chat_shows_messages_menu_and_description_in_the_persons_language(call: Caller) -> None:
    await do(call, "say", text="сәлем")
    await call("setMyCommands", commands=[{"command": "a", "description": "б"}], language_code="kk")
    await call("setMyDescription", description="сипаттама", language_code="kk")
    chat = await call.control(f"chat?chat={READER}&user={READER}")
    assert [message["text"] for message in chat["messages"]] == ["сәлем"]
    assert chat["commands"] == [{"command": "a", "description": "б"}]
    assert (chat["description"], chat["name"]) == ("сипаттама", "Briefings")
    assert "no such chat" in (await call.control("chat?chat=5&user=5"))["error"]


async def test_events_stream_what_happens_and_resume_where_they_broke_off(call: Caller) -> None:
    async def read(number: int, **headers: str) -> list[Json]:
        async with call.session.get(f"{call.server.url}/sandbox/events?after=0", headers=headers) as stream:
            lines = [line async for line in _data(stream.content, number)]
        return [json.loads(line) for line in lines]

    events = asyncio.create_task(read(3))
    await asyncio.sleep(0.05)
    await do(call, "say", text="сәлем")
    await call("sendChatAction", chat_id=READER, action="typing")
    kinds = [event["kind"] for event in await events]
    assert kinds == ["chats", "message", "typing"]
    (resumed,) = await read(1, **{"Last-Event-ID": "1"})
    assert resumed["message"]["text"] == "сәлем"


async def _data(content: Any, number: int) -> AsyncIterator[bytes]:
    while number:
        line = await content.readline()
        if line.startswith(b"data: "):
            number -= 1
            yield line.removeprefix(b"data: ")


async def test_the_event_stream_ends_with_the_server() -> None:
    async with sandbox() as call:
        stream = await call.session.get(f"{call.server.url}/sandbox/events")
        await stream.content.readline()
        await call.server.stop()
        assert await stream.content.read() == b"\n"


async def test_pictures_are_shown_and_other_files_only_handed_out(call: Caller) -> None:
    encoded = {"base64": base64.b64encode(PNG).decode(), "name": "a.png", "mime": "image/png"}
    await do(call, "photo", **encoded, caption="x")
    picture = last_update(call)["message"]["photo"][0]["file_id"]
    page = {"base64": base64.b64encode(b"<script>").decode(), "name": "a.html", "mime": "text/html"}
    await do(call, "document", **page)
    document = last_update(call)["message"]["document"]["file_id"]
    async with call.session.get(f"{call.server.url}/sandbox/file/{picture}") as answer:
        assert (answer.content_type, await answer.read()) == ("image/png", PNG)
    async with call.session.get(f"{call.server.url}/sandbox/file/{document}") as answer:
        assert answer.content_type == "application/octet-stream"
        assert answer.headers["content-disposition"] == "attachment"
    assert "no such file" in (await call.control("file/none"))["error"]
    assert "base64" in await refused(call, "document", name="a", base64="x")


# --- doing -----------------------------------------------------------------------------------------------------------


async def test_people_act_over_http(call: Caller) -> None:
    await do(call, "start", payload="b_1")
    assert last_update(call)["message"]["text"] == "/start b_1"
    await call("sendMessage", chat_id=READER, text="x", reply_markup=keys({"text": "a", "callback_data": "1"}))
    await do(call, "tap", message=2, data="1")
    assert last_update(call)["callback_query"]["data"] == "1"
    await do(call, "edit", message=1, text="y")
    assert last_update(call)["edited_message"]["text"] == "y"
    await do(call, "sticker")
    await do(call, "forward", **{"from": READER, "message": 2})
    assert last_update(call)["message"]["forward_origin"]["type"] == "user"
    await do(call, "block")
    assert call.world.users[READER].blocked
    await do(call, "block", blocked=False)
    await do(call, "say", chat=GROUP_ID, user=EDITOR_ID, text="/x", anonymous=True)
    assert last_update(call)["message"]["sender_chat"]["id"] == GROUP_ID


async def test_chats_are_made_and_changed_over_http(call: Caller) -> None:
    await do(call, "forum")
    await do(call, "channel")
    assert {FORUM_ID, CHANNEL_ID} <= call.world.chats.keys()
    await do(call, "topic", chat=FORUM_ID, thread=2, closed=True)
    assert call.world.chats[FORUM_ID].topics[2].closed
    await do(call, "topic", chat=FORUM_ID, thread=2, deleted=True)
    assert 2 not in call.world.chats[FORUM_ID].topics
    await do(call, "meet", user=500, name="Жаңа", language="kk")
    await do(call, "group", chat=-500, user=500, title="Топ", members=[READER])
    assert set(call.world.chats[-500].members) == {500, READER, call.world.bot.id}
    await do(call, "membership", chat=-500, user=500, member=READER, status="administrator")
    assert call.world.chats[-500].members[READER].manages
    new = (await do(call, "migrate", chat=-500))["chat"]
    assert call.world.chats[-500].migrated_to == new


async def test_what_cannot_be_done_is_refused_with_a_sentence(call: Caller) -> None:
    assert "no such act" in await refused(call, "dance")
    assert "missing or unknown: 'text'" in await refused(call, "say")
    assert "missing or unknown: 5" in await refused(call, "say", user=5, text="x")
    assert "a message is a text" in await refused(call, "say", text=None)
    assert "is there already" in await refused(call, "meet", user=READER, name="Екінші")
    assert "is there already" in await refused(call, "group", chat=GROUP_ID, title="Тағы")
    assert "only a group" in await refused(call, "migrate", chat=READER)
    assert "surrogates not allowed" in await refused(call, "say", text="half a pair: \ud83d")
    assert "no such message" in await refused(call, "edit", message=5, text="x")
    assert "IMAGE_PROCESS_FAILED" in await refused(call, "photo", name="a", base64="eHg=")
    assert "literal" in await refused(call, "say", user="x", text="x")


async def test_a_number_that_is_none_is_refused(call: Caller) -> None:
    assert "infinity" in await refused(call, "say", user=float("1e400"), text="x")
    for path in ("log", "events"):
        async with call.session.get(f"{call.server.url}/sandbox/{path}?after=x") as answer:
            assert answer.status == 400


async def test_waiting_over_http_ends_with_the_bots_confirmation(call: Caller) -> None:
    update_id = (await do(call, "say", text="x"))["update_id"]
    waiting = {"update_id": update_id, "seconds": 0.01}
    assert "not confirmed" in (await call.control("wait", waiting))["error"]
    assert call.statuses[-1] == 504
    await call("getUpdates", offset=update_id + 1)
    assert await call.control("wait", waiting) == {"ok": True}
    assert "update_id" in (await call.control("wait", {}))["error"]


# --- who is let in ---------------------------------------------------------------------------------------------------


async def test_the_page_is_served_under_a_strict_policy(call: Caller) -> None:
    modules = [(f"/{file.name}", "text/javascript") for file in PAGE.glob("*.js")]
    for path, kind in (("/", "text/html"), ("/chat.css", "text/css"), *modules):
        async with call.session.get(call.server.url + path) as answer:
            assert (answer.status, answer.content_type) == (200, kind)
            policy = answer.headers["content-security-policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "192.168.0.1:8080", ""])
async def test_another_host_name_is_turned_away(call: Caller, host: str) -> None:
    for path in ("/", "/sandbox/state", f"/bot{call.world.token}/getMe"):
        async with call.session.get(call.server.url + path, headers={"Host": host}) as answer:
            assert answer.status == 421


@pytest.mark.parametrize("host", ["localhost:8080", "[::1]:8080", "127.0.0.1"])
async def test_this_machines_names_are_let_in(call: Caller, host: str) -> None:
    async with call.session.get(f"{call.server.url}/sandbox/state", headers={"Host": host}) as answer:
        assert answer.status == 200


async def test_another_sites_requests_are_turned_away(call: Caller) -> None:
    body = json.dumps({"do": "say", "user": READER, "text": "x"})
    act = f"{call.server.url}/sandbox/act"
    async with call.session.post(act, data=body, headers={"content-type": "text/plain"}) as answer:
        assert answer.status == 415
    for path in ("sandbox/act", f"bot{call.world.token}/getMe"):
        cross = {"sec-fetch-site": "cross-site", "content-type": "application/json"}
        async with call.session.post(f"{call.server.url}/{path}", data=body, headers=cross) as answer:
            assert answer.status == 403
    assert not call.world.updates.pending
