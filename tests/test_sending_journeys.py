"""What editors send after publishing, at the wire: corrections, broadcasts, what became of them."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import TYPE_CHECKING

import pytest
from helpers_desk import TEXTS, new_draft
from sandbox_driver import ON_BOTH_DATABASES, Person
from sqlalchemy import func, select, update

from bot.presses import Do, Press, View
from bot.sandbox import people
from bot.sandbox.cast import EDITOR_ID, KAZAKH_READER_ID, REVIEWER_ID, RUSSIAN_READER_ID
from briefings.desk import broadcasts, drafts, staff
from briefings.model import AuditEntry, Delivery, DeliveryState, Edition, Role

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.sandbox.server import SandboxServer
    from briefings.store import Store


pytestmark = pytest.mark.usefixtures("clock")


async def until(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not happened():
            await asyncio.sleep(0.02)


async def settled(desk: Store, amount: int) -> None:
    """Wait until so many deliveries are written down as sent."""
    is_sent = select(func.count()).where(Delivery.state == DeliveryState.SENT)
    async with asyncio.timeout(10):
        while True:
            async with desk.reading() as session:
                if await session.scalar(is_sent) == amount:
                    return
            await asyncio.sleep(0.02)


def last(person: Person) -> str:
    """The newest message in a person's chat."""
    return person.screen[-1].text


async def test_a_correction_reaches_the_card_that_was_sent(bot: SandboxServer, desk: Store, now: datetime) -> None:
    editor, reader = Person.of(bot, EDITOR_ID), Person.of(bot, RUSSIAN_READER_ID)
    await editor.says("/lang ru")
    await reader.says("/subscribe china daily 09:00")
    async with desk.writing() as session:
        number = (await drafts.create(session, new_draft(), by=EDITOR_ID, origin="1:1", now=now)).id
    said = "\n".join(message.text for message in await editor.says(f"/publish {number} urgent"))
    assert "Ход отправки – /sent " in said
    await until(lambda: last(reader).startswith("Срочно"))
    card = reader.screen[-1]
    await editor.says(f"/edit {number} title ru\nВизит в Шанхай")
    for wrong, sentence in (
        ("/correct", "Выберите обзор"),
        ("/correct двенадцать", "Напишите её с номером обзора"),
        (f"/correct {number}\nkk:", "Напишите, что исправлено"),
        (f"/correct {number} en: the city", "Такого языка нет: «en»"),
        (f"/correct {number} {'ы' * 501}", "знаков в ней 501"),
    ):
        assert sentence in (await editor.says(wrong))[0].text
    (asked,) = await editor.says(f"/correct #{number}")
    assert "Что исправлено" in asked.text
    assert "Бот понимает" in (await editor.says("/help"))[0].text  # a command in the middle is obeyed
    (refused,) = await editor.says("ru: \n kk:")
    assert "Напишите, что исправлено" in refused.text
    (published,) = await editor.says("В заголовке был <b>другой город</b>")
    assert "Исправляется 1 отправленное сообщение" in published.text
    assert "Строка есть не на всех языках, не хватает: Қазақша" in published.text
    await until(lambda: "исправлено" in card.text)
    await settled(desk, 2)
    assert card.text.startswith("Срочно\n\nВизит в Шанхай\n")
    assert "исправлено 21 ноября 2026 г.: В заголовке был <b>другой город</b>" in card.text
    assert len([message for message in reader.screen if message.text.startswith("Срочно")]) == 1
    (shown,) = await reader.says(f"/b{number}")
    assert "исправлено 21 ноября 2026 г." in shown.text
    (became,) = await editor.taps("Ход отправки")
    assert became.text.startswith("Исправление № ")
    assert "Отправлено: 1" in became.text
    told = "\n".join(message.text for message in await editor.says(f"/history {number}"))
    assert "исправление\n«В заголовке был <b>другой город</b>»" in told
    (words,) = await editor.says("просто слова")  # the question was answered
    assert "исправлен" not in words.text


