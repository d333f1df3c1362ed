"""Writing a draft: `/add` in one message or step by step, `/cancel`, and the buttons under what is offered."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from markupsafe import Markup

from bot import writing_flow, writing_pages
from bot.cards import Answer
from bot.desk_answers import put
from bot.writing_buttons import Do
from bot.writing_flow import ADD, OFFER, TEXT, Made
from bot.writing_pages import ADD_LANGUAGE, ADD_SOURCE, ADD_TEXT, ADD_TITLE, ADD_TOPICS, STEPS
from briefings.desk import broadcasts, dialogues, form, languages, notation, proposals
from briefings.desk.errors import DeskError
from briefings.desk.sketches import Sketch

if TYPE_CHECKING:
    from telegram import Message, Update

    from bot.context import Context
    from bot.writing_buttons import WritePress
    from bot.writing_flow import Content
    from briefings.model import Dialogue

TOPICS = frozenset({Do.HOLD, Do.DROP, Do.TOPICS, Do.TOPICS_DONE})
_COMMAND = re.compile(r"\S+")


async def add(update: Update, context: Context) -> None:
    """`/add china kk` with title and text below: a draft. Alone, the questions; in their midst, the one that waits."""
    message = _message(update)
    text = _COMMAND.sub("", message.text or "", count=1)
    dialogue = await context.dialogue()
    if not text.strip() and dialogue is not None and dialogue.step in STEPS:
        await _repeat(update, context, dialogue)
        return
    content = {"kind": ADD, "sketch": Sketch().as_json()}
    whole = await writing_flow.gather(context, message.message_id, text, message.message_id, content)
    if whole is not None:
        made = await writing_flow.add(context, message.message_id, text, [message.message_id])
        await _give(update, context, message.message_id, made)


async def cancel(update: Update, context: Context) -> None:
    """`/cancel`: no question waits any more, what was half written is gone, and a broadcast that is only shown."""
    dialogue, user, texts = await context.dialogue(), context.reader.id, context.texts
    async with context.services.store.writing() as session:
        withdrawn = await broadcasts.withdraw(session, user)
        await dialogues.end(session, user)
        if dialogue is not None and dialogue.step in STEPS:
            await proposals.drop(session, user, dialogue.state["proposal"])
    done = [texts("write-cancelled")] if dialogue is not None else []
    done += [texts("broadcast-withdrawn", count=len(withdrawn))] if withdrawn else []
    if not done:
        raise DeskError("nothing-to-cancel")
    await context.say(update, Markup("\n").join(done))
    for preview in withdrawn:
        if preview is not None:
            await context.close(preview, texts("broadcast-cancelled"))


async def answered(update: Update, context: Context, dialogue: Dialogue) -> None:
    """The answer to a step's question."""
    message = _message(update)
    found = await _find(context, dialogue.state["proposal"])
    if found is None or message.message_id <= dialogue.state["after"]:  # it led to the question, and comes once more
        await _repeat(update, context, dialogue)
        return
    said, first = message.text or message.caption or "", dialogue.state["proposal"]
    if dialogue.step == ADD_TEXT:
        content = {**found, "kind": TEXT}
        whole = await writing_flow.gather(context, message.message_id, said, first, content)
        if whole is not None:
            await _give(update, context, first, await writing_flow.finish(context, first, whole))
        return
    try:
        sketch = _with(Sketch.of_json(found["sketch"]), dialogue.step, said, context)
    except DeskError as error:
        await context.answer(update, writing_flow.refused(context, first, found, error))
        return
    await _give(update, context, first, await _next(context, first, sketch, dialogue.step))


def _with(sketch: Sketch, step: str, said: str, context: Context) -> Sketch:
    """The sketch with what an answer says. `DeskError`."""
    if step == ADD_LANGUAGE:
        return replace(sketch, language=languages.read(said))
    if step == ADD_TOPICS:
        return replace(sketch, topics=form.read_topics(said, context.services.catalogue, context.language))
    if step == ADD_TITLE:
        return replace(sketch, title=form.read_title(said))
    return notation.read_source(sketch, said)


