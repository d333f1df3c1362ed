"""Channels: subscribed from a private chat, by one of their administrators, where the bot is one too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from telegram import ChatMemberAdministrator
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import BadRequest, Forbidden

from briefings.model import ReaderKind
from briefings.subscriptions import Place

if TYPE_CHECKING:
    from telegram import ChatFullInfo, ChatMember, Update

    from bot.context import Context

NAME = re.compile(r"@[A-Za-z0-9_]{4,32}")
IN_CHARGE = {ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER}


class ChannelRefused(Exception):
    """The channel can't be subscribed from here; `key` is the text that says why."""

    def __init__(self, key: str) -> None:
        """Remember the key."""
        self.key = key
        super().__init__(key)


async def find(update: Update, context: Context, name: str) -> Place:
    """The channel with this @name, to be spoken to as its subscriber is. `ChannelRefused` where one of us may not."""
    chat, user = update.effective_chat, update.effective_user
    if chat is None or user is None or chat.type != ChatType.PRIVATE:
        raise ChannelRefused("channel-in-private")
    channel = await _channel(context, name)
    own = await _member(context, channel.id, context.bot.id)
    if not isinstance(own, ChatMemberAdministrator) or not own.can_post_messages:
        raise ChannelRefused("channel-without-bot")
    theirs = await _member(context, channel.id, user.id)
    if theirs is None or theirs.status not in IN_CHARGE:
        raise ChannelRefused("channel-not-yours")
    zone = (await context.services.subscription(context.place(update))).zone
    return Place(channel.id, 0, ReaderKind.CHANNEL, context.language, zone)


async def _channel(context: Context, name: str) -> ChatFullInfo:
    if NAME.fullmatch(name) is None:
        raise ChannelRefused("channel-unknown")
    try:
        channel = await context.bot.get_chat(name)
    except BadRequest:
        raise ChannelRefused("channel-unknown") from None
    except Forbidden:
        raise ChannelRefused("channel-without-bot") from None
    if channel.type != ChatType.CHANNEL:
        raise ChannelRefused("channel-unknown")
    return channel


async def _member(context: Context, channel_id: int, user_id: int) -> ChatMember | None:
    """Somebody's place in the channel; None where we may not know."""
    try:
        return await context.bot.get_chat_member(channel_id, user_id)
    except (BadRequest, Forbidden):
        return None
