"""/sent: what became of digests, alerts, corrections and broadcasts, and the failed ones tried again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup
from telegram import InlineKeyboardMarkup

from bot.callback_data import button
from bot.cards import Answer
from bot.sending_buttons import Do, SentPress
from briefings.desk import sent as results
from briefings.desk.editors import zone_of
from briefings.model import DeliveryState

if TYPE_CHECKING:
    from telegram import Update

    from bot.context import Context
    from bot.texts import Texts
    from briefings.desk.sent import Result

BRIEFINGS_SHOWN = 5


async def sent(update: Update, context: Context) -> None:
    """`/sent 17`: what became of edition 17; without a number: of the last editions."""
    word = " ".join(context.words)
    if not word:
        await context.answer(update, await _list(context))
        return
    number = int(word) if word.isascii() and word.isdecimal() and len(word) < 10 else 0
    answer = await _one(context, number)
    await context.answer(update, answer or Answer((context.texts("sent-unknown"),)))


async def press(update: Update, context: Context, pressed: SentPress) -> str | None:
    """Another page of it in place; or the failed deliveries again."""
    if pressed.do is Do.LIST:
        await context.replace(update, await _list(context))
        return None
    alert = None
    if pressed.do is Do.RETRY:
        services = context.services
        async with services.store.writing() as session:
            retried = await results.retry(session, pressed.edition_id, by=context.reader.id, now=services.now())
        alert = "sent-retried" if retried else "sent-nothing-failed"
    answer = await _one(context, pressed.edition_id)
    if answer is None:
        return "button-outdated"
    await context.replace(update, answer)
    return alert


async def _list(context: Context) -> Answer:
    async with context.services.store.reading() as session:
        found = await results.recent(session)
    texts = context.texts
    if not found:
        return Answer((texts("sent-none"),))
    zone = await _zone(context)
    lines = [Markup("{}\n{}").format(_head(context, each, zone), _counted(texts, each, "sent-short")) for each in found]
    buttons = [button(str(each.edition_id), SentPress(Do.SHOW, each.edition_id)) for each in found]
    rows = [buttons[start : start + 5] for start in range(0, len(buttons), 5)]
    text = Markup("\n\n").join([Markup("<b>{}</b>").format(texts("sent-title")), *lines])
    return Answer((text,), InlineKeyboardMarkup(rows))


async def _one(context: Context, edition_id: int) -> Answer | None:
    async with context.services.store.reading() as session:
        found = await results.find(session, edition_id)
    if found is None:
        return None
    texts = context.texts
    parts = [_head(context, found, await _zone(context)), _counted(texts, found, "sent-numbers")]
    if found.spreading and found.states:
        parts.append(texts("sent-spreading"))
    if found.errors:
        kinds = [Markup("• {} – {}").format(_kind(context, kind), count) for kind, count in found.errors.most_common()]
        parts.append(Markup("\n").join([texts("sent-errors"), *kinds]))
    failed = found.states[DeliveryState.FAILED]
    again = [button(texts.plain("button-sent-retry"), SentPress(Do.RETRY, edition_id))] if failed else []
    rest = [
        button(texts.plain("button-sent-refresh"), SentPress(Do.SHOW, edition_id)),
        button(texts.plain("button-sent-list"), SentPress(Do.LIST)),
    ]
    return Answer((Markup("\n\n").join(parts),), InlineKeyboardMarkup([row for row in (again, rest) if row]))


def _head(context: Context, found: Result, zone: str) -> Markup:
    texts = context.texts
    held = " ".join(f"/b{number}" for number in found.briefings[:BRIEFINGS_SHOWN])
    more = " …" if len(found.briefings) > BRIEFINGS_SHOWN else ""
    kind = Markup("<b>{}</b>").format(texts(f"sent-{found.kind}", edition=str(found.edition_id)))
    return Markup(" · ").join([kind, texts.moment(found.at, zone), *([held + more] if held else [])])


def _counted(texts: Texts, found: Result, key: str) -> Markup:
    """The numbers; in their place that they are still to come, or that there was nobody to send it to."""
    states = found.states
    if not states:
        return texts("sent-begins" if found.spreading else "sent-nobody")
    return texts(
        key,
        waiting=found.waiting,
        sent=states[DeliveryState.SENT],
        failed=states[DeliveryState.FAILED],
        gone=states[DeliveryState.GONE],
        unknown=found.unknown,
    )


def _kind(context: Context, kind: str) -> Markup:
    """A kind of refusal in words; one that nobody foresaw as it is."""
    key = f"sent-error-{kind.replace('_', '-')}"
    return context.texts(key) if context.texts.has(key) else Markup("<code>{}</code>").format(kind)


async def _zone(context: Context) -> str:
    """The editor's own."""
    async with context.services.store.reading() as session:
        return await zone_of(session, context.reader.id, context.services.settings.timezone)
