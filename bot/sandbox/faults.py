"""Trouble on demand: what Telegram and the network do to a bot, for chosen methods, chats, chances and counts."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field, fields
from random import Random
from typing import TYPE_CHECKING

from bot.sandbox.errors import ApiError, bad_request, forbidden, migrated, too_many

if TYPE_CHECKING:
    from bot.sandbox.things import Json

REFUSALS = {
    "blocked": forbidden("bot was blocked by the user"),
    "deactivated": forbidden("user is deactivated"),
    "not_started": forbidden("bot can't initiate conversation with a user"),
    "kicked_group": forbidden("bot was kicked from the group chat"),
    "kicked_supergroup": forbidden("bot was kicked from the supergroup chat"),
    "kicked_channel": forbidden("bot was kicked from the channel chat"),
    "not_member": forbidden("bot is not a member of the supergroup chat"),
    "chat_not_found": bad_request("chat not found"),
    "thread_not_found": bad_request("message thread not found"),
    "topic_closed": bad_request("TOPIC_CLOSED"),
    "no_rights": bad_request("not enough rights to send text messages to the chat"),
    "message_gone": bad_request("message to edit not found"),
    "query_too_old": bad_request("query is too old and response timeout expired or query ID is invalid"),
    "too_long": bad_request("message is too long"),
    "bad_webhook": bad_request("bad webhook: An HTTPS URL must be provided for webhook"),
    "server_error": ApiError(500, "Internal Server Error"),
    "unauthorized": ApiError(401, "Unauthorized"),
}
"""The kinds that are a plain answer."""

KINDS = frozenset(REFUSALS) | {"retry_after", "migrated", "bad_gateway", "closed_before", "closed_after", "stall"}

PAGE = "<html>\r\n<head><title>Error {}</title></head>\r\n<body>nginx/1.18.0</body>\r\n</html>\r\n"


class WireFault(Exception):
    """Not the API answers the request, but a gateway with a page and ``status``; 0: nobody, the connection closes."""

    def __init__(self, kind: str, status: int = 0) -> None:
        super().__init__(kind)
        self.kind, self.status = kind, status


@dataclass(slots=True)
class Fault:
    """One kind of trouble, and whom it meets.

    ``methods`` and ``chats``: empty means all. ``times``: how often it strikes, None is for ever. ``probability`` is
    drawn from ``seed``. ``seconds``: how long a stall lasts, or what retry_after says. ``hold``: once a retry_after has
    struck, every matching call is refused until its time is over, as Telegram does. ``per_second``: a retry_after that
    strikes only what exceeds this many calls in a second. ``migrate_to``: the new chat id of "migrated". ``status``: of
    the page that a gateway answers with.
    """

    kind: str
    methods: frozenset[str] = frozenset()
    chats: frozenset[int] = frozenset()
    times: int | None = None
    probability: float = 1.0
    seed: int = 0
    seconds: float = 1
    hold: bool = False
    per_second: int = 0
    migrate_to: int = 0
    status: int = 502
    struck: int = 0
    _random: Random = field(init=False)
    _until: float = field(default=0.0, init=False)
    _recent: deque[float] = field(default_factory=deque, init=False)

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no such fault: {self.kind}; there are {', '.join(sorted(KINDS))}")
        self.methods, self.chats = frozenset(self.methods), frozenset(self.chats)
        self._random = Random(self.seed)  # noqa: S311 - a drill must be repeatable, not secret

    @classmethod
    def from_json(cls, data: Json) -> Fault:
        """From the body of POST /sandbox/faults. Raises ValueError for unknown kinds and fields."""
        known = {entry.name for entry in fields(cls) if entry.init}
        if strange := data.keys() - known:
            raise ValueError(f"no such field of a fault: {', '.join(sorted(strange))}")
        return cls(**data)

    def matches(self, method: str, chat_id: int | None) -> bool:
        """Whether this request is one that the fault is meant for."""
        return (not self.methods or method in self.methods) and (not self.chats or chat_id in self.chats)

    def held_for(self, now: float) -> float:
        """Seconds for which a retry_after still holds."""
        return max(0.0, self._until - now)

    def strikes(self, now: float) -> bool:
        """Draw: does it strike this matching request? Counts it if so."""
        if self.times is not None and self.struck >= self.times:
            return False
        if self.per_second and not self._exceeds(now):
            return False
        if self.probability < 1 and self._random.random() >= self.probability:
            return False
        self.struck += 1
        if self.hold:
            self._until = now + self.seconds
        return True

    def _exceeds(self, now: float) -> bool:
        while self._recent and self._recent[0] <= now - 1:
            self._recent.popleft()
        if len(self._recent) >= self.per_second:
            return True
        self._recent.append(now)
        return False


class Faults:
    """The faults that are switched on. Each request meets the first that strikes."""

    def __init__(self) -> None:
        self.active: list[Fault] = []

    def add(self, kind: str, **more: object) -> Fault:
        """Switch a fault on; ``more`` are fields of Fault. Raises ValueError for what doesn't exist."""
        fault = Fault.from_json({"kind": kind, **more})
        self.active.append(fault)
        return fault

    def clear(self) -> None:
        """Fair weather."""
        self.active.clear()

    async def before(self, method: str, chat_id: int | None) -> Fault | None:
        """Meet a request before it is carried out.

        Stalls here, raises ApiError or WireFault where the request ends here; returns the fault whose ``closed_after``
        has to follow the work.
        """
        now = asyncio.get_running_loop().time()
        for fault in self.active:
            if not fault.matches(method, chat_id):
                continue
            if held := fault.held_for(now):
                raise too_many(int(held) + 1)
            if fault.strikes(now):
                await _strike(fault)
                return fault if fault.kind == "closed_after" else None
        return None


async def _strike(fault: Fault) -> None:
    if fault.kind == "stall":
        await asyncio.sleep(fault.seconds)
    elif fault.kind == "bad_gateway":
        raise WireFault(fault.kind, fault.status)
    elif fault.kind == "closed_before":
        raise WireFault("closed")
    elif fault.kind == "retry_after":
        raise too_many(max(1, round(fault.seconds)))
    elif fault.kind == "migrated":
        raise migrated(fault.migrate_to)
    elif fault.kind != "closed_after":
        refusal = REFUSALS[fault.kind]
        raise ApiError(refusal.code, refusal.description)
