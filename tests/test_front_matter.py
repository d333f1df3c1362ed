"""Whatever people write into front matter is read, or refused with its line and field."""

from __future__ import annotations

import pytest
from helpers_content import BODY, file_text, refusal

from briefings.exchange import BriefingRecord, decode, parse
from briefings.topic_file import parse_topics

TOPIC = "- slug: china\n  emoji: X\n  names: {kk: Қытай, ru: Китай}\n"


def read(front: str) -> BriefingRecord:
    return parse(file_text(front), "f.md")


def wrong(front: str) -> tuple[int, str | None, str]:
    return refusal(lambda: read(front))


def with_field(line: str) -> str:
    """Front matter whose third line, the file's fourth, is this."""
    return f"key: k\ntopics: [china]\n{line}"


@pytest.mark.parametrize(
    ("front", "line", "field", "problem"),
    [
        ("key: k\ntopics: [china\nurgent: true", 4, None, "yaml"),
        ("key: 'k\ntopics: [china]", 3, None, "yaml"),
        ("key: k\n\ttopics: [china]", 3, None, "yaml"),
        ("key: k\x7f", 2, None, "yaml"),
        ("key: k\ntopics: " + "[" * 200_000 + "]" * 200_000, 3, None, "yaml"),
        ("key: k\n...\nmore: x", 4, None, "yaml"),
        ("key: &a k\ntopics: [china]", 2, None, "yaml_alias"),
        ("key: k\ntopics: *a", 3, None, "yaml_alias"),
        ("key: k\ntopics: !!python/name:os.system x", 3, None, "yaml_alias"),
        ("key: ! k", 2, None, "yaml_alias"),
        ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]", 2, None, "yaml_alias"),
        ("- key\n- topics", 2, None, "not_a_mapping"),
        ("words", 2, None, "not_a_mapping"),
        ("key: k\ntopics: [china]\nkey: l", 4, "key", "twice"),
        ("key: k\ntopics: [china]\nsource:\n  name: a\n  name: b", 6, "source.name", "twice"),
        (with_field("kye: k"), 4, "kye", "unknown_field"),
        (with_field("source: {nam: BAQ.KZ}"), 4, "source.nam", "unknown_field"),
        (with_field("? [a, b]\n: c"), 4, "", "unknown_field"),
        ("topics: [china]", 2, "key", "missing"),
        ("key:\ntopics: [china]", 2, "key", "missing"),
        ("topics: [china]\nkey: ~", 3, "key", "missing"),
        ("key: k", 2, "topics", "missing"),
        ("key: k\ntopics: []", 3, "topics", "missing"),
        ("", 1, "topics", "missing"),
        ("key: k\ntopics: china", 3, "topics", "not_a_list"),
        ("key: k\ntopics:\n- china\n- {a: b}", 5, "topics", "not_text"),
        ("key: [k]\ntopics: [china]", 2, "key", "not_text"),
        ('key: ""\ntopics: [china]', 2, "key", "not_text"),
        ("key: Кілт\ntopics: [china]", 2, "key", "format"),
        ("key: k\ntopics: [china, C5+1]", 3, "topics", "unknown_topic"),
        ("key: k\ntopics:\n- china\n- ватер", 5, "topics", "unknown_topic"),
        (with_field("date: 2025-02-30"), 4, "date", "not_a_date"),
        (with_field("date: 5 қыркүйек"), 4, "date", "not_a_date"),
        (with_field("urgent: soon"), 4, "urgent", "not_true_or_false"),
        (with_field("source: BAQ.KZ"), 4, "source", "not_a_mapping"),
        (with_field("source: {url: baq.kz/news}"), 4, "source.url", "not_a_url"),
        (with_field("source: {url: 'javascript:alert(1)'}"), 4, "source.url", "not_a_url"),
        (with_field("source: {url: 'https://'}"), 4, "source.url", "not_a_url"),
        (with_field("source: {url: 'http://[::1'}"), 4, "source.url", "not_a_url"),
        (with_field("source: {url: 'https://baq.kz/a b'}"), 4, "source.url", "not_a_url"),
        (with_field("source: {name: " + "а" * 201 + "}"), 4, "source.name", "too_long"),
        (with_field("source:\n  url: https://baq.kz/" + "a" * 2000), 5, "source.url", "too_long"),
        (with_field("source:\n  expert: {kk: А, ru: " + "а" * 201 + "}"), 5, "source.expert.ru", "too_long"),
        (with_field("source: {expert: {kk: А, de: B}}"), 4, "source.expert.de", "unknown_field"),
        (with_field('source: {name: "BAQ\\0KZ"}'), 4, "source.name", "control_character"),
        (with_field('source: {name: "a\\nb"}'), 4, "source.name", "control_character"),
        (with_field('source: {name: "\\ud800"}'), 4, None, "yaml"),
    ],
)
def test_it_refuses_with_line_field_and_problem(front: str, line: int, field: str | None, problem: str) -> None:
    assert wrong(front) == (line, field, problem)


