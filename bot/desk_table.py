"""THE table of the desk's buttons: what each does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot import desk_answers
from bot.desk_buttons import DeskPress, Do
from bot.handlers import correcting, desk_editing, desk_looking, desk_publishing
from briefings.desk import drafts, moves

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from telegram import Update

    from bot.context import Context

ACTIONS: Final[Mapping[Do, Callable[[Update, Context, DeskPress], Awaitable[str | None]]]] = {
    Do.SHOW: desk_looking.show,
    Do.OPEN: desk_looking.open_,
    Do.LIST: desk_looking.turn_shelf,
    Do.EDIT: desk_editing.choose_field,
    Do.ASK: desk_editing.ask,
    Do.HOLD: desk_editing.turn_topic,
    Do.LET_GO: desk_editing.turn_topic,
    Do.CHOSEN: desk_editing.topics_chosen,
    Do.LEAVE: desk_looking.leave,
    Do.PUBLISH: desk_publishing.publish_now,
    Do.URGENT: desk_publishing.publish_urgent,
    Do.WHEN: desk_publishing.choose_moment,
    Do.AT: desk_publishing.publish_at,
    Do.APPROVE: desk_publishing.approve,
    Do.SEND_BACK: desk_editing.ask_reason,
    Do.DISCARD: desk_publishing.discard,
    Do.DISCARD_SURELY: desk_publishing.discard_surely,
    Do.HISTORY: desk_looking.show_history,
    Do.CORRECT: correcting.press,
    Do.CONFIRM: desk_publishing.by_button(drafts.confirm),
    Do.WITHDRAW: desk_publishing.by_button(moves.withdraw),
    Do.ARCHIVE: desk_publishing.by_button(moves.archive),
    Do.RESTORE: desk_publishing.by_button(moves.restore),
}


async def press(update: Update, context: Context, button: DeskPress) -> str | None:
    """Do what the button says; the key of a text to show as an alert, if there is something to say."""
    said = await ACTIONS[button.do](update, context, button)
    turned = button.do not in {Do.LIST, Do.LEAVE}  # a shelf is no briefing; who leaves one question turns to no other
    if said is None and turned and await desk_answers.turn_to(context, button.briefing_id):
        return "desk-question-dropped"
    return said
