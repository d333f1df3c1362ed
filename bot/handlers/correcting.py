"""/correct: the line that marks a briefing as corrected and has every card that was sent with it edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from telegram import InlineKeyboardMarkup

from bot import desk_pages, desk_rows, desk_words
from bot.callback_data import button
from bot.desk_answers import end_question, overtaken
from bot.desk_shelves import offers
from bot.sending_buttons import Do, SentPress
from briefings.desk import corrections, drafts
from briefings.desk.errors import Overtaken
from briefings.desk.standing import Shelf

if TYPE_CHECKING:
    from telegram import Update

    from bot.context import Context
    from bot.desk_buttons import DeskPress
    from briefings.model import Dialogue

EXAMPLE: Final = "/correct 12"


@offers(Shelf.PUBLISHED, EXAMPLE)
async def correct(update: Update, context: Context) -> None:
    """`/correct 12` and a line; without the line it is asked for."""
    number = desk_words.number(context.words, EXAMPLE)
    _, _, line = [*_said(update).split(maxsplit=2), ""][:3]
    if line:
        await _publish(update, context, number, line)
    else:
        await _ask(update, context, number)


async def answer(update: Update, context: Context, dialogue: Dialogue) -> None:
    """The line that was asked for. One that can't be taken is asked for again: the question stays.

    It stays too where a colleague has changed the briefing meanwhile: nothing goes out that this editor has not seen.
    """
    number, services = int(dialogue.state["briefing"]), context.services
    try:
        await _publish(update, context, number, _said(update), seen=dialogue.state["version"])
    except Overtaken as error:
        async with services.store.writing() as session:
            await corrections.ask(session, number, by=context.reader.id, now=services.now())
        await context.answer(update, await overtaken(context, error, asked=True))


async def press(update: Update, context: Context, pressed: DeskPress) -> str | None:
    """Ask for the line, by the button of the panel."""
    await _ask(update, context, pressed.briefing_id, pressed.version)
    return None


async def _ask(update: Update, context: Context, number: int, seen: int | None = None) -> None:
    services = context.services
    async with services.store.writing() as session:
        briefing = await corrections.ask(session, number, by=context.reader.id, now=services.now(), seen=seen)
    rows = desk_rows.leave(number, briefing.version, "correct", context.texts)
    await context.say(update, context.texts("correction-ask", number=str(number)), InlineKeyboardMarkup(rows))


async def _publish(update: Update, context: Context, number: int, said: str, seen: int | None = None) -> None:
    services, editor = context.services, context.reader.id
    lines = corrections.read_lines(said, context.language, services.texts)
    async with services.store.writing() as session:
        announced = await corrections.publish(session, number, lines, by=editor, now=services.now(), seen=seen)
        briefing = await drafts.look(session, number)
    await services.refresh()
    await desk_pages.tell_of_change(context, briefing)
    text = context.texts(
        "correction-published", number=str(number), count=announced.messages, edition=str(announced.edition_id)
    )
    missing = [code for code in briefing.texts if code not in lines and code in services.texts]
    if missing:  # its readers see the line in the other language
        language = services.texts[missing[0]].plain("language-name")
        text += "\n\n" + context.texts("correction-one-language", number=str(number), language=language)
    shown = button(context.texts.plain("button-sent"), SentPress(Do.SHOW, announced.edition_id))
    await context.say(update, text, InlineKeyboardMarkup([[shown]]))
    await end_question(context, number, "correct")  # only when the answer is out: handled twice, it is done once


def _said(update: Update) -> str:
    return (update.message.text if update.message else None) or ""
