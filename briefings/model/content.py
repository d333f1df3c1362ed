"""Topics and briefings, their texts in each language, and what they said before."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Enum, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, attribute_keyed_dict, mapped_column, relationship

from briefings.model.base import Base
from briefings.partial_date import PartialDate

if TYPE_CHECKING:
    from collections.abc import Sequence


class TopicGroup(enum.StrEnum):
    """The two shelves of the topic list."""

    COUNTRIES = "countries"
    SUBJECTS = "subjects"


class Status(enum.StrEnum):
    """Where a briefing stands on its way from the desk to the reader."""

    DRAFT = "draft"
    REVIEW = "review"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    ARCHIVED = "archived"


def _enum(kind: type[enum.StrEnum]) -> Enum:
    """Store the value as text: the same on both databases, and a new member needs no migration."""
    return Enum(kind, native_enum=False, values_callable=lambda members: [m.value for m in members], length=16)


class Topic(Base):
    """A country, format or subject. The slug is a Telegram command name."""

    __tablename__ = "topics"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(32), unique=True)
    emoji: Mapped[str] = mapped_column(String(16))
    group: Mapped[TopicGroup] = mapped_column("topic_group", _enum(TopicGroup))
    position: Mapped[int] = mapped_column(index=True)
    hidden: Mapped[bool] = mapped_column(default=False)
    file_digest: Mapped[str | None] = mapped_column(String(64))  # of the entry it was loaded from
    texts: Mapped[dict[str, TopicText]] = relationship(
        collection_class=attribute_keyed_dict("language"), cascade="all, delete-orphan", lazy="selectin"
    )


class TopicText(Base):
    """A topic's name and aliases in one language. Aliases are dictionary forms; any inflection of them finds it."""

    __tablename__ = "topic_texts"

    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(String(8), primary_key=True)
    name: Mapped[str] = mapped_column(String(64))
    aliases: Mapped[list[str]] = mapped_column(JSON)


class Briefing(Base):
    """One item in all its languages. `version` guards against two editors overwriting each other."""

    __tablename__ = "briefings"
    __table_args__ = (
        Index("ix_briefings_status_date_id", "status", "date", "id"),
        CheckConstraint("status <> 'published' OR published_at IS NOT NULL", name="published_has_a_time"),
        {"sqlite_autoincrement": True},  # /b12 is never another briefing, even if 12 was a draft thrown away
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(128), unique=True)
    status: Mapped[Status] = mapped_column(_enum(Status), default=Status.DRAFT)
    urgent: Mapped[bool] = mapped_column(default=False)
    date: Mapped[PartialDate | None] = mapped_column(nullable=False)  # of the event; an unknown one is stored as ''
    source_name: Mapped[str | None] = mapped_column(String(200))
    source_url: Mapped[str | None] = mapped_column(String(2000))
    file_digest: Mapped[str | None] = mapped_column(String(64))  # of the content it was last loaded with from a file
    origin: Mapped[str | None] = mapped_column(
        String(64), unique=True, index=True
    )  # the message it was made of: CHAT:MESSAGE[:N]
    created_by: Mapped[int | None] = mapped_column(BigInteger)  # Telegram user id; None: a file
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    publish_at: Mapped[datetime | None] = mapped_column(index=True)  # an embargo
    published_at: Mapped[datetime | None] = mapped_column(index=True)
    publication: Mapped[int | None] = mapped_column(BigInteger, index=True)  # its place in the order of publishing
    corrected_at: Mapped[datetime | None]
    correction: Mapped[dict[str, str] | None] = mapped_column(
        JSON(none_as_null=True)
    )  # what was corrected, by language
    version: Mapped[int] = mapped_column()

    texts: Mapped[dict[str, BriefingText]] = relationship(
        collection_class=attribute_keyed_dict("language"), cascade="all, delete-orphan", lazy="selectin"
    )
    topic_links: Mapped[list[BriefingTopic]] = relationship(
        order_by="BriefingTopic.position", cascade="all, delete-orphan", lazy="selectin"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def topics(self) -> list[Topic]:
        """Most important first."""
        return [link.topic for link in self.topic_links]

    def set_topics(self, topics: Sequence[Topic]) -> None:
        """These, most important first; the links that stay are kept as they are."""
        links = {link.topic_id: link for link in self.topic_links}
        self.topic_links = [links.get(topic.id) or BriefingTopic(topic=topic) for topic in topics]
        for position, link in enumerate(self.topic_links):
            link.position = position


class BriefingText(Base):
    """A briefing in one language. Summary: paragraphs parted by an empty line. Details: a line each."""

    __tablename__ = "briefing_texts"

    briefing_id: Mapped[int] = mapped_column(ForeignKey("briefings.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(String(8), primary_key=True)
    title: Mapped[str] = mapped_column(String(300))
    summary: Mapped[str] = mapped_column(Text)
    details: Mapped[list[str]] = mapped_column(JSON)
    expert: Mapped[str | None] = mapped_column(String(200))
    machine_made: Mapped[bool] = mapped_column(default=False)  # proposed by the summariser, not yet confirmed


class BriefingTopic(Base):
    """A briefing's place under a topic."""

    __tablename__ = "briefing_topics"
    __table_args__ = (Index("ix_briefing_topics_topic_id_briefing_id", "topic_id", "briefing_id"),)

    briefing_id: Mapped[int] = mapped_column(ForeignKey("briefings.id", ondelete="CASCADE"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int]
    topic: Mapped[Topic] = relationship(lazy="selectin")


class Revision(Base):
    """What a briefing said before a change, whole: the record of a briefing file as JSON."""

    __tablename__ = "revisions"

    briefing_id: Mapped[int] = mapped_column(ForeignKey("briefings.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)  # the version that this was
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    replaced_by: Mapped[int | None] = mapped_column(BigInteger)  # Telegram user id; None: a file
    replaced_at: Mapped[datetime]
    reason: Mapped[str | None] = mapped_column(Text)  # of a correction, as shown to readers


class Change(Base):
    """How often a part of the store has changed; written in the changing transaction, so that caches can tell."""

    __tablename__ = "changes"

    part: Mapped[str] = mapped_column(String(16), primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger)
