"""bot/channels.py: what an administrator of a channel says in private with its name is about the channel alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from helpers_subscribing import held, stored
from sandbox_driver import ON_BOTH_DATABASES, Person
from sqlalchemy import select

from bot.channel_answers import COMMANDS
from bot.presses import Do, Forget, OfChannel, Press, View
from bot.sandbox.cast import CHANNEL_ID, EDITOR_ID, GROUP_ID, RUSSIAN_READER_ID, add_channel
from bot.sandbox.things import Member
from briefings.model import Reader, Subscription

if TYPE_CHECKING:
    from bot.sandbox.server import SandboxServer
    from briefings.store import Store

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def channel(bot: SandboxServer) -> int:
    """@sandbox_channel, the editor's, where the bot is an administrator."""
    return add_channel(bot.world).id


@pytest.fixture
async def editor(bot: SandboxServer, channel: int) -> Person:
    """In private, with a subscription of their own beside the channel's."""
    person = Person.of(bot, EDITOR_ID)
    await person.says("/subscribe water 10:00")
    await person.says("/subscribe @sandbox_channel china 08:30")
    assert channel == CHANNEL_ID
    return person


async def chats(store: Store) -> set[int]:
    """Who is known."""
    async with store.reading() as session:
        return set(await session.scalars(select(Reader.id)))


async def language_of(store: Store, chat_id: int) -> str:
    async with store.reading() as session:
        return (await session.get_one(Reader, chat_id)).language


async def settings_of(store: Store, chat_id: int) -> tuple[object, ...]:
    """All that a panel may change."""
    found = await stored(store, chat_id)
    topics = frozenset(await held(store, chat_id) or ())
    language = await language_of(store, chat_id)
    quiet = (found.quiet_from, found.quiet_until)
    return (
        found.active, topics, found.days, found.times, found.zone, quiet, found.urgent, found.paused_until, language,
    )  # fmt: skip


@ON_BOTH_DATABASES
async def test_forgetting_a_channel_deletes_the_channels_data_and_nothing_of_the_administrators(
    kept: Store, editor: Person
) -> None:
    before = await settings_of(kept, EDITOR_ID)
    (asked,) = await editor.says("/forget @sandbox_channel")
    assert asked.text.startswith("Арна: @sandbox_channel\n")
    (told,) = await editor.taps("Жоқ, қалсын", asked)
    assert "Ештеңе өшірілген жоқ" in told.text
    assert CHANNEL_ID in await chats(kept)
    (asked,) = await editor.says("/forget @sandbox_channel")
    (told,) = await editor.taps("Иә, өшірілсін", asked)
    assert told.text.startswith("Арна: @sandbox_channel\nОсы арна туралы сақталғанның бәрі өшірілді")
    assert CHANNEL_ID not in await chats(kept)
    async with kept.reading() as session:
        assert list(await session.scalars(select(Subscription.chat_id))) == [EDITOR_ID]
    assert await settings_of(kept, EDITOR_ID) == before


@ON_BOTH_DATABASES
async def test_the_panel_of_a_channel_changes_the_channel_alone(kept: Store, editor: Person) -> None:
    before = await settings_of(kept, EDITOR_ID)
    (panel,) = await editor.says("/settings @sandbox_channel")
    assert "<code>" not in panel.text
    assert "/subscribe @sandbox_channel Қытай" in panel.text
    for label, shown in [
        ("📚 Тақырыптар", "Тақырыптар: Қытай"),
        ("Су", "Тақырыптар: Қытай, Су"),
        ("← Артқа", "барлық"),
        ("📅 Күндері", "күн сайын"),
        ("Жұмыс күндері", "Күндері: жұмыс күндері"),
        ("← Артқа", "жұмыс күндері"),
        ("🕘 Уақыты", "/subscribe @sandbox_channel 07:45"),
        ("18:00", "Уақыты: 08:30, 18:00 (Алматы)"),
        ("← Артқа", "08:30, 18:00"),
        ("🌍 Уақыт белдеуі", "/timezone @sandbox_channel Europe/Berlin"),
        ("Лондон", "Лондон (Europe/London)"),
        ("← Артқа", "18:00 (Лондон)"),
        ("🌙 Тыныш уақыт", "белгіленбеген"),
        ("23:00–07:00", "Тыныш уақыт: 23:00–07:00"),
        ("← Артқа", "23:00–07:00"),
        ("🚨 Шұғыл хабарларды өшіру", "Шұғыл хабарлар: өшірулі"),
        ("⏸ Уақытша тоқтату", "/pause @sandbox_channel 14"),
        ("7 күн", "Үзіліс аяқталатын күн: 2026 ж. 28 қараша, сенбі"),
        ("🗣 Тіл", "қай тілде"),
        ("Русский", "Шұғыл хабарлар: өшірулі"),
    ]:
        (edited,) = await editor.taps(label)
        said = edited.text.startswith("Арна: @sandbox_channel\n") and (shown in edited.text or shown == "барлық")
        assert (edited.message_id, said) == (panel.message_id, True), (label, edited.text)
    (edited,) = await editor.taps("🗣 Тіл")
    assert "✅ Русский" in editor.buttons
    found = await stored(kept, CHANNEL_ID)
    assert await held(kept, CHANNEL_ID) == {"china", "water"}
    assert (found.days, found.times, found.zone) == ([0, 1, 2, 3, 4], ["08:30", "18:00"], "Europe/London")
    assert (found.quiet_from, found.urgent, found.paused_until is None) == ("23:00", False, False)
    assert await language_of(kept, CHANNEL_ID) == "ru"
    assert await settings_of(kept, EDITOR_ID) == before


