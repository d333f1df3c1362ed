"""A briefing's panel for the editors' desk: how it stands, what it lacks, the card as readers will see it, buttons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup
from telegram import InlineKeyboardMarkup

from bot import cards, desk_rows
from bot.cards import Answer
from briefings.desk import drafts, editors, moves, standing
from briefings.desk.editors import Editor
from briefings.model import ReaderKind, Status
from briefings.subscriptions import Place

if TYPE_CHECKING:
    from bot.context import Context
    from bot.desk_rows import Rows
    from bot.services import Services
    from bot.texts import Texts
    from briefings.model import Briefing


@dataclass(frozen=True)
class Viewer:
    """Who looks at a panel, and in which language."""

    editor: Editor
    texts: Texts


async def viewer(services: Services, user_id: int, language: str) -> Viewer | None:
    """A member of staff as the one who looks; None for anybody else."""
    role = services.role_of(user_id)
    if role is None:
        return None
    place = Place(user_id, 0, ReaderKind.PRIVATE, language, services.settings.timezone)
    zone = (await services.subscription(place)).zone
    return Viewer(Editor(user_id, role, zone, services.settings.review_required), services.texts[language])


async def me(context: Context) -> Viewer:
    """The member of staff in whose private chat this is."""
    found = await viewer(context.services, context.reader.id, context.language)
    assert found is not None  # noqa: S101 - the role gate lets nobody else come here
    return found


async def show(context: Context, briefing_id: int, language: str | None = None, note: Markup | None = None) -> Answer:
    """The panel of a stored briefing as it stands now, its card in `language` (else the chat's).

    `note`: what has just happened. `DeskError` missing, where there is no such briefing.
    """
    async with context.services.store.reading() as session:
        briefing = await drafts.look(session, briefing_id)
    return render(context.services, briefing, await me(context), language, note=note)


def render(
    services: Services,
    briefing: Briefing,
    who: Viewer,
    language: str | None = None,
    *,
    rows: Rows | None = None,
    note: Markup | None = None,
) -> Answer:
    """The panel for one who looks: one message, or after a long card one of its own.

    `rows`: other buttons than those that belong to how it stands.
    """
    wanted = language if language and language in services.texts else who.texts.language
    head = Markup("\n").join([*([note, Markup()] if note else []), *_head(services, briefing, who)])
    if rows is None:
        rows = desk_rows.panel(briefing, who.editor, wanted, services.texts, who.texts)
    keyboard = InlineKeyboardMarkup(rows)
    if not briefing.texts:
        return Answer((head,), keyboard)
    zone, texts = services.settings.timezone, services.texts[wanted]  # all of it as readers of that language see it
    pages = cards.card_pages(briefing, texts, services.catalogue, notice=head, zone=zone)
    if len(pages) > 1:
        pages = (*cards.card_pages(briefing, texts, services.catalogue, zone=zone), head)
    return Answer(pages, keyboard)


def _head(services: Services, briefing: Briefing, who: Viewer) -> list[Markup]:
    texts, zone, number = who.texts, who.editor.zone, str(briefing.id)
    lines = [texts(f"desk-state-{briefing.status}", number=number)]
    if briefing.publish_at is not None:
        key = "desk-goes-out" if briefing.status is Status.SCHEDULED else "desk-wished-at"
        lines.append(texts(key, moment=texts.moment(briefing.publish_at, zone), city=texts.city(zone)))
    elif briefing.status is Status.PUBLISHED and briefing.published_at is not None:
        lines.append(texts("desk-went-out", moment=texts.moment(briefing.published_at, zone), city=texts.city(zone)))
    if briefing.urgent:
        lines.append(texts("desk-urgent"))
    lacking = standing.missing(briefing)
    named = [_named(each, services, texts) for each in lacking if each.what != "confirm"]
    if named:
        lines.append(texts("desk-missing", what=", ".join(named)))
    dated_then = briefing.status in drafts.OPEN and moves.dates(briefing)
    if briefing.date is None and briefing.status is not Status.ARCHIVED and not dated_then:
        lines.append(texts("desk-undated"))
    machines = [_language(each.language, services) for each in lacking if each.what == "confirm"]
    if machines:
        lines.append(texts("desk-machine", languages=", ".join(machines)))
    if briefing.status is Status.REVIEW and not editors.may_approve(who.editor, briefing):
        lines.append(texts("desk-review-waits"))
    return lines


def _named(lacking: standing.Missing, services: Services, texts: Texts) -> str:
    key = f"desk-missing-{lacking.what}"
    if lacking.language is None:
        return texts.plain(key)
    return texts.plain(key, language=_language(lacking.language, services))


def _language(code: str | None, services: Services) -> str:
    """A language by its own name."""
    return services.texts[code].plain("language-name") if code and code in services.texts else str(code)
