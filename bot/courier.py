"""Takes one message of one delivery to Telegram, and says what became of it."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, cast

from telegram.constants import ParseMode
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot import refusals
from bot.context import NO_PREVIEW
from briefings import subscriptions
from briefings.model import DeliveryState
from briefings.outbox import Outcome

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from random import Random
    from typing import Any

    from telegram import Bot

    from bot.cards import Answer
    from bot.pace import Pace, Slot
    from bot.refusals import Refusal
    from bot.services import Services
    from briefings.outbox import Parcel

    Effect = Callable[
        ..., Awaitable[Any]
    ]  # takes a session, in a transaction: what a refusal changes beside the delivery

log = logging.getLogger(__name__)

NO_PREVIEW_JSON = NO_PREVIEW.to_json()
MOST_MOVES = 3  # from group to supergroup: after that something is wrong
TROUBLE = 10  # failures one after another before we believe that Telegram, not a message, is in trouble
LONGEST_HOLD_S = 30.0  # between two looks whether it is over
KINDS_TOLD = 100


@dataclass(eq=False)
class Job:
    """A parcel on its way: where it goes now, and the messages that it is so far. `claimed_at` in the loop's time."""

    parcel: Parcel
    claimed_at: float
    chat_id: int
    thread_id: int | None
    sent: list[int]
    moves: int = 0

    @classmethod
    def of(cls, parcel: Parcel, claimed_at: float) -> Job:
        """The job of a parcel that was just claimed."""
        return cls(parcel, claimed_at, parcel.chat_id, parcel.thread_id, list(parcel.message_ids))

    @property
    def is_group(self) -> bool:
        """Whether the limits of groups (and channels) hold."""
        return self.chat_id < 0

    def becomes(
        self,
        state: DeliveryState,
        error: str | None = None,
        *,
        when: dt.datetime | None = None,
        unsure: bool = False,
        begun: bool = True,
    ) -> Outcome:
        """What is to be written down of it."""
        return Outcome(self.parcel, state, tuple(self.sent), error, when, unsure, begun)


@dataclass(frozen=True)
class Report:
    """What to write down, and whether the job goes on: with its next message, or to another place."""

    outcome: Outcome | None = None
    goes_on: bool = False
    effect: Effect | None = None


@dataclass
class Courier:
    """Sends. Tells the pace what it learns of Telegram's limits."""

    bot: Bot
    services: Services
    pace: Pace
    random: Random
    _failures: int = 0  # one after another
    _told: set[str] = field(default_factory=set)

    async def send(self, job: Job, answer: Answer, slot: Slot) -> Report:
        """Send the job's next message. Raises nothing but CancelledError."""
        place = len(job.sent)
        try:
            message_id = await self._post(job, answer, place)
        except Exception as error:  # noqa: BLE001 - whatever it is, the other deliveries go on
            return self._refused(job, slot, error)
        finally:
            self.pace.answered(slot)
        self._heard(slot)
        job.sent.append(message_id)
        if len(job.sent) < len(answer.pages):
            return Report(job.becomes(DeliveryState.SENDING), goes_on=True)
        return Report(job.becomes(DeliveryState.SENT))

    async def _post(self, job: Job, answer: Answer, place: int) -> int:
        """`sendMessage` without `Bot.send_message`, which spends 2 ms on reading back what we have just written."""
        fields: dict[str, object] = {
            "chat_id": job.chat_id,
            "text": str(answer.pages[place]),
            "parse_mode": ParseMode.HTML.value,
            "link_preview_options": NO_PREVIEW_JSON,
        }
        if job.thread_id is not None:
            fields["message_thread_id"] = job.thread_id
        if place == len(answer.pages) - 1 and answer.markup is not None:
            fields["reply_markup"] = answer.markup
        data = RequestData([RequestParameter(name, value, None) for name, value in fields.items()])
        message = cast("dict[str, int]", await self.bot.request.post(f"{self.bot.base_url}/sendMessage", data))
        return message["message_id"]

    def failed(self, job: Job, error: Exception, kind: str | None = None) -> Report:
        """It will never go, and that is for us to mend: told once for each kind."""
        kind = kind or type(error).__name__[: refusals.KIND_LENGTH]
        if kind not in self._told and len(self._told) < KINDS_TOLD:
            self._told.add(kind)
            log.error("Deliveries fail, this one as %s: %s", kind, error)
        return Report(job.becomes(DeliveryState.FAILED, kind))

    def _heard(self, slot: Slot) -> None:
        """Telegram has answered, and not that it is in trouble."""
        self._failures = 0
        self.pace.accepted(slot)

    def _refused(self, job: Job, slot: Slot, error: Exception) -> Report:
        refusal = refusals.meaning(error, job.parcel.attempts, self.random)
        if isinstance(refusal, refusals.TooMany):
            self.pace.refused(job.chat_id, refusal.seconds)
            return self._later(job, refusal.kind, refusal.seconds)
        if isinstance(refusal, refusals.Later):
            self._failures += 1
            if self._failures >= TROUBLE:
                self.pace.hold(min(refusals.pause(self._failures - TROUBLE + 1, self.random), LONGEST_HOLD_S))
            return self._later(job, refusal.kind, refusal.seconds, unsure=refusal.unsure)
        self._heard(slot)
        return self._settled(job, refusal, error)

    def _settled(self, job: Job, refusal: Refusal, error: Exception) -> Report:
        """Telegram's no is an answer: the chat is another, or none, or the message is wrong."""
        match refusal:
            case refusals.Gone(kind):
                end = partial(subscriptions.end, chat_id=job.chat_id)
                return Report(job.becomes(DeliveryState.GONE, kind), effect=end)
            case refusals.Migrated(new) if job.moves < MOST_MOVES and new != job.chat_id:
                old, job.chat_id, job.moves = job.chat_id, new, job.moves + 1
                return Report(goes_on=True, effect=partial(subscriptions.rekey, old=old, new=new))
            case refusals.NoThread() if job.thread_id is not None:
                moved = partial(subscriptions.to_general, chat_id=job.chat_id, thread_id=job.thread_id)
                job.thread_id = None
                return Report(goes_on=True, effect=moved)
        return self.failed(job, error, refusal.kind)

    def _later(self, job: Job, kind: str, seconds: float, *, unsure: bool = False) -> Report:
        when = self.services.now() + dt.timedelta(seconds=seconds)
        return Report(job.becomes(DeliveryState.WAITING, kind, when=when, unsure=unsure))
