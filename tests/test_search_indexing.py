"""The index says what the briefings say, and nothing else, after every change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from helpers_content import new_topic, with_key, write_folder
from helpers_search import found, publish, search, spelled, written
from sqlalchemy import select, text, update

from bot.__main__ import main
from briefings.loading import load, read_folder
from briefings.model import Briefing, BriefingTopic, SearchEntry, Status, WordForm
from briefings.partial_date import PartialDate
from briefings.search import backlog, indexing, lexemes

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from briefings.store import Store


async def change(store: Store, **values: object) -> None:
    """Change the only briefing, and put it into the index in the same transaction."""
    async with store.writing() as session:
        (briefing,) = await session.scalars(select(Briefing))
        for name, value in values.items():
            if name == "title":
                briefing.texts["kk"].title = str(value)
            else:
                setattr(briefing, name, value)
        await indexing.put(session, briefing)


async def counted(store: Store) -> dict[str, int]:
    """The word forms and in how many briefings they are."""
    async with store.reading() as session:
        return dict((await session.execute(select(WordForm.form, WordForm.count))).all())


async def catch_up(store: Store, limit: int = backlog.BATCH) -> int:
    """Index all that is not to date, a batch in each transaction; how many briefings that were."""
    work, every = backlog.Backlog(), 0
    while True:
        async with store.writing() as session:
            done = await work.catch_up(session, limit)
        if not done:
            return every
        every += done


def _another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (indexing, backlog):
        monkeypatch.setattr(module, "VERSION", lexemes.VERSION + 1)


async def test_a_changed_text_is_found_by_its_new_words_only(store: Store, now: datetime) -> None:
    await publish(store, written("a", now, kk=("Астық бағасы", "…", [])))
    await change(store, title="Мұнай бағасы")
    assert (await found(store, "мұнай"), await found(store, "астық"), await found(store, "баға")) == (["a"], [], ["a"])
    assert await counted(store) == {"мұнай": 1, "бағасы": 1}


async def test_a_changed_date_moves_it(store: Store, now: datetime) -> None:
    await publish(store, written("a", now, date="2021", kk=("Су", "…", [])))
    await change(store, date=PartialDate(2025, 9, 5))
    assert (await found(store, "су 2025"), await found(store, "#x 2021")) == (["a"], [])


async def test_archived_it_is_gone_and_restored_it_is_back(store: Store, now: datetime) -> None:
    await publish(store, written("a", now, kk=("Су", "…", [])))
    await change(store, status=Status.ARCHIVED)
    assert (await found(store, "су"), await counted(store)) == ([], {})
    await change(store, status=Status.PUBLISHED)
    assert (await found(store, "су"), await counted(store)) == (["a"], {"су": 1})


async def test_a_changed_topic_counts(store: Store, now: datetime) -> None:
    await publish(store, written("a", now, kk=("Су", "…", [])))
    async with store.writing() as session:
        topic = new_topic("korea", 1)
        session.add(topic)
        (briefing,) = await session.scalars(select(Briefing))
        await session.flush()
        briefing.topic_links = [BriefingTopic(topic_id=topic.id, position=0)]
        await indexing.put(session, briefing)
    assert await found(store, "#korea") == ["a"]


async def test_put_twice_changes_nothing(store: Store, now: datetime) -> None:
    briefing = written("a", now, kk=("Су", "…", ["Судың бағасы"]))
    await publish(store, briefing)
    before = await counted(store)
    await change(store)
    assert (await counted(store), (await search(store, "су")).total) == (before, 1)


async def test_what_fails_leaves_the_index_as_it_was(store: Store, now: datetime) -> None:
    await publish(store, written("a", now, kk=("Су", "…", [])))

    async def change_and_fail() -> None:
        async with store.writing() as session:
            (briefing,) = await session.scalars(select(Briefing))
            briefing.texts["kk"].title = "Мұнай"
            await indexing.put(session, briefing)
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        await change_and_fail()
    assert (await found(store, "су"), await found(store, "мұнай")) == (["a"], [])


async def test_word_forms_are_counted_by_briefing(store: Store, now: datetime) -> None:
    await publish(
        store,
        written("a", now, kk=("Су", "Судың бағасы және су.", [])),
        written("b", now, kk=("Су", "…", []), ru=("Вода", "…", [])),
    )
    assert await counted(store) == {"су": 2, "судың": 1, "бағасы": 1, "вода": 1}


async def test_loading_files_keeps_the_index_in_step(store: Store, now: datetime, tmp_path: Path) -> None:
    for title in ("Зерно", "Нефть"):
        await load(store, read_folder(write_folder(tmp_path / "f", {"a.md": with_key("a", title)})), now)
    assert (await found(store, "нефти"), await found(store, "зерна")) == (["a"], [])


async def test_another_version_of_the_stemmer_has_all_indexed_anew(
    store: Store, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    await publish(store, *(written(f"k{number}", now, kk=("Су", "…", [])) for number in range(5)))
    assert await catch_up(store) == 0
    monkeypatch.setattr(lexemes, "_keys", lambda word, _language, rough: (f"жаңа{word}",))
    _another_version(monkeypatch)
    assert await catch_up(store, limit=2) == 5
    assert await found(store, "жаңасу") == ["k4", "k3", "k2", "k1", "k0"]
    assert await found(store, "су") == []
    assert await counted(store) == {"су": 5}


async def test_an_index_that_was_lost_is_made_anew(store: Store, now: datetime) -> None:
    await publish(store, *(written(f"k{number}", now, kk=("Су", "…", [])) for number in range(3)))
    async with store.writing() as session:
        await backlog.clear(session)
    assert await found(store, "су") == []
    assert await catch_up(store) == 3
    assert len(await found(store, "су")) == 3


async def test_a_damaged_index_is_rebuilt(store: Store, now: datetime) -> None:
    await publish(store, *(written(f"k{number}", now, kk=("Су", "…", [])) for number in range(3)))
    damage = "INSERT INTO search_index (search_index) VALUES ('delete-all')"
    async with store.writing() as session:
        await session.execute(text(damage if store.is_sqlite else "UPDATE search_entries SET lexemes = NULL"))
    assert await found(store, "су") == []
    assert await backlog.rebuild(store) == 3
    assert len(await found(store, "су")) == 3


def test_it_is_rebuilt_by_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = write_folder(tmp_path / "f", {"a.md": with_key("a")})
    assert main(["seed", str(folder)]) == main(["reindex"]) == 0
    assert capsys.readouterr().out.endswith("\nBriefings indexed anew: 1\n")


async def test_what_was_archived_unseen_goes_when_another_version_looks(
    store: Store, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    await publish(store, written("a", now, kk=("Су", "…", [])))
    async with store.writing() as session:
        await session.execute(update(Briefing).values(status=Status.ARCHIVED))
    _another_version(monkeypatch)
    assert await catch_up(store) == 1
    async with store.reading() as session:
        assert (await session.scalars(select(SearchEntry))).all() == []


async def test_the_nearest_spelling_is_of_what_is_published(store: Store, now: datetime) -> None:
    await publish(
        store, written("a", now, kk=("Блокчейндер", "Блокчейн", [])), written("b", now, kk=("Блокчейн", "…", []))
    )
    assert await spelled(store, "блокчен туралы") == "блокчейн туралы"
    for slip in ("Лбокчейн", "локчейн", "влокчейн", "зблокчейн"):  # in the first letter
        assert await spelled(store, slip) == "блокчейн"
    for right in ("блокчейн", "саммит", "қалаларға", "2025", "ю", "🙂", "", "жқщшгұ", "ччч", "а" * 4096):
        assert await spelled(store, right) is None


async def test_the_parts_of_an_index_on_sqlite_become_one_a_little_at_a_time(sqlite: Store, now: datetime) -> None:
    for number in range(30):
        await publish(sqlite, written(f"b{number}", now, kk=(f"Астық {number}", f"Нан {number}.", [])))
    parts = text("SELECT count(DISTINCT segid) FROM search_index_idx")
    async with sqlite.reading() as session:
        many = await session.scalar(parts)
    steps = iter([True] * 100)
    await backlog.merge(sqlite, lambda: next(steps))
    async with sqlite.reading() as session:
        assert await session.scalar(parts) == 1 < many
    assert await found(sqlite, "астыққа") == [f"b{number}" for number in reversed(range(30))]
    await backlog.merge(sqlite, lambda: False)  # told to stop, it does nothing
