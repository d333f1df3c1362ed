"""Buttons under what is gone, at the wire: each is answered in a sentence, and nothing is stored, sent or lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from helpers_desk import Colleague, editor, made_draft
from sqlalchemy import func, select

from bot import app, desk_buttons, sending_buttons, writing_buttons
from bot.desk_buttons import DeskPress
from bot.sandbox.cast import EDITOR_ID, REVIEWER_ID
from bot.sending_buttons import BroadcastPress, SentPress
from bot.writing_buttons import WritePress
from briefings.desk import drafts, publishing
from briefings.model import AuditEntry, Briefing, Delivery, Edition, Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sandbox_driver import Person

    from bot.callback_data import CallbackData
    from bot.sandbox.server import SandboxServer
    from briefings.store import Store

Do = desk_buttons.Do
VALUES = {
    Do.ASK: "title.ru",
    Do.HOLD: "china",
    Do.LET_GO: "china",
    Do.LEAVE: "title.ru",
    Do.AT: "202612010900",
    writing_buttons.Do.HOLD: "china",
    writing_buttons.Do.DROP: "china",
    writing_buttons.Do.LANGUAGE: "ru",
    writing_buttons.Do.BACK: "add_title",
}
HARMLESS = {Do.LIST, Do.SHOW, Do.OPEN, Do.EDIT, Do.LEAVE, Do.HISTORY}  # they show something, or leave a question
ALTERING = [do for do in Do if do not in HARMLESS]


@pytest.fixture
def roles() -> Mapping[int, Role]:
    """Ләззат is a reviewer there."""
    return {REVIEWER_ID: Role.REVIEWER}


async def everything(desk: Store) -> list[object]:
    """What there is of each kind of thing, and how each briefing stands."""
    async with desk.reading() as session:
        counted = [await session.scalar(select(func.count()).select_from(t)) for t in (AuditEntry, Edition, Delivery)]
        stand = await session.execute(select(Briefing.id, Briefing.version, Briefing.status).order_by(Briefing.id))
        return [*counted, *map(tuple, stand)]


async def answers(person: Person, pressed: CallbackData) -> list[str]:
    """All that is said to a press under the newest message."""
    under = person.screen[-1]
    said = [message.text for message in await person.taps_data(pressed.pack(), under)]
    toast = person.toast["text"] if person.toast and "text" in person.toast else ""
    return [*said, *([toast] if toast else [])]


@pytest.fixture
async def reviewer(desk: Store, bot: SandboxServer) -> Colleague:
    found = Colleague.of(bot, REVIEWER_ID, "ru")
    await found.says("/lang ru")
    return found


async def test_each_button_of_a_draft_that_a_colleague_has_thrown_away(desk: Store, reviewer: Colleague) -> None:
    number = await made_draft(desk)
    async with desk.writing() as session:
        await drafts.discard(session, await drafts.take(session, number), by=EDITOR_ID, now=app.now())
    before = await everything(desk)
    for do in (do for do in Do if do not in {Do.LIST, Do.HISTORY}):  # which there still is
        said = await answers(reviewer.person, DeskPress(do, number, 1, VALUES.get(do, "")))
        key = "desk-discarded" if do is Do.DISCARD_SURELY else "desk-error-missing"
        assert said in ([reviewer.text(key, number=str(number))], [reviewer.text("button-outdated")]), do
    assert await everything(desk) == before


@pytest.mark.parametrize("do", ALTERING)
async def test_each_button_of_a_draft_that_a_colleague_has_published(desk: Store, reviewer: Colleague, do: Do) -> None:
    number = await made_draft(desk)
    async with desk.writing() as session:
        await publishing.publish(session, await drafts.take(session, number), by=editor(EDITOR_ID), now=app.now())
    before = await everything(desk)
    said = await answers(reviewer.person, DeskPress(do, number, 1, VALUES.get(do, "")))
    assert said
    assert await everything(desk) == before


async def test_each_button_of_what_is_not_kept_any_more(desk: Store, reviewer: Colleague) -> None:
    before = await everything(desk)
    for do in writing_buttons.Do:
        said = await answers(reviewer.person, WritePress(do, 999, VALUES.get(do, "")))
        assert said == [reviewer.text("button-outdated")], do
    for pressed in (sending_buttons.Do.SHOW, sending_buttons.Do.RETRY):
        assert await answers(reviewer.person, SentPress(pressed, 999)) == [reviewer.text("button-outdated")]
    gone = await answers(reviewer.person, BroadcastPress(sending_buttons.Do.SEND, 999))
    assert gone == [reviewer.text("desk-error-broadcast-gone")]
    assert await answers(reviewer.person, BroadcastPress(sending_buttons.Do.CANCEL, 999)) == [
        reviewer.text("broadcast-cancelled")
    ]
    assert await everything(desk) == before
