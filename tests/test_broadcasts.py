"""Broadcasts: prepared, sent once or cancelled; to every chat that it is for, where and when it wants to hear."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from helpers_planning import DAY, HOUR, MIDNIGHT, World
from sqlalchemy import select, update

from briefings import adjust, editions, outbox, spreading, subscriptions, supergroups, upkeep
from briefings.desk import broadcasts, sent
from briefings.desk.errors import DeskError
from briefings.model import AuditEntry, Delivery, DeliveryState, Edition, Reader, ReaderKind, Subscription

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.desk.broadcasts import Prepared
    from briefings.store import Store

EDITOR = 7
FORUM, GROUP = -(10**12), -5


@pytest.fixture
async def world(store: Store) -> World:
    """Two topics, on SQLite and on PostgreSQL."""
    return await World(store).begin()


async def meet(world: World, *chats: int, language: str = "kk") -> None:
    async with world.store.writing() as session:
        for chat in chats:
            kind = ReaderKind.PRIVATE if chat > 0 else ReaderKind.SUPERGROUP
            session.add(Reader(id=chat, kind=kind, language=language, created_at=MIDNIGHT))


async def pause(world: World, chat: int) -> None:
    """A day from midnight on, by the chat's own settings."""
    async with world.store.writing() as session:
        found = await subscriptions.ensure(session, chat, 0, "UTC")
        adjust.pause(found, 1, MIDNIGHT)
        subscriptions.reckon(found, MIDNIGHT)


async def prepare(world: World, language: str = "all", origin: str = "7:1") -> Prepared:
    async with world.store.writing() as session:
        return await broadcasts.prepare(session, language, "Эфир &amp; сұрақ", by=EDITOR, origin=origin, now=MIDNIGHT)


async def send(world: World, origin: str = "7:1") -> bool:
    async with world.store.writing() as session:
        return (await broadcasts.send(session, origin, by=EDITOR, now=MIDNIGHT))[1]


async def cancel(world: World, origin: str = "7:1") -> bool:
    async with world.store.writing() as session:
        return await broadcasts.cancel(session, origin)


async def places(world: World) -> dict[int, tuple[int, dt.datetime]]:
    """Where and when each chat gets something."""
    async with world.store.reading() as session:
        rows = await session.execute(select(Delivery.chat_id, Delivery.thread_id, Delivery.not_before))
        return {chat_id: (thread_id, when) for chat_id, thread_id, when in rows}


async def broadcast(world: World, language: str = "all", limit: int = 2) -> dict[int, tuple[int, dt.datetime]]:
    prepared = await prepare(world, language)
    await send(world)
    await world.plan(MIDNIGHT, limit)
    found = await places(world)
    assert prepared.chats == len(found)  # what the preview has said
    return found


async def test_it_goes_to_every_chat_of_its_language_or_to_all_once(world: World) -> None:
    await meet(world, 1, 2, 3, GROUP)
    await meet(world, 4, FORUM, language="ru")
    assert set(await broadcast(world, "ru")) == {4, FORUM}
    async with world.store.writing() as session:
        await session.execute(update(Delivery).values(slot="other"))
    prepared = await prepare(world, origin="7:2")
    assert prepared.chats == 6
    await send(world, "7:2")
    await world.plan(MIDNIGHT, 2)
    async with world.store.reading() as session:
        whole = Delivery.edition_id == prepared.edition_id
        assert sorted(await session.scalars(select(Delivery.chat_id).where(whole))) == [FORUM, GROUP, 1, 2, 3, 4]


async def test_the_only_topic_that_is_subscribed_gets_it_else_the_chat_itself(world: World) -> None:
    await world.subscribe(FORUM, thread=3)
    await world.subscribe(GROUP, thread=3)
    await world.subscribe(GROUP, thread=4)
    await world.subscribe(1)
    await meet(world, 2)
    assert {chat: thread for chat, (thread, _) in (await broadcast(world)).items()} == {FORUM: 3, GROUP: 0, 1: 0, 2: 0}


