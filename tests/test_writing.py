"""Writing at the wire: /add at once and step by step, articles, long texts in pieces, duplicates."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import TYPE_CHECKING

import pytest
from sandbox_driver import Person
from sqlalchemy import func, select

from bot.sandbox import people
from bot.sandbox.cast import EDITOR_ID, KAZAKH_READER_ID, RUSSIAN_READER_ID
from bot.texts import load_texts
from briefings.model import Briefing, Proposal, Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.sandbox.server import SandboxServer
    from bot.sandbox.things import Message
    from briefings.store import Store

TEXTS = load_texts()
ADD = (
    "/add Қытайға, су kk\nПрезидент <Қытайға> барды\nЕкі ел құжатқа қол қойды.\n- 20 құжат\n"
    "дереккөз: BAQ.KZ | 2025-09-05 | https://baq.kz/1"
)
NEWS = """Зерно пойдёт на восток новым маршрутом

Казахстан увеличит поставки зерна в Китай до двух миллионов тонн в год, передаёт BAQ.KZ.
Китаю нужна пшеница твёрдых сортов, и зерно повезут новым маршрутом через сухой порт.
Я считаю это решение верным и своевременным для нас всех.
Терминал на границе уже построен, его мощность составит пять миллионов тонн.
Стороны договорились упростить досмотр грузов и ввести электронные сертификаты качества.
Железную дорогу до порта достроят к осени следующего года за счёт китайского кредита.
Эксперты отмечают, что зерно в Китай пойдёт круглый год, а не только после уборки урожая.
Подробности: https://baq.kz/news/1.
"""


@pytest.fixture
def roles() -> Mapping[int, Role]:
    """Дмитрий is an editor there."""
    return {RUSSIAN_READER_ID: Role.EDITOR}


def kk(key: str, **values: object) -> str:
    """What a Kazakh speaker reads on the screen."""
    return TEXTS["kk"](key, **values).striptags()


def ru(key: str, **values: object) -> str:
    """What a Russian speaker reads on the screen."""
    return TEXTS["ru"](key, **values).striptags()


async def drafts(desk: Store) -> list[Briefing]:
    """What was made, oldest first."""
    async with desk.reading() as session:
        return list(await session.scalars(select(Briefing).where(Briefing.origin.is_not(None)).order_by(Briefing.id)))


async def count(desk: Store, table: type[Briefing | Proposal]) -> int:
    async with desk.reading() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def hears(person: Person, number: int) -> list[Message]:
    """What the bot says of its own accord after an event."""
    async with asyncio.timeout(10):
        while True:
            found = [
                event.message
                for event in person.world.events_after(number)
                if event.message is not None and event.chat is person.chat and event.message.sender is person.world.bot
            ]
            if found:
                return found
            await asyncio.sleep(0.05)


def again(person: Person, message: Message) -> int:
    """Telegram delivers a message once more, as after a crash."""
    number = person.world.updates.push("message", message.json())
    assert number is not None
    return number


async def test_add_in_one_message_makes_one_draft_however_often_it_is_handled(bot: SandboxServer, desk: Store) -> None:
    editor = Person.of(bot, EDITOR_ID)
    (panel,) = await editor.says(ADD)
    (made,) = await drafts(desk)
    assert "Президент <Қытайға> барды" in panel.text
    assert kk("desk-state-draft", number=str(made.id)) in panel.text
    assert kk("button-desk-publish") in editor.buttons
    assert [topic.slug for topic in made.topics] == ["china", "water"]
    assert (made.source_name, made.source_url, str(made.date)) == ("BAQ.KZ", "https://baq.kz/1", "2025-09-05")
    said = next(message for message in reversed(editor.screen) if message.sender is editor.user)
    await editor.world.wait_confirmed(again(editor, said), 10)
    assert await count(desk, Proposal) == 1
    assert [each.id for each in await drafts(desk)] == [made.id]


async def test_add_step_by_step_with_a_command_in_the_middle(bot: SandboxServer, desk: Store) -> None:
    editor = Person.of(bot, RUSSIAN_READER_ID)
    (asked,) = await editor.says("/add")
    assert "1/5" in asked.text
    await editor.taps("Русский")
    await editor.taps("Китай")
    assert any(label.startswith("✅ Китай") for label in editor.buttons)
    await editor.taps("Вода")
    await editor.taps("✅ Китай")
    (title,) = await editor.taps(ru("button-write-topics-done"))
    assert "3/5" in title.text
    assert title.message_id == asked.message_id
    (card,) = await editor.says("/china")
    assert "5/5" not in card.text
    (text,) = await editor.says("Визит и вода")
    assert "4/5" in text.text
    (repeated,) = await editor.says("/add")
    assert repeated.text == text.text
    said = next(message for message in editor.screen if message.text == "Визит и вода")
    await editor.world.wait_confirmed(again(editor, said), 10)
    assert "4/5" in editor.screen[-1].text
    (refused,) = await editor.says("- одни детали")
    assert refused.text == ru("desk-error-text-empty")
    (source,) = await editor.says("Стороны обсудили воду.\n- 3 реки")
    assert "5/5" in source.text
    assert ru("desk-error-date", word="2025-02-30") in (await editor.says("BAQ.KZ | 2025-02-30"))[0].text
    (panel,) = await editor.taps(ru("button-write-no-source"))
    (made,) = await drafts(desk)
    assert ru("desk-state-draft", number=str(made.id)) in panel.text
    assert [topic.slug for topic in made.topics] == ["water"]
    assert (made.texts["ru"].title, made.texts["ru"].details) == ("Визит и вода", ["3 реки"])
    assert (await editor.says("/cancel"))[0].text == ru("desk-error-nothing-to-cancel")


async def test_steps_are_answered_by_words_and_left_by_cancel(bot: SandboxServer, desk: Store) -> None:
    editor = Person.of(bot, EDITOR_ID)
    (asked,) = await editor.says("/add Қытай")
    assert "1/5" in asked.text
    assert "латынша" in (await editor.says("латынша"))[0].text
    assert "3/5" in (await editor.says("қазақша"))[0].text
    assert (await editor.says("/cancel"))[0].text == kk("write-cancelled")
    await editor.taps("Қазақша", asked)
    assert str(editor.toast and editor.toast.get("text")) == kk("button-outdated")
    assert "2/5" in (await editor.says("/add kk"))[0].text
    assert "Мүмкін" in (await editor.says("Ауғанста"))[0].text
    assert (await editor.says("Атлантида"))[0].text == kk("desk-error-unknown-topic-choose", word="Атлантида")
    await editor.taps(kk("button-write-back"))
    assert "2/5" in (await editor.taps("Қазақша"))[0].text
    await editor.taps("Қытай")  # the topics stand below, once more
    await editor.taps("✅ Қытай")
    await editor.taps(kk("button-write-topics-done"))
    assert editor.toast is not None
    assert "3/5" in (await editor.says("су мен Қытайға"))[0].text
    (gone,) = await editor.taps(kk("button-write-discard"))
    assert gone.text == kk("write-discarded")
    assert await count(desk, Proposal) == 0
    assert await drafts(desk) == []


async def test_what_is_like_a_stored_briefing_is_pointed_out_first(bot: SandboxServer, desk: Store) -> None:
    editor = Person.of(bot, EDITOR_ID)
    await editor.says(ADD)
    (offer,) = await editor.says(ADD.replace("https://baq.kz/1", "https://baq.kz/2"))
    (first,) = await drafts(desk)
    assert kk("write-alike") in offer.text
    assert f"№ {first.id}" in offer.text
    (panel,) = await editor.taps(kk("desk-key-open", number=str(first.id)))
    assert kk("desk-state-draft", number=str(first.id)) in panel.text
    (panel,) = await editor.taps(kk("button-write-anyway"))
    assert panel.message_id == offer.message_id
    assert [each.source_url for each in await drafts(desk)] == ["https://baq.kz/1", "https://baq.kz/2"]
    await editor.taps_data(f"w:anyway:{offer.message_id - 1}:", offer)
    bot.world.journal.entries.clear()  # the second edit is refused as "not modified", as it should be
    assert len(await drafts(desk)) == 2
    (offer,) = await editor.says(ADD)
    (gone,) = await editor.taps(kk("button-write-discard"))
    assert gone.text == kk("write-discarded")
    await editor.taps_data(f"w:save:{offer.message_id - 1}:", offer)
    assert str(editor.toast and editor.toast.get("text")) == kk("button-outdated")
    assert len(await drafts(desk)) == 2


async def test_a_pasted_article_is_offered_as_a_machines_draft(bot: SandboxServer, desk: Store) -> None:
    editor = Person.of(bot, RUSSIAN_READER_ID)
    (offer,) = await editor.says(NEWS)
    assert "Зерно пойдёт на восток" in offer.text
    assert str(len(NEWS.strip())) in offer.text
    assert "Я считаю" not in offer.text
    assert "BAQ.KZ | https://baq.kz/news/1" in offer.text
    assert await drafts(desk) == []
    await editor.taps(ru("button-write-topics"))
    await editor.taps("Вода")
    (offer,) = await editor.taps(ru("button-write-topics-done"))
    assert "Вода" in offer.text
    (panel,) = await editor.taps(ru("button-write-save"))
    (made,) = await drafts(desk)
    assert made.texts["ru"].machine_made
    assert made.topics[-1].slug == "water"
    assert ru("desk-machine", languages="Русский") in panel.text
    said = next(message for message in editor.screen if message.text.startswith("Зерно"))
    await editor.world.wait_confirmed(again(editor, said), 10)
    assert [each.id for each in await drafts(desk)] == [made.id]


@pytest.mark.parametrize("name", ["Источник", "Дереккөз"])
async def test_the_source_that_a_pasted_article_ends_with_is_offered_and_saved(
    bot: SandboxServer, desk: Store, name: str
) -> None:
    editor = Person.of(bot, RUSSIAN_READER_ID)
    await editor.says("/drafts")  # a command of the staff: the role that was granted a moment ago counts
    (offer,) = await editor.says(f"{NEWS}\n{name}: Хабар 24 | 2026-11-20 | https://24.kz/1")
    assert "Хабар 24 | 2026-11-20 | https://24.kz/1" in offer.text
    await editor.taps(ru("button-write-save"))
    (made,) = await drafts(desk)
    assert (made.source_name, made.source_url, str(made.date)) == ("Хабар 24", "https://24.kz/1", "2026-11-20")


async def test_a_forwarded_post_brings_its_source_and_asks_for_missing_topics(bot: SandboxServer, desk: Store) -> None:
    reader, editor = Person.of(bot, KAZAKH_READER_ID), Person.of(bot, EDITOR_ID)
    await reader.starts()
    people.say(bot.world, reader.user, reader.chat, "Елші келіссөздер үшін елордаға келді.")
    (post,) = [message for message in reader.screen if message.text.startswith("Елші")]
    (offer,) = await editor.forwards(post)
    day = dt.datetime.fromtimestamp(post.date, dt.UTC).date()
    assert f"Айгерім | {day}" in offer.text
    (asked,) = await editor.taps(kk("button-write-save"))
    assert asked.text == kk("write-offer-topics")
    await editor.taps(kk("button-write-topics-done"))
    assert editor.toast is not None
    await editor.taps("Мәдениет")
    await editor.taps(kk("button-write-topics-done"))
    await editor.taps(kk("button-write-save"))
    (made,) = await drafts(desk)
    assert (made.source_name, made.date and made.date.first_day) == ("Айгерім", day)
    assert await reader.forwards(post) != []
    assert await count(desk, Proposal) == 1


async def test_a_text_that_telegram_split_is_one(bot: SandboxServer, desk: Store) -> None:
    editor, number = Person.of(bot, RUSSIAN_READER_ID), bot.world.event_number
    whole = "\n".join(NEWS.replace("тонн", f"тонн {part}") for part in range(14))
    assert len(whole) > 8192
    (offer,) = await editor.says(whole) or await hears(editor, number)
    assert TEXTS["ru"].number(len(whole.strip())) in offer.text
    pieces = [message for message in editor.screen if message.sender is editor.user]
    assert len(pieces) == 3
    for piece in pieces:
        await editor.world.wait_confirmed(again(editor, piece), 10)
    assert await count(desk, Proposal) == 1
    await editor.taps(ru("button-write-save"))
    assert len(await drafts(desk)) == 1


async def test_a_long_text_without_a_short_end_is_answered_once_it_is_quiet(bot: SandboxServer, desk: Store) -> None:
    editor, number = Person.of(bot, EDITOR_ID), bot.world.event_number
    body = "Екі ел астық саудасын дамытуға келісті, деп хабарлады министрлік. " * 55
    assert await editor.says(f"/add china kk\nКеліссөздер аяқталды\n{body}") == []
    (panel, *_) = await hears(editor, number)
    assert "Келіссөздер аяқталды" in panel.text
    (made,) = await drafts(desk)
    assert len(made.texts["kk"].summary) == len(body.strip())
    assert (
        "4/5" in (await editor.says("/add kk") and await editor.says("су") and await editor.says("Басқа атау"))[0].text
    )
    number = bot.world.event_number
    assert await editor.says("Су туралы келісімге қол қойылды. " * 90) == []
    (question, *_) = await hears(editor, number)
    assert "5/5" in question.text


async def test_texts_that_give_no_draft_are_refused_in_one_sentence(bot: SandboxServer, desk: Store) -> None:
    editor = Person.of(bot, RUSSIAN_READER_ID)
    assert (await editor.says("Hello there. " * 60))[0].text == ru("desk-error-language-unclear")
    assert (await editor.says("Я думаю об этом. " * 60))[0].text == ru("desk-error-article-empty")
    assert (await editor.says("/add china ru Заголовок"))[0].text == ru("desk-error-title-below")
    assert (await editor.says("/add atlantis ru\nЗаголовок\nТекст."))[0].text.startswith("Такой темы нет: «atlantis»")
    assert await drafts(desk) == []
    assert await count(desk, Proposal) == 0
    reader = Person.of(bot, KAZAKH_READER_ID)
    assert (await reader.says(ADD))[0].text == kk("unknown-command")
    assert kk("write-offer-none") not in (await reader.says(NEWS))[0].text
    assert await count(desk, Proposal) == 0
