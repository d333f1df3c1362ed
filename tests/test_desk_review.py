"""Two pairs of eyes at the wire: review, sending back, who was overtaken, what a machine wrote, and who is no staff."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import TYPE_CHECKING

import pytest
from helpers_desk import TEXTS, Colleague, actions, made_draft, until
from sandbox_driver import Person

from bot import app
from bot.app import run
from bot.desk_buttons import DeskPress, Do
from bot.sandbox.cast import EDITOR_ID, KAZAKH_READER_ID, REVIEWER_ID, RUSSIAN_READER_ID
from bot.sandbox.members import block
from briefings import library
from briefings.desk.form import DraftText
from briefings.model import Role, Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.sandbox.server import SandboxServer
    from bot.settings import Settings
    from briefings.store import Store

LONG = "Первое предложение этого абзаца довольно длинное. " * 100


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Nobody publishes their own draft."""
    return settings.model_copy(update={"review_required": True})


@pytest.fixture
def roles() -> Mapping[int, Role]:
    """With an editor and a reviewer."""
    return {RUSSIAN_READER_ID: Role.EDITOR, REVIEWER_ID: Role.REVIEWER}


async def status(store: Store, number: int) -> Status | None:
    async with store.reading() as session:
        found = await library.find(session, number)
    return found.status if found else None


async def test_a_draft_goes_back_and_forth_and_out_by_a_second_pair_of_eyes(desk: Store, bot: SandboxServer) -> None:
    author, reviewer, owner = (
        Colleague.of(bot, user_id, language)
        for user_id, language in ((RUSSIAN_READER_ID, "ru"), (REVIEWER_ID, "ru"), (EDITOR_ID, "kk"))
    )
    reader = Person.of(bot, KAZAKH_READER_ID)
    await reader.says("/subscribe china")
    await reviewer.says("/lang ru")
    await owner.says("/drafts")
    number = await made_draft(desk, by=RUSSIAN_READER_ID)
    assert f"Черновик № {number}" in await author.says(f"/b{number}")  # as it stands on the panel
    assert "Мұндай нөмірлі шолу жоқ" in (await reader.says(f"/b{number}"))[0].text
    assert "Сообщение получили 2 коллеги" in await author.taps("submit-urgent")
    first = reviewer.person.screen[-1]
    assert "Автор: Дмитрий" in first.text
    assert "Визит в Пекин" in first.text
    assert "Жоба Сіздің тексеруіңізді күтіп тұр" in owner.screen[-1]
    assert "Причину увидит автор" in await reviewer.taps("send-back")
    assert "возвращён. Причина сообщена автору" in await reviewer.says("Откуда цифра?")
    assert "Причина: Откуда цифра?" in author.screen[-1]
    await author.says(f"/edit {number} text\nПо данным BAQ.KZ, президент прибыл.")
    block(bot.world, owner.person.user, blocked=True)
    assert "Сообщение получил 1 коллега" in await author.says(f"/publish {number} urgent")
    bot.world.journal.entries.clear()  # Telegram has refused to write to who blocked the bot, as it should
    stale = "\n".join(message.text for message in await reviewer.person.taps("✅ Одобрить", first))
    assert "изменил другой сотрудник" in stale
    assert await status(desk, number) is Status.REVIEW
    panel = reviewer.person.screen[-1]
    assert "опубликован" in await reviewer.taps("approve")
    assert "Ваш черновик одобрен" in author.screen[-1]
    await reviewer.person.taps_data(DeskPress(Do.APPROVE, number, 4).pack(), panel)  # pressed again
    assert sum("Ваш черновик одобрен" in text for text in author.screen) == 1
    await until(lambda: any("Визит в Пекин" in message.text for message in reader.screen))
    history = await author.says(f"/history {number}")
    for said in (
        "вы – отправка на проверку 🚨",
        "Сәуле – возврат на доработку",
        "«Откуда цифра?»",
        "Сәуле – публикация 🚨",
    ):
        assert said in history


async def test_what_changes_after_the_approval_is_seen_by_a_second_pair_of_eyes(
    desk: Store, bot: SandboxServer
) -> None:
    author, reviewer = Colleague.of(bot, RUSSIAN_READER_ID, "ru"), Colleague.of(bot, REVIEWER_ID, "ru")
    for person in (author, reviewer):
        await person.says("/lang ru")
    await Person.of(bot, EDITOR_ID).starts()
    later = (app.now() + dt.timedelta(days=3)).strftime("%Y-%m-%d 09:00")
    number = await made_draft(desk, by=RUSSIAN_READER_ID)
    await author.says(f"/publish {number} at {later}")
    assert "Публикация назначена" in await reviewer.taps("approve")
    assert reviewer.person.buttons.index(reviewer.text("button-desk-withdraw")) < reviewer.person.buttons.index(
        reviewer.text("button-desk-publish")  # which is not where «approve» stood
    )
    assert "Отправлено на проверку" in await author.says(f"/edit {number} title ru\nДругой визит")
    assert await status(desk, number) is Status.REVIEW  # an embargo that was approved, and then changed
    assert "Другой визит" in reviewer.screen[-1]
    assert "Публикация назначена" in await reviewer.says(f"/publish {number}")
    assert await status(desk, number) is Status.SCHEDULED
    assert "Опубликовано" in await reviewer.says(f"/publish {number} urgent")
    await author.says(f"/edit {number} title ru\nТретий визит")
    told = reviewer.screen[-1]
    for said in (f"изменил опубликованный обзор № {number}", "Дмитрий – правка", "Заголовок (Русский): Другой Третий"):
        assert said in told
    await author.says(f"/correct {number} Визит был третьим")
    assert "Дмитрий – исправление\n«Визит был третьим»" in reviewer.screen[-1]
    heard = len(reviewer.screen)
    await author.says(f"/correct {number} Визит был третьим")
    assert len(reviewer.screen) == heard  # said already


