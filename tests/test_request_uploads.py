"""bot/request.py: files on their way out and back."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import telegram
from aiohttp import web
from helpers_request import TOKEN, Telegram, data, recording, serving
from telegram.error import TimedOut

from bot.request import AiohttpRequest


@pytest.fixture
async def server() -> AsyncIterator[Telegram]:
    async with recording() as stand_in:
        yield stand_in


@pytest.fixture
async def client() -> AsyncIterator[AiohttpRequest]:
    async with AiohttpRequest() as request:
        yield request


async def test_a_file_arrives_with_its_name_its_type_and_its_bytes(server: Telegram, client: AiohttpRequest) -> None:
    document = telegram.InputFile(b"\x00# kk\xff", filename='шолу "1".csv')
    await client.post(server.url("sendDocument"), data(chat_id=7, document=document))
    assert server.files == {"document": ('шолу "1".csv', "text/csv", b"\x00# kk\xff")}
    assert server.fields == {"chat_id": "7"}


async def test_several_files_arrive_beside_what_names_them(server: Telegram, client: AiohttpRequest) -> None:
    media = [
        telegram.InputMediaPhoto(telegram.InputFile(content, filename=f"{content.decode()}.png", attach=True))
        for content in (b"one", b"two")
    ]
    await client.post(server.url("sendMediaGroup"), data(chat_id=7, media=media))
    assert sorted(content for _, _, content in server.files.values()) == [b"one", b"two"]
    assert all(f"attach://{name}" in server.fields["media"] for name in server.files)


async def test_a_large_file_arrives_whole(server: Telegram, client: AiohttpRequest) -> None:
    content = bytes(range(256)) * 2**15
    await client.post(server.url("sendDocument"), data(document=telegram.InputFile(content)), write_timeout=None)
    await client.post(server.url("sendDocument"), data(copy=telegram.InputFile(content)), write_timeout=5)
    assert [len(content) for _, _, content in server.files.values()] == [2**23, 2**23]


async def test_a_file_on_disk_is_streamed(server: Telegram, client: AiohttpRequest, tmp_path: Path) -> None:
    path = tmp_path / "export.md"
    path.write_bytes(b"# ru")
    with path.open("rb") as handle:
        await client.post(server.url("sendDocument"), data(d=telegram.InputFile(handle, read_file_handle=False)))
    assert server.files["d"] == ("export.md", "text/markdown", b"# ru")


async def test_a_file_name_cannot_add_a_header(server: Telegram, client: AiohttpRequest) -> None:
    await client.post(server.url("sendDocument"), data(d=telegram.InputFile(b"1", filename="a\r\nX-Evil: 1\0")))
    assert server.files["d"][0] == "a  X-Evil: 1 "


async def test_a_file_is_downloaded_as_it_is(server: Telegram, client: AiohttpRequest) -> None:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(body=b"\xff\x00" + TOKEN.encode())

    server.answer = answer
    url = f"{server.root}/file/bot{TOKEN}/documents/file_1.md"
    assert await client.retrieve(url) == b"\xff\x00" + TOKEN.encode()


async def test_an_upload_that_moves_no_more_is_reported_as_timed_out(client: AiohttpRequest) -> None:
    async def deaf(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.transport.pause_reading()  # type: ignore[attr-defined]
        await asyncio.sleep(5)

    async with serving(deaf) as root:
        upload = data(document=telegram.InputFile(bytes(2**25)))
        with pytest.raises(TimedOut):
            await client.post(f"{root}/bot{TOKEN}/sendDocument", upload, write_timeout=0.1, read_timeout=None)


async def test_an_upload_that_was_sent_waits_for_its_answer(server: Telegram, client: AiohttpRequest) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.2)
        return await server.yes(request)

    server.answer = answer
    assert await client.post(server.url("sendDocument"), data(d=telegram.InputFile(b"1")), write_timeout=0.05) is True
