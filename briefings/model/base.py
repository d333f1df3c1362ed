"""What all tables share: names of constraints, and column types that behave alike on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import DateTime, MetaData, String
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from briefings.partial_date import PartialDate
from briefings.zones import usable_zone

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect


class Utc(TypeDecorator[datetime]):
    """An aware UTC datetime. SQLite gives naive ones back even for `DateTime(timezone=True)`."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times (`ValueError`): nobody could say which zone they were in."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back that SQLite dropped."""
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


class PartialDateColumn(TypeDecorator[PartialDate]):
    """A `PartialDate` as its ISO text. An unknown date is the empty text, which sorts as older than any known one."""

    impl = String(10)
    cache_ok = True

    def process_bind_param(self, value: PartialDate | None, dialect: Dialect) -> str:
        """`None` becomes the empty text: NULLs sort differently on SQLite and PostgreSQL."""
        return "" if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> PartialDate | None:
        """The empty text becomes `None`."""
        return PartialDate.parse(value) if value else None


class ZoneColumn(TypeDecorator[str]):
    """An IANA zone's name. Whoever reads it can use it: where this machine doesn't know the zone, that is UTC."""

    impl = String(64)
    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Another machine may know more zones; what is stored stays."""
        return value and usable_zone(value)


class Base(DeclarativeBase):
    """The declarative base; named constraints, so that migrations can find them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: dict[Any, Any] = {datetime: Utc(), PartialDate: PartialDateColumn()}  # noqa: RUF012
