"""/digest: what this chat would get now."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot import digests, wording
from briefings import preview

if TYPE_CHECKING:
    from telegram import Update

    from bot.context import Context


async def digest(update: Update, context: Context) -> None:
    """The digest as it stands; without a subscription a sample, said to be one."""
    services, texts = context.services, context.texts
    place = context.place(update)
    language = context.language if context.channel is None else place.language
    subscription = await services.subscription(place)
    local = services.now().astimezone(ZoneInfo(subscription.zone))
    async with services.store.reading() as session:
        content = await preview.of(session, subscription)
        answer = await digests.render(services, session, content, language, local)
    if answer is not None:
        await context.answer(update, answer)
    if not subscription.active:
        await context.say(update, texts("not-subscribed") if answer is None else texts("digest-sample"))
    elif answer is None:
        await context.say(update, texts("digest-empty") + "\n" + wording.next_digest(subscription, texts))
