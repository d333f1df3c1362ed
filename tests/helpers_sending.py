"""A sandbox, a store and a sender between them; deliveries put straight into the outbox, without a planner."""

from __future__ import annotations

import asyncio
import datetime as dt
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr
from sqlalchemy import func, select, update
from telegram import User as Introduced
from telegram.ext import ExtBot

from bot.commands import COMMANDS
from bot.pace import Pace
from bot.request import AiohttpRequest
from bot.sandbox.cast import add_channel, add_forum, make_world
from bot.sandbox.server import SandboxServer
from bot.sandbox.things import User
from bot.sender import Sender
from bot.services import Services
from bot.settings import Settings
from bot.texts import load_texts
from briefings.model import (
    Briefing,
    Delivery,
    DeliveryState,
    Edition,
    EditionKind,
    Reader,
    ReaderKind,
    Subscription,
)
from briefings.store import Store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from bot.sandbox.journal import Entry
    from bot.sandbox.things import Message
    from bot.sandbox.world import World
    from briefings.digest import Content

NOON = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
FIRST_CHAT = 10_001
RATE = 1000


@dataclass
class Clock:
    """The wall clock: stands still until it is told to go."""

    at: dt.datetime = NOON

    def __call__(self) -> dt.datetime:
        return self.at

    def forward(self, seconds: float) -> dt.datetime:
        """Let so many seconds pass; the time then."""
        self.at += dt.timedelta(seconds=seconds)
        return self.at


@dataclass
class Post:
    """All that a test of sending needs."""

    world: World
    store: Store
    services: Services
    clock: Clock
    bot: ExtBot[None]
    sender: Sender
    _editions: dict[tuple[str, Content], int] = field(default_factory=dict)

    async def chat(self, chat_id: int, language: str = "ru", kind: ReaderKind | None = None, *, thread: int = 0) -> int:
        """A chat that is known, and subscribed (in a thread)."""
        if chat_id > 0:
            self.world.users.setdefault(chat_id, User(chat_id, "x")).started = True
            if chat_id not in self.world.chats:
                self.world.add_user(self.world.users[chat_id])
        kind = kind or (ReaderKind.PRIVATE if chat_id > 0 else ReaderKind.SUPERGROUP)
        async with self.store.writing() as session:
            if await session.get(Reader, chat_id) is None:
                session.add(Reader(id=chat_id, kind=kind, language=language, created_at=NOON))
                await session.flush()
            kept: dict[str, Any] = {"days": [0], "times": ["09:00"], "zone": "Asia/Almaty", "next_due": NOON}
            session.add(Subscription(chat_id=chat_id, thread_id=thread, active=True, **kept))
        return chat_id

    async def chats(self, amount: int) -> list[int]:
        """So many private chats."""
        return [await self.chat(FIRST_CHAT + number) for number in range(amount)]

    async def some_briefings(self, amount: int) -> tuple[int, ...]:
        """The ids of so many briefings."""
        async with self.store.reading() as session:
            return tuple(await session.scalars(select(Briefing.id).order_by(Briefing.id).limit(amount)))

    async def put(
        self,
        *chats: int,
        content: Content | None = None,
        thread: int = 0,
        slot: str = "2026-11-21T12:00Z",
        kind: EditionKind = EditionKind.DIGEST,
        **fields: object,
    ) -> list[int]:
        """Deliveries due now, of two briefings unless something else is given; their ids."""
        content = content or (("china", await self.some_briefings(2)),)
        async with self.store.writing() as session:
            if (kind, content) not in self._editions:
                edition = Edition(kind=kind, key=f"{kind}:{len(self._editions)}", content=content, created_at=NOON)
                session.add(edition)
                await session.flush()
                self._editions[kind, content] = edition.id
            rows = [
                Delivery(
                    edition_id=self._editions[kind, content],
                    chat_id=chat_id,
                    thread_id=thread,
                    slot=slot,
                    state=DeliveryState.WAITING,
                    **({"not_before": NOON} | fields),
                )
                for chat_id in chats
            ]
            session.add_all(rows)
            await session.flush()
            return [row.id for row in rows]

    async def rows(self, numbers: Sequence[int]) -> list[Delivery]:
        """Deliveries as they stand."""
        async with self.store.reading() as session:
            found = {row.id: row for row in await session.scalars(select(Delivery).where(Delivery.id.in_(numbers)))}
        return [found[number] for number in numbers]

    async def count_sent(self, numbers: Sequence[int]) -> int:
        """How many of these deliveries have been sent."""
        is_sent = Delivery.id.in_(numbers), Delivery.state == DeliveryState.SENT
        async with self.store.reading() as session:
            return await session.scalar(select(func.count()).where(*is_sent)) or 0

    async def row(self, number: int) -> Delivery:
        """A delivery as it stands."""
        return (await self.rows([number]))[0]

    async def subscription(self, chat_id: int, thread: int = 0) -> Subscription | None:
        """A subscription as it stands."""
        async with self.store.reading() as session:
            return await session.scalar(
                select(Subscription).where(Subscription.chat_id == chat_id, Subscription.thread_id == thread)
            )

    async def change(self, chat_id: int, **fields: object) -> None:
        """Change a chat's subscription."""
        async with self.store.writing() as session:
            await session.execute(update(Subscription).where(Subscription.chat_id == chat_id).values(fields))

    def later(self, seconds: float) -> dt.datetime:
        """Let so many seconds pass, for the limits of chats too; the time then."""
        self.services.pace._chats.clear()
        self.services.pace._held.clear()
        return self.clock.forward(seconds)

    def got(self, chat_id: int) -> list[Message]:
        """What stands in a chat."""
        return [message for message in self.world.chats[chat_id].messages.values() if message.text]

    def sent(self) -> list[Entry]:
        """Every sending that was tried."""
        return self.world.journal.of("sendMessage")


