"""Files that editors send: read within bounds, stored whole or not at all, never over what is there."""

from __future__ import annotations

import asyncio
import io
import time
import zipfile
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from helpers_content import BODY, FRONT, TOPICS, file_text, new_topic, with_key
from helpers_desk import editor
from sqlalchemy import event, func, select

from bot import writing_files
from bot.texts import load_texts
from briefings import zipped
from briefings.desk import drafts, likeness, publishing, uploads
from briefings.desk.errors import DeskError
from briefings.exchange import record_of
from briefings.file_error import FileError
from briefings.library import WHOLE
from briefings.model import Briefing, Edition

if TYPE_CHECKING:
    from datetime import datetime

    from briefings.desk.uploads import Stored, Upload
    from briefings.store import Store

EDITOR = 103


@pytest.fixture
async def desk(store: Store) -> Store:
    """A store with the topic china."""
    async with store.writing() as session:
        session.add(new_topic("china", 1))
    return store


def packed(files: dict[str, str]) -> bytes:
    return zipped.pack({path: text.encode() for path, text in files.items()})


async def stored(store: Store, now: datetime, upload: Upload, origin: str = "103:7", *, anyway: bool = False) -> Stored:
    alike = {} if anyway else await uploads.compare(store, upload)
    async with store.writing() as session:
        return await uploads.store(session, upload, alike, by=EDITOR, origin=origin, now=now)


async def count(store: Store) -> int:
    async with store.reading() as session:
        return await session.scalar(select(func.count()).select_from(Briefing)) or 0


def refused(name: str, data: bytes) -> tuple[str, str]:
    """The file that is wrong, and what is."""
    with pytest.raises(FileError) as error:
        uploads.read(name, data)
    return error.value.file, error.value.problem


async def test_a_file_becomes_a_draft_that_says_what_it_says(desk: Store, now: datetime) -> None:
    front = (
        'key: visit\ntopics: [china]\ndate: "2025-09"\nurgent: true\n'
        "source: {name: BAQ.KZ, url: https://baq.kz/1, expert: {kk: Қазбек, ru: Казбек}}"
    )
    upload = uploads.read("a.MD", b"\xef\xbb\xbf" + file_text(front).replace("\n", "\r\n").encode())
    found = await stored(desk, now, upload)
    async with desk.reading() as session:
        (made,) = (await session.scalars(select(Briefing).options(*WHOLE))).all()
    assert [each.id for each in found.made] == [made.id]
    assert record_of(made) == upload.records[0]
    assert (made.status, made.created_by, made.origin) == ("draft", EDITOR, "103:7:1")


async def test_the_same_document_again_gives_the_same_drafts(desk: Store, now: datetime) -> None:
    upload = uploads.read("a.zip", packed({"b.md": with_key("b", "Второй визит"), "a.md": with_key("a", "Встреча")}))
    first, again = await stored(desk, now, upload), await stored(desk, now, upload)
    assert [each.key for each in first.made] == ["a", "b"]
    assert [each.id for each in again.made] == [each.id for each in first.made]
    assert await count(desk) == 2


async def test_what_is_there_is_pointed_out_and_updated_only_when_asked(desk: Store, now: datetime) -> None:
    await stored(desk, now, uploads.read("a.md", with_key("a", "Встреча").encode()))
    same = await stored(desk, now, uploads.read("a.md", with_key("a", "Встреча").encode()), "103:8")
    assert (same.made, same.known, [each.key for each in same.same]) == ((), (), ["a"])
    changed = uploads.read("a.md", with_key("a", "Переговоры").encode())
    found = await stored(desk, now, changed, "103:9")
    assert ([each.key for each in found.known], found.made) == (["a"], ())
    async with desk.writing() as session:
        ((updated, is_changed),) = await uploads.update(session, changed, by=EDITOR, now=now)
        assert (updated.texts["ru"].title, is_changed) == ("Переговоры", True)
        assert await uploads.update(session, changed, by=EDITOR, now=now) == [(updated, False)]
        assert await uploads.update(session, uploads.read("b.md", with_key("b").encode()), by=EDITOR, now=now) == []
    assert await count(desk) == 1


