"""Who is on the staff, who takes whom off it, and what is written down about it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from briefings.desk import audit, staff
from briefings.desk.errors import DeskError
from briefings.model import AuditEntry, Role
from briefings.store import changes

if TYPE_CHECKING:
    from datetime import datetime

    from briefings.store import Store

OWNER, SECOND, THIRD = 1, 2, 3


async def grant(
    store: Store, now: datetime, user_id: int, role: Role, *, by: int = OWNER, owner_ids: tuple[int, ...] = (OWNER,)
) -> bool:
    async with store.writing() as session:
        return await staff.grant(session, user_id, role, by=by, owner_ids=owner_ids, now=now)


async def revoke(store: Store, now: datetime, user_id: int, owner_ids: tuple[int, ...] = (OWNER,)) -> None:
    async with store.writing() as session:
        await staff.revoke(session, user_id, by=OWNER, owner_ids=owner_ids, now=now)


async def roles(store: Store) -> dict[int, Role]:
    async with store.reading() as session:
        return await staff.roles(session)


async def log(store: Store) -> list[tuple[int | None, str, dict[str, object]]]:
    """The audit log, the oldest first."""
    async with store.reading() as session:
        entries = await session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        return [(entry.user_id, entry.action, entry.details) for entry in entries]


async def test_what_is_granted_counts_until_it_is_revoked_and_all_of_it_is_written_down(
    store: Store, now: datetime
) -> None:
    assert await grant(store, now, SECOND, Role.EDITOR)
    assert await grant(store, now + timedelta(hours=1), THIRD, Role.REVIEWER)
    assert await roles(store) == {SECOND: Role.EDITOR, THIRD: Role.REVIEWER}
    assert not await grant(store, now, SECOND, Role.EDITOR)
    assert await grant(store, now + timedelta(hours=2), SECOND, Role.OWNER)
    async with store.reading() as session:
        assert [(each.user_id, each.role, each.granted_by) for each in await staff.members(session)] == [
            (THIRD, Role.REVIEWER, OWNER),
            (SECOND, Role.OWNER, OWNER),
        ]
    await revoke(store, now, THIRD)
    assert await roles(store) == {SECOND: Role.OWNER}
    assert await log(store) == [
        (OWNER, "grant", {"member": SECOND, "role": "editor"}),
        (OWNER, "grant", {"member": THIRD, "role": "reviewer"}),
        (OWNER, "grant", {"member": SECOND, "role": "owner"}),
        (OWNER, "revoke", {"member": THIRD, "role": "reviewer"}),
    ]


async def test_every_change_is_told_to_the_other_processes(store: Store, now: datetime) -> None:
    await grant(store, now, SECOND, Role.EDITOR)
    async with store.reading() as session:
        assert (await changes(session))[staff.CHANGED] == 1
    await revoke(store, now, SECOND)
    async with store.reading() as session:
        assert (await changes(session))[staff.CHANGED] == 2


async def test_nobody_can_take_the_last_owner_away(store: Store, now: datetime) -> None:
    await grant(store, now, SECOND, Role.OWNER, by=SECOND, owner_ids=())
    with pytest.raises(DeskError, match="last-owner"):
        await revoke(store, now, SECOND, owner_ids=())
    with pytest.raises(DeskError, match="last-owner"):
        await grant(store, now, SECOND, Role.EDITOR, owner_ids=())
    assert await roles(store) == {SECOND: Role.OWNER}
    await grant(store, now, THIRD, Role.OWNER, owner_ids=())
    await revoke(store, now, SECOND, owner_ids=())
    assert await roles(store) == {THIRD: Role.OWNER}


async def test_an_owner_by_the_settings_is_changed_in_the_settings(store: Store, now: datetime) -> None:
    with pytest.raises(DeskError, match="owner-by-settings"):
        await revoke(store, now, OWNER)
    with pytest.raises(DeskError, match="owner-by-settings"):
        await grant(store, now, OWNER, Role.REVIEWER)
    assert await log(store) == []


async def test_a_role_that_nobody_has_cannot_be_revoked(store: Store, now: datetime) -> None:
    with pytest.raises(DeskError, match="no-member"):
        await revoke(store, now, THIRD)


@pytest.mark.parametrize(
    "word", ["", "-201", "0", "@saule", "12x", "١٢", "9" * 30, "9" * 5000, str(2**52), f"{104:020}999"]
)
def test_what_is_no_persons_id_is_refused(word: str) -> None:
    with pytest.raises(DeskError, match="user-id"):
        staff.read_user_id(word)


def test_the_settings_owners_are_owners_whatever_was_granted() -> None:
    granted = {OWNER: Role.REVIEWER, SECOND: Role.EDITOR}
    assert [staff.role_of(each, granted, {OWNER}) for each in (OWNER, SECOND, THIRD)] == [Role.OWNER, Role.EDITOR, None]
    assert staff.read_user_id("104") == 104


async def test_who_tries_all_day_what_only_the_staff_may_takes_one_line_a_day(store: Store, now: datetime) -> None:
    for at, what in ((now, "/drafts"), (now, "/grant"), (now + timedelta(hours=1), "/drafts"), (now, "/drafts")):
        async with store.writing() as session:
            await audit.note_refused(session, at, THIRD, what)
    async with store.writing() as session:
        await audit.note_refused(session, now + timedelta(days=1), THIRD, "/drafts")
    assert await log(store) == [
        (THIRD, "refused", {"what": "/drafts", "times": 3}),
        (THIRD, "refused", {"what": "/grant", "times": 1}),
        (THIRD, "refused", {"what": "/drafts", "times": 1}),
    ]
