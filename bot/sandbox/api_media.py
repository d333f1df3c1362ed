"""Methods that send and fetch files."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from bot.sandbox.errors import bad_request
from bot.sandbox.params import Upload
from bot.sandbox.sending import MOST_CAPTION, deliver, read_target, read_text, text_content

if TYPE_CHECKING:
    from bot.sandbox.params import Params
    from bot.sandbox.things import Json, StoredFile
    from bot.sandbox.world import World

MOST_PHOTO_BYTES = 10 * 1024 * 1024
MOST_DOWNLOAD_BYTES = 20 * 1024 * 1024


async def send_photo(world: World, params: Params) -> Json:
    """A picture: uploaded, or one that the server knows by file_id."""
    target = read_target(world, params)
    caption = read_text(params, "caption", "caption_entities", MOST_CAPTION)
    sent = _read_file(world, params, "photo")
    content = photo_content(world, sent) if isinstance(sent, Upload) else {"photo": [_photo_size(sent)]}
    return deliver(world, params, target, content | text_content(caption, "caption", "caption_entities"))


async def send_document(world: World, params: Params) -> Json:
    """A file: uploaded, or one that the server knows by file_id."""
    target = read_target(world, params)
    caption = read_text(params, "caption", "caption_entities", MOST_CAPTION)
    sent = _read_file(world, params, "document")
    content = document_content(world, sent) if isinstance(sent, Upload) else _document(sent)
    return deliver(world, params, target, content | text_content(caption, "caption", "caption_entities"))


async def get_file(world: World, params: Params) -> Json:
    """Where a file can be fetched from."""
    file = world.files.get(params.text("file_id"))
    if file is None:
        raise bad_request("invalid file_id")
    if len(file.body) > MOST_DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return file.json()


def photo_content(world: World, upload: Upload) -> Json:
    """An uploaded picture as fields of a Message. Raises ApiError (400) for what is no picture."""
    if len(upload.body) > MOST_PHOTO_BYTES:
        raise bad_request("PHOTO_SAVE_FILE_INVALID")
    mime, *size = image_size(upload.body)
    if not all(size) or sum(size) > 10_000:
        raise bad_request("PHOTO_INVALID_DIMENSIONS" if all(size) else "IMAGE_PROCESS_FAILED")
    file = world.add_file(upload.body, f"photo.{mime}", f"image/{mime}", "photos")
    return {"photo": [_photo_size(file)]}


def document_content(world: World, upload: Upload) -> Json:
    """An uploaded file as fields of a Message."""
    return _document(world.add_file(upload.body, upload.name, upload.mime, "documents"))


def image_size(body: bytes) -> tuple[str, int, int]:
    """Kind (png, jpeg, gif), width and height in pixels; zeros for what is no picture."""
    if body.startswith(b"\x89PNG\r\n\x1a\n") and len(body) >= 24:
        return "png", *struct.unpack(">II", body[16:24])
    if body.startswith(b"GIF8") and len(body) >= 10:
        return "gif", *struct.unpack("<HH", body[6:10])
    at = 2
    while body.startswith(b"\xff\xd8") and at + 9 <= len(body):
        marker, length = struct.unpack(">HH", body[at : at + 4])
        if 0xFFC0 <= marker <= 0xFFC3:
            height, width = struct.unpack(">HH", body[at + 5 : at + 9])
            return "jpeg", width, height
        at += 2 + length
    return "", 0, 0


def _read_file(world: World, params: Params, name: str) -> Upload | StoredFile:
    value = params.text(name)
    upload = params.files.get(value.removeprefix("attach://") if value.startswith("attach://") else name)
    if upload is not None:
        if not upload.body:
            raise bad_request("file must be non-empty")
        return upload
    if not value:
        raise bad_request(f"there is no {name} in the request")
    file = world.files.get(value)
    if file is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return file


def _photo_size(file: StoredFile) -> Json:
    _, width, height = image_size(file.body)
    size = {"width": width, "height": height, "file_size": len(file.body)}
    return {"file_id": file.file_id, "file_unique_id": file.unique_id, **size}


def _document(file: StoredFile) -> Json:
    return {
        "document": {
            "file_id": file.file_id,
            "file_unique_id": file.unique_id,
            "file_name": file.name,
            "mime_type": file.mime,
            "file_size": len(file.body),
        }
    }
