"""Texts that came in pieces: answered when no more come, also those that came before a restart."""

from __future__ import annotations

import asyncio
import logging
from random import Random
from typing import TYPE_CHECKING, Any, Final

from telegram.error import TelegramError

from bot import refusals, writing_flow
from bot.cards import Answer
from bot.context import Context
from bot.refusals import Gone, Later, TooMany
from bot.writing_flow import Made
from briefings.desk import proposals
from briefings.model import ReaderKind
from briefings.store import DATABASE_TROUBLE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from telegram.ext import Application

    from bot.services import Services
    from briefings.model import Proposal

log = logging.getLogger(__name__)

WATCH_S: Final = 0.5
NOTHING: Final = Made(Answer(()), None)


async def watch(application: Application[Any, Context, Any, Any, Any, Any], leading: Callable[[], bool]) -> None:
    """Answer in the process that leads, for ever; while the database doesn't answer, look with growing pauses."""
    watcher, failures = Watcher(application), 0
    while True:
        await asyncio.sleep(watcher.pause(failures) if failures else WATCH_S)
        if not leading():
            continue
        try:
            await watcher.step()
        except DATABASE_TROUBLE as error:
            failures += 1
            log.warning("Texts that came in pieces could not be looked for: %s", type(error).__name__)
        else:
            failures = 0


class Watcher:
    """Answers each text by itself: what one editor can't be sent keeps no other waiting."""

    def __init__(self, application: Application[Any, Context, Any, Any, Any, Any]) -> None:
        self._application = application
        self._random = Random()  # noqa: S311 - spreads retries, hides nothing
        self._failed: dict[tuple[int, int], tuple[int, float]] = {}  # how often, and when (loop's clock) to try again

    async def step(self) -> None:
        """Answer what is whole and not put off. DATABASE_TROUBLE where that can't be looked for."""
        services: Services = self._application.bot_data["services"]
        async with services.store.reading() as session:
            found = await proposals.quiet(session, services.now())
        there = set(map(_key, found))
        self._failed = {key: failed for key, failed in self._failed.items() if key in there}
        for proposal in self._due(found):
            try:
                await self._answer(proposal)
            except Exception as error:  # noqa: BLE001 - whatever it is, the others' texts must be answered
                await self._put_off(proposal, error)

    def pause(self, failures: int) -> float:
        """Seconds before the next try, after so many."""
        return refusals.pause(failures, self._random)

    def _due(self, found: Sequence[Proposal]) -> list[Proposal]:
        now = asyncio.get_running_loop().time()
        return [each for each in found if self._failed.get(_key(each), (0, now))[1] <= now]

    async def _answer(self, proposal: Proposal) -> None:
        context = await self._context(proposal)
        made = NOTHING  # who is of the staff no longer gets no answer
        if context.role is not None:
            made = await writing_flow.finish(context, proposal.message_id, proposal.content)
            await context.write(proposal.user_id, made.answer)
        await self._keep(context, proposal, made)

    async def _put_off(self, proposal: Proposal, error: Exception) -> None:
        """Try again with growing pauses, as long as the text is kept; never where the editor can't be reached."""
        failures = self._failed.get(_key(proposal), (0, 0.0))[0] + 1
        foreseen = isinstance(error, (TelegramError, *DATABASE_TROUBLE))
        log.warning(
            "A text that came in pieces is not answered: %s", type(error).__name__, exc_info=None if foreseen else error
        )
        meant = refusals.meaning(error, failures, self._random)
        if isinstance(meant, Gone):
            await self._keep(await self._context(proposal), proposal, NOTHING)
            return
        seconds = meant.seconds if isinstance(meant, TooMany | Later) else self.pause(failures)
        self._failed[_key(proposal)] = failures, asyncio.get_running_loop().time() + seconds

    async def _context(self, proposal: Proposal) -> Context:
        context = Context(self._application, chat_id=proposal.user_id, user_id=proposal.user_id)
        context.reader = await context.services.reader(proposal.user_id, ReaderKind.PRIVATE, None)
        return context

    @staticmethod
    async def _keep(context: Context, proposal: Proposal, made: Made) -> None:
        last = max(proposals.messages(proposal.content))
        await writing_flow.keep(context, proposal.message_id, made, after=last, seen=proposal.updated_at)


def _key(proposal: Proposal) -> tuple[int, int]:
    return proposal.user_id, proposal.message_id
