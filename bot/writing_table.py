"""THE table of writing: what each button and each step of `/add` does, and what an editor's message is taken for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.handlers import writing, writing_articles, writing_files
from bot.writing_buttons import Do
from bot.writing_pages import STEPS as ADD_STEPS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from telegram import Message, Update

    from bot.context import Context
    from bot.writing_buttons import WritePress
    from bot.writing_flow import Content
    from briefings.model import Dialogue

OF_FILES: Final = frozenset({Do.UPDATE_KNOWN, Do.SAVE_ALIKE, Do.LEAVE_FILES})
STEPS: Final[Mapping[str, Callable[[Update, Context, Dialogue], Awaitable[None]]]] = dict.fromkeys(
    ADD_STEPS, writing.answered
)


async def press(update: Update, context: Context, button: WritePress) -> str | None:
    """Do what the button says; the key of a text to show as an alert, if there is something to say."""
    return await (writing_files.press if button.do in OF_FILES else writing.press)(update, context, button)


def is_piece(message: Message, content: Content) -> bool:
    """Whether a message that is no command may be the next piece of a text that is coming: a briefing file is none."""
    return writing_files.ending_of(message.document) is None and writing_articles.is_piece(content, message)


async def take(update: Update, context: Context, *, asked: bool) -> bool:
    """Whether a message is something to write about, and was taken: a document, an article, the next piece of one.

    `asked`: a question waits, and a long text is its answer.
    """
    message = update.message
    if message is None or context.role is None:
        return False
    if writing_files.ending_of(message.document) is not None:
        await writing_files.document(update, context)
    elif await writing_articles.is_awaited(context, message) or (not asked and writing_articles.is_article(message)):
        await writing_articles.offer(update, context)
    elif message.document is not None and message.animation is None:  # which Telegram sends as a document too
        await writing_files.document(update, context)  # says what it takes
    else:
        return False
    return True