@ON_BOTH_DATABASES
async def test_an_alert_that_quiet_hours_hold_comes_at_once_when_they_are_switched_off(
    bot: SandboxServer, desk: Store, now: datetime
) -> None:
    editor, reader = Person.of(bot, EDITOR_ID), Person.of(bot, RUSSIAN_READER_ID)
    await reader.says("/subscribe china daily 09:00")
    (panel,) = await reader.says("/settings")
    await reader.taps_data(Press(View.QUIET, Do.QUIET, "12:00-23:00").pack(), panel)  # it is 17:00
    async with desk.writing() as session:
        number = (await drafts.create(session, new_draft(), by=EDITOR_ID, origin="1:1", now=now)).id
    await editor.says(f"/publish {number} urgent")
    assert await held_until(desk) == now + dt.timedelta(hours=6)
    await reader.taps_data(Press(View.QUIET, Do.QUIET, "16:00-22:00").pack(), panel)
    assert await held_until(desk) == now + dt.timedelta(hours=5)
    await reader.taps("Без тихих часов", panel)
    await until(lambda: last(reader).startswith("Срочно"))
    await settled(desk, 1)


async def held_until(desk: Store) -> datetime:
    """When the only delivery is due, as soon as there is one."""
    async with asyncio.timeout(10):
        while True:
            async with desk.reading() as session:
                waiting = select(Delivery.not_before).where(Delivery.state == DeliveryState.WAITING)
                if (when := await session.scalar(waiting)) is not None:
                    return when
            await asyncio.sleep(0.02)


async def test_a_broadcast_is_shown_sent_once_and_followed(bot: SandboxServer, desk: Store) -> None:
    editor = Person.of(bot, EDITOR_ID)
    readers = [Person.of(bot, RUSSIAN_READER_ID), Person.of(bot, KAZAKH_READER_ID)]
    for person in (editor, *readers):
        await person.starts()
    await editor.says("/lang ru")
    (german,) = await editor.says("/broadcast de Привет")
    assert german.text == "Такого языка нет: «de». Есть kk, ru и all – чаты на всех языках."
    for wrong in ("/broadcast", "/broadcast ru", "/broadcast Завтра эфир"):
        (usage,) = await editor.says(wrong)
        assert "Напишите язык чатов и текст" in usage.text
    (unknown,) = await readers[0].says("/broadcast all Спам")
    assert "Такой команды нет" in unknown.text
    preview, question = await editor.says("/broadcast all Эфир в 10:00 & <b>позже</b>\nВторая строка")
    assert preview.text == "Эфир в 10:00 & <b>позже</b>\nВторая строка"
    assert "Её получат 3 чата" in question.text
    send = next(row[0]["callback_data"] for row in question.markup["inline_keyboard"])  # type: ignore[index]
    await readers[0].taps_data(send, readers[0].screen[0])
    assert readers[0].toast is not None
    assert "устарела" in readers[0].toast["text"]
    (going,) = await editor.taps("Отправить", question)
    assert "Рассылка отправляется" in going.text
    await editor.taps_data(send, usage)  # once more, as by a second tap
    assert editor.toast is not None
    assert "уже была отправлена" in editor.toast["text"]
    (answered,) = await readers[0].says("/china")  # a reply doesn't wait for it
    assert "Китай" in answered.text
    await settled(desk, 3)
    assert sum(message.text == preview.text for message in readers[0].screen) == 1
    async with desk.writing() as session:
        edition = (await session.scalars(select(Edition.id).where(Edition.kind == "broadcast"))).one()
        failed = update(Delivery).where(Delivery.chat_id == KAZAKH_READER_ID)
        await session.execute(failed.values(state=DeliveryState.FAILED, error="no_rights", message_ids=[]))
    (became,) = await editor.says(f"/sent {edition}")
    assert all(line in became.text for line in ("Отправлено: 2", "Не удалось: 1", "у бота нет права писать в чат – 1"))
    await editor.taps("Повторить неудачные отправки")
    await until(lambda: sum(m.text == preview.text for m in readers[1].screen) == 2)
    await until(lambda: "Отправлено" in last(editor))
    async with desk.reading() as session:
        actions = set(await session.scalars(select(AuditEntry.action)))
    assert {"broadcast", "retry", "refused"} <= actions


@pytest.mark.parametrize("language", ["kk", "ru"])
async def test_cancel_withdraws_a_broadcast_that_is_only_shown(bot: SandboxServer, desk: Store, language: str) -> None:
    editor, texts = Person.of(bot, EDITOR_ID), TEXTS[language]
    await editor.says(f"/lang {language}")
    await editor.says("/broadcast all Эфир")
    told, *_ = await editor.says("/cancel")
    assert told.text == texts.plain("broadcast-withdrawn", count=1)
    assert (await editor.says("/cancel"))[0].text == texts.plain("desk-error-nothing-to-cancel")
    await editor.says("/add china kk")
    for text in ("Эфир", "Эфир в 10:00"):
        await editor.says(f"/broadcast all {text}")
    told, *_ = await editor.says("/cancel")  # all that is under way
    assert told.text == f"{texts.plain('write-cancelled')}\n{texts.plain('broadcast-withdrawn', count=2)}"
    async with desk.reading() as session:
        assert all(not content for content in await session.scalars(select(Edition.content)))


