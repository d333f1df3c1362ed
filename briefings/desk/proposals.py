"""What a member of staff has sent and not yet decided on: drafts that are offered, texts of which pieces still come.

Telegram splits a long text into messages that arrive within a second or so. They are kept as they come, by their
message ids, so that one that is handled twice counts once and a restart loses none; when no more come, it is one text.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, select

from briefings.model import Proposal
from briefings.store import insert_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

KEPT: Final = dt.timedelta(days=1)
QUIET: Final = dt.timedelta(seconds=1.5)  # after the last piece: no more will come
LONG_PIECE: Final = 2048  # UTF-16 units: Telegram's apps cut at a paragraph or a word in the second half of 4096
_ENDED: Final = (".", "!", "?", "…", "»", "”", '"', ":")


async def put(
    session: AsyncSession,
    user_id: int,
    message_id: int,
    content: Mapping[str, Any],
    now: dt.datetime,
    *,
    complete: bool,
) -> None:
    """Keep what was made of a message, in place of what was kept for it; what is older than a day goes."""
    await session.execute(delete(Proposal).where(Proposal.updated_at < now - KEPT))
    values = {"content": dict(content), "complete": complete, "updated_at": now}
    statement = insert_for(session, Proposal).values(user_id=user_id, message_id=message_id, **values)
    key = [Proposal.user_id, Proposal.message_id]
    await session.execute(statement.on_conflict_do_update(index_elements=key, set_=values))


async def find(session: AsyncSession, user_id: int, message_id: int, now: dt.datetime) -> Proposal | None:
    """What was kept for a message within the last day, for this transaction to change."""
    found = await session.get(Proposal, (user_id, message_id), populate_existing=True, with_for_update=True)
    return found if found is not None and now - found.updated_at <= KEPT else None


async def drop(session: AsyncSession, user_id: int, message_id: int) -> None:
    """Keep it no longer."""
    await session.execute(delete(Proposal).where(Proposal.user_id == user_id, Proposal.message_id == message_id))


async def forget(session: AsyncSession, user_id: int) -> None:
    """Keep nothing of what this person has sent."""
    await session.execute(delete(Proposal).where(Proposal.user_id == user_id))


async def coming(session: AsyncSession, user_id: int, now: dt.datetime) -> Sequence[Proposal]:
    """The texts of which more pieces may come, oldest first; more than one where one could not be answered."""
    begun = select(Proposal).where(Proposal.user_id == user_id, Proposal.complete.is_(False))
    statement = begun.where(Proposal.updated_at >= now - KEPT)
    return (await session.scalars(statement.order_by(Proposal.message_id))).all()


async def quiet(session: AsyncSession, now: dt.datetime) -> Sequence[Proposal]:
    """The texts of which the last piece came long enough ago, and within the last day."""
    whole = (Proposal.updated_at <= now - QUIET, Proposal.updated_at >= now - KEPT)
    statement = select(Proposal).where(Proposal.complete.is_(False), *whole)
    return (await session.scalars(statement.order_by(Proposal.updated_at))).all()


async def made_of(session: AsyncSession, user_id: int, message_id: int, now: dt.datetime) -> Proposal | None:
    """What was made of this message before: it is handled once more, after a crash."""
    statement = select(Proposal).where(Proposal.user_id == user_id, Proposal.updated_at >= now - KEPT)
    found = await session.scalars(statement.where(Proposal.complete).order_by(Proposal.message_id))
    return next((each for each in found if message_id in each.content.get("messages", [])), None)


def is_long(text: str) -> bool:
    """Whether a message is so long that it may be a piece, with more of the text on its way."""
    return len(text.encode("utf-16-le")) // 2 > LONG_PIECE


def with_piece(content: Mapping[str, Any], message_id: int, text: str) -> dict[str, Any]:
    """The content with one more piece; the same message again changes nothing."""
    return {**content, "pieces": {**content.get("pieces", {}), str(message_id): text}}


def joined(content: Mapping[str, Any]) -> str:
    """The pieces as one text, in the order in which they were sent, whatever order they came in."""
    pieces = [text.strip() for _, text in sorted(content.get("pieces", {}).items(), key=lambda piece: int(piece[0]))]
    return "".join(
        piece if place == len(pieces) - 1 else piece + ("\n" if piece.endswith(_ENDED) else " ")
        for place, piece in enumerate(pieces)
    )


def messages(content: Mapping[str, Any]) -> list[int]:
    """The ids of the messages that it is made of."""
    return sorted({*map(int, content.get("pieces", {})), *content.get("messages", [])})
