"""What an editor sends, on its way to a draft: pieces gathered, made into an offer, a question or a draft, and kept.

What is made is sent first and kept then: a crash between the two repeats it, and loses nothing.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bot import broadcast_pages, desk_panel, desk_saving, writing_pages
from bot.cards import PAGE_LIMIT, Answer
from bot.desk_answers import end_question
from bot.writing_pages import ADD_LANGUAGE, ADD_SOURCE, ADD_TEXT, ADD_TITLE, ADD_TOPICS
from briefings.desk import articles, dialogues, drafts, form, likeness, notation, proposals
from briefings.desk.errors import DeskError, Overtaken
from briefings.desk.sketches import Sketch

if TYPE_CHECKING:
    from bot.context import Context

# Of a proposal: kind, pieces; sketch, step, messages; briefing; state, saved, asked; language, html (a broadcast's)
Content = dict[str, Any]
ARTICLE, ADD, TEXT, EDIT, BROADCAST = "article", "add", "text", "edit", "broadcast"  # kinds of what comes in pieces
OFFER, END = "offer", "end"


@dataclass(frozen=True)
class Made:
    """What is to be sent, and then kept (None: nothing). `step`: of the dialogue from now on; None: as it is.

    `edition`: the broadcast that is shown.
    """

    answer: Answer
    content: Content | None
    step: str | None = None
    edition: int | None = None


async def gather(context: Context, message_id: int, text: str, first: int, content: Content) -> Content | None:
    """Keep a piece of the text that begins with message `first`; the whole of it, or None where more may come."""
    services = context.services
    content = proposals.with_piece(content, message_id, text)
    if not proposals.is_long(text):
        return content
    async with services.store.writing() as session:
        await proposals.put(session, context.reader.id, first, content, services.now(), complete=False)
    return None


async def finish(context: Context, message_id: int, content: Content) -> Made:
    """Make of a whole text what it is to become; a refusal of it, where it can't be that."""
    try:
        if content["kind"] == ADD:
            return await add(context, message_id, proposals.joined(content), proposals.messages(content))
        if content["kind"] == ARTICLE:
            return await _propose(context, message_id, content)
        if content["kind"] == EDIT:
            return await _edit(context, content)
        if content["kind"] == BROADCAST:
            return await _broadcast(context, message_id, content)
        sketch = Sketch.of_json(content["sketch"])
        summary, details = form.read_body(proposals.joined(content))
    except DeskError as error:
        return _refusal(context, message_id, content, error)
    return go_on(context, message_id, replace(sketch, summary=summary, details=details))


async def add(context: Context, message_id: int, text: str, messages: list[int]) -> Made:
    """What stands behind `/add`: a draft where it says all, else the first question. `DeskError`."""
    sketch = notation.read_add(text, context.services.catalogue, context.language)
    if sketch.title:
        return await save(context, message_id, sketch, messages)
    return go_on(context, message_id, sketch)


def go_on(context: Context, message_id: int, sketch: Sketch) -> Made:
    """The first question that the sketch leaves open; the source is asked last, and always."""
    missing = {
        ADD_LANGUAGE: sketch.language is None,
        ADD_TOPICS: not sketch.topics,
        ADD_TITLE: not sketch.title,
        ADD_TEXT: not sketch.summary,
        ADD_SOURCE: True,
    }
    return ask(context, message_id, sketch, next(step for step, is_missing in missing.items() if is_missing))


def ask(context: Context, message_id: int, sketch: Sketch, step: str) -> Made:
    """The question of a step."""
    answer = writing_pages.question(step, sketch, message_id, context.services, context.texts)
    return Made(answer, {"sketch": sketch.as_json(), "step": step}, step)


async def save(context: Context, message_id: int, sketch: Sketch, messages: list[int], *, anyway: bool = False) -> Made:
    """A draft and its panel; an offer, where there is something like it and it is not to be saved `anyway`."""
    services, user = context.services, context.reader.id
    offered = {"sketch": sketch.as_json(), "step": OFFER, "messages": messages}
    if not sketch.topics:
        return Made(writing_pages.topics_page(sketch, message_id, services, context.texts), offered)
    origin, new = f"{user}:{message_id}", sketch.draft()
    found = [] if anyway else await likeness.similar(services.store, new)
    if alike := [each for each in found if each.origin != origin]:
        return Made(writing_pages.offer(sketch, alike, message_id, services, context.texts), offered, END)
    async with services.store.writing() as session:
        made = await drafts.create(session, new, by=user, origin=origin, now=services.now())
    return Made(await desk_panel.show(context, made.id, sketch.language), {"briefing": made.id, **_of(messages)}, END)


