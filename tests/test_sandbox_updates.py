"""Updates reach the bot, by polling or webhook, and stay until it confirms them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp
import aiohttp.web
import pytest
from sandbox_bots import READER, Caller, says

from bot.sandbox import (
    people,
)

if TYPE_CHECKING:
    from bot.sandbox.things import Json


# --- getUpdates -------------------------------------------------------------------------------------------------------


async def test_updates_come_again_until_the_offset_confirms_them(call: Caller) -> None:
    first, second = says(call, "1"), says(call, "2")
    assert [u["update_id"] for u in await call("getUpdates")] == [first, second]
    assert [u["update_id"] for u in await call("getUpdates", offset=first + 1)] == [second]
    assert call.world.updates.is_confirmed(first)
    assert not call.world.updates.is_confirmed(second)
    assert await call("getUpdates", offset=second + 1) == []


async def test_limit_and_a_negative_offset_pick_from_the_queue(call: Caller) -> None:
    ids = [says(call, str(number)) for number in range(5)]
    assert [u["update_id"] for u in await call("getUpdates", limit=2)] == ids[:2]
    assert [u["update_id"] for u in await call("getUpdates", offset=-1)] == ids[-1:]


async def test_a_long_poll_waits_for_an_update(call: Caller) -> None:
    poll = asyncio.create_task(call("getUpdates", timeout=20))
    await asyncio.sleep(0.05)
    says(call, "сәлем")
    assert (await poll)[0]["message"]["text"] == "сәлем"
    assert await call("getUpdates", offset=call.world.updates.next_id, timeout=1) == []


async def test_a_second_poll_ends_the_first_with_a_conflict(call: Caller) -> None:
    first = asyncio.create_task(call.raw("getUpdates", timeout=20))
    await asyncio.sleep(0.05)
    assert await call("getUpdates") == []
    words = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    assert await first == {"ok": False, "error_code": 409, "description": words}


async def test_allowed_updates_keeps_other_kinds_out_until_it_is_changed(call: Caller) -> None:
    user = call.world.users[READER]
    await call("getUpdates", allowed_updates=["callback_query"])
    assert people.say(call.world, user, call.world.chats[READER], "x")[0].update_id is None
    assert await call("getUpdates") == []
    await call("getUpdates", allowed_updates="[]")
    assert says(call, "y")
    assert "expected an Array" in await call.refusal("getUpdates", allowed_updates="{}")


async def test_waiting_for_a_confirmation_ends_with_it_or_in_time(call: Caller) -> None:
    update_id = says(call, "x")
    with pytest.raises(TimeoutError):
        await call.world.wait_confirmed(update_id, 0.01)
    waits = [asyncio.create_task(call.world.wait_confirmed(update_id)) for _ in range(2)]
    await asyncio.sleep(0)
    await call("getUpdates", offset=update_id + 1)
    await asyncio.gather(*waits)
    await call.world.wait_confirmed(None)


# --- webhooks ---------------------------------------------------------------------------------------------------------


class Receiver:
    """A webhook that answers with the statuses it is given, then with 200."""

    def __init__(self, *statuses: int) -> None:
        self.statuses = list(statuses)
        self.updates: list[Json] = []
        self.secrets: list[str | None] = []

    async def handle(self, request: aiohttp.web.Request) -> aiohttp.web.Response:
        self.updates.append(await request.json())
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        return aiohttp.web.Response(status=self.statuses.pop(0) if self.statuses else 200)

    async def __aenter__(self) -> str:
        app = aiohttp.web.Application()
        app.router.add_post("/hook", self.handle)
        self.runner = aiohttp.web.AppRunner(app)
        await self.runner.setup()
        site = aiohttp.web.TCPSite(self.runner, "127.0.0.1", 0)
        await site.start()
        return f"http://127.0.0.1:{self.runner.addresses[0][1]}/hook"

    async def __aexit__(self, *_: object) -> None:
        await self.runner.cleanup()


async def test_a_webhook_gets_each_chats_updates_in_order_with_the_secret_until_it_takes_them(call: Caller) -> None:
    receiver = Receiver(500, 404)
    async with receiver as url:
        before = says(call, "1")
        await call("setWebhook", url=url, secret_token="s3cret", max_connections=1, allowed_updates=["message"])
        last = says(call, "2")
        await call.world.wait_confirmed(last)
        assert call.world.updates.is_confirmed(before)
        assert [u["message"]["text"] for u in receiver.updates] == ["1", "1", "1", "2"]
        assert set(receiver.secrets) == {"s3cret"}
        info = await call("getWebhookInfo")
        assert info["url"] == url
        assert info["last_error_message"] == "Wrong response from the webhook: 404 Not Found"
        assert info["allowed_updates"] == ["message"]
        assert (await call.refusal("getUpdates")).startswith("Conflict: can't use getUpdates method while webhook")
        await call.world.wait_confirmed(says(call, "3"))
        await call("deleteWebhook")
        assert (await call("getWebhookInfo"))["url"] == ""
        assert await call("getUpdates") == []


async def test_a_webhook_that_is_down_gets_its_updates_when_it_is_up(call: Caller) -> None:
    receiver = Receiver()
    async with receiver as url:
        pass
    await call("setWebhook", url=url)
    update_id = says(call, "1")
    await asyncio.sleep(0.05)
    assert "Connection failed" in (await call("getWebhookInfo"))["last_error_message"]
    assert not call.world.updates.is_confirmed(update_id)
    await call("setWebhook", url="")
    assert len(await call("getUpdates")) == 1


async def test_setting_or_deleting_a_webhook_can_drop_what_waits(call: Caller) -> None:
    async with Receiver() as url:
        first = says(call, "1")
        await call("setWebhook", url=url, drop_pending_updates=True)
        assert call.world.updates.is_confirmed(first)
    second = says(call, "2")
    await call("deleteWebhook", drop_pending_updates="true")
    assert call.world.updates.is_confirmed(second)
    assert "An HTTPS URL must be provided" in await call.refusal("setWebhook", url="example.org")
