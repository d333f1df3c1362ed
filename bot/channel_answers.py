"""Answers in private that are about a channel: its name stands above them, and their buttons and commands are its."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from markupsafe import escape
from telegram import InlineKeyboardMarkup

from bot import presses
from bot.callback_data import button
from bot.cards import PAGE_LIMIT, Answer
from bot.markup import utf16_length

if TYPE_CHECKING:
    from telegram import InlineKeyboardButton

    from bot.texts import Texts
    from briefings.subscriptions import Place

COMMANDS = ("subscribe", "unsubscribe", "settings", "lang", "timezone", "pause", "resume", "digest", "privacy",
            "forget")  # fmt: skip
"""Those that an administrator of a channel may give in private, with its @name."""
_COMMAND = re.compile(rf"(<code>)?/({'|'.join(COMMANDS)})(?!\w)")


@dataclass(frozen=True)
class Channel:
    """A channel that a command or a button in private is about. `name`: its @name; its title where it has none."""

    place: Place
    name: str

    def speaking(self, language: str) -> Channel:
        """The same once it has chosen a language."""
        return replace(self, place=replace(self.place, language=language))

    def mark(self, answer: Answer, texts: Texts) -> Answer:
        """The answer to its administrator: one who uses what stands in it does so for the channel."""
        first, *rest = (self._commands(page) for page in answer.pages)
        title = texts("channel-title", channel=self.name)
        headed = f"{title}\n{first}"
        pages = (headed, *rest) if utf16_length(headed) <= PAGE_LIMIT else (title, first, *rest)
        return Answer(pages, answer.keyboard and self._keyboard(answer.keyboard))

    def _commands(self, page: str) -> str:
        """Its name behind the commands: not to be tapped, since a client would send them without it."""
        if not self.name.startswith("@"):
            return page
        name = escape(self.name)
        return _COMMAND.sub(lambda said: f"<code>/{said[2]} {name}" + ("" if said[1] else "</code>"), page)

    def _keyboard(self, keyboard: InlineKeyboardMarkup) -> InlineKeyboardMarkup:
        return InlineKeyboardMarkup([[self._key(key) for key in row] for row in keyboard.inline_keyboard])

    def _key(self, key: InlineKeyboardButton) -> InlineKeyboardButton:
        pressed = presses.of_chat(key.callback_data) if isinstance(key.callback_data, str) else None
        return key if pressed is None else button(key.text, presses.OfChannel(self.place.chat_id, pressed))
