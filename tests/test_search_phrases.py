"""Phrases, found word for word or not wanted: the index does not know them, the texts do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpers_search import found, publish, search, written

if TYPE_CHECKING:
    from datetime import datetime

    import pytest

    from briefings.store import Store


async def test_a_phrase_is_found_word_for_word(store: Store, now: datetime) -> None:
    await publish(
        store,
        written("phrase", now, kk=("Сапар", "Жаңа «сыртқы Саясат» туралы.", [])),
        written("apart", now, kk=("Сапар", "Саясат пен сыртқы сауда.", [])),
        written("other form", now, kk=("Сапар", "Елдің сыртқы саясаты.", [])),
    )
    assert await found(store, '"сыртқы саясат"') == ["phrase"]
    assert await found(store, '"сыртқы саясат" сапарлар') == ["phrase"]
    assert await found(store, '"саясат сыртқы"') == []


async def test_a_phrase_is_excluded_word_for_word_in_every_language(store: Store, now: datetime) -> None:
    await publish(
        store,
        written("phrase", now, kk=("Саясат", "Жаңа «сыртқы саясат» туралы.", [])),
        written("apart", now, kk=("Саясат", "Саясат пен сыртқы сауда.", [])),
        written("both", now, kk=("Саясат", "Жаңа.", []), ru=("Политика", "О сыртқы саясат.", [])),
    )
    assert await found(store, 'саясат -"сыртқы саясат"') == ["apart"]
    assert await found(store, 'саясат жоқсөз -"сыртқы саясат"') == ["apart"]  # also where not all words are found
    assert await found(store, '"саясат пен" -"сыртқы саясат"') == ["apart"]
    assert await found(store, '-"сыртқы саясат" 2025') == ["apart"]


async def test_a_phrase_is_found_however_many_have_its_words_apart(
    store: Store, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefings.search.finding.READ_AT_ONCE", 3)
    apart = [written(f"apart{at}", now, date="2025", kk=("Су", "Жаңа емес, су көп.", [])) for at in range(7)]
    having = [written(f"phrase{at}", now, date="2021", kk=("Су", "Жаңа су келді.", [])) for at in range(9)]
    await publish(store, *apart, *having)
    keys = [f"phrase{at}" for at in reversed(range(9))]
    assert await found(store, '"жаңа су"', limit=9) == keys
    first = await search(store, '"жаңа су"', limit=3)
    last = await search(store, '"жаңа су"', skip=6, limit=3)
    assert [hit.briefing.key for hit in (*first.hits, *last.hits)] == [*keys[:3], *keys[6:]]
    assert first.total > 3  # there is another page
    assert first.more
    assert (last.total, last.more) == (9, False)


async def test_for_one_page_no_more_texts_are_read_than_others_can_wait_for(
    store: Store, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefings.search.finding.MOST_READ", 6)
    monkeypatch.setattr("briefings.search.finding.READ_AT_ONCE", 3)
    having = [written(f"phrase{at}", now, date="2025", kk=("Су", "Жаңа су келді.", [])) for at in range(2)]
    apart = [written(f"apart{at}", now, date="2024", kk=("Су", "Жаңа емес, су көп.", [])) for at in range(5)]
    await publish(store, *having, *apart, written("late", now, date="2021", kk=("Су", "Жаңа су келді.", [])))
    seen = await search(store, '"жаңа су"')
    assert ([hit.briefing.key for hit in seen.hits], seen.more) == (["phrase1", "phrase0"], True)
    narrower = await search(store, '"жаңа су" 2025')
    assert (len(narrower.hits), narrower.more) == (2, False)
