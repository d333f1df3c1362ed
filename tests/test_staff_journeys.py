"""Staff, topics, numbers and export as people meet them: the real bot over HTTP. `bot` fails where Telegram refused."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

import pytest
from sandbox_driver import ON_BOTH_DATABASES, Person
from sqlalchemy import select

from bot import chart
from bot.app import SEEDS
from bot.callback_data import UnknownButton
from bot.commands import COMMANDS
from bot.handlers import exporting
from bot.keyboards import parse
from bot.sandbox.cast import EDITOR_ID, GROUP_ID, KAZAKH_READER_ID, REVIEWER_ID, RUSSIAN_READER_ID
from bot.staff_buttons import Do, DoTopic, StaffPress, TopicPress
from briefings.loading import read_folder
from briefings.model import AuditEntry, Role
from briefings.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from bot.sandbox.server import SandboxServer
    from bot.settings import Settings

UNKNOWN = "Такой команды нет. Все команды – /help, темы – /topics."
STAFF_ONLY = {command.name for command in COMMANDS.commands if command.roles is not None}


def menu(bot: SandboxServer, user_id: int) -> list[str]:
    """The commands of the menu that only this private chat has."""
    kept = bot.world.profile.menus.get((("chat", user_id), ""), [])
    return [line["command"] for line in kept]


async def log(settings: Settings) -> list[tuple[int | None, str, dict[str, object]]]:
    store = Store(settings.database_url)
    async with store.reading() as session:
        entries = (await session.scalars(select(AuditEntry).order_by(AuditEntry.id))).all()
    await store.close()
    return [(entry.user_id, entry.action, entry.details) for entry in entries]


async def text_of(person: Person, said: str) -> str:
    """The one message that the bot answers with."""
    (answer,) = await person.says(said)
    return answer.text


async def test_to_a_reader_staff_commands_and_buttons_are_not_there_and_who_tries_is_noted(
    bot: SandboxServer, settings: Settings
) -> None:
    reader = Person.of(bot, RUSSIAN_READER_ID)
    await reader.starts()
    for command in ("/drafts", "/grant 102 owner", "/grant@briefings_sandbox_bot 102 owner", "/nothing_like_it"):
        assert await text_of(reader, command) == UNKNOWN
    (topics,) = await reader.says("/topics")
    await reader.taps_data("zz:nobody's", topics)
    unknown = reader.toast
    await reader.taps_data(StaffPress(Role.OWNER, RUSSIAN_READER_ID).pack(), topics)
    assert reader.toast == unknown
    await reader.taps_data(TopicPress(DoTopic.HIDE, "china").pack(), topics)
    assert reader.toast == unknown
    assert not STAFF_ONLY & set((await reader.says("/help"))[0].text.replace("/", " ").split())
    owner_in_group = Person.of(bot, EDITOR_ID, GROUP_ID)
    assert "жеке чатта ғана" in await text_of(owner_in_group, "/staff")
    assert await reader.at(GROUP_ID).says("/staff") == []
    refused = [(RUSSIAN_READER_ID, "refused")]
    assert [(who, action) for who, action, _ in await log(settings)] == refused * 5
    assert [(details["what"], details["times"]) for _, _, details in await log(settings)] == [
        ("/drafts", 1),
        ("/grant", 2),
        ("StaffPress", 1),
        ("TopicPress", 1),
        ("/staff", 1),
    ]


@ON_BOTH_DATABASES
async def test_an_owner_makes_a_colleague_a_reviewer_and_an_editor_and_a_reader_again(
    bot: SandboxServer, settings: Settings
) -> None:
    owner, colleague = Person.of(bot, EDITOR_ID), Person.of(bot, REVIEWER_ID)
    await owner.starts()
    assert "әзірге жаза алмайды" in await text_of(owner, "/grant 104 reviewer")
    await colleague.starts()
    own = [command.name for command in COMMANDS.commands if command.roles and Role.REVIEWER in command.roles]
    assert menu(bot, REVIEWER_ID)[: len(own) + 1] == [*own, "china"]
    (help_,) = await colleague.says("/help")
    assert "Редакции" in help_.text
    assert "/grant" not in help_.text
    assert await text_of(colleague, "/staff") == UNKNOWN
    (staff,) = await owner.says("/staff")
    assert "Сәуле (104): шығарушы редактор" in staff.text
    assert "Нұрлан (103): бот иесі" in staff.text
    await owner.taps("Сәуле")
    (page,) = await owner.taps("Тағайындау: редактор")
    assert "Рөл берілді. Бот ол адамға хабарлады" in page.text
    assert any("Вы теперь редактор" in message.text for message in colleague.screen)
    (page,) = await owner.taps("Рөлден босату")
    assert "Рөлден босатылды" in page.text
    assert menu(bot, REVIEWER_ID) == []
    assert "Вы больше не в редакции" in colleague.screen[-1].text
    assert await text_of(colleague, "/drafts") == UNKNOWN
    await owner.taps("← Бүкіл редакция")
    assert "Сәуле" not in owner.screen[-1].text
    actions = [(who, action, details.get("role")) for who, action, details in await log(settings)]
    assert actions == [
        (EDITOR_ID, "grant", "reviewer"),
        (REVIEWER_ID, "refused", None),
        (EDITOR_ID, "grant", "editor"),
        (EDITOR_ID, "revoke", "editor"),
        (REVIEWER_ID, "refused", None),
    ]


async def test_what_an_owner_mistypes_is_answered_with_one_sentence(bot: SandboxServer, settings: Settings) -> None:
    owner = Person.of(bot, EDITOR_ID)
    await owner.says("/lang ru")
    for said, answer in {
        "/grant": "Напишите номер человека и роль",
        "/grant saule editor": "«saule» – не номер человека",
        "/grant 104 boss": "Роли «boss» нет",
        "/grant 103 editor": "указан в настройках бота",
        "/revoke 103": "указан в настройках бота",
        "/revoke": "Напишите номер человека: /revoke 104",
        "/revoke 104": "У человека с номером 104 роли нет",
        "/stats many": "«many» – не число дней: нужно от 1 до 365",
        "/topic sing": "После /topic пишут add, rename, hide или show",
        "/topic hide": "После /topic пишут",
        "/topic hide chinna": "Может быть, china?",
        "/topic add <b>": "Нужны четыре или пять частей через вертикальную черту",
        "/topic add china | 🌍 | А | Б": "Тема /china уже есть",
        "/topic add settings | 🌍 | А | Б": "уже значит другое",
        "/topic rename zzz | Я | Ю": "Темы /zzz нет. Все темы – /topic.",
    }.items():
        assert answer in await text_of(owner, said), said
    assert await log(settings) == []
    await owner.says("/grant 102 РЕДАКТОР")
    assert "Эта роль уже дана" in await text_of(owner, "/grant 102 editor")


@ON_BOTH_DATABASES
async def test_a_topic_added_by_an_editor_is_everywhere_at_once(bot: SandboxServer) -> None:
    editor, reader = Person.of(bot, EDITOR_ID), Person.of(bot, KAZAKH_READER_ID)
    (page,) = await editor.says("/topic add Africa | 🌍 | Африка елдері | Африка | Нигерия, қара құрлық")
    assert "Тақырып қосылды" in page.text
    assert "«Африка елдері» тақырыбы бойынша шолу әзірге жоқ" in await text_of(reader, "/africa")
    assert "«Африка елдері»" in await text_of(reader, "Қара құрлыққа")
    async with asyncio.timeout(10):
        while {language: _line(bot, language) for language in ("kk", "ru")} != {
            "kk": "🌍 Африка елдері",
            "ru": "🌍 Африка",
        }:
            await asyncio.sleep(0.1)
    (page,) = await editor.taps("Көшіру: Елдер мен форматтар")
    assert "Бөлімі: Елдер мен форматтар" in page.text
    await editor.says("/topic rename africa | Қара құрлық | Чёрный континент")
    assert "«Қара құрлық»" in await text_of(reader, "/africa")
    await editor.taps("Жасыру")
    assert "Мұндай пәрмен жоқ" in await text_of(reader, "/africa")
    await editor.taps("← Барлық тақырып")
    await editor.taps("Келесі бет")
    await editor.taps("← Алдыңғы бет")
    await editor.taps("🚫 🌍 Қара құрлық")
    (page,) = await editor.taps("Оқырманға көрсету")
    assert "/topic rename africa | Қара құрлық | Чёрный континент" in page.text
    assert "«Қара құрлық»" in await text_of(reader, "/africa")


def _line(bot: SandboxServer, language: str) -> str | None:
    kept = bot.world.profile.menus.get((("default",), language), [])
    return next((line["description"] for line in kept if line["command"] == "africa"), None)


async def test_the_numbers_come_as_text_and_as_a_picture(bot: SandboxServer, monkeypatch: pytest.MonkeyPatch) -> None:
    editor, reader = Person.of(bot, EDITOR_ID), Person.of(bot, RUSSIAN_READER_ID)
    await reader.says("/subscribe china daily 09:00")
    editor.patience = 40
    await editor.says("/lang ru")
    text, picture = await editor.says("/stats 7")
    assert "Новых за 7 дней: 2" in text.text
    assert "Китай: 1 (ru 1)" in text.text
    assert picture.content["photo"][-1]["width"] == 1080
    monkeypatch.setattr(chart, "PATIENCE_S", 0.01)
    (alone,) = await editor.says("/stats")
    assert "Новых за 30 дней: 2" in alone.text


async def test_the_export_is_one_file_that_can_be_imported(
    bot: SandboxServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = Person.of(bot, EDITOR_ID)
    (sent,) = await editor.says("/export")
    file = bot.world.files[sent.content["document"]["file_id"]]
    assert re.fullmatch(r"briefings-\d{4}-\d\d-\d\d\.zip", sent.content["document"]["file_name"])
    path = tmp_path / "export.zip"
    await asyncio.to_thread(path.write_bytes, file.body)
    seeds, exported = read_folder(SEEDS), read_folder(path)
    assert exported.topics == sorted(seeds.topics, key=seeds.topics.index)
    assert {record.digest for record in exported.briefings.values()} == {r.digest for r in seeds.briefings.values()}
    assert f"Шолу саны: {len(seeds.briefings)}" in sent.text
    monkeypatch.setattr(exporting, "MOST_BYTES", 1000)
    assert "python -m bot export ҚАЛТА" in await text_of(editor, "/export")


def test_a_button_of_a_newer_version_is_unknown() -> None:
    for data in ("ys:boss:1", "yt:list:china", "yt:hide:12"):
        with pytest.raises(UnknownButton, match=data):
            parse(data)
    assert StaffPress(Do.LIST).pack() == "ys:list:0"