@asynccontextmanager
async def posting(
    url: str,
    *,
    rate: int = RATE,
    read_timeout: float = 5.0,
    api_url: str | None = None,
    paid: bool = False,
    **options: Any,
) -> AsyncIterator[Post]:
    """A post office on a database that has the seeds in it; `options` are the sender's, `api_url` another server."""
    clock = Clock()
    store = Store(url)
    async with SandboxServer(make_world(clock)) as server:
        add_forum(server.world)
        add_channel(server.world)
        token = server.world.token
        settings = Settings(
            _env_file=None,
            bot_token=SecretStr(token),
            telegram_api_url=server.url,
            database_url=url,
            paid_broadcast=paid,
        )
        services = Services(settings, store, load_texts(), COMMANDS, clock, Pace(rate))
        await services.refresh()
        bot = ExtBot(
            token,
            base_url=f"{api_url or server.url}/bot",
            request=AiohttpRequest(read_timeout=read_timeout),
            get_updates_request=AiohttpRequest(connection_pool_size=1),
        )
        await bot.request.initialize()
        bot._bot_user = Introduced(server.world.bot.id, "Briefings", is_bot=True, username=server.world.bot.username)
        try:
            yield Post(server.world, store, services, clock, bot, Sender(bot, services, services.pace, **options))
        finally:
            await bot.request.shutdown()
            await store.close()


@asynccontextmanager
async def running(post: Post, by: Sender | None = None) -> AsyncIterator[Sender]:
    """A sender that runs during the block."""
    by = by or post.sender
    task = asyncio.create_task(by.run())
    await asyncio.sleep(0)
    try:
        yield by
    finally:
        await by.stop()
        await task


async def settled(post: Post, numbers: list[int], patience: float = 10) -> None:
    """Wait until all of these have been sent."""
    async with asyncio.timeout(patience):
        while await post.count_sent(numbers) < len(numbers):
            await asyncio.sleep(0.05)
    assert {row.state for row in await post.rows(numbers)} == {DeliveryState.SENT}
