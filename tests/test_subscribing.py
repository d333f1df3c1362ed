"""Subscribing as people do it, in both languages: the whole bot over HTTP, at noon UTC of Saturday, 2026-11-21.

The fixture `bot` fails a test in which the sandbox refused anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sandbox_driver import ON_BOTH_DATABASES, Person
from sqlalchemy import select

from bot.presses import Do, Press, View
from bot.sandbox import people
from bot.sandbox.cast import CHANNEL_ID, EDITOR_ID, FORUM_ID, GROUP_ID, KAZAKH_READER_ID, RUSSIAN_READER_ID, add_channel
from bot.sandbox.things import Member
from briefings import subscriptions
from briefings.model import Reader, Subscription
from briefings.store import Store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime

    from bot.sandbox.server import SandboxServer
    from bot.settings import Settings

SUNDAY_KK, SUNDAY_RU = "2026 ж. 22 қараша, жексенбі, 09:00 (Алматы)", "воскресенье, 22 ноября 2026 г., 09:00 (Алматы)"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    """The bot's clock stands where the sandbox's does."""
    monkeypatch.setattr("bot.app.now", lambda: now)


@pytest.fixture
async def kept(settings: Settings) -> AsyncIterator[Store]:
    """The bot's database, to look into."""
    store = Store(settings.database_url)
    yield store
    await store.close()


def pass_over_edits_without_change(server: SandboxServer) -> None:
    """Telegram refuses an edit that changes nothing, and only asking tells: that is no mistake of ours."""
    refused = server.world.journal.refused()
    assert all(entry.method == "editMessageText" and "not modified" in entry.outcome for entry in refused)
    server.world.journal.entries.clear()


@pytest.fixture
def reader(bot: SandboxServer) -> Person:
    """Айгерім, in private."""
    return Person.of(bot, KAZAKH_READER_ID)


async def stored(store: Store, chat_id: int = KAZAKH_READER_ID, thread_id: int = 0) -> Subscription:
    """The subscription as it is kept."""
    async with store.reading() as session:
        found = await subscriptions.find(session, chat_id, thread_id)
    assert found is not None
    return found


async def held(store: Store, chat_id: int = KAZAKH_READER_ID) -> set[str] | None:
    topics = subscriptions.topics_of(await stored(store, chat_id))
    return None if topics is None else set(topics)


