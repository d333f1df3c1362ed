"""What is found, and in which order; the same on SQLite and PostgreSQL, since every test runs on both."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from helpers_content import new_topic
from helpers_search import found, publish, search, written
from sqlalchemy import update

from briefings.model import Briefing, BriefingTopic, Status
from briefings.search.asking import FEW
from briefings.store import SEARCHES_AT_ONCE, Store

if TYPE_CHECKING:
    from datetime import datetime

    from helpers_databases import Databases

SEED_QUERIES = """
    су | Қытайға экспорт | китайский экспорт | Казакстан | Кытайга астык | Tokayev | Xi Jinping | АҚШ-тың | -су | 2021
    "сыртқы саясат" | АҚШ -мұнай | #china 2025 | қыркүйек 2025 | сентября 2021 | инвестиции с 1993 года | C5+1-де
    Қытайға қанша астық экспорттаймыз? | сколько инвестиций США с 1993 года? | 61,2 | NEAR( * : & ! ' " | нефть
    мұнай газ | Токаевым | тоқаевтың | туризм Пекин | жасанды интеллект | көлік дәлізі Каспий порт | су экология ШЫҰ
"""
ODDITIES = """
    " * су* NEAR(су&су) су:су {title}:су а&б|!в су');DROP& \\ ' \0су 🙂 а и 1 - -су # ^су ((( OR % \u202eсу <b> ''
"""

ODDITIES_THAT_FIND = [
    "су " * 1365, "су OR", "су* AND ^су NEAR(су су, 3)", "title:су {су}:су", "су & !су | су:*A <-> су", "су\\ 'су' ''",
    "\0су\0", '"су', 'су -"су жер" -#sco',
]  # fmt: skip


@pytest.mark.unmeasured  # much work over lines that other tests cover
async def test_both_databases_give_the_same_answers_over_the_whole_content(databases: Databases) -> None:
    answers = {}
    for kind in ("sqlite", "postgresql"):
        library = Store(databases.new(kind, "seeded"))
        titles = [word for key in await found(library, "2025 2021") for word in key.split("-")]
        queries = [*SEED_QUERIES.replace("\n", "|").split("|"), *titles]
        results = [(query, await search(library, query)) for query in queries]
        await library.close()
        answers[kind] = [
            (query, each.total, each.partial, [hit.briefing.key for hit in each.hits]) for query, each in results
        ]
    assert answers["sqlite"] == answers["postgresql"]
    assert sum(1 for _, total, *_ in answers["sqlite"] if total) > 20


async def test_a_title_weighs_more_than_a_summary_and_a_summary_more_than_details(store: Store, now: datetime) -> None:
    await publish(
        store,
        written("detail", now, date="2025-03-03", kk=("Сапар", "Кездесу өтті.", ["Астық: 5 тонна"])),
        written("summary", now, date="2025-02-02", kk=("Сапар", "Астық туралы келісілді.", [])),
        written("title", now, date="2021", kk=("Астықтың бағасы", "Кездесу өтті.", [])),
        written("none", now, kk=("Сапар", "Кездесу өтті.", [])),
    )
    assert await found(store, "астықты") == ["title", "summary", "detail"]


async def test_of_equals_the_newest_comes_first_and_the_undated_last(store: Store, now: datetime) -> None:
    dates = {"old": "2021", "newest": "2025-10-29", "new": "2025-10", "older": "2020-12-31"}
    await publish(store, *(written(key, now, date=date, ru=("Зерно", "…", [])) for key, date in dates.items()))
    undated = written("undated", now, ru=("Зерно", "…", []))
    undated.date = None
    await publish(store, undated)
    assert await found(store, "зерна") == ["newest", "new", "old", "older", "undated"]


async def test_it_turns_pages(store: Store, now: datetime) -> None:
    await publish(
        store, *(written(f"k{day:02}", now, date=f"2025-01-{day:02}", kk=("Су", "…", [])) for day in range(1, 24))
    )
    pages = [await search(store, "су", skip=skip, limit=10) for skip in (0, 10, 20, 30)]
    assert [len(page.hits) for page in pages] == [10, 10, 3, 0]
    assert {page.total for page in pages} == {23}
    keys = [hit.briefing.key for page in pages for hit in page.hits]
    assert keys == sorted(keys, reverse=True)
    assert await found(store, "су", skip=2**40) == []
    assert await found(store, "су", skip=-1) == []


async def test_of_more_than_are_counted_the_best_and_then_the_newest_are_shown(
    store: Store, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefings.search.asking.FEW", 2)
    monkeypatch.setattr("briefings.search.asking.MOST", 5)
    monkeypatch.setattr("briefings.search.finding.MOST", 5)
    titled = [written(f"t{number}", now, kk=("Су", "…", [])) for number in range(3)]
    others = [written(f"k{number}", now, kk=("…", "…", ["Су"])) for number in range(6)]
    await publish(store, *others[:3], *titled, *others[3:])
    assert await found(store, "су", limit=2) == ["t2", "t1"]
    assert await found(store, "су", limit=5) == ["t2", "t1", "t0", "k5", "k4"]
    results = await search(store, "су")
    assert (results.total, results.more, len(results.hits)) == (5, True, 5)


async def test_only_published_briefings_are_found(store: Store, now: datetime) -> None:
    kinds = [Status.DRAFT, Status.REVIEW, Status.SCHEDULED, Status.ARCHIVED]
    hidden = [written(kind.value, now, kk=("Су", "…", [])) for kind in kinds]
    for briefing, kind in zip(hidden, kinds, strict=True):
        briefing.status = kind
    await publish(store, written("shown", now, kk=("Су", "…", [])), *hidden)
    assert await found(store, "су") == ["shown"]


async def test_what_was_archived_behind_the_indexs_back_is_not_shown(store: Store, now: datetime) -> None:
    await publish(store, written("a", now, kk=("Су", "…", [])))
    async with store.writing() as session:
        await session.execute(update(Briefing).values(status=Status.ARCHIVED))
    assert await found(store, "су") == []


async def test_each_briefing_is_found_once_in_the_readers_language(library_store: Store) -> None:
    for language in ("kk", "ru"):
        results = await search(library_store, "саммит", language=language)
        keys = [hit.briefing.key for hit in results.hits]
        assert len(keys) == len(set(keys)) > 1
        assert {hit.language for hit in results.hits} == {language}


async def test_a_kazakh_word_finds_what_is_only_in_russian_and_says_so(store: Store, now: datetime) -> None:
    china, energy = new_topic("china", 1), new_topic("energy", 2)
    for topic, names in ((china, ("Қытай", "Китай")), (energy, ("Мұнай", "Нефть"))):
        topic.texts["ru"].name, topic.texts["ru"].aliases = names[1], []
        topic.texts["kk"] = type(topic.texts["ru"])(language="kk", name=names[0], aliases=[])
    energy.group = type(energy.group)("subjects")
    russian = written("russian", now, ru=("Экспорт в КНР", "Вырос.", []))
    fuel = written("fuel", now, ru=("Топливо", "Добыча растёт.", []))
    both = written("both", now, ru=("Газ", "Добыча растёт.", []), kk=("Газ", "Өндіріс өсті.", []))
    for briefing, topic in ((russian, china), (fuel, energy), (both, energy)):
        briefing.topic_links = [BriefingTopic(topic=topic, position=0)]
    await publish(store, russian, fuel, both)
    results = await search(store, "Қытайға")
    assert [(hit.briefing.key, hit.language) for hit in results.hits] == [("russian", "ru")]
    assert await found(store, "мұнай") == ["fuel"]  # "both" has a Kazakh text, which would have said it
    assert await found(store, "нефть") == []


async def test_words_of_both_languages_may_be_mixed(library_store: Store) -> None:
    assert await found(library_store, "зерно Қытай") == await found(library_store, "астық Китай") != []


@pytest.mark.parametrize(
    ("roughly", "properly"),
    [
        ("Казакстан", "Қазақстан"),
        ("Казакстаннын", "Қазақстанның"),
        ("Кытайга", "Қытайға"),
        ("Tokayev", "Тоқаев"),
        ("Tokaev", "Тоқаев"),
        ("Toqaev", "Тоқаев"),
        ("кауипсиздик", "қауіпсіздік"),
        ("Xi Jinping", "Си Цзиньпин"),
        ("орталык Азия", "Орталық Азия"),
        ("AKSH", "АҚШ"),
        ("zerno", "зерно"),
        ("zerno Kitay", "зерно в Китай"),
        ("eksport zerna Kitaj", "экспорт зерна в Китай"),
        ("investiciya", "инвестиция"),
        ("neft", "нефть"),
    ],
)
async def test_words_typed_in_other_letters_are_found(library_store: Store, roughly: str, properly: str) -> None:
    assert set(await found(library_store, properly)) <= set(await found(library_store, roughly))
    assert await found(library_store, roughly) != []


@pytest.mark.parametrize("word", ["жылқы", "жылкы", "елу", "түлкі", "тулки", "күлкі", "ұйқы", "жолу", "желу", "кешкі"])
async def test_a_word_does_not_fall_onto_another_that_it_looks_like(store: Store, now: datetime, word: str) -> None:
    said = "2025 жылғы елдер, жыл мен ел, елі. Түлік пен күл, ұйық, жол, жолы, жел, желі, кеш. Ұйым."
    await publish(store, written("others", now, kk=("Ел", said, [])), written("own", now, kk=(word.upper(), "…", [])))
    assert await found(store, word) == ["own"]


async def test_what_is_found_by_its_own_spelling_comes_first(store: Store, now: datetime) -> None:
    await publish(
        store,
        written("kazakh", now, date="2026", kk=("Қазақстан", "…", [])),
        written("exact", now, date="2020", kk=("Казакстан", "…", [])),
    )
    assert await found(store, "казакстан") == ["exact", "kazakh"]


async def test_a_russian_word_means_what_it_says(store: Store, now: datetime) -> None:
    await publish(
        store, written("kind", now, kk=("Жаңа түр", "…", [])), written("round", now, ru=("Новый тур", "…", []))
    )
    assert await found(store, "тур") == ["round"]
    assert await found(store, "түр") == ["kind"]


async def test_a_word_is_excluded_in_all_its_forms(library_store: Store) -> None:
    every, without = await found(library_store, "АҚШ"), await found(library_store, "АҚШ -инвестицияның")
    assert set(without) < set(every)
    assert set(every) - set(without) <= set(await found(library_store, "инвестиция"))


async def test_topics_and_times_narrow(library_store: Store) -> None:
    results = await search(library_store, "#china қыркүйек 2025")
    assert results.total > 5
    for hit in results.hits:
        assert str(hit.briefing.date).startswith("2025-09")
        assert "china" in [topic.slug for topic in hit.briefing.topics]
    assert await found(library_store, "#china #usa 2021") == []
    others = await search(library_store, "2025 -#china")
    assert others.total > 5
    assert not [hit for hit in others.hits if "china" in [topic.slug for topic in hit.briefing.topics]]


@pytest.mark.parametrize("date", ["2025-09-05", "05.09.2025", "5 қыркүйек", "5 сентября", "2025 ж. 5 қыркүйек"])
async def test_a_day_narrows_however_it_is_written(library_store: Store, date: str) -> None:
    results = await search(library_store, date)
    assert (results.total, {str(hit.briefing.date) for hit in results.hits}) == (11, {"2025-09-05"})
    assert await found(library_store, f"астық {date}") == ["2025-09-05-grain-export-china"]


async def test_a_day_without_a_year_is_of_the_newest_year_that_has_it(store: Store, now: datetime) -> None:
    for date in ("2026-01-01", "2025-09-05", "2024-10-29", "2023-09-05", "1999-03-08"):
        await publish(store, written(date, now, date=date, kk=("Су", "5 наурыз, 8 наурыз.", [])))
    assert await found(store, "5 қыркүйек") == ["2025-09-05"]
    assert await found(store, "су 29 қазан") == ["2024-10-29"]
    assert len(await found(store, "5 наурыз")) == 5  # of no year: words
    assert await found(store, "30 ақпан") == []


async def test_a_year_that_nothing_is_of_is_a_word(library_store: Store) -> None:
    assert await found(library_store, "инвестиции с 1993 года") == ["2025-10-29-usa-investment"]


async def test_where_none_has_all_the_words_the_rarest_count_most(store: Store, now: datetime) -> None:
    await publish(
        store,
        *(written(f"common{day}", now, date=f"2025-01-0{day}", kk=("Сауда", "…", [])) for day in range(1, 4)),
        written("rare", now, date="2020", kk=("Блокчейн", "…", [])),
    )
    results = await search(store, "сауда блокчейн юрта")
    assert results.partial
    assert [hit.briefing.key for hit in results.hits] == ["rare", "common3", "common2", "common1"]
    assert not (await search(store, "сауда")).partial


async def test_the_two_commonest_of_four_words_are_found_where_no_others_stand_together(
    store: Store, now: datetime
) -> None:
    apart = [written(word, now, kk=(word, "…", [])) for word in ("юрта", "домбыра")]
    both = [written(f"b{at}", now, date=f"2025-01-{at:02}", kk=("Сауда", "Экспорт.", [])) for at in range(1, FEW + 6)]
    await publish(store, *apart, *both)
    results = await search(store, "юрта домбыра сауда экспорт", limit=2)
    assert (results.partial, results.total) == (True, len(both))
    assert [hit.briefing.key for hit in results.hits] == ["b30", "b29"]


async def test_anything_may_be_typed(library_store: Store) -> None:
    finding = ["2025", "су", *ODDITIES_THAT_FIND]
    nothing = ["2035", "1234567890" * 3, "з", "С", "😀🇰🇿", "и в на және мен the", "AND OR NOT", ODDITIES]
    long = [" ".join(f"сөз{at}" for at in range(1000))[:4096], "а" * 4096, "😀 " * 2048]
    for query in [*finding, *nothing, *long, *ODDITIES.split()]:
        results = await search(library_store, query)
        assert len(results.hits) == min(results.total, 50)
        if query in finding:
            assert results.total, query
        if query in nothing or query in long:
            assert not results.total, query


async def test_more_searches_than_connections_all_find(store: Store, now: datetime) -> None:
    await publish(store, written("water", now, kk=("Су", "Су туралы.", [])))
    pages = await asyncio.gather(*(found(store, "су") for _ in range(4 * SEARCHES_AT_ONCE)))
    assert pages == [["water"]] * len(pages)
