"""Who writes, what they did, what they are in the middle of, and what readers looked for in vain."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

from sqlalchemy import JSON, BigInteger, Date, Enum, String
from sqlalchemy.orm import Mapped, mapped_column

from briefings.model.base import Base


class Role(enum.StrEnum):
    """What a member of staff may do. The settings' OWNER_IDS are owners without a row."""

    OWNER = "owner"
    EDITOR = "editor"
    REVIEWER = "reviewer"


class Staff(Base):
    """A person whom an owner has granted a role."""

    __tablename__ = "staff"

    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)  # Telegram user id
    role: Mapped[Role] = mapped_column(
        Enum(Role, native_enum=False, values_callable=lambda members: [m.value for m in members], length=16)
    )
    granted_by: Mapped[int] = mapped_column(BigInteger)
    granted_at: Mapped[dt.datetime]


class AuditEntry(Base):
    """Who did what and when. Kept when what it was done to is gone, so it refers to it by number only."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(index=True)
    user_id: Mapped[int | None] = mapped_column(BigInteger)  # None: a file, or the clock
    action: Mapped[str] = mapped_column(String(32))
    briefing_id: Mapped[int | None] = mapped_column(index=True)
    details: Mapped[dict[str, Any]] = mapped_column(JSON)


class Dialogue(Base):
    """A question that the bot has put to a member of staff, and the answers so far; outlives a restart."""

    __tablename__ = "dialogues"

    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)  # in their private chat
    step: Mapped[str] = mapped_column(String(32))
    state: Mapped[dict[str, Any]] = mapped_column(JSON)
    updated_at: Mapped[dt.datetime]


class Proposal(Base):
    """A draft that is offered to a member of staff and not yet saved, or the text that it is to be made of.

    `content` of one that is not yet complete: {"pieces": {message id: text}} of a text that Telegram has split.
    """

    __tablename__ = "proposals"

    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)  # in their private chat
    message_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)  # the first, if several
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    complete: Mapped[bool]
    updated_at: Mapped[dt.datetime]


class MissedSearch(Base):
    """A query that found nothing, how often on a day (UTC); without who asked."""

    __tablename__ = "missed_searches"

    query: Mapped[str] = mapped_column(String(200), primary_key=True)
    day: Mapped[dt.date] = mapped_column(Date, primary_key=True, index=True)
    count: Mapped[int]
