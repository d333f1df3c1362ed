"""Topics by editors: /topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup
from telegram import InlineKeyboardMarkup

from bot.callback_data import button
from bot.cards import Answer
from bot.staff_buttons import DoTopic, TopicPress
from briefings import library
from briefings.desk import topics
from briefings.desk.errors import DeskError
from briefings.model import TopicGroup

if TYPE_CHECKING:
    from telegram import InlineKeyboardButton, Update

    from bot.context import Context
    from briefings.model import Topic

PAGE = 20  # topics on one page of the list


async def topic(update: Update, context: Context) -> None:
    """`/topic add …`, `/topic rename …`, `/topic hide SLUG`, `/topic show SLUG`; alone: the list, with how to."""
    if not context.words:
        await context.answer(update, await _list(context, 0))
        return
    do, typed = context.words[0].lower(), _after(update, 2)
    services, by, now = context.services, context.reader.id, context.services.now()
    async with services.store.writing() as session:
        if do == "add":
            new = topics.read_new(typed, services.commands.is_reserved)
            changed = await topics.add(session, new, by=by, now=now)
        elif do == "rename":
            changed = await topics.rename(session, *topics.read_rename(typed), by=by, now=now)
        elif do in {"hide", "show"} and len(context.words) == 2:
            slug = context.words[1].lower().removeprefix("/")
            changed = await topics.hide(session, slug, hidden=do == "hide", by=by, now=now)
        else:
            raise DeskError("topic-form")
    await services.refresh()
    await context.answer(update, await _page(context, changed.slug, context.texts(f"topic-done-{do}")))


async def press(update: Update, context: Context, button: TopicPress) -> None:
    """The list and its topics by buttons, in place."""
    services, by, now = context.services, context.reader.id, context.services.now()
    if button.do is DoTopic.LIST:
        await context.replace(update, await _list(context, int(button.value)))
        return
    note = None
    if button.do is not DoTopic.SHOW_PAGE:
        async with services.store.writing() as session:
            if button.do in {DoTopic.HIDE, DoTopic.SHOW}:
                await topics.hide(session, button.value, hidden=button.do is DoTopic.HIDE, by=by, now=now)
            else:
                await topics.move(session, button.value, TopicGroup(button.do.value), by=by, now=now)
        await services.refresh()
        note = context.texts(f"topic-done-{button.do}")
    await context.replace(update, await _page(context, button.value, note))


def _after(update: Update, words: int) -> str:
    """The message as it was typed, behind so many words."""
    message = update.message
    parts = (message.text or "").split(maxsplit=words) if message else []
    return "".join(parts[words:])


async def _list(context: Context, page: int) -> Answer:
    texts = context.texts
    async with context.services.store.reading() as session:
        every = await topics.every(session)
    shown = every[page * PAGE : (page + 1) * PAGE]
    buttons = [button(_label(topic, context.language), TopicPress(DoTopic.SHOW_PAGE, topic.slug)) for topic in shown]
    rows = [buttons[start : start + 2] for start in range(0, len(buttons), 2)]
    turning = [
        button(texts.plain(f"button-{way}-page"), TopicPress(DoTopic.LIST, str(other)))
        for way, other in (("previous", page - 1), ("next", page + 1))
        if 0 <= other * PAGE < len(every)
    ]
    return Answer(
        (texts("topic-help", count=len(every)),), InlineKeyboardMarkup([*rows, *([turning] if turning else [])])
    )


def _label(topic: Topic, language: str) -> str:
    hidden = "🚫 " if topic.hidden else ""
    return f"{hidden}{topic.emoji} {_name(topic, language)}"


def _name(topic: Topic, language: str) -> str:
    text = topic.texts.get(language) or topic.texts[min(topic.texts)]
    return text.name


async def _page(context: Context, slug: str, note: Markup | None) -> Answer:
    """One topic with all that readers may call it, and buttons to change it."""
    texts = context.texts
    async with context.services.store.reading() as session:
        topic = await topics.find(session, slug)
        count = (await library.counts(session)).get(slug, 0)
    names = [text.name for _, text in sorted(topic.texts.items())]
    aliases = list(dict.fromkeys(alias for _, text in sorted(topic.texts.items()) for alias in text.aliases))
    lines = [
        Markup("{} <b>{}</b>").format(topic.emoji, " / ".join(names)),
        texts("topic-page", slug=slug, shelf=texts(f"group-{topic.group}"), count=count),
        *([texts("topic-aliases", aliases=", ".join(aliases))] if aliases else []),
        *([texts("topic-is-hidden")] if topic.hidden else []),
    ]
    rename = texts("topic-rename-hint", slug=slug, names=" | ".join(names))
    pages = Markup("\n\n").join([*([note] if note else []), Markup("\n").join(lines), rename])
    return Answer((pages,), InlineKeyboardMarkup(_keys(context, topic)))


def _keys(context: Context, topic: Topic) -> list[list[InlineKeyboardButton]]:
    texts, slug = context.texts, topic.slug
    sight = DoTopic.SHOW if topic.hidden else DoTopic.HIDE
    shelf = DoTopic.SUBJECTS if topic.group is TopicGroup.COUNTRIES else DoTopic.COUNTRIES
    return [
        [button(texts.plain(f"button-topic-{sight}"), TopicPress(sight, slug))],
        [button(texts.plain("button-topic-move", shelf=texts.plain(f"group-{shelf}")), TopicPress(shelf, slug))],
        [button(texts.plain("button-topic-list"), TopicPress(DoTopic.LIST, "0"))],
    ]
