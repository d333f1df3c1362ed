"""kill -9 after every step at the editors' desk, by buttons alone: what two of them do comes out once, and in order."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.app import now
from bot.sandbox import people
from bot.sandbox.cast import EDITOR_ID, KAZAKH_READER_ID, REVIEWER_ID
from bot.texts import load_texts
from briefings.desk import staff
from briefings.model import AuditEntry, Briefing, Delivery, Role
from briefings.store import Store
from drill.bots import until
from drill.filling import Subscribed, fill
from drill.setting import SQLITE, Line, Setting
from drill.telegram import telegram

if TYPE_CHECKING:
    from bot.sandbox.things import Message
    from drill.bots import Bot
    from drill.telegram import Telegram

ANSWER_S = 60.0  # the restart included
SETTLE_S = 1.0  # between Telegram's yes to a message and the note of it: a step is over then
KILL_S = 0.4  # a kill in the middle of a step comes within so long after it was begun
TEXTS = load_texts()["kk"]  # of both members of staff
TITLE, LINE = "Жаңа келісім туралы шолу", "Сома 12 млн доллар"
DONE = ["draft", "edit", "submit", "approve", "publish", "edit", "correct"]  # and nothing of it twice


@dataclass
class Step:
    """What somebody does, and what the bot says to that: a part of a message that is new, or was changed."""

    who: int
    act: str  # the label of a button, or what is typed
    answer: str
    typed: bool = False
    watched: int = 0  # whose chat the answer comes to; 0: the actor's own


def steps() -> list[Step]:
    """From the first question to the history: who writes (the owner), and who approves."""
    plain, other = TEXTS.plain, load_texts()["ru"].plain("language-name")
    russian = plain("desk-key-title", language=other)
    return [
        Step(EDITOR_ID, "/add", "1/5", typed=True),
        Step(EDITOR_ID, plain("language-name"), "2/5"),
        Step(EDITOR_ID, "Қытай", "2/5"),
        Step(EDITOR_ID, plain("button-write-topics-done"), "3/5"),
        Step(EDITOR_ID, TITLE, "4/5", typed=True),
        Step(EDITOR_ID, "Екі ел сауда туралы келісімге қол қойды.\n- 12 млрд", "5/5", typed=True),
        Step(EDITOR_ID, plain("button-write-no-source"), TITLE),
        Step(EDITOR_ID, plain("desk-key-language", language=other), "шолудың атауын"),
        Step(EDITOR_ID, "Обзор о новом соглашении", "Енді", typed=True),
        Step(EDITOR_ID, "Стороны подписали соглашение.", plain("desk-saved"), typed=True),
        Step(EDITOR_ID, plain("button-desk-submit-urgent"), TITLE, watched=REVIEWER_ID),
        Step(REVIEWER_ID, plain("button-desk-approve"), TITLE, watched=KAZAKH_READER_ID),
        Step(EDITOR_ID, plain("button-desk-edit"), plain("desk-choose-field")),
        Step(EDITOR_ID, russian, "шолудың жаңа атауын"),
        Step(EDITOR_ID, "Обзор о соглашении на 12 млн", plain("desk-saved"), typed=True),
        Step(EDITOR_ID, plain("button-desk-correct"), "шолуда не түзетілді"),
        Step(EDITOR_ID, LINE, LINE, typed=True, watched=KAZAKH_READER_ID),
        Step(EDITOR_ID, plain("button-desk-history"), LINE),
    ]


@dataclass
class Walk:
    """The steps, each with a kill after it or in its midst. `lost`: acts that were not answered."""

    api: Telegram
    bot: Bot
    setting: Setting
    lost: list[str] = field(default_factory=list)
    kills: int = 0

    async def step(self, step: Step, *, amid: bool) -> None:
        """Act, be killed, start again, and look for the answer."""
        world, seen = self.api.world, self.api.world.event_number
        chat = world.chats[step.watched or step.who]
        update = self._act(step)

        def answered() -> bool:
            return any(
                step.answer in event.message.text and event.message.sender is world.bot
                for event in world.events_after(seen)
                if event.message is not None and event.chat is chat
            )

        if amid:
            await until(lambda: world.updates.is_confirmed(update), self.setting.chance.uniform(0, KILL_S))
        else:
            await until(lambda: world.updates.is_confirmed(update) and answered(), ANSWER_S)
            await asyncio.sleep(SETTLE_S)
        await self._again()
        if not await until(lambda: world.updates.is_confirmed(update) and answered(), ANSWER_S):
            self.lost.append(step.act)
        await self.api.quiet()

    async def _again(self) -> None:
        self.bot.kill()
        self.kills += 1
        self.bot.start()
        await self.bot.ready()

    def _act(self, step: Step) -> int:
        """The number of the update."""
        world = self.api.world
        user, chat = world.users[step.who], world.chats[step.who]
        if step.typed:
            return self.api.says(step.who, step.act)
        message = next(message for message in reversed(chat.messages.values()) if _has(message, step.act))
        data = people.find_button(message, step.act)["callback_data"]
        number = people.tap(world, user, message, data)[1]
        assert number is not None
        return number


async def drill(setting: Setting) -> list[Line]:
    """The whole way with a kill between the steps, and again with one in the midst of each."""
    return [await _walk(setting, amid=amid) for amid in ([False] if setting.quick else [False, True])]


async def _walk(setting: Setting, *, amid: bool) -> Line:
    url = setting.database(SQLITE)
    await fill(url, Subscribed(0, now()), setting.chance)
    store = Store(url)
    async with store.writing() as session:
        await staff.grant(session, REVIEWER_ID, Role.REVIEWER, by=EDITOR_ID, owner_ids={EDITOR_ID}, now=now())
    async with telegram(()) as api:
        bot = setting.bot(api, url, owner=EDITOR_ID, review=True)
        bot.start()
        await bot.ready()
        for who, said in ((KAZAKH_READER_ID, "/subscribe Қытай"), (REVIEWER_ID, "/lang kk"), (EDITOR_ID, "/lang kk")):
            await api.world.wait_confirmed(api.says(who, said), ANSWER_S)
        walk = Walk(api, bot, setting)
        for step in steps():
            await walk.step(step, amid=amid)
        await asyncio.sleep(SETTLE_S)
        alerts, corrected = _alerts(api)
        bot.kill()
    done, drafts, doubled = await _stored(store)
    await store.close()
    where = "in the midst of each" if amid else "between any two"
    return Line(
        f"kill -9 {where} of {len(steps())} steps at the desk, by buttons, {SQLITE}",
        "every act answered, done once, in order; the subscriber's card corrected",
        f"unanswered {len(walk.lost)} of {walk.kills}{_named(walk.lost)}; drafts {drafts}, done {', '.join(done)}; "
        f"alerts {alerts}, of them counted as unknown {doubled}, corrected {corrected}",
        not walk.lost and drafts == 1 and done == DONE and corrected > 0 and 1 <= alerts <= 1 + doubled,
    )


def _named(lost: list[str]) -> str:
    return f" ({'; '.join(lost)})" if lost else ""


def _has(message: Message, label: str) -> bool:
    rows = (message.markup or {}).get("inline_keyboard", [])
    return any(label in button["text"] for row in rows for button in row)


def _alerts(api: Telegram) -> tuple[int, int]:
    """How often the subscriber has the card, and how often it is corrected."""
    cards = [text for text in api.texts(KAZAKH_READER_ID) if TITLE in text]
    return len(cards), sum(LINE in text for text in cards)


async def _stored(store: Store) -> tuple[list[str], int, int]:
    """What was done to the draft, how many drafts there are, and how many alerts may have come twice."""
    async with store.reading() as session:
        drafts = list(await session.scalars(select(Briefing.id).where(Briefing.origin.is_not(None))))
        entries = select(AuditEntry.action).where(AuditEntry.briefing_id.in_(drafts)).order_by(AuditEntry.id)
        done = list(await session.scalars(entries))
        doubled = sum(await session.scalars(select(Delivery.unknown).where(Delivery.corrects.is_(None))))
    return done, len(drafts), doubled
