"""What an editor answers at the desk, carried out: a briefing says something else; a refusal keeps the question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from telegram import InlineKeyboardMarkup

from bot import desk_answers, desk_edits, desk_pages, desk_panel, desk_rows
from bot.callback_data import button
from bot.cards import Answer
from bot.sending_buttons import Do, SentPress
from briefings.desk import corrections, dialogues, drafts, review
from briefings.desk.errors import Overtaken
from briefings.model import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from markupsafe import Markup
    from telegram import Update

    from bot.context import Context
    from briefings.desk.drafts import Change
    from briefings.desk.errors import DeskError
    from briefings.model import Briefing

CHOOSE: Final = {
    "unknown-topic": "desk-error-unknown-topic-choose",
    "topics-none": "desk-error-topics-none-choose",
}  # what is said of a kind of refusal where all topics stand below


async def save(context: Context, state: Mapping[str, Any], said: str, saved: str = "desk-saved") -> Answer:
    """The panel with what the answer to a question has changed. `saved`: key of what is said of it. `DeskError`."""
    services, speaks = context.services, context.language
    return await apply(
        context, state, lambda briefing: desk_edits.change(briefing, state, said, services.catalogue, speaks), saved
    )


async def apply(
    context: Context, state: Mapping[str, Any], make: Callable[[Briefing], Change], saved: str = "desk-saved"
) -> Answer:
    """The same with a change that is known."""
    services, who = context.services, await desk_panel.me(context)
    try:
        async with services.store.writing() as session:
            briefing = await drafts.take(session, state["id"])
            by, now = who.editor.user_id, services.now()
            changed = await drafts.change(session, briefing, make(briefing), by=by, now=now, seen=state["version"])
            if changed:
                await review.review_again(session, briefing, by=who.editor, now=now)
            sent = await corrections.sent_with(session, briefing.id) if briefing.status is Status.PUBLISHED else 0
    except Overtaken as error:
        raise Overtaken(error.briefing_id, state["language"]) from None
    await services.refresh()
    note = context.texts(saved, number=str(briefing.id))
    if sent:
        note += "\n" + context.texts("desk-saved-sent", count=sent)
    if said := await desk_pages.tell_of_change(context, briefing):
        note += "\n" + said
    return desk_panel.render(services, briefing, who, state["language"] or None, note=note)


async def overtaken(context: Context, state: Mapping[str, Any], error: Overtaken) -> Answer:
    """The panel as a colleague has made it; the question waits on, now that the editor has seen that."""
    async with context.services.store.writing() as session:
        briefing = await drafts.look(session, error.briefing_id)
        again = {**state, "version": briefing.version}
        await dialogues.begin(session, context.reader.id, desk_edits.STEP, again, context.services.now())
    return await desk_answers.overtaken(context, error, asked=True)


async def correct(context: Context, state: Mapping[str, Any], said: str) -> Answer:
    """Publish the line that marks a briefing as corrected; how many messages are to be edited. `DeskError`."""
    services, texts, number = context.services, context.texts, str(state["id"])
    lines = corrections.read_lines(said, context.language, services.texts)
    async with services.store.writing() as session:
        briefing = await drafts.take(session, state["id"])
        announced = await corrections.publish(
            session, briefing, lines, by=context.reader.id, now=services.now(), seen=state["version"]
        )
    await services.refresh()
    await desk_pages.tell_of_change(context, briefing)
    edition = announced.edition_id
    text = texts("correction-published", number=number, count=announced.messages, edition=str(edition))
    missing = [code for code in briefing.texts if code not in lines and code in services.texts]
    if missing:  # its readers see the line in the other language
        language = services.texts[missing[0]].plain("language-name")
        text += "\n\n" + texts("correction-one-language", number=number, language=language)
    shown = button(texts.plain("button-sent"), SentPress(Do.SHOW, edition))
    return Answer((text,), InlineKeyboardMarkup([[shown]]))


async def ask(update: Update, context: Context, briefing: Briefing, state: Mapping[str, Any]) -> None:
    """Put the question, with what the field says now; what this editor writes next, and is no command, answers it."""
    services = context.services
    async with services.store.writing() as session:
        await dialogues.begin(session, context.reader.id, desk_edits.STEP, state, services.now())
    await context.answer(update, asked(context, briefing, state))


def asked(context: Context, briefing: Briefing, state: Mapping[str, Any]) -> Answer:
    """The question, with what the field says now and what there is to choose from."""
    question = desk_edits.question(briefing, state, context.services, context.texts)
    return Answer((question,), _keyboard(context, state))


def refused(context: Context, state: Mapping[str, Any], error: DeskError) -> Answer:
    """Why an answer can't be taken; the question waits on, and how to leave it stands below."""
    return Answer((reason(context, error, choosing=state["field"] == "topics"),), _keyboard(context, state))


def reason(context: Context, error: DeskError, *, choosing: bool = False) -> Markup:
    """A refusal in a sentence. `choosing`: topics, which stand below."""
    key = CHOOSE.get(error.kind) if choosing else None
    return context.texts(key or f"desk-error-{error.kind}", **error.values)


def _keyboard(context: Context, state: Mapping[str, Any]) -> InlineKeyboardMarkup:
    texts, number, version = context.texts, state["id"], state["version"]
    rows = desk_rows.leave(number, version, desk_edits.name_in(state), texts)
    if state["field"] == "topics":
        rows = [*desk_rows.topics(context.services.catalogue.topics, state["held"], number, version, texts), *rows]
    return InlineKeyboardMarkup(rows)
