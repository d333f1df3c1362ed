"""Each field of /add and /edit, given what it can't be: as long as a message, HTML, nothing but spaces."""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from helpers_desk import made_draft, stored, until, waiting
from sandbox_driver import Person
from sqlalchemy import select

from bot import writing_watch
from bot.sandbox import people
from bot.sandbox.cast import EDITOR_ID
from briefings.desk import proposals
from briefings.desk.form import DraftText
from briefings.model import Briefing

if TYPE_CHECKING:
    from bot.sandbox.server import SandboxServer
    from briefings.store import Store

LONG, HTML, SPACES = "а" * 4096, "<b>Зерно</b> & <i>вода</i>", " \u00a0 "
CUT = "а" * 39 + "…"
CUT_TOPIC = "а" * 31 + "…"  # as behind /subscribe
TAKEN = ""  # no refusal
# What begins the refusal of LONG, HTML and SPACES.
TOPICS = f"Такой темы нет: «{CUT_TOPIC}»", "Такой темы нет: «<b>Зерно</b>»", "Выберите хотя бы одну тему"
TITLE = "Заголовок слишком длинный: знаков в нём 4\u00a0096, а можно не больше 300", TAKEN, "Заголовка нет"
TEXT = TAKEN, TAKEN, "Текста обзора нет"
SOURCE = "Название источника слишком длинное", TAKEN, "Назовите источник"
LANGUAGE = f"Такого языка нет: «{CUT}»", f"Такого языка нет: «{HTML}»", "Такого языка нет"
DATE = f"Такой даты нет: «{CUT}»", f"Такой даты нет: «{HTML}»", "Такой даты нет"
VALUES = pytest.mark.parametrize(
    ("value", "place"), [(LONG, 0), (HTML, 1), (SPACES, 2)], ids=["long", "html", "spaces"]
)


@pytest.fixture(autouse=True)
def _quickly_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """A long text is whole after a moment."""
    monkeypatch.setattr(proposals, "QUIET", dt.timedelta(seconds=0.1))
    monkeypatch.setattr(writing_watch, "WATCH_S", 0.05)


@dataclass
class Writer:
    """An editor who reads Russian."""

    person: Person
    kept: Store

    async def says(self, text: str) -> str:
        """The bot's answer, at once or, to a long text, when no more comes."""
        world, shown = self.person.world, len(self.person.screen)
        act = people.send(world, self.person.user, self.person.chat, {"text": text})  # spaces too, as they are
        assert act.update_id is not None
        await world.wait_confirmed(act.update_id, 10)
        await until(lambda: len(self.person.screen) > shown + 1)
        while await waiting(self.kept):  # what is sent is kept a moment later
            await asyncio.sleep(0.02)
        return self.person.screen[shown + 1].text

    async def gives(self, value: str, refusal: str, otherwise: str) -> None:
        """A value for what is asked; where it is refused, in one sentence that begins so, something else."""
        said = await self.says(value)
        assert said.startswith(refusal)
        assert len(said) < 200 or not refusal
        if refusal:
            await self.says(otherwise)


@pytest.fixture
async def writer(bot: SandboxServer, kept: Store) -> Writer:
    person = Person.of(bot, EDITOR_ID)
    await person.says("/lang ru")
    return Writer(person, kept)


@VALUES
async def test_each_step_of_add_takes_it_as_text_or_says_in_a_sentence_why_not(
    writer: Writer, kept: Store, value: str, place: int
) -> None:
    await writer.says("/add")
    for refusals, otherwise in (
        (LANGUAGE, "ru"),
        (TOPICS, "china"),
        (TITLE, "Новый заголовок"),
        (TEXT, "Новый текст."),
        (SOURCE, "BAQ.KZ"),
    ):
        await writer.gives(value, refusals[place], otherwise)
    async with kept.reading() as session:
        number = (await session.scalars(select(Briefing.id).where(Briefing.origin.is_not(None)))).one()
    made = await stored(kept, number)
    assert (made.texts["ru"].title, made.texts["ru"].summary, made.source_name) == (
        HTML if value == HTML else "Новый заголовок",
        "Новый текст." if value == SPACES else value,
        HTML if value == HTML else "BAQ.KZ",
    )


@VALUES
async def test_each_field_of_edit_takes_it_as_text_or_says_in_a_sentence_why_not(
    writer: Writer, kept: Store, value: str, place: int
) -> None:
    number = await made_draft(kept, texts={"ru": DraftText("Визит", "Приехал.")})
    for field, refusals, otherwise in (
        ("title", TITLE, "Новый заголовок"),
        ("text", TEXT, "Новый текст."),
        ("source", SOURCE, "Хабар 24"),
        ("topics", TOPICS, "water"),
        ("date", DATE, "2025-09"),
    ):
        await writer.says(f"/edit {number} {field}")
        await writer.gives(value, refusals[place], otherwise)
    made = await stored(kept, number)
    assert (made.texts["ru"].title, made.texts["ru"].summary, made.source_name) == (
        HTML if value == HTML else "Новый заголовок",
        "Новый текст." if value == SPACES else value,
        HTML if value == HTML else "Хабар 24",
    )
    assert ([topic.slug for topic in made.topics], str(made.date)) == (["water"], "2025-09")
