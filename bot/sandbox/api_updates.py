"""Methods by which the bot learns who it is and what has happened: getMe, getUpdates, webhooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.sandbox.errors import bad_request
from bot.sandbox.updates import MOST_UPDATES

if TYPE_CHECKING:
    from bot.sandbox.params import Params
    from bot.sandbox.things import Json
    from bot.sandbox.world import World

MOST_SECONDS = 50


async def get_me(world: World, _: Params) -> Json:
    """The bot."""
    rights = {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
    }
    return world.bot.json() | rights


async def get_updates(world: World, params: Params) -> list[Json]:
    """What waits, after up to ``timeout`` seconds."""
    world.updates.allow(_kinds(params))
    limit = min(max(params.integer("limit", MOST_UPDATES), 1), MOST_UPDATES)
    timeout = min(max(params.integer("timeout"), 0), MOST_SECONDS)
    return await world.updates.get(params.integer("offset"), limit, timeout)


async def set_webhook(world: World, params: Params) -> bool:
    """Deliver updates by POST from now on; without a url, stop that. The sandbox takes plain http, for loopback."""
    if not params.text("url"):
        return await delete_webhook(world, params)
    if not params.text("url").startswith(("https://", "http://")):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    world.updates.allow(_kinds(params))
    if params.flag("drop_pending_updates"):
        world.updates.drop()
    world.updates.interrupt()
    connections = min(max(params.integer("max_connections", 40), 1), 100)
    await world.webhook.start(params.text("url"), params.text("secret_token"), connections)
    return True


async def delete_webhook(world: World, params: Params) -> bool:
    """Back to getUpdates."""
    await world.webhook.stop()
    if params.flag("drop_pending_updates"):
        world.updates.drop()
    return True


async def get_webhook_info(world: World, _: Params) -> Json:
    """Where updates go, how many wait, and the last error."""
    hook = world.webhook
    info: Json = {
        "url": hook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates.pending),
    }
    if hook.url:
        info["max_connections"] = hook.connections
    if hook.last_error:
        info |= {"last_error_date": hook.last_error_date, "last_error_message": hook.last_error}
    if world.updates.allowed is not None:
        info["allowed_updates"] = sorted(world.updates.allowed)
    return info


def _kinds(params: Params) -> list[str] | None:
    kinds: Any = params.data("allowed_updates")
    if kinds is not None and not isinstance(kinds, list):
        raise bad_request("can't parse allowed updates: expected an Array of String")
    return kinds
