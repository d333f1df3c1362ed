"""Editing at the desk: `/edit`, and questions whose answers become a title, a text, a source, a moment, a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot import desk_edits, desk_pages, desk_panel, desk_rows, desk_saving, desk_words, writing_flow
from bot.desk_answers import end_question, put
from bot.desk_buttons import Do
from bot.desk_edits import LONG_FIELDS, STEP
from bot.desk_shelves import offers
from bot.writing_flow import EDIT
from briefings.desk import audit, dialogues, drafts, form, publishing, review
from briefings.desk.drafts import Change
from briefings.desk.errors import DeskError, Overtaken
from briefings.desk.standing import Shelf

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from markupsafe import Markup
    from telegram import Update

    from bot.context import Context
    from bot.desk_buttons import DeskPress
    from briefings.model import Briefing, Dialogue

State = dict[str, Any]  # of a dialogue: see `desk_edits.STEP`


@offers(Shelf.PUBLISHED, "/edit 12")
async def edit(update: Update, context: Context) -> None:
    """`/edit 12 title ru` and the new value in the lines below; without a value it is asked for."""
    message = update.message
    assert message is not None  # noqa: S101 - commands are messages
    _, *rest = (message.text or "").split(maxsplit=1)
    wish = desk_words.edit(rest[0] if rest else "", context.services.texts)
    async with context.services.store.reading() as session:
        briefing = await drafts.look(session, wish.number)
        last = await audit.last(session, briefing.id)
    if wish.field is None:
        await _show_fields(update, context, briefing, context.language)
        return
    language = ""
    if wish.field in desk_words.BY_LANGUAGE:
        language = wish.language or desk_edits.language_of(briefing, context.language)
    state = await _with_title(context, desk_edits.state_of(briefing, wish.field, language), wish)
    own = last is None or last.user_id in {None, context.reader.id}
    key = "desk-saved" if own else "desk-saved-over"
    if not wish.value:
        await desk_saving.ask(update, context, briefing, state)
    elif state["field"] in {"language", "body"}:
        await _keep_asking(update, context, state, _add_language(update, context, briefing, state, wish))
    elif not await _is_piece(context, message.message_id, wish.value, state, saved=key, asked=False):
        await context.answer(update, await desk_saving.save(context, state, wish.value, key))
        answered = ("text", "body", "language") if wish.field == "text" else (wish.field,)
        await end_question(context, briefing.id, *(desk_edits.name_in({**state, "field": field}) for field in answered))


async def _add_language(
    update: Update, context: Context, briefing: Briefing, state: State, wish: desk_words.Edit
) -> None:
    """Take title and text, of a language that had none; what is missing is asked for, and nothing stored meanwhile."""
    message, services = update.message, context.services
    assert message is not None  # noqa: S101 - commands are messages
    saved = "desk-saved-language" if state["field"] == "language" else "desk-saved"
    if wish.field == "title" and "\n" not in wish.value:
        await _ask_body(update, context, briefing, state, wish.value)
        return
    async with services.store.writing() as session:
        await dialogues.begin(session, context.reader.id, STEP, state, services.now())
    if not await _is_piece(context, message.message_id, wish.value, state, saved=saved):
        await context.answer(update, await desk_saving.save(context, state, wish.value, saved))
        await end_question(context, state["id"])


async def _with_title(context: Context, state: State, wish: desk_words.Edit) -> State:
    """The question for the text below a title that this editor has just given, where it is this text that they mean."""
    dialogue = await context.dialogue()
    if state["field"] != "language" or wish.field != "text" or dialogue is None or dialogue.step != STEP:
        return state
    body = {**state, "field": "body"}
    waits = all(dialogue.state[name] == body[name] for name in ("id", "field", "language"))
    return {**dialogue.state, "version": state["version"]} if waits else state


async def _ask_body(update: Update, context: Context, briefing: Briefing, state: State, title: str) -> None:
    """Ask for the text below a title, which is kept with the question."""
    after = update.message.message_id if update.message is not None else 0
    body = {**state, "field": "body", "title": form.read_title(title), "after": after}
    await desk_saving.ask(update, context, briefing, body)


async def choose_field(update: Update, context: Context, button: DeskPress) -> str | None:
    """The fields, under the panel."""
    async with context.services.store.reading() as session:
        briefing = await drafts.look(session, button.briefing_id)
    await _show_fields(update, context, briefing, button.value or context.language)
    return None


async def _show_fields(update: Update, context: Context, briefing: Briefing, language: str) -> None:
    who, services = await desk_panel.me(context), context.services
    rows = desk_rows.fields(briefing, language, services.texts, who.texts)
    note = context.texts("desk-choose-field")
    await put(update, context, desk_panel.render(services, briefing, who, language, rows=rows, note=note))


async def ask(update: Update, context: Context, button: DeskPress) -> str | None:
    """Ask for a new value; what this editor writes next, and is no command, is the answer."""
    field, _, language = button.value.partition(".")
    async with context.services.store.reading() as session:
        briefing = await drafts.look(session, button.briefing_id)
    await desk_saving.ask(update, context, briefing, desk_edits.state_of(briefing, field, language))
    return None


async def ask_reason(update: Update, context: Context, button: DeskPress) -> str | None:
    """Ask why a colleague's draft goes back."""
    async with context.services.store.reading() as session:
        briefing = await drafts.look(session, button.briefing_id)
    await desk_saving.ask(update, context, briefing, desk_edits.state_of(briefing, "reason", version=button.version))
    return None


