"""Digests, alerts and corrections as messages: rendered once for each content, language and day, not for each chat."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from markupsafe import Markup
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot import callback_data, cards, keyboards
from bot.cards import Answer, Block
from bot.presses import Subscribe
from briefings import digest
from briefings.language import sentences
from briefings.library import published_among
from briefings.model import EditionKind, ReaderKind
from briefings.partial_date import PartialDate

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.services import Services
    from briefings.digest import Content
    from briefings.model import Briefing
    from briefings.parcels import Parcel

SENTENCE_LIMIT = 700  # UTF-16 units; with the longest title an item still fits into a message of its own
REASON_LIMIT = 300  # of a correction
TITLES = {EditionKind.ALERT: "alert-title", EditionKind.CORRECTION: "correction-title"}
MOST_BUTTONS = 100  # under a message
FEW_BUTTONS, NARROW, WIDE = 20, 5, 8  # up to so many, so many in a row; else so many


async def render(
    services: Services,
    session: AsyncSession,
    content: Content,
    language: str,
    now: dt.datetime,
    *,
    link: str | None = None,
) -> Answer | None:
    """A digest as readers of `language` get it; None where nothing of it is published any more.

    Its date is the one that `now` shows in its own zone: give it in the chat's. With a `link` (https://t.me/NAME) the
    buttons open the briefing in private in place of answering here: in a channel every reader could make us post.
    """
    found = await published_among(session, digest.briefing_ids(content))
    shown = [(slug, [found[number] for number in numbers if number in found]) for slug, numbers in content]
    briefings = [briefing for _, under in shown for briefing in under]
    if not briefings:
        return None
    texts = services.texts[language]
    date = texts.date(PartialDate(now.year, now.month, now.day))
    head = (Markup("<b>{}</b>").format(texts("digest-title", date=date)), texts("digest-count", count=len(briefings)))
    blocks, place = [Block(head)], 0
    for slug, under in shown:
        for briefing in under:
            heading = (_heading(services, slug, language),) if briefing is under[0] else ()
            place += 1
            blocks.append(Block((*heading, *_item(services, briefing, language, place))))
    return Answer(cards.paginate(blocks), _buttons(services, briefings, language, link))


async def of_parcel(
    services: Services, parcel: Parcel, now: dt.datetime, link: str, *, inline: bool = False
) -> Answer | None:
    """What a delivery sends, None where nothing of it is published any more; `link`: https://t.me/NAME of the bot.

    With `inline` mode a card is shared as cards are everywhere: see `keyboards.card`.

    A correction that edits gives what its original would say now, dated as it was.
    """
    if parcel.html is not None:
        return Answer((parcel.html,))
    language = parcel.language if parcel.language in services.texts else services.settings.default_language
    shown, at = (parcel.original, parcel.original.sent_at) if parcel.original else (parcel, now)
    local = at.astimezone(ZoneInfo(parcel.zone or services.settings.timezone))
    in_channel = parcel.chat_kind is ReaderKind.CHANNEL

    async def make() -> Answer | None:
        async with services.store.reading() as session:
            if shown.kind in TITLES:
                return await card(
                    services,
                    session,
                    shown.content,
                    language,
                    link,
                    kind=shown.kind,
                    in_channel=in_channel,
                    inline=inline,
                )
            return await render(services, session, shown.content, language, local, link=link if in_channel else None)

    return await services.answer(("edition", shown.edition_id, language, local.date(), in_channel), make)


async def card(
    services: Services,
    session: AsyncSession,
    content: Content,
    language: str,
    link: str,
    *,
    kind: EditionKind = EditionKind.ALERT,
    in_channel: bool = False,
    inline: bool = False,
) -> Answer | None:
    """The card of an alert's or a correction's briefing, said to be so; None where it is not published any more."""
    for briefing in (await published_among(session, digest.briefing_ids(content))).values():
        texts = services.texts[language]
        notice = Markup("<b>{}</b>").format(texts(TITLES[kind]))
        zone = services.settings.timezone
        pages = cards.card_pages(briefing, texts, services.catalogue, notice, zone=zone)
        keyboard = keyboards.card(
            briefing,
            language,
            None,
            ways=(),
            everyones_texts=services.texts,
            texts=texts,
            link=f"{link}?start=b_{briefing.id}",
            inline=inline,
        )
        return Answer(pages, _without(keyboard, in_channel=in_channel))
    return None


def _without(keyboard: InlineKeyboardMarkup, *, in_channel: bool) -> InlineKeyboardMarkup:
    """Not the offer to subscribe: who gets this has. In a channel only what a tap doesn't change for all readers."""

    def fits(button: InlineKeyboardButton) -> bool:
        data = button.callback_data
        return data is None or (not in_channel and Subscribe.unpack(str(data)) is None)

    rows = [[button for button in row if fits(button)] for row in keyboard.inline_keyboard]
    return InlineKeyboardMarkup([row for row in rows if row])


def _heading(services: Services, slug: str, language: str) -> Markup:
    entry = services.catalogue.by_slug(slug)
    emoji = f"{entry.emoji} " if entry else ""
    return Markup("{}<b>{}</b>").format(emoji, services.catalogue.name(slug, language))


def _item(services: Services, briefing: Briefing, language: str, place: int) -> tuple[Markup, ...]:
    """Title, first sentence, what was corrected, command, and that there is only another language where it is so."""
    texts, shown = services.texts[language], cards.shown_language(briefing, language)
    text = briefing.texts[shown]
    first = next(iter(sentences(text.summary)), "")
    command = Markup("/b{}").format(briefing.id)
    if shown != language:
        command += Markup(" · <i>{}</i>").format(texts("digest-language-note"))
    title = Markup("{}. <b>{}</b>").format(place, text.title)
    reason = cards.correction_line(briefing, language)
    corrected = ""
    if reason is not None:
        line = texts("digest-corrected", reason=cards.shortened(reason, REASON_LIMIT))
        corrected = Markup("<i>{}</i>").format(line)
    lines = (title, Markup("{}").format(cards.shortened(first, SENTENCE_LIMIT)), corrected, command)
    return tuple(Markup("{}").format(line) for line in lines if line)


def _buttons(
    services: Services, briefings: Sequence[Briefing], language: str, link: str | None
) -> InlineKeyboardMarkup:
    """A button for each, with its number in the digest; as many as Telegram lets stand under a message."""

    def button(label: str, number: int) -> InlineKeyboardButton:
        if link is not None:
            return InlineKeyboardButton(label, url=f"{link}?start=b_{number}")
        return callback_data.button(label, keyboards.OpenBriefing(number))

    if len(briefings) == 1:
        return InlineKeyboardMarkup([[button(services.texts[language].plain("button-read"), briefings[0].id)]])
    shown = briefings[:MOST_BUTTONS]
    row = [button(str(place), briefing.id) for place, briefing in enumerate(shown, 1)]
    width = NARROW if len(row) <= FEW_BUTTONS else WIDE
    return InlineKeyboardMarkup([row[start : start + width] for start in range(0, len(row), width)])
