"""Small builders for the desk: topics, drafts, editors; colleagues at the wire, whose buttons are in their language."""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from helpers_content import new_topic
from sandbox_driver import Person
from sqlalchemy import func, select

from bot import app
from bot.sandbox.cast import EDITOR_ID
from bot.texts import load_texts
from briefings import library, planning, readers, subscriptions
from briefings.desk import drafts, publishing, review
from briefings.desk.drafts import NewDraft
from briefings.desk.editors import Editor
from briefings.desk.form import DraftText
from briefings.model import AuditEntry, Delivery, Proposal, ReaderKind, Role
from briefings.partial_date import PartialDate
from briefings.store import Store, note_change

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.sandbox.server import SandboxServer
    from briefings.desk.moves import Outcome
    from briefings.model import Briefing

TEXTS = load_texts()
ALMATY = "Asia/Almaty"
RU = DraftText("Визит в Пекин", "Президент прибыл в Пекин.", ("Подписано 30 документов",))
KK = DraftText("Бейжіңге сапар", "Президент Бейжіңге барды.")


def editor(user_id: int = 1, role: Role = Role.EDITOR, *, review: bool = False) -> Editor:
    return Editor(user_id, role, ALMATY, review)


LATER = dt.timedelta(hours=2)
ANNA = editor(1, review=True)  # the author
REVIEWER = editor(2, Role.REVIEWER, review=True)
OWNER = editor(3, Role.OWNER, review=True)
OTHER = editor(4, review=True)


def new_draft(**changes: object) -> NewDraft:
    """A draft that lacks nothing."""
    fields: dict[str, object] = {
        "topics": ("china",),
        "date": PartialDate(2025, 9, 5),
        "texts": {"ru": RU, "kk": KK},
        "source_name": "BAQ.KZ",
    }
    return NewDraft(**(fields | changes))  # type: ignore[arg-type]


async def with_topics(store: Store) -> None:
    async with store.writing() as session:
        session.add_all([new_topic("china", 1), new_topic("water", 2)])
        await note_change(session, library.CHANGED)


async def store_draft(store: Store, now: dt.datetime, *, by: int = 1, origin: str = "1:1", **changes: object) -> int:
    """A stored draft's id."""
    async with store.writing() as session:
        return (await drafts.create(session, new_draft(**changes), by=by, origin=origin, now=now)).id


async def publish(store: Store, number: int, now: dt.datetime, by: Editor | None = None, **how: object) -> Outcome:
    async with store.writing() as session:
        briefing = await drafts.take(session, number)
        return await publishing.publish(session, briefing, by=by or editor(), now=now, **how)  # type: ignore[arg-type]


async def approve(store: Store, number: int, now: dt.datetime, by: Editor, seen: int | None = None) -> Outcome:
    async with store.writing() as session:
        return await review.approve(session, await drafts.take(session, number), by=by, now=now, seen=seen)


async def send_back(store: Store, number: int, now: dt.datetime, by: Editor, reason: str = "Источник?") -> str:
    async with store.writing() as session:
        return await review.send_back(session, await drafts.take(session, number), reason, by=by, now=now)


async def subscribe(store: Store, now: dt.datetime, chat: int = 100) -> None:
    async with store.writing() as session:
        await readers.meet(session, chat, ReaderKind.PRIVATE, "ru", now)
        await subscriptions.start(session, await subscriptions.ensure(session, chat, 0, ALMATY), now)


async def deliveries(store: Store, now: dt.datetime) -> list[str]:
    """The slots of what is planned at `now`."""
    async with store.writing() as session:
        while await planning.plan(session, now):
            pass
        return list(await session.scalars(select(Delivery.slot)))


async def shown(store: Store) -> list[Briefing]:
    async with store.reading() as session:
        return list(await library.newest(session, "china", limit=10))


async def stored(store: Store, briefing_id: int) -> Briefing:
    async with store.reading() as session:
        found = await library.find(session, briefing_id)
    assert found is not None
    return found


async def actions(store: Store, briefing_id: int) -> list[tuple[str, int | None]]:
    """What was done to a briefing, and by whom."""
    async with store.reading() as session:
        entries = select(AuditEntry).where(AuditEntry.briefing_id == briefing_id).order_by(AuditEntry.id)
        return [(entry.action, entry.user_id) for entry in await session.scalars(entries)]


@dataclass
class Clock:
    """Shows what it is set to."""

    at: dt.datetime

    def __call__(self) -> dt.datetime:
        return self.at


async def until(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not happened():
            await asyncio.sleep(0.02)


async def waiting(store: Store) -> int:
    """How many texts that came in pieces are not answered yet."""
    async with store.reading() as session:
        return await session.scalar(select(func.count()).where(Proposal.complete.is_(False))) or 0


async def made_draft(store: Store, *, by: int = EDITOR_ID, message: int = 1, **changes: object) -> int:
    """A draft of one text, as if made of a message; its id."""
    changes.setdefault("texts", {"ru": DraftText("Визит в Пекин", "Президент прибыл в Пекин.", ("Подписано 30 <b>",))})
    async with store.writing() as session:
        return (await drafts.create(session, new_draft(**changes), by=by, origin=f"{by}:{message}", now=app.now())).id


@dataclass
class Colleague:
    """A member of staff, whose buttons are in their language."""

    person: Person
    language: str

    @classmethod
    def of(cls, bot: SandboxServer, user_id: int, language: str) -> Colleague:
        return cls(Person.of(bot, user_id), language)

    def text(self, key: str, **values: object) -> str:
        return TEXTS[self.language].plain(key, **values)

    async def says(self, text: str) -> str:
        """What the bot answers, all of it."""
        return "\n".join(message.text for message in await self.person.says(text))

    async def taps(self, key: str, **values: object) -> str:
        """What a button changes or brings; `key` without `button-desk-`, or with values without `desk-key-`."""
        label = self.text(f"desk-key-{key}" if values else f"button-desk-{key}", **values)
        return "\n".join(message.text for message in await self.person.taps(label))

    @property
    def screen(self) -> list[str]:
        return [message.text for message in self.person.screen]