@pytest.mark.parametrize(
    ("chat", "said", "told"),
    [
        (
            KAZAKH_READER_ID,
            "/subscribe",
            ("Жазылым жоқ", "Тақырыптар: барлығы", "Күндері: күн сайын", "Уақыты: 09:00 (Алматы)"),
        ),
        (
            RUSSIAN_READER_ID,
            "/subscribe",
            ("Подписки нет", "Темы: все", "Дни: ежедневно", "Время: 09:00 (Алматы)"),
        ),
        (KAZAKH_READER_ID, "/subscribe all", ("Жазылым сақталды.", "барлығы", "күн сайын", SUNDAY_KK)),
        (RUSSIAN_READER_ID, "/subscribe all", ("Подписка сохранена.", "все", "ежедневно", SUNDAY_RU)),
        (
            KAZAKH_READER_ID,
            "/subscribe суды Қытайға weekdays 18:30,08:30",
            ("Тақырыптар: Қытай, Су", "жұмыс күндері", "08:30, 18:30", "2026 ж. 23 қараша, дүйсенбі, 08:30 (Алматы)"),
        ),
        (
            RUSSIAN_READER_ID,
            "/subscribe китайский, вода еженедельно пн,чт 21.30",
            ("Темы: Китай, Вода", "Дни: понедельник, четверг", "понедельник, 23 ноября 2026 г., 21:30 (Алматы)"),
        ),
        (KAZAKH_READER_ID, "/subscribe 25:99", ("Мұндай уақыт жоқ: «25:99»",)),
        (RUSSIAN_READER_ID, "/subscribe 25:99", ("Такого времени нет: «25:99»",)),
        (KAZAKH_READER_ID, "/subscribe marsians 25:99", ("Мына сөз түсініксіз: «marsians»",)),
        (RUSSIAN_READER_ID, "/subscribe афганистон", ("Непонятное слово: «афганистон»", "Афганистан")),
        (KAZAKH_READER_ID, "/subscribe <b>&", ("«<b>&»",)),
        (KAZAKH_READER_ID, "/subscribe 😀", ("«😀»",)),
        (KAZAKH_READER_ID, "/subscribe " + "ы" * 4000, ("«ыыыы",)),
        (KAZAKH_READER_ID, "/subscribe " + "су " * 1300, ("Хабар тым ұзақ",)),
        (KAZAKH_READER_ID, "/subscribe weekly", ("Апта күнін де жазыңыз",)),
        (RUSSIAN_READER_ID, "/subscribe 1:00 2:00 3:00 4:00 5:00 6:00 7:00", ("не чаще шести раз",)),
        (KAZAKH_READER_ID, "/unsubscribe", ("Жазылым жоқ",)),
        (RUSSIAN_READER_ID, "/unsubscribe", ("Подписки нет",)),
        (RUSSIAN_READER_ID, "/unsubscribe marsians", ("Непонятное слово: «marsians»",)),
        (KAZAKH_READER_ID, "/settings", ("Дайджест және баптаулар", "Жазылым жоқ")),
        (RUSSIAN_READER_ID, "/settings", ("Дайджест и настройки",)),
        (KAZAKH_READER_ID, "/timezone", ("Алматы (Asia/Almaty)", "17:00")),
        (RUSSIAN_READER_ID, "/timezone", ("Сейчас там 17:00",)),
        (KAZAKH_READER_ID, "/timezone europe/berlin", ("Берлин (Europe/Berlin)", "сағат 13:00")),
        (RUSSIAN_READER_ID, "/timezone Mars/Base", ("Часовой пояс не найден: Mars/Base", "по образцу")),
        (RUSSIAN_READER_ID, "/timezone Берлинн", ("не найден: Берлинн", "Может быть")),
        (KAZAKH_READER_ID, "/timezone " + "😀" * 2000, ("Мұндай уақыт белдеуі табылмады",)),
        (KAZAKH_READER_ID, "/pause", ("Жазылым жоқ",)),
        (KAZAKH_READER_ID, "/pause abc", ("1 мен 365 аралығында",)),
        (RUSSIAN_READER_ID, "/pause 0", ("от 1 до 365",)),
        (RUSSIAN_READER_ID, "/pause 366", ("от 1 до 365",)),
        (RUSSIAN_READER_ID, "/pause " + "9" * 4000, ("от 1 до 365",)),
        (KAZAKH_READER_ID, "/resume", ("Жазылым жоқ",)),
        (KAZAKH_READER_ID, "/subscribe @ab", ("Мұндай арна табылмады: @ab",)),
    ],
)
async def test_every_command_answers_in_the_readers_language(
    bot: SandboxServer, chat: int, said: str, told: tuple[str, ...]
) -> None:
    (answer,) = await Person.of(bot, chat).says(said)
    assert [part for part in told if part not in answer.text] == []


async def test_a_subscription_is_kept_as_it_was_confirmed(reader: Person, kept: Store) -> None:
    (day_is_missing,) = await reader.says("/subscribe weekly")
    assert day_is_missing.text.endswith("09:00.")  # no other word is proposed
    await reader.says("/subscribe china су weekly mon,thu 18:00 09:00")
    found = await stored(kept)
    assert (found.active, await held(kept), found.days, found.times) == (
        True,
        {"china", "water"},
        [0, 3],
        ["09:00", "18:00"],
    )
    assert (found.zone, found.urgent, found.quiet_from, found.paused_until) == ("Asia/Almaty", True, None, None)
    assert f"{found.next_due:%Y-%m-%d %H:%M}" == "2026-11-23 04:00"


async def test_what_is_left_unsaid_stays_as_it_was(reader: Person, kept: Store) -> None:
    await reader.says("/subscribe china weekdays 08:30")
    await reader.says("/subscribe 18:00")
    found = await stored(kept)
    assert (await held(kept), found.days, found.times) == ({"china"}, [0, 1, 2, 3, 4], ["18:00"])
    await reader.says("/subscribe all")
    assert (await held(kept), (await stored(kept)).times) == (None, ["18:00"])


