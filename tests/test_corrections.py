"""Corrections: the line and its revision, who gets an edit, and what waits for what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from helpers_planning import DAY, HOUR, MIDNIGHT, NINE, World
from sqlalchemy import delete, insert, select, update

from briefings import outbox, planning, upkeep
from briefings.desk import corrections, drafts, sent
from briefings.desk.errors import DeskError
from briefings.model import AuditEntry, Briefing, Delivery, DeliveryState, Edition, Revision
from briefings.outbox import Outcome
from briefings.subscriptions import DELIVERIES_KEPT

if TYPE_CHECKING:
    import datetime as dt

    from briefings.desk.corrections import Announced
    from briefings.parcels import Parcel
    from briefings.store import Store

WAITING, SENDING, SENT = DeliveryState.WAITING, DeliveryState.SENDING, DeliveryState.SENT
FAILED, GONE = DeliveryState.FAILED, DeliveryState.GONE
EDITOR = 7
LINE = {"ru": "Сумма указана верно."}


@pytest.fixture
async def world(store: Store) -> World:
    """Two topics, on SQLite and on PostgreSQL."""
    return await World(store).begin()


async def correct(world: World, number: int, at: dt.datetime = NINE, line: dict[str, str] | None = None) -> Announced:
    async with world.store.writing() as session:
        return await corrections.publish(session, await drafts.take(session, number), line or LINE, by=EDITOR, now=at)


async def set_all(world: World, **values: Any) -> None:
    """Every delivery as it is to be."""
    async with world.store.writing() as session:
        await session.execute(update(Delivery).values(**values))


async def claim(world: World, at: dt.datetime = NINE) -> list[Parcel]:
    async with world.store.writing() as session:
        return (await outbox.claim(session, at, 100)).parcels


async def settle(world: World, *outcomes: Outcome, at: dt.datetime = NINE) -> None:
    async with world.store.writing() as session:
        await outbox.settle(session, outcomes, at)


async def alerted(world: World, chats: int, **values: Any) -> int:
    """An urgent briefing that has gone to so many chats."""
    for chat in range(1, chats + 1):
        await world.subscribe(chat)
    number = await world.publish("a", urgent=True)
    await world.plan(MIDNIGHT)
    await set_all(world, **({"state": SENT, "message_ids": [11], "settled_at": MIDNIGHT} | values))
    return number


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Сумма указана верно", {"ru": "Сумма указана верно"}),
        ("Сомасы дұрыс көрсетілді", {"kk": "Сомасы дұрыс көрсетілді"}),
        ("$61 bn, not $16 bn", {"kk": "$61 bn, not $16 bn"}),  # as the editor speaks
        ("EU: 27 елдің көмегі", {"kk": "EU: 27 елдің көмегі"}),
        ("По-русски: сумма\nkz: сома", {"ru": "сумма", "kk": "сома"}),
        ("kk: сома\nru: сумма", {"kk": "сома", "ru": "сумма"}),
        ("RU :  сумма \n\n верна\nkk: сома", {"ru": "сумма верна", "kk": "сома"}),
        ("Сумма\nkk: сома", {"ru": "Сумма", "kk": "сома"}),
    ],
)
def test_lines_are_read_by_language(text: str, lines: dict[str, str]) -> None:
    assert corrections.read_lines(text, "kk") == lines


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "correction-empty"),
        (" \n ", "correction-empty"),
        ("kk:", "correction-empty"),
        ("ы" * 501, "correction-long"),
        ("ы" * 4096, "correction-long"),
        ("En: $61 bn", "language"),
    ],
)
def test_a_line_is_neither_empty_nor_a_text_nor_in_a_language_that_is_none(text: str, kind: str) -> None:
    with pytest.raises(DeskError) as refused:
        corrections.read_lines(text, "ru")
    assert refused.value.kind == kind


async def test_a_correction_marks_the_briefing_and_keeps_what_it_said(world: World) -> None:
    number = await world.publish("a")
    announced = await correct(world, number)
    async with world.store.reading() as session:
        briefing = await session.get_one(Briefing, number)
        (revision,) = await session.scalars(select(Revision))
        (entry,) = await session.scalars(select(AuditEntry))
    assert (briefing.correction, briefing.corrected_at, briefing.version) == (LINE, NINE, revision.version + 1)
    assert (revision.reason, revision.replaced_by, revision.content["key"]) == (LINE["ru"], EDITOR, "a")
    assert (entry.action, entry.user_id, entry.briefing_id) == ("correct", EDITOR, number)
    assert announced.messages == 0
    assert await world.plan(NINE) == 0  # nobody has it


async def test_the_same_line_twice_is_one_correction_until_something_changes(world: World) -> None:
    number = await alerted(world, 2)
    first = await correct(world, number)
    await world.plan(NINE)
    assert await correct(world, number, NINE + HOUR) == first
    assert (await correct(world, number, NINE + HOUR, {"ru": "Ещё раз"})).edition_id != first.edition_id


async def test_the_same_line_after_what_was_announced_is_deleted_is_published_anew(world: World) -> None:
    number = await alerted(world, 1)
    await correct(world, number)
    await world.plan(NINE)
    await set_all(world, state=SENT)
    later = NINE + DELIVERIES_KEPT + DAY
    await correct(world, await world.publish("b"), later)  # what was announced last is never deleted
    while True:
        async with world.store.writing() as session:
            if not await upkeep.clean_up(session, later):
                break
    again = await correct(world, number, later)
    assert again.messages == 0
    assert await correct(world, number, later + HOUR) == again
    async with world.store.reading() as session:
        assert (await session.get_one(Briefing, number)).corrected_at == later


async def test_what_is_not_published_is_not_corrected(world: World) -> None:
    number = await world.publish("a")
    await world.archive(number)
    for briefing_id, kind in ((number, "not-published"), (number + 1, "missing"), (2**40, "missing")):
        with pytest.raises(DeskError) as refused:
            await correct(world, briefing_id)
        assert refused.value.kind == kind


async def test_every_message_that_may_hold_the_old_text_is_edited_once(world: World) -> None:
    for chat in range(1, 4):
        await world.subscribe(chat)
    await world.subscribe(4, topics=["water"])
    await world.publish("a")
    number = await world.publish("b")
    await world.publish("other", "water")
    await world.plan(NINE)
    await set_all(world, state=SENT, message_ids=[11])
    assert (await correct(world, number)).messages == 3
    await world.plan(NINE, limit=2)
    for chat in range(1, 4):
        digest, edit = await world.deliveries(chat)
        assert (edit.corrects, edit.state, edit.urgent, edit.not_before) == (digest.id, WAITING, False, NINE)
        assert edit.slot.startswith(f"correction:{digest.id}:")
    assert len(await world.deliveries(4)) == 1
    assert await world.plan(NINE) == 0


@pytest.mark.parametrize(
    ("state", "message_ids", "is_edited"),
    [
        (WAITING, [], False),  # rendered when it goes out, with the corrected text
        (WAITING, [11], True),  # a part of it stands there already
        (SENDING, [], True),  # may be on its way with the old text
        (FAILED, [], False),
        (FAILED, [11], True),
        (GONE, [11], False),
    ],
)
async def test_what_is_not_yet_sent_needs_no_edit_unless_it_has_begun(
    world: World, state: DeliveryState, message_ids: list[int], is_edited: bool
) -> None:
    number = await alerted(world, 1, state=state, message_ids=message_ids, lease_until=NINE)
    await correct(world, number, MIDNIGHT + HOUR)
    await world.plan(MIDNIGHT + HOUR)  # long before the digest
    assert len(await world.deliveries()) == 1 + is_edited


async def test_a_correction_waits_until_its_original_is_settled(world: World) -> None:
    number = await alerted(world, 1, state=SENDING, message_ids=[], lease_until=NINE + HOUR)
    await correct(world, number)
    await world.plan(NINE)
    assert await claim(world) == []
    await set_all(world, state=WAITING)
    (original,) = await claim(world)
    assert original.original is None
    await settle(world, Outcome(original, SENT, (11,)))
    (edit,) = await claim(world, NINE + outbox.PUT_OFF)
    assert edit.original is not None
    assert (edit.original.id, edit.original.message_ids, edit.original.sent_at) == (original.id, (11,), NINE)


async def test_a_second_correction_waits_for_the_first_and_knows_its_messages(world: World) -> None:
    number = await alerted(world, 1)
    await correct(world, number)
    await correct(world, number, NINE, {"ru": "Ещё раз"})
    await world.plan(NINE)
    (first,) = await claim(world)
    assert await claim(world) == []
    await settle(world, Outcome(first, SENT, (11, 12), original_ids=(11, 12)))
    (second,) = await claim(world, NINE + outbox.PUT_OFF)
    assert second.original is not None
    assert second.original.message_ids == (11, 12)


async def test_where_the_original_cannot_be_edited_the_correction_stands_in_for_it(world: World) -> None:
    number = await alerted(world, 2)
    await correct(world, number)
    await world.plan(NINE)
    lost, edited = await claim(world)
    await settle(
        world,
        Outcome(lost, WAITING, (), "message_gone", NINE, original_ids=(), alone=True),
        Outcome(edited, SENT, (11,), original_ids=(11,)),
    )
    (alone,) = await claim(world)
    assert (alone.id, alone.original, alone.message_ids) == (lost.id, None, ())
    await settle(world, Outcome(alone, SENT, (21,)))
    await correct(world, number, NINE + HOUR, {"ru": "Ещё раз"})
    await world.plan(NINE + HOUR)
    again = {parcel.chat_id: parcel.original for parcel in await claim(world, NINE + HOUR)}
    assert len(again) == 2
    original = again[lost.chat_id]
    assert original is not None
    assert (original.id, original.kind, original.message_ids) == (alone.id, "correction", (21,))


async def test_a_stand_in_for_one_briefing_is_none_for_another_of_the_same_digest(world: World) -> None:
    await world.subscribe()
    first, second = await world.publish("a"), await world.publish("b")
    await world.plan(NINE)
    await set_all(world, state=SENT, message_ids=[11])
    await correct(world, first)
    await world.plan(NINE)
    (edit,) = await claim(world)
    await settle(world, Outcome(edit, WAITING, when=NINE, original_ids=(), alone=True))
    (alone,) = await claim(world)
    await settle(world, Outcome(alone, SENT, (21,)))
    await correct(world, second)
    await world.plan(NINE)
    (other,) = await claim(world)
    assert other.original is not None
    assert (other.original.kind, other.original.message_ids) == ("digest", ())  # to become a message of its own as well


async def test_a_correction_of_what_never_arrived_is_gone(world: World) -> None:
    number = await alerted(world, 2, state=SENDING, message_ids=[], lease_until=NINE)
    await correct(world, number)
    await world.plan(NINE)
    async with world.store.writing() as session:
        await session.execute(update(Delivery).where(Delivery.corrects.is_(None)).values(state=FAILED))
        await session.execute(delete(Delivery).where(Delivery.chat_id == 2, Delivery.corrects.is_(None)))
    assert await claim(world) == []
    assert [(row.state, row.error) for row in (await world.deliveries(1))[1:]] == [(GONE, "not_sent")]
    assert [(row.state, row.error) for row in await world.deliveries(2)] == [(GONE, "not_sent")]


async def test_an_edit_that_may_have_been_made_is_made_again_and_is_no_second_copy(world: World) -> None:
    number = await alerted(world, 1)
    await correct(world, number)
    await world.plan(NINE)
    assert len(await claim(world)) == 1
    assert len(await claim(world, NINE + outbox.LEASE)) == 1
    assert [row.unknown for row in await world.deliveries()] == [0, 0]


async def test_an_alert_goes_before_corrections_that_are_still_being_spread(world: World) -> None:
    number = await alerted(world, 3)
    await correct(world, number)
    for place in range(2):
        async with world.store.writing() as session:
            assert await planning.plan(session, MIDNIGHT + HOUR, 1) == 1
        await world.publish(f"urgent {place}", urgent=True)
    async with world.store.reading() as session:
        kinds = await session.scalars(select(Edition.kind).join(Delivery).order_by(Delivery.id))
        assert list(kinds) == ["alert", "alert", "alert", "correction", "alert"]


async def test_a_look_through_deliveries_is_never_long(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corrections, "WINDOW", 2)
    number = await alerted(world, 2)
    await world.subscribe(8)
    async with world.store.writing() as session:
        (edition,) = await session.scalars(select(Edition.id))
        other = {"key": "digest:x", "kind": "digest", "content": [], "created_at": NINE}
        await session.execute(insert(Edition).values(other))
        rows = select(Delivery).order_by(Delivery.id.desc()).limit(1)
        last = (await session.scalars(rows)).one()
        for place in range(5):
            session.add(Delivery(edition_id=edition + 1, chat_id=9, slot=str(place), state=SENT, not_before=NINE))
        late = Delivery(edition_id=edition, chat_id=8, slot=last.slot, state=SENT, not_before=NINE, message_ids=[5])
        session.add(late)
    await correct(world, number)
    await world.plan(NINE + DAY)
    assert [len(await world.deliveries(chat)) for chat in (1, 2, 8, 9)] == [2, 2, 2, 5]
    async with world.store.reading() as session:
        assert [each.kind for each in await sent.recent(session)] == ["correction", "digest", "alert"]
