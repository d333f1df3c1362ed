"""From an update to its handler: the one way that every message and every button takes."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from telegram.constants import ChatType
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot import (
    channel_answers,
    channels,
    desk_answers,
    desk_edits,
    keyboards,
    menus,
    presses,
    search_results,
    writing_pieces,
    writing_table,
)
from bot.button_table import BUTTONS, STAFF_BUTTONS
from bot.callback_data import UnknownButton
from bot.commands import NUMBERED
from bot.handlers import desk_editing, inline, membership, reading, searching
from bot.origin import has_chat
from briefings.desk import audit

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from telegram import Message, Update

    from bot.button_table import ButtonHandler
    from bot.context import Context
    from briefings.model import Dialogue, Role

    Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]

COMMAND = re.compile(r"/([A-Za-z0-9_]{1,64})(?:@([A-Za-z0-9_]{3,64}))?(?=\s|$)")
BRIEFING = re.compile(r"b(\d{1,9})")
DEEP_LINK = re.compile(r"(?:t_(?P<topic>[a-z0-9_]{1,32})|b_(?P<briefing>\d{1,9}))")

# What becomes of a private message that is no command while a question waits for this member of staff, by its step.
STEPS: dict[str, Callable[[Update, Context, Dialogue], Awaitable[None]]] = {
    desk_edits.STEP: desk_editing.answered,
    **writing_table.STEPS,
}


def add_handlers(application: Application[Any, Context, Any, Any, Any, Any]) -> None:
    """Hand messages, buttons and the bot's comings and goings to us.

    Edits, other service messages and channels' posts are nobody's question.
    """
    said = filters.UpdateType.MESSAGE & (filters.TEXT | ~filters.StatusUpdate.ALL)  # a text needs no thirty looks
    application.add_handler(MessageHandler(said, _menu_after(on_message)))
    application.add_handler(
        MessageHandler(filters.UpdateType.MESSAGE & filters.StatusUpdate.MIGRATE, membership.migrated)
    )
    application.add_handler(CallbackQueryHandler(_menu_after(on_button)))
    application.add_handler(InlineQueryHandler(inline.offer))
    application.add_handler(ChatMemberHandler(membership.changed, ChatMemberHandler.MY_CHAT_MEMBER))


def _menu_after(handle: Handler) -> Handler:
    """The same, and then the chat's own menu follows what was chosen or granted."""

    async def handled(update: Update, context: Context) -> None:
        await handle(update, context)
        if hasattr(context, "reader"):  # else it was not for us
            await menus.follow_choice(context.bot, context.services, context.reader)

    return handled


async def on_message(update: Update, context: Context) -> None:
    """Hand a message on; what the desk refuses is said in a sentence."""
    await desk_answers.guard(update, context, _on_message(update, context))


async def _on_message(update: Update, context: Context) -> None:
    """A command goes by the table, a topic's command to the topic, a text is looked up; groups hear only commands."""
    message = update.message
    assert message is not None  # noqa: S101 - the filter lets nothing else through
    if message.via_bot is not None and message.via_bot.id == context.bot.id:
        return  # a card that somebody has sent through us
    private = message.chat.type == ChatType.PRIVATE
    command = COMMAND.match(message.text or "")
    if command is None:
        if private:
            await context.meet(update)
            await _on_words(update, context, message)
        return
    name, addressee = command.group(1).lower(), command.group(2)
    ours = not addressee or addressee.lower() == context.bot.username.lower()
    if not (ours or private):
        return
    await context.meet(update)
    await writing_pieces.settle(context, message.message_id)
    context.words = (message.text or "")[command.end() :].split()
    if not (ours and await _on_command(update, context, name)) and (private or addressee):
        await context.say(update, context.texts("unknown-command"))


