"""A broadcast shown before it goes, at the wire: its buttons send that very text, and once it is withdrawn nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from helpers_desk import TEXTS, until
from sandbox_driver import ON_BOTH_DATABASES, Person
from sqlalchemy import func, select, update

from bot import app
from bot.sandbox import people
from bot.sandbox.cast import EDITOR_ID, KAZAKH_READER_ID, REVIEWER_ID
from briefings.desk import broadcasts
from briefings.model import Delivery, Edition, Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.sandbox.server import SandboxServer
    from bot.sandbox.things import Message
    from briefings.store import Store

KK = TEXTS["kk"]
SEND, KEEP = KK.plain("button-broadcast"), KK.plain("button-broadcast-cancel")
GONE, CANCELLED = KK.plain("desk-error-broadcast-gone"), KK.plain("broadcast-cancelled")


@pytest.fixture
def roles() -> Mapping[int, Role]:
    """Ләззат is a reviewer there."""
    return {REVIEWER_ID: Role.REVIEWER}


@pytest.fixture
async def editor(bot: SandboxServer) -> Person:
    await Person.of(bot, KAZAKH_READER_ID).starts()
    return Person.of(bot, EDITOR_ID)


@pytest.fixture
async def reviewer(bot: SandboxServer) -> Person:
    found = Person.of(bot, REVIEWER_ID)
    await found.says("/lang kk")
    return found


async def shown(person: Person, text: str) -> tuple[Message, str, str]:
    """The message that asks, and what is behind its two buttons."""
    *_, asks = await person.says(f"/broadcast all {text}")
    return asks, *(people.find_button(asks, label)["callback_data"] for label in (SEND, KEEP))


async def sent(desk: Store) -> int:
    """How many deliveries there are, or will be."""
    async with desk.reading() as session:
        begun = await session.scalar(select(func.count()).where(Edition.spread_after.is_not(None)))
        return (begun or 0) + (await session.scalar(select(func.count(Delivery.id))) or 0)


async def withdraws(person: Person, how: str) -> None:
    """Withdraws what the newest preview shows."""
    if how == "by its button":
        await person.taps(KEEP)
    elif how == "by forgetting":
        await person.says("/forget")
        await person.taps(KK.plain("button-forget"))
        await person.says("/lang kk")
    else:
        await person.says("/cancel")


@ON_BOTH_DATABASES
@pytest.mark.parametrize("how", ["by /cancel", "by its button", "by forgetting"])
async def test_the_button_of_one_that_was_withdrawn_sends_no_other(
    desk: Store, editor: Person, reviewer: Person, how: str
) -> None:
    asks, send, _ = await shown(editor, "Бірінші")
    await withdraws(editor, how)
    await shown(editor, "Екінші")
    await shown(reviewer, "Үшінші")
    assert [said.text for said in await editor.taps_data(send, asks)] == [GONE]
    assert await sent(desk) == 0


async def test_nor_does_the_one_that_keeps_it_withdraw_another(editor: Person) -> None:
    asks, _, keep = await shown(editor, "Бірінші")
    await editor.says("/cancel")
    other, _, _ = await shown(editor, "Екінші")
    await editor.taps_data(keep, asks)
    assert asks.text == CANCELLED
    editor.world.journal.entries.clear()  # it said so already
    await editor.taps(SEND, other)
    await until(lambda: editor.screen[-1].text == "Екінші")


async def test_its_number_is_not_said_of_another(editor: Person) -> None:
    first, _, _ = await shown(editor, "Бірінші")
    said = first.text
    await editor.says("/cancel")
    second, _, _ = await shown(editor, "Бірінші")
    assert "Хабарландыру нөмірі – " in said
    assert said != second.text


async def test_a_colleague_cannot_send_it_by_a_button_of_their_own(
    desk: Store, editor: Person, reviewer: Person
) -> None:
    _, send, _ = await shown(editor, "Бірінші")
    asks, _, _ = await shown(reviewer, "Екінші")
    await reviewer.says("/cancel")
    assert [said.text for said in await reviewer.taps_data(send, asks)] == [GONE]
    assert await sent(desk) == 0


async def test_buttons_of_an_older_version_which_knew_it_by_number_are_outdated(desk: Store, editor: Person) -> None:
    asks, _, _ = await shown(editor, "Бірінші")
    for old in ("xb:s:1", "xb:c:1"):
        assert await editor.taps_data(old, asks) == []
        assert editor.toast is not None
        assert editor.toast["text"] == KK.plain("button-outdated")
    assert await sent(desk) == 0


@pytest.mark.parametrize("text", ["Эфир", "Эфирдің мәтіні ұзақ. " * 110])
async def test_cancel_takes_the_buttons_away_also_of_a_long_one(editor: Person, text: str) -> None:
    await editor.says(f"/broadcast all {text}")
    await until(lambda: any(message.markup for message in editor.screen))
    asks = next(message for message in editor.screen if message.markup)
    told, *closed = await editor.says("/cancel")
    assert told.text == KK.plain("broadcast-withdrawn", count=1)
    assert closed == [asks]
    assert (asks.text, asks.markup) == (CANCELLED, None)


async def test_cancel_withdraws_one_whose_preview_cannot_be_edited(desk: Store, editor: Person) -> None:
    asks, send, _ = await shown(editor, "Эфир")
    async with desk.writing() as session:
        await session.execute(update(Edition).values(preview_id=2**31 - 1))
    assert [said.text for said in await editor.says("/cancel")] == [KK.plain("broadcast-withdrawn", count=1)]
    editor.world.journal.entries.clear()  # Telegram has refused
    assert [said.text for said in await editor.taps_data(send, asks)] == [GONE]


async def test_one_whose_preview_a_crash_has_left_unknown_is_withdrawn_too(desk: Store, editor: Person) -> None:
    await editor.says("/lang kk")
    async with desk.writing() as session:
        await broadcasts.prepare(session, "all", "Эфир", by=EDITOR_ID, origin=f"{EDITOR_ID}:1", now=app.now())
    assert [said.text for said in await editor.says("/cancel")] == [KK.plain("broadcast-withdrawn", count=1)]
