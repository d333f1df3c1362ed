"""The sandbox, strict as ever, with as many readers as a drill needs; what each of them got."""

from __future__ import annotations

from collections import Counter
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.app import now
from bot.sandbox import SandboxServer, make_world
from bot.sandbox.people import say
from bot.sandbox.things import User
from drill.bots import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    from bot.sandbox.journal import Entry
    from bot.sandbox.world import World

JOURNAL = 100_000  # requests kept: more than any drill makes
QUIET_S = 30.0  # how long requests may be under way after their process has died


def language_of(chat: int) -> str:
    """Every third reader reads Russian."""
    return "kk" if chat % 3 else "ru"


class Telegram:
    """A running sandbox."""

    def __init__(self, world: World, url: str) -> None:
        self.world = world
        self.connection = {"BOT_TOKEN": world.token, "TELEGRAM_API_URL": url}  # the bot's settings

    def says(self, chat: int, text: str) -> int:
        """A reader writes in private; the number of the update."""
        number = say(self.world, self.world.users[chat], self.world.chats[chat], text)[0].update_id
        assert number is not None
        return number

    def texts(self, chat: int) -> list[str]:
        """What the bot has written to this reader, oldest first."""
        messages = self.world.chats[chat].messages.values()
        return [message.text for message in messages if message.sender is self.world.bot]

    def copies(self, chats: Iterable[int]) -> Counter[int]:
        """How many messages each of these chats has from the bot, accepted ones whose answer was lost too."""
        return Counter({chat: len(self.texts(chat)) for chat in chats})

    def sends(self, after: int = 0) -> list[Entry]:
        """The sendMessage requests with a number above this, oldest first, whatever came of them."""
        entries: list[Entry] = []
        for entry in reversed(self.world.journal.entries):
            if entry.number <= after:
                break
            if entry.method == "sendMessage":
                entries.append(entry)
        return entries[::-1]

    async def quiet(self) -> None:
        """Return when no request is under way: what a dead process has sent is then either here or nowhere."""
        if not await until(lambda: self.world.busy == 0, QUIET_S):
            raise RuntimeError("the sandbox still works for a process that is dead")


@asynccontextmanager
async def telegram(chats: Iterable[int]) -> AsyncIterator[Telegram]:
    """The sandbox on a free port, with these readers, all of whom have started the bot."""
    world = make_world(now, log=JOURNAL)
    for chat in chats:
        world.add_user(User(chat, f"Reader {chat}", language_of(chat))).started = True
    async with SandboxServer(world) as server:
        yield Telegram(world, server.url)