async def _next(context: Context, message_id: int, sketch: Sketch, step: str) -> Made:
    """What comes after a step: the next question, or the draft."""
    if step == ADD_SOURCE:
        return await writing_flow.save(context, message_id, sketch, [message_id])
    return writing_flow.go_on(context, message_id, sketch)


async def _repeat(update: Update, context: Context, dialogue: Dialogue) -> None:
    """The question that waits, once more; an end to the dialogue, where what it was about is gone."""
    message_id = dialogue.state["proposal"]
    found = await _find(context, message_id)
    if found is None:
        async with context.services.store.writing() as session:
            await dialogues.end(session, context.reader.id)
        raise DeskError("nothing-to-cancel")
    await context.answer(update, await writing_flow.show(context, message_id, found))


async def _find(context: Context, message_id: int) -> Content | None:
    services = context.services
    async with services.store.reading() as session:
        found = await proposals.find(session, context.reader.id, message_id, services.now())
    return dict(found.content) if found is not None else None


async def _give(update: Update, context: Context, message_id: int, made: Made) -> None:
    """Answer, then keep what was made."""
    await put(update, context, made.answer, whole=True)
    after = update.message.message_id if update.message is not None else 0
    await writing_flow.keep(context, message_id, made, after=after)


async def press(update: Update, context: Context, button: WritePress) -> str | None:
    """A button under a question or an offer; one that belongs to another question does nothing."""
    found = await _find(context, button.message_id)
    if found is None:
        return "button-outdated"
    if "briefing" in found:  # it is saved: pressed twice
        made: Made | str = Made(await writing_flow.show(context, button.message_id, found), found)
    elif button.do in TOPICS:
        made = await _choose_topics(context, button, found)
    else:
        made = await _decide(context, button, found)
    if isinstance(made, str):
        return made
    await _give(update, context, button.message_id, made)
    return None


async def _decide(context: Context, button: WritePress, found: Content) -> Made | str:
    """What a button makes of the sketch; the key of a text to show as an alert, where it makes nothing."""
    number, sketch, step = button.message_id, Sketch.of_json(found["sketch"]), found["step"]
    if button.do is Do.DISCARD:
        return Made(Answer((context.texts("write-discarded"),)), None, writing_flow.END)
    if button.do in {Do.SAVE, Do.SAVE_ANYWAY} and step == OFFER:
        anyway = button.do is Do.SAVE_ANYWAY
        return await writing_flow.save(context, number, sketch, proposals.messages(found), anyway=anyway)
    if button.do is Do.NO_SOURCE and step == ADD_SOURCE:
        return await _next(context, number, sketch, step)
    if button.do is Do.BACK and step in STEPS and button.value in STEPS[: STEPS.index(step)]:
        return writing_flow.ask(context, number, sketch, button.value)
    if button.do is Do.LANGUAGE and step == ADD_LANGUAGE and button.value in context.services.texts:
        return await _next(context, number, replace(sketch, language=button.value), step)
    return "button-outdated"


async def _choose_topics(context: Context, button: WritePress, found: Content) -> Made | str:
    number, sketch, services = button.message_id, Sketch.of_json(found["sketch"]), context.services
    if found["step"] not in {OFFER, ADD_TOPICS} or (button.value and services.catalogue.by_slug(button.value) is None):
        return "button-outdated"
    if button.do in {Do.HOLD, Do.DROP}:
        others = tuple(slug for slug in sketch.topics if slug != button.value)
        sketch = replace(sketch, topics=(*others, button.value) if button.do is Do.HOLD else others)
    content = {**found, "sketch": sketch.as_json()}
    if button.do is not Do.TOPICS_DONE:
        show = writing_pages.topics_page if found["step"] == OFFER else writing_pages.topics_question
        return Made(show(sketch, number, services, context.texts), content)
    if not sketch.topics:
        return "desk-error-topics-none-choose"
    if found["step"] == OFFER:
        return Made(await writing_flow.show(context, number, content), content)
    return await _next(context, number, sketch, ADD_TOPICS)


def _message(update: Update) -> Message:
    message = update.message
    assert message is not None  # noqa: S101 - commands and answers are messages
    return message
