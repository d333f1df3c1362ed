"""`/edit` in a language that the briefing doesn't have yet: title and text together add it, either alone does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from helpers_desk import KK, Colleague, actions, made_draft, stored, until

from bot.sandbox.cast import EDITOR_ID
from briefings.exchange import MAX_TITLE

if TYPE_CHECKING:
    from bot.sandbox.server import SandboxServer
    from bot.settings import Settings
    from briefings.store import Store

TITLE, TEXT = "Визит в Пекин", "Президент прибыл в Пекин.\n- 30 документов"


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
async def number(kept: Store) -> int:
    """A draft in Kazakh alone."""
    return await made_draft(kept, texts={"kk": KK})


async def russian(store: Store, number: int) -> tuple[str, str, list[str]] | None:
    """Title, summary and details."""
    text = (await stored(store, number)).texts.get("ru")
    return None if text is None else (text.title, text.summary, list(text.details))


def needs_both(editor: Colleague, number: int) -> str:
    return editor.text("desk-error-language-new", number=str(number), limit=MAX_TITLE)


@pytest.mark.parametrize("field", ["title", "text"])
async def test_title_and_text_together_add_the_language_and_that_is_said(
    editor: Colleague, kept: Store, number: int, field: str
) -> None:
    command = f"/edit {number} {field} ru\n{TITLE}\n{TEXT}"
    assert editor.text("desk-saved-language") in await editor.says(command)
    assert await russian(kept, number) == (TITLE, "Президент прибыл в Пекин.", ["30 документов"])
    assert editor.text("desk-error-nothing-to-cancel") in await editor.says("/cancel")  # no question waits


async def test_handled_again_after_a_crash_it_adds_nothing_more(editor: Colleague, kept: Store, number: int) -> None:
    await editor.says(f"/edit {number} text ru\n{TITLE}\n{TEXT}")
    said = next(message for message in reversed(editor.person.screen) if message.text.startswith("/edit"))
    update = editor.person.world.updates.push("message", said.json())
    assert update is not None
    await editor.person.world.wait_confirmed(update, 10)
    assert await russian(kept, number) == (TITLE, "Президент прибыл в Пекин.", ["30 документов"])
    assert [action for action, _ in await actions(kept, number)] == ["draft", "edit"]


@pytest.mark.parametrize("value", ["Текст по-русски.", "Очень длинный абзац. " * 20 + "\n\nВторой."])
async def test_a_text_without_a_title_changes_nothing_and_what_is_needed_is_said_and_taken(
    editor: Colleague, kept: Store, number: int, value: str
) -> None:
    assert await editor.says(f"/edit {number} text ru\n{value}") == needs_both(editor, number)
    assert await russian(kept, number) is None
    assert editor.text("desk-saved") in await editor.says(f"{TITLE}\n{TEXT}")
    assert await russian(kept, number) == (TITLE, "Президент прибыл в Пекин.", ["30 документов"])


async def test_so_does_a_long_one_that_came_in_pieces(editor: Colleague, kept: Store, number: int) -> None:
    shown = len(editor.screen)
    assert await editor.says(f"/edit {number} text ru\n" + "Президент прибыл в Пекин. " * 300) == ""
    await until(lambda: needs_both(editor, number) in editor.screen[shown:])
    assert await russian(kept, number) is None


async def test_for_a_title_alone_the_text_is_asked(editor: Colleague, kept: Store, number: int) -> None:
    asked = await editor.says(f"/edit {number} title ru {TITLE}")
    assert asked.startswith(editor.text("desk-ask-body", number=str(number), language="Русский")[:20])
    assert await russian(kept, number) is None
    await editor.says(TEXT)
    assert await russian(kept, number) == (TITLE, "Президент прибыл в Пекин.", ["30 документов"])
