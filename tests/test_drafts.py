"""briefings/desk/drafts.py: drafts made, changed, thrown away; nobody overwrites anybody in silence."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from helpers_desk import KK, RU, actions, editor, new_draft, store_draft, stored
from sqlalchemy import func, select

from briefings.desk import corrections, drafts, likeness, moves, publishing, standing
from briefings.desk.drafts import Change
from briefings.desk.errors import DeskError, Overtaken
from briefings.desk.form import DraftText, Source
from briefings.desk.standing import Missing, Shelf
from briefings.exchange import parse, record_of, render
from briefings.model import Briefing, Revision, Status
from briefings.partial_date import PartialDate
from briefings.store import changes

if TYPE_CHECKING:
    from briefings.store import Store


pytestmark = pytest.mark.usefixtures("two_topics")


async def edit(store: Store, number: int, what: Change, now: dt.datetime, *, by: int = 2, seen: int = 1) -> bool:
    async with store.writing() as session:
        return await drafts.change(session, await drafts.take(session, number), what, by=by, now=now, seen=seen)


async def test_a_draft_is_stored_whole_and_readers_do_not_see_it(store: Store, now: dt.datetime) -> None:
    number = await store_draft(store, now, by=7, source_url="https://baq.kz/1")
    made = await stored(store, number)
    assert (made.status, made.created_by, made.source_url) == (Status.DRAFT, 7, "https://baq.kz/1")
    assert (made.texts["ru"].title, made.texts["ru"].details) == (RU.title, list(RU.details))
    assert [topic.slug for topic in made.topics] == ["china"]
    assert parse(render(record_of(made)), "f.md") == record_of(made)
    assert await actions(store, number) == [("draft", 7)]


async def test_the_same_message_makes_one_draft(store: Store, now: dt.datetime) -> None:
    first = await store_draft(store, now, origin="5:9")
    assert await store_draft(store, now, origin="5:9") == first
    assert await store_draft(store, now, origin="5:10") != first


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [
        ({"topics": ()}, "topics-none"),
        ({"topics": ("china", "atlantis")}, "unknown-topic"),
        ({"texts": {}}, "text-empty"),
        ({"texts": {"ru": DraftText(" \u200b ", "Текст.")}}, "title-empty"),
        ({"texts": {"ru": DraftText("т" * 301, "Текст.")}}, "title-long"),
        ({"texts": {"ru": DraftText("Т", "\n \n- цифра")}}, "text-empty"),
        ({"texts": {"ru": DraftText("Т", "т" * 20_001)}}, "text-long"),
        ({"texts": {"ru": DraftText("Т", "Текст.", expert="э" * 201)}}, "expert-long"),
        ({"source_name": "и" * 201}, "source-long"),
        ({"source_name": "…"}, "source-empty"),
        ({"source_url": "ftp://baq.kz"}, "address"),
        ({"source_url": "https://baq.kz/" + "a" * 2000}, "address"),
    ],
)
async def test_what_cannot_be_stored_is_refused_and_nothing_is(
    store: Store, now: dt.datetime, wrong: dict[str, object], kind: str
) -> None:
    with pytest.raises(DeskError) as refused:
        await store_draft(store, now, **wrong)  # type: ignore[arg-type]
    assert refused.value.kind == kind
    async with store.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Briefing)) == 0


async def test_a_key_that_is_taken_names_its_holder(store: Store, now: dt.datetime) -> None:
    number = await store_draft(store, now, key="visit")
    with pytest.raises(DeskError) as refused:
        await store_draft(store, now, origin="1:2", key="visit")
    assert (refused.value.kind, refused.value.values["number"]) == ("key-taken", str(number))


async def test_a_change_keeps_what_was_said_and_counts_as_a_version(store: Store, now: dt.datetime) -> None:
    number = await store_draft(store, now)
    what = Change(
        topics=("water", "china"), date=None, source=Source("Хабар 24"), texts={"ru": DraftText("Новое", "Т.")}
    )
    assert await edit(store, number, what, now)
    made = await stored(store, number)
    assert (made.version, made.date, made.source_name, made.texts["ru"].title) == (2, None, "Хабар 24", "Новое")
    assert [topic.slug for topic in made.topics] == ["water", "china"]
    assert made.texts["kk"].title == KK.title
    async with store.reading() as session:
        kept = (await session.scalars(select(Revision))).one()
    assert (kept.version, kept.replaced_by, kept.content["texts"]["ru"]["title"]) == (1, 2, RU.title)
    assert await actions(store, number) == [("draft", 1), ("edit", 2)]


async def test_who_saw_an_older_version_is_told_and_overwrites_nothing(store: Store, now: dt.datetime) -> None:
    number = await store_draft(store, now)
    await edit(store, number, Change(texts={"ru": DraftText("Первый", "Т.")}), now)
    for _ in range(2):
        with pytest.raises(Overtaken):
            await edit(store, number, Change(texts={"ru": DraftText("Второй", "Т.")}), now, by=3, seen=1)
    assert (await stored(store, number)).texts["ru"].title == "Первый"


async def test_nobody_is_overtaken_by_themselves(store: Store, now: dt.datetime) -> None:
    number = await store_draft(store, now)
    for title in ("Первый", "Второй", "Третий"):  # each under the panel of before
        assert await edit(store, number, Change(texts={"ru": DraftText(title, "Т.")}), now, seen=1)
    async with store.writing() as session:
        briefing = await drafts.take(session, number)
        await publishing.publish(session, briefing, by=editor(2), now=now, seen=2)
        await corrections.publish(session, await drafts.take(session, number), {"ru": "Строка"}, by=2, now=now)
        with pytest.raises(Overtaken):
            await moves.archive(session, briefing, by=3, now=now, seen=5)
        await moves.archive(session, briefing, by=2, now=now, seen=1)
        with pytest.raises(Overtaken):
            await moves.restore(session, briefing, by=2, now=now, seen=99)  # forged


async def test_the_same_change_again_is_done_already(store: Store, now: dt.datetime) -> None:
    number = await store_draft(store, now)
    what = Change(texts={"ru": DraftText("Новое", "Т.")})
    assert await edit(store, number, what, now, seen=1)
    assert not await edit(store, number, what, now, seen=1)
    assert (await stored(store, number)).version == 2


async def test_of_two_transactions_the_slower_is_overtaken(store: Store, now: dt.datetime) -> None:
    number = await store_draft(store, now)
    if store.is_sqlite:
        return  # one writes at a time there

    async def slowly() -> None:
        async with store.writing() as session:
            briefing = await session.get_one(Briefing, number)  # as one would that does not lock it
            await edit(store, number, Change(date=None), now)
            await drafts.touch(session, briefing, now)

    with pytest.raises(Overtaken):
        await slowly()


async def test_a_change_of_a_published_text_is_noticed(store: Store, now: dt.datetime) -> None:
    number = await store_draft(store, now)
    async with store.writing() as session:
        briefing = await drafts.take(session, number)
        briefing.status, briefing.published_at = Status.PUBLISHED, now
    async with store.reading() as session:
        before = (await changes(session))["library"]
    await edit(store, number, Change(date=PartialDate(2025)), now, seen=2)
    async with store.reading() as session:
        assert (await changes(session))["library"] > before


async def test_an_archived_briefing_is_not_edited(store: Store, now: dt.datetime) -> None:
    number = await store_draft(store, now)
    async with store.writing() as session:
        (await drafts.take(session, number)).status = Status.ARCHIVED
    with pytest.raises(DeskError, match="archived"):
        await edit(store, number, Change(date=None), now, seen=2)


async def test_a_machines_text_is_so_marked_until_an_editor_confirms_or_changes_it(
    store: Store, now: dt.datetime
) -> None:
    machines = {"ru": DraftText("Т", "Т.", machine_made=True), "kk": DraftText("Т", "Т.", machine_made=True)}
    number = await store_draft(store, now, texts=machines)
    await edit(store, number, Change(texts={"ru": DraftText("Т", "Т.")}), now)
    assert standing.missing(await stored(store, number)) == [Missing("confirm", "kk")]
    for _ in range(2):
        async with store.writing() as session:
            await drafts.confirm(session, await drafts.take(session, number), by=3, now=now, seen=2)
    assert standing.missing(await stored(store, number)) == []
    assert (await actions(store, number))[-1] == ("confirm", 3)


async def test_missing_names_language_source_and_date(store: Store, now: dt.datetime) -> None:
    number = await store_draft(store, now, texts={"ru": RU}, date=None, source_name=None)
    assert standing.missing(await stored(store, number)) == [
        Missing("language", "kk"),
        Missing("source"),
        Missing("date"),
    ]
    async with store.writing() as session:
        bare = await drafts.take(session, number)
        bare.texts.clear()
    assert standing.missing(await stored(store, number)) == [Missing("text")]


async def test_a_discarded_draft_is_gone_and_its_number_is_nobodys(store: Store, now: dt.datetime) -> None:
    number = await store_draft(store, now)
    await edit(store, number, Change(date=None), now)
    async with store.writing() as session:
        with pytest.raises(Overtaken):
            await drafts.discard(session, await drafts.take(session, number), by=4, now=now, seen=1)
        await drafts.discard(session, await drafts.take(session, number), by=4, now=now, seen=2)
    async with store.writing() as session:
        with pytest.raises(DeskError, match="missing"):
            await drafts.take(session, number)
    assert await store_draft(store, now, origin="1:2") > number
    assert (await actions(store, number))[-1] == ("discard", 4)


@pytest.mark.parametrize("number", [0, -1, 2**31, 10**30, 404])
async def test_a_number_that_no_briefing_has_is_missing(store: Store, number: int) -> None:
    async with store.writing() as session:
        with pytest.raises(DeskError, match="missing"):
            await drafts.take(session, number)


async def test_what_was_published_is_not_thrown_away(store: Store, now: dt.datetime) -> None:
    number = await store_draft(store, now)
    async with store.writing() as session:
        briefing = await drafts.take(session, number)
        briefing.status, briefing.published_at = Status.PUBLISHED, now
        with pytest.raises(DeskError, match="was-published"):
            await drafts.discard(session, briefing, by=1, now=now)


async def test_embargoes_wait_first_by_their_time_then_what_was_touched_last(store: Store, now: dt.datetime) -> None:
    numbers = [await store_draft(store, now + dt.timedelta(hours=n), origin=f"1:{n}") for n in range(5)]
    async with store.writing() as session:
        for number, hours in ((numbers[0], 9), (numbers[1], 8)):
            briefing = await drafts.take(session, number)
            briefing.status, briefing.publish_at = Status.SCHEDULED, now + dt.timedelta(hours=hours)
        gone = await drafts.take(session, numbers[4])
        gone.status = Status.ARCHIVED
    async with store.reading() as session:
        found, total = await standing.shelf(session, Shelf.WAITING)
        assert ([each.id for each in found], total) == ([numbers[n] for n in (1, 0, 3, 2)], 4)
        assert [each.id for each in (await standing.shelf(session, Shelf.WAITING, skip=3, limit=5))[0]] == [numbers[2]]
        assert [each.id for each in (await standing.shelf(session, Shelf.ARCHIVED))[0]] == [numbers[4]]


@pytest.mark.parametrize(
    ("changes", "is_similar"),
    [
        ({"key": "visit", "texts": {"ru": DraftText("Другое", "Т.")}}, True),
        ({"source_url": " https://baq.kz/1", "texts": {"ru": DraftText("Другое", "Т.")}}, True),
        ({"texts": {"ru": DraftText("ВИЗИТ в Пекин!", "Т.")}}, True),
        ({"texts": {"kk": DraftText("Визит в Пекин", "Т.")}}, False),
        ({"texts": {"ru": DraftText("Визит в Астану", "Т.")}}, False),
    ],
)
async def test_a_duplicate_is_found_by_key_address_or_title(
    store: Store, now: dt.datetime, changes: dict[str, object], is_similar: bool
) -> None:
    number = await store_draft(store, now, key="visit", source_url="https://baq.kz/1")
    found = await likeness.similar(store, new_draft(**changes))
    assert [each.id for each in found] == [number] * is_similar
