"""What can be done over POST /sandbox/act: one function for each value of ``do``, all acting through ``people``.

Fields that several share: ``user`` and ``chat`` are ids; ``thread``, ``reply_to`` and ``anonymous`` are optional.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from bot.sandbox import cast, members, people
from bot.sandbox.params import Upload
from bot.sandbox.people import Act, CannotDo, Where
from bot.sandbox.things import Chat, Json, Member, Message, User

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.sandbox.world import World


def act(world: World, data: Json) -> Json:
    """Do what ``data["do"]`` says. Raises CannotDo, ApiError, or KeyError and ValueError for a malformed request."""
    doing = _ACTS.get(str(data.get("do")))
    if doing is None:
        raise CannotDo(f"no such act: {data.get('do')}; there are {', '.join(_ACTS)}")
    return doing(world, data)


def _user(world: World, data: Json) -> User:
    return world.users[int(data["user"])]


def _chat(world: World, data: Json) -> Chat:
    return world.chats[int(data.get("chat") or data["user"])]


def _message(world: World, data: Json) -> Message:
    found = _chat(world, data).messages.get(int(data["message"]))
    if found is None:
        raise CannotDo("there is no such message any more")
    return found


def _where(data: Json) -> Where:
    return Where(data.get("thread"), data.get("reply_to"), bool(data.get("anonymous")))


def _upload(data: Json) -> Upload:
    body = base64.b64decode(data["base64"], validate=True)
    return Upload(str(data["name"]), str(data.get("mime") or "application/octet-stream"), body)


def _done(act: Act) -> Json:
    return {"message": act.message.message_id if act.message else None, "update_id": act.update_id}


def _say(world: World, data: Json) -> Json:
    if not isinstance(data["text"], str):
        raise CannotDo("a message is a text")
    acts = people.say(world, _user(world, data), _chat(world, data), data["text"], _where(data))
    return _done(acts[-1])


def _start(world: World, data: Json) -> Json:
    return _done(people.start(world, _user(world, data), str(data.get("payload") or "")))


def _tap(world: World, data: Json) -> Json:
    query, update_id = people.tap(world, _user(world, data), _message(world, data), str(data["data"]))
    return {"query": query.id, "update_id": update_id}


def _choose(world: World, data: Json) -> Json:
    """Send the result ``result`` of the inline query ``query``, of which /sandbox/inline has told."""
    offered = world.offered.get(str(data["query"]), ())
    chosen = next((result for result in offered if result["id"] == str(data["result"])), None)
    if chosen is None:
        raise CannotDo("this was not offered, or too long ago")
    return _done(people.choose_inline(world, _user(world, data), _chat(world, data), chosen, _where(data)))


def _sticker(world: World, data: Json) -> Json:
    user, chat = _user(world, data), _chat(world, data)
    return _done(people.send_sticker(world, user, chat, str(data.get("emoji") or "🙂"), _where(data)))


def _photo(world: World, data: Json) -> Json:
    user, chat, caption = _user(world, data), _chat(world, data), str(data.get("caption") or "")
    return _done(people.send_photo(world, user, chat, _upload(data), caption=caption, where=_where(data)))


def _document(world: World, data: Json) -> Json:
    user, chat, caption = _user(world, data), _chat(world, data), str(data.get("caption") or "")
    return _done(people.send_document(world, user, chat, _upload(data), caption=caption, where=_where(data)))


def _forward(world: World, data: Json) -> Json:
    source = _message(world, data | {"chat": data["from"]})
    return _done(people.forward(world, _user(world, data), _chat(world, data), source, _where(data)))


def _edit(world: World, data: Json) -> Json:
    return _done(people.edit(world, _user(world, data), _message(world, data), str(data["text"])))


def _block(world: World, data: Json) -> Json:
    return {"update_id": members.block(world, _user(world, data), blocked=bool(data.get("blocked", True)))}


def _membership(world: World, data: Json) -> Json:
    """``member`` (the bot's id for the bot) gets ``status``; ``user`` is who does it."""
    chat, by, who = _chat(world, data), _user(world, data), world.users[int(data["member"])]
    return {"update_id": members.change_member(world, chat, who, str(data["status"]), by=by)}


def _topic(world: World, data: Json) -> Json:
    """Close (``closed`` true), open or delete (``deleted`` true) the topic ``thread``."""
    chat = _chat(world, data)
    if data.get("deleted"):
        del chat.topics[int(data["thread"])]
    else:
        chat.topics[int(data["thread"])].closed = bool(data["closed"])
    world.emit("chats", chat)
    return {}


def _migrate(world: World, data: Json) -> Json:
    if _chat(world, data).type != "group":
        raise CannotDo("only a group becomes a supergroup")
    return {"chat": members.migrate(world, _chat(world, data)).id}


def _check_is_free(world: World, chat_id: int) -> None:
    if chat_id in world.chats or chat_id in world.users:
        raise CannotDo(f"{chat_id} is there already")


def _meet(world: World, data: Json) -> Json:
    """A new person."""
    _check_is_free(world, int(data["user"]))
    user = User(int(data["user"]), str(data["name"]), str(data.get("language") or "ru"))
    world.emit("chats", world.chats[world.add_user(user).id])
    return {"user": user.id}


def _group(world: World, data: Json) -> Json:
    """A new group of ``user``, who created it, with the bot and ``members``."""
    _check_is_free(world, int(data["chat"]))
    creator, guests = _user(world, data), [world.users[int(user_id)] for user_id in data.get("members", ())]
    inside = [Member(creator, "creator"), *(Member(user) for user in (*guests, world.bot))]
    chat = Chat(int(data["chat"]), str(data.get("type") or "group"), str(data["title"]))
    chat.members = {member.user.id: member for member in inside}
    return {"chat": world.add_chat(chat).id}


def _forum(world: World, _: Json) -> Json:
    return {"chat": cast.add_forum(world).id}


def _channel(world: World, _: Json) -> Json:
    return {"chat": cast.add_channel(world).id}


_ACTS: dict[str, Callable[[World, Json], Json]] = {
    "say": _say,
    "start": _start,
    "tap": _tap,
    "choose": _choose,
    "sticker": _sticker,
    "photo": _photo,
    "document": _document,
    "forward": _forward,
    "edit": _edit,
    "block": _block,
    "membership": _membership,
    "topic": _topic,
    "migrate": _migrate,
    "meet": _meet,
    "group": _group,
    "forum": _forum,
    "channel": _channel,
}
