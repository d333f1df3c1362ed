"""Pages of the desk beside the panel: the history, and what colleagues are told."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from markupsafe import Markup
from telegram import InlineKeyboardMarkup

from bot import cards, desk_panel, desk_rows
from bot.cards import Answer, Block
from bot.desk_answers import name_of, tell_once
from briefings.desk import audit, editors, sent
from briefings.desk import history as histories
from briefings.desk.errors import DeskError
from briefings.desk.moves import Outcome
from briefings.model import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.context import Context
    from bot.desk_panel import Viewer
    from bot.services import Services
    from bot.texts import Texts
    from briefings.desk.history import Difference, Event, Piece
    from briefings.model import AuditEntry, Briefing

# What has words of its own in the history; anything else is shown by its name in the audit log.
TOLD = frozenset({"draft", "edit", "confirm", "submit", "approve", "send-back", "schedule", "withdraw", "publish",
                  "correct", "archive", "restore", "discard", "import", "file"})  # fmt: skip
_SLUG = re.compile(r"\w+")  # between commas
SIGNS = {"=": Markup("{}"), "-": Markup("<s>{}</s>"), "+": Markup("<b>{}</b>")}


def discarded(context: Context, number: int) -> Answer:
    """A draft is gone."""
    return Answer((context.texts("desk-discarded", number=str(number)),))


async def note_of(context: Context, briefing: Briefing, outcome: Outcome, *, urgent: bool = False) -> Markup:
    """What came of the wish to publish (as `urgent`?), in words; whom it concerns is told."""
    note = context.texts(f"desk-{outcome}")
    if outcome is Outcome.SUBMITTED:
        note += "\n" + await _ask_for_review(context, briefing)
    elif outcome in {Outcome.PUBLISHED, Outcome.ALREADY}:
        async with context.services.store.reading() as session:
            alert = await sent.of_alert(session, briefing.id)
        if alert is not None:
            note += "\n" + context.texts("sent-follow", edition=str(alert))
        elif urgent:  # too late: its digests may have gone out, and an alert would bring it twice
            note += "\n" + context.texts("desk-already-ordinary", number=str(briefing.id))
    return note


async def tell_of_change(context: Context, briefing: Briefing) -> Markup | None:
    """Have those hear whom it concerns what this editor has just changed; what is to be said of it, if anything.

    What goes to review again is looked at before it goes out. Where review is required, what readers see changes at
    once, since a wrong figure should not wait: the second pair of eyes sees it right after.
    """
    entry = await _last(context, briefing)
    if entry is None or entry.user_id != context.reader.id:
        return None
    if entry.action == "submit":
        return await note_of(context, briefing, Outcome.SUBMITTED)
    published = briefing.status is Status.PUBLISHED and entry.action in {"edit", "correct"}
    if published and context.services.settings.review_required:
        await _tell_reviewers(context, briefing, entry)
    return None


async def _ask_for_review(context: Context, briefing: Briefing) -> Markup:
    """Show the draft to everybody who may approve it; how many it has reached."""
    services, entry = context.services, await _last(context, briefing, "submit")
    assert entry is not None  # noqa: S101 - it is in review
    name = await name_of(context, entry.user_id or context.reader.id)

    def request(who: Viewer) -> Answer:
        return desk_panel.render(services, briefing, who, note=who.texts("desk-review-asked", name=name))

    asked = editors.approvers(services.roles, services.settings.owner_ids, briefing.created_by)
    reached = await tell_once(context, entry, asked, request)
    return context.texts("desk-review-reached", count=reached) if reached else context.texts("desk-review-nobody")


async def tell_sent_back(context: Context, briefing: Briefing, reason: str) -> bool:
    """Tell the author why the draft comes back; whether they have heard."""
    entry, author = await _last(context, briefing, "send_back"), briefing.created_by
    if entry is None or author is None:
        return False
    name = await name_of(context, context.reader.id)

    def sent_back(them: Viewer) -> Answer:
        number, title = str(briefing.id), desk_rows.title_of(briefing, them.texts.language)
        note = them.texts("desk-sent-back-to-you", number=number, title=title, name=name, reason=reason)
        return Answer((note,), InlineKeyboardMarkup(desk_rows.opening(briefing.id, briefing.version, them.texts)))

    return await tell_once(context, entry, [author], sent_back) > 0


async def _tell_reviewers(context: Context, briefing: Briefing, entry: AuditEntry) -> None:
    """Show those who approve how this editor has changed what readers see."""
    services, me = context.services, context.reader.id
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

    await tell_once(context, entry, editors.approvers(services.roles, services.settings.owner_ids, me), changed)


async def tell_author(context: Context, briefing: Briefing) -> None:
    """Tell the author that a colleague has let the draft go out."""
    entry, author = await _last(context, briefing, "approve"), briefing.created_by
    if entry is None or entry.user_id is None or author is None:
        return
    name = await name_of(context, entry.user_id)

    def approved(them: Viewer) -> Answer:
        return desk_panel.render(context.services, briefing, them, note=them.texts("desk-approved", name=name))

    await tell_once(context, entry, [author], approved)


async def _last(context: Context, briefing: Briefing, *actions: str) -> AuditEntry | None:
    async with context.services.store.reading() as session:
        return await audit.last(session, briefing.id, *actions)


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
    pieces: Sequence[Piece] = difference.pieces
    if difference.field == "topics":
        pieces = [
            (sign, _SLUG.sub(lambda slug: services.catalogue.name(slug[0], texts.language), words))
            for sign, words in pieces
        ]
    return Markup("{}: {}").format(label, _pieces(pieces))


def _pieces(pieces: Sequence[Piece]) -> Markup:
    return Markup(" ").join(SIGNS[sign].format(words) for sign, words in pieces)