async def test_a_files_urgent_is_brought_by_its_update_and_alerts_nobody(desk: Store, now: datetime) -> None:
    upload = uploads.read("a.md", with_key("a", "Встреча").replace("topics:", "urgent: true\ntopics:").encode())
    (made,) = (await stored(desk, now, upload)).made
    async with desk.writing() as session:
        await publishing.publish(session, await drafts.take(session, made.id), by=editor(EDITOR), now=now)
    assert [each.key for each in (await stored(desk, now, upload, "103:8")).known] == ["a"]  # not published as urgent
    async with desk.writing() as session:
        assert [each.urgent for each, _ in await uploads.update(session, upload, by=EDITOR, now=now)] == [True]
    assert [each.key for each in (await stored(desk, now, upload, "103:9")).same] == ["a"]
    async with desk.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Edition)) == 0


async def test_what_an_update_would_not_change_is_the_same(desk: Store, now: datetime) -> None:
    body = "# kk\n## Сапар\nБарды.\n\n# ru\n## Визит\nПриехал  вчера.\n\n- …\n"
    both = uploads.read("a.md", file_text("key: a\ntopics: [china]", body).encode())
    await stored(desk, now, both)
    one = uploads.read(
        "e.zip",
        packed({"topics.yaml": TOPICS, "a.md": file_text("key: a\ntopics: [china]", body[body.index("# ru") :])}),
    )
    for upload, origin in ((both, "103:8"), (one, "103:9")):
        assert [each.key for each in (await stored(desk, now, upload, origin)).same] == ["a"]
        async with desk.writing() as session:
            assert [changed for _, changed in await uploads.update(session, upload, by=EDITOR, now=now)] == [False]


async def test_what_looks_like_another_is_stored_only_anyway(desk: Store, now: datetime) -> None:
    await stored(desk, now, uploads.read("a.md", with_key("a", "Президент приехал в Пекин").encode()))
    alike = uploads.read("b.md", with_key("b", "Президент приехал в Пекин!").encode())
    found = await stored(desk, now, alike, "103:8")
    assert ([each.key for each in found.alike], found.made) == (["a"], ())
    assert [each.key for each in (await stored(desk, now, alike, "103:8", anyway=True)).made] == ["b"]


async def test_what_looks_like_another_of_the_same_zip_is_stored_only_anyway(desk: Store, now: datetime) -> None:
    files = {"a.md": "Президент приехал в Пекин", "b.md": "Зерно везут поездом", "c.md": "Президент приехал в Пекин!"}
    upload = uploads.read("a.zip", packed({name: with_key(name[0], title) for name, title in files.items()}))
    for _ in range(2):  # handled twice
        found = await stored(desk, now, upload)
        assert ([each.key for each in found.made], [each.key for each in found.alike]) == (["a", "b"], ["a"])
    assert [each.key for each in (await stored(desk, now, upload, anyway=True)).made] == ["a", "b", "c"]