@pytest.mark.parametrize("language", ["all", "ru"])
async def test_a_group_that_becomes_a_supergroup_gets_what_has_gone_past_its_new_id(
    world: World, language: str
) -> None:
    new, others = FORUM - 201, (FORUM + 1, FORUM + 2)
    await meet(world, GROUP, 1, *others, language="ru")
    await prepare(world, language)
    await send(world)
    async with world.store.writing() as session:
        await spreading.spread(session, MIDNIGHT, 2)
        assert set(await session.scalars(select(Delivery.chat_id))) == set(others)
    async with world.store.writing() as session:
        await supergroups.rekey(session, GROUP, new, MIDNIGHT)
    await world.plan(MIDNIGHT, 2)
    assert set(await places(world)) == {new, 1, *others}


@pytest.mark.parametrize("wanted", ["in its language", "not in a pause", "once"])
async def test_a_group_that_becomes_a_supergroup_gets_no_broadcast_that_it_would_not_have_got(
    world: World, wanted: str
) -> None:
    new, other = FORUM - 201, FORUM + 1
    await meet(world, GROUP, language="kk" if wanted == "in its language" else "ru")
    await meet(world, other, language="ru")
    if wanted == "not in a pause":
        await pause(world, GROUP)
    await prepare(world, "ru")
    await send(world)
    async with world.store.writing() as session:
        await spreading.spread(session, MIDNIGHT, 2 if wanted == "once" else 1)
    async with world.store.writing() as session:
        await supergroups.rekey(session, GROUP, new, MIDNIGHT)
    await world.plan(MIDNIGHT, 2)
    assert set(await places(world)) == ({new, other} if wanted == "once" else {other})


