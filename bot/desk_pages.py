"""Pages of the desk beside the panel: the history, and what colleagues are told."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from markupsafe import Markup
from telegram import InlineKeyboardMarkup

from bot import cards, desk_panel, desk_rows
from bot.cards import Answer, Block
from bot.desk_answers import name_of, tell
from briefings.desk import audit, editors, sent
from briefings.desk import history as histories
from briefings.desk.errors import DeskError
from briefings.desk.moves import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.context import Context
    from bot.desk_panel import Viewer
    from bot.services import Services
    from bot.texts import Texts
    from briefings.desk.history import Difference, Event
    from briefings.model import Briefing

# What has words of its own in the history; anything else is shown by its name in the audit log.
TOLD = frozenset({"draft", "edit", "confirm", "submit", "approve", "send-back", "schedule", "withdraw", "publish",
                  "correct", "archive", "restore", "discard", "import", "file"})  # fmt: skip
SIGNS = {"=": Markup("{}"), "-": Markup("<s>{}</s>"), "+": Markup("<b>{}</b>")}


def discarded(context: Context, number: int) -> Answer:
    """A draft is gone."""
    return Answer((context.texts("desk-discarded", number=str(number)),))


async def note_of(context: Context, briefing: Briefing, outcome: Outcome) -> Markup:
    """What came of the wish to publish, in words; whom it concerns is told."""
    note = context.texts(f"desk-{outcome}")
    if outcome is Outcome.SUBMITTED:
        note += "\n" + await ask_for_review(context, briefing)
    elif outcome in {Outcome.PUBLISHED, Outcome.ALREADY} and briefing.urgent:
        async with context.services.store.reading() as session:
            edition = await sent.of_alert(session, briefing.id)
        note += "\n" + context.texts("sent-follow", edition=str(edition))
    return note


async def ask_for_review(context: Context, briefing: Briefing) -> Markup:
    """Show the draft to everybody who may approve it; how many it has reached."""
    services, name = context.services, await name_of(context, context.reader.id)

    def request(who: Viewer) -> Answer:
        return desk_panel.render(services, briefing, who, note=who.texts("desk-review-asked", name=name))

    asked = editors.approvers(services.roles, services.settings.owner_ids, briefing.created_by)
    reached = [user_id for user_id in asked if user_id != context.reader.id and await tell(context, user_id, request)]
    await _note_told(context, briefing)
    return context.texts("desk-review-reached", count=len(reached)) if reached else context.texts("desk-review-nobody")


def sent_back(briefing: Briefing, reason: str, by: Markup, author: Viewer) -> Answer:
    """What the author is told. `by`: the name of who sends it back."""
    number = str(briefing.id)
    title = desk_rows.title_of(briefing, author.texts.language)
    note = author.texts("desk-sent-back-to-you", number=number, title=title, name=by, reason=reason)
    return Answer((note,), InlineKeyboardMarkup(desk_rows.opening(briefing.id, briefing.version, author.texts)))


async def tell_reviewers(context: Context, briefing: Briefing) -> None:
    """Where review is required, show those who approve how a colleague has just changed what readers see.

    Such a change goes out at once, since a wrong figure should not wait; the second pair of eyes sees it right after.
    """
    services, me = context.services, context.reader.id
    if not services.settings.review_required:
        return
    async with services.store.reading() as session:
        last = (await histories.events(session, briefing.id))[-1]
    name = await name_of(context, me)

    def changed(who: Viewer) -> Answer:
        head = who.texts(
            "desk-changed-published", number=str(briefing.id), title=desk_rows.title_of(briefing, who.texts.language)
        )
        block = Block((head, Markup(), *_told(last, name, services, who)))
        return Answer(
            cards.paginate([block]), InlineKeyboardMarkup(desk_rows.opening(briefing.id, briefing.version, who.texts))
        )

    for user_id in editors.approvers(services.roles, services.settings.owner_ids, me):
        await tell(context, user_id, changed)
    await _note_told(context, briefing)


async def tell_author(context: Context, briefing: Briefing) -> None:
    """Tell the author, once, that this colleague has let the draft go out."""
    services, me, author = context.services, context.reader.id, briefing.created_by
    async with services.store.reading() as session:
        approval = await audit.untold(session, briefing.id, me, "approve")
    if approval is None or author is None:
        return
    name = await name_of(context, me)

    def approved(them: Viewer) -> Answer:
        return desk_panel.render(services, briefing, them, note=them.texts("desk-approved", name=name))

    await tell(context, author, approved)
    await _note_told(context, briefing, "approve")


async def _note_told(context: Context, briefing: Briefing, *actions: str) -> None:
    async with context.services.store.writing() as session:
        await audit.note_told(session, briefing.id, context.reader.id, *actions)


async def history(context: Context, number: int) -> Answer:
    """Who did what and when, by the editor's clock, and what changed in words. `DeskError`: no such briefing."""
    who, names = await desk_panel.me(context), dict[int | None, Markup]()
    async with context.services.store.reading() as session:
        events = await histories.events(session, number)
    if not events:
        raise DeskError("missing", number=number)
    for user_id in {event.user_id for event in events}:
        names[user_id] = await _name(context, user_id)
    blocks = [Block((Markup("<b>{}</b>").format(who.texts("desk-history", number=str(number))),))]
    blocks += [Block(tuple(_told(event, names[event.user_id], context.services, who))) for event in events]
    return Answer(cards.paginate(blocks))


async def _name(context: Context, user_id: int | None) -> Markup:
    """Who did something, for the one who looks."""
    if user_id is None:
        return context.texts("desk-by-nobody")
    return context.texts("desk-by-you") if user_id == context.reader.id else await name_of(context, user_id)


def _told(event: Event, name: Markup, services: Services, who: Viewer) -> list[Markup]:
    texts, zone = who.texts, who.editor.zone
    action = event.action.replace("_", "-")
    did = texts(f"desk-did-{action}") if action in TOLD else Markup("{}").format(action)
    if event.action == "schedule":
        moment = dt.datetime.fromisoformat(event.details["at"])
        did = texts("desk-did-scheduled-for", moment=texts.moment(moment, zone))
    if event.details.get("urgent"):
        did += " 🚨"
    lines = [Markup("<i>{}</i> · {} – {}").format(texts.moment(event.at, zone), name, did)]
    if reason := event.details.get("reason"):
        lines.append(Markup("«{}»").format(reason))
    return lines + [_differs(each, services, texts) for each in event.differences]


def _differs(difference: Difference, services: Services, texts: Texts) -> Markup:
    label = texts(f"desk-field-{difference.field}")
    language = difference.language
    if language is not None:
        everyones = services.texts
        label += f" ({everyones[language].plain('language-name') if language in everyones else language})"
    return Markup("{}: {}").format(label, _pieces(difference.pieces))


def _pieces(pieces: Sequence[tuple[str, str]]) -> Markup:
    return Markup(" ").join(SIGNS[sign].format(words) for sign, words in pieces)