async def _on_words(update: Update, context: Context, message: Message) -> None:
    text = (message.text or "").strip()
    await writing_pieces.settle(context, message.message_id, partial(writing_table.is_piece, message))
    dialogue = await context.dialogue()
    asked = dialogue is not None and dialogue.step in STEPS
    if await writing_table.take(update, context, asked=asked):
        return
    if dialogue is not None and asked:
        await STEPS[dialogue.step](update, context, dialogue)
    elif text.startswith("/"):
        await context.say(update, context.texts("unknown-command"))
    elif not text:
        keyboard = search_results.some_topics(context.services.catalogue.topics, context.texts)
        await context.say(update, context.texts("not-text"), keyboard)
    elif number := BRIEFING.fullmatch(text.lower()):
        await reading.briefing(update, context, int(number[1]))
    elif not await reading.words(update, context, text):
        await searching.said(update, context, text)


async def _on_command(update: Update, context: Context, name: str) -> bool:
    """Whether there is such a command, a topic's included."""
    services = context.services
    roles = services.commands.roles_for(name)
    if roles is not None:
        await services.refresh()  # a role counts from the moment it is granted and until it is revoked
    command = services.commands.find(name, context.role)
    if name == "start" and context.words and await _follow(update, context, context.words[0]):
        return True
    if command is not None:
        if name not in channel_answers.COMMANDS or await channels.take_name(update, context):
            await command.handler(update, context)
        return True
    if roles is not None:
        known = _has_role(update, context, roles)
        if known:
            await context.say(update, context.texts("staff-in-private"))
        else:
            await _note_refused(update, context, f"/{name}")
        return known
    if NUMBERED.fullmatch(name):
        number = int(name[1:]) if BRIEFING.fullmatch(name) else 0
        await reading.briefing(update, context, number)
        return True
    entry = services.catalogue.by_slug(name)
    if entry is None and await services.refresh():  # it may have been added a moment ago, by another process
        entry = services.catalogue.by_slug(name)
    if entry is not None:
        await reading.topic(update, context, entry)
    return entry is not None


def _has_role(update: Update, context: Context, roles: frozenset[Role]) -> bool:
    """Whether who tries what only these `roles` may has one: then it was tried in a group."""
    user = update.effective_user
    return user is not None and context.services.role_of(user.id) in roles


async def _note_refused(update: Update, context: Context, what: str) -> None:
    """Write down who tried what only the staff may; nobody is told that it exists."""
    user, services = update.effective_user, context.services
    if user is not None:
        async with services.store.writing() as session:
            await audit.note_refused(session, services.now(), user.id, what)


async def _follow(update: Update, context: Context, payload: str) -> bool:
    """Open what a deep link names; False where it names nothing (the greeting comes then)."""
    link = DEEP_LINK.fullmatch(payload)
    if link is None:
        return False
    context.words = []
    if link["briefing"]:
        await reading.briefing(update, context, int(link["briefing"]))
        return True
    entry = context.services.catalogue.by_slug(link["topic"])
    if entry is not None:
        await reading.topic(update, context, entry)
    return entry is not None


async def on_button(update: Update, context: Context) -> None:
    """Hand a button to its handler; whatever goes wrong, the button's spinner stops.

    Not where we are to stop: a failure to answer would take the place of that, and the update count as handled.
    """
    query = update.callback_query
    assert query is not None  # noqa: S101 - the handler takes nothing else
    alert = None
    try:
        if has_chat(update):
            await context.meet(update)
            await writing_pieces.settle(context)
            alert = await _on_button(update, context, query.data or "")
    except Exception:
        await context.answer_query(query)
        raise
    await context.answer_query(query, context.texts.plain(alert) if alert else None)


async def _on_button(update: Update, context: Context, data: str) -> str | None:
    try:
        button = keyboards.parse(data)
        if isinstance(button, presses.OfChannel):
            if not await channels.turn_to(update, context, button.channel_id):
                return None
            button = button.pressed
        react = await _reaction(update, context, button)
    except UnknownButton:
        return "button-outdated"
    return await desk_answers.guard(update, context, react(update, context, button))


async def _reaction(update: Update, context: Context, button: keyboards.Button) -> ButtonHandler:
    """What the button does. `UnknownButton` where only the staff, or another role, may press it."""
    if type(button) in BUTTONS:
        return BUTTONS[type(button)]
    roles, react = STAFF_BUTTONS[type(button)]
    await context.services.refresh()
    if context.role not in roles:
        if not _has_role(update, context, roles):
            await _note_refused(update, context, type(button).__name__)
        raise UnknownButton(type(button).__name__)
    return react
