"""Channels: spoken of in a private chat, by one of their administrators, where the bot is one too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from telegram import ChatMemberAdministrator
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import BadRequest, Forbidden

from bot.channel_answers import Channel
from briefings import readers
from briefings.model import ReaderKind
from briefings.subscriptions import Place
from briefings.wish_error import shortened

if TYPE_CHECKING:
    from telegram import ChatFullInfo, ChatMember, Update

    from bot.context import Context

NAME = re.compile(r"@[A-Za-z0-9_]{4,32}")
IN_CHARGE = {ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER}


class ChannelRefused(Exception):
    """The channel can't be spoken of from here; `key` is the text that says why."""

    def __init__(self, key: str) -> None:
        """Remember the key."""
        self.key = key
        super().__init__(key)


async def take_name(update: Update, context: Context) -> bool:
    """Take the @name of a channel off the command's words, if there is one, and turn to it.

    False where that isn't allowed: then it was said.
    """
    name = next((word for word in context.words if word.startswith("@")), None)
    if name is None:
        return True
    context.words.remove(name)
    return await turn_to(update, context, name)


async def turn_to(update: Update, context: Context, channel: str | int) -> bool:
    """From here on the update is about this channel, by @name or id. False where that isn't allowed; it was said."""
    try:
        context.channel = await _find(update, context, channel)
    except ChannelRefused as refusal:
        await context.say(update, context.texts(refusal.key, channel=shortened(str(channel))))
    return context.channel is not None


async def _find(update: Update, context: Context, wanted: str | int) -> Channel:
    """`ChannelRefused` where the person or the bot has nothing to say there."""
    chat, user = update.effective_chat, update.effective_user
    if chat is None or user is None or chat.type != ChatType.PRIVATE:
        raise ChannelRefused("channel-in-private")
    channel = await _channel(context, wanted)
    own = await _member(context, channel.id, context.bot.id)
    if not isinstance(own, ChatMemberAdministrator) or not own.can_post_messages:
        raise ChannelRefused("channel-without-bot")
    theirs = await _member(context, channel.id, user.id)
    if theirs is None or theirs.status not in IN_CHARGE:
        raise ChannelRefused("channel-not-yours")
    zone = (await context.services.subscription(context.place(update))).zone
    async with context.services.store.reading() as session:
        known = await readers.find(session, channel.id)
    language = known.language if known and known.language in context.services.texts else context.language
    place = Place(channel.id, 0, ReaderKind.CHANNEL, language, zone)
    return Channel(place, f"@{channel.username}" if channel.username else channel.title or "")


async def _channel(context: Context, wanted: str | int) -> ChatFullInfo:
    if isinstance(wanted, str) and NAME.fullmatch(wanted) is None:
        raise ChannelRefused("channel-unknown")
    try:
        channel = await context.bot.get_chat(wanted)
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
