"""briefings/desk/history.py: what happened to a briefing, and the words that changed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from helpers_desk import RU, editor, store_draft, with_topics

from briefings import library, revisions
from briefings.desk import drafts, history, publishing
from briefings.desk.drafts import Change
from briefings.desk.form import DraftText
from briefings.desk.history import Difference

if TYPE_CHECKING:
    from briefings.store import Store

HOUR = dt.timedelta(hours=1)


async def test_it_tells_who_did_what_and_which_words_changed(store: Store, now: dt.datetime) -> None:
    await with_topics(store)
    number = await store_draft(store, now)
    async with store.writing() as session:
        briefing = await drafts.take(session, number)
        text = DraftText("Визит в Шанхай", RU.summary, RU.details, "Иванов")
        await drafts.change(
            session, briefing, Change(topics=("china", "water"), texts={"ru": text}), by=2, now=now + HOUR
        )
        await publishing.publish(session, briefing, by=editor(3), now=now + 2 * HOUR)
        await drafts.change(session, briefing, Change(date=None), by=2, now=now + 3 * HOUR)
        revisions.keep(session, briefing, now + 4 * HOUR, replaced_by=None)  # as the load of a changed file does
        briefing.texts["ru"].title = "Визит в Ухань"
        await drafts.touch(session, briefing, now + 4 * HOUR)
    async with store.reading() as session:
        events = await history.events(session, number)
    assert [(event.action, event.user_id) for event in events] == [
        ("draft", 1),
        ("edit", 2),
        ("publish", 3),
        ("edit", 2),
        ("file", None),
    ]
    assert events[1].differences == (
        Difference("title", "ru", (("=", "Визит в"), ("-", "Пекин"), ("+", "Шанхай"))),
        Difference("expert", "ru", (("+", "Иванов"),)),
        Difference("topics", None, (("-", "china"), ("+", "china, water"))),
    )
    assert events[3].differences == (Difference("date", None, (("-", "2025-09-05"),)),)
    assert events[4].differences == (Difference("title", "ru", (("=", "Визит в"), ("-", "Шанхай"), ("+", "Ухань"))),)


async def test_the_date_that_publishing_gives_is_part_of_publishing(store: Store, now: dt.datetime) -> None:
    await with_topics(store)
    number = await store_draft(store, now, date=None, source_name=None)
    async with store.writing() as session:
        briefing = await drafts.take(session, number)
        await drafts.change(session, briefing, Change(topics=("water",)), by=2, now=now + HOUR)
        await publishing.publish(session, briefing, by=editor(3), now=now + 2 * HOUR)
    async with store.reading() as session:
        _, edited, published = await history.events(session, number)
    assert [difference.field for difference in edited.differences] == ["topics"]
    assert [difference.field for difference in published.differences] == ["date"]


async def test_what_was_thrown_away_still_has_a_history(store: Store, now: dt.datetime) -> None:
    await with_topics(store)
    number = await store_draft(store, now)
    async with store.writing() as session:
        briefing = await drafts.take(session, number)
        await drafts.change(session, briefing, Change(date=None), by=1, now=now)
        await drafts.discard(session, briefing, by=2, now=now)
    async with store.reading() as session:
        events = await history.events(session, number)
        assert [event.action for event in events] == ["draft", "edit", "discard"]
        assert await history.events(session, number + 1) == []


async def test_what_a_file_made_begins_with_the_file(library_store: Store) -> None:
    async with library_store.reading() as session:
        newest = (await library.newest(session, None))[0]
        (event,) = await history.events(session, newest.id)
    assert (event.action, event.user_id, event.at) == ("import", None, newest.created_at)


async def test_of_a_long_life_the_last_is_told(store: Store, now: dt.datetime) -> None:
    await with_topics(store)
    number = await store_draft(store, now)
    async with store.writing() as session:
        briefing = await drafts.take(session, number)
        for day in range(history.SHOWN + 5):
            title = Change(texts={"ru": DraftText(f"День {day}", "Т.")})
            await drafts.change(session, briefing, title, by=1, now=now + day * HOUR)
    async with store.reading() as session:
        events = await history.events(session, number)
    assert len(events) == history.SHOWN
    assert events[-1].differences[0].pieces[-1] == ("+", f"{history.SHOWN + 4}")


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("", "новое слово", (("+", "новое слово"),)),
        (
            "раз два три четыре пять шесть семь восемь девять",
            "РАЗ два три четыре пять шесть семь восемь ДЕВЯТЬ",
            (
                ("-", "раз"),
                ("+", "РАЗ"),
                ("=", "два три четыре пять шесть семь восемь"),
                ("-", "девять"),
                ("+", "ДЕВЯТЬ"),
            ),
        ),
        (
            " ".join("абвгдежзик") + " конец",
            " ".join("абвгдежзик") + " КОНЕЦ",
            (("=", "… з и к"), ("-", "конец"), ("+", "КОНЕЦ")),
        ),
    ],
)
def test_words_are_compared_and_what_is_alike_is_cut_short(old: str, new: str, pieces: object) -> None:
    assert history.words(old, new) == pieces
