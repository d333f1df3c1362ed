"""A question of the desk that waits while its editor presses other buttons: what they write next is what they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from helpers_desk import Colleague, actions, made_draft

from bot.sandbox.cast import EDITOR_ID

if TYPE_CHECKING:
    from bot.sandbox.server import SandboxServer
    from bot.settings import Settings
    from briefings.store import Store


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The editor of the cast is the owner."""
    return settings.model_copy(update={"owner_ids": frozenset({EDITOR_ID})})


@pytest.fixture(params=["kk", "ru"])
async def editor(request: pytest.FixtureRequest, bot: SandboxServer) -> Colleague:
    found = Colleague.of(bot, EDITOR_ID, request.param)
    await found.says(f"/lang {request.param}")
    return found


@pytest.fixture
async def published(editor: Colleague, kept: Store) -> int:
    """Its panel is the newest."""
    number = await made_draft(kept)
    await editor.says(f"/publish {number}")
    return number


async def is_corrected(store: Store, number: int) -> bool:
    return "correct" in [action for action, _ in await actions(store, number)]


async def test_looking_at_the_same_briefing_leaves_its_question_which_the_answer_names(
    editor: Colleague, kept: Store, published: int
) -> None:
    panel = editor.person.screen[-1]
    await editor.taps("correct")
    await editor.person.taps(editor.text("button-desk-history"), panel)
    assert f"/b{published}" in await editor.says("Документов было 30.")
    assert await is_corrected(kept, published)


async def test_turning_to_another_briefing_takes_the_question_back_and_says_so(
    editor: Colleague, kept: Store, published: int
) -> None:
    other = await made_draft(kept, message=2)
    await editor.taps("correct")
    await editor.says("/drafts")
    await editor.person.taps(f"№ {other}")
    assert editor.person.toast is not None
    assert editor.person.toast["text"] == editor.text("desk-question-dropped")
    assert "/b" in await editor.says("Су")  # a topic's card, as ever
    assert not await is_corrected(kept, published)


async def test_an_old_question_that_is_left_takes_none_of_another_briefing_back(
    editor: Colleague, kept: Store, published: int
) -> None:
    other = await made_draft(kept, message=2)
    panel = editor.person.screen[-1]
    await editor.says(f"/edit {other} date")
    old = editor.person.screen[-1]
    await editor.person.taps(editor.text("button-desk-correct"), panel)
    await editor.person.taps(editor.text("button-desk-leave"), old)
    await editor.says("Документов было 30.")
    assert await is_corrected(kept, published)