async def test_two_at_once_overwrite_nothing_in_silence(desk: Store, bot: SandboxServer) -> None:
    anna, boris = Colleague.of(bot, RUSSIAN_READER_ID, "ru"), Colleague.of(bot, EDITOR_ID, "kk")
    await Person.of(bot, REVIEWER_ID).starts()
    number = await made_draft(desk, by=RUSSIAN_READER_ID)
    await anna.says(f"/card {number}")
    await boris.says(f"/card {number}")
    await anna.taps("edit")
    await anna.taps("title", language="Русский")
    await boris.taps("edit")
    await boris.taps("title", language="Русский")
    await boris.says("Слово Бориса")
    overtaken = await anna.says("Слово Анны")
    assert "изменил другой сотрудник" in overtaken
    assert "другой сотрудник (Нұрлан)" in overtaken
    assert "Слово Бориса" in overtaken
    assert "Слово Анны" in await anna.says("Слово Анны")  # having seen it
    await boris.says(f"/edit {number} title Слово Бориса")
    assert "обзор изменил и ваш коллега" in await anna.says(f"/edit {number} title Слово Анны")
    assert "басқа қызметкер (Дмитрий)" in "\n".join(
        message.text
        for message in await boris.person.taps_data(DeskPress(Do.PUBLISH, number, 2).pack(), boris.person.screen[-1])
    )
    assert "Отправлено на проверку" in await anna.says(f"/publish {number}")
    assert "жарияланды" in await boris.says(f"/publish {number}")
    assert "Ваш черновик одобрен" in anna.screen[-1]
    assert [action for action, _ in await actions(desk, number)][-2:] == ["approve", "publish"]
    assert "уже опубликован" in await anna.says(f"/publish {number}")


async def test_a_long_text_in_pieces_a_machines_text_and_a_moment_by_buttons(desk: Store, bot: SandboxServer) -> None:
    owner = Colleague.of(bot, EDITOR_ID, "ru")
    await owner.says("/lang ru")
    texts = {"ru": DraftText("Визит", "Кратко.", machine_made=True)}
    number = await made_draft(desk, by=RUSSIAN_READER_ID, texts=texts)
    assert "Составлено автоматически и не проверено: Русский" in await owner.says(f"/card {number}")
    assert "Составлено автоматически" not in await owner.taps("confirm")
    await owner.taps("edit")
    await owner.taps("text", language="Русский")
    assert "Конец текста." in await owner.says(LONG + "Конец текста.")  # as two messages
    assert "Когда опубликовать" in await owner.taps("when")
    assert "как срочный" in await owner.taps("as-urgent")
    (shown,) = await owner.person.taps("18:00")
    assert "ждёт своего времени" in shown.text
    assert "🚨 Срочно" in shown.text
    for forged, said in (("202613450000", "Такой даты нет"), ("202001010900", "уже прошло")):
        (refused,) = await owner.person.taps_data(DeskPress(Do.AT, number, 1, forged).pack(), shown)
        assert said in refused.text
    assert "Черновик №" in await owner.taps("withdraw")
    await owner.taps("when")
    await owner.taps("other-moment")
    assert "уже прошло" in await owner.says("2020-01-01 09:00")
    assert "Непонятно время" in await owner.says("завтра")
    await owner.taps("leave")
    await owner.taps("edit")
    await owner.taps("text", language="Русский")
    assert await owner.says("Слово. " * 580) == ""  # the rest may be on its way
    await until(lambda: "Изменение сохранено" in owner.screen[-1])
    assert await owner.says(f"/edit {number} text ru\n" + "Дело. " * 580) == ""
    await until(lambda: "Дело." in owner.screen[-1] or "Дело." in owner.screen[-2])


async def test_who_is_no_staff_finds_no_desk(desk: Store, bot: SandboxServer) -> None:
    reader = Person.of(bot, KAZAKH_READER_ID)
    number = await made_draft(desk)
    (card,) = await reader.says("/china")
    for do in (Do.PUBLISH, Do.SHOW, Do.DISCARD_SURELY, Do.APPROVE):
        assert await reader.taps_data(DeskPress(do, number, 1).pack(), card) == []
        assert TEXTS["kk"].plain("button-outdated") in str(reader.toast)
    unknown = (await reader.says("/nonsense"))[0].text
    assert (await reader.says(f"/publish {number}"))[0].text == unknown
    assert await status(desk, number) is Status.DRAFT


async def test_a_question_waits_through_a_restart(desk: Store, settings: Settings, sandbox: SandboxServer) -> None:
    editor, answers = Colleague.of(sandbox, EDITOR_ID, "kk"), []
    number = await made_draft(desk)
    for said in (f"/edit {number} text kk", "Пекинге сапар", "Президент Пекинде."):
        stop = asyncio.Event()
        running = asyncio.create_task(run(settings, stop))
        answers.append(await editor.says(said))
        stop.set()
        await running
    assert "шолудың атауын жазыңыз" in answers[0]
    assert "Енді" in answers[1]
    assert "Президент Пекинде." in answers[2]
