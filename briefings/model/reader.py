"""Who reads: chats of every kind."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import BigInteger, Enum, String
from sqlalchemy.orm import Mapped, mapped_column

from briefings.model.base import Base


class ReaderKind(enum.StrEnum):
    """Telegram's kinds of chats."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class Reader(Base):
    """A chat and how it wants to be spoken to. No names: what isn't stored can't leak."""

    __tablename__ = "readers"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)  # Telegram chat id
    kind: Mapped[ReaderKind] = mapped_column(
        Enum(ReaderKind, native_enum=False, values_callable=lambda members: [m.value for m in members], length=16)
    )
    language: Mapped[str] = mapped_column(String(8))
    language_chosen: Mapped[bool] = mapped_column(default=False)  # False: guessed from the client
    menu: Mapped[str | None] = mapped_column(String(64))  # digest of the command menu this chat was last given
    created_at: Mapped[datetime]