async def test_who_had_ended_begins_with_the_defaults_in_the_same_zone(reader: Person, kept: Store) -> None:
    await reader.says("/timezone Europe/Berlin")
    await reader.says("/subscribe china weekdays 08:30")
    await reader.says("/unsubscribe")
    await reader.says("/subscribe all")
    found = await stored(kept)
    assert (found.active, found.days, found.times, found.zone) == (True, list(range(7)), ["09:00"], "Europe/Berlin")


async def test_a_wish_that_is_not_understood_changes_nothing(reader: Person, kept: Store) -> None:
    await reader.says("/subscribe china weekdays 08:30")
    before = await stored(kept)
    for said in (
        "/subscribe marsians 25:99",
        "/subscribe су 25:99",
        "/unsubscribe marsians",
        "/timezone Mars",
        "/pause 0",
    ):
        await reader.says(said)
    after = await stored(kept)
    columns = [column.key for column in Subscription.__table__.columns]
    assert [getattr(after, column) for column in columns] == [getattr(before, column) for column in columns]
    assert await held(kept) == {"china"}


async def test_unsubscribing_ends_the_digest(reader: Person, kept: Store) -> None:
    await reader.says("/subscribe china")
    (told,) = await reader.says("/unsubscribe")
    assert "Жазылым тоқтатылды" in told.text
    found = await stored(kept)
    assert (found.active, found.next_due) == (False, None)


async def test_topics_are_dropped_from_a_subscription_and_the_last_ends_it(reader: Person, kept: Store) -> None:
    await reader.says("/subscribe china су usa")
    (told,) = await reader.says("/unsubscribe суды")
    assert "Бұл тақырыптар жазылымнан алып тасталды." in told.text
    assert await held(kept) == {"china", "usa"}
    (told,) = await reader.says("/unsubscribe суды")
    assert "Бұл тақырыптар жазылымда жоқ." in told.text
    (told,) = await reader.says("/unsubscribe марсиандар")
    assert "/unsubscribe Қытай, су" in told.text
    (told,) = await reader.says("/unsubscribe Қытай, АҚШ")
    assert "Жазылымдағы соңғы тақырып алып тасталды" in told.text
    assert not (await stored(kept)).active


async def test_a_topic_is_dropped_from_all_the_others_stay(reader: Person, kept: Store) -> None:
    await reader.says("/subscribe all")
    await reader.says("/unsubscribe china")
    topics = await held(kept)
    assert topics is not None
    assert ("china" in topics, len(topics)) == (False, 19)


async def test_all_topics_may_be_dropped_by_that_word(reader: Person, kept: Store) -> None:
    await reader.says("/subscribe all")
    (told,) = await reader.says("/unsubscribe all")
    assert "Жазылым тоқтатылды" in told.text
    assert not (await stored(kept)).active


async def test_a_pause_is_said_with_its_end_and_taken_back(reader: Person, kept: Store) -> None:
    await reader.says("/subscribe all")
    (told,) = await reader.says("/pause")
    assert "Үзіліс аяқталатын күн: 2026 ж. 28 қараша, сенбі" in told.text
    assert "Келесі дайджест: 2026 ж. 28 қараша, сенбі, 09:00 (Алматы)" in told.text
    assert f"{(await stored(kept)).paused_until:%Y-%m-%d %H:%M}" == "2026-11-27 19:00"
    (told,) = await reader.says("/resume")
    assert "қайтадан жіберіледі" in told.text
    assert SUNDAY_KK in told.text
    (told,) = await reader.says("/resume")
    assert "тоқтатылмаған" in told.text


async def test_the_longest_pause_is_a_year(reader: Person) -> None:
    await reader.says("/subscribe all")
    assert "2027 ж. 21 қараша" in (await reader.says("/pause 365"))[0].text


