"""The content that comes with the bot: complete, exact, clean, each briefing within a card."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from sqlalchemy import select

from bot.app import SEEDS
from bot.cards import card_pages
from bot.texts import load_texts
from briefings.catalogue import Catalogue, TopicEntry
from briefings.language import detect, word_stems, words
from briefings.loading import Folder, is_loaded, read_folder, write_record
from briefings.model import Briefing, Topic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefings.exchange import BriefingRecord
    from briefings.store import Store

FACTS = Path(__file__).parent / "facts"
FOLDER = read_folder(SEEDS)
BRIEFINGS = {record.key: record for record in FOLDER.briefings.values()}
TEXTS = load_texts()
ENTRIES = tuple(TopicEntry(each.slug, each.emoji, each.group, each.names, each.aliases) for each in FOLDER.topics)
CATALOGUE = Catalogue(ENTRIES)
BOTH = ("kk", "ru")
LOOK_ALIKES = set("aceopxyiABCEHIKMOPTXY")  # Latin letters that look like Cyrillic ones
LATIN_WORDS = {"C", "IT", "AI", "Pay"}  # of nothing but such letters, and Latin all the same
SHORTEST_TITLE, LONGEST_TITLE = 15, 110

each_briefing = pytest.mark.parametrize("record", BRIEFINGS.values(), ids=list(BRIEFINGS))


def said(record: BriefingRecord, language: str) -> str:
    """All that a reader of this language reads, a line each."""
    text = record.texts[language]
    byline = (record.source_name, record.experts.get(language))
    return "\n".join((text.title, text.summary, *text.details, *filter(None, byline)))


def names(topic: TopicEntry) -> Iterable[str]:
    """All that the topic is called."""
    return (*topic.names.values(), *(alias for aliases in topic.aliases.values() for alias in aliases))


def stored(record: BriefingRecord) -> Briefing:
    """The record as the store would give it."""
    briefing = Briefing(key=record.key)
    write_record(briefing, record, {topic.slug: Topic(slug=topic.slug) for topic in FOLDER.topics})
    return briefing


def test_there_are_fifteen_briefings_and_ten_topics_in_two_groups() -> None:
    assert len(BRIEFINGS) >= 15
    assert len(ENTRIES) >= 10
    assert {topic.group for topic in ENTRIES} == {"countries", "subjects"}


@pytest.mark.parametrize("path", sorted((SEEDS / "briefings").iterdir()), ids=lambda path: path.stem)
def test_a_file_is_named_after_its_key(path: Path) -> None:
    assert FOLDER.briefings[str(path)].key == path.stem


@each_briefing
def test_a_briefing_is_in_both_languages_and_its_topics_are_known(record: BriefingRecord) -> None:
    assert set(record.texts) == set(BOTH)
    assert {topic.slug for topic in ENTRIES} >= set(record.topics)


@each_briefing
def test_both_languages_have_as_many_paragraphs_details_and_experts(record: BriefingRecord) -> None:
    kk, ru = (record.texts[language] for language in BOTH)
    assert kk.summary.count("\n\n") == ru.summary.count("\n\n")
    assert len(kk.details) == len(ru.details)
    assert set(record.experts) in (set(), set(BOTH))


@each_briefing
def test_each_text_is_in_its_language(record: BriefingRecord) -> None:
    assert {language: detect(said(record, language)) for language in BOTH} == {"kk": "kk", "ru": "ru"}


@each_briefing
def test_no_kazakh_letter_stands_in_a_russian_text(record: BriefingRecord) -> None:
    assert re.findall(r"\w*[әғқңөұүһі]\w*", said(record, "ru").casefold()) == []


@each_briefing
@pytest.mark.parametrize("language", BOTH)
def test_no_look_alike_letter_of_the_other_alphabet_stands_in_a_word(record: BriefingRecord, language: str) -> None:
    text = said(record, language)
    assert mixed(text) == []
    assert re.findall(r"[А-Яа-я]5\+1", text) == []
    latin = re.findall(r"(?<![\w.])[A-Za-z]+(?!\w)", text)
    assert [word for word in latin if set(word) <= LOOK_ALIKES and word not in LATIN_WORDS] == []


def mixed(text: str) -> list[str]:
    """Words of letters of both alphabets."""
    found = re.findall(r"[^\W\d_]+", text)
    return [word for word in found if re.search("[A-Za-z]", word) and re.search("[\u0400-\u052f]", word)]


@each_briefing
def test_a_briefing_is_one_card(record: BriefingRecord) -> None:
    assert [len(card_pages(stored(record), language, TEXTS, CATALOGUE)) for language in BOTH] == [1, 1]


@each_briefing
def test_a_title_says_enough_and_fits_a_phone(record: BriefingRecord) -> None:
    lengths = {language: len(record.texts[language].title) for language in BOTH}
    assert [title for title in lengths.items() if not SHORTEST_TITLE <= title[1] <= LONGEST_TITLE] == []


@each_briefing
def test_no_title_ends_as_a_sentence(record: BriefingRecord) -> None:
    assert [text.title for text in record.texts.values() if text.title.endswith((".", ",", ":", ";"))] == []


def test_no_two_briefings_have_one_title() -> None:
    titles = Counter(text.title for record in BRIEFINGS.values() for text in record.texts.values())
    assert [title for title, times in titles.items() if times > 1] == []


@pytest.mark.parametrize("topic", ENTRIES, ids=lambda topic: topic.slug)
def test_each_topic_has_a_briefing_and_aliases_in_both_languages(topic: TopicEntry) -> None:
    assert any(topic.slug in record.topics for record in BRIEFINGS.values())
    assert [language for language in BOTH if not topic.aliases[language]] == []
    assert [name for name in names(topic) if mixed(name)] == []


def test_each_alias_belongs_to_one_topic_only() -> None:
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for topic in ENTRIES:
        for name in names(topic):
            owners[" ".join(token.word for token in words(name))].add(topic.slug)
    assert {name: topics for name, topics in owners.items() if len(topics) > 1} == {}


def test_no_two_topics_answer_to_the_same_inflected_word() -> None:
    owners: defaultdict[frozenset[str], set[str]] = defaultdict(set)
    for topic in ENTRIES:
        for name in names(topic):
            spoken = [token.word for token in words(name)]
            if len(spoken) == 1:
                owners[frozenset(word_stems(spoken[0]))].add(topic.slug)
    assert {tuple(stems): topics for stems, topics in owners.items() if len(topics) > 1} == {}


@pytest.mark.parametrize("path", sorted(FACTS.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_fact_of_the_article_is_in_its_briefing_in_both_languages(path: Path) -> None:
    missing = []
    facts = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert facts
    for fact in facts:
        record = BRIEFINGS[fact["where"]]
        for language in BOTH:
            assert fact[language]
            text = said(record, language)
            missing += [(record.key, language, string) for string in fact[language] if string not in text]
    assert missing == []


def test_every_briefing_has_facts_that_are_checked() -> None:
    checked = {
        fact["where"] for path in FACTS.glob("*.yaml") for fact in yaml.safe_load(path.read_text(encoding="utf-8"))
    }
    assert set(BRIEFINGS) - checked == set()


async def test_a_start_with_the_seeds_in_the_store_loads_nothing(library_store: Store) -> None:
    async def nothing_new(folder: Folder) -> bool:
        async with library_store.reading() as session:
            return await is_loaded(session, folder)

    assert await nothing_new(FOLDER)
    async with library_store.writing() as session:
        (await session.scalars(select(Briefing))).all()[0].texts["ru"].title = "Заголовок редактора"
    assert await nothing_new(FOLDER)  # the files say nothing that they didn't
    file, record = next(iter(FOLDER.briefings.items()))
    first, *others = FOLDER.topics
    for topics, briefings in (
        ([*others, first], FOLDER.briefings),
        ([replace(first, emoji="🌿"), *others], FOLDER.briefings),
        (FOLDER.topics, FOLDER.briefings | {file: replace(record, urgent=not record.urgent)}),
        (FOLDER.topics, FOLDER.briefings | {"new.md": replace(record, key="new")}),
    ):
        assert not await nothing_new(Folder(topics, briefings))
