"""The panel of a subscription, button by button, and the buttons under cards that subscribe."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from helpers_subscribing import SUNDAY_KK, held, pass_over_edits_without_change, stored
from sandbox_driver import ON_BOTH_DATABASES, Person

from bot.presses import Do, Press, View
from bot.sandbox import people
from bot.sandbox.cast import KAZAKH_READER_ID

if TYPE_CHECKING:
    from bot.sandbox.server import SandboxServer
    from briefings.store import Store

pytestmark = pytest.mark.usefixtures("clock")


async def test_what_was_chosen_before_the_first_subscription_is_kept(reader: Person, kept: Store) -> None:
    await reader.says("/settings")
    for label in ("📅 Күндері", "Жұмыс күндері", "← Артқа", "🕘 Уақыты", "08:00", "✅ 09:00"):
        await reader.taps(label)
    (told,) = await reader.says("/subscribe на Китай")
    assert "Тақырыптар: Қытай\nКүндері: жұмыс күндері\nУақыты: 08:00 (Алматы)" in told.text
    assert await held(kept) == {"china"}


async def test_topics_chosen_before_the_first_subscription_are_kept(reader: Person, kept: Store) -> None:
    await reader.says("/settings")
    for label in ("📚 Тақырыптар", "Қытай"):
        await reader.taps(label)
    await reader.says("/subscribe 08:00")
    assert (await held(kept), (await stored(kept)).times) == ({"china"}, ["08:00"])


@ON_BOTH_DATABASES
async def test_the_panel_does_it_all_and_shows_how_it_stands(reader: Person, kept: Store) -> None:
    (panel,) = await reader.says("/subscribe")
    for label, shown in [
        ("🔔 Жазылу", "Келесі дайджест: " + SUNDAY_KK),
        ("📚 Тақырыптар", "Тақырыптар: барлығы"),
        ("Қытай", "Тақырыптар: Қытай"),
        ("Су", "Тақырыптар: Қытай, Су"),
        ("✅ 🇨🇳 Қытай", "Тақырыптар: Су"),
        ("Барлық тақырып", "Тақырыптар: барлығы"),
        ("← Артқа", "барлығы"),
        ("📅 Күндері", "күн сайын"),
        ("Жұмыс күндері", "Күндері: жұмыс күндері"),
        ("✅ жұма", "Күндері: дүйсенбі, сейсенбі, сәрсенбі, бейсенбі"),
        ("сенбі", "бейсенбі, сенбі"),
        ("Күн сайын", "Күндері: күн сайын"),
        ("← Артқа", "барлығы"),
        ("🕘 Уақыты", "Уақыты: 09:00 (Алматы)"),
        ("18:00", "Уақыты: 09:00, 18:00 (Алматы)"),
        ("✅ 09:00", "Уақыты: 18:00 (Алматы)"),
        ("← Артқа", "барлығы"),
        ("🌍 Уақыт белдеуі", "Asia/Almaty"),
        ("Лондон", "Лондон (Europe/London)"),
        ("← Артқа", "18:00 (Лондон)"),
        ("🌙 Тыныш уақыт", "белгіленбеген"),
        ("23:00–07:00", "Тыныш уақыт: 23:00–07:00"),
        ("← Артқа", "23:00–07:00"),
        ("🚨 Шұғыл хабарларды өшіру", "Шұғыл хабарлар: өшірулі"),
        ("⏸ Уақытша тоқтату", "Қанша уақытқа"),
        ("7 күн", "Үзіліс аяқталатын күн: 2026 ж. 28 қараша, сенбі"),
        ("▶️ Жалғастыру", "2026 ж. 21 қараша, сенбі, 18:00 (Лондон)"),
        ("🗣 Тіл", "Бот қай тілде жазсын?"),
        ("Русский", "Срочные сообщения: выключены"),
        ("🚨 Включить срочные", "Срочные сообщения: включены"),
        ("🌙 Тихие часы", "23:00–07:00"),
        ("Без тихих часов", "Тихие часы: не заданы"),
        ("← Назад", "Темы: все"),
        ("🔕 Отписаться", "Рассылки редакции приходят и без подписки"),
        ("⏸ Приостановить", "до конца паузы не придут и рассылки"),
        ("30 дней", "Рассылки редакции приостановлены. Пауза закончится: понедельник, 21 декабря 2026 г."),
        ("▶️ Возобновить", "Рассылки редакции приходят и без подписки"),
    ]:
        (edited,) = await reader.taps(label)
        assert (edited.message_id, shown in edited.text) == (panel.message_id, True), (label, edited.text)
        assert not (reader.toast or {}).get("text")
    found = await stored(kept)
    assert (found.active, found.times, found.zone, found.urgent) == (False, ["18:00"], "Europe/London", True)


async def test_the_last_topic_day_and_time_stay_and_an_alert_says_so(
    bot: SandboxServer, reader: Person, kept: Store
) -> None:
    await reader.says("/subscribe china weekly mon 09:00")
    (panel,) = await reader.says("/settings")
    for page, button, what in [
        ("📚 Тақырыптар", "✅ 🇨🇳 Қытай", "бір тақырып"),
        ("📅 Күндері", "✅ дүйсенбі", "бір күн"),
        ("🕘 Уақыты", "✅ 09:00", "бір уақыт"),
    ]:
        await reader.taps(page, panel)
        await reader.taps(button, panel)
        assert f"Кемінде {what} қалуы керек" in (reader.toast or {})["text"]
        await reader.taps("← Артқа", panel)
    found = await stored(kept)
    assert (await held(kept), found.days, found.times) == ({"china"}, [0], ["09:00"])
    pass_over_edits_without_change(bot)


async def test_a_seventh_time_is_refused_with_an_alert(reader: Person, kept: Store) -> None:
    await reader.says("/subscribe 1:00 2:00 3:00 4:00 5:00 6:00")
    (panel,) = await reader.says("/settings")
    await reader.taps_data(Press(View.TIMES, Do.ADD_TIME, "07:00").pack(), panel)
    assert "алты реттен" in (reader.toast or {})["text"]
    assert len((await stored(kept)).times) == 6


async def test_a_button_pressed_twice_does_it_once(reader: Person, kept: Store) -> None:
    await reader.says("/subscribe china")
    (panel,) = await reader.says("/settings")
    for _ in range(2):
        await reader.taps_data(Press(View.TOPICS, Do.HOLD_TOPIC, "water").pack(), panel)
        await reader.taps_data(Press(View.TIMES, Do.DROP_TIME, "10:00").pack(), panel)
        await reader.taps_data(Press(View.MAIN, Do.PAUSE, "7").pack(), panel)
    found = await stored(kept)
    assert (await held(kept), found.times) == ({"china", "water"}, ["09:00"])
    assert f"{found.paused_until:%Y-%m-%d %H:%M}" == "2026-11-27 19:00"


async def test_a_button_under_an_old_panel_answers_and_shows_the_true_state(
    bot: SandboxServer, reader: Person, kept: Store
) -> None:
    (old,) = await reader.says("/settings")
    await reader.says("/subscribe china 10:00")
    (edited,) = await reader.taps("🕘 Уақыты", old)
    assert "Уақыты: 10:00 (Алматы)" in edited.text
    (edited,) = await reader.taps_data(Press(View.MAIN, Do.END).pack(), old)
    assert "Жазылым жоқ" in edited.text
    (edited,) = await reader.taps_data(Press(View.MAIN, Do.PAUSE, "7").pack(), old)
    assert "Үзіліс аяқталатын күн: 2026 ж. 28 қараша, сенбі" in edited.text
    pass_over_edits_without_change(bot)


async def test_what_a_newer_version_no_longer_has_is_outdated(bot: SandboxServer, reader: Person, kept: Store) -> None:
    await reader.says("/subscribe china")
    (panel,) = await reader.says("/settings")
    for button in (
        Press(View.TOPICS, Do.ONLY_TOPIC, "marsians"),
        Press(View.ZONE, Do.ZONE, "Mars/Base"),
        Press(View.QUIET, Do.QUIET, "09:00-09:00"),
        Press(View.MAIN, Do.PAUSE, "0"),
        Press(View.MAIN, Do.LANGUAGE, "xx"),
    ):
        await reader.taps_data(button.pack(), panel)
        assert "ескірген" in (reader.toast or {})["text"], button
    found = await stored(kept)
    assert (await held(kept), found.zone, found.quiet_from, found.paused_until) == (
        {"china"},
        "Asia/Almaty",
        None,
        None,
    )
    pass_over_edits_without_change(bot)


async def test_a_card_subscribes_to_its_topic_and_adds_it_to_the_others(reader: Person, kept: Store) -> None:
    await reader.says("/china")
    (told,) = await reader.taps("🔔 Жазылу")
    assert "Тақырыптар: Қытай\n" in told.text
    await reader.says("/usa")
    (told,) = await reader.taps("🔔 Жазылу")
    assert "Тақырыптар: Қытай, АҚШ\n" in told.text
    assert await reader.taps("🔔 Жазылу") == []
    assert "жазылымда бар" in (reader.toast or {})["text"]
    assert await held(kept) == {"china", "usa"}
    await reader.taps("↩️ Болдырмау", told)
    assert await held(kept) == {"china"}


async def test_a_first_subscription_is_taken_back_by_a_button(reader: Person, kept: Store) -> None:
    await reader.says("/china")
    (told,) = await reader.taps("🔔 Жазылу")
    await reader.taps("↩️ Болдырмау", told)
    assert not (await stored(kept)).active


async def test_a_card_of_a_topic_that_is_gone_subscribes_to_nothing(reader: Person) -> None:
    (card,) = await reader.says("/china")
    await reader.taps_data("n:marsians", card)
    assert "ескірген" in (reader.toast or {})["text"]


async def test_a_button_of_a_panel_too_old_to_be_edited_answers_with_a_new_one(bot: SandboxServer, kept: Store) -> None:
    reader = Person.of(bot, KAZAKH_READER_ID)
    (panel,) = await reader.says("/settings")
    query = bot.world.ask(reader.user, panel)
    inaccessible = {"chat": panel.chat.json(), "message_id": panel.message_id, "date": 0}
    payload = {"id": query.id, "from": reader.user.json(), "message": inaccessible, "chat_instance": "1"}
    data = Press(View.MAIN, Do.START).pack()
    await bot.world.wait_confirmed(bot.world.updates.push("callback_query", payload | {"data": data}))
    assert SUNDAY_KK in reader.screen[-1].text
    assert (await stored(kept)).active


async def test_the_panel_and_its_texts_fit_whatever_is_chosen(reader: Person) -> None:
    await reader.says("/subscribe all")
    await reader.says("/unsubscribe china")
    (panel,) = await reader.says("/settings")
    assert "АҚШ, C5+1" in panel.text
    assert people.find_button(panel, "🔕 Жазылымнан шығу")
