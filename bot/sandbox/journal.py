"""The log of requests, for tests to read: what the bot asked, when, and what came of it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.sandbox.things import Json


@dataclass(slots=True)
class Entry:
    """One request. ``at`` is the loop's time in seconds; ``outcome`` is ok, a refusal's description, or a fault."""

    number: int
    method: str
    params: Json
    at: float
    status: int = 0
    outcome: str = ""
    result: Any = None

    def json(self) -> Json:
        """For GET /sandbox/log."""
        keys = ("number", "method", "params", "at", "status", "outcome", "result")
        return {key: getattr(self, key) for key in keys}


class Journal:
    """The last ``size`` requests; 0 keeps none. getUpdates is counted but not kept: it would drown the rest."""

    def __init__(self, size: int) -> None:
        self.entries: deque[Entry] = deque(maxlen=size)
        self.count = 0

    def open(self, method: str, params: Json, at: float) -> Entry:
        """Note a request as it comes in; its outcome is filled in later."""
        self.count += 1
        entry = Entry(self.count, method, params, at)
        if method != "getUpdates":
            self.entries.append(entry)
        return entry

    def after(self, number: int) -> list[Entry]:
        """The kept entries above ``number``, oldest first."""
        return [entry for entry in self.entries if entry.number > number]

    def of(self, method: str) -> list[Entry]:
        """The kept requests of one method, oldest first."""
        return [entry for entry in self.entries if entry.method == method]

    def refused(self) -> list[Entry]:
        """Requests that were answered with an error; a journey that Telegram would accept leaves none."""
        return [entry for entry in self.entries if entry.status >= 400]
