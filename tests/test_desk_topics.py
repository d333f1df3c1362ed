"""Topics that editors add, rename, move, hide and show; and what the next load of the seeds leaves alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from bot.app import SEEDS
from bot.commands import COMMANDS
from briefings.catalogue import Catalogue, load_catalogue
from briefings.desk import topics
from briefings.desk.errors import DeskError
from briefings.desk.topics import NewTopic, read_new, read_rename
from briefings.loading import load, read_folder
from briefings.model import AuditEntry, TopicGroup

if TYPE_CHECKING:
    from datetime import datetime

    from briefings.store import Store

EDITOR = 103
AFRICA = NewTopic("africa", "🌍", {"kk": "Африка", "ru": "Африка"}, {"kk": ("қара құрлық",), "ru": ("Нигерия", "ЮАР")})


async def catalogue(store: Store) -> Catalogue:
    async with store.reading() as session:
        return await load_catalogue(session)


async def actions(store: Store) -> list[str]:
    async with store.reading() as session:
        return list(await session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def test_a_topic_is_typed_on_one_line() -> None:
    typed = " /Africa |🌍|  Африка| Африка |Нигерия, қара құрлық,, ЮАР , Нигерия"
    assert read_new(typed, COMMANDS.is_reserved) == AFRICA
    assert read_new("africa | 🌍 | Африка | Африка", COMMANDS.is_reserved).aliases == {"kk": (), "ru": ()}
    assert read_rename("Africa|Қара құрлық|Африка ") == ("africa", {"kk": "Қара құрлық", "ru": "Африка"})


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "topic-add-form"),
        ("africa", "topic-add-form"),
        ("africa | 🌍 | Африка", "topic-add-form"),
        ("africa | 🌍 | Африка | Африка | a | b", "topic-add-form"),
        ("africa | 🌍 | Африка | Афр\x07ика", "topic-add-form"),
        ("африка | 🌍 | Африка | Африка", "topic-slug"),
        ("1africa | 🌍 | Африка | Африка", "topic-slug"),
        ("south africa | 🌍 | Африка | Африка", "topic-slug"),
        (f"{'a' * 33} | 🌍 | Африка | Африка", "topic-slug"),
        ("latest | 🌍 | Африка | Африка", "topic-reserved"),
        ("b12 | 🌍 | Африка | Африка", "topic-reserved"),
        ("staff | 🌍 | Африка | Африка", "topic-reserved"),
        ("africa | | Африка | Африка", "topic-emoji"),
        ("africa | globe | Африка | Африка", "topic-emoji"),
        (f"africa | {'🌍' * 17} | Африка | Африка", "topic-emoji"),
        ("africa | 🌍 | | Африка", "topic-name-empty"),
        ("africa | 🌍 | Африка | …", "topic-name-empty"),
        (f"africa | 🌍 | {'А' * 65} | Африка", "topic-name-long"),
        (f"africa | 🌍 | Африка | Африка | {'А' * 101}", "topic-alias"),
        ("africa | 🌍 | Африка | Африка | !", "topic-alias"),
        (f"africa | 🌍 | Африка | Африка | {','.join(map(str, range(51)))}", "topic-aliases"),
    ],
)
def test_a_topic_that_cannot_be_is_refused_with_the_reason(text: str, kind: str) -> None:
    with pytest.raises(DeskError) as refused:
        read_new(text, COMMANDS.is_reserved)
    assert refused.value.kind == kind


@pytest.mark.parametrize("text", ["", "africa | Африка", "africa | a | b | c"])
def test_a_new_name_is_needed_in_both_languages(text: str) -> None:
    with pytest.raises(DeskError, match="topic-rename-form"):
        read_rename(text)


async def test_a_topic_is_there_at_once_with_all_its_names(library_store: Store, now: datetime) -> None:
    async with library_store.writing() as session:
        await topics.add(session, AFRICA, by=EDITOR, now=now)
    found = await catalogue(library_store)
    assert found.topics[-1].slug == "africa"
    assert [found.named_by(said) for said in ("Африкаға", "қара құрлыққа", "Нигерией")] == [found.by_slug("africa")] * 3
    async with library_store.writing() as session:
        await topics.rename(session, "africa", {"kk": "Қара құрлық", "ru": "Чёрный континент"}, by=EDITOR, now=now)
        await topics.move(session, "africa", TopicGroup.COUNTRIES, by=EDITOR, now=now)
    found = await catalogue(library_store)
    entry = found.named_by("чёрного континента")
    assert entry is not None
    assert (entry.slug, entry.group, entry.names["kk"]) == ("africa", "countries", "Қара құрлық")
    assert await actions(library_store) == ["topic_add", "topic_rename", "topic_move"]


async def test_a_hidden_topic_is_nowhere_but_on_the_editors_list(library_store: Store, now: datetime) -> None:
    for hidden in (True, True, False, False):
        async with library_store.writing() as session:
            await topics.hide(session, "china", hidden=hidden, by=EDITOR, now=now)
            assert [topic.hidden for topic in await topics.every(session) if topic.slug == "china"] == [hidden]
        assert ((await catalogue(library_store)).by_slug("china") is None) is hidden
    assert await actions(library_store) == ["topic_hide", "topic_show"]


@pytest.mark.parametrize(
    ("new", "kind", "values"),
    [
        (NewTopic("china", "🌍", {"kk": "А", "ru": "Б"}, {}), "topic-taken", {"word": "china"}),
        (
            NewTopic("prague", "🌍", {"kk": "қытай", "ru": "Прага"}, {}),
            "topic-name-taken",
            {"word": "қытай", "slug": "china"},
        ),
        (
            NewTopic("prague", "🌍", {"kk": "Прага", "ru": "КНР"}, {}),  # an alias, and in the other language
            "topic-name-taken",
            {"word": "КНР", "slug": "china"},
        ),
        (
            NewTopic("prague", "🌍", {"kk": "Прага", "ru": "Прага"}, {"ru": ("чехия", "ВАШИНГТОН")}),
            "topic-name-taken",
            {"word": "ВАШИНГТОН", "slug": "usa"},
        ),
        (
            NewTopic("prague", "🌍", {"kk": "Прага", "ru": "Прага"}, {"ru": ("Central_Asia",)}),
            "topic-name-taken",
            {"word": "Central_Asia", "slug": "central_asia"},
        ),
        (
            NewTopic("prc", "🌍", {"kk": "Прага", "ru": "Прага"}, {}),
            "topic-name-taken",
            {"word": "prc", "slug": "china"},
        ),
    ],
)
async def test_what_is_taken_stays_whose_it_is(
    library_store: Store, now: datetime, new: NewTopic, kind: str, values: dict[str, str]
) -> None:
    with pytest.raises(DeskError) as refused:
        async with library_store.writing() as session:
            await topics.add(session, new, by=EDITOR, now=now)
    assert (refused.value.kind, refused.value.values) == (kind, values)
    assert await actions(library_store) == []


@pytest.mark.parametrize(
    ("typed", "kind", "word"),
    [
        ("all | 🌍 | Африка | Африка", "topic-reserved", "all"),
        ("sunday | 🌍 | Африка | Африка", "topic-reserved", "sunday"),
        ("africa | 🌍 | Барлығы | Африка", "topic-reserved", "Барлығы"),
        ("africa | 🌍 | Африка | Все об Африке", "topic-reserved", "Все об Африке"),
        ("africa | 🌍 | Африка | Африка | пятница", "topic-reserved", "пятница"),
        ("africa | 🌍 | Африка | Африка | Нигерия, утром", "topic-reserved", "утром"),
        ("africa | 🌍 | Африка | Африка | кешке", "topic-reserved", "кешке"),
        ("africa | 🌍 | Африка | Африка | 9", "topic-reserved", "9"),
        ("africa | 🌍 | Африка | Африка | судың", "topic-name-taken", "судың"),
        ("africa | 🌍 | Қытайдағы | Африка", "topic-name-taken", "Қытайдағы"),
        ("africa | 🌍 | Африка | Китаем", "topic-name-taken", "Китаем"),
    ],
)
async def test_a_word_by_which_readers_mean_something_else_names_no_topic(
    library_store: Store, now: datetime, typed: str, kind: str, word: str
) -> None:
    with pytest.raises(DeskError) as refused:
        async with library_store.writing() as session:
            await topics.add(session, read_new(typed, COMMANDS.is_reserved), by=EDITOR, now=now)
    assert (refused.value.kind, refused.value.values["word"]) == (kind, word)


async def test_a_topic_may_be_called_what_only_sounds_like_a_time(library_store: Store, now: datetime) -> None:
    async with library_store.writing() as session:
        await topics.add(session, read_new("dawn | 🌍 | Таң | Утро", COMMANDS.is_reserved), by=EDITOR, now=now)


async def test_of_a_topic_that_is_not_there_a_near_one_is_named(library_store: Store, now: datetime) -> None:
    async with library_store.writing() as session:
        with pytest.raises(DeskError) as refused:
            await topics.hide(session, "chinaa", hidden=True, by=EDITOR, now=now)
        assert (refused.value.kind, refused.value.values["near"]) == ("topic-missing-near", "china")
        for slug in ("zzz", "e", "africa", "turkey"):
            with pytest.raises(DeskError, match=r"topic-missing$"):
                await topics.move(session, slug, TopicGroup.SUBJECTS, by=EDITOR, now=now)
        with pytest.raises(DeskError, match="topic-name-taken"):
            await topics.rename(session, "usa", {"kk": "Қытай", "ru": "Китай"}, by=EDITOR, now=now)
        with pytest.raises(DeskError, match="topic-name-taken"):
            await topics.rename(session, "usa", {"kk": "АҚШ", "ru": "Поднебесная"}, by=EDITOR, now=now)
        with pytest.raises(DeskError, match="topic-reserved"):
            await topics.rename(session, "usa", {"kk": "АҚШ", "ru": "Понедельник"}, by=EDITOR, now=now)
        await topics.rename(session, "usa", {"kk": "Америка", "ru": "Вашингтон"}, by=EDITOR, now=now)  # its own aliases


async def test_the_seeds_leave_alone_what_an_editor_has_changed_and_say_so(library_store: Store, now: datetime) -> None:
    async with library_store.writing() as session:
        await topics.add(session, AFRICA, by=EDITOR, now=now)
        await topics.hide(session, "usa", hidden=True, by=EDITOR, now=now)
        await topics.rename(session, "china", {"kk": "Аспан асты", "ru": "Поднебесная"}, by=EDITOR, now=now)
    report = await load(library_store, read_folder(SEEDS), now)
    assert report.left_alone == ["china", "usa"]
    assert "left alone because an editor has changed them: china, usa" in str(report)
    found = await catalogue(library_store)
    assert (found.name("china", "ru"), found.by_slug("usa"), found.topics[-1].slug) == ("Поднебесная", None, "africa")
