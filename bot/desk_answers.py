"""How the desk's handlers answer: the panel in place, what was overtaken, a word to a colleague."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from markupsafe import Markup
from telegram.error import TelegramError

from bot import desk_edits, desk_panel, replies
from bot.cards import Answer
from briefings import readers
from briefings.desk import audit, dialogues
from briefings.desk.errors import DeskError, Overtaken

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from telegram import Update

    from bot.context import Context
    from bot.desk_panel import Viewer
    from briefings.model import AuditEntry

log = logging.getLogger(__name__)


async def guard(update: Update, context: Context, act: Awaitable[str | None]) -> str | None:
    """Do it, and say in a sentence what the desk refuses.

    Where a colleague was faster, nothing is done or asked any more, and the panel is shown as it is now.
    """
    try:
        try:
            return await act
        except Overtaken as error:
            await end_question(context, error.briefing_id)
            await put(update, context, await overtaken(context, error))
    except DeskError as error:
        await context.refuse(update, error)
    return None


async def overtaken(context: Context, error: Overtaken, *, asked: bool = False) -> Answer:
    """The panel as a colleague has made it. `asked`: a question waits on, for whoever wants their own words in."""
    texts = context.texts
    async with context.services.store.reading() as session:
        last = await audit.last(session, error.briefing_id)
    by = last.user_id if last is not None else None
    name = texts("desk-by-nobody") if by is None else await name_of(context, by)
    note = texts("desk-overtaken", name=name)
    if asked:
        note += "\n" + texts("desk-overtaken-again")
    return await desk_panel.show(context, error.briefing_id, error.language, note)


async def name_of(context: Context, user_id: int) -> Markup:
    """Somebody's name as Telegram gives it now: none is stored."""
    try:
        chat = await context.bot.get_chat(user_id)
    except TelegramError:
        return context.texts("desk-by-number", number=str(user_id))
    return Markup("{}").format(chat.full_name or user_id)


async def end_question(context: Context, briefing_id: int, *names: str) -> None:
    """What this editor was asked about the briefing is asked no more; with `names`, only those questions."""
    dialogue = await context.dialogue()
    asked = desk_edits.name_of(dialogue) if dialogue is not None else None
    if asked is not None and asked[0] == briefing_id and (not names or asked[1] in names):
        async with context.services.store.writing() as session:
            await dialogues.end(session, context.reader.id)


async def turn_to(context: Context, briefing_id: int) -> bool:
    """No question about another briefing waits any more, so that nothing is taken for its answer; whether one did."""
    dialogue = await context.dialogue()
    asked = desk_edits.name_of(dialogue) if dialogue is not None else None
    if asked is None or asked[0] == briefing_id:
        return False
    async with context.services.store.writing() as session:
        await dialogues.end(session, context.reader.id)
    return True


async def put(update: Update, context: Context, panel: Answer, *, whole: bool = False) -> None:
    """In place of the message whose button was pressed; after a long card, which stays, the panel alone.

    `whole`: the card is to be seen anew, then a long one comes as new messages.
    """
    if update.callback_query is None or (whole and len(panel.pages) > 1):
        await context.answer(update, panel)
    else:
        await context.replace(update, Answer(panel.pages[-1:], panel.keyboard))


async def tell_once(
    context: Context, entry: AuditEntry, people: Iterable[int], make: Callable[[Viewer], Answer]
) -> int:
    """Write to the colleagues who have not heard of an entry in the audit log yet; how many have by now.

    They hear of it after the transaction. Whom a crash or an outage kept from it hears when it is handled again.
    """
    heard = audit.heard_of(entry)
    unheard = [user_id for user_id in people if user_id not in {*heard, context.reader.id}]
    reached = [user_id for user_id in unheard if await _tell(context, user_id, make)]
    if reached:
        async with context.services.store.writing() as session:
            await audit.note_heard(session, entry.id, heard.union(reached))
    return len(heard) + len(reached)


async def _tell(context: Context, user_id: int, make: Callable[[Viewer], Answer]) -> bool:
    """Write to another member of staff in their own language; whether it arrived. One who blocked us stops nobody."""
    services = context.services
    async with services.store.reading() as session:
        reader = await readers.find(session, user_id)
    language = reader.language if reader and reader.language in services.texts else services.settings.default_language
    who = await desk_panel.viewer(services, user_id, language)
    if who is None:
        return False
    try:
        await context.write(user_id, make(who))
    except TelegramError as error:
        log.warning("A colleague could not be told: %s.", replies.meaning(error).kind)
        return False
    return True
