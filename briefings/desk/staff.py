"""Members of staff: who has which role, granted and revoked by owners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from briefings.desk import audit
from briefings.desk.errors import DeskError
from briefings.desk.form import shortened
from briefings.model import Role, Staff
from briefings.store import insert_for, note_change

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

CHANGED = "staff"  # the part of the store that `briefings.store.changes` counts for roles
MAX_USER_ID = 2**52  # Bot API, User: at most 52 significant bits
LONGEST_NUMBER = 20  # digits: int() refuses thousands of them in its own way


async def roles(session: AsyncSession) -> dict[int, Role]:
    """The granted roles by Telegram user id; the settings' owners are not among them."""
    return dict((await session.execute(select(Staff.user_id, Staff.role))).all())


def role_of(user_id: int, granted: Mapping[int, Role], owner_ids: Collection[int]) -> Role | None:
    """What this person may do; None: a reader. `owner_ids`: the settings' OWNER_IDS, owners whatever was granted."""
    return Role.OWNER if user_id in owner_ids else granted.get(user_id)


async def members(session: AsyncSession) -> Sequence[Staff]:
    """Those who were granted a role, the longest first."""
    return (await session.scalars(select(Staff).order_by(Staff.granted_at, Staff.user_id))).all()


def read_user_id(word: str) -> int:
    """A person's Telegram user id. `DeskError` for what is none: groups' ids are below zero."""
    if not (word.isascii() and word.isdigit() and len(word) <= LONGEST_NUMBER and 0 < int(word) < MAX_USER_ID):
        raise DeskError("user-id", word=shortened(word))
    return int(word)


async def grant(
    session: AsyncSession, user_id: int, role: Role, *, by: int, owner_ids: Collection[int], now: datetime
) -> bool:
    """Give a person a role, in place of any other; whether that changes anything. `by`: an owner's user id.

    `DeskError`: the settings make this person an owner, or nobody else would be one.
    """
    await note_change(session, CHANGED)  # first: of two owners who take each other's role, one waits and then is told
    before = await _changeable(session, user_id, owner_ids)
    if before is not None and before.role is role:
        return False
    if before is not None and role is not Role.OWNER:
        await _leave_an_owner(session, before, owner_ids)
    statement = insert_for(session, Staff).values(user_id=user_id, role=role, granted_by=by, granted_at=now)
    changed = {"role": role, "granted_by": by, "granted_at": now}
    await session.execute(statement.on_conflict_do_update(index_elements=[Staff.user_id], set_=changed))
    audit.note(session, now, by, "grant", member=user_id, role=role.value)
    return True


async def revoke(session: AsyncSession, user_id: int, *, by: int, owner_ids: Collection[int], now: datetime) -> None:
    """Take a person's role away. `DeskError`: they have none, or it can't be taken (see `grant`)."""
    await note_change(session, CHANGED)
    member = await _changeable(session, user_id, owner_ids)
    if member is None:
        raise DeskError("no-member", word=str(user_id))
    await _leave_an_owner(session, member, owner_ids)
    await session.delete(member)
    audit.note(session, now, by, "revoke", member=user_id, role=member.role.value)


async def _changeable(session: AsyncSession, user_id: int, owner_ids: Collection[int]) -> Staff | None:
    """What was granted to this person; nothing that is granted or revoked changes an owner by the settings."""
    if user_id in owner_ids:
        raise DeskError("owner-by-settings", word=str(user_id))
    return await session.get(Staff, user_id, populate_existing=True)


async def _leave_an_owner(session: AsyncSession, member: Staff, owner_ids: Collection[int]) -> None:
    """`DeskError` where this one is the last."""
    others = select(func.count()).where(Staff.role == Role.OWNER, Staff.user_id != member.user_id)
    if member.role is Role.OWNER and not owner_ids and not await session.scalar(others):
        raise DeskError("last-owner")
