"""Alembic's entry: runs on the connection that `briefings.schema` hands over."""

from typing import Literal

from alembic import context

from briefings.model import Base
from briefings.model.base import PartialDateColumn, Utc
from briefings.model.search import declared_on


def _render(kind: str, item: object, _autogen: object) -> str | Literal[False]:
    """Write our column types into migrations as the plain types they are stored as."""
    if kind == "type" and isinstance(item, Utc):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, PartialDateColumn):
        return "sa.String(length=10)"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_item=_render,
    include_object=declared_on(context.config.attributes["connection"].dialect.name),
    render_as_batch=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
