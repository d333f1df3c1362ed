"""What a handler gets with an update: the reader, the texts in the reader's language, and how to answer."""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, cast

from telegram import Chat, Message, Update
from telegram.constants import ChatType
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import CallbackContext, ExtBot

from bot import keyboards, replies, wire
from bot.cards import Answer
from bot.origin import chat_of, message_of, reply_in_group, thread_of
from bot.replies import Patience
from briefings import readers
from briefings.desk import dialogues
from briefings.model import ReaderKind
from briefings.subscriptions import Place

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from telegram import CallbackQuery, InlineKeyboardMarkup

    from bot.channel_answers import Channel
    from bot.services import Services
    from bot.texts import Texts
    from briefings.desk.errors import DeskError
    from briefings.model import Dialogue, Reader, Role

T = TypeVar("T")


class Context(CallbackContext[ExtBot[None], dict[str, object], dict[str, object], dict[str, object]]):
    """python-telegram-bot's context with what our handlers need. `reader` is known after `meet`."""

    reader: Reader
    words: list[str]  # what stood behind the command, or the words of a plain text
    channel: Channel | None = None  # which a command or a button in private is about, in place of the chat

    @property
    def services(self) -> Services:
        """The services that the composition root put into the application."""
        return cast("Services", self.bot_data["services"])

    @cached_property
    def patience(self) -> Patience:
        """How long what this update asks of Telegram may wait."""
        return Patience(self.services.pace)

    @property
    def texts(self) -> Texts:
        """The texts in the chat's language."""
        return self.services.texts[self.language]

    @property
    def language(self) -> str:
        """The chat's language; the default where its file is gone."""
        language = self.reader.language
        return language if language in self.services.texts else self.services.settings.default_language

    @property
    def role(self) -> Role | None:
        """What the person in this private chat may do; None for readers, and for everybody in groups."""
        private = self.reader.kind == ReaderKind.PRIVATE  # whose chat id is the person's user id
        return self.services.role_of(self.reader.id) if private else None

    async def meet(self, update: Update) -> None:
        """Find out whom we are talking with."""
        chat, user = chat_of(update), update.effective_user
        code = user.language_code if user else None
        self.reader = await self.services.reader(chat.id, ReaderKind(chat.type), code)

    async def choose_language(self, update: Update, language: str) -> None:
        """Keep the language that this chat has chosen, and speak it from now on."""
        place = self.place(update)
        async with self.services.store.writing() as session:
            await readers.meet(session, place.chat_id, place.kind, place.language, self.services.now())
            await readers.choose_language(session, place.chat_id, language)
        await self.services.refresh()
        if self.channel is None:
            await self.meet(update)
        else:
            self.channel = self.channel.speaking(language)

    async def dialogue(self) -> Dialogue | None:
        """The question that waits for the next private message of this member of staff, if there is one."""
        if self.role is None:
            return None
        async with self.services.store.reading() as session:
            return await dialogues.current(session, self.reader.id, self.services.now())

    async def may_change(self, update: Update) -> bool:
        """Whether the user may change this chat's settings; who may not is told so."""
        allowed = await self.is_administrator(update)
        if not allowed:
            await self.say(update, self.texts("settings-admins-only"))
        return allowed

    def place(self, update: Update) -> Place:
        """The chat, or the forum topic, that the update came from; or the channel that it is about."""
        if self.channel is not None:
            return self.channel.place
        reader = self.reader
        thread = thread_of(message_of(update)) or 0
        return Place(reader.id, thread, reader.kind, reader.language, self.services.settings.timezone)

    def knows_place(self, update: Update) -> bool:
        """False under a message of a forum that is too old for Telegram to tell us its topic."""
        return message_of(update) is not None or not chat_of(update).is_forum

    async def answer(self, update: Update, answer: Answer) -> int:
        """Send the pages in order, in the chat (and forum topic) that the update came from; the last message's id."""
        return await self._send(chat_of(update), message_of(update), self._marked(answer))

    async def say(self, update: Update, html: str, keyboard: InlineKeyboardMarkup | None = None) -> None:
        """Send one message of our own text."""
        await self.answer(update, Answer((html,), keyboard))

    async def write(self, user_id: int, answer: Answer) -> int:
        """Send the pages to a person in private, where no update is at hand to be answered; the last message's id."""
        return await self._send(Chat(user_id, ChatType.PRIVATE), None, answer)

    async def send(self, ask: Callable[[int], Awaitable[T]]) -> T:
        """Send to this private chat what is more than text: `ask` is given the chat's id."""
        return await self._counted(Chat(self.reader.id, ChatType.PRIVATE), ask)

    async def refuse(self, update: Update, error: DeskError) -> None:
        """Say in one sentence what the desk can't do."""
        await self.say(update, self.texts(f"desk-error-{error.kind}", **error.values))

    async def replace(self, update: Update, answer: Answer, earlier_pages: tuple[int, ...] = ()) -> None:
        """Put the answer in place of the message that carries the pressed button, and of its `earlier_pages`."""
        query = update.callback_query
        assert query is not None  # noqa: S101 - only buttons replace
        answer = self._marked(answer)
        message = message_of(update)
        if message is None:  # too old for Telegram to let us edit
            await self._send(chat_of(update), None, answer)
            return
        if earlier_pages and message.chat.type == ChatType.PRIVATE:
            # the ids came with the button, so from the client: in a group they might name anybody's messages
            await self._delete(message.chat_id, earlier_pages)
        only = len(answer.pages) == 1
        try:
            await self._edit(message, answer.pages[0], answer.markup if only else None)
        except BadRequest as error:
            if not replies.is_message_lost(error):
                raise
            await self._send(message.chat, message, answer)
            return
        if not only:
            rest = Answer(answer.pages[1:], answer.keyboard)
            await self._send(message.chat, message, rest, before=(message.message_id,))

    async def is_administrator(self, update: Update) -> bool:
        """Whether the user may change this chat's settings: anyone in private, administrators in a group."""
        chat, user = chat_of(update), update.effective_user
        if chat.type == ChatType.PRIVATE:
            return True
        message = update.message
        if message is not None and message.sender_chat is not None:
            return message.sender_chat.id == chat.id  # an anonymous administrator writes as the group itself
        return user is not None and user.id in await self._administrators(chat)

    def _marked(self, answer: Answer) -> Answer:
        return answer if self.channel is None else self.channel.mark(answer, self.texts)

    async def _administrators(self, chat: Chat) -> set[int]:
        """User ids. Of a single member Telegram needn't tell us where the members are hidden."""
        try:
            return {member.user.id for member in await self.patience.call(chat.id, chat.get_administrators)}
        except (BadRequest, Forbidden):
            return set()

    async def answer_query(self, query: CallbackQuery, text: str | None = None) -> None:
        """Stop the button's spinner, with an alert if there is a text. Too late is no error."""
        try:
            await self.patience.call(None, lambda: query.answer(text, show_alert=text is not None))
        except BadRequest as error:
            if not replies.is_too_late(error):
                raise

    async def _send(self, chat: Chat, origin: Message | None, answer: Answer, before: tuple[int, ...] = ()) -> int:
        sent, thread = list(before), thread_of(origin)
        sent += [await self._message(chat, page, thread) for page in answer.pages[:-1]]
        markup = answer.markup
        if answer.keyboard is not None and sent:
            markup = keyboards.with_earlier_pages(answer.keyboard, sent).to_json()
        reply = reply_in_group(chat, origin) if not sent else None
        return await self._message(chat, answer.pages[-1], thread, markup, reply)

    async def _message(
        self,
        chat: Chat,
        page: str,
        thread: int | None,
        markup: str | None = None,
        reply: Mapping[str, object] | None = None,
    ) -> int:
        return await self._counted(
            chat,
            lambda chat_id: wire.send(self.bot, chat_id, page, markup, thread_id=thread, reply=reply),
        )

    async def _counted(self, chat: Chat, ask: Callable[[int], Awaitable[T]]) -> T:
        """Have a message sent; each try counts for Telegram's limits, so bulk makes room for it."""

        def send() -> Awaitable[T]:
            self.services.pace.reply(chat.id, is_group=chat.type != ChatType.PRIVATE)
            return ask(chat.id)

        return await self.patience.call(chat.id, send)

    async def _edit(self, message: Message, page: str, markup: str | None) -> None:
        chat_id, message_id = message.chat_id, message.message_id
        await self.patience.call(chat_id, lambda: wire.edit(self.bot, chat_id, message_id, page, markup))

    async def close(self, message_id: int, html: str) -> None:
        """Put a text in place of a message of ours in this private chat, and of its buttons, where that is possible."""
        with suppress(TelegramError):
            chat_id = self.reader.id
            await self.patience.call(chat_id, lambda: wire.edit(self.bot, chat_id, message_id, html))

    async def _delete(self, chat_id: int, messages: tuple[int, ...]) -> None:
        """Delete what we can: after 48 hours Telegram no longer lets us, and then the pages just stay."""
        with suppress(BadRequest, Forbidden):
            await self.patience.call(chat_id, lambda: self.bot.delete_messages(chat_id, messages))
