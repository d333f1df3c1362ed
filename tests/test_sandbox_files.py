"""Files are sent, known by their id and fetched."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

import aiohttp
import pytest
from sandbox_bots import PNG, READER, Caller, upload

if TYPE_CHECKING:
    from bot.sandbox.things import Json


async def send_file(call: Caller, method: str, field: str, body: bytes, **params: str) -> Json:
    form = aiohttp.FormData({"chat_id": str(READER), **params})
    form.add_field(field, io.BytesIO(body), filename="a.png")
    async with call.session.post(call.url(method), data=form) as answer:
        reply: Json = await answer.json()
        return reply


async def test_a_document_is_uploaded_sent_again_and_fetched(call: Caller) -> None:
    first = (await send_file(call, "sendDocument", "document", b"bytes", caption="<b>x</b>", parse_mode="HTML"))[
        "result"
    ]
    assert first["document"]["file_name"] == "a.png"
    assert first["caption_entities"][0]["type"] == "bold"
    again = await call("sendDocument", chat_id=READER, document=first["document"]["file_id"])
    assert again["document"] == first["document"]
    attached = await send_file(call, "sendDocument", "file1", b"other", document="attach://file1")
    assert attached["result"]["document"]["file_size"] == 5
    file = await call("getFile", file_id=first["document"]["file_id"])
    async with call.session.get(f"{call.server.base_file_url}{call.world.token}/{file['file_path']}") as answer:
        assert await answer.read() == b"bytes"
    async with call.session.get(f"{call.server.base_file_url}{call.world.token}/documents/none") as answer:
        assert answer.status == 404


async def test_a_photo_has_its_size_and_its_caption_can_change(call: Caller) -> None:
    photo = (await send_file(call, "sendPhoto", "photo", PNG))["result"]["photo"][0]
    assert (photo["width"], photo["height"]) == (640, 480)
    again = await call("sendPhoto", chat_id=READER, photo=photo["file_id"], caption="x")
    edit = {"chat_id": READER, "message_id": again["message_id"]}
    assert (await call("editMessageCaption", **edit, caption="y"))["caption"] == "y"
    assert "caption" not in await call("editMessageCaption", **edit)
    words = await call.refusal("editMessageCaption", **edit, caption="x" * 1025)
    assert words == "Bad Request: message caption is too long"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "file must be non-empty"),
        (b"no picture", "IMAGE_PROCESS_FAILED"),
        (b"\xff\xd8 broken", "IMAGE_PROCESS_FAILED"),
        (PNG[:16] + struct.pack(">II", 9000, 2000), "PHOTO_INVALID_DIMENSIONS"),
        (PNG + b"\0" * 10 * 1024 * 1024, "PHOTO_SAVE_FILE_INVALID"),
        (b"GIF89a" + struct.pack("<HH", 5, 6), None),
        (b"\xff\xd8\xff\xe0\0\4ab\xff\xc0\0\x11\x08\0\x10\0\x20", None),
    ],
)
async def test_only_pictures_are_photos(call: Caller, body: bytes, words: str | None) -> None:
    answer = await send_file(call, "sendPhoto", "photo", body)
    assert answer.get("description") == (words and f"Bad Request: {words}")


async def test_files_that_are_missing_unknown_or_too_big_are_refused(call: Caller) -> None:
    assert await call.refusal("sendDocument", chat_id=READER) == "Bad Request: there is no document in the request"
    assert await call.refusal("sendPhoto", chat_id=READER, photo="https://a.kz/x.png") == (
        "Bad Request: wrong file identifier/HTTP URL specified"
    )
    assert await call.refusal("getFile", file_id="none") == "Bad Request: invalid file_id"
    big = upload(call, b"x" * (20 * 1024 * 1024 + 1))
    assert await call.refusal("getFile", file_id=big) == "Bad Request: file is too big"
