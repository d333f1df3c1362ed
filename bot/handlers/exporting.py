"""All briefings as one file: /export."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from telegram.constants import FileSizeLimit, ParseMode

from briefings.desk import audit
from briefings.desk.errors import DeskError
from briefings.exporting import export as read_all
from briefings.zipped import pack

if TYPE_CHECKING:
    from telegram import Update

    from bot.context import Context
    from briefings.exporting import Export

MOST_BYTES = int(FileSizeLimit.FILESIZE_UPLOAD)  # that a bot may send


async def export(_update: Update, context: Context) -> None:
    """Send what is published and the topics as a zip, which `python -m bot import` and this chat take again."""
    services, chat_id = context.services, context.reader.id
    async with services.store.reading() as session:
        found = await read_all(session)
    data = await asyncio.to_thread(_packed, found)
    if len(data) > MOST_BYTES:
        raise DeskError("export-size")
    async with services.store.writing() as session:
        audit.note(session, services.now(), chat_id, "export", count=len(found.briefings))
    name = f"briefings-{services.now():%Y-%m-%d}.zip"
    caption = context.texts("export-caption", count=len(found.briefings), topics=len(found.topics))
    await context.send(
        lambda chat: context.bot.send_document(chat, data, caption, filename=name, parse_mode=ParseMode.HTML)
    )


def _packed(found: Export) -> bytes:
    return pack(found.files())
