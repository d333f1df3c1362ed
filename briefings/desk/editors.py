"""Who acts at the desk: what they may let out, and by which clock they read the time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from briefings.model import Role, Subscription

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.model import Briefing

APPROVERS = frozenset({Role.OWNER, Role.REVIEWER})


@dataclass(frozen=True)
class Editor:
    """Who acts. `zone`: IANA, of their clock; `review`: REVIEW_REQUIRED, nobody publishes their own draft."""

    user_id: int
    role: Role
    zone: str
    review: bool = False

    def may_publish(self, briefing: Briefing) -> bool:
        """Whether no second pair of eyes is needed, or these are it."""
        return not self.review or may_approve(self, briefing)


def may_approve(editor: Editor, briefing: Briefing) -> bool:
    """Whether this editor may let another's draft go out."""
    return editor.role in APPROVERS and briefing.created_by != editor.user_id


def approvers(roles: Mapping[int, Role], owner_ids: Collection[int], author: int | None) -> list[int]:
    """Who may approve a draft of this author's: Telegram user ids. `roles`: those that were granted."""
    may = {user_id for user_id, role in roles.items() if role in APPROVERS} | set(owner_ids)
    return sorted(may - {author})


async def zone_of(session: AsyncSession, user_id: int | None, otherwise: str) -> str:
    """The zone that a person has chosen in their private chat."""
    own = select(Subscription.zone).where(Subscription.chat_id == user_id, Subscription.thread_id == 0)
    return await session.scalar(own) or otherwise