@pytest.mark.parametrize(
    ("written", "meant"), [("true", True), ("Yes", True), ("no", False), ('"false"', False), ("~", False)]
)
def test_it_reads_true_and_false_as_people_write_them(written: str, meant: bool) -> None:
    assert read(with_field(f"urgent: {written}")).urgent is meant


@pytest.mark.parametrize("nothing", ["", "null", "~"])
def test_null_is_nothing(nothing: str) -> None:
    found = read(with_field(f"date: {nothing}\nsource: {nothing}"))
    assert (found.date, found.source_name, found.source_url, found.experts) == (None, None, None, {})


def test_a_quoted_null_is_a_text() -> None:
    assert read(with_field("source: {name: 'null'}")).source_name == "null"


def test_one_expert_is_for_every_language() -> None:
    assert read(with_field("source: {expert: А. Б.}")).experts == {"kk": "А. Б.", "ru": "А. Б."}


def test_an_expert_may_be_named_in_one_language_only() -> None:
    assert read(with_field("source: {expert: {kk: А. Б., ru: null}}")).experts == {"kk": "А. Б."}


def test_a_topic_that_is_listed_twice_counts_once() -> None:
    assert read("key: k\ntopics: [water, china, water]").topics == ("water", "china")


def test_a_date_needs_no_quotes() -> None:
    assert str(read(with_field("date: 2025-09-05")).date) == "2025-09-05"


@pytest.mark.parametrize(
    ("text", "line", "field", "problem"),
    [
        ("", 1, None, "not_a_list"),
        ("china: {}", 1, None, "not_a_list"),
        ("- china", 1, None, "not_a_mapping"),
        (TOPIC + "-", 4, "names.kk", "missing"),
        (TOPIC + TOPIC, 4, "slug", "twice"),
        ("- slug: c5+1\n  emoji: X\n  names: C5+1", 1, "slug", "format"),
        ("- emoji: X\n  names: C5+1", 1, "slug", "missing"),
        ("- slug: china\n  names: C5+1", 1, "emoji", "missing"),
        ("- slug: china\n  emoji: X\n  names: {kk: Қытай}", 3, "names.ru", "missing"),
        ("- slug: china\n  emoji: X\n  names: {kk: Қытай, ru: " + "а" * 65 + "}", 3, "names.ru", "too_long"),
        (TOPIC.replace("ru:", "russian: x, ru:"), 3, "names.russian", "unknown_field"),
        (TOPIC + "  aliases: {kk: ҚХР}", 4, "aliases.kk", "not_a_list"),
        (TOPIC + "  aliases: {de: [China]}", 4, "aliases.de", "unknown_field"),
        (TOPIC + "  group: planets", 4, "group", "format"),
        (TOPIC + "  colour: red", 4, "colour", "unknown_field"),
    ],
)
def test_it_refuses_wrong_topics(text: str, line: int, field: str | None, problem: str) -> None:
    assert refusal(lambda: parse_topics(text, "f.md")) == (line, field, problem)


def test_a_topic_without_group_or_aliases_is_a_subject_without_aliases() -> None:
    (topic,) = parse_topics(TOPIC, "f.md")
    assert (topic.group, topic.aliases) == ("subjects", {"kk": (), "ru": ()})


def test_one_topic_name_is_for_both_languages() -> None:
    (topic,) = parse_topics("- slug: c5plus1\n  emoji: X\n  names: C5+1", "f.md")
    assert topic.names == {"kk": "C5+1", "ru": "C5+1"}


def test_a_topic_may_have_more_languages() -> None:
    (topic,) = parse_topics(TOPIC.replace("{kk:", "{en: China, kk:"), "f.md")
    assert topic.names["en"] == "China"


@pytest.mark.parametrize(
    ("data", "line", "problem"),
    [
        (b"---\nkey: \xff", 2, "not_utf8"),
        (b"\xef\xbb\xbf---\n\xff", 2, "not_utf8"),
        ("---\nкілт".encode("cp1251"), 2, "not_utf8"),
        ("key: k".encode("utf-16"), 1, "not_utf8"),
        (b"a\r\nb\0\r\n", 2, "control_character"),
        (b"a\nb\n\x1b[31m", 3, "control_character"),
    ],
)
def test_it_refuses_bytes_that_are_no_text(data: bytes, line: int, problem: str) -> None:
    assert refusal(lambda: decode(data, "f.md")) == (line, None, problem)


def test_a_byte_order_mark_and_foreign_line_ends_change_nothing() -> None:
    foreign = "\N{ZERO WIDTH NO-BREAK SPACE}" + file_text(body=BODY).replace("\n", "\r\n")
    assert decode(foreign.encode(), "f.md") == file_text()


def test_lines_are_counted_the_same_with_foreign_line_ends() -> None:
    foreign = file_text(with_field("date: never")).replace("\n", "\r\n").encode()
    assert refusal(lambda: parse(decode(foreign, "f.md"), "f.md")) == (4, "date", "not_a_date")


def test_old_macintosh_line_ends_are_line_ends() -> None:
    assert decode(b"a\rb\tc", "f.md") == "a\nb\tc"
