"""What a handler gets with an update: the reader, the texts in the reader's language, and how to answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from telegram import Bot, LinkPreviewOptions, Message, ReplyParameters, Update
from telegram.constants import ChatMemberStatus, ChatType, ParseMode
from telegram.error import BadRequest, Forbidden
from telegram.ext import CallbackContext, ExtBot

from bot import keyboards
from bot.cards import Answer
from briefings.model import ReaderKind

if TYPE_CHECKING:
    from telegram import CallbackQuery, Chat, InlineKeyboardMarkup, User

    from bot.services import Services
    from bot.texts import Texts
    from briefings.model import Reader

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
ADMINISTRATORS = {ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER}
NOT_MODIFIED = "message is not modified"


class Context(CallbackContext[ExtBot[None], dict[str, object], dict[str, object], dict[str, object]]):
    """python-telegram-bot's context with what our handlers need. `reader` is known after `meet`."""

    reader: Reader
    words: list[str]  # what stood behind the command, or the words of a plain text

    @property
    def services(self) -> Services:
        """The services that the composition root put into the application."""
        return cast("Services", self.bot_data["services"])

    @property
    def texts(self) -> Texts:
        """The texts in the chat's language."""
        return self.services.texts[self.language]

    @property
    def language(self) -> str:
        """The chat's language; the default where its file is gone."""
        language = self.reader.language
        return language if language in self.services.texts else self.services.settings.default_language

    async def meet(self, update: Update) -> None:
        """Find out whom we are talking with."""
        chat, user = update.effective_chat, update.effective_user
        assert chat is not None  # noqa: S101 - only updates with a chat are routed
        code = user.language_code if user else None
        self.reader = await self.services.reader(chat.id, ReaderKind(chat.type), code)

    async def answer(self, update: Update, answer: Answer) -> None:
        """Send the pages in order, in the chat (and forum topic) that the update came from."""
        chat, message = update.effective_chat, update.effective_message
        assert chat is not None  # noqa: S101 - only updates with a chat are routed
        await self._send(chat, message if isinstance(message, Message) else None, answer)

    async def say(self, update: Update, html: str, keyboard: InlineKeyboardMarkup | None = None) -> None:
        """Send one message of our own text."""
        await self.answer(update, Answer((html,), keyboard))

    async def replace(self, update: Update, answer: Answer, earlier_pages: tuple[int, ...] = ()) -> None:
        """Put the answer in place of the message that carries the pressed button, and of its `earlier_pages`."""
        query = update.callback_query
        assert query is not None  # noqa: S101 - only buttons replace
        chat = update.effective_chat
        if not isinstance(query.message, Message):
            if chat is not None:  # too old for Telegram to let us edit
                await self._send(chat, None, answer)
            return
        if earlier_pages and query.message.chat.type == ChatType.PRIVATE:
            # the ids came with the button, so from the client: in a group they might name anybody's messages
            await _delete(self.bot, query.message.chat_id, earlier_pages)
        if len(answer.pages) == 1:
            await _edit(query, answer.pages[0], answer.keyboard)
        else:
            await _edit(query, answer.pages[0], None)
            rest = Answer(answer.pages[1:], answer.keyboard)
            await self._send(query.message.chat, query.message, rest, before=(query.message.message_id,))

    async def is_administrator(self, update: Update) -> bool:
        """Whether the user may change this chat's settings: anyone in private, administrators in a group."""
        chat, user = update.effective_chat, update.effective_user
        assert chat is not None  # noqa: S101 - only updates with a chat are routed
        if chat.type == ChatType.PRIVATE:
            return True
        message = update.message
        if message is not None and message.sender_chat is not None:
            return message.sender_chat.id == chat.id  # an anonymous administrator writes as the group itself
        return user is not None and await self._is_member_in_charge(chat, user)

    async def _is_member_in_charge(self, chat: Chat, user: User) -> bool:
        return (await chat.get_member(user.id)).status in ADMINISTRATORS

    async def _send(self, chat: Chat, origin: Message | None, answer: Answer, before: tuple[int, ...] = ()) -> None:
        sent = list(before)
        thread = origin.message_thread_id if origin is not None and origin.is_topic_message else None
        for page in answer.pages[:-1]:
            message = await self.bot.send_message(
                chat.id, page, ParseMode.HTML, link_preview_options=NO_PREVIEW, message_thread_id=thread
            )
            sent.append(message.message_id)
        keyboard = answer.keyboard
        if keyboard is not None and sent:
            keyboard = keyboards.with_earlier_pages(keyboard, sent)
        await self.bot.send_message(
            chat.id,
            answer.pages[-1],
            ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
            message_thread_id=thread,
            reply_markup=keyboard,
            reply_parameters=_reply_in_group(chat, origin) if not sent else None,
        )


def _reply_in_group(chat: Chat, origin: Message | None) -> ReplyParameters | None:
    """In a group, where several talk at once, an answer points at its question."""
    if origin is None or chat.type == ChatType.PRIVATE or (origin.from_user and origin.from_user.is_bot):
        return None
    return ReplyParameters(origin.message_id, allow_sending_without_reply=True)


async def _edit(query: CallbackQuery, html: str, keyboard: InlineKeyboardMarkup | None) -> None:
    """Edit the button's message; a second tap on the same button finds it as it should be, and that is no error."""
    try:
        await query.edit_message_text(html, ParseMode.HTML, link_preview_options=NO_PREVIEW, reply_markup=keyboard)
    except BadRequest as error:
        if NOT_MODIFIED not in error.message.lower():
            raise


async def _delete(bot: Bot, chat_id: int, messages: tuple[int, ...]) -> None:
    """Delete what we can: after 48 hours Telegram no longer lets us, and then the pages just stay."""
    try:
        await bot.delete_messages(chat_id, messages)
    except (BadRequest, Forbidden):
        return


async def answer_query(query: CallbackQuery, text: str | None = None) -> None:
    """Stop the button's spinner, with an alert if there is a text. Too late is no error: nobody waits any more."""
    try:
        await query.answer(text, show_alert=text is not None)
    except BadRequest:
        return