async def test_every_member_of_staff_may_broadcast(bot: SandboxServer, desk: Store, now: datetime) -> None:
    reviewer, reader = Person.of(bot, REVIEWER_ID), Person.of(bot, RUSSIAN_READER_ID)
    await reader.starts()
    async with desk.writing() as session:
        await staff.grant(session, REVIEWER_ID, Role.REVIEWER, by=EDITOR_ID, owner_ids={EDITOR_ID}, now=now)
    await reviewer.says("/broadcast ru Эфир")
    await reviewer.taps("Отправить")
    await until(lambda: last(reader) == "Эфир")


async def test_a_broadcast_arrives_as_it_was_formatted(bot: SandboxServer) -> None:
    editor, reader = Person.of(bot, EDITOR_ID), Person.of(bot, KAZAKH_READER_ID)
    await reader.starts()
    text = "/broadcast kk 🎙 Эфир <ертең>, толығырақ: сайт"
    entities = [
        {"type": "bot_command", "offset": 0, "length": 10},
        {"type": "bold", "offset": 0, "length": text.index("<") + 1},  # UTF-16: the emoji counts twice
        {"type": "custom_emoji", "offset": 14, "length": 2, "custom_emoji_id": "5"},
        {"type": "text_link", "offset": text.index("сайт") + 1, "length": 4, "url": "https://baq.kz/?a=1&b=2"},
    ]
    act = people.send(bot.world, editor.user, editor.chat, {"text": text, "entities": entities})
    assert act.update_id is not None
    await bot.world.wait_confirmed(act.update_id, 10)
    await editor.taps("Жіберу")
    await until(lambda: last(reader) == "🎙 Эфир <ертең>, толығырақ: сайт")
    assert reader.screen[-1].content["entities"] == [
        {"type": "bold", "offset": 0, "length": 8},
        {"type": "text_link", "offset": 28, "length": 4, "url": "https://baq.kz/?a=1&b=2"},
    ]


async def test_what_was_sent_is_listed_and_a_cancelled_broadcast_is_not(
    bot: SandboxServer, desk: Store, now: datetime
) -> None:
    editor = Person.of(bot, EDITOR_ID)
    await editor.says("/lang kk")
    assert "Әзірге ештеңе жіберілген жоқ" in (await editor.says("/sent"))[0].text
    for wrong in ("99999999999", "1 2"):
        assert "Мұндай нөмірлі жіберілім жоқ" in (await editor.says(f"/sent {wrong}"))[0].text
    for text in ("Бірінші", "Екінші"):
        await editor.says(f"/broadcast kk {text}")
    (cancelled,) = await editor.taps("Жібермеу")
    assert "бас тартылды" in cancelled.text
    first = next(message for message in editor.screen if message.markup and "Хабарландыру нөмірі" in message.text)
    cancel = first.markup["inline_keyboard"][1][0]["callback_data"]  # type: ignore[index]
    await editor.taps("Жіберу", first)
    await editor.taps_data(cancel, cancelled)  # too late
    assert editor.toast is not None
    assert "бұрын жіберілген" in editor.toast["text"]
    await until(lambda: last(editor) == "Бірінші")
    await settled(desk, 1)
    async with desk.writing() as session:
        nobodys = await broadcasts.prepare(session, "ru", "Никому", by=EDITOR_ID, origin="1:9", now=now)
        await broadcasts.send(session, "1:9", by=EDITOR_ID, now=now)
    async with asyncio.timeout(10):
        while "Алушы табылмады." not in (said := (await editor.says(f"/sent {nobodys.edition_id}"))[0].text):
            assert "алушылар анықталуда" in said
    (listed,) = await editor.says("/sent")
    assert listed.text.count("хабарландыру") == 2
    (one,) = await editor.taps("1", listed)
    assert "Жіберілді: 1" in one.text
    (again,) = await editor.taps("Барлық жіберілім")
    assert again.text == listed.text
