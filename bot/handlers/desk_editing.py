"""Editing at the desk: `/edit`, and questions whose answers become a title, a text, a source, a moment, a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from telegram import InlineKeyboardMarkup

from bot import desk_edits, desk_pages, desk_panel, desk_rows, desk_words
from bot.desk_answers import put, tell, told_if_overtaken
from bot.desk_edits import LONG, LONG_FIELDS, STEP
from briefings.desk import dialogues, drafts, form, history, publishing
from briefings.desk.errors import DeskError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup
    from telegram import Update

    from bot.context import Context
    from bot.desk_buttons import DeskPress
    from briefings.model import Briefing, Dialogue

State = dict[str, Any]  # of a dialogue: see `desk_edits.STEP`


@told_if_overtaken
async def edit(update: Update, context: Context) -> None:
    """`/edit 12 title ru` and the new value in the lines below; without a value it is asked for."""
    message = update.message
    assert message is not None  # noqa: S101 - commands are messages
    _, *rest = (message.text or "").split(maxsplit=1)
    wish = desk_words.edit(rest[0] if rest else "", context.services.texts)
    async with context.services.store.reading() as session:
        briefing = await drafts.look(session, wish.number)
        last_by = await history.last_by(session, briefing.id)
    if wish.field is None:
        await _show_fields(update, context, briefing, context.language)
        return
    language = ""
    if wish.field in desk_words.BY_LANGUAGE:
        language = wish.language or desk_edits.language_of(briefing, context.language)
    state = desk_edits.state_of(briefing, wish.field, language)
    if not wish.value:
        await _ask(update, context, briefing, {**state, "version": briefing.version})
    elif len(message.text or "") >= LONG and state["field"] in LONG_FIELDS:
        await _wait_for_more(update, context, {**state, "pieces": {str(message.message_id): wish.value}})
    else:
        key = "desk-saved" if last_by in {None, context.reader.id} else "desk-saved-over"
        await _take(update, context, state, wish.value, key)


@told_if_overtaken
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


@told_if_overtaken
async def ask(update: Update, context: Context, button: DeskPress) -> str | None:
    """Ask for a new value; what this editor writes next, and is no command, is the answer."""
    field, _, language = button.value.partition(".")
    async with context.services.store.reading() as session:
        briefing = await drafts.look(session, button.briefing_id, button.version)
    await _ask(update, context, briefing, desk_edits.state_of(briefing, field, language, briefing.version))
    return None


@told_if_overtaken
async def ask_reason(update: Update, context: Context, button: DeskPress) -> str | None:
    """Ask why a colleague's draft goes back."""
    async with context.services.store.reading() as session:
        briefing = await drafts.look(session, button.briefing_id, button.version)
    await _ask(update, context, briefing, desk_edits.state_of(briefing, "reason", version=briefing.version))
    return None


async def _ask(update: Update, context: Context, briefing: Briefing, state: State) -> None:
    """Put the question, with what the field says now."""
    services = context.services
    async with services.store.writing() as session:
        await dialogues.begin(session, context.reader.id, STEP, state, services.now())
    question = desk_edits.question(briefing, state, services, context.texts)
    rows = desk_rows.leave(briefing.id, briefing.version, context.texts)
    await context.say(update, question, InlineKeyboardMarkup(rows))


@told_if_overtaken
async def answered(update: Update, context: Context, dialogue: Dialogue) -> None:
    """The answer to a question, or a piece of it."""
    message, state = update.message, dialogue.state
    assert message is not None  # noqa: S101 - only messages answer
    said = message.text or message.caption or ""
    if not said:
        raise DeskError("answer-not-text")
    if message.message_id <= state.get("after", 0):  # handled again: this one led to the question
        async with context.services.store.reading() as session:
            await _ask(update, context, await drafts.look(session, state["id"]), state)
        return
    pieces = {**state["pieces"], str(message.message_id): said}
    if len(said) >= LONG and state["field"] in LONG_FIELDS:
        await _wait_for_more(update, context, {**state, "pieces": pieces})
    elif state["field"] == "language" and "\n" not in _joined(pieces).strip():
        title = form.read_title(said)
        async with context.services.store.reading() as session:
            briefing = await drafts.look(session, state["id"])
        await _ask(update, context, briefing, {**state, "field": "body", "title": title, "after": message.message_id})
    else:
        await _finish(update, context, state, pieces)


