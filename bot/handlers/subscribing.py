"""The digest: /subscribe, /unsubscribe, and the button under a card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from bot import panels, wording
from briefings import adjust, subscriptions, wishes
from briefings.wish_error import Problem, WishError

if TYPE_CHECKING:
    from telegram import Update

    from bot.context import Context
    from bot.presses import Subscribe
    from briefings.model import Subscription


async def subscribe(update: Update, context: Context) -> None:
    """`/subscribe china weekdays 08:30`: set this chat's digest, or a channel's; without words, the panel."""
    if not await context.may_change(update):
        return
    place = context.place(update)
    if not context.words and context.channel is None:
        await context.answer(update, await panels.show(context.services, place, context.language))
        return
    try:
        wish = wishes.parse(context.words, context.services.catalogue)
    except WishError as error:
        await _explain(update, context, error, "wish-example-subscribe")
        return
    async with context.services.edit_subscription(place) as (session, subscription):
        await adjust.follow(session, subscription, wish, context.services.now())
    await _confirm(update, context, "subscribed", subscription)


async def subscribe_to(update: Update, context: Context, button: Subscribe) -> str | None:
    """Subscribe this chat to the topic of a card, beside those that it has."""
    services = context.services
    if services.catalogue.by_slug(button.topic) is None or not context.knows_place(update):
        return "button-outdated"
    if not await context.is_administrator(update):
        return "settings-admins-only"
    async with services.edit_subscription(context.place(update)) as (session, subscription):
        changed = await adjust.follow_topic(session, subscription, button.topic, services.now())
    if not changed:
        return "already-subscribed"
    await _confirm(update, context, "subscribed", subscription, undo=button.topic)
    return None


async def unsubscribe(update: Update, context: Context) -> None:
    """`/unsubscribe`: end the digest; `/unsubscribe china`: drop topics from it, which ends it where none is left."""
    if not await context.may_change(update):
        return
    place, services = context.place(update), context.services
    try:
        wish = wishes.parse(context.words, services.catalogue, topics_only=True)
    except WishError as error:
        await _explain(update, context, error, "wish-example-unsubscribe")
        return
    visible = [topic.slug for topic in services.catalogue.topics]
    async with services.edit_subscription(place) as (session, subscription):
        outcome = "not-subscribed"
        if subscription.active:
            try:
                dropped = await adjust.drop(session, subscription, wish.topics or visible, visible)
                outcome = "topics-dropped" if dropped else "topics-not-held"
            except adjust.LastOne:
                outcome = "unsubscribed-last" if wish.topics else "unsubscribed"
                await subscriptions.end(session, place.chat_id, place.thread_id, services.now())
    await _confirm(update, context, outcome, subscription)


async def _explain(update: Update, context: Context, error: WishError, example: str) -> None:
    """Name the word that is not understood, and what it may have been meant to be; else what there is to write."""
    said = context.texts(f"wish-{error.problem}", word=error.word)
    is_strange = error.problem is Problem.UNKNOWN
    near = wishes.near(error.word, context.services.catalogue, context.language) if is_strange else []
    if near:
        said += " " + context.texts("wish-near", words=", ".join(near))
    elif error.problem in {Problem.UNKNOWN, Problem.LENGTH}:
        said += " " + context.texts(example)
    await context.say(update, said)


async def _confirm(
    update: Update,
    context: Context,
    key: str,
    subscription: Subscription,
    *,
    undo: str | None = None,
) -> None:
    """What was done, and how the subscription stands now, or what comes without; a button takes `undo` back."""
    texts, stands = context.texts, wording.broadcasts(subscription, context.texts)
    if subscription.active:
        stands = wording.summary(subscription, texts, context.services.catalogue)
    said = Markup("<b>{}</b>\n\n{}").format(texts(key), stands)
    keyboard = panels.after_subscribing(subscription, texts, undo) if subscription.active else None
    await context.say(update, said, keyboard)
