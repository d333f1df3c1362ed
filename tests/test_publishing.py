"""briefings/desk/publishing.py: once, when it is wished, and with two pairs of eyes where that is required."""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from helpers_desk import ALMATY, RU, actions, editor, store_draft, stored, with_topics
from sqlalchemy import select

from briefings import library, planning, readers, subscriptions
from briefings.desk import drafts, editors, publishing
from briefings.desk.errors import DeskError, Overtaken
from briefings.desk.publishing import Outcome
from briefings.model import Delivery, ReaderKind, Role, Status
from briefings.partial_date import PartialDate

if TYPE_CHECKING:
    from briefings.desk.editors import Editor
    from briefings.model import Briefing
    from briefings.store import Store

LATER = dt.timedelta(hours=2)
ANNA = editor(1, review=True)  # the author
REVIEWER = editor(2, Role.REVIEWER, review=True)
OWNER = editor(3, Role.OWNER, review=True)
OTHER = editor(4, review=True)


@pytest.fixture(autouse=True)
async def _topics(store: Store) -> None:
    await with_topics(store)


async def publish(store: Store, number: int, now: dt.datetime, by: Editor | None = None, **how: object) -> Outcome:
    async with store.writing() as session:
        briefing = await drafts.take(session, number)
        return await publishing.publish(session, briefing, by=by or editor(), now=now, **how)  # type: ignore[arg-type]


async def approve(store: Store, number: int, now: dt.datetime, by: Editor, seen: int | None = None) -> Outcome:
    async with store.writing() as session:
        return await publishing.approve(session, await drafts.take(session, number), by=by, now=now, seen=seen)


async def send_back(store: Store, number: int, now: dt.datetime, by: Editor, reason: str = "Источник?") -> str:
    async with store.writing() as session:
        return await publishing.send_back(session, await drafts.take(session, number), reason, by=by, now=now)


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


async def test_publishing_shows_it_to_readers_and_brings_it_in_the_next_digest(store: Store, now: dt.datetime) -> None:
    await subscribe(store, now)
    number = await store_draft(store, now)
    assert await shown(store) == []
    assert await publish(store, number, now, seen=1) is Outcome.PUBLISHED
    (made,) = await shown(store)
    assert (made.id, made.published_at, made.urgent) == (number, now, False)
    assert await deliveries(store, now) == []  # not urgent
    assert len(await deliveries(store, now + dt.timedelta(days=1))) == 1


async def test_publishing_twice_publishes_once(store: Store, now: dt.datetime) -> None:
    number = await store_draft(store, now)
    await publish(store, number, now, seen=1)
    first = await stored(store, number)
    assert await publish(store, number, now + LATER, seen=1, urgent=True) is Outcome.ALREADY
    assert await publish(store, number, now + LATER, at=now + LATER * 2) is Outcome.ALREADY
    again = await stored(store, number)
    assert (again.publication, again.published_at, again.version) == (first.publication, now, first.version)
    assert await actions(store, number) == [("draft", 1), ("publish", 1)]


async def test_of_two_who_press_at_once_one_publishes(store: Store, now: dt.datetime) -> None:
    number = await store_draft(store, now)
    both = await asyncio.gather(*(publish(store, number, now, editor(user), seen=1) for user in (1, 2)))
    assert sorted(both) == [Outcome.ALREADY, Outcome.PUBLISHED]


async def test_who_saw_an_older_text_publishes_nothing(store: Store, now: dt.datetime) -> None:
    number = await store_draft(store, now)
    with pytest.raises(Overtaken):
        await publish(store, number, now, seen=0)
    assert (await stored(store, number)).status is Status.DRAFT


async def test_urgent_goes_to_subscribers_at_once_and_not_again_in_the_digest(store: Store, now: dt.datetime) -> None:
    await subscribe(store, now)
    number = await store_draft(store, now)
    await publish(store, number, now, urgent=True)
    assert await deliveries(store, now) == [f"alert:{number}"]
    assert await deliveries(store, now + dt.timedelta(days=1)) == [f"alert:{number}"]


async def test_without_a_source_it_is_dated_by_its_publishing_by_the_editors_clock(
    store: Store, now: dt.datetime
) -> None:
    evening = now.replace(hour=20)  # in Almaty the next day
    ours, theirs = [
        await store_draft(store, now, origin=f"1:{n}", date=None, source_name=name)
        for n, name in enumerate((None, "BAQ.KZ"))
    ]
    for number in (ours, theirs):
        await publish(store, number, evening)
    assert (await stored(store, ours)).date == PartialDate(2026, 11, 22)
    assert (await stored(store, theirs)).date is None  # nobody knows when they wrote it


