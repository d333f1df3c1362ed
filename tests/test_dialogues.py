"""A question waits for one answer, through a restart, for a day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from briefings.desk import dialogues

if TYPE_CHECKING:
    from datetime import datetime

    from briefings.store import Store

EDITOR, OTHER = 10**10, 103  # an id beyond 32 bits


async def begin(store: Store, now: datetime, step: str = "title", user: int = EDITOR, **state: Any) -> None:
    """Ask."""
    async with store.writing() as session:
        await dialogues.begin(session, user, step, state, now)


async def waiting(store: Store, now: datetime, user: int = EDITOR) -> tuple[str, dict[str, Any]] | None:
    """The step and the state of the question that waits, as another process would find them."""
    async with store.reading() as session:
        found = await dialogues.current(session, user, now)
    return (found.step, found.state) if found else None


async def test_a_question_is_kept_with_its_answers(store: Store, now: datetime) -> None:
    assert await waiting(store, now) is None
    await begin(store, now, topics=["china"], title="Сапар «Қытайға»")
    assert await waiting(store, now) == ("title", {"topics": ["china"], "title": "Сапар «Қытайға»"})
    assert await waiting(store, now, OTHER) is None


async def test_the_next_question_takes_the_place_of_the_last(store: Store, now: datetime) -> None:
    await begin(store, now, "title", draft=1)
    await begin(store, now, "text", draft=2)
    await begin(store, now, "source", OTHER)
    assert await waiting(store, now) == ("text", {"draft": 2})
    assert await waiting(store, now, OTHER) == ("source", {})


async def test_a_question_waits_for_a_day(store: Store, now: datetime) -> None:
    await begin(store, now)
    assert await waiting(store, now + timedelta(days=1)) is not None
    assert await waiting(store, now + timedelta(days=1, seconds=1)) is None


async def test_every_answer_gives_a_dialogue_another_day(store: Store, now: datetime) -> None:
    await begin(store, now, "title")
    await begin(store, now + timedelta(hours=23), "text")
    assert await waiting(store, now + timedelta(hours=46)) == ("text", {})


async def test_a_dialogue_that_has_ended_waits_for_nothing(store: Store, now: datetime) -> None:
    await begin(store, now)
    await begin(store, now, user=OTHER)
    async with store.writing() as session:
        await dialogues.end(session, EDITOR)
        await dialogues.end(session, EDITOR)
    assert await waiting(store, now) is None
    assert await waiting(store, now, OTHER) is not None