async def turn_topic(update: Update, context: Context, button: DeskPress) -> str | None:
    """Choose a topic, or not; the others stay as they are."""
    state, services = await _asked_for_topics(context, button), context.services
    if state is None:
        return "button-outdated"
    held = [slug for slug in state["held"] if slug != button.value]
    state = {**state, "held": [*held, button.value] if button.do is Do.HOLD else held}
    async with services.store.writing() as session:
        briefing = await drafts.look(session, state["id"])
        await dialogues.begin(session, context.reader.id, STEP, state, services.now())
    await context.replace(update, desk_saving.asked(context, briefing, state))
    return None


async def topics_chosen(update: Update, context: Context, button: DeskPress) -> str | None:
    """The topics that are chosen are the briefing's."""
    state = await _asked_for_topics(context, button)
    if state is None:
        return "button-outdated"
    if not state["held"]:
        return "desk-error-topics-none-choose"
    await put(update, context, await desk_saving.apply(context, state, lambda _: Change(topics=tuple(state["held"]))))
    await end_question(context, state["id"])
    return None


async def _asked_for_topics(context: Context, button: DeskPress) -> State | None:
    """The question for this briefing's topics, if it still waits."""
    dialogue = await context.dialogue()
    if dialogue is None or dialogue.step != STEP:
        return None
    state: State = dialogue.state
    return state if (state["id"], state["field"]) == (button.briefing_id, "topics") else None


async def answered(update: Update, context: Context, dialogue: Dialogue) -> None:
    """The answer to a question."""
    await _keep_asking(update, context, dialogue.state, _answered(update, context, dialogue.state))


async def _keep_asking(update: Update, context: Context, state: State, act: Awaitable[None]) -> None:
    """Take an answer; one that can't be taken leaves its question waiting."""
    try:
        await act
    except Overtaken as error:
        await context.answer(update, await desk_saving.overtaken(context, state, error))
    except DeskError as error:
        await context.answer(update, desk_saving.refused(context, state, error))


async def _answered(update: Update, context: Context, state: State) -> None:
    message = update.message
    assert message is not None  # noqa: S101 - only messages answer
    said = message.text or message.caption or ""
    if not said:
        raise DeskError("answer-not-text")
    if message.message_id <= state.get("after", 0):  # handled again: this one led to the question
        async with context.services.store.reading() as session:
            await desk_saving.ask(update, context, await drafts.look(session, state["id"]), state)
    elif await _is_piece(context, message.message_id, said, state):
        return
    elif state["field"] == "language" and "\n" not in said.strip():
        async with context.services.store.reading() as session:
            briefing = await drafts.look(session, state["id"])
        await _ask_body(update, context, briefing, state, said)
    else:
        await _take(update, context, state, said)
        await end_question(context, state["id"])  # only when the answer is out: handled twice, it is done once


async def _is_piece(
    context: Context, message_id: int, said: str, state: State, *, saved: str = "desk-saved", asked: bool = True
) -> bool:
    """Whether more of so long a text may come; then it is kept, and taken when no more does."""
    content = {"kind": EDIT, "state": state, "saved": saved, "asked": asked}
    return (
        state["field"] in LONG_FIELDS
        and await writing_flow.gather(context, message_id, said, message_id, content) is None
    )


async def _take(update: Update, context: Context, state: State, said: str) -> None:
    """Do what the answer says, and show how the briefing stands then."""
    if state["field"] == "reason":
        briefing, note = await _send_back(context, state, said)
    elif state["field"] in {"moment", "urgent"}:
        briefing, note = await _schedule(context, state, said)
    else:
        do = desk_saving.correct if state["field"] == "correct" else desk_saving.save
        await context.answer(update, await do(context, state, said))
        return
    await context.services.refresh()
    await context.answer(update, desk_panel.render(context.services, briefing, await desk_panel.me(context), note=note))


async def _schedule(context: Context, state: State, said: str) -> tuple[Briefing, Markup]:
    services, editor = context.services, (await desk_panel.me(context)).editor
    now, urgent = services.now(), state["field"] == "urgent"
    at = form.read_moment(said, editor.zone, now)
    async with services.store.writing() as session:
        briefing = await drafts.take(session, state["id"])
        outcome = await publishing.publish(
            session, briefing, by=editor, now=now, urgent=urgent, at=at, seen=state["version"]
        )
    return briefing, await desk_pages.note_of(context, briefing, outcome, urgent=urgent)


async def _send_back(context: Context, state: State, said: str) -> tuple[Briefing, Markup]:
    services, editor = context.services, (await desk_panel.me(context)).editor
    async with services.store.writing() as session:
        briefing = await drafts.take(session, state["id"])
        reason = await review.send_back(session, briefing, said, by=editor, now=services.now(), seen=state["version"])
    told = await desk_pages.tell_sent_back(context, briefing, reason)
    return briefing, context.texts("desk-sent-back" if told else "desk-sent-back-untold")
