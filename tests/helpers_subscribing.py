"""What a chat's subscription is in the bot's own database, and what it is told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.cast import KAZAKH_READER_ID
from briefings import subscriptions

if TYPE_CHECKING:
    from bot.sandbox.server import SandboxServer
    from briefings.model import Subscription
    from briefings.store import Store

SUNDAY_KK, SUNDAY_RU = "2026 ж. 22 қараша, жексенбі, 09:00 (Алматы)", "воскресенье, 22 ноября 2026 г., 09:00 (Алматы)"


def pass_over_edits_without_change(server: SandboxServer) -> None:
    """Telegram refuses an edit that changes nothing, and only asking tells: that is no mistake of ours."""
    refused = server.world.journal.refused()
    assert all(entry.method == "editMessageText" and "not modified" in entry.outcome for entry in refused)
    server.world.journal.entries.clear()


async def stored(store: Store, chat_id: int = KAZAKH_READER_ID, thread_id: int = 0) -> Subscription:
    """The subscription as it is kept."""
    async with store.reading() as session:
        found = await subscriptions.find(session, chat_id, thread_id)
    assert found is not None
    return found


async def held(store: Store, chat_id: int = KAZAKH_READER_ID) -> set[str] | None:
    topics = subscriptions.topics_of(await stored(store, chat_id))
    return None if topics is None else set(topics)