async def test_titles_are_read_once_for_all_files_and_nobody_who_writes_waits_for_their_comparing(
    desk: Store, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    compare, statements = likeness._compare, list[str]()

    def slowly(*what: Any) -> list[list[likeness.Mark]]:
        time.sleep(0.5)
        return compare(*what)

    monkeypatch.setattr(likeness, "_compare", slowly)
    event.listen(desk._engine.sync_engine, "before_cursor_execute", lambda *said: statements.append(said[2]))
    titles = {"a": "Президент приехал в Пекин", "b": "Зерно везут поездом", "c": "Воды в реке стало меньше"}
    files = {f"{key}.md": with_key(key, title) for key, title in titles.items()}
    storing = asyncio.create_task(stored(desk, now, uploads.read("a.zip", packed(files))))
    await asyncio.sleep(0.1)
    async with desk.writing() as session:
        session.add(new_topic("water", 2))
    assert not storing.done()
    assert len((await storing).made) == len(files)
    assert sum("SELECT briefing_texts.language, briefing_texts.briefing_id" in each for each in statements) == 1


async def test_of_many_files_only_the_keys_are_compared_and_that_is_said(desk: Store, now: datetime) -> None:
    files = {f"{number}.md": with_key(f"k{number}") for number in range(uploads.MOST_COMPARED + 1)}
    found = await stored(desk, now, uploads.read("a.zip", packed(files)))
    assert (len(found.made), found.compared) == (uploads.MOST_COMPARED + 1, False)
    texts = load_texts()["ru"]
    assert "похожие обзоры не искались" in writing_files.report(found, 1, texts).pages[0]
    one = await stored(desk, now, uploads.read("a.md", with_key("a", "Зерно везут поездом").encode()), "103:8")
    assert one.compared


async def test_an_exports_topics_that_nobody_has_here_are_named(desk: Store, now: datetime) -> None:
    one_language = "---\nkey: a\ntopics: [china]\n---\n# ru\n## Визит\nПриехал.\n"
    upload = uploads.read("e.zip", packed({"topics.yaml": TOPICS, "briefings/a.md": one_language}))
    found = await stored(desk, now, upload)
    assert ([each.key for each in found.made], found.ignored) == (["a"], ("water",))


async def test_a_file_with_an_unknown_topic_stores_nothing_of_the_zip(desk: Store, now: datetime) -> None:
    files = {"a.md": with_key("a", "Первый"), "b.md": with_key("b", "Второй", "atlantis")}
    with pytest.raises(FileError) as error:
        await stored(desk, now, uploads.read("a.zip", packed(files)))
    assert (error.value.file, error.value.line, error.value.problem) == ("b.md", 3, "unknown_topic")
    assert await count(desk) == 0


@pytest.mark.parametrize(
    "said", ["…", "—", "•", "• а", "– а", "- а", "# а", "## …", "_", "1", "<b>", "\u2028", "а\u2029- б", "’"]
)
async def test_what_the_desk_would_refuse_the_file_is_refused_for(desk: Store, now: datetime, said: str) -> None:
    places = {
        "title": file_text(body=BODY.replace("Визит", said)),
        "summary": file_text(body=BODY.replace("Токаев приехал.", said)),
        "source": file_text(f'{FRONT}\nsource: {{name: "{said}"}}'),
        "expert": file_text(f'{FRONT}\nsource: {{expert: "{said}"}}'),
    }
    for place, text in places.items():
        with suppress(FileError):
            upload = uploads.read(f"{place}.md", text.replace("key: visit", f"key: {place}").encode())
            await stored(desk, now, upload, f"103:{place}", anyway=True)  # a DeskError would name no file


async def test_more_drafts_than_can_be_made_at_once_are_refused(desk: Store, now: datetime) -> None:
    files = {f"{number}.md": with_key(f"k{number}") for number in range(uploads.MOST_NEW + 1)}
    with pytest.raises(DeskError, match="many-new"):
        await stored(desk, now, uploads.read("a.zip", packed(files)))
    assert await count(desk) == 0


def test_files_that_are_no_briefings_are_refused() -> None:
    assert refused("a.md", "привет".encode("cp1251")) == ("a.md", "not_utf8")
    assert refused("a.md", file_text(body="").encode()) == ("a.md", "language_missing")
    assert refused("a.md", file_text("key: &a visit\ntopics: [*a]").encode()) == ("a.md", "yaml_alias")
    assert refused("a.md", file_text("key: visit\ntopics: [china]\ndate: 2025-02-30").encode()) == (
        "a.md",
        "not_a_date",
    )
    assert refused("a.md", b"a" * (uploads.MAX_FILE_BYTES + 1)) == ("a.md", "too_big")
    assert refused("a.zip", b"a" * (uploads.MAX_ZIP_BYTES + 1)) == ("a.zip", "too_big")


def test_zips_that_are_none_or_too_much_are_refused() -> None:
    assert refused("a.zip", b"PK no zip") == ("a.zip", "zip_broken")
    assert refused("a.zip", packed({"notes.txt": "…", "inner.zip": "…"})) == ("a.zip", "zip_empty")
    assert refused("a.zip", packed({"../a.md": with_key("a")})) == ("a.zip", "zip_path")
    assert refused("a.zip", packed({"a.md": with_key("a"), "b.md": with_key("a")})) == ("b.md", "key_twice")
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.md", b"\0" * 200_000_000)
    assert len(bomb.getvalue()) < 1_000_000
    assert refused("a.zip", bomb.getvalue()) == ("a.zip", "zip_size")
    many = packed({f"{number}.md": "" for number in range(uploads.MOST_FILES + 1)})
    assert refused("a.zip", many) == ("a.zip", "zip_files")
