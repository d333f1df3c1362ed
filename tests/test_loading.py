"""A folder into the store: nothing where one file is wrong, once however often, and never over an editor's work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from helpers_content import FRONT, TOPICS, file_text, new_briefing, new_topic, record, with_key, write_folder
from sqlalchemy import func, select

from briefings import file_error, library
from briefings.file_error import FileError
from briefings.loading import LoadReport, load, read_folder
from briefings.model import Briefing, Revision, Status, Topic
from briefings.store import changes

if TYPE_CHECKING:
    from datetime import datetime

    from briefings.store import Store

GREEN = '  emoji: "🌿"'
BLUE = '  emoji: "💧"'


@dataclass
class Shelf:
    """A folder, the store it is loaded into, and a clock that goes on by a day at each load."""

    store: Store
    folder: Path
    now: datetime

    async def load(self, files: dict[str, str], topics: str | None = TOPICS) -> LoadReport:
        """Write the files by name and load the folder."""
        write_folder(self.folder, files, topics)
        self.now += timedelta(days=1)
        return await load(self.store, read_folder(self.folder), self.now)

    async def briefing(self, key: str) -> Briefing:
        """The stored briefing with this key."""
        async with self.store.reading() as session:
            return (await session.scalars(select(Briefing).where(Briefing.key == key))).one()

    async def edit(self, key: str, title: str) -> None:
        """What an editor does: a new Russian title."""
        async with self.store.writing() as session:
            briefing = (await session.scalars(select(Briefing).where(Briefing.key == key))).one()
            briefing.texts["ru"].title = title

    async def topics(self) -> dict[str, Topic]:
        """The topics by slug, in menu order."""
        async with self.store.reading() as session:
            return {topic.slug: topic for topic in await library.topics(session)}

    async def version(self) -> int:
        """How often the library has changed."""
        async with self.store.reading() as session:
            return (await changes(session)).get(library.CHANGED, 0)

    async def count(self, table: type[Briefing | Topic | Revision]) -> int:
        """How many rows there are."""
        async with self.store.reading() as session:
            return await session.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def shelf(store: Store, tmp_path: Path, now: datetime) -> Shelf:
    """An empty folder and an empty store."""
    return Shelf(store, tmp_path / "folder", now)


async def test_it_publishes_what_the_files_say(shelf: Shelf) -> None:
    await shelf.load({"a.md": with_key("a", "Визит")})
    briefing = await shelf.briefing("a")
    assert (briefing.status, briefing.published_at, briefing.texts["ru"].title) == (
        Status.PUBLISHED,
        shelf.now,
        "Визит",
    )


async def test_loading_twice_changes_nothing(shelf: Shelf) -> None:
    await shelf.load({"a.md": with_key("a")})
    first, version = await shelf.briefing("a"), await shelf.version()
    report = await shelf.load({})
    second = await shelf.briefing("a")
    assert (report.added, report.updated, report.left_alone) == ([], [], [])
    assert report.unchanged == ["china", "water", "a"]
    assert (second.version, second.published_at, second.updated_at) == (
        first.version,
        first.published_at,
        first.updated_at,
    )
    assert (await shelf.version(), await shelf.count(Revision)) == (version, 0)


async def test_a_changed_file_updates_its_briefing_and_nothing_else(shelf: Shelf) -> None:
    await shelf.load({"a.md": with_key("a"), "b.md": with_key("b")})
    before, version = await shelf.briefing("a"), await shelf.version()
    report = await shelf.load({"a.md": with_key("a", "Новое")})
    after = await shelf.briefing("a")
    assert (report.updated, report.unchanged) == (["a"], ["china", "water", "b"])
    assert (after.texts["ru"].title, after.id, after.version) == ("Новое", before.id, before.version + 1)
    assert (after.published_at, after.updated_at) == (before.published_at, shelf.now)
    assert await shelf.version() == version + 1


@pytest.mark.parametrize("status", [Status.DRAFT, Status.REVIEW, Status.SCHEDULED])
async def test_a_draft_of_the_same_key_is_the_editors_whatever_it_says(shelf: Shelf, status: Status) -> None:
    await shelf.load({"a.md": with_key("a")})
    async with shelf.store.writing() as session:
        briefing = (await session.scalars(select(Briefing))).one()
        briefing.status, briefing.file_digest, briefing.published_at = status, None, None
    for title in ("Визит", "Новое", "Новое"):
        report = await shelf.load({"a.md": with_key("a", title)})
        assert (report.drafts, report.updated, report.left_alone) == (["a"], [], [])
        assert "left alone because they are drafts at the desk: a" in str(report)
    found = await shelf.briefing("a")
    assert (found.status, found.file_digest, found.texts["ru"].title) == (status, None, "Визит")


async def test_a_changed_file_keeps_what_the_briefing_said(shelf: Shelf) -> None:
    await shelf.load({"a.md": file_text(FRONT.replace("visit", "a"))})
    await shelf.load({"a.md": with_key("a", "Новое")})
    async with shelf.store.reading() as session:
        (kept,) = await session.scalars(select(Revision))
    assert (kept.version, kept.replaced_by, kept.replaced_at) == (1, None, shelf.now)
    assert kept.content["texts"]["ru"] == {"title": "Визит", "summary": "Токаев приехал.", "details": []}
    assert (kept.content["key"], kept.content["topics"], kept.content["date"]) == ("a", ["china"], "2025-09-05")


async def test_a_file_without_a_date_keeps_that_in_its_revision(shelf: Shelf) -> None:
    await shelf.load({"a.md": with_key("a")})
    await shelf.load({"a.md": with_key("a", "Новое")})
    async with shelf.store.reading() as session:
        assert (await session.scalars(select(Revision))).one().content["date"] is None


async def test_a_briefing_that_an_editor_changed_is_left_alone(shelf: Shelf) -> None:
    await shelf.load({"a.md": with_key("a")})
    await shelf.edit("a", "Редактор")
    report = await shelf.load({"a.md": with_key("a", "Новое")})
    assert (await shelf.briefing("a")).texts["ru"].title == "Редактор"
    assert report.left_alone == ["a"]
    assert str(report) == "0 added, 0 updated, 2 unchanged; left alone because an editor has changed them: a"


async def test_an_editors_change_that_comes_back_in_a_file_is_the_files_again(shelf: Shelf) -> None:
    await shelf.load({"a.md": with_key("a")})
    await shelf.edit("a", "Редактор")
    assert (await shelf.load({"a.md": with_key("a", "Редактор")})).left_alone == []
    assert (await shelf.load({"a.md": with_key("a", "Новое")})).updated == ["a"]


async def test_an_editors_own_briefing_of_the_same_key_is_left_alone(shelf: Shelf) -> None:
    async with shelf.store.writing() as session:
        session.add(new_briefing("a", shelf.now))
    assert (await shelf.load({"a.md": with_key("a")})).left_alone == ["a"]


async def test_an_archived_briefing_is_updated_and_stays_archived(shelf: Shelf) -> None:
    await shelf.load({"a.md": with_key("a")})
    async with shelf.store.writing() as session:
        (await session.scalars(select(Briefing))).one().status = Status.ARCHIVED
    await shelf.load({"a.md": with_key("a", "Новое")})
    after = await shelf.briefing("a")
    assert (after.status, after.texts["ru"].title) == (Status.ARCHIVED, "Новое")


async def test_experts_in_any_order_are_no_change_by_an_editor(shelf: Shelf) -> None:
    front = "key: a\ntopics: [china]\nsource: {expert: {ru: К. М., kk: Қ. М.}}"
    await shelf.load({"a.md": file_text(front)})
    assert (await shelf.load({"a.md": file_text(front + "\ndate: 2025")})).updated == ["a"]


async def test_a_language_that_a_file_no_longer_has_is_removed(shelf: Shelf) -> None:
    await shelf.load({"a.md": with_key("a") + "\n# en\n## Visit\nHe came.\n"})
    await shelf.load({"a.md": with_key("a")})
    assert set((await shelf.briefing("a")).texts) == {"kk", "ru"}


async def test_topics_of_a_briefing_keep_the_order_of_the_file(shelf: Shelf) -> None:
    await shelf.load({"a.md": with_key("a", topics="china, water"), "b.md": with_key("b", topics="water")})
    await shelf.load({"a.md": with_key("a", topics="water, china"), "b.md": with_key("b", topics="china")})
    assert [topic.slug for topic in (await shelf.briefing("a")).topics] == ["water", "china"]
    assert [topic.slug for topic in (await shelf.briefing("b")).topics] == ["china"]


async def test_a_changed_topic_is_updated(shelf: Shelf) -> None:
    await shelf.load({}, TOPICS.replace("{kk: Су, ", "{en: Water, kk: Су, "))
    report = await shelf.load({}, TOPICS.replace(BLUE, GREEN))
    water = (await shelf.topics())["water"]
    assert (report.updated, report.unchanged) == (["water"], ["china"])
    assert (water.emoji, set(water.texts)) == ("🌿", {"kk", "ru"})


async def test_a_topic_that_an_editor_changed_is_left_alone(shelf: Shelf) -> None:
    await shelf.load({})
    async with shelf.store.writing() as session:
        (await session.scalars(select(Topic).where(Topic.slug == "water"))).one().texts["ru"].name = "Водные дела"
    report = await shelf.load({}, TOPICS.replace(BLUE, GREEN))
    assert (report.left_alone, (await shelf.topics())["water"].emoji) == (["water"], "💧")


async def test_a_topic_added_in_the_middle_stands_there_in_the_menu(shelf: Shelf) -> None:
    await shelf.load({})
    china, water = TOPICS.split("- slug: water")
    await shelf.load({}, f"{china}- slug: usa\n{GREEN}\n  names: X\n- slug: water{water}")
    assert list(await shelf.topics()) == ["china", "usa", "water"]


async def test_topics_of_editors_come_after_those_of_the_file(shelf: Shelf) -> None:
    async with shelf.store.writing() as session:
        session.add_all([new_topic("first", 1), new_topic("second", 2)])
    await shelf.load({})
    assert list(await shelf.topics()) == ["china", "water", "first", "second"]


async def test_a_new_order_alone_is_a_change_of_the_library(shelf: Shelf) -> None:
    await shelf.load({})
    version = await shelf.version()
    china, water = TOPICS.split("- slug: water")
    await shelf.load({}, f"- slug: water{water}{china}")
    assert (list(await shelf.topics()), await shelf.version()) == (["water", "china"], version + 1)


async def test_briefings_alone_use_the_topics_of_the_store(shelf: Shelf) -> None:
    async with shelf.store.writing() as session:
        session.add(new_topic("china", 5))
    assert (await shelf.load({"a.md": with_key("a")}, topics=None)).added == ["a"]


@pytest.mark.parametrize(
    ("last", "problem"),
    [
        (with_key("z", topics="china, mars"), "line 3, topics: there is no topic 'mars'"),
        (with_key("z").replace("# ru", "# de"), "line 12, ru: the text in this language is missing"),
        (file_text("topics: [china]\nkey: a"), "line 3, key: another file has the key 'a'"),
    ],
    ids=["unknown_topic", "language_missing", "key_twice"],
)
async def test_one_wrong_file_and_nothing_is_loaded(shelf: Shelf, last: str, problem: str) -> None:
    with pytest.raises(FileError, match=rf"z\.md, {problem}"):
        await shelf.load({"a.md": with_key("a"), "z.md": last})
    assert (await shelf.count(Briefing), await shelf.count(Topic), await shelf.version()) == (0, 0, 0)


def test_a_folder_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="there is no such folder"):
        read_folder(tmp_path / "nowhere")


def test_a_slug_that_means_something_else_to_the_bot_is_refused(tmp_path: Path) -> None:
    write_folder(tmp_path, {}, TOPICS)
    with pytest.raises(FileError, match=r"topics\.yaml, line 6, slug: 'water' means something else") as refusal:
        read_folder(tmp_path, lambda slug: slug == "water")
    assert refusal.value.problem == "reserved"


def test_files_are_found_in_folders_below_and_folders_are_no_files(tmp_path: Path) -> None:
    (tmp_path / "notes.md").mkdir()
    write_folder(tmp_path / "notes.md", {"a.md": file_text()}, topics=None)
    (tmp_path / "topics.yaml").mkdir()
    assert list(read_folder(tmp_path).briefings.values()) == [record()]


def test_every_problem_has_a_test() -> None:
    tests = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    by_sentence = {"unknown_topic", "key_twice", "no_folder"}
    assert [code for code in file_error._SENTENCES if f'"{code}"' not in tests and code not in by_sentence] == []