async def _wait_for_more(update: Update, context: Context, state: State) -> None:
    """So long a message may be one of several that Telegram has made of one."""
    services, pieces = context.services, state["pieces"]
    async with services.store.writing() as session:
        await dialogues.begin(session, context.reader.id, STEP, state, services.now())
    rows = desk_rows.leave(state["id"], state["version"] or 0, context.texts, finish=True)
    await context.say(update, context.texts("desk-more", count=len(_joined(pieces))), InlineKeyboardMarkup(rows))


@told_if_overtaken
async def finish(update: Update, context: Context, _button: DeskPress) -> str | None:
    """There is no more: what has arrived is the answer."""
    dialogue = await context.dialogue()
    if dialogue is None or dialogue.step != STEP or not dialogue.state["pieces"]:
        return "button-outdated"
    await _finish(update, context, dialogue.state, dialogue.state["pieces"])
    return None


async def _finish(update: Update, context: Context, state: State, pieces: Mapping[str, str]) -> None:
    """The question is over only when the answer is out: handled twice, it is done once."""
    await _take(update, context, state, _joined(pieces))
    async with context.services.store.writing() as session:
        await dialogues.end(session, context.reader.id)


def _joined(pieces: Mapping[str, str]) -> str:
    return "\n".join(pieces[number] for number in sorted(pieces, key=int))


async def _take(update: Update, context: Context, state: State, said: str, saved: str = "desk-saved") -> None:
    """Do what the answer says, and show how the briefing stands then. `saved`: what is said of a change."""
    services, who = context.services, await desk_panel.me(context)
    field = state["field"]
    if field == "reason":
        briefing, note = await _send_back(context, state, said)
    elif field in {"moment", "urgent"}:
        briefing, note = await _schedule(update, context, state, said)
    else:
        async with services.store.writing() as session:
            briefing = await drafts.take(session, state["id"])
            what = desk_edits.change(briefing, state, said, services.catalogue, context.language)
            by, now = who.editor.user_id, services.now()
            await drafts.change(session, briefing, what, by=by, now=now, seen=state["version"])
        note = context.texts(saved, number=str(briefing.id))
    await services.refresh()
    answer = desk_panel.render(services, briefing, who, state["language"] or None, note=note)
    await put(update, context, answer)


async def _schedule(update: Update, context: Context, state: State, said: str) -> tuple[Briefing, Markup]:
    services, editor = context.services, (await desk_panel.me(context)).editor
    now, urgent = services.now(), state["field"] == "urgent"
    at = form.read_moment(said, editor.zone, now)
    async with services.store.writing() as session:
        briefing = await drafts.take(session, state["id"])
        outcome = await publishing.publish(
            session, briefing, by=editor, now=now, urgent=urgent, at=at, seen=state["version"]
        )
    return briefing, await desk_pages.note_of(update, context, briefing, outcome)


async def _send_back(context: Context, state: State, said: str) -> tuple[Briefing, Markup]:
    services, editor = context.services, (await desk_panel.me(context)).editor
    async with services.store.writing() as session:
        briefing = await drafts.take(session, state["id"])
        reason = await publishing.send_back(
            session, briefing, said, by=editor, now=services.now(), seen=state["version"]
        )
    author = briefing.created_by
    told = author is not None and await tell(context, author, lambda them: desk_pages.sent_back(briefing, reason, them))
    return briefing, context.texts("desk-sent-back" if told else "desk-sent-back-untold")
