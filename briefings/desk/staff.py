"""Members of staff: who has which role, granted and revoked by owners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from briefings.desk import audit
from briefings.model import Role, Staff
from briefings.store import insert_for, note_change

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

CHANGED = "staff"  # the part of the store that `briefings.store.changes` counts for roles


async def roles(session: AsyncSession) -> dict[int, Role]:
    """The granted roles by Telegram user id; the settings' owners are not among them."""
    return dict((await session.execute(select(Staff.user_id, Staff.role))).tuples().all())


def role_of(user_id: int, granted: Mapping[int, Role], owner_ids: Collection[int]) -> Role | None:
    """What this person may do; None: a reader. `owner_ids`: the settings' OWNER_IDS, owners whatever was granted."""
    return Role.OWNER if user_id in owner_ids else granted.get(user_id)


async def grant(session: AsyncSession, user_id: int, role: Role, *, by: int, now: datetime) -> None:
    """Give a person a role, in place of any other they have. `by`: the owner's Telegram user id."""
    statement = insert_for(session, Staff).values(user_id=user_id, role=role, granted_by=by, granted_at=now)
    changed = {"role": role, "granted_by": by, "granted_at": now}
    await session.execute(statement.on_conflict_do_update(index_elements=[Staff.user_id], set_=changed))
    audit.note(session, now, by, "grant", member=user_id, role=role.value)
    await note_change(session, CHANGED)


async def revoke(session: AsyncSession, user_id: int, *, by: int, now: datetime) -> None:
    """Take a person's role away."""
    member = await session.get_one(Staff, user_id)
    await session.delete(member)
    audit.note(session, now, by, "revoke", member=user_id, role=member.role.value)
    await note_change(session, CHANGED)
