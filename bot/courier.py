"""Takes one message of one delivery to Telegram, or edits one for a correction, and says what became of it."""

from __future__ import annotations

import datetime as dt
import logging
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from telegram.error import BadRequest

from bot import refusals, wire
from briefings import subscriptions, supergroups
from briefings.model import DeliveryState, ReaderKind

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from random import Random
    from typing import Any

    from telegram import Bot

    from bot.cards import Answer
    from bot.job import Job
    from bot.pace import Pace, Slot
    from bot.refusals import Refusal
    from bot.services import Services
    from bot.texts import Texts
    from briefings.outbox import Outcome

    Effect = Callable[
        ..., Awaitable[Any]
    ]  # takes a session, in a transaction: what a refusal changes beside the delivery

log = logging.getLogger(__name__)

TROUBLE = 10  # failures one after another before we believe that Telegram, not a message, is in trouble
FIRST_HOLD_S, LONGEST_HOLD_S = 2.0, 30.0  # until we look whether it is over, and between two later looks
KINDS_TOLD = 100
WITHDRAWN = "withdrawn"  # why a delivery is gone of which nothing is published any more


@dataclass(frozen=True)
class Report:
    """What to write down, and whether the job goes on with its next message."""

    outcome: Outcome
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
        """Send or edit the job's next message. Raises nothing but CancelledError."""
        try:
            await self._step(job, answer)
        except Exception as error:  # noqa: BLE001 - whatever it is, the other deliveries go on
            return self._refused(job, slot, error)
        finally:
            self.pace.answered(slot)
        self._heard(slot)
        if job.is_done(len(answer.pages)):
            return Report(job.becomes(DeliveryState.SENT))
        return Report(job.becomes(DeliveryState.SENDING), goes_on=True)

    def without(self, job: Job, answer: Answer | None) -> Report | None:
        """What becomes of a job for which nothing is to be sent (`answer` None: nothing of it is published any more).

        None: there is something to send. In quiet hours, which may have begun since it was planned: not now.
        """
        now = self.services.now()
        if job.parcel.original and not job.sent and not job.left:
            return Report(job.stands_alone("message_gone", now))
        if answer is not None and not job.is_done(len(answer.pages)):
            when = job.awake_from(now)
            return Report(job.becomes(DeliveryState.WAITING, when=when, begun=False)) if when > now else None
        if answer is None and not job.sent:
            return Report(job.becomes(DeliveryState.GONE, WITHDRAWN))
        return Report(job.becomes(DeliveryState.SENT))

    async def _step(self, job: Job, answer: Answer) -> None:
        place = len(job.sent)
        if place >= len(answer.pages):
            await self._remove(job)
        elif job.left:
            await wire.edit(self.bot, job.chat_id, job.left[0], *_page(answer, place))
            job.sent.append(job.left.pop(0))
        else:
            html, markup = _page(answer, place)
            paid = self.services.settings.paid_broadcast
            sent = await wire.send(self.bot, job.chat_id, html, markup, thread_id=job.parcel.thread_id, paid=paid)
            job.sent.append(sent)

    async def _remove(self, job: Job) -> None:
        """Delete a message that the corrected text doesn't need; where Telegram won't, it says that it is outdated."""
        messages = job.left or job.sent
        try:
            await wire.call(self.bot, "deleteMessage", {"chat_id": job.chat_id, "message_id": messages[-1]})
        except BadRequest:
            with suppress(BadRequest):
                await wire.edit(self.bot, job.chat_id, messages[-1], self._texts(job)("correction-outdated"))
        messages.pop()

    def _texts(self, job: Job) -> Texts:
        everyones = self.services.texts
        return everyones.get(job.parcel.language, everyones[self.services.settings.default_language])

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

    def _failed(self, slot: Slot) -> None:
        """Telegram has not answered. Those that were on their way when we noticed tell of the same trouble."""
        if not self.pace.is_news(slot):
            return
        self._failures += 1
        if self._failures >= TROUBLE:
            self.pace.block(refusals.growing(self._failures - TROUBLE + 1, FIRST_HOLD_S, LONGEST_HOLD_S))

    def _refused(self, job: Job, slot: Slot, error: Exception) -> Report:
        refusal = refusals.meaning(error, job.parcel.attempts, self.random)
        if isinstance(refusal, refusals.TooMany):
            self.pace.refused(job.chat_id, refusal.seconds)
            return self._later(job, refusal.kind, refusal.seconds)
        if isinstance(refusal, refusals.Later):
            self._failed(slot)
            return self._later(job, refusal.kind, refusal.seconds, unsure=refusal.unsure)
        self._heard(slot)
        if isinstance(refusal, refusals.Lost | refusals.NoThread) and job.left:
            return Report(job.stands_alone(refusal.kind, self.services.now()))
        return self._settled(job, refusal, error)

    def _settled(self, job: Job, refusal: Refusal, error: Exception) -> Report:
        """Telegram's no is an answer: the chat is another, or none, or the message is wrong."""
        match refusal:
            case refusals.Gone(kind):
                lost = partial(subscriptions.lose, chat_id=job.chat_id, now=self.services.now())
                return Report(job.becomes(DeliveryState.GONE, kind), effect=lost)
            case refusals.Migrated(new) if new != job.chat_id and job.parcel.chat_kind is not ReaderKind.SUPERGROUP:
                # By way of the outbox, whose key lets one through for the supergroup and a slot, and which knows that
                # what stands in the group can't be edited there.
                now = self.services.now()
                moved = partial(supergroups.rekey, old=job.chat_id, new=new, now=now)
                return Report(job.becomes(DeliveryState.WAITING, refusal.kind, when=now), effect=moved)
            case refusals.NoThread() if (thread := job.parcel.thread_id) is not None:
                now = self.services.now()
                moved = partial(subscriptions.to_general, chat_id=job.chat_id, thread_id=thread, now=now)
                # By way of the outbox, whose key lets one through for the general topic and a slot.
                return Report(job.becomes(DeliveryState.WAITING, refusal.kind, when=now), effect=moved)
        return self.failed(job, error, refusal.kind)

    def _later(self, job: Job, kind: str, seconds: float, *, unsure: bool = False) -> Report:
        when = self.services.now() + dt.timedelta(seconds=seconds)
        return Report(job.becomes(DeliveryState.WAITING, kind, when=when, unsure=unsure))


def _page(answer: Answer, place: int) -> tuple[str, str | None]:
    """One page and, under the last, the keyboard."""
    return answer.pages[place], answer.markup if place == len(answer.pages) - 1 else None
