"""THE table: every command, who may use it, where it is shown, and its handler. Menus and /help are made from it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from telegram import BotCommand, Update
from telegram.constants import BotCommandLimit

from bot.context import Context
from bot.handlers import (
    broadcasting,
    correcting,
    desk_editing,
    desk_looking,
    desk_publishing,
    digest,
    exporting,
    privacy,
    reading,
    searching,
    sent,
    settings,
    staff,
    start,
    statistics,
    subscribing,
    topics_desk,
    writing,
)
from briefings.model import Role

if TYPE_CHECKING:
    from bot.texts import Texts
    from briefings.catalogue import Catalogue

Handler = Callable[[Update, Context], Awaitable[None]]
EVERY_STAFF = frozenset(Role)
OWNERS = frozenset({Role.OWNER})
NUMBERED = re.compile(r"b[0-9]+")  # a briefing's command


@dataclass(frozen=True)
class Command:
    """A command. `roles`: who of the staff may use it, in private; None: everybody, everywhere.

    `help_key`: its line in menus and /help, in every `.ftl` file.
    """

    name: str
    handler: Handler
    roles: frozenset[Role] | None = None

    @property
    def help_key(self) -> str:
        """The key of its one-line text."""
        return f"help-{self.name}"

    def line(self, texts: Texts) -> BotCommand:
        """Its line in a menu."""
        return BotCommand(self.name, texts.plain(self.help_key))

    def is_for(self, role: Role | None) -> bool:
        """Whether somebody with this role may use it; None: a reader."""
        return self.roles is None or role in self.roles


@dataclass(frozen=True)
class CommandTable:
    """The commands in the order in which menus show them."""

    commands: tuple[Command, ...]

    def find(self, name: str, role: Role | None = None) -> Command | None:
        """The command with this name, in small letters, if somebody with this role may use it; None: a reader."""
        return next((each for each in self.commands if each.name == name and each.is_for(role)), None)

    def roles_for(self, name: str) -> frozenset[Role] | None:
        """Who of the staff may use the command with this name; None: it isn't one of the staff's."""
        return next((command.roles for command in self.commands if command.name == name), None)

    def is_reserved(self, slug: str) -> bool:
        """Whether a topic can't have this slug: it is our command, or a briefing such as b12."""
        return any(command.name == slug for command in self.commands) or NUMBERED.fullmatch(slug) is not None

    def menu(self, texts: Texts, catalogue: Catalogue, role: Role | None = None) -> list[BotCommand]:
        """Topics first, since they are what readers come for, then the rest; at most as many as Telegram takes.

        The commands are those that somebody with this role may use; None: a reader. Before the topics stand the
        staff's own.
        """
        topics = [
            BotCommand(topic.slug, f"{topic.emoji} {topic.name(texts.language)}"[: BotCommandLimit.MAX_DESCRIPTION])
            for topic in catalogue.topics
        ]
        mine = [command for command in self.commands if command.is_for(role)]
        desk = [command.line(texts) for command in mine if command.roles is not None]
        rest = [command.line(texts) for command in mine if command.roles is None]
        return [*desk, *topics[: BotCommandLimit.MAX_COMMAND_NUMBER - len(mine)], *rest]


COMMANDS = CommandTable(
    (
        Command("search", searching.search),
        Command("latest", reading.latest),
        Command("topics", reading.topics),
        Command("digest", digest.digest),
        Command("subscribe", subscribing.subscribe),
        Command("unsubscribe", subscribing.unsubscribe),
        Command("settings", settings.settings),
        Command("timezone", settings.timezone),
        Command("pause", settings.pause),
        Command("resume", settings.resume),
        Command("lang", start.language),
        Command("help", start.help_),
        Command("start", start.start),
        Command("privacy", privacy.privacy),
        Command("forget", privacy.forget),
        Command("add", writing.add, EVERY_STAFF),
        Command("drafts", desk_looking.waiting, EVERY_STAFF),
        Command("card", desk_looking.card, EVERY_STAFF),
        Command("publish", desk_publishing.publish, EVERY_STAFF),
        Command("edit", desk_editing.edit, EVERY_STAFF),
        Command("correct", correcting.correct, EVERY_STAFF),
        Command("archive", desk_publishing.archive, EVERY_STAFF),
        Command("restore", desk_publishing.restore, EVERY_STAFF),
        Command("history", desk_looking.history, EVERY_STAFF),
        Command("cancel", writing.cancel, EVERY_STAFF),
        Command("broadcast", broadcasting.broadcast, EVERY_STAFF),
        Command("sent", sent.sent, EVERY_STAFF),
        Command("topic", topics_desk.topic, EVERY_STAFF),
        Command("stats", statistics.stats, EVERY_STAFF),
        Command("export", exporting.export, EVERY_STAFF),
        Command("staff", staff.staff, OWNERS),
        Command("grant", staff.grant, OWNERS),
        Command("revoke", staff.revoke, OWNERS),
    )
)
