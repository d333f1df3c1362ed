"""Texts that came in pieces, made what they are to become: when no more come, or before what their editor does next."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from telegram.error import TelegramError

from bot import broadcast_pages, replies, writing_flow
from bot.cards import Answer
from bot.refusals import Gone
from bot.writing_flow import Made
from briefings.desk import proposals
from briefings.store import DATABASE_TROUBLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.context import Context
    from bot.writing_flow import Content
    from briefings.model import Proposal

log = logging.getLogger(__name__)

NOTHING: Final = Made(Answer(()), None)


async def settle(
    context: Context, message_id: int | None = None, is_piece: Callable[[Content], bool] = lambda _: False
) -> None:
    """Answer what this member of staff has sent before: what they do now is done upon it.

    `message_id`: of what comes now (None: a button); `is_piece`: whether it may be a piece of a text with such content.

    Raises DATABASE_TROUBLE, or a `TelegramError` where it would help to wait longer: what comes now must not overtake.
    """
    if context.role is None:
        return
    services, user = context.services, context.reader.id
    # Only when the watcher is done: of what it is answering no more comes.
    async with services.pieces[user], services.store.reading() as session:
        coming = await proposals.coming(session, user, services.now())
    for proposal in coming:
        # what came before its last piece is handled once more, after a crash, and the rest will be
        is_next = message_id is None or message_id > max(proposals.messages(proposal.content))
        if is_next and not is_piece(proposal.content):
            await _answer_or_pass_over(context, proposal)


async def _answer_or_pass_over(context: Context, proposal: Proposal) -> None:
    """Whatever else is wrong with one text, it doesn't keep its editor from the bot: the watcher tries again."""
    try:
        await answer(context, proposal)
    except DATABASE_TROUBLE:
        raise
    except Exception as error:
        if isinstance(error, TelegramError) and replies.is_outage(error):
            raise
        log.warning("A text that came in pieces is passed over: %s", type(error).__name__)


async def answer(context: Context, proposal: Proposal) -> None:
    """Make of a text what it is to become, and say so; nothing, where it has changed since it was looked at."""
    services, user, message_id = context.services, context.reader.id, proposal.message_id
    async with services.pieces[user]:  # the watcher and the editor's next command may come at once
        async with services.store.reading() as session:
            stored = await proposals.find(session, user, message_id, services.now())
        if stored is None or stored.complete or stored.updated_at != proposal.updated_at:
            return
        made = NOTHING  # who is of the staff no longer gets no answer
        if context.role is not None:
            made = await writing_flow.finish(context, message_id, stored.content)
            try:
                shown = await context.write(user, made.answer)
            except TelegramError as error:
                if not isinstance(replies.meaning(error), Gone):
                    raise
                made = NOTHING  # nor gets one who can't be reached
            else:
                if made.edition is not None:
                    await broadcast_pages.note_shown(context, made.edition, shown)
        last = max(proposals.messages(stored.content))
        await writing_flow.keep(context, message_id, made, after=last, seen=stored.updated_at)