async def test_a_zone_is_set_and_the_next_digest_follows(reader: Person, kept: Store) -> None:
    await reader.says("/subscribe 14:30")
    (told,) = await reader.says("/timezone America/New York")
    assert "Нью-Йорк (America/New_York)" in told.text
    assert "2026 ж. 21 қараша, сенбі, 14:30 (Нью-Йорк)" in told.text
    assert (await stored(kept)).zone == "America/New_York"


async def test_a_near_zone_is_chosen_by_its_button(reader: Person, kept: Store) -> None:
    await reader.says("/timezone Берлинн")
    (told,) = await reader.taps("Берлин · 13:00")
    assert "Берлин (Europe/Berlin)" in told.text
    assert (await stored(kept)).zone == "Europe/Berlin"


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
        ("🗣 Тіл", "Қай тілде"),
        ("Русский", "Срочные сообщения: выключены"),
        ("🚨 Включить срочные", "Срочные сообщения: включены"),
        ("🌙 Тихие часы", "23:00–07:00"),
        ("Без тихих часов", "Тихие часы: не заданы"),
        ("← Назад", "Темы: все"),
        ("🔕 Отписаться", "Подписки нет"),
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
    await reader.taps_data(Press(View.MAIN, Do.PAUSE, "7").pack(), old)
    assert (await stored(kept)).paused_until is None
    pass_over_edits_without_change(bot)


@pytest.mark.parametrize(
    "button",
    [
        Press(View.TOPICS, Do.ONLY_TOPIC, "marsians"),
        Press(View.ZONE, Do.ZONE, "Mars/Base"),
        Press(View.QUIET, Do.QUIET, "09:00-09:00"),
        Press(View.MAIN, Do.PAUSE, "0"),
        Press(View.MAIN, Do.LANGUAGE, "xx"),
    ],
    ids=lambda button: button.do,
)
async def test_what_a_newer_version_no_longer_has_is_outdated(
    bot: SandboxServer, reader: Person, kept: Store, button: Press
) -> None:
    await reader.says("/subscribe china")
    (panel,) = await reader.says("/settings")
    await reader.taps_data(button.pack(), panel)
    assert "ескірген" in (reader.toast or {})["text"]
    assert (await held(kept), (await stored(kept)).zone) == ({"china"}, "Asia/Almaty")
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


@pytest.mark.parametrize(
    "said",
    ["/subscribe", "/subscribe china", "/unsubscribe", "/timezone Europe/Berlin", "/pause 7", "/resume", "/forget"],
)
async def test_a_member_of_a_group_is_told_that_administrators_decide(bot: SandboxServer, said: str) -> None:
    member = Person.of(bot, KAZAKH_READER_ID, GROUP_ID)
    (told,) = await member.says(said)
    assert told.text == "Топтың жазылымы мен баптауларын оның әкімшілері ғана өзгерте алады."


@pytest.mark.parametrize("said", ["/settings", "/timezone", "/digest", "/privacy"])
async def test_a_member_of_a_group_may_read_how_it_stands(bot: SandboxServer, said: str) -> None:
    told = await Person.of(bot, KAZAKH_READER_ID, GROUP_ID).says(said)
    assert all("әкімшілері ғана" not in each.text for each in told)
    assert told


async def test_a_members_taps_change_nothing(bot: SandboxServer, kept: Store) -> None:
    admin, member = (Person.of(bot, each, GROUP_ID) for each in (EDITOR_ID, KAZAKH_READER_ID))
    await admin.says("/subscribe china")
    (panel,) = await admin.says("/settings")
    (card,) = await member.says("/usa")
    (question,) = await admin.says("/forget")
    for message, button in [(panel, "🔕 Жазылымнан шығу"), (card, "🔔 Жазылу"), (question, "Иә, өшірілсін")]:
        assert await member.taps(button, message) == []
        assert "әкімшілері ғана" in (member.toast or {})["text"]
    assert (await stored(kept, GROUP_ID)).active
    assert await held(kept, GROUP_ID) == {"china"}


