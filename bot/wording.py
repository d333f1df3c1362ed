"""A subscription in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from briefings.schedule import Schedule
from briefings.subscriptions import topics_of

if TYPE_CHECKING:
    import datetime as dt

    from bot.texts import Texts
    from briefings.catalogue import Catalogue
    from briefings.model import Subscription

TOPICS_NAMED = 25  # of more, the number of the others is said


def summary(subscription: Subscription, texts: Texts, catalogue: Catalogue) -> Markup:
    """Topics, days, times and all else that was set, a line each, and when the next digest comes."""
    quiet = f"{subscription.quiet_from}–{subscription.quiet_until}"
    lines = [
        texts("plan-topics", topics=_topics(subscription, texts, catalogue)),
        texts("plan-days", days=_days(subscription, texts)),
        texts("plan-times", times=", ".join(subscription.times), city=texts.city(subscription.zone)),
        texts("plan-quiet", hours=quiet) if subscription.quiet_from else texts("plan-quiet-none"),
        texts("plan-urgent-on" if subscription.urgent else "plan-urgent-off"),
    ]
    return Markup("\n").join(lines) + "\n\n" + next_digest(subscription, texts)


def next_digest(subscription: Subscription, texts: Texts) -> Markup:
    """When the next digest comes, in the chat's own zone, and till when it is paused; or that broadcasts alone come."""
    if subscription.next_due is None:
        return texts("plan-none") + "\n" + broadcasts(subscription, texts)
    zone = subscription.zone
    due = texts("plan-next", moment=texts.moment(subscription.next_due, zone), city=texts.city(zone))
    return due if subscription.paused_until is None else pause_end(subscription, texts) + "\n" + due


def broadcasts(subscription: Subscription, texts: Texts) -> Markup:
    """What a chat without a digest still gets, and how to be spared it; or till when it is spared."""
    if subscription.paused_until is None:
        return texts("plan-broadcasts")
    return texts("paused-broadcasts") + " " + pause_end(subscription, texts)


def pause_end(subscription: Subscription, texts: Texts) -> Markup:
    """Till when it is paused; "" where it isn't."""
    until = subscription.paused_until
    return Markup() if until is None else texts("plan-paused", date=texts.day(until, subscription.zone))


def zone(subscription: Subscription, texts: Texts, now: dt.datetime) -> Markup:
    """The zone, what its clock shows, and when the next digest comes by it."""
    name = subscription.zone
    said = texts("zone-now", city=texts.city(name), zone=name, time=texts.clock(now, name))
    return said + "\n" + next_digest(subscription, texts) if subscription.active else said


def _topics(subscription: Subscription, texts: Texts, catalogue: Catalogue) -> str:
    held = topics_of(subscription)
    if held is None:
        return texts.plain("plan-all-topics")
    ordered = [topic.slug for topic in catalogue.topics if topic.slug in held]
    names = [catalogue.name(slug, texts.language) for slug in [*ordered, *sorted(held.difference(ordered))]]
    others = len(names) - TOPICS_NAMED
    return ", ".join(names[:TOPICS_NAMED]) + (texts.plain("plan-other-topics", count=others) if others > 0 else "")


def _days(subscription: Subscription, texts: Texts) -> str:
    days = frozenset(subscription.days)
    if days in {Schedule.EVERY_DAY, Schedule.WEEKDAYS}:
        return texts.plain("plan-daily" if days == Schedule.EVERY_DAY else "plan-weekdays")
    return ", ".join(texts.weekday(day) for day in sorted(days))
