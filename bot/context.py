"""What a handler gets with an update: the reader, the texts in the reader's language, and how to answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from telegram import Bot, Chat, Message, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import BadRequest, Forbidden
from telegram.ext import CallbackContext, ExtBot

from bot import keyboards, wire
from bot.cards import Answer
from briefings import readers
from briefings.desk import dialogues
from briefings.model import ReaderKind
from briefings.subscriptions import Place

if TYPE_CHECKING:
    from telegram import CallbackQuery, InlineKeyboardMarkup, User

    from bot.services import Services
    from bot.texts import Texts
    from briefings.desk.errors import DeskError
    from briefings.model import Dialogue, Reader, Role

ADMINISTRATORS = {ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER}


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
        async with self.services.store.writing() as session:
            await readers.choose_language(session, self.reader.id, language)
        await self.services.refresh()
        await self.meet(update)

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
        """The chat, or the forum topic, that the update came from."""
        reader = self.reader
        thread = _thread(_message(update)) or 0
        return Place(reader.id, thread, reader.kind, reader.language, self.services.settings.timezone)

    def knows_place(self, update: Update) -> bool:
        """False under a message of a forum that is too old for Telegram to tell us its topic."""
        return _message(update) is not None or not chat_of(update).is_forum

    async def answer(self, update: Update, answer: Answer) -> None:
        """Send the pages in order, in the chat (and forum topic) that the update came from."""
        await self._send(chat_of(update), _message(update), answer)

    async def say(self, update: Update, html: str, keyboard: InlineKeyboardMarkup | None = None) -> None:
        """Send one message of our own text."""
        await self.answer(update, Answer((html,), keyboard))

    async def write(self, user_id: int, answer: Answer) -> None:
        """Send the pages to a person in private, where no update is at hand to be answered."""
        await self._send(Chat(user_id, ChatType.PRIVATE), None, answer)

    async def refuse(self, update: Update, error: DeskError) -> None:
        """Say in one sentence what the desk can't do."""
        await self.say(update, self.texts(f"desk-error-{error.kind}", **error.values))

    async def replace(self, update: Update, answer: Answer, earlier_pages: tuple[int, ...] = ()) -> None:
        """Put the answer in place of the message that carries the pressed button, and of its `earlier_pages`."""
        query = update.callback_query
        assert query is not None  # noqa: S101 - only buttons replace
        message = _message(update)
        if message is None:  # too old for Telegram to let us edit
            await self._send(chat_of(update), None, answer)
            return
        if earlier_pages and message.chat.type == ChatType.PRIVATE:
            # the ids came with the button, so from the client: in a group they might name anybody's messages
            await _delete(self.bot, message.chat_id, earlier_pages)
        if len(answer.pages) == 1:
            await wire.edit(self.bot, message.chat_id, message.message_id, answer.pages[0], answer.markup)
        else:
            await wire.edit(self.bot, message.chat_id, message.message_id, answer.pages[0])
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
        return user is not None and await self._is_member_in_charge(chat, user)

    async def _is_member_in_charge(self, chat: Chat, user: User) -> bool:
        return (await chat.get_member(user.id)).status in ADMINISTRATORS

    async def _send(self, chat: Chat, origin: Message | None, answer: Answer, before: tuple[int, ...] = ()) -> None:
        sent, thread = list(before), _thread(origin)
        for _ in answer.pages:
            self.services.pace.reply(chat.id, is_group=chat.type != ChatType.PRIVATE)
        sent += [await wire.send(self.bot, chat.id, page, thread_id=thread) for page in answer.pages[:-1]]
        markup = answer.markup
        if answer.keyboard is not None and sent:
            markup = keyboards.with_earlier_pages(answer.keyboard, sent).to_json()
        reply = _reply_in_group(chat, origin) if not sent else None
        await wire.send(self.bot, chat.id, answer.pages[-1], markup, thread_id=thread, reply=reply)


def has_chat(update: Update) -> bool:
    """Whether there is a chat to answer in; a button of an inline message has none."""
    query = update.callback_query
    return update.effective_chat is not None or (query is not None and query.message is not None)


def chat_of(update: Update) -> Chat:
    """The chat that the update came from; also of a button under a message that is too old to be shown to us.

    `Update.effective_chat` passes over such a message, which is false as a truth value.
    """
    query = update.callback_query
    chat = query.message.chat if query is not None and query.message is not None else update.effective_chat
    assert chat is not None  # noqa: S101 - only updates with a chat are routed
    return chat


def _message(update: Update) -> Message | None:
    """The message that came, or that carries the pressed button; None where Telegram shows it to us no longer."""
    message = update.callback_query.message if update.callback_query else update.effective_message
    return message if isinstance(message, Message) and message.is_accessible else None


def _thread(message: Message | None) -> int | None:
    """The forum topic that a message is in."""
    return message.message_thread_id if message is not None and message.is_topic_message else None


def _reply_in_group(chat: Chat, origin: Message | None) -> dict[str, object] | None:
    """In a group, where several talk at once, an answer points at its question."""
    if origin is None or chat.type == ChatType.PRIVATE or (origin.from_user and origin.from_user.is_bot):
        return None
    return {"message_id": origin.message_id, "allow_sending_without_reply": True}


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
