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
    from collections.abc import Iterable, Iterator

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


def said(record: BriefingRecord, language: str) -> str:
    """All that a reader of this language reads, a line each."""
    text = record.texts[language]
    byline = (record.source_name, record.experts.get(language))
    return "\n".join((text.title, text.summary, *text.details, *filter(None, byline)))


def texts() -> Iterator[tuple[str, str, str]]:
    """Each briefing's key, a language, and all that is said in it."""
    return ((key, language, said(record, language)) for key, record in BRIEFINGS.items() for language in BOTH)


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


def test_a_file_is_named_after_its_key() -> None:
    assert {Path(path).stem: record.key for path, record in FOLDER.briefings.items()} == {key: key for key in BRIEFINGS}
    assert {str(path) for path in (SEEDS / "briefings").iterdir()} == set(FOLDER.briefings)


def test_a_briefing_is_in_both_languages_and_its_topics_are_known() -> None:
    slugs = {topic.slug for topic in ENTRIES}
    assert [key for key, record in BRIEFINGS.items() if set(record.texts) != set(BOTH)] == []
    assert [key for key, record in BRIEFINGS.items() if not set(record.topics) <= slugs] == []


def test_both_languages_have_as_many_paragraphs_details_and_experts() -> None:
    for key, record in BRIEFINGS.items():
        kk, ru = (record.texts[language] for language in BOTH)
        assert kk.summary.count("\n\n") == ru.summary.count("\n\n"), key
        assert len(kk.details) == len(ru.details), key
        assert set(record.experts) in (set(), set(BOTH)), key


def test_each_text_is_in_its_language() -> None:
    assert [(key, language) for key, language, text in texts() if detect(text) != language] == []


def test_no_kazakh_letter_stands_in_a_russian_text() -> None:
    russian = "\n".join(text.casefold() for _, language, text in texts() if language == "ru")
    assert re.findall(r"\w*[әғқңөұүһі]\w*", russian) == []


def test_no_look_alike_letter_of_the_other_alphabet_stands_in_a_word() -> None:
    for key, _, text in texts():
        assert mixed(text) == [], key
        assert re.findall(r"[А-Яа-я]5\+1", text) == [], key
        latin = re.findall(r"(?<![\w.])[A-Za-z]+(?!\w)", text)
        assert [word for word in latin if set(word) <= LOOK_ALIKES and word not in LATIN_WORDS] == [], key


def mixed(text: str) -> list[str]:
    """Words of letters of both alphabets."""
    found = re.findall(r"[^\W\d_]+", text)
    return [word for word in found if re.search("[A-Za-z]", word) and re.search("[\u0400-\u052f]", word)]


def test_a_briefing_is_one_card() -> None:
    for key, record in BRIEFINGS.items():
        assert [len(card_pages(stored(record), TEXTS[language], CATALOGUE)) for language in BOTH] == [1, 1], key


def test_a_title_says_enough_and_fits_a_phone() -> None:
    assert [title for title in titles() if not SHORTEST_TITLE <= len(title) <= LONGEST_TITLE] == []


def test_no_title_ends_as_a_sentence() -> None:
    assert [title for title in titles() if title.endswith((".", ",", ":", ";"))] == []


def test_no_two_briefings_have_one_title() -> None:
    assert [title for title, times in Counter(titles()).items() if times > 1] == []


def titles() -> list[str]:
    return [text.title for record in BRIEFINGS.values() for text in record.texts.values()]


def test_each_topic_has_a_briefing_and_aliases_in_both_languages() -> None:
    used = {slug for record in BRIEFINGS.values() for slug in record.topics}
    assert [topic.slug for topic in ENTRIES if topic.slug not in used] == []
    assert [topic.slug for topic in ENTRIES if not all(topic.aliases[language] for language in BOTH)] == []
    assert [name for topic in ENTRIES for name in names(topic) if mixed(name)] == []


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