async def test_a_batch_that_is_being_written_passes_by_no_group_that_becomes_a_supergroup(
    postgresql: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = await World(postgresql).begin()
    await meet(world, GROUP)
    await prepare(world)
    await send(world)
    moving: list[asyncio.Task[None]] = []

    async def rekey() -> None:
        async with world.store.writing() as session:
            await supergroups.rekey(session, GROUP, FORUM, MIDNIGHT)

    async def deliver(session: AsyncSession, rows: list[dict[str, Any]]) -> None:
        moving.append(asyncio.create_task(rekey()))  # the batch has read the group's id, and is yet to write it
        await asyncio.wait(moving, timeout=0.3)
        await editions.deliver(session, rows)

    monkeypatch.setattr(spreading, "deliver", deliver)
    async with world.store.writing() as session:
        await spreading.spread(session, MIDNIGHT, 2)
    await asyncio.gather(*moving)
    assert set(await places(world)) == {FORUM}


async def test_paused_chats_are_left_alone_and_quiet_hours_are_kept(world: World) -> None:
    await world.subscribe(1)
    await world.pause(MIDNIGHT + DAY, at=MIDNIGHT, chat=1)
    await world.subscribe(2, quiet=("22:00", "07:00"))
    await world.subscribe(3)
    await world.subscribe(FORUM, thread=3, quiet=("22:00", "07:00"))
    await world.subscribe(FORUM, thread=4)
    async with world.store.writing() as session:  # one of its topics is paused: the other hears it
        paused = update(Subscription).where(Subscription.thread_id == 4)
        await session.execute(paused.values(paused_until=MIDNIGHT + DAY))
    later = MIDNIGHT + 2 * HOUR  # 07:00 in Almaty
    assert await broadcast(world) == {2: (0, later), 3: (0, MIDNIGHT), FORUM: (3, later)}


async def test_a_forum_with_settings_for_its_topics_alone_is_left_in_peace_by_one_of_them(world: World) -> None:
    for thread in (3, 4):
        await world.subscribe(FORUM, thread=thread, quiet=("22:00", "07:00"))
    assert await broadcast(world) == {FORUM: (0, MIDNIGHT + 2 * HOUR)}


async def test_a_pause_without_a_subscription_holds_broadcasts_and_so_does_one_that_has_ended(world: World) -> None:
    await meet(world, 1, 2)
    await world.subscribe(3)
    await pause(world, 1)
    await pause(world, 3)
    async with world.store.writing() as session:
        await subscriptions.end(session, 3, 0, MIDNIGHT)
    assert set(await broadcast(world)) == {2}


async def test_one_that_waits_for_the_morning_is_not_sent_into_a_pause(world: World) -> None:
    await world.subscribe(1, quiet=("22:00", "07:00"))
    await world.subscribe(FORUM, thread=3)
    await world.subscribe(FORUM, thread=4)
    assert set(await broadcast(world)) == {1, FORUM}
    await pause(world, 1)
    await pause(world, FORUM)  # its general topic: the others still listen
    async with world.store.writing() as session:
        claims = [await outbox.claim(session, MIDNIGHT + 2 * HOUR, 10) for _ in range(2)]
    assert [(parcel.chat_id, parcel.thread_id) for each in claims for parcel in each.parcels] == [(FORUM, 3)]
    (gone,) = await world.deliveries(1)
    assert (gone.state, gone.error) == (DeliveryState.GONE, "unwanted")


async def test_it_is_sent_once_and_survives_a_restart_in_between(world: World) -> None:
    await meet(world, 1)
    prepared = await prepare(world)
    assert await prepare(world) == prepared  # the same update, handled twice
    assert await world.plan(MIDNIGHT) == 0
    assert [await send(world), await send(world)] == [True, False]
    await world.plan(MIDNIGHT)
    assert (await prepare(world)).edition_id == prepared.edition_id
    assert await world.plan(MIDNIGHT) == 0
    async with world.store.writing() as session:
        assert not await broadcasts.cancel(session, "7:1")
        (parcel,) = (await outbox.claim(session, MIDNIGHT, 10)).parcels
        entries = list(await session.scalars(select(AuditEntry)))
    assert (parcel.chat_id, parcel.html, parcel.content) == (1, "Эфир &amp; сұрақ", ())
    assert [(entry.action, entry.user_id) for entry in entries] == [("broadcast", EDITOR)]


async def test_one_that_was_cancelled_is_not_sent(world: World) -> None:
    await meet(world, 1)
    await prepare(world)
    assert [await cancel(world), await cancel(world)] == [True, True]
    with pytest.raises(DeskError):
        await send(world)
    assert await places(world) == {}


@pytest.mark.parametrize("how", ["cancel", "withdraw"])
async def test_a_number_is_never_given_again(world: World, how: str) -> None:
    await meet(world, 1)
    gone = await prepare(world)
    async with world.store.writing() as session:
        await (broadcasts.cancel(session, "7:1") if how == "cancel" else broadcasts.withdraw(session, EDITOR))
    other = await prepare(world, origin="7:2")
    assert other.edition_id != gone.edition_id
    with pytest.raises(DeskError):
        await send(world)
    assert await world.plan(MIDNIGHT) == 0
    await send(world, "7:2")
    async with world.store.reading() as session:
        assert await sent.find(session, gone.edition_id) is None
        assert [each.edition_id for each in await sent.recent(session)] == [other.edition_id]
        (left,) = (await session.scalars(select(Edition).where(Edition.id == gone.edition_id))).all()
    assert (left.content, left.created_by, left.preview_id) == ([], None, None)  # whose text it was is not kept


async def test_a_command_that_is_handled_again_after_it_was_withdrawn_shows_its_broadcast_anew(world: World) -> None:
    await meet(world, 1)
    gone = await prepare(world)
    await cancel(world)
    again = await prepare(world)
    assert (again.edition_id == gone.edition_id, again.html) == (False, gone.html)
    assert await send(world)


async def test_who_has_prepared_some_withdraws_them_and_neither_what_was_sent_nor_others(world: World) -> None:
    await meet(world, 1)
    first, *_ = [await prepare(world, origin=f"7:{number}") for number in (1, 2, 3)]
    async with world.store.writing() as session:
        await broadcasts.prepare(session, "all", "Басқа", by=EDITOR + 1, origin="8:1", now=MIDNIGHT)
        await broadcasts.note_preview(session, first.edition_id, 55)
    await send(world, "7:3")
    async with world.store.writing() as session:
        assert await broadcasts.withdraw(session, EDITOR) == [55, None]  # the messages that show them
        assert await broadcasts.withdraw(session, EDITOR) == []
    for gone in ("7:1", "7:2"):
        with pytest.raises(DeskError):
            await send(world, gone)
    assert await send(world, "8:1")
    assert not await send(world, "7:3")


# --- what became of it -----------------------------------------------------------------------------------------------


async def settle(world: World, chat: int, **values: Any) -> None:
    async with world.store.writing() as session:
        await session.execute(update(Delivery).where(Delivery.chat_id == chat).values(values))


async def test_what_became_of_an_edition_is_counted_by_state_and_kind_of_error(world: World) -> None:
    await meet(world, *range(1, 7))
    prepared = await prepare(world)
    assert await found(world, prepared.edition_id) is None  # a draft is nothing yet
    await broadcast(world)
    await settle(world, 1, state=DeliveryState.SENT, unknown=2)
    await settle(world, 2, state=DeliveryState.GONE, error="blocked")
    await settle(world, 3, state=DeliveryState.GONE, error="blocked")
    await settle(world, 4, state=DeliveryState.FAILED, error="no_rights")
    await settle(world, 5, state=DeliveryState.SENDING)
    result = await found(world, prepared.edition_id)
    assert result is not None
    assert (result.waiting, result.unknown, result.spreading, result.briefings) == (2, 2, False, ())
    assert result.states[DeliveryState.SENT] == result.states[DeliveryState.FAILED] == 1
    assert result.errors == {"blocked": 2, "no_rights": 1}
    assert await found(world, 2**40) is None


async def found(world: World, edition_id: int) -> sent.Result | None:
    async with world.store.reading() as session:
        return await sent.find(session, edition_id)


async def test_the_failed_are_due_again_at_once(world: World) -> None:
    await meet(world, 1, 2, 3)
    await broadcast(world)
    for chat in (1, 2):
        await settle(world, chat, state=DeliveryState.FAILED, error="x", attempts=9, settled_at=MIDNIGHT)
    await settle(world, 3, state=DeliveryState.SENT)
    async with world.store.writing() as session:
        assert await sent.retry(session, 1, by=EDITOR, now=MIDNIGHT) == 2
        assert await sent.retry(session, 1, by=EDITOR, now=MIDNIGHT) == 0
    rows = [(await world.deliveries(chat))[0] for chat in (1, 2, 3)]
    assert [row.state for row in rows] == [DeliveryState.WAITING, DeliveryState.WAITING, DeliveryState.SENT]
    assert [row.not_before for row in rows] == [MIDNIGHT] * 3
    assert [(row.attempts, row.error, row.settled_at) for row in rows[:2]] == [(0, None, None)] * 2
    async with world.store.reading() as session:
        actions = [(entry.action, entry.details) for entry in await session.scalars(select(AuditEntry))]
    assert actions[-1] == ("retry", {"edition": 1, "deliveries": 2})
    assert len(actions) == 2


async def test_the_newest_editions_are_listed_and_digests_do_not_hide_the_others(world: World) -> None:
    await meet(world, 1)
    await broadcast(world)
    await prepare(world, origin="7:9")
    async with world.store.writing() as session:
        for number in range(8):
            fields: dict[str, Any] = {"kind": "digest", "content": [["china", [number]]], "created_at": MIDNIGHT}
            session.add(Edition(key=f"digest:{number}", **fields))
    async with world.store.reading() as session:
        listed = await sent.recent(session)
    assert [each.kind for each in listed] == ["digest"] * 5 + ["broadcast"]
    assert [each.briefings for each in listed][:2] == [(7,), (6,)]


async def test_old_broadcasts_are_cleaned_up_and_so_are_those_never_sent(world: World) -> None:
    await meet(world, 1)
    await broadcast(world)
    unsent = await prepare(world, origin="7:2")
    await settle(world, 1, state=DeliveryState.SENT)
    async with world.store.writing() as session:
        while await upkeep.clean_up(session, MIDNIGHT + 91 * DAY):
            pass
        kept = list(await session.scalars(select(Edition.id)))
    assert kept == [unsent.edition_id]  # the newest: no other is given its number
    assert (await prepare(world, origin="7:3")).edition_id > unsent.edition_id
