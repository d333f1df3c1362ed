"""How the bot presents itself: its command menus by scope and language, its name and descriptions by language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.sandbox.errors import bad_request

if TYPE_CHECKING:
    from bot.sandbox.things import Chat, Json, User

Scope = tuple[str, *tuple[int, ...]]
"""A BotCommandScope: its type, then the chat's and the user's id where it has them."""

Commands = list[dict[str, str]]

MOST_COMMANDS = 100
LIMITS = {"name": 64, "description": 512, "short_description": 120}
"""The longest name and descriptions, in characters."""

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}")


class Profile:
    """Menus and texts. Texts fall back from a language to the texts without one."""

    def __init__(self, name: str) -> None:
        self.menus: dict[tuple[Scope, str], Commands] = {}
        self.texts: dict[str, dict[str, str]] = {"name": {"": name}, "description": {}, "short_description": {}}
        self.menu_buttons: dict[int, Json] = {}

    def set_commands(self, scope: Scope, language: str, commands: object) -> None:
        """Replace one menu; an empty list takes it away. Raises ApiError (400), and then nothing has changed."""
        if not isinstance(commands, list):
            raise bad_request("can't parse commands: expected an Array of BotCommand")
        if len(commands) > MOST_COMMANDS:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        menu = [_command(entry) for entry in commands]
        if menu:
            self.menus[scope, language] = menu
        else:
            self.menus.pop((scope, language), None)

    def menu_for(self, chat: Chat, user: User, language: str) -> Commands:
        """The menu that this user sees in this chat, chosen in the order that Telegram documents."""
        for scope in _scopes(chat, user):
            for lang in (language, ""):
                if menu := self.menus.get((scope, lang)):
                    return menu
        return []

    def set_text(self, kind: str, language: str, text: str) -> None:
        """Set the name or a description; an empty one falls back. Raises ApiError (400) if it is too long."""
        if len(text) > LIMITS[kind]:
            raise bad_request(f"{kind.replace('_', ' ')} is too long")
        if text:
            self.texts[kind][language] = text
        else:
            self.texts[kind].pop(language, None)

    def text_for(self, kind: str, language: str) -> str:
        """The name or description that somebody with this language sees."""
        texts = self.texts[kind]
        return texts.get(language) or texts.get("", "")


def checked_language(code: str) -> str:
    """A two-letter code or nothing. Raises ApiError (400)."""
    if code and _LANGUAGE.fullmatch(code) is None:
        raise bad_request("invalid language code specified")
    return code


def _command(entry: object) -> dict[str, str]:
    if not isinstance(entry, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    for key in ("command", "description"):
        if not isinstance(entry.get(key), str):
            raise bad_request(f"can't parse BotCommand: Can't find field \"{key}\"")
    command, description = entry["command"].removeprefix("/"), entry["description"].strip()
    if _COMMAND.fullmatch(command) is None:
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": command, "description": description}


def _scopes(chat: Chat, user: User) -> list[Scope]:
    if chat.person is not None:
        return [("chat", chat.id), ("all_private_chats",), ("default",)]
    scopes: list[Scope] = [("chat_member", chat.id, user.id)]
    manages = user.id in chat.members and chat.members[user.id].manages
    if manages:
        scopes.append(("chat_administrators", chat.id))
    scopes.append(("chat", chat.id))
    if manages:
        scopes.append(("all_chat_administrators",))
    return [*scopes, ("all_group_chats",), ("default",)]
