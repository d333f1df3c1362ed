"""What an editor sees while a draft is being written: questions, what is offered, what is like it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markupsafe import Markup
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot import desk_rows
from bot.cards import PAGE_LIMIT, Answer, shortened
from bot.desk_rows import title_of
from bot.markup import utf16_length
from bot.writing_buttons import Do, button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.services import Services
    from bot.texts import Texts
    from briefings.desk.sketches import Sketch
    from briefings.model import Briefing

LABELLED: Final = 48  # characters of a title on a button
ADD_LANGUAGE, ADD_TOPICS, ADD_TITLE, ADD_TEXT, ADD_SOURCE = (
    "add_language",
    "add_topics",
    "add_title",
    "add_text",
    "add_source",
)
STEPS: Final = (ADD_LANGUAGE, ADD_TOPICS, ADD_TITLE, ADD_TEXT, ADD_SOURCE)


def question(step: str, sketch: Sketch, message_id: int, services: Services, texts: Texts) -> Answer:
    """What a step of `/add` asks; how to leave stands below."""
    rows: list[list[InlineKeyboardButton]] = []
    if step == ADD_LANGUAGE:
        rows = [
            [
                button(each.plain("language-name"), Do.LANGUAGE, message_id, code)
                for code, each in services.texts.items()
            ]
        ]
    elif step == ADD_TOPICS:
        rows = topic_rows(sketch, message_id, services, texts)
    elif step == ADD_SOURCE:
        rows = [[button(texts.plain("button-write-no-source"), Do.NO_SOURCE, message_id)]]
    number = STEPS.index(step) + 1
    back = []
    if 1 < number < len(STEPS):  # a long text need not be sent again
        back = [button(texts.plain("button-write-back"), Do.BACK, message_id, STEPS[number - 2])]
    rows.append([*back, button(texts.plain("button-write-discard"), Do.DISCARD, message_id)])
    asked = texts(f"write-ask-{step.removeprefix('add_')}", number=number, total=len(STEPS))
    return Answer((Markup("{}\n\n<i>{}</i>").format(asked, texts("write-how-to-leave")),), InlineKeyboardMarkup(rows))


def topic_rows(sketch: Sketch, message_id: int, services: Services, texts: Texts) -> list[list[InlineKeyboardButton]]:
    """Topics to choose from; below, that these are all."""
    return desk_rows.choice(
        services.catalogue.topics,
        sketch.topics,
        texts,
        lambda label, slug, is_held: button(label, Do.DROP if is_held else Do.HOLD, message_id, slug),
        button(texts.plain("button-write-topics-done"), Do.TOPICS_DONE, message_id),
    )


def topics_question(sketch: Sketch, message_id: int, services: Services, texts: Texts) -> Answer:
    """The step of `/add` that asks for the topics."""
    return question(ADD_TOPICS, sketch, message_id, services, texts)


def topics_page(sketch: Sketch, message_id: int, services: Services, texts: Texts) -> Answer:
    """The topics of what is offered, to be held and dropped."""
    rows = topic_rows(sketch, message_id, services, texts)
    return Answer((texts("write-offer-topics"),), InlineKeyboardMarkup(rows))


def offer(sketch: Sketch, alike: Sequence[Briefing], message_id: int, services: Services, texts: Texts) -> Answer:
    """What is proposed to be saved, and what is stored already that is like it."""
    lines = [_marked(sketch, services, texts)] if sketch.machine_made else []
    said = texts.plain("write-offer-none")
    topics = ", ".join(services.catalogue.name(slug, texts.language) for slug in sketch.topics) or said
    source = " | ".join(part for part in (sketch.source_name, sketch.date, sketch.source_url) if part) or said
    foot = [texts("write-offer-about", topics=topics, source=shortened(source, 500))]
    if alike:
        foot.append(_alike(alike, texts))
    rows = [row for each in alike for row in desk_rows.opening(each.id, each.version, texts)]
    if alike:
        rows.append([button(texts.plain("button-write-anyway"), Do.SAVE_ANYWAY, message_id)])
    else:
        rows.append([button(texts.plain("button-write-save"), Do.SAVE, message_id)])
    if sketch.machine_made:
        rows.append([button(texts.plain("button-write-topics"), Do.TOPICS, message_id)])
    rows.append([button(texts.plain("button-write-discard"), Do.DISCARD, message_id)])
    head, end = Markup("\n").join(lines), Markup("\n\n").join(foot)
    title = Markup("<b>{}</b>").format(sketch.title)
    room = PAGE_LIMIT - sum(map(utf16_length, (head, title, end))) - 10
    parts = [part for part in (head, title, Markup("{}").format(shortened(sketch.summary, room)), end) if part]
    return Answer((Markup("\n\n").join(parts),), InlineKeyboardMarkup(rows))


def _marked(sketch: Sketch, services: Services, texts: Texts) -> Markup:
    """That a machine has made it, out of how much."""
    name = services.texts[sketch.language or texts.language].plain("language-name")
    long, short = texts.number(sketch.length), texts.number(len(sketch.summary))
    return texts("write-offer-machine", language=name, long=long, short=short)


def _alike(alike: Sequence[Briefing], texts: Texts) -> Markup:
    titles = Markup("\n").join(
        texts("write-alike-one", number=str(each.id), title=shortened(title_of(each, texts.language), 200))
        for each in alike
    )
    return Markup("{}\n{}").format(texts("write-alike"), titles)
