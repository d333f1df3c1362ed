"""The settings panel and the commands that do the same: /settings, /timezone, /pause, /resume."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from markupsafe import Markup
from telegram import InlineKeyboardMarkup

from bot import panels, wording
from bot.presses import Do, Press, View
from briefings import adjust, durations, subscriptions
from briefings.wish_error import shortened
from briefings.zones import canonical_zone, near_zones, zone_of_city

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sqlalchemy.ext.asyncio import AsyncSession
    from telegram import Update

    from bot.context import Context
    from bot.services import Services
    from briefings.model import Subscription

PAUSE_DAYS = 7  # where none are said


async def settings(update: Update, context: Context) -> None:
    """The panel; who may not change anything sees how it stands, without buttons."""
    changeable = await context.is_administrator(update)
    place = context.place(update)
    await context.answer(update, await panels.show(context.services, place, context.language, buttons=changeable))


async def press(update: Update, context: Context, button: Press) -> str | None:
    """A button of the panel: do what it says, then show how everything stands."""
    if not context.knows_place(update):
        return "button-outdated"
    if not await context.is_administrator(update):
        return "settings-admins-only"
    alert = await _do(update, context, button)
    place = context.place(update)
    await context.replace(
        update, await panels.show(context.services, place, context.language, view=button.view, page=button.page)
    )
    return alert


async def _do(update: Update, context: Context, button: Press) -> str | None:
    if button.do is Do.LOOK:
        return None
    if button.do is Do.LANGUAGE:
        return await _set_language(update, context, button.value)
    try:
        async with context.services.edit_subscription(context.place(update)) as (session, subscription):
            await _change(session, subscription, button, context.services)
    except adjust.LastOne:
        return LAST[button.do]
    except adjust.TooManyTimes:
        return "wish-times"
    except ValueError:  # what an older version had and this one doesn't
        return "button-outdated"
    return None


async def _set_language(update: Update, context: Context, language: str) -> str | None:
    if language not in context.services.texts:
        return "button-outdated"
    await context.choose_language(update, language)
    return None


async def _change(session: AsyncSession, subscription: Subscription, button: Press, services: Services) -> None:
    if button.do in OF_TOPICS:
        await OF_TOPICS[button.do](session, subscription, button.value, services)
    elif button.do is Do.START:
        await subscriptions.start(session, subscription, services.now())
    elif button.do is Do.END:
        await subscriptions.end(session, subscription.chat_id, subscription.thread_id, services.now())
    elif button.do is Do.PAUSE:
        adjust.pause(subscription, int(button.value), services.now())
    else:
        OTHERS[button.do](subscription, button.value)


async def _only_topic(session: AsyncSession, subscription: Subscription, slug: str, services: Services) -> None:
    if services.catalogue.by_slug(slug) is None:
        raise ValueError(slug)
    await subscriptions.choose_topics(session, subscription, [slug])


async def _hold_topic(session: AsyncSession, subscription: Subscription, slug: str, _: Services) -> None:
    await adjust.hold(session, subscription, slug)


async def _drop_topic(session: AsyncSession, subscription: Subscription, slug: str, services: Services) -> None:
    await adjust.drop(session, subscription, [slug], [topic.slug for topic in services.catalogue.topics])


async def _all_topics(session: AsyncSession, subscription: Subscription, _slug: str, _: Services) -> None:
    await subscriptions.choose_topics(session, subscription, None)


OF_TOPICS: dict[Do, Callable[[AsyncSession, Subscription, str, Services], Awaitable[None]]] = {
    Do.ALL_TOPICS: _all_topics,
    Do.ONLY_TOPIC: _only_topic,
    Do.HOLD_TOPIC: _hold_topic,
    Do.DROP_TOPIC: _drop_topic,
}
OTHERS: dict[Do, Callable[[Subscription, str], None]] = {
    Do.DAYS: lambda subscription, days: adjust.set_days(subscription, set(map(int, days))),
    Do.ADD_DAY: lambda subscription, day: adjust.set_days(subscription, {*subscription.days, int(day)}),
    Do.DROP_DAY: lambda subscription, day: adjust.set_days(subscription, {*subscription.days} - {int(day)}),
    Do.ADD_TIME: lambda subscription, time: adjust.set_times(
        subscription, adjust.times_of(subscription) | {_time(time)}
    ),
    Do.DROP_TIME: lambda subscription, time: adjust.set_times(
        subscription, adjust.times_of(subscription) - {_time(time)}
    ),
    Do.ZONE: adjust.set_zone,
    Do.QUIET: lambda subscription, hours: adjust.set_quiet_hours(subscription, _hours(hours)),
    Do.URGENT: lambda subscription, state: setattr(subscription, "urgent", state == "on"),
    Do.RESUME: lambda subscription, _: setattr(subscription, "paused_until", None),
}


LAST = {Do.DROP_TOPIC: "panel-last-topic", Do.DROP_DAY: "panel-last-day", Do.DROP_TIME: "panel-last-time"}


def _time(text: str) -> dt.time:
    return dt.time.fromisoformat(text)


def _hours(text: str) -> tuple[dt.time, dt.time] | None:
    if text == "off":
        return None
    start, _, end = text.partition("-")
    return _time(start), _time(end)


async def timezone(update: Update, context: Context) -> None:
    """`/timezone Europe/Berlin`: set the zone; a wrong one is answered with those it may mean; none: show it."""
    wanted = " ".join(context.words)
    if not wanted:
        changeable = await context.is_administrator(update)
        place = context.place(update)
        answer = await panels.show(context.services, place, context.language, view=View.ZONE, buttons=changeable)
        await context.answer(update, answer)
        return
    if not await context.may_change(update):
        return
    zone = canonical_zone(wanted) or zone_of_city(wanted)
    if zone is None:
        await _offer_zones(update, context, shortened(wanted))
        return
    async with context.services.edit_subscription(context.place(update)) as (_, subscription):
        adjust.set_zone(subscription, zone)
    await context.say(update, wording.zone(subscription, context.texts, context.services.now()))


async def _offer_zones(update: Update, context: Context, wanted: str) -> None:
    near, texts = near_zones(wanted), context.texts
    rows = panels.zone_rows(near or panels.ZONES, texts, context.services.now())
    said = texts("zone-unknown", word=wanted) + " " + texts("zone-near" if near else "zone-example")
    await context.say(update, said, InlineKeyboardMarkup(rows))


async def pause(update: Update, context: Context) -> None:
    """`/pause 7`, `/pause 2 недели`: nothing for so long, no broadcast either, which need no subscription."""
    days = durations.days(" ".join(context.words)) if context.words else PAUSE_DAYS
    if not await context.may_change(update):
        return
    try:
        async with context.services.edit_subscription(context.place(update)) as (_, subscription):
            adjust.pause(subscription, days or 0, context.services.now())
    except ValueError:
        await context.say(update, context.texts("pause-wrong"))
        return
    if subscription.active:
        said = (context.texts("pause-what"), wording.next_digest(subscription, context.texts))
        await _say_done(update, context, "paused", *said)
    else:
        said = (context.texts("pause-what-broadcasts"), wording.pause_end(subscription, context.texts))
        await _say_done(update, context, "paused-broadcasts", *said)


async def resume(update: Update, context: Context) -> None:
    """`/resume`: the pause is over."""
    if not await context.may_change(update):
        return
    now, texts = context.services.now(), context.texts
    async with context.services.edit_subscription(context.place(update)) as (_, subscription):
        was_paused = subscription.paused_until is not None and subscription.paused_until > now
        subscription.paused_until = None
    if subscription.active:
        outcome, comes = "resumed", wording.next_digest(subscription, texts)
    else:
        outcome, comes = "resumed-broadcasts", texts("not-subscribed")
    await _say_done(update, context, outcome if was_paused else "not-paused", comes)


async def _say_done(update: Update, context: Context, key: str, *more: Markup) -> None:
    """What was done, and a line each of what there is to know of it."""
    await context.say(update, Markup("\n").join((Markup("<b>{}</b>").format(context.texts(key)), *more)))
