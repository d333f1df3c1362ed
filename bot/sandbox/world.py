"""The little Telegram: its users and chats, its messages, what waits for the bot, and what the page may watch."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING

from cachetools import LRUCache

from bot.sandbox.errors import bad_request, forbidden, migrated
from bot.sandbox.faults import Faults
from bot.sandbox.journal import Journal
from bot.sandbox.profile import Profile
from bot.sandbox.things import Chat, Event, Json, Member, Message, Query, StoredFile, User
from bot.sandbox.updates import Updates
from bot.sandbox.webhook import Webhook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

DEFAULT_TOKEN = "700000001:sandbox-token-that-opens-nothing"  # noqa: S105 - opens this stand-in only
OFFERS_KEPT = 100
QUERY_SECONDS = 60.0
"""How long a tapped button may wait for its answer."""


class World:
    """All state of one sandbox; lives in one event loop.

    ``now`` gives the time for message dates; ``history`` is how many messages a chat keeps, ``log`` how many requests.
    ``first_number`` is that of the first update and of each chat's first message: a bot whose database outlives the
    world must not meet the same numbers again.
    """

    def __init__(
        self,
        now: Callable[[], datetime],
        *,
        token: str = DEFAULT_TOKEN,
        username: str = "briefings_sandbox_bot",
        history: int = 1000,
        log: int = 10_000,
        first_number: int = 1,
    ) -> None:
        self.now = now
        self.token = token
        self.history = history
        self.bot = User(int(token.partition(":")[0]), "Briefings", username=username, is_bot=True)
        self.own_chat = Chat(self.bot.id, "private", username=username, person=self.bot)
        self.users: dict[int, User] = {self.bot.id: self.bot}
        self.chats: dict[int, Chat] = {}
        self.usernames: dict[str, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.paths: dict[str, StoredFile] = {}
        self.queries: dict[str, Query] = {}
        self.offered: LRUCache[str, list[Json]] = LRUCache(OFFERS_KEPT)  # results of inline queries, by the query's id
        self.updates = Updates()
        self.webhook = Webhook(self)
        self.profile = Profile(self.bot.first_name)
        self.faults = Faults()
        self.journal = Journal(log)
        self.events: deque[Event] = deque(maxlen=5000)
        self.event_number = 0
        self.busy = 0
        self.closing = False
        self._numbers = count(first_number)
        self._first_number = first_number
        self._watchers = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()

    # --- chats -------------------------------------------------------------------------------------------------------

    def add_user(self, user: User) -> User:
        """A new person with a private chat that nobody has written in."""
        self.users[user.id] = user
        self._keep(Chat(user.id, "private", username=user.username, person=user))
        return user

    def add_chat(self, chat: Chat) -> Chat:
        """A new group, supergroup or channel, members and all."""
        self._keep(chat)
        self.emit("chats", chat)
        return chat

    def _keep(self, chat: Chat) -> None:
        chat.last_id = max(chat.last_id, self._first_number - 1)
        self.chats[chat.id] = chat
        if chat.username is not None:
            self.usernames[chat.username.lower()] = chat

    def chat(self, chat_id: object) -> Chat:
        """The chat that a request names by id or @username, as far as the bot may know it. Raises ApiError (400)."""
        text = str(chat_id if chat_id is not None else "").strip()
        if not text:
            raise bad_request("chat_id is empty")
        found = self.usernames.get(text[1:].lower()) if text.startswith("@") else None
        if found is None and text.removeprefix("-").isascii() and text.removeprefix("-").isdecimal():
            found = self.chats.get(int(text))
        if found is None or (found.person is not None and not self.has_met(found.person)):
            raise bad_request("chat not found")
        return found

    def has_met(self, user: User) -> bool:
        """Whether the bot has ever seen this person: in private, or in a group where both are."""
        if user.started or user.is_bot:
            return True
        return any(user.id in chat.members and self.bot.id in chat.members for chat in self.chats.values())

    def writable(self, chat_id: object) -> Chat:
        """A chat that the bot may write to now. Raises ApiError with Telegram's reason why not."""
        chat = self.chat(chat_id)
        if chat.migrated_to is not None:
            raise migrated(chat.migrated_to)
        if chat.person is not None:
            self._check_person(chat.person)
            return chat
        kind = chat.type
        if chat.deleted:
            raise forbidden(f"the {kind} chat was deleted")
        own = chat.members.get(self.bot.id)
        if own is not None and own.status == "kicked":
            raise forbidden(f"bot was kicked from the {kind} chat")
        if own is None or not own.present:
            raise forbidden(f"bot is not a member of the {kind} chat")
        if kind == "channel" and not own.manages:
            raise bad_request("need administrator rights in the channel chat")
        if own.status == "restricted":
            raise bad_request("not enough rights to send text messages to the chat")
        return chat

    def _check_person(self, person: User) -> None:
        if person.is_bot:
            raise forbidden("bots can't send messages to bots")
        if person.deactivated:
            raise forbidden("user is deactivated")
        if person.blocked:
            raise forbidden("bot was blocked by the user")
        if not person.started:
            raise forbidden("bot can't initiate conversation with a user")

    def member(self, chat: Chat, user: User) -> Member:
        """The user's place in the chat; who was never there has ``left``."""
        return chat.members.get(user.id) or Member(user, "left")

    # --- messages ----------------------------------------------------------------------------------------------------

    def timestamp(self) -> int:
        """Now in Unix seconds."""
        return int(self.now().timestamp())

    def add_message(self, chat: Chat, content: Json, *, sender: User | None, **more: object) -> Message:
        """Put a message at the end of the chat; ``more`` are fields of Message. The oldest falls out of the history."""
        chat.last_id += 1
        message = Message(chat, chat.last_id, self.timestamp(), content, sender, **more)  # type: ignore[arg-type]
        chat.messages[message.message_id] = message
        if len(chat.messages) > self.history:
            del chat.messages[next(iter(chat.messages))]
        self.emit("message", chat, message)
        return message

    def add_file(self, body: bytes, name: str, mime: str, folder: str) -> StoredFile:
        """Keep a file; ``folder`` is documents or photos."""
        number = next(self._numbers)
        suffix = name.rpartition(".")[2] if "." in name else "bin"
        file = StoredFile(
            f"BQACAgIAAxkBAAM{number:012d}", f"AgAD{number:010d}", f"{folder}/file_{number}.{suffix}", name, mime, body
        )
        self.files[file.file_id] = self.paths[file.path] = file
        return file

    # --- questions that wait for the bot -----------------------------------------------------------------------------

    def ask(self, user: User, message: Message | None = None, data: str = "") -> Query:
        """A tapped button or an inline query; its ``answer`` resolves when the bot answers."""
        loop = asyncio.get_running_loop()
        while self.queries and loop.time() - (oldest := next(iter(self.queries.values()))).made > QUERY_SECONDS:
            del self.queries[oldest.id]
        query = Query(
            str(4_000_000_000_000 + next(self._numbers)), user, loop.time(), loop.create_future(), message, data
        )
        self.queries[query.id] = query
        return query

    def answer(self, query_id: str, answer: Json) -> Query:
        """The bot's one answer to a query. Raises ApiError (400) for a query unknown, answered or too old."""
        query = self.queries.pop(query_id, None)
        if query is None or asyncio.get_running_loop().time() - query.made > QUERY_SECONDS:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        if not query.answer.done():
            query.answer.set_result(answer)
        return query

    # --- what can be watched -----------------------------------------------------------------------------------------

    def emit(self, kind: str, chat: Chat, message: Message | None = None, extra: Json | None = None) -> None:
        """Tell the watchers. The last 5,000 events are kept."""
        self.event_number += 1
        if message is not None:
            message.number = self.event_number
        self.events.append(Event(self.event_number, kind, chat, message, extra))
        self._watchers.set()

    def events_after(self, number: int) -> list[Event]:
        """The kept events above ``number``, oldest first."""
        fresh = []
        for event in reversed(self.events):
            if event.number <= number:
                break
            fresh.append(event)
        return fresh[::-1]

    async def watch(self, number: int) -> list[Event]:
        """The events above ``number``, waiting until there is one; nothing when the server closes."""
        while not self.closing:
            self._watchers.clear()
            fresh = self.events_after(number)
            if fresh:
                return fresh
            await self._watchers.wait()
        return []

    async def wait_confirmed(self, update_id: int | None, timeout: float = 10) -> None:  # noqa: ASYNC109
        """Return when the bot has confirmed the update and no request of its is under way. Raises TimeoutError."""
        await self.updates.wait_confirmed(update_id, timeout)
        async with asyncio.timeout(timeout):
            await self._idle.wait()

    @contextmanager
    def working(self) -> Iterator[None]:
        """Around each request of the bot's, so that others can wait until it has none under way."""
        self.busy += 1
        self._idle.clear()
        try:
            yield
        finally:
            self.busy -= 1
            if not self.busy:
                self._idle.set()

    def close(self) -> None:
        """Let go of everybody who waits."""
        self.closing = True
        self.updates.release()
        self._watchers.set()
