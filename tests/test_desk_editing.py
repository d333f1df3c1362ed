"""What an editor who changes a briefing is told and asked.

A language that it doesn't have yet: title and text together add it, either alone does not. Without a date: where it
stands for readers, unless publishing dates it. A question that waits while its editor presses other buttons: what they
write next is what they mean.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from helpers_desk import KK, Colleague, actions, made_draft, stored, until

from bot.sandbox.cast import EDITOR_ID
from briefings.exchange import MAX_TITLE

if TYPE_CHECKING:
    from bot.sandbox.server import SandboxServer
    from briefings.store import Store

TITLE, TEXT = "Визит в Пекин", "Президент прибыл в Пекин.\n- 30 документов"


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


async def test_a_text_that_is_typed_as_a_command_goes_below_the_title_that_was_just_given(
    editor: Colleague, kept: Store, number: int
) -> None:
    await editor.says(f"/edit {number} title ru\n{TITLE}")
    assert editor.text("desk-saved") in await editor.says(f"/edit {number} text ru\n{TEXT}")
    assert await russian(kept, number) == (TITLE, "Президент прибыл в Пекин.", ["30 документов"])
    assert editor.text("desk-error-nothing-to-cancel") in await editor.says("/cancel")  # no question waits


async def test_so_does_one_of_several_paragraphs_and_one_that_came_in_pieces(
    editor: Colleague, kept: Store, number: int
) -> None:
    await editor.says(f"/edit {number} title ru\n{TITLE}")
    await editor.says(f"/edit {number} text ru\nПервый абзац.\n\nВторой абзац.\n- 30 документов")
    assert await russian(kept, number) == (TITLE, "Первый абзац.\n\nВторой абзац.", ["30 документов"])
    other = await made_draft(kept, message=2, texts={"kk": KK})
    await editor.says(f"/edit {other} title ru {TITLE}")
    shown = len(editor.screen)
    await editor.says(f"/edit {other} text ru\n" + "Президент прибыл в Пекин. " * 300)
    await until(lambda: any(editor.text("desk-saved") in said for said in editor.screen[shown:]))
    text = await russian(kept, other)
    assert text is not None
    assert (text[0], text[1].count("Президент")) == (TITLE, 300)


async def test_a_text_that_was_refused_or_is_asked_for_again_leaves_the_title(
    editor: Colleague, kept: Store, number: int
) -> None:
    asked = await editor.says(f"/edit {number} title ru {TITLE}")
    assert await editor.says(f"/edit {number} text ru") == asked
    assert editor.text("desk-error-text-empty") in await editor.says(f"/edit {number} text ru\n- 30 документов")
    assert await russian(kept, number) is None
    await editor.says(TEXT)
    assert await russian(kept, number) == (TITLE, "Президент прибыл в Пекин.", ["30 документов"])


@pytest.mark.parametrize("field", ["title", "text"])
async def test_a_value_that_is_typed_as_a_command_answers_the_question_for_it(
    editor: Colleague, kept: Store, field: str
) -> None:
    number = await made_draft(kept)
    await editor.says(f"/edit {number} {field} ru")
    assert editor.text("desk-saved") in await editor.says(f"/edit {number} {field} ru\n{TITLE} и в Ухань")
    before = await stored(kept, number)
    assert "/b" in await editor.says("Су")  # a topic's card, as ever
    assert (await stored(kept, number)).version == before.version


async def test_the_title_of_another_briefing_is_not_taken_for_it(editor: Colleague, kept: Store, number: int) -> None:
    other = await made_draft(kept, message=2, texts={"kk": KK})
    await editor.says(f"/edit {other} title ru Другой")
    await editor.says(f"/edit {number} text ru\n{TITLE}\n{TEXT}")
    assert await russian(kept, number) == (TITLE, "Президент прибыл в Пекин.", ["30 документов"])


async def test_where_a_title_is_needed_a_paragraph_and_details_are_said_to_lack_it(
    editor: Colleague, kept: Store, number: int
) -> None:
    assert await editor.says(f"/edit {number} text ru\n{TEXT}") == needs_both(editor, number)
    assert await russian(kept, number) is None


# --- without a date ---


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


# --- a question that waits ---


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