async def test_administrators_subscribe_a_group_the_anonymous_one_too(bot: SandboxServer, kept: Store) -> None:
    await Person.of(bot, EDITOR_ID).at(GROUP_ID, anonymous=True).says("/subscribe china")
    assert await held(kept, GROUP_ID) == {"china"}
    await Person.of(bot, EDITOR_ID, GROUP_ID).says("/subscribe usa")
    assert await held(kept, GROUP_ID) == {"usa"}


@ON_BOTH_DATABASES
async def test_a_forums_topics_have_subscriptions_of_their_own(bot: SandboxServer, kept: Store) -> None:
    editor = Person.of(bot, EDITOR_ID)
    for thread, said in [(2, "/subscribe china 08:00"), (3, "/subscribe су 20:00"), (None, "/subscribe all")]:
        await editor.at(FORUM_ID, thread).says(said)
    in_topic = editor.at(FORUM_ID, 3)
    (panel,) = await in_topic.says("/settings")
    await in_topic.taps("🚨 Шұғыл хабарларды өшіру", panel)
    found = [await stored(kept, FORUM_ID, thread) for thread in (0, 2, 3)]
    assert [(each.times, each.urgent) for each in found] == [(["09:00"], True), (["08:00"], True), (["20:00"], False)]
    assert [message.thread_id for message in in_topic.screen if message.markup] == [3, 3]


async def test_a_card_too_old_to_tell_its_forum_topic_subscribes_nobody(bot: SandboxServer, kept: Store) -> None:
    editor = Person.of(bot, EDITOR_ID).at(FORUM_ID, 2)
    (card,) = await editor.says("/china")
    for data in ("n:china", Press(View.MAIN, Do.START).pack()):
        query = bot.world.ask(editor.user, card)
        inaccessible = {"chat": card.chat.json(), "message_id": card.message_id, "date": 0}
        payload = {
            "id": query.id,
            "from": editor.user.json(),
            "message": inaccessible,
            "chat_instance": "1",
            "data": data,
        }
        await bot.world.wait_confirmed(bot.world.updates.push("callback_query", payload))
        assert "ескірген" in (await query.answer)["text"]
    async with kept.reading() as session:
        assert (await session.scalars(select(Subscription))).all() == []


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


@pytest.fixture
def channel(bot: SandboxServer) -> int:
    """@sandbox_channel, the editor's, where the bot is an administrator."""
    return add_channel(bot.world).id


@ON_BOTH_DATABASES
async def test_an_administrator_subscribes_a_channel_in_private(bot: SandboxServer, kept: Store, channel: int) -> None:
    editor = Person.of(bot, EDITOR_ID)
    await editor.says("/timezone Europe/Berlin")
    (told,) = await editor.says("/subscribe @sandbox_channel china weekdays 08:30")
    assert "Арна: @sandbox_channel" in told.text
    assert "2026 ж. 23 қараша, дүйсенбі, 08:30 (Берлин)" in told.text
    found = await stored(kept, channel)
    assert (found.active, await held(kept, channel), found.zone) == (True, {"china"}, "Europe/Berlin")
    async with kept.reading() as session:
        known = await session.get_one(Reader, channel)
    assert (known.kind, known.language) == ("channel", "kk")
    await editor.says("/subscribe @sandbox_channel")
    assert await held(kept, channel) == {"china"}
    (told,) = await editor.says("/unsubscribe @sandbox_channel")
    assert "Жазылым тоқтатылды" in told.text
    assert not (await stored(kept, channel)).active
    assert not Person.of(bot, EDITOR_ID, channel).screen


@pytest.mark.usefixtures("channel")
async def test_who_does_not_manage_a_channel_may_not_subscribe_it(bot: SandboxServer) -> None:
    (told,) = await Person.of(bot, RUSSIAN_READER_ID).says("/subscribe @sandbox_channel china")
    assert told.text == "Подписку этого канала могут менять только его администраторы: @sandbox_channel."


async def test_a_channel_where_the_bot_may_not_post_is_not_subscribed(bot: SandboxServer, channel: int) -> None:
    bot.world.chats[channel].members[bot.world.bot.id] = Member(bot.world.bot, "member")
    (told,) = await Person.of(bot, EDITOR_ID).says("/subscribe @sandbox_channel china")
    assert "бот әкімші емес" in told.text


