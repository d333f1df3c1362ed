"""THE table of the desk's buttons: what each does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.desk_buttons import DeskPress, Do
from bot.handlers import correcting, desk, desk_editing

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from telegram import Update

    from bot.context import Context

ACTIONS: Final[Mapping[Do, Callable[[Update, Context, DeskPress], Awaitable[str | None]]]] = {
    Do.SHOW: desk.show,
    Do.OPEN: desk.open_,
    Do.LIST: desk.turn_shelf,
    Do.EDIT: desk_editing.choose_field,
    Do.ASK: desk_editing.ask,
    Do.HOLD: desk_editing.turn_topic,
    Do.LET_GO: desk_editing.turn_topic,
    Do.CHOSEN: desk_editing.topics_chosen,
    Do.LEAVE: desk.leave,
    Do.PUBLISH: desk.publish_now,
    Do.URGENT: desk.publish_urgent,
    Do.WHEN: desk.choose_moment,
    Do.AT: desk.publish_at,
    Do.APPROVE: desk.approve,
    Do.SEND_BACK: desk_editing.ask_reason,
    Do.DISCARD: desk.discard,
    Do.DISCARD_SURELY: desk.discard_surely,
    Do.HISTORY: desk.show_history,
    Do.CORRECT: correcting.press,
    **dict.fromkeys(desk.CHANGES, desk.change),
}


async def press(update: Update, context: Context, button: DeskPress) -> str | None:
    """Do what the button says; the key of a text to show as an alert, if there is something to say."""
    return await ACTIONS[button.do](update, context, button)
