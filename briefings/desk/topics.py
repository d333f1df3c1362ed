"""Topics by editors: added, renamed, moved to another shelf, hidden and shown, without a restart."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from briefings import naming, wishes
from briefings.catalogue import Catalogue, TopicEntry, entry_of
from briefings.desk import audit
from briefings.desk.errors import DeskError
from briefings.desk.form import shortened
from briefings.exchange import SLUG
from briefings.language import detect
from briefings.library import CHANGED
from briefings.model import Topic, TopicGroup, TopicText
from briefings.store import note_change
from briefings.topic_file import MAX_EMOJI, MAX_TOPIC_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

LANGUAGES: Final = ("kk", "ru")  # in the order in which an editor types the names
MAX_ALIASES, MAX_ALIAS = 50, 100


@dataclass(frozen=True)
class NewTopic:
    """A topic as an editor types it."""

    slug: str
    emoji: str
    names: dict[str, str]
    aliases: dict[str, tuple[str, ...]]


def read_new(text: str, is_reserved: Callable[[str], bool]) -> NewTopic:
    """`SLUG | EMOJI | kk name | ru name [| aliases, …]`. `DeskError` says which part is wrong.

    `is_reserved`: which slugs mean something else to the bot.
    """
    slug, emoji, kk, ru, aliases = _parts(text, least=4, most=5, form="topic-add-form")
    slug = slug.lower().removeprefix("/")
    if SLUG.fullmatch(slug) is None:
        raise DeskError("topic-slug", word=shortened(slug))
    if is_reserved(slug):
        raise DeskError("topic-reserved", word=slug)
    if not emoji or len(emoji) > MAX_EMOJI or any(char.isalpha() or char.isspace() for char in emoji):
        raise DeskError("topic-emoji", word=shortened(emoji))
    names = {"kk": _name(kk), "ru": _name(ru)}
    return NewTopic(slug, emoji, names, _aliases(aliases))


def read_rename(text: str) -> tuple[str, dict[str, str]]:
    """`SLUG | kk name | ru name`: the slug and the names."""
    slug, kk, ru = _parts(text, least=3, most=3, form="topic-rename-form")
    return slug.lower().removeprefix("/"), {"kk": _name(kk), "ru": _name(ru)}


def _parts(text: str, *, least: int, most: int, form: str) -> list[str]:
    parts = [" ".join(part.split()) for part in text.split("|")]
    if not least <= len(parts) <= most:
        raise DeskError(form)
    if any(unicodedata.category(char) in {"Cc", "Cs"} for part in parts for char in part):
        raise DeskError(form)
    return parts + [""] * (most - len(parts))


def _name(text: str) -> str:
    if not any(char.isalnum() for char in text):
        raise DeskError("topic-name-empty")
    if len(text) > MAX_TOPIC_NAME:
        raise DeskError("topic-name-long", limit=MAX_TOPIC_NAME, word=shortened(text))
    return text


def _aliases(text: str) -> dict[str, tuple[str, ...]]:
    """Aliases by language. Either language finds them all; where they stand is for whoever edits topics.yaml."""
    said = list(dict.fromkeys(filter(None, (part.strip() for part in text.split(",")))))
    if len(said) > MAX_ALIASES:
        raise DeskError("topic-aliases", limit=MAX_ALIASES)
    wrong = next((a for a in said if len(a) > MAX_ALIAS or not any(map(str.isalnum, a))), None)
    if wrong is not None:
        raise DeskError("topic-alias", limit=MAX_ALIAS, word=shortened(wrong))
    kazakh = tuple(alias for alias in said if detect(alias) == "kk")
    return {"kk": kazakh, "ru": tuple(alias for alias in said if alias not in kazakh)}


async def every(session: AsyncSession) -> Sequence[Topic]:
    """All topics in menu order, the hidden ones too."""
    topics = (await session.scalars(select(Topic).order_by(Topic.position, Topic.slug))).all()
    return sorted(topics, key=lambda topic: topic.group is not TopicGroup.COUNTRIES)


async def find(session: AsyncSession, slug: str) -> Topic:
    """The topic with this slug, hidden or not. `DeskError` names a near one where there is none."""
    topic = (await session.scalars(select(Topic).where(Topic.slug == slug))).first()
    if topic is None:
        near = wishes.nearest(slug, await session.scalars(select(Topic.slug)))
        if near:
            raise DeskError("topic-missing-near", word=shortened(slug), near=near[0])
        raise DeskError("topic-missing", word=shortened(slug))
    return topic


async def add(session: AsyncSession, new: NewTopic, *, by: int, now: datetime) -> Topic:
    """A new topic, the last on the shelf of subjects. `DeskError`: another is called so, or readers mean no topic."""
    await note_change(session, CHANGED)  # first: of two who add the same, one waits here and then finds it taken
    topics = await every(session)
    if any(topic.slug == new.slug for topic in topics):
        raise DeskError("topic-taken", word=new.slug)
    _refuse_trouble(TopicEntry(new.slug, new.emoji, TopicGroup.SUBJECTS, new.names, new.aliases), topics)
    last = await session.scalar(select(func.max(Topic.position))) or 0
    texts = {
        code: TopicText(language=code, name=name, aliases=list(new.aliases.get(code, ())))
        for code, name in new.names.items()
    }
    topic = Topic(slug=new.slug, emoji=new.emoji, group=TopicGroup.SUBJECTS, position=last + 1, texts=texts)
    topic.hidden = False
    session.add(topic)
    audit.note(session, now, by, "topic_add", slug=new.slug)
    return topic


async def rename(session: AsyncSession, slug: str, names: dict[str, str], *, by: int, now: datetime) -> Topic:
    """Give a topic other names. `DeskError` as in `add`, or where there is no such topic."""
    await note_change(session, CHANGED)
    topic = await find(session, slug)
    _refuse_trouble(TopicEntry(slug, topic.emoji, topic.group, names, {}), await every(session))
    before = {code: text.name for code, text in topic.texts.items()}
    for code, name in names.items():
        text = topic.texts.setdefault(code, TopicText(language=code, aliases=[]))
        text.name = name
    audit.note(session, now, by, "topic_rename", slug=slug, before=before, after=names)
    return topic


async def hide(session: AsyncSession, slug: str, *, hidden: bool, by: int, now: datetime) -> Topic:
    """Take a topic out of menus and lists, or put it back; its briefings stay."""
    await note_change(session, CHANGED)
    topic = await find(session, slug)
    if topic.hidden != hidden:
        topic.hidden = hidden
        audit.note(session, now, by, "topic_hide" if hidden else "topic_show", slug=slug)
    return topic


async def move(session: AsyncSession, slug: str, group: TopicGroup, *, by: int, now: datetime) -> Topic:
    """Put a topic on another shelf of the list."""
    await note_change(session, CHANGED)
    topic = await find(session, slug)
    if topic.group is not group:
        topic.group = group
        audit.note(session, now, by, "topic_move", slug=slug, group=group.value)
    return topic


def _refuse_trouble(called: TopicEntry, every: Sequence[Topic]) -> None:
    """A reader's word opens one topic, whatever the language: `DeskError` for one that names another, hidden or not."""
    found = naming.trouble(called, Catalogue(tuple(map(entry_of, every))))
    if found is not None and found.slug is None:
        raise DeskError("topic-reserved", word=shortened(found.word))
    if found is not None:
        raise DeskError("topic-name-taken", word=shortened(found.word), slug=found.slug)
