"""Comings and goings of the bot: added to a group, thrown out or blocked, a group that becomes a supergroup."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from telegram import ChatMemberRestricted
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import BadRequest, Forbidden

from briefings import subscriptions, supergroups

if TYPE_CHECKING:
    from telegram import ChatMember, Update

    from bot.context import Context

AWAY = {ChatMemberStatus.LEFT, ChatMemberStatus.BANNED}  # BANNED: also a person who blocks the bot
GROUPS = {ChatType.GROUP, ChatType.SUPERGROUP}


async def changed(update: Update, context: Context) -> None:
    """Gone: the digests end before one fails. New in a group: say what can be done there. Unblocked: nothing."""
    change = update.my_chat_member
    assert change is not None  # noqa: S101 - the filter lets nothing else through
    if _away(change.new_chat_member):
        services = context.services
        async with services.store.writing() as session:
            await subscriptions.lose(session, change.chat.id, services.now())
    elif _away(change.old_chat_member) and change.chat.type in GROUPS:
        await context.meet(update)
        with suppress(BadRequest, Forbidden):  # a group may be closed for writing
            await context.say(update, context.texts("group-welcome"))


async def migrated(update: Update, context: Context) -> None:
    """A group has become a supergroup, which has another id: it keeps all that it had."""
    message = update.message
    assert message is not None  # noqa: S101 - the filter lets nothing else through
    old, new = message.migrate_from_chat_id or message.chat_id, message.migrate_to_chat_id or message.chat_id
    async with context.services.store.writing() as session:
        await supergroups.rekey(session, old, new, context.services.now())
    await context.services.refresh()


def _away(member: ChatMember) -> bool:
    return member.status in AWAY or (isinstance(member, ChatMemberRestricted) and not member.is_member)
