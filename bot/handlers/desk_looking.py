"""Looking at the desk: what waits and stands on its shelves, the panel, the history; by command and by button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import desk_pages, desk_panel, desk_shelves, desk_words
from bot.desk_answers import end_question, put
from bot.desk_shelves import offers
from briefings.desk.standing import Shelf

if TYPE_CHECKING:
    from telegram import Update

    from bot.context import Context
    from bot.desk_buttons import DeskPress


async def waiting(update: Update, context: Context) -> None:
    """`/drafts`: what waits for somebody or for its time."""
    await context.answer(update, await desk_shelves.shelf(context, Shelf.WAITING, 0))


async def turn_shelf(update: Update, context: Context, button: DeskPress) -> str | None:
    """Another page, or another shelf."""
    await context.replace(update, await desk_shelves.shelf(context, Shelf(button.value[0]), int(button.value[1:])))
    return None


@offers(Shelf.PUBLISHED, "/card 12")
async def card(update: Update, context: Context) -> None:
    """`/card 12`: the panel."""
    await context.answer(update, await desk_panel.show(context, desk_words.number(context.words, "/card 12")))


async def show(update: Update, context: Context, button: DeskPress) -> str | None:
    """The panel as it stands now, in place."""
    panel = await desk_panel.show(context, button.briefing_id, button.value or None)
    await put(update, context, panel, whole=True)
    return None


async def open_(update: Update, context: Context, button: DeskPress) -> str | None:
    """The panel as a new message."""
    await context.answer(update, await desk_panel.show(context, button.briefing_id))
    return None


async def leave(update: Update, context: Context, button: DeskPress) -> str | None:
    """No answer to the question; the panel in its place."""
    await end_question(context, button.briefing_id, button.value)  # not a newer one
    await put(update, context, await desk_panel.show(context, button.briefing_id))
    return None


@offers(Shelf.PUBLISHED, "/history 12")
async def history(update: Update, context: Context) -> None:
    """`/history 12`: who did what and when."""
    await context.answer(update, await desk_pages.history(context, desk_words.number(context.words, "/history 12")))


async def show_history(update: Update, context: Context, button: DeskPress) -> str | None:
    """The same by button, as a new message."""
    await context.answer(update, await desk_pages.history(context, button.briefing_id))
    return None
