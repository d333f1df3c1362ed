"""What colleagues are told of each other at the wire: once, whatever crashes, is pressed again or can't be reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from helpers_content import with_key
from helpers_desk import Colleague, made_draft
from sandbox_driver import Person

from bot import desk_pages, replies
from bot.desk_buttons import DeskPress, Do
from bot.sandbox.cast import EDITOR_ID, REVIEWER_ID, RUSSIAN_READER_ID
from bot.sandbox.people import find_button
from briefings.model import Role

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from bot.sandbox.server import SandboxServer
    from bot.settings import Settings
    from briefings.store import Store


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Nobody publishes their own draft."""
    return settings.model_copy(update={"review_required": True})


@pytest.fixture
def roles() -> Mapping[int, Role]:
    """With an editor and a reviewer."""
    return {RUSSIAN_READER_ID: Role.EDITOR, REVIEWER_ID: Role.REVIEWER}


async def test_what_nobody_was_told_for_a_crash_is_told_when_it_is_handled_again_and_then_no_more(
    desk: Store, bot: SandboxServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    author, reviewer = Colleague.of(bot, RUSSIAN_READER_ID, "ru"), Colleague.of(bot, REVIEWER_ID, "ru")
    for person in (author, reviewer):
        await person.says("/lang ru")
    await Person.of(bot, EDITOR_ID).starts()
    number, back = [await made_draft(desk, by=RUSSIAN_READER_ID, message=n, key=f"k{n}") for n in range(2)]
    await author.says(f"/publish {number}")
    approve, panel = DeskPress(Do.APPROVE, number, 2).pack(), reviewer.person.screen[-1]
    (report,) = await author.person.sends_file("v.md", with_key("k0").encode())
    update = find_button(report, author.text("button-file-update"))["callback_data"]
    send_back = DeskPress(Do.SEND_BACK, back, 2).pack()

    async def sends_back() -> None:
        await reviewer.person.taps_data(send_back, panel)
        await reviewer.says("Откуда?")

    async def crash(*_: object) -> int:
        raise RuntimeError

    acts: tuple[tuple[Callable[[], Awaitable[object]], Colleague, str], ...] = (
        (lambda: reviewer.person.taps_data(approve, panel), author, "Ваш черновик одобрен"),
        (lambda: author.person.says(f"/edit {number} title ru\nДругой визит"), reviewer, "Дмитрий – правка"),
        (lambda: author.person.says(f"/correct {number} Визит был другим"), reviewer, "Дмитрий – исправление"),
        (lambda: author.person.taps_data(update, report), reviewer, "Заголовок (Русский): Другой визит Визит"),
        (lambda: author.person.says(f"/publish {back}"), reviewer, f"Обзор № {back} на проверке"),
        (sends_back, author, "Причина: Откуда?"),
    )
    for act, told, words in acts:
        with monkeypatch.context() as patched:
            patched.setattr(desk_pages, "tell_once", crash)
            await act()
        assert not any(words in text for text in told.screen)
        for _ in range(2):
            await act()
            assert sum(words in text for text in told.screen) == 1
    bot.world.journal.entries.clear()  # the panel is as it was when it is pressed once more


async def test_who_presses_publish_again_asks_only_whom_an_outage_kept_from_hearing(
    desk: Store, bot: SandboxServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replies, "TRIES", 1)
    author, reviewer = Colleague.of(bot, RUSSIAN_READER_ID, "ru"), Colleague.of(bot, REVIEWER_ID, "ru")
    owner = Person.of(bot, EDITOR_ID)
    for person in (reviewer.person, owner):
        await person.starts()
    number = await made_draft(desk, by=RUSSIAN_READER_ID)
    heard = len(owner.screen), len(reviewer.screen)
    bot.world.faults.add("server_error", methods=["sendMessage"], chats=[EDITOR_ID, REVIEWER_ID], times=2)
    assert "Никому сообщить не удалось" in await author.says(f"/publish {number}")
    bot.world.faults.add("server_error", methods=["sendMessage"], chats=[REVIEWER_ID], times=1)
    said = [await author.says(f"/publish {number}") for _ in range(4)]
    bot.world.journal.entries.clear()  # 500s, as they should be
    assert "Сообщение получил 1 коллега" in said[0]
    assert "Сообщение получили 2 коллеги" in said[1]
    assert "Сообщение получили 2 коллеги" in said[3]
    assert (len(owner.screen), len(reviewer.screen)) == (heard[0] + 1, heard[1] + 1)
