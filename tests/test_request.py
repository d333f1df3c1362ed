"""bot/request.py against a real server on loopback: what arrives there, and what its answers become."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import telegram
from aiohttp import web
from helpers_request import TOKEN, Telegram, answers, data, recording
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter

from bot.request import AiohttpRequest

STRANGE = "Қытай & ко; a=b+c%41 <b>\n\t~*'()/?#[] \u200f\x00\U0001f1f0\U0001f1ff"


@pytest.fixture
async def server() -> AsyncIterator[Telegram]:
    async with recording() as stand_in:
        yield stand_in


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
