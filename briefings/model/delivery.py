"""Who is to get what, and what became of it. A delivery says what to send; it is rendered when it goes out."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Enum, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from briefings.model.base import Base, ZoneColumn
from briefings.model.content import Topic


class EditionKind(enum.StrEnum):
    """Why something is sent."""

    DIGEST = "digest"
    ALERT = "alert"
    BROADCAST = "broadcast"
    CORRECTION = "correction"


class DeliveryState(enum.StrEnum):
    """What became of a delivery."""

    WAITING = "waiting"  # due at `not_before`
    SENDING = "sending"  # claimed until `lease_until`
    SENT = "sent"
    GONE = "gone"  # nobody to send it to any more (its subscription has ended), or nothing left to send
    FAILED = "failed"  # refused for a reason that waiting doesn't mend


class Subscription(Base):
    """What a chat, or a topic of a forum, wants and when. Kept, inactive, for its settings when the digest ends."""

    __tablename__ = "subscriptions"
    __table_args__ = (
        UniqueConstraint("chat_id", "thread_id"),
        Index("ix_subscriptions_active_next_due", "active", "next_due"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("readers.id", ondelete="CASCADE", onupdate="CASCADE"))
    thread_id: Mapped[int] = mapped_column(default=0)  # message_thread_id of a forum topic; 0: the chat itself
    active: Mapped[bool] = mapped_column(default=False)
    all_topics: Mapped[bool] = mapped_column(default=True)
    days: Mapped[list[int]] = mapped_column(JSON)  # 0 = Monday
    times: Mapped[list[str]] = mapped_column(JSON)  # HH:MM in `zone`
    zone: Mapped[str] = mapped_column(ZoneColumn)  # IANA
    quiet_from: Mapped[str | None] = mapped_column(String(5))  # HH:MM
    quiet_until: Mapped[str | None] = mapped_column(String(5))
    urgent: Mapped[bool] = mapped_column(default=True)
    paused_until: Mapped[datetime | None]
    next_due: Mapped[datetime | None]
    seen: Mapped[int] = mapped_column(BigInteger, default=0)  # publication number up to which it has been served
    # Publication numbers up to `seen` that the next digest looks at again: left to alerts that were on their way, or
    # held by a digest that a pause has kept from being sent
    unserved: Mapped[list[int] | None] = mapped_column(JSON(none_as_null=True))
    topic_links: Mapped[list[SubscriptionTopic]] = relationship(cascade="all, delete-orphan", lazy="selectin")


class SubscriptionTopic(Base):
    """A topic that a subscription of chosen topics holds."""

    __tablename__ = "subscription_topics"

    subscription_id: Mapped[int] = mapped_column(ForeignKey("subscriptions.id", ondelete="CASCADE"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id", ondelete="CASCADE"), primary_key=True)
    topic: Mapped[Topic] = relationship(lazy="selectin")


class Edition(Base):
    """One content, however many chats get it.

    `content` of a digest: [[topic slug, [briefing ids]], …] in order; of an alert or a correction the same with its one
    briefing; of a broadcast: [[language of the chats it is for, or "all", HTML]], and nothing once it is withdrawn.
    """

    __tablename__ = "editions"
    __table_args__ = (
        Index(
            "ix_editions_spread_after",
            "spread_after",
            postgresql_where=text("spread_after IS NOT NULL"),
            sqlite_where=text("spread_after IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[EditionKind] = mapped_column(
        Enum(EditionKind, native_enum=False, values_callable=lambda members: [m.value for m in members], length=16)
    )
    # digest:HASH OF CONTENT, alert:BRIEFING, correction:BRIEFING:VERSION, broadcast:ORIGIN; before that draft:ORIGIN,
    # or withdrawn:EDITION
    key: Mapped[str] = mapped_column(String(80), unique=True)
    content: Mapped[list[Any]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(BigInteger)  # Telegram user id; None: the clock
    # The subscription (alert), chat (broadcast) or delivery (correction) that was the last to be served; None: all are
    spread_after: Mapped[int | None] = mapped_column(BigInteger)
    # Of a broadcast: the message that asks whether to send it, in the private chat of who prepared it
    preview_id: Mapped[int | None] = mapped_column(BigInteger)


class EditionBriefing(Base):
    """A briefing that an edition holds: what a correction has to look through."""

    __tablename__ = "edition_briefings"

    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id", ondelete="CASCADE"), primary_key=True)
    briefing_id: Mapped[int] = mapped_column(
        ForeignKey("briefings.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Delivery(Base):
    """An edition for one chat (and thread) and slot. The UNIQUE key forbids a second for the same slot."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("chat_id", "thread_id", "slot"),
        Index("ix_deliveries_state_urgent_not_before", "state", "urgent", "not_before"),
        Index(
            "ix_deliveries_corrects",
            "corrects",
            postgresql_where=text("corrects IS NOT NULL"),
            sqlite_where=text("corrects IS NOT NULL"),
        ),
        # A sender may come back with the number of one that /forget has deleted: it must be nobody else's
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id", ondelete="CASCADE"), index=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    thread_id: Mapped[int] = mapped_column(default=0)
    # a digest's time in UTC, alert:BRIEFING, broadcast:EDITION, correction:DELIVERY:VERSION
    slot: Mapped[str] = mapped_column(String(40))
    state: Mapped[DeliveryState] = mapped_column(
        Enum(DeliveryState, native_enum=False, values_callable=lambda members: [m.value for m in members], length=16)
    )
    urgent: Mapped[bool] = mapped_column(default=False)  # an alert: goes before all that is not
    not_before: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    unknown: Mapped[int] = mapped_column(default=0)  # how often a message may have been sent and had to be sent again
    error: Mapped[str | None] = mapped_column(String(64))  # the kind of the last refusal
    message_ids: Mapped[list[int]] = mapped_column(JSON, default=list)  # 0: `parcels.BEHIND`
    corrects: Mapped[int | None]  # the delivery whose messages this one edits
    settled_at: Mapped[datetime | None]


class Lease(Base):
    """Who does what only one process may do; on PostgreSQL, in the database's own time."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(String(16), primary_key=True)
    holder: Mapped[str] = mapped_column(String(64))
    until: Mapped[datetime]
