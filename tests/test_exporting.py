"""What is exported can be imported: the same bytes come out again, and nothing is doubled or overwritten."""

from __future__ import annotations

import asyncio
import io
import random
import zipfile
from typing import TYPE_CHECKING

import pytest
from helpers_content import new_briefing, with_key, write_folder
from sqlalchemy import select

from bot.app import SEEDS
from briefings.desk.form import DraftText, checked
from briefings.exchange import BriefingRecord, TextRecord, parse, render
from briefings.exporting import NotWritten, export
from briefings.exporting import write_folder as write
from briefings.file_error import FileError
from briefings.loading import LoadReport, load, read_folder
from briefings.model import Briefing, BriefingText, Status, Topic
from briefings.partial_date import PartialDate
from briefings.store import Store
from briefings.topic_file import TopicRecord, parse_topics, render_topics
from briefings.zipped import pack, unpack

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path


async def files_of(store: Store) -> dict[str, bytes]:
    async with store.reading() as session:
        return (await export(session)).files()


async def take(store: Store, files: dict[str, bytes], folder: Path, now: datetime) -> LoadReport:
    """Import the files, as a zip."""
    await asyncio.to_thread(folder.write_bytes, pack(files))
    return await load(store, read_folder(folder, required=()), now)


async def test_what_an_empty_store_imports_it_exports_to_the_same_bytes(
    library_store: Store, databases: Callable[..., str], tmp_path: Path, now: datetime
) -> None:
    china = "2025-09-05-only-in-russian"
    async with library_store.writing() as session:
        hidden = (await session.scalars(select(Topic).where(Topic.slug == "usa"))).one()
        hidden.hidden = True
        session.add(new_briefing(china, now, date="2025", topic=hidden))
        session.add(new_briefing("a-draft", now, status=Status.DRAFT))
        session.add(new_briefing("archived", now, status=Status.ARCHIVED))
    first = await files_of(library_store)
    assert f"briefings/{china}.md" in first
    assert not {"briefings/a-draft.md", "briefings/archived.md"} & set(first)
    empty = Store(databases.new("sqlite", "migrated"))  # type: ignore[attr-defined]
    try:
        await take(empty, first, tmp_path / "export.zip", now)
        again = await files_of(empty)
    finally:
        await empty.close()
    assert again == first
    assert pack(again) == pack(dict(reversed(first.items())))


async def test_every_seed_is_in_the_export(library_store: Store, tmp_path: Path) -> None:
    write(await files_of(library_store), tmp_path / "folder")
    seeds, exported = read_folder(SEEDS), read_folder(tmp_path / "folder")
    assert exported.topics == seeds.topics
    assert sorted(exported.briefings.values(), key=lambda each: each.key) == sorted(
        seeds.briefings.values(), key=lambda each: each.key
    )


async def test_importing_ones_own_export_changes_nothing(library_store: Store, tmp_path: Path, now: datetime) -> None:
    async with library_store.writing() as session:
        session.add(new_briefing("editors-own", now, topic=(await session.scalars(select(Topic))).first()))
    report = await take(library_store, await files_of(library_store), tmp_path / "export.zip", now)
    assert (report.added, report.updated, report.left_alone) == ([], [], [])


async def test_an_import_updates_what_no_editor_has_changed_since_and_says_what_it_left_alone(
    store: Store, tmp_path: Path, now: datetime
) -> None:
    folder = write_folder(tmp_path / "in", {name: with_key(name[0], "Раньше") for name in ("a.md", "b.md")})
    await load(store, read_folder(folder), now)
    old = await files_of(store)
    async with store.writing() as session:
        edited = (await session.scalars(select(Briefing).where(Briefing.key == "b"))).one()
        edited.texts["ru"].title = "Правка"
    new = {path: data.replace("Раньше".encode(), "Позже".encode()) for path, data in old.items()}
    report = await take(store, new, tmp_path / "new.zip", now)
    assert (report.added, report.updated, report.left_alone) == ([], ["a"], ["b"])
    report = await take(store, old, tmp_path / "old.zip", now)
    assert (report.updated, report.left_alone) == (["a"], ["b"])
    async with store.reading() as session:
        titles = {
            text.briefing_id: text.title
            for text in await session.scalars(select(BriefingText))
            if text.language == "ru"
        }
    assert sorted(titles.values()) == ["Правка", "Раньше"]


