"""What happens when the bot comes, goes, is blocked, or forgets: over the wire."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from sandbox_driver import ON_BOTH_DATABASES, Person
from sqlalchemy import func, select

from bot.sandbox import members
from bot.sandbox.cast import EDITOR_ID, FORUM_ID, GROUP_ID, KAZAKH_READER_ID, RUSSIAN_READER_ID, add_channel
from bot.sandbox.things import Chat, Member
from briefings import subscriptions
from briefings.desk import audit, staff
from briefings.model import (
    AuditEntry,
    Delivery,
    DeliveryState,
    Edition,
    EditionKind,
    Reader,
    ReaderKind,
    Role,
    Subscription,
    SubscriptionTopic,
)

if TYPE_CHECKING:
    from datetime import datetime

    from bot.sandbox.server import SandboxServer
    from briefings.store import Store

WELCOME = {KAZAKH_READER_ID: "Топта ол пәрмендерге ғана жауап береді", RUSSIAN_READER_ID: "В группе он отвечает"}


async def stored(store: Store, chat_id: int) -> Subscription | None:
    async with store.reading() as session:
        return await subscriptions.find(session, chat_id, 0)


async def waits(store: Store, chat_id: int, now: datetime) -> None:
    """A digest that is about to be sent to a chat."""
    async with store.writing() as session:
        edition = Edition(kind=EditionKind.DIGEST, key=f"digest:{chat_id}", content=[], created_at=now)
        session.add(edition)
        await session.flush()
        state = DeliveryState.SENT  # or the bot would send it
        session.add(Delivery(edition_id=edition.id, chat_id=chat_id, slot="s", state=state, not_before=now))


async def rows(store: Store, *tables: type) -> list[int]:
    async with store.reading() as session:
        return [await session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


async def becomes(bot: SandboxServer, chat_id: int, status: str, *, by: int = EDITOR_ID) -> None:
    """The bot gets another status in a chat."""
    world = bot.world
    update = members.change_member(world, world.chats[chat_id], world.bot, status, by=world.users[by])
    await world.wait_confirmed(update)


@pytest.mark.parametrize("by", [KAZAKH_READER_ID, RUSSIAN_READER_ID])
@pytest.mark.parametrize("status", ["member", "administrator"])
async def test_a_group_is_told_what_the_bot_can_do_there(bot: SandboxServer, by: int, status: str) -> None:
    world = bot.world
    chat = world.add_chat(Chat(-777, "group", "Жаңа топ", members={by: Member(world.users[by], "creator")}))
    await becomes(bot, chat.id, status, by=by)
    (told,) = [message for message in chat.messages.values() if message.sender is world.bot]
    assert WELCOME[by] in told.text


async def test_a_group_is_told_once_and_not_when_the_bot_is_promoted(bot: SandboxServer) -> None:
    await becomes(bot, GROUP_ID, "administrator")
    await becomes(bot, GROUP_ID, "member")
    assert not Person.of(bot, EDITOR_ID, GROUP_ID).buttons
    assert not [message for message in bot.world.chats[GROUP_ID].messages.values() if message.sender is bot.world.bot]


async def test_a_group_that_is_closed_for_writing_is_told_nothing(
    bot: SandboxServer, caplog: pytest.LogCaptureFixture
) -> None:
    bot.world.faults.add("chat_not_found", methods=["sendMessage"], times=1)
    await becomes(bot, GROUP_ID, "left")
    await becomes(bot, GROUP_ID, "member")
    bot.world.journal.entries.clear()
    assert "ERROR" not in caplog.text


async def test_a_channel_is_told_nothing(bot: SandboxServer) -> None:
    channel = add_channel(bot.world)
    await becomes(bot, channel.id, "left")
    await becomes(bot, channel.id, "administrator")
    assert not channel.messages


@pytest.mark.parametrize("status", ["left", "kicked"])
async def test_thrown_out_of_a_group_its_digests_end_before_one_fails(
    bot: SandboxServer, kept: Store, status: str
) -> None:
    editor = Person.of(bot, EDITOR_ID)
    for thread in (2, None):
        await editor.at(FORUM_ID, thread).says("/subscribe all")
    await becomes(bot, FORUM_ID, status)
    async with kept.reading() as session:
        found = (await session.scalars(select(Subscription))).all()
    assert [(each.active, each.next_due) for each in found] == [(False, None)] * 2


async def test_who_blocks_the_bot_gets_no_digest_until_they_subscribe_again(bot: SandboxServer, kept: Store) -> None:
    reader = Person.of(bot, KAZAKH_READER_ID)
    await reader.says("/subscribe china")
    for blocked in (True, False):
        await bot.world.wait_confirmed(members.block(bot.world, reader.user, blocked=blocked))
        found = await stored(kept, KAZAKH_READER_ID)
        assert found is not None
        assert (found.active, subscriptions.topics_of(found)) == (False, frozenset({"china"}))
    await reader.says("/subscribe china")
    found = await stored(kept, KAZAKH_READER_ID)
    assert found is not None
    assert found.active


async def test_a_stranger_who_blocks_the_bot_is_not_kept(bot: SandboxServer, kept: Store) -> None:
    reader = Person.of(bot, KAZAKH_READER_ID)
    await bot.world.wait_confirmed(members.block(bot.world, reader.user, blocked=True))
    assert await rows(kept, Reader) == [0]


@ON_BOTH_DATABASES
async def test_a_group_that_becomes_a_supergroup_keeps_all(bot: SandboxServer, kept: Store) -> None:
    editor = Person.of(bot, EDITOR_ID, GROUP_ID)
    await editor.says("/lang ru")
    await editor.says("/subscribe china 08:30")
    new = members.migrate(bot.world, bot.world.chats[GROUP_ID])
    (told,) = await editor.at(new.id).says("/settings")
    assert "Темы: Китай" in told.text
    assert "08:30" in told.text
    assert await stored(kept, GROUP_ID) is None
    async with kept.reading() as session:
        readers = (await session.scalars(select(Reader))).all()
    assert [(each.id, each.kind, each.language) for each in readers] == [(new.id, ReaderKind.SUPERGROUP, "ru")]


async def test_a_group_that_was_never_met_may_migrate_too(bot: SandboxServer, kept: Store) -> None:
    members.migrate(bot.world, bot.world.chats[GROUP_ID])
    await Person.of(bot, KAZAKH_READER_ID).says("/help")
    assert await rows(kept, Subscription) == [0]


@pytest.mark.parametrize(
    ("reader", "words"),
    [
        (KAZAKH_READER_ID, ("тыныш уақыттың басы мен аяғы", "90 күн сақталады", "/forget")),
        (RUSSIAN_READER_ID, ("начало и конец тихих часов", "об отправке – 90 дней", "/forget")),
    ],
)
async def test_privacy_says_what_is_kept_and_how_long(bot: SandboxServer, reader: int, words: tuple[str, ...]) -> None:
    (told,) = await Person.of(bot, reader).says("/privacy")
    assert [part for part in words if part not in told.text] == []


def test_privacy_knows_every_stored_field() -> None:
    """A new column fails here: say in `privacy` of every .ftl file what it is for, then add it."""
    stored_fields = {table.__tablename__: {column.key for column in table.__table__.columns} for table in
                     (Reader, Subscription, SubscriptionTopic, Delivery)}  # fmt: skip
    assert stored_fields == {
        "readers": {"id", "kind", "language", "language_chosen", "menu", "created_at"},
        "subscriptions": {
            "id", "chat_id", "thread_id", "active", "all_topics", "days", "times", "zone", "quiet_from", "quiet_until",
            "urgent", "paused_until", "next_due", "seen", "unserved",
        },
        "subscription_topics": {"subscription_id", "topic_id"},
        "deliveries": {
            "id", "edition_id", "chat_id", "thread_id", "slot", "state", "urgent", "not_before", "lease_until",
            "attempts", "unknown", "error", "message_ids", "corrects", "settled_at",
        },
    }  # fmt: skip


@ON_BOTH_DATABASES
async def test_forgetting_asks_once_deletes_all_and_begins_afresh(
    bot: SandboxServer, kept: Store, now: datetime
) -> None:
    reader = Person.of(bot, KAZAKH_READER_ID)
    await reader.says("/lang ru")
    await reader.says("/subscribe china")
    await waits(kept, KAZAKH_READER_ID, now)
    (question,) = await reader.says("/forget")
    assert "Вернуть это нельзя" in question.text
    (told,) = await reader.taps("Да, удалить")
    assert (told.message_id, told.text.startswith("Всё, что хранилось")) == (question.message_id, True)
    assert await rows(kept, Reader, Subscription, SubscriptionTopic, Delivery) == [0] * 4
    assert (("chat", KAZAKH_READER_ID), "") not in bot.world.profile.menus
    (told,) = await reader.says("/unsubscribe")
    assert "Жазылым жоқ" in told.text
    async with kept.reading() as session:
        reader_now = await session.get_one(Reader, KAZAKH_READER_ID)
    assert (reader_now.language, reader_now.language_chosen) == ("kk", False)


@ON_BOTH_DATABASES
async def test_a_readers_tries_at_the_staffs_commands_are_forgotten_too(bot: SandboxServer, kept: Store) -> None:
    reader, other = Person.of(bot, RUSSIAN_READER_ID), Person.of(bot, KAZAKH_READER_ID)
    await other.says("/drafts")
    await reader.starts()
    for tried in ("/add", "/grant 1 owner"):
        await reader.says(tried)
    (question,) = await reader.says("/forget")
    (told,) = await reader.taps("Да, удалить")
    assert "журнал" not in question.text + told.text
    async with kept.reading() as session:
        assert list(await session.scalars(select(AuditEntry.user_id))) == [KAZAKH_READER_ID]


@pytest.mark.parametrize("role", [Role.EDITOR, None], ids=["staff", "formerly staff"])
async def test_who_has_worked_at_the_desk_is_told_what_stays(
    bot: SandboxServer, kept: Store, now: datetime, role: Role | None
) -> None:
    async with kept.writing() as session:
        audit.note(session, now, RUSSIAN_READER_ID, "publish", 1)
        audit.note(session, now, RUSSIAN_READER_ID, "refused", what="/grant", times=1)
        if role:
            await staff.grant(session, RUSSIAN_READER_ID, role, by=EDITOR_ID, owner_ids=(EDITOR_ID,), now=now)
    reader = Person.of(bot, RUSSIAN_READER_ID)
    (question,) = await reader.says("/forget")
    (told,) = await reader.taps("Да, удалить")
    for message in (question, told):
        assert "Сведения о работе в редакции (роль и журнал действий) остаются." in message.text
    async with kept.reading() as session:
        left = list(await session.scalars(select(AuditEntry.action).where(AuditEntry.user_id == RUSSIAN_READER_ID)))
    assert left == (["publish", "refused"] if role else ["publish"])


async def test_who_thinks_better_of_it_is_not_forgotten(bot: SandboxServer, kept: Store) -> None:
    reader = Person.of(bot, KAZAKH_READER_ID)
    await reader.says("/subscribe china")
    await reader.says("/forget")
    (told,) = await reader.taps("Жоқ, қалсын")
    assert told.text == "Ештеңе өшірілген жоқ."
    found = await stored(kept, KAZAKH_READER_ID)
    assert found is not None
    assert found.active


@ON_BOTH_DATABASES
async def test_who_is_forgotten_by_another_process_may_subscribe_at_once(bot: SandboxServer, kept: Store) -> None:
    reader = Person.of(bot, KAZAKH_READER_ID)
    await reader.says("/subscribe china")
    async with kept.writing() as session:
        await subscriptions.forget(session, KAZAKH_READER_ID)
    await asyncio.sleep(0)
    (told,) = await reader.says("/subscribe usa")
    assert "АҚШ" in told.text
    assert await rows(kept, Reader, Subscription) == [1, 1]


async def test_a_menu_that_telegram_keeps_is_only_told_of(
    bot: SandboxServer, kept: Store, caplog: pytest.LogCaptureFixture
) -> None:
    reader = Person.of(bot, KAZAKH_READER_ID)
    await reader.says("/lang ru")
    bot.world.faults.add("server_error", methods=["deleteMyCommands"], times=1)
    await reader.says("/forget")
    await reader.taps("Да, удалить")
    assert "Telegram did not take a chat's own menu away" in caplog.text
    assert await rows(kept, Reader) == [0]
    bot.world.journal.entries.clear()