async def test_a_machines_text_goes_to_nobody_before_an_editor_stands_for_it(store: Store, now: dt.datetime) -> None:
    number = await store_draft(store, now, texts={"ru": replace(RU, machine_made=True)})
    for by in (editor(), ANNA):
        with pytest.raises(DeskError, match="unconfirmed"):
            await publish(store, number, now, by)
    async with store.writing() as session:
        (await drafts.take(session, number)).status = Status.REVIEW
    with pytest.raises(DeskError, match="unconfirmed"):
        await approve(store, number, now, REVIEWER)
    async with store.writing() as session:
        await drafts.confirm(session, await drafts.take(session, number), by=2, now=now, seen=None)
    assert await approve(store, number, now, REVIEWER) is Outcome.PUBLISHED


async def test_without_any_text_nothing_is_published(store: Store, now: dt.datetime) -> None:
    number = await store_draft(store, now)
    async with store.writing() as session:
        bare = await drafts.take(session, number)
        bare.texts.clear()
    with pytest.raises(DeskError, match="no-text"):
        await publish(store, number, now)


async def test_another_language_or_a_source_may_be_missing(store: Store, now: dt.datetime) -> None:
    number = await store_draft(store, now, texts={"ru": RU}, source_name=None)
    assert await publish(store, number, now) is Outcome.PUBLISHED


async def test_an_embargo_is_kept_until_its_time_and_then_released_once(store: Store, now: dt.datetime) -> None:
    await subscribe(store, now)
    number = await store_draft(store, now, date=None, source_name=None)
    for _ in range(2):
        assert await publish(store, number, now, at=now + LATER, urgent=True, seen=None) is Outcome.SCHEDULED
    released = []
    for at in (now + LATER - dt.timedelta(seconds=1), now + LATER, now + LATER):
        async with store.writing() as session:
            released.append(await publishing.release(session, at, "Asia/Tokyo"))
    assert released == [0, 1, 0]
    made = await stored(store, number)
    assert (made.status, made.published_at, made.publish_at) == (Status.PUBLISHED, now + LATER, None)
    assert made.date == PartialDate(2026, 11, 21)
    assert await deliveries(store, now + LATER) == [f"alert:{number}"]
    assert await actions(store, number) == [("draft", 1), ("schedule", 1), ("publish", None)]


async def test_an_embargo_may_be_moved_taken_back_or_cut_short(store: Store, now: dt.datetime) -> None:
    number = await store_draft(store, now)
    await publish(store, number, now, at=now + LATER)
    assert await publish(store, number, now, at=now + LATER * 2, seen=2) is Outcome.SCHEDULED
    for _ in range(2):
        async with store.writing() as session:
            await publishing.withdraw(session, await drafts.take(session, number), by=1, now=now, seen=3)
    assert (await stored(store, number)).publish_at is None
    async with store.writing() as session:
        assert await publishing.release(session, now + LATER * 3, ALMATY) == 0
    await publish(store, number, now, at=now + LATER)
    assert await publish(store, number, now) is Outcome.PUBLISHED
    async with store.writing() as session:
        with pytest.raises(DeskError, match="was-published"):
            await publishing.withdraw(session, await drafts.take(session, number), by=1, now=now)


async def test_the_editors_zone_is_their_private_chats(store: Store, now: dt.datetime) -> None:
    await subscribe(store, now, chat=1)
    async with store.writing() as session:
        assert await editors.zone_of(session, 1, "Europe/Berlin") == ALMATY
        assert await editors.zone_of(session, 2, "Europe/Berlin") == "Europe/Berlin"
        assert await editors.zone_of(session, None, "Europe/Berlin") == "Europe/Berlin"


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


async def test_an_archived_briefing_leaves_answers_and_digests_and_comes_back(store: Store, now: dt.datetime) -> None:
    await subscribe(store, now)
    number = await store_draft(store, now)
    async with store.writing() as session:
        with pytest.raises(DeskError, match="not-published"):
            await publishing.archive(session, await drafts.take(session, number), by=1, now=now)
    await publish(store, number, now)
    publication = (await stored(store, number)).publication
    for _ in range(2):
        async with store.writing() as session:
            await publishing.archive(session, await drafts.take(session, number), by=1, now=now, seen=2)
    assert await shown(store) == []
    assert await deliveries(store, now + dt.timedelta(days=1)) == []
    with pytest.raises(DeskError, match="archived"):
        await publish(store, number, now)
    for _ in range(2):
        async with store.writing() as session:
            await publishing.restore(session, await drafts.take(session, number), by=1, now=now, seen=3)
    (made,) = await shown(store)
    assert made.publication == publication
    assert [action for action, _ in await actions(store, number)] == ["draft", "publish", "archive", "restore"]


async def test_only_what_is_archived_is_restored(store: Store, now: dt.datetime) -> None:
    number = await store_draft(store, now)
    async with store.writing() as session:
        with pytest.raises(DeskError, match="not-archived"):
            await publishing.restore(session, await drafts.take(session, number), by=1, now=now)
