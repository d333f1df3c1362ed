"""From an empty database to the models of this program, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from helpers_content import new_briefing, new_topic
from sqlalchemy import Connection, inspect, select

from briefings.model import Base, Briefing, Delivery, DeliveryState, Edition, EditionKind
from briefings.model.search import FTS_TABLE, declared_on
from briefings.schema import alembic_config, head
from briefings.store import Store, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

T = TypeVar("T")


def differences(connection: Connection) -> list[object]:
    """What Alembic would still change to make the database as the models are."""
    declared = declared_on(connection.dialect.name)
    options = {"compare_type": True, "compare_server_default": True, "include_object": declared}
    context = MigrationContext.configure(connection, opts=options)
    return list(compare_metadata(context, Base.metadata))


def tables(connection: Connection) -> set[str]:
    """The tables in the database but those in which SQLite keeps the search index."""
    return {name for name in inspect(connection).get_table_names() if not name.startswith(FTS_TABLE)}


def revision(connection: Connection) -> str | None:
    """The revision that the database is at."""
    return MigrationContext.configure(connection).get_current_revision()


async def ask(store: Store, question: Callable[[Connection], T]) -> T:
    """Ask the database itself."""
    async with store._writer.begin() as connection:
        return await connection.run_sync(question)


def downgrade(connection: Connection) -> None:
    """Undo every migration."""
    command.downgrade(alembic_config(connection), "base")


def deliveries(connection: Connection) -> list[tuple[object, ...]]:
    """All deliveries."""
    return [tuple(row) for row in connection.execute(select(Delivery.__table__).order_by(Delivery.id))]


async def test_from_empty_to_head_there_is_no_difference_to_the_models(store: Store) -> None:
    assert await ask(store, differences) == []


async def test_every_table_of_the_models_is_there(store: Store) -> None:
    assert await ask(store, tables) == {*Base.metadata.tables, "alembic_version"}


async def test_the_database_knows_that_it_is_at_head(store: Store) -> None:
    assert await ask(store, revision) == head()


async def test_migrating_twice_keeps_everything(store: Store, now: datetime) -> None:
    async with store.writing() as session:
        session.add(new_briefing("a", now, topic=new_topic("china", 1)))
    await store.migrate()
    async with store.reading() as session:
        (briefing,) = await session.scalars(select(Briefing))
    assert (briefing.key, [topic.slug for topic in briefing.topics], set(briefing.texts)) == ("a", ["china"], {"ru"})


async def test_down_to_base_nothing_is_left(store: Store) -> None:
    await ask(store, downgrade)
    assert await ask(store, tables) == {"alembic_version"}


async def test_down_and_up_again_works(store: Store) -> None:
    await ask(store, downgrade)
    await store.migrate()
    assert await ask(store, differences) == []


async def test_deliveries_keep_all_that_they_have_where_their_table_is_made_anew(store: Store, now: datetime) -> None:
    await ask(store, lambda connection: command.downgrade(alembic_config(connection), "0007"))
    async with store.writing() as session:
        session.add(Edition(id=1, kind=EditionKind.DIGEST, key="digest:1", content=[], created_at=now))
        await session.flush()
        of = {"edition_id": 1, "slot": "s", "state": DeliveryState.SENT, "not_before": now, "attempts": 1, "unknown": 0}
        session.add_all(Delivery(id=at, chat_id=at, message_ids=[at, 70], corrects=3, **of) for at in (3, 5, 900))
    before = await ask(store, deliveries)
    await store.migrate()
    assert await ask(store, deliveries) == before
    assert [number for number, *_ in before] == [3, 5, 900]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_a_migration_that_fails_leaves_nothing_half_done(new_database: Callable[[str], str], kind: str) -> None:
    store = Store(new_database(kind))
    async with store.writing() as session:
        await (await session.connection()).exec_driver_sql("CREATE TABLE topic_texts (x INTEGER)")
    with pytest.raises(StoreError, match="already exists"):
        await store.migrate()
    left = await ask(store, tables)
    await store.close()
    assert left == {"topic_texts"}


def test_there_is_one_head() -> None:
    assert ScriptDirectory.from_config(alembic_config()).get_heads() == [head()]
