"""The desk's whole way: a draft in two languages, a second pair of eyes, an alert, its correction, the history.

Walked by commands and by buttons alone; and again with a bot that is killed after every act, and in the middle of two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import pytest
from helpers_desk import TEXTS, Colleague, actions
from helpers_promises import PATIENCE_S, Mortal, Stage
from sandbox_driver import Person

from bot.sandbox.cast import EDITOR_ID, KAZAKH_READER_ID, REVIEWER_ID, RUSSIAN_READER_ID
from briefings.model import DeliveryState, Status
from drill.bots import Bot, until

if TYPE_CHECKING:
    from pathlib import Path

    from bot.sandbox.server import SandboxServer
    from bot.sandbox.things import Message
    from bot.settings import Settings
    from briefings.store import Store

TITLES = {"kk": "Астана мен Бейжің астық туралы келісті", "ru": "Астана и Пекин договорились о зерне"}
BODIES = {
    "kk": "Тараптар құжатқа қол қойды.\n- 12 млрд доллар",
    "ru": "Стороны подписали документ.\n- 12 млрд долларов",
}
CORRECTED = "Тараптар құжатқа қол қойды.\n- 12 млн доллар"
REASONS = "kk: сома 12 млн доллар\nru: сумма 12 млн долларов"
READER_TEXTS = TEXTS["kk"]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Nobody publishes their own draft."""
    return settings.model_copy(update={"review_required": True})


@dataclass
class ByCommands:
    """The owner, in Kazakh, with commands."""

    USER: ClassVar = EDITOR_ID
    LANGUAGE: ClassVar = "kk"
    stage: Stage
    me: Colleague

    async def add(self) -> str:
        self.stage.kill_within(Status.DRAFT, self.USER, KAZAKH_READER_ID)
        return await self.me.says(f"/add Қытай kk\n{TITLES['kk']}\n{BODIES['kk']}\nдереккөз: BAQ.KZ | 2025-09-05")

    async def add_language(self, number: int) -> str:
        return await self.me.says(f"/edit {number} text ru\n{TITLES['ru']}\n{BODIES['ru']}")

    async def submit(self, number: int) -> str:
        return await self.me.says(f"/publish {number} urgent")

    async def correct(self, number: int) -> str:
        await self.me.says(f"/edit {number} text kk\n{CORRECTED}")
        return await self.me.says(f"/correct {number}\n{REASONS}")

    async def history(self, number: int) -> str:
        return await self.me.says(f"/history {number}")


@dataclass
class ByButtons:
    """An editor, in Russian, who knows no command but /add, which stands in the menu."""

    USER: ClassVar = RUSSIAN_READER_ID
    LANGUAGE: ClassVar = "ru"
    stage: Stage
    me: Colleague

    async def add(self) -> str:
        await self.me.says("/add")
        await self.me.person.taps("Русский")
        await self.me.person.taps("Китай")
        await self.me.person.taps(self.me.text("button-write-topics-done"))
        await self.me.says(TITLES["ru"])
        await self.me.says(BODIES["ru"])
        self.stage.kill_within(Status.DRAFT, self.USER, KAZAKH_READER_ID)
        return await self.me.says("BAQ.KZ | 2025-09-05")

    async def add_language(self, number: int) -> str:
        await self.me.taps("language", language="Қазақша")
        await self.me.says(TITLES["kk"])
        return await self.me.says(BODIES["kk"])

    async def submit(self, number: int) -> str:
        return await self.me.taps("submit-urgent")

    async def correct(self, number: int) -> str:
        await self.me.taps("edit")
        await self.me.taps("text", language="Қазақша")
        await self.me.says(CORRECTED)
        await self.me.taps("correct")
        return await self.me.says(REASONS)

    async def history(self, number: int) -> str:
        return await self.me.taps("history")


Way = ByCommands | ByButtons


async def meet(stage: Stage) -> None:
    """A reviewer, an editor, and a reader who subscribes."""
    async with stage.working():
        owner, *others = (Person.of(stage.sandbox, user_id) for user_id in (EDITOR_ID, RUSSIAN_READER_ID, REVIEWER_ID))
        for person in others:
            await person.says("/lang ru")
        await owner.says(f"/grant {RUSSIAN_READER_ID} editor")
        await owner.says(f"/grant {REVIEWER_ID} reviewer")
        await Person.of(stage.sandbox, KAZAKH_READER_ID).says("/subscribe Қытай")


