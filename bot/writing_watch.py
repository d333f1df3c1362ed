"""Texts that came in pieces: answered when no more come, also those that came before a restart."""

from __future__ import annotations

import asyncio
import logging
from random import Random
from typing import TYPE_CHECKING, Any, Final

from telegram.error import TelegramError

from bot import refusals, writing_pieces
from bot.context import Context
from bot.refusals import Later, TooMany
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


async def watch(application: Application[Any, Context, Any, Any, Any, Any], leading: Callable[[], bool]) -> None:
    """Answer in the process that leads, for ever; while the database doesn't answer, look with growing pauses."""
    async with asyncio.TaskGroup() as tasks:
        watcher, failures = Watcher(application, tasks), 0
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
    """Answers each editor in a task of its own, their texts in turn: what one can't be sent keeps no other waiting."""

    def __init__(self, application: Application[Any, Context, Any, Any, Any, Any], tasks: asyncio.TaskGroup) -> None:
        self._application, self._tasks = application, tasks
        self._at_work: set[int] = set()  # user ids of whom is being answered
        self._random = Random()  # noqa: S311 - spreads retries, hides nothing
        self._failed: dict[tuple[int, int], tuple[int, float]] = {}  # how often, and when (loop's clock) to try again

    async def step(self) -> None:
        """Begin to answer what is whole and not put off. DATABASE_TROUBLE where that can't be looked for."""
        services: Services = self._application.bot_data["services"]
        busy = set(self._at_work)  # before the look, which may still find what is answered meanwhile
        async with services.store.reading() as session:
            found = await proposals.quiet(session, services.now())
        there = set(map(_key, found))
        self._failed = {key: failed for key, failed in self._failed.items() if key in there}
        for proposal in self._due(found):
            if proposal.user_id not in busy:
                busy.add(proposal.user_id)
                self._at_work.add(proposal.user_id)
                self._tasks.create_task(self._see_to(proposal))

    def pause(self, failures: int) -> float:
        """Seconds before the next try, after so many."""
        return refusals.pause(failures, self._random)

    def _due(self, found: Sequence[Proposal]) -> list[Proposal]:
        now = asyncio.get_running_loop().time()
        return [each for each in found if self._failed.get(_key(each), (0, now))[1] <= now]

    async def _see_to(self, proposal: Proposal) -> None:
        try:
            await writing_pieces.answer(await self._context(proposal), proposal)
        except Exception as error:  # noqa: BLE001 - whatever it is, the others' texts must be answered
            self._put_off(proposal, error)
        finally:
            self._at_work.discard(proposal.user_id)

    def _put_off(self, proposal: Proposal, error: Exception) -> None:
        """Try again with growing pauses, as long as the text is kept."""
        failures = self._failed.get(_key(proposal), (0, 0.0))[0] + 1
        foreseen = isinstance(error, (TelegramError, *DATABASE_TROUBLE))
        log.warning(
            "A text that came in pieces is not answered: %s", type(error).__name__, exc_info=None if foreseen else error
        )
        meant = refusals.meaning(error, failures, self._random)
        seconds = meant.seconds if isinstance(meant, TooMany | Later) else self.pause(failures)
        self._failed[_key(proposal)] = failures, asyncio.get_running_loop().time() + seconds

    async def _context(self, proposal: Proposal) -> Context:
        context = Context(self._application, chat_id=proposal.user_id, user_id=proposal.user_id)
        context.reader = await context.services.reader(proposal.user_id, ReaderKind.PRIVATE, None)
        return context


def _key(proposal: Proposal) -> tuple[int, int]:
    return proposal.user_id, proposal.message_id
