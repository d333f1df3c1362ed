"""What every handler may use, and the caches that keep a reply from waiting for the database."""

from __future__ import annotations

import asyncio
import hashlib
from collections import defaultdict
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cachetools import LRUCache

from briefings import library, readers, reckoning, subscriptions
from briefings.catalogue import Catalogue, load_catalogue
from briefings.desk import staff
from briefings.store import changes

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession
    from telegram import BotCommand

    from bot.cards import Answer
    from bot.commands import CommandTable
    from bot.pace import Pace
    from bot.settings import Settings
    from bot.texts import Texts
    from briefings.model import Reader, ReaderKind, Role, Subscription
    from briefings.store import Store
    from briefings.subscriptions import Place

READERS_KEPT = 20_000
ANSWERS_KEPT = 2_000


@dataclass(frozen=True)
class Menu:
    """A command menu, and by which it is known to be the one that a chat has."""

    commands: Sequence[BotCommand]
    digest: str


@dataclass
class Services:
    """Made once, at the composition root."""

    settings: Settings
    store: Store
    texts: Mapping[str, Texts]
    commands: CommandTable
    now: Callable[[], datetime]
    pace: Pace
    catalogue: Catalogue = field(default_factory=lambda: Catalogue(()))
    roles: Mapping[int, Role] = field(default_factory=dict)  # granted, by Telegram user id
    # Held, by the same, while a text of theirs that came in pieces is answered.
    pieces: defaultdict[int, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))
    _versions: dict[str, int] = field(default_factory=dict)
    _readers: LRUCache[int, Reader] = field(default_factory=lambda: LRUCache(READERS_KEPT))
    _menus: dict[tuple[str, Role | None], tuple[Catalogue, Menu]] = field(default_factory=dict)
    _answers: LRUCache[tuple[object, ...], Answer] = field(default_factory=lambda: LRUCache(ANSWERS_KEPT))

    async def refresh(self) -> bool:
        """Drop what the store has changed since it was cached, by this process or another. Whether topics may have."""
        async with self.store.reading() as session:
            versions = await changes(session)
            stale = {part for part, version in versions.items() if self._versions.get(part) != version}
            if library.CHANGED in stale:
                self.catalogue = await load_catalogue(session)
            if staff.CHANGED in stale:
                self.roles = await staff.roles(session)
        if readers.CHANGED in stale:
            self._readers.clear()
        if library.CHANGED in stale:
            self._answers.clear()  # at the same moment as the versions: an answer of before may become ready until then
        self._versions = versions
        return library.CHANGED in stale

    async def reader(self, chat_id: int, kind: ReaderKind, language_code: str | None) -> Reader:
        """The chat, kept when it is met for the first time with the language of the client it writes from."""
        known = self._readers.get(chat_id)
        if known is None:
            async with self.store.reading() as session:
                known = await readers.find(session, chat_id)
            if known is None:
                async with self.store.writing() as session:
                    known = await readers.meet(session, chat_id, kind, self.language_for(language_code), self.now())
            self._readers[chat_id] = known
        return known

    def menu(self, language: str, role: Role | None = None) -> Menu:
        """What somebody with this role is to have (None: a reader), made again only after the topics changed."""
        catalogue, known = self._menus.get((language, role), (None, None))
        if known is None or catalogue is not self.catalogue:
            commands = self.commands.menu(self.texts[language], self.catalogue, role)
            said = "\n".join(f"{command.command} {command.description}" for command in commands)
            known = Menu(commands, hashlib.sha256(said.encode()).hexdigest())
            self._menus[language, role] = self.catalogue, known
        return known

    async def note_menu(self, reader: Reader, digest: str | None) -> None:
        """Remember which command menu a chat has now; None: none of its own."""
        async with self.store.writing() as session:
            await readers.note_menu(session, reader.id, digest)
        for known in (reader, self._readers.get(reader.id)):
            if known is not None:
                known.menu = digest

    async def language_of(self, user_id: int, language_code: str | None) -> str:
        """The language of a person who writes elsewhere: the private chat's, else the client's; nothing is kept."""
        known = self._readers.get(user_id)
        if known is None:
            async with self.store.reading() as session:
                known = await readers.find(session, user_id)
        return known.language if known and known.language in self.texts else self.language_for(language_code)

    def role_of(self, user_id: int) -> Role | None:
        """What this person may do, granted or by the settings; None: a reader."""
        return staff.role_of(user_id, self.roles, self.settings.owner_ids)

    def language_for(self, language_code: str | None) -> str:
        """Ours for an IETF tag such as `ru-KZ`; the default where we don't have it or know it."""
        code = (language_code or "").partition("-")[0].lower()
        return code if code in self.texts else self.settings.default_language

    async def subscription(self, place: Place) -> Subscription:
        """The subscription of a chat or forum topic, to look at; the defaults, unstored, where it has none."""
        async with self.store.reading() as session:
            found = await subscriptions.find(session, place.chat_id, place.thread_id)
        if found is None:
            return subscriptions.unstored(place.chat_id, place.thread_id, place.zone)
        subscriptions.reckon(found, self.now())  # a pause that lies behind us is not shown
        return found

    @asynccontextmanager
    async def edit_subscription(self, place: Place) -> AsyncIterator[tuple[AsyncSession, Subscription]]:
        """The subscription, to be changed within the block: one transaction, at whose end it is reckoned anew.

        So is when comes what its quiet hours hold."""
        async with self.store.writing() as session:
            await readers.meet(session, place.chat_id, place.kind, place.language, self.now())  # it may be forgotten
            found = await subscriptions.ensure(session, place.chat_id, place.thread_id, place.zone)
            yield session, found
            subscriptions.reckon(found, self.now())
            await reckoning.wake(session, found, self.now())

    async def answer(self, key: tuple[object, ...], make: Callable[[], Awaitable[Answer | None]]) -> Answer | None:
        """A rendered answer, made again only after the library changed. `key` holds all that it depends on."""
        known = self._answers.get(key)
        if known is None:
            versions = self._versions
            known = await make()
            if known is not None and versions is self._versions:  # else it may be of before the change
                self._answers[key] = known
        return known
