"""Subscribing as people do it, in both languages: the whole bot over HTTP, at noon UTC of Saturday, 2026-11-21.

The fixture `bot` fails a test in which the sandbox refused anything.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from helpers_subscribing import SUNDAY_KK, SUNDAY_RU, held, stored
from sandbox_driver import ON_BOTH_DATABASES, Person

from bot.sandbox import people
from bot.sandbox.cast import KAZAKH_READER_ID, RUSSIAN_READER_ID
from briefings import subscriptions
from briefings.model import Subscription

if TYPE_CHECKING:
    from bot.sandbox.server import SandboxServer
    from briefings.store import Store

pytestmark = pytest.mark.usefixtures("clock")


ANSWERS_KK: dict[str, tuple[str, ...]] = {
    "/subscribe": ("Жазылым жоқ", "Тақырыптар: барлығы", "Күндері: күн сайын", "Уақыты: 09:00 (Алматы)"),
    "/subscribe 25:99": ("Мұндай уақыт жоқ: «25:99»",),
    "/subscribe marsians 25:99": ("Мына сөз түсініксіз: «marsians»",),
    "/subscribe <b>&": ("«<b>&»",),
    "/subscribe 😀": ("«😀»",),
    "/subscribe " + "ы" * 4000: ("«ыыыы",),
    "/subscribe " + "су " * 1300: ("Хабар тым ұзақ",),
    "/subscribe weekly": ("Апта күнін де жазыңыз",),
    "/subscribe @ab": ("Мұндай арна табылмады: @ab",),
    "/unsubscribe": ("Жазылым жоқ",),
    "/settings": ("Дайджест және баптаулар", "Жазылым жоқ"),
    "/timezone": ("Алматы (Asia/Almaty)", "17:00"),
    "/timezone " + "😀" * 2000: ("Мұндай уақыт белдеуі табылмады",),
    "/pause": ("Жазылым жоқ",),
    "/pause abc": ("1 мен 365 аралығында",),
    "/resume": ("Жазылым жоқ",),
    "/subscribe марс": (
        "Мына сөз түсініксіз: «марс». Тақырыптарды (бәрі – /topics), күндерді және уақытты жазыңыз, мысалы: /sub",
    ),
    "/unsubscribe марс": ("Мына сөз түсініксіз: «марс». Тақырыптарды жазыңыз (бәрі – /topics), мысалы: /unsubscribe",),
    "/subscribe кешке": ("«кешке» деген сөз дәл уақытты білдірмейді",),
    "/subscribe daily weekdays": ("бір-біріне қайшы: «daily, weekdays»",),
    "/subscribe all": ("Жазылым сақталды.", "барлығы", "күн сайын", SUNDAY_KK),
    "/subscribe суды Қытайға weekdays 18:30,08:30": (
        "Тақырыптар: Қытай, Су",
        "жұмыс күндері",
        "08:30, 18:30",
        "2026 ж. 23 қараша, дүйсенбі, 08:30 (Алматы)",
    ),
    "/timezone europe/berlin": ("Берлин (Europe/Berlin)", "сағат 13:00"),
}
ANSWERS_RU: dict[str, tuple[str, ...]] = {
    "/subscribe": ("Подписки нет", "Темы: все", "Дни: ежедневно", "Время: 09:00 (Алматы)"),
    "/subscribe 25:99": ("Такого времени нет: «25:99»",),
    "/subscribe марс": (
        "Непонятное слово: «марс». Напишите темы (все – /topics), дни и время, например: /subscribe",
        "по будням 08:30",
    ),
    "/subscribe вечером": ("Слово «вечером» не называет точного времени.",),
    "/subscribe афганистон": ("Непонятное слово: «афганистон»", "Афганистан"),
    "/subscribe 1:00 2:00 3:00 4:00 5:00 6:00 7:00": ("не чаще шести раз",),
    "/unsubscribe": ("Подписки нет",),
    "/unsubscribe marsians": ("Непонятное слово: «marsians». Напишите темы (все – /topics), например: /unsubscribe",),
    "/settings": ("Дайджест и настройки",),
    "/timezone": ("Сейчас там 17:00",),
    "/timezone Mars/Base": ("Часовой пояс не найден: Mars/Base", "по образцу"),
    "/timezone Берлен": ("не найден: Берлен", "Может быть"),
    "/pause 0": ("от 1 до 365",),
    "/pause 366": ("от 1 до 365",),
    "/pause " + "9" * 4000: ("от 1 до 365",),
    "/subscribe daily weekdays": ("противоречат друг другу: «daily, weekdays»",),
    "/subscribe all": ("Подписка сохранена.", "все", "ежедневно", SUNDAY_RU),
    "/subscribe китайский, вода еженедельно пн,чт 21.30": (
        "Темы: Китай, Вода",
        "Дни: понедельник, четверг",
        "понедельник, 23 ноября 2026 г., 21:30 (Алматы)",
    ),
}


@pytest.mark.parametrize(("chat", "answers"), [(KAZAKH_READER_ID, ANSWERS_KK), (RUSSIAN_READER_ID, ANSWERS_RU)])
async def test_every_command_answers_in_the_readers_language(
    bot: SandboxServer, chat: int, answers: dict[str, tuple[str, ...]]
) -> None:
    for said, told in answers.items():
        (answer,) = await Person.of(bot, chat).says(said)
        assert [part for part in told if part not in answer.text] == [], said[:40]


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
        "/subscribe су каждый час",
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


async def test_a_digest_every_hour_is_refused_in_one_sentence(reader: Person) -> None:
    for said in ("/subscribe сағат сайын", "/subscribe ежечасно", "/subscribe Қытай каждый час"):
        (refused,) = await reader.says(said)
        assert refused.text.startswith("Дайджест күніне алты реттен артық жіберілмейді, сондықтан "), said


async def test_a_topic_is_dropped_as_people_say_it(reader: Person, kept: Store) -> None:
    await reader.says("/subscribe про Китай и воду")
    await reader.says("/unsubscribe от воды")
    assert await held(kept) == {"china"}


async def test_topics_are_joined_as_kazakh_joins_them(reader: Person, kept: Store) -> None:
    (told,) = await reader.says("/subscribe Қытай мен су, АҚШ сенбі мен жексенбі таңертең 8:30")
    assert "Күндері: сенбі, жексенбі" in told.text
    assert (await held(kept), (await stored(kept)).times) == ({"china", "water", "usa"}, ["08:30"])
    await reader.says("/unsubscribe Қытай мен су")
    assert await held(kept) == {"usa"}


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
    assert "Қазір үзіліс жоқ." in told.text


async def test_a_pause_is_told_to_hold_alerts_and_broadcasts_too(reader: Person) -> None:
    await reader.says("/subscribe")
    await reader.taps("🔔 Жазылу")
    (asked,) = await reader.taps("⏸ Уақытша тоқтату")
    (told,) = await reader.says("/pause 3")
    for message in (asked, told):
        assert "шұғыл хабарлар да, редакцияның хабарландырулары да жіберілмейді" in message.text
        assert "шұғылдары да, үзілістен кейінгі алғашқы дайджестке енеді" in message.text
    await reader.says("/lang ru")
    (told,) = await reader.says("/pause 3")
    assert "не придут и срочные сообщения, и рассылки редакции" in told.text


async def test_who_has_no_subscription_pauses_broadcasts_and_is_told_so(bot: SandboxServer, kept: Store) -> None:
    reader = Person.of(bot, RUSSIAN_READER_ID)
    (told,) = await reader.says("/pause 7")
    assert "Рассылки редакции приостановлены." in told.text
    assert "Подписки нет" in told.text
    assert "Пауза закончится: суббота, 28 ноября 2026 г." in told.text
    assert f"{(await stored(kept, RUSSIAN_READER_ID)).paused_until:%Y-%m-%d %H:%M}" == "2026-11-27 19:00"
    assert "Пауза закончится: суббота, 28 ноября 2026 г." in (await reader.says("/settings"))[0].text
    (told,) = await reader.says("/resume")
    assert "рассылки редакции снова будут приходить" in told.text
    assert "Подписки нет" in told.text
    (told,) = await reader.says("/resume")
    assert "Паузы сейчас нет." in told.text


async def test_a_pause_outlives_its_subscription_and_whoever_unsubscribes_is_told_so(reader: Person) -> None:
    await reader.says("/subscribe all")
    await reader.says("/pause 7")
    (told,) = await reader.says("/unsubscribe")
    assert "Үзіліс аяқталатын күн: 2026 ж. 28 қараша, сенбі" in told.text
    await reader.says("/resume")
    (told,) = await reader.says("/unsubscribe")
    assert "хабарландырулары жазылымсыз да жіберіледі. Уақытша тоқтату – /pause." in told.text


async def test_a_pause_without_a_subscription_is_not_shown_when_it_is_over(
    reader: Person, kept: Store, now: dt.datetime
) -> None:
    await reader.says("/pause 7")
    async with kept.writing() as session:
        found = await subscriptions.ensure(session, KAZAKH_READER_ID, 0, "Asia/Almaty")
        found.paused_until = now - dt.timedelta(hours=1)
    (panel,) = await reader.says("/settings")
    assert "Үзіліс" not in panel.text
    assert people.find_button(panel, "⏸ Уақытша тоқтату")


@pytest.mark.parametrize("said", ["14 күн", "2 апта", "екі аптаға", "2 недели"])
async def test_a_pause_is_asked_for_in_words(reader: Person, kept: Store, said: str) -> None:
    (told,) = await reader.says(f"/pause {said}")
    assert "Үзіліс аяқталатын күн: 2026 ж. 5 желтоқсан, сенбі" in told.text
    assert f"{(await stored(kept)).paused_until:%Y-%m-%d %H:%M}" == "2026-12-04 19:00"


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
    await reader.says("/timezone Берлен")
    (told,) = await reader.taps("Берлин · 13:00")
    assert "Берлин (Europe/Berlin)" in told.text
    assert (await stored(kept)).zone == "Europe/Berlin"


@pytest.mark.parametrize(
    ("said", "shown"), [("UTC+5", "UTC+5"), ("+5", "UTC+5"), ("gmt +5", "UTC+5"), ("МСК+2", "UTC+5")]
)
async def test_an_offset_is_answered_with_the_zones_that_keep_it_now(
    reader: Person, kept: Store, said: str, shown: str
) -> None:
    (offer,) = await reader.says(f"/timezone {said}")
    assert offer.text == f"Қазір мына қалалардың уақыты – {shown}. Қаланы таңдаңыз:"
    (told,) = await reader.taps("Ташкент · 17:00", offer)
    assert "(Asia/Tashkent)" in told.text
    assert (await stored(kept)).zone == "Asia/Tashkent"


async def test_an_offset_that_nobody_keeps_is_no_zone(reader: Person) -> None:
    (told,) = await reader.says("/timezone UTC+5:20")
    assert told.text.startswith("Мұндай уақыт белдеуі табылмады: UTC+5:20.")


@pytest.mark.parametrize(("said", "zone"), [("МСК", "Europe/Moscow"), ("московское время", "Europe/Moscow"),
                                            ("астана уақыты", "Asia/Almaty")])  # fmt: skip
async def test_a_citys_time_is_its_zone(reader: Person, kept: Store, said: str, zone: str) -> None:
    await reader.says(f"/timezone {said}")
    assert (await stored(kept)).zone == zone


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
