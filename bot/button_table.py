"""THE table of buttons: what each does, and who may press it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from telegram import Update

from bot import (
    desk_buttons,
    desk_table,
    keyboards,
    presses,
    search_buttons,
    sending_buttons,
    staff_buttons,
    writing_buttons,
    writing_table,
)
from bot.commands import EVERY_STAFF, OWNERS
from bot.context import Context
from bot.handlers import (
    broadcasting,
    privacy,
    reading,
    searching,
    sent,
    settings,
    staff,
    start,
    subscribing,
    topics_desk,
)

if TYPE_CHECKING:
    from briefings.model import Role

ButtonHandler = Callable[[Update, Context, Any], Awaitable[str | None]]
# What a button does; it returns the key of a text to show as an alert where there is something to say.
BUTTONS: dict[type[keyboards.Button], ButtonHandler] = {
    keyboards.TurnCard: reading.turn_card,
    keyboards.OpenTopic: reading.open_topic,
    keyboards.OpenBriefing: reading.open_briefing,
    keyboards.TurnList: reading.turn_list,
    keyboards.ChooseLanguage: start.choose_language,
    keyboards.ShowTopics: reading.show_topics,
    presses.Subscribe: subscribing.subscribe_to,
    presses.Press: settings.press,
    presses.Forget: privacy.answer_forget,
    search_buttons.TurnResults: searching.turn,
}
# The same for the staff's own buttons, and which roles may press them; to all others they are unknown buttons.
STAFF_BUTTONS: dict[type[keyboards.Button], tuple[frozenset[Role], ButtonHandler]] = {
    desk_buttons.DeskPress: (EVERY_STAFF, desk_table.press),
    writing_buttons.WritePress: (EVERY_STAFF, writing_table.press),
    sending_buttons.BroadcastPress: (EVERY_STAFF, broadcasting.press),
    sending_buttons.SentPress: (EVERY_STAFF, sent.press),
    staff_buttons.StaffPress: (OWNERS, staff.press),
    staff_buttons.TopicPress: (EVERY_STAFF, topics_desk.press),
}