async def show(context: Context, message_id: int, content: Content) -> Answer:
    """What was made of a message, once more."""
    if "briefing" in content:
        return await desk_panel.show(context, content["briefing"])
    sketch = Sketch.of_json(content["sketch"])
    if content["step"] != OFFER:
        return writing_pages.question(content["step"], sketch, message_id, context.services, context.texts)
    alike = await likeness.similar(context.services.store, sketch.draft())
    return writing_pages.offer(sketch, alike, message_id, context.services, context.texts)


async def keep(
    context: Context, message_id: int, made: Made, *, after: int = 0, seen: dt.datetime | None = None
) -> None:
    """Keep what was made. `after`: the message that led to it; `seen`: when its last piece came, if more may have."""
    services, user = context.services, context.reader.id
    async with services.store.writing() as session:
        stored = await proposals.find(session, user, message_id, services.now())
        if seen is not None and (stored is None or stored.updated_at != seen):
            return  # one more piece has come, or it was discarded
        if made.content is None:
            await proposals.drop(session, user, message_id)
        else:
            await proposals.put(session, user, message_id, made.content, services.now(), complete=True)
        if made.step == END:
            waiting = await dialogues.current(session, user, services.now())
            if waiting is not None and waiting.state.get("proposal") == message_id:
                await dialogues.end(session, user)
        elif made.step is not None:
            state = {"proposal": message_id, "after": after}
            await dialogues.begin(session, user, made.step, state, services.now())


def _refusal(context: Context, message_id: int, content: Content, error: DeskError) -> Made:
    """Why a whole text can't be what it is to become; a question that it answers waits on."""
    if content["kind"] == TEXT:
        kept = {"sketch": content["sketch"], "step": ADD_TEXT}
        return Made(refused(context, message_id, kept, error), kept)
    if content.get("asked"):
        return Made(desk_saving.refused(context, content["state"], error), None)
    return Made(Answer((desk_saving.reason(context, error),)), None)


def refused(context: Context, message_id: int, content: Content, error: DeskError) -> Answer:
    """Why an answer to a step of `/add` can't be taken; what there is to choose from stands below."""
    step, sketch = content["step"], Sketch.of_json(content["sketch"])
    question = writing_pages.question(step, sketch, message_id, context.services, context.texts)
    return Answer((desk_saving.reason(context, error, choosing=step == ADD_TOPICS),), question.keyboard)


async def _edit(context: Context, content: Content) -> Made:
    """A long answer of the desk: the panel with what it has changed, or as a colleague has made it meanwhile."""
    state = content["state"]
    try:
        panel = await desk_saving.save(context, state, proposals.joined(content), content["saved"])
    except Overtaken as error:
        panel = await desk_saving.overtaken(context, state, error)
    else:
        await end_question(context, state["id"])
    return Made(panel, {"briefing": state["id"], **_of(proposals.messages(content))})


async def _broadcast(context: Context, message_id: int, content: Content) -> Made:
    """A long broadcast's preview. `DeskError` where it came in several messages: it would have to go out in one."""
    if len(content["pieces"]) > 1:
        raise DeskError("broadcast-long", limit=PAGE_LIMIT)
    preview, edition = await broadcast_pages.prepare(context, content["language"], content["html"], message_id)
    return Made(preview, None, edition=edition)


async def _propose(context: Context, message_id: int, content: Content) -> Made:
    """An article's offer. The summary takes half a second: other chats needn't wait for it."""
    day = dt.date.fromisoformat(content["day"]) if content["day"] else None
    article = articles.Article(proposals.joined(content), content["source_name"], content["source_url"], day)
    sketch = await asyncio.to_thread(articles.propose, article, context.services.catalogue)
    made: Content = {"sketch": sketch.as_json(), "step": OFFER, **_of(proposals.messages(content))}
    return Made(await show(context, message_id, made), made)


def _of(messages: list[int]) -> Content:
    return {"messages": messages}