def test_an_export_goes_into_an_empty_folder_only(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    for folder, sentence in ((tmp_path, "is not empty"), (tmp_path / "mine.txt", "cannot be written")):
        with pytest.raises(NotWritten, match=sentence):
            write({"topics.yaml": b"[]\n"}, folder)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


WORDS = [
    "Токаев",
    "«Қазақстан»",
    "#",
    "# kk",
    "## x",
    "-",
    "- 8 млн",
    "\\",
    "---",
    "null",
    "😀",
    "a: b",
    "’",
    "&",
    "1e3",
    "'",
    '"',
]


@pytest.mark.parametrize("seed", range(40))
def test_whatever_an_editor_may_write_is_read_back_from_its_file(seed: int) -> None:
    some = random.Random(seed)  # noqa: S311 - a seeded one, so that a failure comes again

    def words(gap: str = " ") -> str:
        return "Сөз" + gap + gap.join(some.choices(WORDS, k=6))

    texts = {}
    experts = {}
    for language in some.choice([("kk",), ("ru",), ("kk", "ru")]):
        text = checked(DraftText(words(), words("\n") + "\n\n" + words(), (words(), words()), words()))
        texts[language] = TextRecord(text.title, text.summary, text.details)
        experts[language] = text.expert or ""
    date = some.choice([None, PartialDate(2025), PartialDate(2025, 9), PartialDate(2025, 9, 5)])
    record = BriefingRecord("k", ("china", "usa"), date, some.random() < 0.5, words(), None, experts, texts)
    assert parse(render(record), "f.md", required=()) == record


def test_topics_are_read_back_as_they_were_written() -> None:
    records = [
        TopicRecord(
            "no", "🇳🇴", "countries", {"kk": "Норвегия: ел", "ru": "Off"}, {"kk": ("null", "0x1"), "ru": ()}, True
        ),
        TopicRecord(
            "y", "#️⃣", "subjects", {"kk": "«Ә» & 'б'", "ru": "yes", "en": "- x"}, {"kk": (), "ru": (), "en": ()}
        ),
    ]
    assert parse_topics(render_topics(records), "topics.yaml") == records
    assert parse_topics(render_topics([]), "topics.yaml") == []


def test_a_briefing_without_any_text_is_refused_even_where_one_language_is_enough() -> None:
    with pytest.raises(FileError) as refused:
        parse("---\nkey: k\ntopics: [china]\n---\n", "f.md", required=())
    assert refused.value.problem == "language_missing"


def zipped(files: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip as anybody's program makes it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as archive:
        for path, data in files.items():
            archive.writestr(path, data)
    return made.getvalue()


def test_only_briefing_files_are_unpacked() -> None:
    hidden = {"__MACOSX/._a.md": b"x", ".git/a.md": b"x", "b/photo.jpg": b"x", "b/": b""}
    assert unpack(zipped({"b/a.md": b"1", "topics.yaml": b"2", **hidden}), "f.zip") == {
        "b/a.md": b"1",
        "topics.yaml": b"2",
    }


def encrypted() -> bytes:
    data = bytearray(zipped({"a.md": b"x"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    data[6] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"PK\x03\x04 but no zip", "zip_broken"),
        (b"", "zip_broken"),
        (zipped({"a.md": b"x" * 5000})[:-60], "zip_broken"),
        (encrypted(), "zip_broken"),
        (zipped({"a.md": b"x"}, zipfile.ZIP_LZMA), "zip_broken"),
        (zipped({"../a.md": b"x"}), "zip_path"),
        (zipped({"b/../../a.md": b"x"}), "zip_path"),
        (zipped({"/etc/a.md": b"x"}), "zip_path"),
        (zipped({f"{number}.md": b"x" for number in range(4)}), "zip_files"),
        (zipped({"a.md": b"0" * 1001}), "zip_size"),
        (zipped({"a.md": b"0" * 900, "b.md": b"0" * 900}), "zip_size"),
    ],
    ids=["no zip", "nothing", "cut", "encrypted", "lzma", "..", "inner ..", "/", "files", "a file", "all files"],
)
def test_a_zip_that_is_broken_or_means_harm_is_refused(data: bytes, problem: str) -> None:
    with pytest.raises(FileError) as refused:
        unpack(data, "f.zip", most_files=3, most_file_bytes=1000, most_bytes=1500)
    assert (refused.value.problem, refused.value.file) == (problem, "f.zip")
    assert str(refused.value).startswith("f.zip: ")  # no line of it is at fault


def test_a_zip_bomb_is_not_unpacked_whole(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.zip"
    bomb.write_bytes(zipped({"a.md": b"0" * 50_000_000}))
    with pytest.raises(FileError, match=r"bomb\.zip.*unpacks to too much at 'a\.md'"):
        read_folder(bomb)
