"""What an editor sent is kept until they decide; a text that Telegram split is one again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from briefings.desk import proposals
from briefings.desk.sketches import Sketch

if TYPE_CHECKING:
    from datetime import datetime

    from briefings.store import Store

EDITOR, OTHER = 10**10, 103
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


async def piece(store: Store, message_id: int, text: str, now: datetime) -> None:
    """A piece arrives."""
    async with store.writing() as session:
        begun = await proposals.coming(session, EDITOR, now)
        first, content = (begun[-1].message_id, begun[-1].content) if begun else (message_id, {})
        content = proposals.with_piece(content, message_id, text)
        await proposals.put(session, EDITOR, first, content, now, complete=False)


async def quiet(store: Store, now: datetime) -> list[tuple[int, str]]:
    """The texts that are whole now, by their first messages."""
    async with store.reading() as session:
        return [(found.message_id, proposals.joined(found.content)) for found in await proposals.quiet(session, now)]


async def test_pieces_are_one_text_when_no_more_come(store: Store, now: datetime) -> None:
    await piece(store, 11, "Бірінші бөлік аяқталды.", now)
    await piece(store, 12, "Екінші бөлік", now + SECOND)
    await piece(store, 13, "үзілмеген.", now + 2 * SECOND)
    assert await quiet(store, now + 3 * SECOND) == []
    assert await quiet(store, now + 4 * SECOND) == [(11, "Бірінші бөлік аяқталды.\nЕкінші бөлік үзілмеген.")]


async def test_a_piece_that_is_handled_twice_counts_once(store: Store, now: datetime) -> None:
    for message_id, text in ((12, "екі"), (11, "бір"), (12, "екі"), (11, "бір")):
        await piece(store, message_id, text, now)
    ((_, text),) = await quiet(store, now + 2 * SECOND)
    assert text == "бір екі"


async def test_a_proposal_is_kept_for_a_day(store: Store, now: datetime) -> None:
    sketch = Sketch(
        "kk", ("china",), "Сапар", "Өтті.", ("бір",), "BAQ.KZ", None, "2025-09", machine_made=True, length=9
    )
    async with store.writing() as session:
        content = {"sketch": sketch.as_json(), "messages": [7, 8]}
        await proposals.put(session, EDITOR, 7, content, now, complete=True)
    async with store.reading() as session:
        found = await proposals.find(session, EDITOR, 7, now + DAY)
        assert found is not None
        assert Sketch.of_json(found.content["sketch"]) == sketch
        assert await proposals.find(session, OTHER, 7, now) is None
        assert await proposals.find(session, EDITOR, 7, now + DAY + SECOND) is None
        assert await proposals.coming(session, EDITOR, now) == []


async def test_the_messages_that_it_was_made_of_are_known_again(store: Store, now: datetime) -> None:
    async with store.writing() as session:
        await proposals.put(session, EDITOR, 7, {"messages": [7, 8]}, now, complete=True)
        await proposals.put(session, EDITOR, 9, {"pieces": {"9": "…"}}, now, complete=False)
    async with store.reading() as session:
        for message_id, first in ((7, 7), (8, 7), (9, None), (10, None)):
            found = await proposals.made_of(session, EDITOR, message_id, now)
            assert (found and found.message_id) == first
        assert await proposals.made_of(session, EDITOR, 8, now + DAY + SECOND) is None


async def test_what_is_old_goes_when_something_new_comes(store: Store, now: datetime) -> None:
    await piece(store, 1, "ескі", now)
    async with store.writing() as session:
        await proposals.put(session, OTHER, 2, {}, now + DAY + SECOND, complete=True)
    assert await quiet(store, now + 2 * DAY) == []


async def test_a_text_that_was_not_answered_for_a_day_is_none_any_more(store: Store, now: datetime) -> None:
    await piece(store, 1, "ескі", now)
    assert await quiet(store, now + DAY) == [(1, "ескі")]
    assert await quiet(store, now + DAY + SECOND) == []
    await piece(store, 2, "жаңа", now + DAY + SECOND)
    assert await quiet(store, now + DAY + 4 * SECOND) == [(2, "жаңа")]


async def test_a_proposal_is_dropped(store: Store, now: datetime) -> None:
    await piece(store, 1, "бір", now)
    async with store.writing() as session:
        await proposals.drop(session, EDITOR, 1)
        await proposals.drop(session, EDITOR, 1)
        assert await proposals.coming(session, EDITOR, now) == []


def test_the_messages_of_a_text_are_its_pieces_and_those_before() -> None:
    assert proposals.messages({"pieces": {"12": "", "9": ""}, "messages": [7]}) == [7, 9, 12]
    assert proposals.joined({}) == ""
