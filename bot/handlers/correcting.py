"""/correct: the line that marks a briefing as corrected and has every card that was sent with it edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import desk_edits, desk_saving, desk_words
from bot.desk_answers import end_question
from bot.desk_shelves import offers
from briefings.desk import corrections, drafts
from briefings.desk.standing import Shelf

if TYPE_CHECKING:
    from telegram import Update

    from bot.context import Context
    from bot.desk_buttons import DeskPress


@offers(Shelf.PUBLISHED, desk_words.CORRECT_EXAMPLE)
async def correct(update: Update, context: Context) -> None:
    """`/correct 12` and a line; without the line it is asked for."""
    message = update.message
    assert message is not None  # noqa: S101 - commands are messages
    _, *rest = (message.text or "").split(maxsplit=1)
    number, line = desk_words.correction("".join(rest))
    await _correct(update, context, number, line=line)


async def press(update: Update, context: Context, pressed: DeskPress) -> str | None:
    """Ask for the line, by the button of the panel."""
    await _correct(update, context, pressed.briefing_id, seen=pressed.version)
    return None


async def _correct(update: Update, context: Context, number: int, *, line: str = "", seen: int | None = None) -> None:
    async with context.services.store.reading() as session:
        briefing = await drafts.look(session, number)
    corrections.refuse_unpublished(briefing)
    state = desk_edits.state_of(briefing, "correct", version=seen)
    if line:
        await context.answer(update, await desk_saving.correct(context, state, line))
        await end_question(context, number, "correct")  # only when the answer is out: handled twice, it is done once
    else:
        await desk_saving.ask(update, context, briefing, state)
