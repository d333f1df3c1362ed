"""Who writes: /staff, /grant, /revoke. Owners only."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from markupsafe import Markup
from telegram import InlineKeyboardMarkup
from telegram.error import TelegramError

from bot import menus
from bot.callback_data import button
from bot.cards import Answer, Block, paginate
from bot.staff_buttons import Do, StaffPress
from briefings import readers
from briefings.desk import staff as members
from briefings.desk.errors import DeskError
from briefings.desk.form import shortened
from briefings.model import Role

if TYPE_CHECKING:
    from telegram import InlineKeyboardButton, Update

    from bot.context import Context
    from briefings.model import Staff


async def staff(update: Update, context: Context) -> None:
    """Everybody with a role; a button each for those whose role can be changed here."""
    await context.answer(update, await _list(update, context))


async def grant(update: Update, context: Context) -> None:
    """`/grant USER_ID ROLE`: give a person a role."""
    if len(context.words) < 2:
        raise DeskError("grant-form")
    user_id, role = members.read_user_id(context.words[0]), _role(context, " ".join(context.words[1:]))
    note = await _grant(context, user_id, role)
    await context.answer(update, await _person(update, context, user_id, note))


async def revoke(update: Update, context: Context) -> None:
    """`/revoke USER_ID`: take a person's role away."""
    if len(context.words) != 1:
        raise DeskError("revoke-form")
    user_id = members.read_user_id(context.words[0])
    note = await _revoke(context, user_id)
    await context.answer(update, await _person(update, context, user_id, note))


async def press(update: Update, context: Context, button: StaffPress) -> None:
    """The same by buttons, in place."""
    if button.do is Do.LIST:
        await context.replace(update, await _list(update, context))
        return
    note = None
    if isinstance(button.do, Role):
        note = await _grant(context, button.user_id, button.do)
    elif button.do is Do.REVOKE:
        note = await _revoke(context, button.user_id)
    await context.replace(update, await _person(update, context, button.user_id, note))


def _role(context: Context, words: str) -> Role:
    """A role by its name in any of our languages or in English."""
    for role in Role:
        names = {role.value, *(texts.plain(f"role-{role}").casefold() for texts in context.services.texts.values())}
        if words.casefold() in names:
            return role
    raise DeskError("role", word=shortened(words))


async def _grant(context: Context, user_id: int, role: Role) -> Markup:
    """Grant it, tell the person and give them their menu; what to tell the owner."""
    services, owners = context.services, context.services.settings.owner_ids
    async with services.store.writing() as session:
        by = context.reader.id
        new = await members.grant(session, user_id, role, by=by, owner_ids=owners, now=services.now())
    if not new:
        return context.texts("staff-as-before")
    return context.texts("staff-told" if await _tell(context, user_id, f"staff-you-{role}") else "staff-not-told")


async def _revoke(context: Context, user_id: int) -> Markup:
    """Revoke it, tell the person and take their menu away; what to tell the owner."""
    services, owners = context.services, context.services.settings.owner_ids
    async with services.store.writing() as session:
        await members.revoke(session, user_id, by=context.reader.id, owner_ids=owners, now=services.now())
    told = await _tell(context, user_id, "staff-you-none")
    return context.texts("staff-revoked-told" if told else "staff-revoked")


async def _tell(context: Context, user_id: int, text: str) -> bool:
    """Tell a person in their language what has changed, and bring their menu to it. Whether they could be told."""
    services = context.services
    await services.refresh()
    async with services.store.reading() as session:
        reader = await readers.find(session, user_id)
    if reader is None:
        return False
    language = reader.language if reader.language in services.texts else services.settings.default_language
    await menus.follow_choice(context.bot, services, reader)
    try:
        await context.write(user_id, Answer((services.texts[language](text),)))
    except TelegramError:  # never started, blocked, gone
        return False
    return True


async def _list(update: Update, context: Context) -> Answer:
    services, texts = context.services, context.texts
    async with services.store.reading() as session:
        granted = [each for each in await members.members(session) if each.user_id not in services.settings.owner_ids]
    owners = sorted(services.settings.owner_ids)
    named = sorted({*owners, *(number for each in granted for number in (each.user_id, each.granted_by))})
    names = dict(zip(named, await asyncio.gather(*(_name(context, each) for each in named)), strict=True))
    lines = [Markup("{}: {}").format(names[each], texts("staff-by-settings")) for each in owners]
    zone = (await services.subscription(context.place(update))).zone
    for each in granted:
        since = _since(context, each, names[each.granted_by], zone)
        lines.append(Markup("{}: {}").format(names[each.user_id], since))
    title = Block((Markup("<b>{}</b>").format(texts("staff-title")),))
    rows = [[_button(names[each.user_id].striptags(), each.user_id)] for each in granted]
    pages = paginate([title, Block(tuple(lines)), Block((texts("staff-hint"),))])
    return Answer(pages, InlineKeyboardMarkup(rows) if rows else None)


async def _person(update: Update, context: Context, user_id: int, note: Markup | None) -> Answer:
    """One person's role, and buttons to change it."""
    services, texts = context.services, context.texts
    async with services.store.reading() as session:
        granted = {each.user_id: each for each in await members.members(session)}.get(user_id)
    zone = (await services.subscription(context.place(update))).zone
    said = texts("staff-no-role")
    if granted is not None:
        said = _since(context, granted, await _name(context, granted.granted_by), zone)
    lines = [Markup("{}: {}").format(await _name(context, user_id), said)]
    rows = [
        [button(texts.plain("button-staff-grant", role=texts.plain(f"role-{role}")), StaffPress(role, user_id))]
        for role in Role
        if granted is None or granted.role is not role
    ]
    if granted is not None:
        rows.append([button(texts.plain("button-staff-revoke"), StaffPress(Do.REVOKE, user_id))])
    rows.append([button(texts.plain("button-staff-list"), StaffPress(Do.LIST))])
    return Answer(("\n\n".join([*([note] if note else []), *lines]),), InlineKeyboardMarkup(rows))


def _since(context: Context, member: Staff, by: Markup, zone: str) -> Markup:
    texts = context.texts
    since = texts.day(member.granted_at, zone)
    return texts("staff-since", role=texts(f"role-{member.role}"), since=since, by=by)


async def _name(context: Context, user_id: int) -> Markup:
    """A person as Telegram names them now (nothing of it is stored), and their number; only that of a stranger."""
    number = Markup("<code>{}</code>").format(user_id)
    async with context.services.store.reading() as session:
        if await readers.find(session, user_id) is None:
            return number
    try:
        return Markup("<b>{}</b> ({})").format((await context.bot.get_chat(user_id)).effective_name, number)
    except TelegramError:  # gone, or Telegram is
        return number


def _button(text: str, user_id: int) -> InlineKeyboardButton:
    return button(text, StaffPress(Do.SHOW, user_id))
