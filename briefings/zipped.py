"""Files in one: packed so that the same files give the same bytes, unpacked within bounds and never onto a disk."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from briefings.file_error import FileError

if TYPE_CHECKING:
    from collections.abc import Mapping

EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say
MODE: Final = 0o100644 << 16  # an ordinary file, rw-r--r--
UNIX: Final = 3  # the system that made it, or the bytes would depend on it
MAX_FILES: Final = 20_000
MAX_FILE_BYTES: Final = 1_000_000
MAX_BYTES: Final = 100_000_000
_UNREADABLE = (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, ValueError, OSError)


def pack(files: Mapping[str, bytes]) -> bytes:
    """A zip of files by their paths in it. Order, times and permissions are always the same."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in sorted(files.items()):
            info = zipfile.ZipInfo(path, EPOCH)
            info.compress_type, info.external_attr, info.create_system = zipfile.ZIP_DEFLATED, MODE, UNIX
            archive.writestr(info, data)
    return packed.getvalue()


def unpack(
    data: bytes,
    file: str,
    *,
    most_files: int = MAX_FILES,
    most_file_bytes: int = MAX_FILE_BYTES,
    most_bytes: int = MAX_BYTES,
) -> dict[str, bytes]:
    """The `.md` and `.yaml` files of a zip by their paths in it, in the order of their names; others are passed over.

    `file`: the zip's own name. `FileError` for what is no zip, leaves its folder, or would unpack to too much: what a
    zip says of its sizes is not believed.
    """
    files: dict[str, bytes] = {}
    room = most_bytes
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            wanted = sorted((info for info in archive.infolist() if _is_ours(info)), key=lambda info: info.filename)
            if len(wanted) > most_files:
                raise FileError(file, 1, None, "zip_files", limit=most_files)
            for info in wanted:
                if info.filename.startswith("/") or ".." in info.filename.split("/"):
                    raise FileError(file, 1, None, "zip_path", value=info.filename)
                if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
                    raise FileError(file, 1, None, "zip_broken")
                limit = min(room, most_file_bytes)
                with archive.open(info) as opened:
                    content = opened.read(limit + 1)
                if len(content) > limit:
                    raise FileError(file, 1, None, "zip_size", value=info.filename)
                room -= len(content)
                files[info.filename] = content
    except _UNREADABLE:
        raise FileError(file, 1, None, "zip_broken") from None
    return files


def _is_ours(info: zipfile.ZipInfo) -> bool:
    """A briefing file or the topics; not what systems hide in an archive."""
    hidden = any(part.startswith(("__MACOSX", ".")) and part != ".." for part in info.filename.split("/"))
    return not info.is_dir() and not hidden and info.filename.endswith((".md", ".yaml"))
