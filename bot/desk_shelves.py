"""All briefings as editors look for them: what waits, what is published, the archive; a button for each."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final

from markupsafe import Markup
from telegram import InlineKeyboardMarkup

from bot import cards, desk_panel, desk_rows
from bot.cards import Answer
from briefings.desk import standing
from briefings.model import Status

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from telegram import Update

    from bot.context import Context
    from bot.texts import Texts
    from briefings.desk.standing import Shelf
    from briefings.model import Briefing

    Command = Callable[[Update, Context], Awaitable[None]]

PAGE: Final = 8
TITLE_LENGTH: Final = 120


def offers(which: Shelf, example: str) -> Callable[[Command], Command]:
    """Decorates a command's handler: where no briefing is named, those on this shelf are offered.

    A tap on the command in the menu names none. `example`: the command with a number.
    """

    def decorate(handler: Command) -> Command:
        @functools.wraps(handler)
        async def wrapped(update: Update, context: Context) -> None:
            if context.words:
                await handler(update, context)
            else:
                note = context.texts("desk-which", example=example)
                await context.answer(update, await shelf(context, which, 0, note=note))

        return wrapped

    return decorate


async def shelf(context: Context, which: Shelf, page: int, note: Markup | None = None) -> Answer:
    """A page of a shelf, the ways to the others below. `page` counts from 0; `note`: what stands above."""
    texts, zone = context.texts, (await desk_panel.me(context)).editor.zone
    async with context.services.store.reading() as session:
        found, total = await standing.shelf(session, which, skip=page * PAGE, limit=PAGE)
    more = (page + 1) * PAGE < total
    keyboard = InlineKeyboardMarkup(desk_rows.shelf(found, which, page, texts, more=more))
    if not found:
        return Answer((texts(f"desk-shelf-{which.name.lower()}-empty"),), keyboard)
    head = Markup("<b>{}</b>").format(texts(f"desk-shelf-{which.name.lower()}", count=total))
    lines = [*([note] if note else []), head, *(_line(each, texts, zone) for each in found)]
    return Answer((Markup("\n\n").join(lines),), keyboard)


def _line(briefing: Briefing, texts: Texts, zone: str) -> Markup:
    """Number, title, and how it stands."""
    title = cards.shortened(desk_rows.title_of(briefing, texts.language), TITLE_LENGTH)
    state = texts(f"desk-waits-{briefing.status}")
    if briefing.status is Status.SCHEDULED and briefing.publish_at is not None:
        state = texts("desk-waits-until", moment=texts.moment(briefing.publish_at, zone))
    elif briefing.status is Status.PUBLISHED and briefing.published_at is not None:
        state = texts("desk-waits-out", moment=texts.moment(briefing.published_at, zone))
    return Markup("№ {} · {}\n{}").format(str(briefing.id), title, state + (" 🚨" if briefing.urgent else ""))
