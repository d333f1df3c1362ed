"""Briefing files sent as documents: a draft each; what is there already is pointed out and updated by a button."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from telegram import Document, Message
from telegram.error import BadRequest

from bot import desk_pages, desk_panel, wire, writing_files
from bot.cards import Answer
from bot.desk_answers import put
from bot.writing_buttons import Do
from briefings.desk import review, uploads
from briefings.desk.errors import DeskError
from briefings.file_error import FileError

if TYPE_CHECKING:
    from telegram import Update

    from bot.context import Context
    from bot.writing_buttons import WritePress
    from briefings.desk.uploads import Stored, Upload

LIMITS = {".md": uploads.MAX_FILE_BYTES, ".zip": uploads.MAX_ZIP_BYTES}  # bytes, by how the name ends
TOO_BIG = "file is too big"  # how Telegram refuses to hand it over


def ending_of(sent: Document | None) -> str | None:
    """How the name of a briefing file or a zip of them ends; None for any other document."""
    name = (sent.file_name or "").lower() if sent is not None else ""
    return next((ending for ending in LIMITS if name.endswith(ending)), None)


async def document(update: Update, context: Context) -> None:
    """A document: its drafts, or one sentence about what is wrong with it."""
    message = update.message
    assert message is not None  # noqa: S101 - documents are messages
    assert message.document is not None  # noqa: S101 - routing looked
    await _store(update, context, message.document, message.message_id, anyway=False)


async def press(update: Update, context: Context, button: WritePress) -> str | None:
    """A button under a report. The document is the message that the report answers: nothing else need be kept."""
    query = update.callback_query
    report = query.message if query is not None else None
    origin = report.reply_to_message if isinstance(report, Message) else None
    if button.do is Do.LEAVE_FILES:
        await put(update, context, Answer((context.texts("file-left"),)))
    elif origin is None or origin.document is None or origin.message_id != button.message_id:
        return "button-outdated"
    elif button.do is Do.SAVE_ALIKE:
        await _store(update, context, origin.document, origin.message_id, anyway=True)
    else:
        await _update_known(update, context, origin.document)
    return None


async def _store(update: Update, context: Context, sent: Document, message_id: int, *, anyway: bool) -> None:
    services, user = context.services, context.reader.id
    try:
        upload = await _read(context, sent)
        alike = {} if anyway else await uploads.compare(services.store, upload)
        async with services.store.writing() as session:
            origin = f"{user}:{message_id}"
            stored = await uploads.store(session, upload, alike, by=user, origin=origin, now=services.now())
    except FileError as error:
        await context.say(update, writing_files.wrong(error, context.texts))
        return
    await _answer(update, context, stored, message_id)


async def _answer(update: Update, context: Context, stored: Stored, message_id: int) -> None:
    """One new draft: its panel. Anything else: a report, which answers the document so that its buttons find it."""
    if len(stored.made) == 1 and not (stored.known or stored.alike or stored.same or stored.ignored):
        await put(update, context, await desk_panel.show(context, stored.made[0].id), whole=True)
        return
    answer = writing_files.report(stored, message_id, context.texts)
    if update.callback_query is not None:
        await put(update, context, answer)
    else:
        reply = {"message_id": message_id, "allow_sending_without_reply": True}
        await context.send(lambda chat: wire.send(context.bot, chat, answer.pages[0], answer.markup, reply=reply))


async def _update_known(update: Update, context: Context, sent: Document) -> None:
    services, editor, now = context.services, (await desk_panel.me(context)).editor, context.services.now()
    try:
        upload = await _read(context, sent)
        async with services.store.writing() as session:
            there = await uploads.update(session, upload, by=editor.user_id, now=now)
            changed = [each for each, is_changed in there if is_changed]
            for each in changed:
                await review.review_again(session, each, by=editor, now=now)
    except FileError as error:
        await context.say(update, writing_files.wrong(error, context.texts))
        return
    await services.refresh()
    for each, _ in there:  # also what was changed before a crash: nobody may have heard of it
        await desk_pages.tell_of_change(context, each)
    await put(update, context, writing_files.updated(changed, context.texts))


async def _read(context: Context, sent: Document) -> Upload:
    """Fetch the document and read it, away from the loop. `FileError`; `DeskError` for what is no briefing file."""
    name, ending = sent.file_name or "", ending_of(sent)
    if ending is None:
        raise DeskError("file-kind")
    if (sent.file_size or 0) > LIMITS[ending]:
        raise FileError(name, 1, None, "too_big", limit=LIMITS[ending] // 1_000_000)
    try:
        file = await context.bot.get_file(sent.file_id)
    except BadRequest as error:
        if TOO_BIG not in error.message.lower():
            raise
        raise FileError(name, 1, None, "too_big", limit=LIMITS[ending] // 1_000_000) from None
    data = bytes(await file.download_as_bytearray())
    return await asyncio.to_thread(uploads.read, name, data)
