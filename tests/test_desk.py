"""The editors' desk at the wire: from a draft to the readers, by buttons and by commands, in both languages."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from helpers_desk import TEXTS, Clock, Colleague, made_draft, until
from sandbox_driver import Person

from bot import app
from bot.desk_buttons import DeskPress, Do
from bot.sandbox.cast import EDITOR_ID, KAZAKH_READER_ID, RUSSIAN_READER_ID
from briefings.desk import drafts, sent
from briefings.model import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.sandbox.server import SandboxServer
    from briefings.store import Store


@pytest.fixture(autouse=True)
def clock(now: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock(now)
    monkeypatch.setattr(app, "now", made)
    return made


@pytest.fixture
def roles() -> Mapping[int, Role]:
    """Дмитрий is an editor there."""
    return {RUSSIAN_READER_ID: Role.EDITOR}


@pytest.fixture
def owner(bot: SandboxServer) -> Colleague:
    return Colleague.of(bot, EDITOR_ID, "kk")


@pytest.fixture
def dmitriy(bot: SandboxServer) -> Colleague:
    return Colleague.of(bot, RUSSIAN_READER_ID, "ru")


async def test_the_whole_desk_by_buttons_in_russian(desk: Store, bot: SandboxServer, dmitriy: Colleague) -> None:
    number = await made_draft(desk, by=RUSSIAN_READER_ID, source_name=None, date=None)
    assert "Визит в Пекин" in await dmitriy.says("/drafts")
    panel = "\n".join(message.text for message in await dmitriy.person.taps(f"№ {number}"))
    for said in (f"Черновик № {number}", "Не хватает: текст (Қазақша), источник, дата", "• Подписано 30 <b>"):
        assert said in panel
    assert "Напишите заголовок" in await dmitriy.taps("language", language="Қазақша")
    assert "Теперь напишите текст" in await dmitriy.says("Бейжіңге сапар")
    assert "Изменение сохранено" in await dmitriy.says("Президент Бейжіңге барды.\n- 30 құжат")
    await dmitriy.taps("edit")
    assert "BAQ.KZ | 2025-09-05" in await dmitriy.taps("source")
    assert "Такой даты нет: «2025-02-30»" in await dmitriy.says("BAQ.KZ | 2025-02-30")
    assert "BAQ.KZ" in await dmitriy.says("BAQ.KZ | 2025-09-05 | https://baq.kz/1")
    assert "опубликован" in await dmitriy.taps("publish")
    reader = Person.of(bot, KAZAKH_READER_ID)
    (card,) = await reader.says(f"/b{number}")
    assert "Бейжіңге сапар" in card.text
    assert "• 30 құжат" in card.text
    assert "в архиве" in await dmitriy.taps("archive")
    assert TEXTS["kk"].plain("briefing-archived") in (await reader.says(f"/b{number}"))[0].text
    await dmitriy.taps("restore")
    assert "Бейжіңге сапар" in (await reader.says(f"/b{number}"))[0].text
    history = await dmitriy.taps("history")
    for said in (
        "вы – создание черновика",
        "вы – правка",
        "вы – публикация",
        "вы – перенос в архив",
        "Источник: BAQ.KZ · https://baq.kz/1",
    ):
        assert said in history


async def test_the_history_calls_topics_by_their_names(desk: Store, owner: Colleague, dmitriy: Colleague) -> None:
    number = await made_draft(desk)
    await owner.says(f"/edit {number} topics\nСу, Қытай")
    assert "Тақырыптары: Қытай Су және экология, Қытай" in await owner.says(f"/history {number}")
    assert "Темы: Китай Вода и экология, Китай" in await dmitriy.says(f"/history {number}")


async def test_the_same_in_kazakh_with_editing_and_throwing_away(
    desk: Store, bot: SandboxServer, owner: Colleague
) -> None:
    number = await made_draft(desk)
    assert f"Жоба № {number}" in await owner.says(f"/card {number}")
    await owner.taps("edit")
    assert "Визит в Пекин" in await owner.taps("title", language="Русский")
    assert owner.text("desk-saved") in await owner.says("Визит в Шанхай")
    await owner.taps("edit")
    await owner.taps("topics")
    assert any(label.startswith("✅ Қытай") for label in owner.person.buttons)
    refused = await owner.says("Атлантида")
    assert refused == owner.text("desk-error-unknown-topic-choose", word="Атлантида")
    assert any(label.startswith("✅ Қытай") for label in owner.person.buttons)  # to choose from, once more
    assert "#Су_және_экология #Қытай" in await owner.says("Су және Қытай")
    await owner.taps("edit")
    await owner.taps("topics")
    for label in ("✅ Қытай", "✅ Су және экология"):
        await owner.person.taps(label)
    await owner.person.taps(owner.text("button-write-topics-done"))
    assert owner.person.toast is not None
    assert owner.person.toast["text"] == owner.text("desk-error-topics-none-choose")
    await owner.person.taps("Қытай")
    picker = owner.person.screen[-1]
    await owner.person.taps("Мәдениет")
    (panel,) = await owner.person.taps(owner.text("button-write-topics-done"))
    assert "#Қытай #Мәдениет" in panel.text
    await owner.person.taps_data(DeskPress(Do.HOLD, number, 3, "water").pack(), picker)  # of before
    assert owner.person.toast["text"] == owner.text("button-outdated")
    await owner.taps("edit")
    await owner.taps("date")
    assert owner.text("desk-error-answer-not-text") in (await owner.person.sends_sticker())[0].text
    assert "2021 ж. қазан" in await owner.says("2021-10")
    await owner.taps("edit")
    await owner.taps("date")
    asked = owner.person.screen[-1]
    await owner.says(f"/edit {number} title ru")
    await owner.person.taps(owner.text("button-desk-leave"), asked)  # of an older question: the newer one waits on
    assert "Визит в Актау" in await owner.says("Визит в Актау")
    await owner.taps("edit")
    await owner.taps("date")
    assert f"Жоба № {number}" in await owner.taps("leave")
    assert owner.text("desk-discard-ask") in await owner.taps("discard")
    assert f"Жоба № {number}" in await owner.taps("keep")
    await owner.taps("discard")
    panel = owner.person.screen[-1]
    assert f"№ {number} жоба өшірілді" in await owner.taps("discard-surely")
    await owner.person.taps_data(DeskPress(Do.DISCARD_SURELY, number, 7).pack(), panel)  # pressed again
    assert f"№ {number} жоба өшірілді" in owner.screen[-1]
    bot.world.journal.entries.clear()  # the second edit is refused as "not modified", as it should be
    assert owner.text("desk-shelf-waiting-empty") in await owner.says("/drafts")
    assert owner.text("desk-error-missing", number=str(number)) in await owner.says(f"/card {number}")
    assert "жобаны өшіру" in await owner.says(f"/history {number}")


async def test_commands_edit_schedule_and_refuse_in_one_sentence(
    desk: Store, bot: SandboxServer, clock: Clock, dmitriy: Colleague
) -> None:
    number = await made_draft(desk, by=RUSSIAN_READER_ID)
    assert "Президент <i>в Шанхае</i>." in await dmitriy.says(f"/edit {number} text ru\nПрезидент <i>в Шанхае</i>.")
    assert "Изменение сохранено" in await dmitriy.says(f"/edit {number} title Визит в Шанхай")
    assert "Визит в Шанхай" in await dmitriy.says(f"/edit {number} date\n2025")
    assert "Что изменить?" in await dmitriy.says(f"/edit #{number}")
    assert "Шанхайға сапар" in await dmitriy.says(f"/edit {number} text kk\nШанхайға сапар\nПрезидент Шанхайда.")
    for wrong, said in {
        "/edit": "Выберите обзор кнопкой или напишите его номер после команды, например: /edit 12",
        "/card abc": "Напишите её с номером обзора",
        "/card 9999999999": "нет",
        f"/edit {number} colour red": "Такого поля нет: «colour»",
        f"/edit {number} title fr\nTitre": "Такого языка нет: «fr»",
        f"/edit {number} text\n\u200b": "Текста обзора нет",
        f"/edit {number} title\n{'а' * 400}": "Заголовок слишком длинный",
        f"/edit {number} source\nBAQ | ftp://x": "http://",
        f"/publish {number} tomorrow": "/publish 12 urgent at",
        f"/publish {number} at 2026-11-21 16:00": "уже прошло",
        f"/publish {number} at 2026-02-30 16:00": "Такой даты нет",
        f"/archive {number}": "не опубликован",
        f"/restore {number}": "не в архиве",
        "/history 404404": "нет",
    }.items():
        assert said in await dmitriy.says(wrong), wrong
    shown = await dmitriy.says(f"/publish {number} urgent at 2026-11-23 09:00")
    assert "Выйдет: понедельник, 23 ноября 2026 г., 09:00 (Алматы)" in shown
    assert "⏰ понедельник, 23 ноября 2026 г., 09:00 🚨" in await dmitriy.says("/drafts")
    reader = Person.of(bot, KAZAKH_READER_ID)
    assert "Шанхайға" not in (await reader.says(f"/b{number}"))[0].text
    await reader.says("/subscribe china")
    clock.at = dt.datetime(2026, 11, 23, 4, 0, tzinfo=dt.UTC)
    await until(lambda: any("Шанхайға сапар" in message.text for message in reader.screen))
    assert "уже опубликован" in await dmitriy.says(f"/publish {number}")


@pytest.mark.parametrize("language", ["kk", "ru"])
async def test_who_forgot_urgent_is_told_what_can_still_be_done_and_nobody_is_alerted(
    desk: Store, bot: SandboxServer, language: str
) -> None:
    editor, number = Colleague.of(bot, RUSSIAN_READER_ID, language), await made_draft(desk, by=RUSSIAN_READER_ID)
    ordinary = TEXTS[language]("desk-already-ordinary", number=str(number)).striptags()
    await editor.says(f"/lang {language}")
    await editor.says(f"/card {number}")
    panel = editor.person.screen[-1]
    assert ordinary not in await editor.says(f"/publish {number}")
    for said in (await editor.says(f"/publish {number} urgent"), await editor.says(f"/publish {number} urgent")):
        assert said.startswith(f"{editor.text('desk-already')}\n{ordinary}")
    await editor.person.taps(editor.text("button-desk-urgent"), panel)  # of a panel of before
    assert ordinary in panel.text
    assert ordinary not in await editor.says(f"/publish {number}")
    async with desk.reading() as session:
        assert await sent.of_alert(session, number) is None
    async with desk.writing() as session:
        (await drafts.take(session, number)).urgent = True  # as a file may say of what is published
    assert "/sent" not in await editor.says(f"/publish {number}")
    other = await made_draft(desk, by=RUSSIAN_READER_ID, message=2)
    for _ in range(2):  # an alert is followed, also by who asks again
        assert "/sent" in await editor.says(f"/publish {other} urgent")


async def test_many_drafts_have_pages_and_a_published_one_is_corrected_from_its_panel(
    desk: Store, dmitriy: Colleague
) -> None:
    numbers = [await made_draft(desk, message=message) for message in range(1, 12)]
    assert "Ждут 11 обзоров" in await dmitriy.says("/drafts")
    assert f"№ {numbers[0]} " not in dmitriy.screen[-1]
    (older,) = await dmitriy.person.taps(dmitriy.text("button-next-page"))
    assert f"№ {numbers[0]} " in older.text
    await dmitriy.person.taps(dmitriy.text("button-previous-page"))
    await dmitriy.person.taps(f"№ {numbers[-1]}")
    await dmitriy.taps("when")
    assert "Непонятно время «завтра»" in await dmitriy.says("завтра")
    assert "Выйдет: понедельник, 23 ноября 2026 г., 09:00 (Алматы)" in await dmitriy.says("23.11.2026 09:00")
    assert "Черновик №" in await dmitriy.taps("withdraw")
    await dmitriy.taps("when")
    await dmitriy.taps("other-moment")
    assert "Выйдет: вторник, 24 ноября 2026 г., 09:00 (Алматы)" in await dmitriy.says("24.11.2026 09:00")
    await dmitriy.taps("when")  # and then it goes out otherwise: nothing is asked any more
    assert "опубликован" in await dmitriy.says(f"/publish {numbers[-1]} urgent")
    assert "время" not in await dmitriy.says("Китай")
    assert "Что исправлено" in await dmitriy.taps("correct")
    assert "опубликован" in await dmitriy.taps("leave")
    await dmitriy.taps("correct")
    assert "исправ" in (await dmitriy.says("Документов было 30, а не 40.")).lower()
    assert "исправление" in await dmitriy.says(f"/history {numbers[-1]}")
    for bare in ("/card", "/edit", "/archive", "/history", "/correct"):  # as a tap in the menu sends them
        assert f"Выберите обзор кнопкой или напишите его номер после команды, например: {bare} 12" in (
            await dmitriy.says(bare)
        )
    assert f"№ {numbers[-1]} · Визит в Пекин\n✅ суббота, 21 ноября 2026 г., 17:00 🚨" in dmitriy.screen[-1]
    assert dmitriy.text("desk-shelf-archived-empty") in await dmitriy.says("/restore")
    assert "Опубликованные обзоры: 43" in await dmitriy.taps("published")
    assert "№ " in await dmitriy.says("/publish")
    await dmitriy.taps("published")
    await dmitriy.person.taps(f"№ {numbers[-1]}")
    assert "в архиве" in await dmitriy.taps("archive")
    assert "🗄 в архиве" in await dmitriy.says("/restore")
