"""What Telegram's refusals and the network's failures mean for a delivery: sorted here, and nowhere else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError

if TYPE_CHECKING:
    from random import Random

FIRST_PAUSE_S, LONGEST_PAUSE_S = 2.0, 900.0
KIND_LENGTH = 64  # of the column that keeps it


@dataclass(frozen=True)
class TooMany:
    """429: Telegram wants us to wait so many seconds; whether for this chat or for all, it doesn't say."""

    seconds: float
    kind: str = "too_many_requests"


@dataclass(frozen=True)
class Later:
    """Nobody's fault, and it passes: again in so many seconds. `unsure`: the message may have been accepted."""

    seconds: float
    kind: str
    unsure: bool = False


@dataclass(frozen=True)
class Gone:
    """The chat can't be reached any more."""

    kind: str


@dataclass(frozen=True)
class Migrated:
    """The group is a supergroup now, under this id."""

    chat_id: int
    kind: str = "migrated"


@dataclass(frozen=True)
class NoThread:
    """The forum topic is closed or deleted."""

    kind: str


@dataclass(frozen=True)
class Lost:
    """The message that is to be edited is gone, or can't be edited any more."""

    kind: str


@dataclass(frozen=True)
class Failed:
    """Waiting doesn't mend it: our fault, or a right that the chat has taken from us."""

    kind: str


Refusal = TooMany | Later | Gone | Migrated | NoThread | Lost | Failed

FORBIDDEN: Final = {
    "bot was blocked by the user": "blocked",
    "user is deactivated": "deactivated",
    "bot was kicked from": "kicked",
    "bot is not a member of": "not_member",
    "bot can't initiate conversation": "not_started",
    "bots can't send messages to bots": "is_bot",
    "chat was deleted": "deleted",
}
UNREACHABLE: Final = {
    "chat not found": "chat_not_found",
    "group chat was deactivated": "deactivated",
    "user not found": "chat_not_found",
    "peer_id_invalid": "chat_not_found",
}
THREADS: Final = {
    "message thread not found": "thread_not_found",
    "topic_closed": "topic_closed",
    "topic_deleted": "topic_deleted",
    "topic_id_invalid": "thread_not_found",
}
MESSAGES: Final = {
    "message to edit not found": "message_gone",
    "message_id_invalid": "message_gone",
    "message can't be edited": "message_locked",
    "no text in the message to edit": "message_locked",
}
NOT_ALLOWED: Final = {
    "not enough rights": "no_rights",
    "have no rights": "no_rights",
    "need administrator rights": "no_rights",
    "chat_write_forbidden": "no_rights",
    "chat_restricted": "no_rights",
}
# What bot/request.py says where no byte of the request can have reached Telegram.
_NOT_SENT: Final = re.compile(r"\*not\* sent|^(ClientConnector|ClientProxyConnection|ClientHttpProxy|InvalidURL)")
# The API itself has said no. A gateway (502, 504) doesn't know what the API behind it did.
_REFUSED: Final = re.compile(r"^(Internal Server Error|Service Unavailable)")


def meaning(error: Exception, attempts: int, random: Random) -> Refusal:
    """What the failure of sending one message means; `attempts`: how often this delivery was tried, from 1 on."""
    meant: Refusal = Failed(type(error).__name__[:KIND_LENGTH])
    match error:
        case RetryAfter():
            wait = error.retry_after
            meant = TooMany(wait if isinstance(wait, int) else wait.total_seconds())
        case ChatMigrated():
            meant = Migrated(error.new_chat_id)
        case Forbidden():
            meant = Gone(_kind(error.message, FORBIDDEN) or "forbidden")
        case BadRequest():
            meant = _bad_request(error.message)
        case InvalidToken() | Conflict():
            meant = Later(pause(attempts, random), "unauthorized")
        case TelegramError():  # NetworkError, and an answer that can't be read
            unsure = not (_NOT_SENT.search(error.message) or _REFUSED.search(error.message))
            kind = _slug(error.message.partition(":")[0]) or "network"
            meant = Later(pause(attempts, random), kind, unsure)
    return meant


def pause(attempts: int, random: Random) -> float:
    """Seconds before the next try: twice as long each time, at most 15 minutes, and never all at the same moment."""
    return growing(attempts, FIRST_PAUSE_S, LONGEST_PAUSE_S) * random.uniform(0.5, 1.0)


def growing(attempts: int, first: float, longest: float) -> float:
    """Twice as long after each of so many attempts, from `first` up to `longest`."""
    return min(first * 2.0 ** min(attempts - 1, 20), longest)


def _bad_request(message: str) -> Refusal:
    if kind := _kind(message, UNREACHABLE):
        return Gone(kind)
    if kind := _kind(message, THREADS):
        return NoThread(kind)
    if kind := _kind(message, MESSAGES):
        return Lost(kind)
    if kind := _kind(message, NOT_ALLOWED):
        return Failed(kind)
    return Failed(_slug(message.removeprefix("Bad Request: ")) or "bad_request")


def _slug(message: str) -> str:
    """A kind made of what was said. No digits: with offsets and ids in it, each would be its own."""
    said = re.sub(r"[^a-z]+", "_", message.partition(". Parsing")[0].lower()).strip("_")
    return said[:KIND_LENGTH].rstrip("_")


def _kind(message: str, table: dict[str, str]) -> str | None:
    said = message.lower()
    return next((kind for words, kind in table.items() if words in said), None)
