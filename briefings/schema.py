"""The database's schema: the revision that it is at, and the way to ours."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, inspect, select, text

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

MIGRATIONS: Final = Path(__file__).parent / "migrations"
_LOCK: Final = 0x6272_6965_6673  # any number that nothing else in the database locks ("briefs")


class NewerSchema(Exception):
    """The database is at a revision that this program doesn't know."""


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's settings without an alembic.ini; `connection` runs the migrations on it."""
    from alembic.config import Config  # noqa: PLC0415 - see `Store.migrate`

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def revision(connection: Connection) -> str | None:
    """The revision that the schema is at; None where there is no schema yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def upgrade(connection: Connection) -> None:
    """Bring the schema to ours. `NewerSchema`."""
    from alembic import command  # noqa: PLC0415 - see `Store.migrate`
    from alembic.util import CommandError  # noqa: PLC0415

    if connection.dialect.name == "postgresql":  # on SQLite BEGIN IMMEDIATE lets one process at a time through
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    try:
        command.upgrade(alembic_config(connection), "head")
    except CommandError as error:
        raise NewerSchema(error) from None


def head() -> str:
    """The revision that this program's models are at: the number that the newest migration's file begins with."""
    return max(path.name for path in MIGRATIONS.glob("versions/[0-9]*.py")).partition("_")[0]
