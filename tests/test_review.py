"""briefings/desk/review.py: two pairs of eyes, where they are required."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from helpers_desk import (
    ANNA,
    LATER,
    OTHER,
    OWNER,
    REVIEWER,
    actions,
    approve,
    deliveries,
    editor,
    publish,
    send_back,
    shown,
    store_draft,
    stored,
    subscribe,
)

from briefings.desk import drafts, editors
from briefings.desk.errors import DeskError, Overtaken
from briefings.desk.moves import Outcome
from briefings.model import Role, Status
from briefings.partial_date import PartialDate

if TYPE_CHECKING:
    import datetime as dt

    from briefings.desk.editors import Editor
    from briefings.store import Store


pytestmark = pytest.mark.usefixtures("two_topics")


@pytest.mark.parametrize("author", [ANNA, editor(1, Role.OWNER, review=True)])
async def test_nobody_publishes_their_own_draft_where_review_is_required(
    store: Store, now: dt.datetime, author: Editor
) -> None:
    number = await store_draft(store, now)
    assert await publish(store, number, now, author, seen=1) is Outcome.SUBMITTED
    assert await publish(store, number, now, author, seen=1) is Outcome.SUBMITTED
    with pytest.raises(DeskError, match="not-yours-to-approve"):
        await approve(store, number, now, author)
    assert await shown(store) == []
    assert await actions(store, number) == [("draft", 1), ("submit", 1)]


async def test_a_second_member_of_staff_lets_it_go_out_as_it_was_wished(store: Store, now: dt.datetime) -> None:
    await subscribe(store, now)
    urgent, later, late = [await store_draft(store, now, origin=f"1:{n}") for n in range(3)]
    await publish(store, urgent, now, ANNA, urgent=True)
    await publish(store, later, now, ANNA, at=now + LATER)
    await publish(store, late, now, ANNA, at=now + LATER)
    assert await approve(store, urgent, now, REVIEWER, 2) is Outcome.PUBLISHED
    assert await approve(store, urgent, now, REVIEWER, 2) is Outcome.ALREADY
    assert await approve(store, later, now, OWNER, 2) is Outcome.SCHEDULED
    assert await approve(store, later, now, OWNER, 2) is Outcome.SCHEDULED
    assert await approve(store, late, now + LATER, OWNER, 2) is Outcome.PUBLISHED
    assert await deliveries(store, now) == [f"alert:{urgent}"]
    assert await actions(store, urgent) == [("draft", 1), ("submit", 1), ("approve", 2), ("publish", 2)]


async def test_a_colleague_who_publishes_what_is_in_review_has_approved_it(store: Store, now: dt.datetime) -> None:
    first, second, third = [await store_draft(store, now, origin=f"1:{n}") for n in range(3)]
    for number in (first, second):
        await publish(store, number, now, ANNA)
    await publish(store, third, now, ANNA, at=now + LATER)
    assert await publish(store, first, now, REVIEWER) is Outcome.PUBLISHED
    assert await publish(store, second, now, OWNER, at=now + LATER) is Outcome.SCHEDULED
    assert await publish(store, third, now, OWNER) is Outcome.SCHEDULED  # as its author wished
    assert (await actions(store, first))[2:] == [("approve", 2), ("publish", 2)]
    assert (await actions(store, second))[2:] == (await actions(store, third))[2:] == [("approve", 3), ("schedule", 3)]


async def test_an_author_who_need_not_wait_any_more_approves_nothing(store: Store, now: dt.datetime) -> None:
    number = await store_draft(store, now)
    await publish(store, number, now, ANNA)
    assert await publish(store, number, now) is Outcome.PUBLISHED  # review is required no longer
    assert (await actions(store, number))[2:] == [("publish", 1)]


async def test_who_approves_has_seen_what_goes_out(store: Store, now: dt.datetime) -> None:
    number = await store_draft(store, now)
    await publish(store, number, now, ANNA)
    async with store.writing() as session:
        briefing = await drafts.take(session, number)
        await drafts.change(session, briefing, drafts.Change(date=PartialDate(2020)), by=1, now=now, seen=2)
    with pytest.raises(Overtaken):
        await approve(store, number, now, REVIEWER, 2)
    with pytest.raises(Overtaken):
        await publish(store, number, now, REVIEWER, seen=2)


async def test_an_editor_does_not_approve(store: Store, now: dt.datetime) -> None:
    number = await store_draft(store, now)
    with pytest.raises(DeskError, match="not-in-review"):
        await approve(store, number, now, REVIEWER)
    assert await publish(store, number, now, OTHER) is Outcome.SUBMITTED
    for refused in (approve(store, number, now, OTHER), send_back(store, number, now, OTHER)):
        with pytest.raises(DeskError, match="not-yours-to-approve"):
            await refused


async def test_a_draft_that_is_sent_back_is_a_draft_again_and_the_reason_is_kept(
    store: Store, now: dt.datetime
) -> None:
    number = await store_draft(store, now)
    await publish(store, number, now, ANNA, at=now + LATER)
    for _ in range(2):
        assert await send_back(store, number, now, REVIEWER, " Источник?\r\n") == "Источник?"
    made = await stored(store, number)
    assert (made.status, made.publish_at) == (Status.DRAFT, None)
    assert await actions(store, number) == [("draft", 1), ("submit", 1), ("send_back", 2)]
    with pytest.raises(DeskError, match="not-in-review"):
        await send_back(store, number, now, REVIEWER, "Другое")


@pytest.mark.parametrize(("reason", "kind"), [(" \n", "reason-empty"), ("и" * 1001, "reason-long")])
async def test_a_reason_says_something_and_is_short(store: Store, now: dt.datetime, reason: str, kind: str) -> None:
    number = await store_draft(store, now)
    await publish(store, number, now, ANNA)
    with pytest.raises(DeskError, match=kind):
        await send_back(store, number, now, REVIEWER, reason)


def test_approvers_are_reviewers_and_owners_but_not_the_author() -> None:
    roles = {1: Role.REVIEWER, 2: Role.EDITOR, 3: Role.OWNER, 4: Role.REVIEWER}
    assert editors.approvers(roles, {5}, author=1) == [3, 4, 5]