@pytest.mark.parametrize("left", ["left", "kicked"])
async def test_a_channel_without_the_bot_is_not_subscribed(bot: SandboxServer, channel: int, left: str) -> None:
    bot.world.chats[channel].members[bot.world.bot.id] = Member(bot.world.bot, left)
    (told,) = await Person.of(bot, EDITOR_ID).says("/subscribe @sandbox_channel china")
    assert "бот әкімші емес" in told.text
    assert [entry.method for entry in bot.world.journal.refused()] == ["getChat"]
    bot.world.journal.entries.clear()  # the only way to learn it is to be refused


@pytest.mark.usefixtures("channel")
async def test_a_channel_whose_members_are_not_shown_to_the_bot_is_not_subscribed(bot: SandboxServer) -> None:
    bot.world.faults.add("chat_not_found", methods=["getChatMember"], times=1)
    (told,) = await Person.of(bot, EDITOR_ID).says("/subscribe @sandbox_channel china")
    assert "бот әкімші емес" in told.text
    bot.world.journal.entries.clear()  # the only way to learn it is to be refused


async def test_an_unknown_channel_is_said_to_be_so(bot: SandboxServer) -> None:
    (told,) = await Person.of(bot, RUSSIAN_READER_ID).says("/subscribe @no_such_channel china")
    assert told.text == "Такой канал не найден: @no_such_channel."
    assert [entry.method for entry in bot.world.journal.refused()] == ["getChat"]
    bot.world.journal.entries.clear()  # the only way to learn it is to be refused


async def test_somebodys_name_is_no_channel(bot: SandboxServer) -> None:
    await Person.of(bot, KAZAKH_READER_ID).starts()
    (told,) = await Person.of(bot, RUSSIAN_READER_ID).says("/subscribe @aigerim china")
    assert told.text == "Такой канал не найден: @aigerim."


@pytest.mark.usefixtures("channel")
async def test_a_channel_is_subscribed_in_private_only(bot: SandboxServer) -> None:
    (told,) = await Person.of(bot, EDITOR_ID, GROUP_ID).says("/subscribe @sandbox_channel china")
    assert "жеке чатта" in told.text


@pytest.mark.usefixtures("channel")
async def test_a_wrong_wish_for_a_channel_changes_nothing(bot: SandboxServer, kept: Store) -> None:
    (told,) = await Person.of(bot, EDITOR_ID).says("/subscribe @sandbox_channel marsians")
    assert "«marsians»" in told.text
    async with kept.reading() as session:
        assert await subscriptions.find(session, CHANNEL_ID, 0) is None


async def test_a_digest_without_a_subscription_is_a_sample(reader: Person) -> None:
    sample, note = await reader.says("/digest")
    assert "Дайджест · 2026 ж. 21 қараша" in sample.text
    assert "дайджест үлгісі" in note.text


async def test_a_digest_of_a_new_subscriber_is_empty_and_says_when_the_next_comes(bot: SandboxServer) -> None:
    person = Person.of(bot, RUSSIAN_READER_ID)
    await person.says("/subscribe all")
    (told,) = await person.says("/digest")
    assert "Новых обзоров для дайджеста пока нет" in told.text
    assert SUNDAY_RU in told.text


@ON_BOTH_DATABASES
async def test_a_digest_holds_what_was_published_since(reader: Person, kept: Store) -> None:
    await reader.says("/subscribe china")
    async with kept.writing() as session:
        found = await subscriptions.ensure(session, KAZAKH_READER_ID, 0, "Asia/Almaty")
        found.seen = 0
    shown = await reader.says("/digest")
    assert "Дайджест · 2026 ж. 21 қараша" in shown[0].text
    assert "Қытай" in shown[0].text


async def test_the_panel_and_its_texts_fit_whatever_is_chosen(reader: Person) -> None:
    await reader.says("/subscribe all")
    await reader.says("/unsubscribe china")
    (panel,) = await reader.says("/settings")
    assert "АҚШ, C5+1" in panel.text
    assert people.find_button(panel, "🔕 Жазылымнан шығу")
