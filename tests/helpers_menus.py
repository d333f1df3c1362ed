"""The menus that a reader or the staff should have, with one topic."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.commands import COMMANDS
from bot.texts import load_texts
from briefings.catalogue import TopicEntry

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.model import Role

TEXTS = load_texts()
CHINA = TopicEntry("china", "🇨🇳", "countries", {"kk": "Қытай", "ru": "Китай"}, {})


def commands(language: str, role: Role | None) -> dict[str, str]:
    """The commands that only readers have (None), or only the staff with this role."""
    mine = [each for each in COMMANDS.commands if each.roles is None or role in each.roles]
    return {each.name: TEXTS[language].plain(each.help_key) for each in mine if (each.roles is None) is (role is None)}


@asynccontextmanager
async def raising() -> AsyncIterator[AsyncSession]:
    """In place of a store's session while its PostgreSQL restarts."""
    raise ConnectionRefusedError
    yield
