"""Methods about how the bot presents itself: menus, name, descriptions, the menu button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.errors import bad_request
from bot.sandbox.profile import checked_language

if TYPE_CHECKING:
    from bot.sandbox.api import Method
    from bot.sandbox.params import Params
    from bot.sandbox.profile import Commands, Scope
    from bot.sandbox.things import Json
    from bot.sandbox.world import World

_WIDE_SCOPES = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})
_CHAT_SCOPES = frozenset({"chat", "chat_administrators", "chat_member"})


async def set_my_commands(world: World, params: Params) -> bool:
    """Replace the menu of a scope and language."""
    scope, language = _scope(world, params), checked_language(params.text("language_code"))
    world.profile.set_commands(scope, language, params.data("commands"))
    _announce(world)
    return True


async def delete_my_commands(world: World, params: Params) -> bool:
    """Take the menu of a scope and language away."""
    world.profile.set_commands(_scope(world, params), checked_language(params.text("language_code")), [])
    _announce(world)
    return True


async def get_my_commands(world: World, params: Params) -> Commands:
    """The menu of exactly this scope and language."""
    key = (_scope(world, params), checked_language(params.text("language_code")))
    return world.profile.menus.get(key, [])


def setter(kind: str) -> Method:
    """The method that sets the name or a description."""

    async def set_text(world: World, params: Params) -> bool:
        world.profile.set_text(kind, checked_language(params.text("language_code")), params.text(kind).strip())
        _announce(world)
        return True

    return set_text


def getter(kind: str) -> Method:
    """The method that reads the name or a description."""

    async def get_text(world: World, params: Params) -> Json:
        return {kind: world.profile.text_for(kind, checked_language(params.text("language_code")))}

    return get_text


async def set_chat_menu_button(world: World, params: Params) -> bool:
    """Which button stands beside the input field."""
    button = params.object("menu_button") or {"type": "default"}
    if button.get("type") not in {"default", "commands", "web_app"}:
        raise bad_request("can't parse menu button: Unsupported menu button type specified")
    chat_id = world.chat(params.text("chat_id")).id if params.has("chat_id") else 0
    world.profile.menu_buttons[chat_id] = button
    return True


async def get_chat_menu_button(world: World, params: Params) -> Json:
    """The button of a chat, or the default one."""
    buttons = world.profile.menu_buttons
    chat_id = world.chat(params.text("chat_id")).id if params.has("chat_id") else 0
    return buttons.get(chat_id) or buttons.get(0) or {"type": "commands"}


def _announce(world: World) -> None:
    world.emit("menu", world.own_chat)


def _scope(world: World, params: Params) -> Scope:
    scope = params.object("scope") or {"type": "default"}
    kind = scope.get("type")
    if kind in _WIDE_SCOPES:
        return (str(kind),)
    if kind not in _CHAT_SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    chat = world.chat(scope.get("chat_id"))
    if kind == "chat":
        return ("chat", chat.id)
    if chat.person is not None:
        raise bad_request(f"can't parse BotCommandScope: {kind} is not for private chats")
    if kind == "chat_administrators":
        return ("chat_administrators", chat.id)
    user = world.users.get(int(scope.get("user_id") or 0))
    if user is None:
        raise bad_request("user not found")
    return ("chat_member", chat.id, user.id)
