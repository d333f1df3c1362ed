"""bot/sender.py edits what it has sent: in place, page by page, or as a message of its own; over the sandbox's HTTP."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import TYPE_CHECKING

import pytest
from helpers_sending import NOON, Post, posting, running, settled
from sqlalchemy import select, update

from bot.sandbox import members
from bot.sandbox.cast import FORUM_ID, GROUP_ID
from briefings import outbox, spreading, supergroups
from briefings.desk import corrections, drafts
from briefings.model import Briefing, Delivery, DeliveryState, EditionBriefing, EditionKind, ReaderKind, Subscription
from briefings.store import note_change

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from helpers_databases import Databases

    from bot.sandbox.journal import Entry

SENT, WAITING, GONE, FAILED = DeliveryState.SENT, DeliveryState.WAITING, DeliveryState.GONE, DeliveryState.FAILED
LINE = {"kk": "сомасы дұрыс", "ru": "сумма верна"}
LONG = "\n\n".join(f"{number}. " + "Длинный абзац обзора. " * 20 for number in range(20))  # three pages or so


@pytest.fixture
async def post(databases: Databases) -> AsyncIterator[Post]:
    async with posting(databases.new("sqlite", "seeded")) as opened:
        yield opened


async def put(post: Post, *chats: int, kind: EditionKind = EditionKind.ALERT, thread: int = 0) -> tuple[int, list[int]]:
    """A briefing that is to go to these chats, and the deliveries."""
    (briefing,) = await post.some_briefings(1)
    numbers = await post.put(*chats, content=(("china", (briefing,)),), kind=kind, thread=thread)
    async with post.store.writing() as session:
        edition = await session.scalar(select(Delivery.edition_id).where(Delivery.id == numbers[0]))
        session.add(EditionBriefing(edition_id=edition, briefing_id=briefing))
    return briefing, numbers


async def sent(post: Post, *chats: int, thread: int = 0) -> tuple[int, list[int]]:
    """An alert that these chats have got, and the deliveries."""
    briefing, numbers = await put(post, *chats, thread=thread)
    await post.sender.step(NOON)
    return briefing, numbers


async def correct(post: Post, briefing: int, line: dict[str, str] | None = None, **texts: str) -> list[int]:
    """Change the Russian text, publish the correction and spread it; the deliveries that edit."""
    async with post.store.writing() as session:
        stored = await session.get_one(Briefing, briefing)
        for name, said in texts.items():
            setattr(stored.texts["ru"], name, said)
        announced = await corrections.publish(
            session, await drafts.take(session, briefing), line or LINE, by=7, now=post.clock()
        )
    while True:
        async with post.store.writing() as session:
            if not await spreading.spread(session, post.clock(), 1000):
                break
    async with post.store.reading() as session:
        edits = select(Delivery.id).where(Delivery.edition_id == announced.edition_id).order_by(Delivery.id)
        return list(await session.scalars(edits))


def of(post: Post, method: str) -> list[Entry]:
    return post.world.journal.of(method)


async def test_cards_and_digests_are_edited_in_place_with_mark_reason_and_buttons(post: Post) -> None:
    russian, kazakh, reader = await post.chat(501), await post.chat(502, "kk"), await post.chat(503)
    briefing, _ = await sent(post, russian, kazakh)
    await put(post, reader, kind=EditionKind.DIGEST)
    await post.sender.step(NOON)
    before = {chat: [message.message_id for message in post.got(chat)] for chat in (russian, kazakh, reader)}
    post.later(86_400)
    edits = await correct(post, briefing, title="Верный заголовок")
    await post.sender.step(post.later(2))
    assert {chat: [message.message_id for message in post.got(chat)] for chat in before} == before
    (card,), (kazakhs,), (items,) = (post.got(chat) for chat in before)
    assert card.text.startswith("Срочно\n\nВерный заголовок")
    assert "исправлено 22 ноября 2026 г.: сумма верна" in card.text
    assert "түзетілді, 2026 ж. 22 қараша: сомасы дұрыс" in kazakhs.text
    assert "Дайджест · 21 ноября 2026" in items.text  # dated as it was sent
    assert "Верный заголовок" in items.text
    assert "исправлено: сумма верна" in items.text
    assert None not in {card.markup and "x", kazakhs.markup and "x", items.markup and "x"}
    assert {(row.state, row.unknown) for row in await post.rows(edits)} == {(SENT, 0)}
    assert len(post.sent()) == 3


async def test_readers_of_a_briefing_without_their_language_are_told_of_its_correction_in_theirs(post: Post) -> None:
    kazakh, reader = await post.chat(501, "kk"), await post.chat(502, "kk")
    briefing, _ = await put(post, kazakh)
    async with post.store.writing() as session:
        stored = await session.get_one(Briefing, briefing)
        del stored.texts["kk"]
    await post.sender.step(NOON)
    await put(post, reader, kind=EditionKind.DIGEST)
    await post.sender.step(NOON)
    await correct(post, briefing)
    await post.sender.step(post.later(2))
    (card,), (items,) = post.got(kazakh), post.got(reader)
    assert "түзетілді, 2026 ж. 21 қараша: сомасы дұрыс" in card.text
    assert "түзетілді: сомасы дұрыс" in items.text


async def test_what_stands_there_already_is_no_error(post: Post) -> None:
    briefing, _ = await sent(post, await post.chat(501))
    await correct(post, briefing)
    await post.sender.step(post.later(2))
    second = await correct(post, briefing, {"ru": "Другое", "kk": "Басқа"})
    third = await correct(post, briefing, {"ru": "Третье", "kk": "Үшінші"})  # the second's edit shows it already
    await post.sender.step(post.later(2))
    await post.sender.step(post.later(2))
    assert {row.state for row in await post.rows([*second, *third])} == {SENT}
    assert "Третье" in post.got(501)[0].text
    assert [entry.status for entry in of(post, "editMessageText")] == [200, 200, 400]


async def test_more_pages_are_sent_after_and_surplus_ones_deleted(post: Post) -> None:
    briefing, (number,) = await sent(post, await post.chat(501))
    (first,) = post.got(501)
    await correct(post, briefing, summary=LONG)
    await post.sender.step(post.later(2))
    pages = post.got(501)
    assert len(pages) > 2
    assert pages[0].message_id == first.message_id
    assert [page.markup is not None for page in pages] == [False] * (len(pages) - 1) + [True]
    assert (await post.row(number)).message_ids == [page.message_id for page in pages]
    await correct(post, briefing, {"ru": "Короче"}, summary="Коротко.")
    await post.sender.step(post.later(2))
    (left,) = post.got(501)
    assert (left.message_id, left.markup is not None) == (first.message_id, True)
    assert "Коротко." in left.text
    assert (await post.row(number)).message_ids == [first.message_id]


async def test_a_surplus_page_that_cannot_be_deleted_says_that_it_is_outdated(post: Post) -> None:
    briefing, (number,) = await sent(post, await post.chat(501))
    await correct(post, briefing, summary=LONG)
    await post.sender.step(post.later(2))
    post.later(3 * 86_400)
    await correct(post, briefing, {"ru": "Короче"}, summary="Коротко.")
    await post.sender.step(post.later(2))
    card, *rest = post.got(501)
    assert "Коротко." in card.text
    assert {page.text for page in rest} == {"Эта часть обзора исправлена. Верный текст – выше."}
    assert (await post.row(number)).message_ids == [card.message_id]


async def test_where_the_message_is_gone_the_correction_is_one_of_its_own_and_is_corrected_itself(post: Post) -> None:
    chat, other = await post.chats(2)
    briefing, _ = await sent(post, chat, other)
    post.world.chats[chat].messages.clear()
    edits = await correct(post, briefing, title="Верный заголовок")
    await post.sender.step(post.later(2))
    await post.sender.step(post.later(2))
    (alone,) = post.got(chat)
    assert alone.text.startswith("Исправление\n\nВерный заголовок")
    assert alone.markup is not None
    rows = await post.rows(edits)
    assert [row.state for row in rows] == [SENT, SENT]
    assert rows[0].message_ids == [alone.message_id]
    await correct(post, briefing, {"ru": "И снова"}, title="Совсем верный")
    await post.sender.step(post.later(2))
    (again,) = post.got(chat)
    assert (again.message_id, again.text.split("\n")[2]) == (alone.message_id, "Совсем верный")
    assert len(post.got(other)) == 1


async def test_a_message_of_its_own_waits_for_the_end_of_quiet_hours_and_an_edit_does_not(post: Post) -> None:
    chat, other = await post.chats(2)
    briefing, _ = await sent(post, chat, other)
    async with post.store.writing() as session:
        await session.execute(update(Subscription).values(quiet_from="16:00", quiet_until="20:00"))  # NOON is 17:00
    post.world.chats[chat].messages.clear()
    lost, edited = await correct(post, briefing)
    await post.sender.step(post.later(2))  # finds that it can't be edited
    await post.sender.step(post.later(2))
    rows = await post.rows([lost, edited])
    assert [row.state for row in rows] == [WAITING, SENT]
    assert rows[0].not_before == NOON + dt.timedelta(hours=3)
    assert not await post.sender.step(post.later(60))
    await post.sender.step(post.later(3 * 3600))
    assert (await post.row(lost)).state is SENT


async def test_a_chat_that_has_blocked_the_bot_is_gone_quietly(post: Post, caplog: pytest.LogCaptureFixture) -> None:
    briefing, _ = await sent(post, await post.chat(501))
    post.world.faults.add("blocked")
    edits = await correct(post, briefing)
    await post.sender.step(post.later(2))
    (row,) = await post.rows(edits)
    assert (row.state, row.error, caplog.records) == (GONE, "blocked", [])


async def test_in_a_closed_topic_the_correction_comes_to_the_general_one(post: Post) -> None:
    await post.chat(FORUM_ID, thread=2)
    briefing, _ = await sent(post, FORUM_ID, thread=2)
    post.world.faults.add("topic_closed", methods=["editMessageText"])
    post.world.chats[FORUM_ID].topics[2].closed = True
    await correct(post, briefing)
    for _ in range(3):
        await post.sender.step(post.later(2))
    assert [message.thread_id for message in post.got(FORUM_ID)] == [2, None]


@pytest.mark.parametrize("told", ["by a message", "by the refusal"])
@pytest.mark.parametrize("long", [False, True], ids=["a page as before", "more pages"])
async def test_after_a_group_became_a_supergroup_the_correction_comes_as_a_message_and_edits_no_other(
    post: Post, told: str, long: bool
) -> None:
    chat = await post.chat(GROUP_ID, kind=ReaderKind.GROUP)
    briefing, (number,) = await sent(post, chat)
    new = members.migrate(post.world, post.world.chats[GROUP_ID])
    others = [(await post.bot.send_message(new.id, f"other {place}")).message_id for place in range(3)]
    async with post.store.writing() as session:  # messages are numbered anew there
        await session.execute(update(Delivery).where(Delivery.id == number).values(message_ids=others[:2]))
    if told == "by a message":
        async with post.store.writing() as session:
            await supergroups.rekey(session, GROUP_ID, new.id, NOON)
    (edit,) = await correct(post, briefing, summary=LONG if long else "Коротко.")
    for _ in range(4):
        await post.sender.step(post.later(61))
    texts = {message.message_id: message.text for message in post.got(new.id)}
    assert [texts.pop(other) for other in others] == ["other 0", "other 1", "other 2"]
    row = await post.row(edit)
    assert (row.state, row.corrects, row.message_ids) == (SENT, None, list(texts))
    assert len(texts) > 1 if long else len(texts) == 1


async def test_a_digest_of_which_a_page_came_before_the_group_became_a_supergroup_is_finished_and_not_edited(
    post: Post,
) -> None:
    briefing, (number,) = await put(post, await post.chat(GROUP_ID, kind=ReaderKind.GROUP))
    async with post.store.writing() as session:
        (await session.get_one(Briefing, briefing)).texts["ru"].summary = LONG
        await note_change(session, "library")
    new = members.migrate(post.world, post.world.chats[GROUP_ID])
    async with post.store.writing() as session:
        await session.execute(update(Delivery).values(message_ids=[1]))
    for _ in range(2):
        await post.sender.step(post.later(61))
    row = await post.row(number)
    assert (row.state, row.message_ids) == (SENT, [0, *(message.message_id for message in post.got(new.id))])
    before = [message.text for message in post.got(new.id)]
    (edit,) = await correct(post, briefing)
    for _ in range(2):
        await post.sender.step(post.later(61))
    assert [message.text for message in post.got(new.id)][: len(before)] == before
    assert (await post.row(edit)).corrects is None


async def test_429_and_a_lost_answer_are_tried_again_and_the_edit_counts_as_none_twice(post: Post) -> None:
    briefing, _ = await sent(post, await post.chat(501))
    (edit,) = await correct(post, briefing)
    for fault in ("retry_after", "closed_after"):
        post.world.faults.add(fault, times=1, seconds=1)
        await post.sender.step(post.later(5))
        row = await post.row(edit)
        assert (row.state, row.unknown) == (WAITING, 0)
    await post.sender.step(post.later(30))
    assert ((await post.row(edit)).state, len(post.got(501))) == (SENT, 1)


async def test_a_crash_between_two_pages_goes_on_with_the_page_that_is_missing(post: Post) -> None:
    briefing, (number,) = await sent(post, await post.chat(501))
    (edit,) = await correct(post, briefing, summary=LONG)
    post.later(2)
    async with running(post):
        while (await post.row(number)).message_ids == [post.got(501)[0].message_id]:
            await asyncio.sleep(0.02)
        # as after kill -9: whatever is in flight is forgotten, and so is that it was given back
        post.sender._ledger._outcomes.clear()
    async with post.store.writing() as session:
        lease = {"state": DeliveryState.SENDING, "lease_until": post.clock()}
        await session.execute(update(Delivery).where(Delivery.id == edit).values(lease))
    while await post.sender.step(post.later(61)):
        pass
    row = await post.row(edit)
    texts = [message.text for message in post.got(501)]
    assert (row.state, len(texts)) == (SENT, len(set(texts)))
    assert row.message_ids == (await post.row(number)).message_ids == [m.message_id for m in post.got(501)]


async def test_what_goes_out_after_the_correction_has_the_new_text_whatever_was_cached(post: Post) -> None:
    early, late = await post.chats(2)
    briefing, _ = await sent(post, early)
    (number,) = await post.put(late, content=(("china", (briefing,)),), kind=EditionKind.ALERT)
    async with post.store.writing() as session:  # another process corrects: nobody tells our cache
        stored = await session.get_one(Briefing, briefing)
        stored.texts["ru"].title = "Верный заголовок"
        await note_change(session, "library")
    await post.sender.step(post.later(2))
    assert "Верный заголовок" in post.got(late)[0].text
    assert (await post.row(number)).state is SENT


async def test_an_alert_on_its_way_with_the_old_text_is_corrected_when_it_has_arrived(post: Post) -> None:
    post.world.faults.add("stall", seconds=1, times=1)
    chat = await post.chat(501)
    async with running(post) as by:
        briefing, numbers = await put(post, chat)
        by.wake()
        while not post.world.busy:
            await asyncio.sleep(0.01)
        edits = await correct(post, briefing, title="Верный заголовок")
        await settled(post, numbers)
        post.clock.forward(outbox.PUT_OFF.total_seconds())
        await settled(post, edits)
    (card,) = post.got(chat)
    assert "Верный заголовок" in card.text
    assert [entry.method for entry in post.world.journal.entries if "Message" in entry.method] == [
        "sendMessage",
        "editMessageText",
    ]