async def alert_of(stage: Stage) -> Message:
    """The subscriber's message, once it is there and written down."""
    reader = Person.of(stage.sandbox, KAZAKH_READER_ID)
    async with stage.working():
        assert await until(lambda: alerts(reader) != [], PATIENCE_S)
        await stage.settled((DeliveryState.SENT, False))
    (card,) = alerts(reader)
    return card


def alerts(reader: Person) -> list[Message]:
    return [message for message in reader.screen if TITLES["kk"] in message.text]


async def walk(stage: Stage, kind: type[Way]) -> None:
    """The whole way; every promise on it is kept once."""
    await meet(stage)
    way = kind(stage, Colleague(stage.person(kind.USER), kind.LANGUAGE))
    reviewer = Colleague(stage.person(REVIEWER_ID), "ru")
    panel, number = await way.add(), (await stage.draft()).id
    assert TITLES[kind.LANGUAGE] in panel
    assert way.me.text("desk-saved") in await way.add_language(number)
    assert way.me.text("desk-submitted") in await way.submit(number)
    assert TEXTS["ru"]("desk-state-review", number=str(number)).striptags() in reviewer.screen[-1]
    stage.kill_within(Status.PUBLISHED, kind.USER, KAZAKH_READER_ID)
    await reviewer.taps("approve")
    card = await alert_of(stage)
    assert READER_TEXTS.plain("alert-title") in card.text
    assert "12 млрд" in card.text
    assert f"/b{number}" in await way.correct(number)
    async with stage.working():
        assert await until(lambda: "сома 12 млн доллар" in card.text, PATIENCE_S)
        await stage.settled((DeliveryState.SENT, False), (DeliveryState.SENT, True))
    assert "- 12 млн" in card.text.replace("•", "-")
    history = await way.history(number)
    await once(stage, kind.USER, card)
    for action in ("draft", "edit", "submit", "approve", "publish", "correct"):
        assert way.me.text(f"desk-did-{action}") in history
    for words in ("сома 12 млн доллар", "Сәуле", "млрд", "млн"):
        assert words in history


async def once(stage: Stage, author: int, card: Message) -> None:
    """Nothing was done, sent or edited twice."""
    reader, number = Person.of(stage.sandbox, KAZAKH_READER_ID), (await stage.draft()).id
    assert alerts(reader) == [card]
    edits = [event for event in stage.sandbox.world.events_after(0) if event.kind == "edit" and event.message is card]
    assert len(edits) == 1
    assert await actions(stage.store, number) == [
        ("draft", author),
        ("edit", author),
        ("submit", author),
        ("approve", REVIEWER_ID),
        ("publish", REVIEWER_ID),
        ("edit", author),
        ("correct", author),
    ]


@pytest.mark.parametrize("kind", [ByCommands, ByButtons])
async def test_what_is_written_is_seen_by_two_reaches_a_subscriber_and_is_corrected(
    bot: SandboxServer, desk: Store, kind: type[Way]
) -> None:
    await walk(Stage(bot, desk), kind)


@pytest.mark.unmeasured  # much work over lines that other tests cover
@pytest.mark.timeout(120)  # of a machine that is busy
async def test_the_same_through_kills_happens_once(
    settings: Settings, sandbox: SandboxServer, desk: Store, tmp_path: Path
) -> None:
    assert settings.bot_token is not None
    environment = {
        "BOT_TOKEN": settings.bot_token.get_secret_value(),
        "TELEGRAM_API_URL": sandbox.url,
        "DATABASE_URL": settings.database_url,
        "OWNER_IDS": str(EDITOR_ID),
        "REVIEW_REQUIRED": "true",
    }
    stage = Mortal(sandbox, desk, Bot(environment, tmp_path, "bot"))
    try:
        await walk(stage, ByCommands)
    finally:
        stage.bot.kill()
    sandbox.world.journal.entries.clear()  # what a second process says again, or was refused on purpose
