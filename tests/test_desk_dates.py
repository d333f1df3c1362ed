"""What a panel says of a briefing without a date: where it stands for readers, unless publishing dates it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from helpers_desk import Colleague, made_draft

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


async def test_with_a_source_and_no_date_it_is_said_to_stand_last_until_it_has_one(
    editor: Colleague, kept: Store
) -> None:
    number, last = await made_draft(kept, date=None), editor.text("desk-undated")
    assert last in await editor.says(f"/card {number}")
    assert last in await editor.says(f"/publish {number}")
    assert f"/b{number}" not in (await editor.says("/china")).splitlines()[-1]  # as it says: others are newer
    assert last not in await editor.says(f"/edit {number} date 2026")
    assert f"/b{number}" in await editor.says("/china")


async def test_without_either_it_is_dated_by_its_publishing(editor: Colleague, kept: Store) -> None:
    number, last = await made_draft(kept, date=None, source_name=None), editor.text("desk-undated")
    assert last not in await editor.says(f"/card {number}")
    assert last not in await editor.says(f"/publish {number}")
    assert f"/b{number}" in await editor.says("/china")