async def test_each_command_with_a_channels_name_is_about_the_channel_wherever_the_name_stands(
    kept: Store, editor: Person
) -> None:
    before = await settings_of(kept, EDITOR_ID)
    for command, told in [
        ("/lang ru @sandbox_channel", "Арнаның тілі: Русский."),
        ("/lang @sandbox_channel", "Бот қай тілде жазсын?"),
        ("/lang @sandbox_channel xx", "Бот бұл тілді әзірге білмейді. Мыналардың бірін таңдаңыз:"),
        ("/timezone @sandbox_channel Europe/Berlin", "Уақыт белдеуі: Берлин"),
        ("/timezone @sandbox_channel Europa", "/timezone @sandbox_channel Europe/Berlin"),
        ("/pause @sandbox_channel 3", "2026 ж. 24 қараша, сейсенбі, 08:30 (Берлин)"),
        ("/pause @sandbox_channel 900", "мысалы: /pause @sandbox_channel 7"),
        ("/settings @sandbox_channel", "Үзіліс аяқталатын күн: 2026 ж. 24 қараша"),
        ("/resume @sandbox_channel", "Дайджест қайтадан"),
        ("/digest @sandbox_channel", "Дайджестке енетін жаңа шолу әзірге жоқ"),
        ("/privacy @sandbox_channel", str(CHANNEL_ID)),
        ("/unsubscribe @sandbox_channel", "Қайта жазылу"),
        ("/pause @sandbox_channel", "Редакцияның хабарландырулары уақытша тоқтатылды."),
        ("/resume @sandbox_channel", "/subscribe @sandbox_channel"),
    ]:
        said = "\n".join(message.text for message in await editor.says(command))
        assert said.startswith("Арна: @sandbox_channel\n"), said
        assert told in said, (command, said)
    assert await settings_of(kept, EDITOR_ID) == before
    assert (await stored(kept, CHANNEL_ID)).zone == "Europe/Berlin"


@pytest.mark.parametrize("command", COMMANDS)
async def test_who_does_not_manage_a_channel_may_say_nothing_of_it(
    bot: SandboxServer, kept: Store, editor: Person, command: str
) -> None:
    before = await settings_of(kept, CHANNEL_ID), await settings_of(kept, EDITOR_ID)
    reader = Person.of(bot, RUSSIAN_READER_ID)
    (told,) = await reader.says(f"/{command} @sandbox_channel")
    assert told.text == "Подписку и настройки этого канала могут менять только его администраторы: @sandbox_channel."
    (told,) = await editor.at(GROUP_ID).says(f"/{command} @sandbox_channel")
    assert "жеке чатта" in told.text
    assert (await settings_of(kept, CHANNEL_ID), await settings_of(kept, EDITOR_ID)) == before


@pytest.mark.parametrize("pressed", [Forget(sure=True), Press(View.MAIN, Do.END), Press(View.MAIN, Do.LANGUAGE, "ru")])
async def test_a_button_does_nothing_for_who_manages_the_channel_no_longer(
    bot: SandboxServer, kept: Store, editor: Person, pressed: Forget | Press
) -> None:
    before = await settings_of(kept, CHANNEL_ID), await settings_of(kept, EDITOR_ID)
    (panel,) = await editor.says("/settings @sandbox_channel")
    bot.world.chats[CHANNEL_ID].members[EDITOR_ID] = Member(bot.world.users[EDITOR_ID])
    (told,) = await editor.taps_data(OfChannel(CHANNEL_ID, pressed).pack(), panel)
    assert "әкімшілері ғана" in told.text
    assert (await settings_of(kept, CHANNEL_ID), await settings_of(kept, EDITOR_ID)) == before


async def test_a_digest_of_a_channel_comes_in_the_channels_language(kept: Store, editor: Person) -> None:
    await editor.says("/lang @sandbox_channel ru")
    assert await language_of(kept, EDITOR_ID) == "kk"
    await editor.says("/unsubscribe @sandbox_channel")
    first, *_, last = await editor.says("/digest @sandbox_channel")
    assert first.text.startswith("Арна: @sandbox_channel\nДайджест ·")
    assert "обзор" in first.text
    assert "/subscribe @sandbox_channel" in last.text
