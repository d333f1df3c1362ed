"""Small builders for the desk: topics, drafts, editors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpers_content import new_topic
from sqlalchemy import select

from briefings import library
from briefings.desk import drafts
from briefings.desk.drafts import DraftText, NewDraft
from briefings.desk.publishing import Editor
from briefings.model import AuditEntry, Role
from briefings.partial_date import PartialDate
from briefings.store import note_change

if TYPE_CHECKING:
    import datetime as dt

    from briefings.model import Briefing
    from briefings.store import Store

ALMATY = "Asia/Almaty"
RU = DraftText("Визит в Пекин", "Президент прибыл в Пекин.", ("Подписано 30 документов",))
KK = DraftText("Бейжіңге сапар", "Президент Бейжіңге барды.")


def editor(user_id: int = 1, role: Role = Role.EDITOR, *, review: bool = False) -> Editor:
    return Editor(user_id, role, ALMATY, review)


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
