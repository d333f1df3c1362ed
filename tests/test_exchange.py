"""Briefing files: what they say is read and written back exactly; what is wrong is refused by line and field."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from helpers_content import BODY, FRONT, TOPICS, file_text, record, refusal

from briefings.exchange import BriefingRecord, TextRecord, parse, render
from briefings.partial_date import PartialDate
from briefings.topic_file import parse_topics

KK, RU = BODY.split("\n\n")


def read(body: str) -> BriefingRecord:
    return parse(file_text(FRONT, body), "f.md")


def kazakh(section: str) -> TextRecord:
    """What the section says under `# kk`."""
    return read(f"# kk\n{section}\n{RU}").texts["kk"]


def test_it_reads_everything_that_a_file_says() -> None:
    text = (
        "---\nkey: visit\ntopics: [china, water]\ndate: 2025-09\nurgent: true\n"
        "source: {name: BAQ.KZ, url: 'https://baq.kz/1', expert: {kk: Қ. М., ru: К. М.}}\n---\n"
        "# kk\n## Сапар\nБірінші.\n\n- 8 млн\n\n# ru\n## Визит\nПервый.\n"
    )
    assert parse(text, "f.md") == BriefingRecord(
        key="visit",
        topics=("china", "water"),
        date=PartialDate(2025, 9),
        urgent=True,
        source_name="BAQ.KZ",
        source_url="https://baq.kz/1",
        experts={"kk": "Қ. М.", "ru": "К. М."},
        texts={"kk": TextRecord("Сапар", "Бірінші.", ("8 млн",)), "ru": TextRecord("Визит", "Первый.")},
    )


def test_it_knows_in_which_lines_key_and_topics_stand() -> None:
    found = parse(file_text("date: 2025\ntopics:\n- china\nkey: k"), "f.md")
    assert (found.topic_line, found.key_line) == (3, 5)


def test_lines_of_a_paragraph_are_joined_and_empty_lines_part_paragraphs() -> None:
    assert kazakh("## Т\nБір\nекі.\n\n\nҮш.\n").summary == "Бір екі.\n\nҮш."


def test_a_detail_goes_on_in_an_indented_line() -> None:
    assert kazakh("## Т\nМәтін.\n\n- бір\n  екі\n- үш\n").details == ("бір екі", "үш")


def test_text_after_the_details_belongs_to_the_summary() -> None:
    assert kazakh("## Т\nБір.\n\n- сан\n\nЕкі.\n").summary == "Бір.\n\nЕкі."


def test_a_number_sign_without_a_space_is_text() -> None:
    assert kazakh("## #1\n#Қазақстан жүлде алды.\n") == TextRecord("#1", "#Қазақстан жүлде алды.")


def test_a_file_may_hold_more_languages() -> None:
    assert set(read(f"{BODY}\n# en\n## Visit\nHe came.\n").texts) == {"kk", "ru", "en"}


@pytest.mark.parametrize(
    ("text", "line", "field", "problem"),
    [
        ("", 1, None, "no_front_matter"),
        (BODY, 1, None, "no_front_matter"),
        (f"---\n{FRONT}\n{BODY}", 1, None, "no_front_matter"),
        (f"\n{file_text()}", 1, None, "no_front_matter"),
        (file_text(FRONT, f"Сапар\n{BODY}"), 6, None, "text_before_language"),
        (file_text(FRONT, f"# Қазақша\n{BODY}"), 6, None, "text_before_language"),
        (file_text(FRONT, f"{KK}\n\n{KK}\n{RU}"), 10, "kk", "language_twice"),
        (file_text(FRONT, ""), 6, "kk", "language_missing"),
        (file_text(FRONT, f"{KK}\n"), 9, "ru", "language_missing"),
        (file_text(FRONT, f"# kk\n\nМәтін.\n{RU}"), 8, "kk", "title_missing"),
        (file_text(FRONT, f"# kk\n##  \nМәтін.\n{RU}"), 7, "kk", "title_missing"),
        (file_text(FRONT, f"# kk\n## …\nМәтін.\n{RU}"), 7, "kk", "title_missing"),
        (file_text(FRONT, f"# kk\n{RU}"), 7, "kk", "title_missing"),
        (file_text(FRONT, f"# kk\n## Сапар\n\n{RU}"), 6, "kk", "summary_missing"),
        (file_text(FRONT, f"# kk\n## Сапар\n- сан\n{RU}"), 6, "kk", "summary_missing"),
        (file_text(FRONT, f"# kk\n## Сапар\n—\n{RU}"), 6, "kk", "summary_missing"),
        (file_text(FRONT, f"# kk\n## Сапар\n• сан\n{RU}"), 6, "kk", "summary_missing"),
        (file_text(f"{FRONT}\nsource: {{name: '…'}}"), 5, "source.name", "format"),
        (file_text(FRONT, f"{KK}\n### Тағы\n{RU}"), 9, "kk", "heading_unknown"),
        (file_text(FRONT, f"{KK}\n# Тағы\n{RU}"), 9, "kk", "heading_unknown"),
        (file_text(FRONT, f"{KK}\n  # ru\n{RU}"), 9, "kk", "heading_unknown"),
        (file_text(FRONT, f"# kk\n\n## {'а' * 301}\nМәтін.\n{RU}"), 8, "kk", "too_long"),
        (file_text(FRONT, f"# kk\n## Сапар\n{'а' * 19_999}\n- аа\n{RU}"), 6, "kk", "too_long"),
    ],
)
def test_it_refuses_with_line_language_and_problem(text: str, line: int, field: str | None, problem: str) -> None:
    assert refusal(lambda: parse(text, "f.md")) == (line, field, problem)


def test_a_title_and_a_text_may_be_as_long_as_the_limits() -> None:
    found = kazakh(f"## {'а' * 300}\n{'а' * 20_000}\n")
    assert (len(found.title), len(found.summary)) == (300, 20_000)


@pytest.mark.parametrize(
    "said",
    [
        record(),
        record(date=None),
        record(date=PartialDate(2021)),
        record(urgent=True, topics=("water", "china", "null", "yes")),
        record(source_name="null", source_url="https://baq.kz/?a=1&b=#c"),
        record(source_name='«BAQ»: "қаз" # 1', experts={"kk": "- А: б", "ru": "'В'"}),
        record(source_name="2025-09-05", experts={"ru": "!tag"}),
        record(texts=record().texts | {"en": TextRecord("# 1", "a\n\n--- b\n\n* c", ("- d", "1. e", "## f"))}),
        record(texts={"kk": TextRecord("## бір", "— 1"), "ru": TextRecord("<b>&amp;", "a | b\t`c`", ("\\n",))}),
        record(texts={"ru": TextRecord("Б", "Б", ("12 %",)), "kk": TextRecord("А", "А")}),
    ],
)
def test_what_is_written_is_read_back_the_same(said: BriefingRecord) -> None:
    assert parse(render(said), "f.md") == said


@pytest.mark.parametrize("seed", range(50))
def test_any_text_is_read_back_the_same(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311

    def words() -> str:
        return " ".join("".join(chance.choices("aәЖ—#-:{}'\"&*!|>%@`,[]~0.", k=chance.randint(1, 9))) for _ in range(9))

    def text() -> TextRecord:
        details = tuple(f"d{words()}" for _ in range(chance.randint(0, 3)))
        return TextRecord(f"t{words()}", "\n\n".join(f"s{words()}" for _ in range(chance.randint(1, 3))), details)

    said = record(source_name=words(), experts={"kk": words()}, texts={"kk": text(), "ru": text()})
    assert parse(render(said), "f.md") == said


def test_the_canonical_form_is_written_again_as_it_is() -> None:
    assert render(parse(render(record()), "f.md")) == render(record())


def test_the_digest_is_of_what_is_said_not_of_how_it_is_written() -> None:
    other = file_text(f"topics:\n- china\n{FRONT.replace('topics: [china]', 'urgent: no')}", f"{RU}\n{KK}")
    assert parse(other, "f.md").digest == parse(file_text(), "f.md").digest


def test_the_digest_does_not_depend_on_the_order_of_languages() -> None:
    one, other = record(experts={"kk": "А", "ru": "Б"}), record(experts={"ru": "Б", "kk": "А"})
    assert one.digest == other.digest


@pytest.mark.parametrize(
    "changed",
    [
        record(key="other"),
        record(topics=("china", "water")),
        record(date=PartialDate(2025, 9)),
        record(urgent=True),
        record(source_name="BAQ.KZ"),
        record(source_url="https://baq.kz"),
        record(experts={"kk": "А"}),
        record(texts=record().texts | {"kk": TextRecord("Сапар", "Тоқаев барды!")}),
        record(texts=record().texts | {"kk": TextRecord("Сапар", "Тоқаев барды.", ("1",))}),
    ],
)
def test_the_digest_changes_with_everything_that_is_said(changed: BriefingRecord) -> None:
    assert changed.digest != record().digest


def test_the_digest_overlooks_where_things_stand() -> None:
    assert replace(record(), topic_line=9, key_line=9).digest == record().digest


def test_topics_come_in_the_order_of_the_file() -> None:
    assert [topic.slug for topic in parse_topics(TOPICS, "f.md")] == ["china", "water"]


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ("- slug: all\n  emoji: 🌾\n  names: {kk: Астық, ru: Зерно}\n", (10, "slug", "reserved")),
        ("- slug: grain\n  emoji: 🌾\n  names: {kk: Күн сайын, ru: Зерно}\n", (12, "names", "reserved")),
        ("- slug: grain\n  emoji: 🌾\n  names: {kk: Астық, ru: Китаем}\n", (12, "names", "taken")),
        (
            "- slug: grain\n  emoji: 🌾\n  names: Астық\n  aliases: {ru: [хлеб], kk: [судың]}\n",
            (13, "aliases", "taken"),
        ),
    ],
)
def test_a_topic_is_called_by_no_word_that_means_something_else(
    fields: str, where: tuple[int, str | None, str]
) -> None:
    assert refusal(lambda: parse_topics(TOPICS + fields, "f.md")) == where


def test_a_topics_digest_changes_with_everything_that_is_said() -> None:
    (topic, _) = parse_topics(TOPICS, "f.md")
    said = [
        topic,
        replace(topic, emoji="X"),
        replace(topic, group="subjects"),
        replace(topic, names={"kk": "Қ", "ru": "Китай"}),
        replace(topic, aliases={"kk": (), "ru": ("КНР",)}),
    ]
    assert len({each.digest for each in said}) == len(said)
