"""Where a journey of the desk happens: beside a bot that runs all the time, or one that is killed after every act."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sandbox_driver import Person
from sqlalchemy import select, update

from bot import app
from briefings.model import Briefing, Delivery, DeliveryState

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy import Select

    from bot.sandbox.server import SandboxServer
    from bot.sandbox.things import Message
    from briefings.model import Status
    from briefings.store import Store
    from drill.bots import Bot

PATIENCE_S = 30.0  # a start on a busy machine included
LOOK_S = 0.005


@dataclass
class Stage:
    """A bot that runs all the time, and its database."""

    sandbox: SandboxServer
    store: Store

    def person(self, user_id: int) -> Person:
        return Person.of(self.sandbox, user_id)

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """The bot works without being asked."""
        yield

    def kill_within(self, status: Status, told: int, subscriber: int) -> None:
        """In the middle of the next act: the draft has this status, and the user `told` is being told of it."""

    async def draft(self) -> Briefing:
        """The only one that was made."""
        async with self.store.reading() as session:
            return (await session.scalars(select(Briefing).where(Briefing.origin.is_not(None)))).one()

    async def settled(self, *wanted: tuple[DeliveryState, bool]) -> None:
        """Wait until this has become of all deliveries, the oldest first; beside the state, whether it corrects."""
        statement = select(Delivery.state, Delivery.corrects.is_not(None)).order_by(Delivery.id)
        async with asyncio.timeout(PATIENCE_S):
            while True:
                async with self.store.reading() as session:
                    if [tuple(row) for row in await session.execute(statement)] == list(wanted):
                        return
                await asyncio.sleep(LOOK_S)


@dataclass
class Mortal(Stage):
    """A bot that is killed after every act. Every second time it runs again at once, else when something has come."""

    bot: Bot
    deaths: int = 0
    _fatal: Status | None = None
    _lives: bool = False

    def person(self, user_id: int) -> Person:
        world = self.sandbox.world
        return Bereaved(world, world.users[user_id], world.chats[user_id], patience=PATIENCE_S, stage=self)

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        await self._live()
        yield
        await self.die()

    def kill_within(self, status: Status, told: int, subscriber: int) -> None:
        """An alert that is in flight might come twice, and nobody can help that: until the death it is refused."""
        self._fatal = status
        self.sandbox.world.faults.add("retry_after", methods=["sendMessage"], chats=[subscriber])
        self.sandbox.world.faults.add("stall", methods=["sendMessage"], chats=[told], times=1, seconds=2)

    async def live_through(self, update_ids: tuple[int | None, ...]) -> None:
        """An act has happened; where that was announced, the bot dies of it first."""
        await self._live()
        fatal, self._fatal = self._fatal, None
        if fatal is None:
            return
        reached = select(Briefing.id).where(Briefing.origin.is_not(None), Briefing.status == fatal)
        async with asyncio.timeout(PATIENCE_S):
            while not await self._finds(reached):
                await asyncio.sleep(LOOK_S)
        assert not any(self.sandbox.world.updates.is_confirmed(number) for number in update_ids)
        await self._fall()
        await self._live()

    async def die(self) -> None:
        """kill -9."""
        await self._fall()
        self.sandbox.world.faults.clear()
        if self.deaths % 2:
            await self._live()

    async def _finds(self, statement: Select[int]) -> bool:
        async with self.store.reading() as session:
            return await session.scalar(statement) is not None

    async def _live(self) -> None:
        if not self._lives:
            self._lives = True
            self.bot.start()
            await self.bot.ready()

    async def _fall(self) -> None:
        self.bot.kill()
        self._lives = False
        self.deaths += 1
        async with self.store.writing() as session:  # as if a minute had passed: what was claimed is free
            claimed = update(Delivery).where(Delivery.state == DeliveryState.SENDING)
            await session.execute(claimed.values(lease_until=app.now()))


@dataclass
class Bereaved(Person):
    """Somebody whose bot is killed whenever it has answered."""

    stage: Mortal = field(kw_only=True)

    async def _heard(self, number: int, *update_ids: int | None) -> list[Message]:
        await self.stage.live_through(update_ids)
        heard = await super()._heard(number, *update_ids)
        await self.stage.die()
        return heard
