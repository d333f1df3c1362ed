"""A topic is found by whatever a reader calls it, in either language and any inflection."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from helpers_content import new_topic

from bot.app import SEEDS
from briefings.catalogue import Catalogue, TopicEntry, load_catalogue
from briefings.exchange import decode
from briefings.topic_file import parse_topics

if TYPE_CHECKING:
    from datetime import datetime

    from briefings.store import Store

SEEDED = Catalogue(
    tuple(
        TopicEntry(each.slug, each.emoji, each.group, each.names, each.aliases)
        for each in parse_topics(decode((SEEDS / "topics.yaml").read_bytes(), "topics.yaml"), "topics.yaml")
    )
)


def topic(slug: str, *aliases: str, **names: str) -> TopicEntry:
    """A topic with Kazakh aliases."""
    return TopicEntry(slug, "🌍", "subjects", names or {"kk": slug}, {"kk": aliases})


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Қытай", "china"),
        ("Қытайға", "china"),
        ("Қытайдың", "china"),
        ("қытаймен", "china"),
        ("ҚЫТАЙДАН", "china"),
        ("Кытай", "china"),  # typed on a Russian keyboard
        ("Кытайга", "china"),
        ("Кытайдын", "china"),
        ("Kytai", "china"),
        ("Qytaiga", "china"),
        ("кауіпсіздік", "security"),
        ("кауипсиздикке", "security"),
        ("Орталык Азия", "central_asia"),
        ("Ужымдык кауипсиздик туралы шарт уйымы", "security"),  # «туралы» is a word that nobody looks for
        ("Транзит жане колик", "transit"),  # and so is «және»
        ("Turkmenistan", "turkmenistan"),
        ("түрікменнің", "turkmenistan"),
        ("қытайлық", "china"),
        ("Қытай Халық Республикасында", "china"),
        ("Китаем", "china"),
        ("китайский", "china"),
        ("китайской", "china"),
        ("КНР", "china"),
        ("China", "china"),
        ("china", "china"),
        ("  «Қытай»!  ", "china"),
        ("C5+1", "c5plus1"),
        ("С5+1", "c5plus1"),  # the first letter is Cyrillic
        ("с5+1", "c5plus1"),
        ("C5+1 саммитінде", "c5plus1"),
        ("c5plus1", "c5plus1"),
        ("C5 плюс 1", "c5plus1"),
        ("АҚШ", "usa"),
        ("АҚШ-тың", "usa"),
        ("Америка Құрама Штаттарына", "usa"),
        ("американдық", "usa"),
        ("США", "usa"),
        ("Соединённых Штатов", "usa"),
        ("Соединенные Штаты", "usa"),
        ("американских", "usa"),
        ("Еуропалық одақпен", "eu"),
        ("Еуроодаққа", "eu"),
        ("Евросоюзом", "eu"),
        ("Европейского союза", "eu"),
        ("Орталық Азияның", "central_asia"),
        ("орталық азия елдерімен", "central_asia"),
        ("Центральной Азии", "central_asia"),
        ("central_asia", "central_asia"),
        ("ШЫҰ-ға", "sco"),
        ("Шанхай ынтымақтастық ұйымының", "sco"),
        ("ШОС", "sco"),
        ("саммите ШОС", "sco"),
        ("АӨСШК-нің", "cica"),
        ("мерах доверия", "cica"),
        ("су", "water"),
        ("суды", "water"),
        ("водой", "water"),
        ("астықты", "grain"),
        ("зерна", "grain"),
        ("Орта дәлізбен", "transit"),
        ("Средним коридором", "transit"),
        ("жасанды интеллектіні", "technology"),
        ("искусственного интеллекта", "technology"),
        ("инвестициялар", "trade"),
        ("торговли", "trade"),
        ("Түрікменстанға", "turkmenistan"),
        ("Туркмению", "turkmenistan"),
        ("Тәжікстаннан", "tajikistan"),
        ("Ауғанстандағы", "afghanistan"),
        ("Оңтүстік Кореядан", "korea"),
        ("мәдениеттің", "culture"),
    ],
)
def test_a_name_in_any_inflection_opens_the_topic(text: str, slug: str) -> None:
    named = SEEDED.named_by(text)
    assert named is not None
    assert named.slug == slug


@pytest.mark.parametrize("entry", SEEDED.topics, ids=lambda entry: entry.slug)
def test_every_name_and_alias_opens_its_own_topic(entry: TopicEntry) -> None:
    every = [entry.slug, *entry.names.values(), *(alias for aliases in entry.aliases.values() for alias in aliases)]
    assert [name for name in every if SEEDED.named_by(name) != entry] == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "🙂",
        "?!",
        "\0",
        "\u202e",
        "қытай тауары",
        "экспорт зерна в Китай",
        "Орталық",
        "сәлем",
        "Туркия",
        "Түркия",
        "Турция",
        "Turkey",
        "5",
        "а" * 4096,
    ],
)
def test_what_is_no_topics_name_names_none(text: str) -> None:
    assert SEEDED.named_by(text) is None


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("экспорт казахстанского зерна в Китай", ["trade", "grain", "china"]),
        ("Қытай, АҚШ және тағы да Қытай", ["china", "usa"]),
        ("Орталық Азия – АҚШ", ["c5plus1"]),
        ("Орталық Азия елдері мен АҚШ", ["central_asia", "usa"]),
        ("Орта дәліз", ["transit"]),
        ("продовольственная безопасность", ["grain"]),
        ("безопасность", ["security"]),
        ("сегодня хорошая погода", []),
        ("", []),
    ],
)
def test_it_lists_the_topics_that_a_text_names_in_its_order(text: str, slugs: list[str]) -> None:
    assert [entry.slug for entry in SEEDED.mentioned_in(text)] == slugs


def test_the_longest_name_wins() -> None:
    catalogue = Catalogue((topic("korea", "корея"), topic("north", "корея халық республикасы"), topic("law", "халық")))
    assert [each.slug for each in catalogue.mentioned_in("Корея Халық Республикасында")] == ["north"]


def test_a_name_that_is_broken_off_leaves_its_beginning() -> None:
    catalogue = Catalogue((topic("korea", "корея"), topic("north", "корея халық республикасы")))
    assert [each.slug for each in catalogue.mentioned_in("корея халық")] == ["korea"]


def test_of_equal_names_the_first_in_the_menu_wins() -> None:
    catalogue = Catalogue((topic("one", "корея"), topic("two", "корея")))
    assert catalogue.named_by("кореяға") == catalogue.topics[0]


def test_an_alias_without_a_word_is_overlooked() -> None:
    assert Catalogue((topic("one", "—", "🙂"),)).named_by("—") is None


def test_a_topic_is_found_by_its_slug() -> None:
    found = SEEDED.by_slug("china")
    assert found is not None
    assert (found.name("kk"), SEEDED.by_slug("nosuch")) == ("Қытай", None)


def test_a_missing_name_is_given_in_another_language() -> None:
    assert topic("one", ru="Первая", en="First").name("kk") == "First"


def test_a_topic_that_is_hidden_goes_by_its_slug() -> None:
    assert (SEEDED.name("china", "ru"), SEEDED.name("secret", "ru")) == ("Китай", "secret")


async def test_the_catalogue_of_a_store_counts_briefings(library_store: Store) -> None:
    async with library_store.reading() as session:
        catalogue = await load_catalogue(session)
    assert [(each.slug, each.names, each.aliases) for each in catalogue.topics] == [
        (each.slug, each.names, each.aliases) for each in SEEDED.topics
    ]
    assert min(each.count for each in catalogue.topics) >= 1


async def test_hidden_topics_are_not_in_the_catalogue(store: Store, now: datetime) -> None:
    async with store.writing() as session:
        session.add_all([new_topic("shown", 1), new_topic("secret", 2, hidden=True)])
    async with store.reading() as session:
        catalogue = await load_catalogue(session)
    assert [(each.slug, each.group, each.count) for each in catalogue.topics] == [("shown", "countries", 0)]
