"""From the desk to the readers and back: publishing, review, the archive, throwing away; by command and by button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import desk_edits, desk_pages, desk_panel, desk_rows, desk_words
from bot.desk_answers import end_question, put
from bot.desk_shelves import offers
from briefings.desk import dialogues, drafts, form, moves, publishing, review
from briefings.desk.errors import DeskError
from briefings.desk.moves import Outcome
from briefings.desk.standing import Shelf

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Awaitable, Callable

    from telegram import Update

    from bot.context import Context
    from bot.desk_buttons import DeskPress
    from bot.desk_panel import Viewer
    from briefings.model import Briefing

    Change = Callable[..., Awaitable[None]]  # all that is shown then is the panel


@offers(Shelf.WAITING, "/publish 12")
async def publish(update: Update, context: Context) -> None:
    """`/publish 12`, `/publish 12 urgent at 2026-11-23 09:00`."""
    number = desk_words.number(context.words[:1], desk_words.PUBLISH_EXAMPLE)
    who = await desk_panel.me(context)
    urgent, at = desk_words.publishing(context.words[1:], who.editor.zone, context.services.now())
    await _publish(update, context, number, who, urgent=urgent, at=at)


async def publish_now(update: Update, context: Context, button: DeskPress) -> str | None:
    """Publish, or submit for review."""
    who = await desk_panel.me(context)
    return await _publish(update, context, button.briefing_id, who, seen=button.version)


async def publish_urgent(update: Update, context: Context, button: DeskPress) -> str | None:
    """The same, at once to every subscriber."""
    who = await desk_panel.me(context)
    return await _publish(update, context, button.briefing_id, who, urgent=True, seen=button.version)


async def choose_moment(update: Update, context: Context, button: DeskPress) -> str | None:
    """Moments to choose from, under the panel; one that is written is taken as well."""
    who, services = await desk_panel.me(context), context.services
    async with services.store.writing() as session:
        briefing = await drafts.look(session, button.briefing_id)
        state = desk_edits.state_of(briefing, "urgent" if button.value else "moment")
        await dialogues.begin(session, context.reader.id, desk_edits.STEP, state, services.now())
    rows = desk_rows.moments(briefing, who.editor, services.now(), who.texts, urgent=bool(button.value))
    note = context.texts("desk-when-urgent" if button.value else "desk-when")
    await put(update, context, desk_panel.render(services, briefing, who, rows=rows, note=note))
    return None


async def publish_at(update: Update, context: Context, button: DeskPress) -> str | None:
    """Publish at the chosen moment."""
    who = await desk_panel.me(context)
    digits, urgent = button.value.removeprefix("u"), button.value.startswith("u")
    written = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]} {digits[8:10]}:{digits[10:]}"
    at = form.read_moment(written, who.editor.zone, context.services.now())
    return await _publish(update, context, button.briefing_id, who, urgent=urgent, at=at, seen=button.version)


async def _publish(
    update: Update,
    context: Context,
    number: int,
    who: Viewer,
    *,
    urgent: bool = False,
    at: dt.datetime | None = None,
    seen: int | None = None,
) -> str | None:
    services = context.services
    async with services.store.writing() as session:
        briefing = await drafts.take(session, number)
        outcome = await publishing.publish(
            session, briefing, by=who.editor, now=services.now(), urgent=urgent, at=at, seen=seen
        )
    return await _went(update, context, briefing, who, outcome, urgent=urgent)


async def approve(update: Update, context: Context, button: DeskPress) -> str | None:
    """Let a colleague's draft go out; its author is told."""
    who, services = await desk_panel.me(context), context.services
    async with services.store.writing() as session:
        briefing = await drafts.take(session, button.briefing_id)
        outcome = await review.approve(session, briefing, by=who.editor, now=services.now(), seen=button.version)
    return await _went(update, context, briefing, who, outcome)


async def _went(
    update: Update, context: Context, briefing: Briefing, who: Viewer, outcome: Outcome, *, urgent: bool = False
) -> str | None:
    """Notice the change here at once, tell the colleagues whom it concerns, and show how it stands."""
    services = context.services
    await end_question(context, briefing.id)
    await services.refresh()
    await desk_pages.tell_author(context, briefing)
    note = await desk_pages.note_of(context, briefing, outcome, urgent=urgent)
    await put(update, context, desk_panel.render(services, briefing, who, note=note))
    return "desk-already" if outcome is Outcome.ALREADY else None


@offers(Shelf.PUBLISHED, "/archive 12")
async def archive(update: Update, context: Context) -> None:
    """`/archive 12`."""
    await _change(update, context, desk_words.number(context.words, "/archive 12"), moves.archive)


@offers(Shelf.ARCHIVED, "/restore 12")
async def restore(update: Update, context: Context) -> None:
    """`/restore 12`."""
    await _change(update, context, desk_words.number(context.words, "/restore 12"), moves.restore)


def by_button(change: Change) -> Callable[[Update, Context, DeskPress], Awaitable[str | None]]:
    """A button that does it."""

    async def press(update: Update, context: Context, button: DeskPress) -> str | None:
        await _change(update, context, button.briefing_id, change, button.version)
        return None

    return press


async def _change(update: Update, context: Context, number: int, change: Change, seen: int | None = None) -> None:
    """Do it in one transaction, and show how the briefing stands then."""
    services = context.services
    async with services.store.writing() as session:
        briefing = await drafts.take(session, number)
        await change(session, briefing, by=context.reader.id, now=services.now(), seen=seen)
    await end_question(context, number)
    await services.refresh()
    await put(update, context, desk_panel.render(services, briefing, await desk_panel.me(context)))


async def discard(update: Update, context: Context, button: DeskPress) -> str | None:
    """Ask once."""
    who, services = await desk_panel.me(context), context.services
    async with services.store.reading() as session:
        briefing = await drafts.look(session, button.briefing_id)
    if briefing.status not in drafts.OPEN:
        raise DeskError("was-published", number=briefing.id)
    rows = desk_rows.surely(briefing, who.texts.language, who.texts)
    note = context.texts("desk-discard-ask")
    await put(update, context, desk_panel.render(services, briefing, who, rows=rows, note=note))
    return None


async def discard_surely(update: Update, context: Context, button: DeskPress) -> str | None:
    """Throw it away."""
    services = context.services
    try:
        async with services.store.writing() as session:
            briefing = await drafts.take(session, button.briefing_id)
            await drafts.discard(session, briefing, by=context.reader.id, now=services.now(), seen=button.version)
    except DeskError as error:
        if error.kind != "missing":  # which it is when the button is pressed twice
            raise
    await end_question(context, button.briefing_id)
    await put(update, context, desk_pages.discarded(context, button.briefing_id))
    return None
