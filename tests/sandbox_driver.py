"""Walks a bot through the sandbox the way a person would: says, taps, and reads what came of it.

Every act returns the bot's messages in this chat that are new or were changed by it, in the order of their last change,
once the bot has confirmed the update and has no request under way.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from bot.sandbox import people
from bot.sandbox.params import Upload
from bot.sandbox.people import Where

if TYPE_CHECKING:
    from bot.sandbox.server import SandboxServer
    from bot.sandbox.things import Chat, Json, Message, User
    from bot.sandbox.world import World

ON_BOTH_DATABASES = pytest.mark.parametrize("database_kind", ["sqlite", "postgresql"])
"""Marks a journey that goes over PostgreSQL too; the others go over SQLite, and both are the domain tests' business."""


@dataclass
class Person:
    """Somebody in one chat. ``patience``: seconds to wait for the bot. ``toast``: the answer to the last tap."""

    world: World
    user: User
    chat: Chat
    where: Where = field(default_factory=Where)
    patience: float = 10
    toast: Json | None = None

    @classmethod
    def of(cls, server: SandboxServer, user_id: int, chat_id: int | None = None) -> Person:
        """The person with this id, in private unless ``chat_id`` names another chat."""
        world = server.world
        return cls(world, world.users[user_id], world.chats[chat_id or user_id])

    def at(self, chat_id: int, thread_id: int | None = None, *, anonymous: bool = False) -> Person:
        """The same person in another chat or topic."""
        return replace(self, chat=self.world.chats[chat_id], where=Where(thread_id, anonymous=anonymous), toast=None)

    async def says(self, text: str, *, reply_to: Message | None = None) -> list[Message]:
        """Writes a text, in parts if it is too long for one message."""
        where = replace(self.where, reply_to=reply_to.message_id) if reply_to else self.where
        number = self.world.event_number
        acts = people.say(self.world, self.user, self.chat, text, where)
        return await self._heard(number, *(act.update_id for act in acts))

    async def starts(self, payload: str = "") -> list[Message]:
        """Presses Start, or follows a deep link."""
        number = self.world.event_number
        return await self._heard(number, people.start(self.world, self.user, payload).update_id)

    async def taps(self, label: str, message: Message | None = None) -> list[Message]:
        """Taps a button of ``message``, or of the newest message that has one with this label."""
        message = message or self._with_button(label)
        return await self.taps_data(people.find_button(message, label)["callback_data"], message)

    async def taps_data(self, data: str, message: Message) -> list[Message]:
        """Taps a button that only an old client still shows."""
        number = self.world.event_number
        query, update_id = people.tap(self.world, self.user, message, data)
        heard = await self._heard(number, update_id)
        self.toast = query.answer.result() if query.answer.done() else None
        return heard

    async def sends_file(
        self, name: str, body: bytes, *, mime: str = "text/markdown", caption: str = ""
    ) -> list[Message]:
        """Sends a document."""
        number, upload = self.world.event_number, Upload(name, mime, body)
        act = people.send_document(self.world, self.user, self.chat, upload, caption=caption, where=self.where)
        return await self._heard(number, act.update_id)

    async def sends_sticker(self) -> list[Message]:
        """Sends a sticker."""
        number = self.world.event_number
        return await self._heard(
            number, people.send_sticker(self.world, self.user, self.chat, where=self.where).update_id
        )

    async def forwards(self, message: Message) -> list[Message]:
        """Forwards a message from anywhere into this chat."""
        number = self.world.event_number
        return await self._heard(
            number, people.forward(self.world, self.user, self.chat, message, self.where).update_id
        )

    async def asks_inline(self, text: str, offset: str = "") -> Json | None:
        """Types «@bot text» in this chat; the answer with its results, or None. `offset`: scrolls on from there."""
        query, update_id = people.ask_inline(self.world, self.user, text, offset, self.chat)
        await self.world.wait_confirmed(update_id, self.patience)
        return query.answer.result() if query.answer.done() else None

    async def chooses(self, result: Json) -> Message:
        """Sends one of the results of `asks_inline` into this chat; the message, which the bot must not answer."""
        number = self.world.event_number
        act = people.choose_inline(self.world, self.user, self.chat, result, self.where)
        if heard := await self._heard(number, act.update_id):
            raise AssertionError(f"the bot answered its own inline message: {heard[0].text}")
        assert act.message is not None
        return act.message

    @property
    def screen(self) -> list[Message]:
        """All messages in this chat (and topic) as they stand."""
        return [m for m in self.chat.messages.values() if self.where.thread_id in {None, m.thread_id}]

    @property
    def buttons(self) -> list[str]:
        """The labels under the bot's newest message."""
        newest = next((m for m in reversed(self.screen) if self._is_bots(m)), None)
        rows = (newest.markup or {}).get("inline_keyboard", []) if newest else []
        return [button["text"] for row in rows for button in row]

    def _is_bots(self, message: Message) -> bool:
        return message.sender is self.world.bot or (self.chat.type == "channel" and message.sender is None)

    def _with_button(self, label: str) -> Message:
        shown = [message for message in reversed(self.screen) if message.markup]
        for message in shown:
            if any(label in button["text"] for row in message.markup["inline_keyboard"] for button in row):  # type: ignore[index]
                return message
        raise people.CannotDo(f"no message with a button «{label}»; the newest has {self.buttons or 'none'}")

    async def _heard(self, number: int, *update_ids: int | None) -> list[Message]:
        for update_id in update_ids:
            await self.world.wait_confirmed(update_id, self.patience)
        changed: dict[int, Message] = {}
        for event in self.world.events_after(number):
            message = event.message
            if message is None or event.chat is not self.chat or event.kind not in {"message", "edit"}:
                continue
            if self._is_bots(message) and self.where.thread_id in {None, message.thread_id}:
                changed.pop(message.message_id, None)
                changed[message.message_id] = message
        return list(changed.values())
