"""A local stand-in for Telegram's Bot API, with a chat page: what `make run` shows without a token.

``async with SandboxServer(make_world(now)) as server`` serves it; the bot's base URL is ``server.base_url``.
"""

from bot.sandbox.cast import (
    CHANNEL_ID,
    EDITOR_ID,
    FORUM_ID,
    GROUP_ID,
    KAZAKH_READER_ID,
    REVIEWER_ID,
    RUSSIAN_READER_ID,
    add_channel,
    add_forum,
    make_world,
)
from bot.sandbox.server import SandboxServer, create_app
from bot.sandbox.world import DEFAULT_TOKEN, World

__all__ = [
    "CHANNEL_ID",
    "DEFAULT_TOKEN",
    "EDITOR_ID",
    "FORUM_ID",
    "GROUP_ID",
    "KAZAKH_READER_ID",
    "REVIEWER_ID",
    "RUSSIAN_READER_ID",
    "SandboxServer",
    "World",
    "add_channel",
    "add_forum",
    "create_app",
    "make_world",
]
