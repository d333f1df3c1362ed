"""An article gives a draft that says it is a machine's: language, title, sentences, topics, source."""

from __future__ import annotations

import datetime as dt

import pytest

from briefings.catalogue import Catalogue, TopicEntry
from briefings.desk.articles import MOST_CHARACTERS, Article, propose
from briefings.desk.errors import DeskError

CATALOGUE = Catalogue(
    (
        TopicEntry("china", "🇨🇳", "countries", {"kk": "Қытай", "ru": "Китай"}, {"ru": ("КНР",)}),
        TopicEntry("grain", "🌾", "subjects", {"kk": "Астық", "ru": "Зерно"}, {}),
        TopicEntry("water", "💧", "subjects", {"kk": "Су", "ru": "Вода"}, {}),
    )
)
RUSSIAN = """Зерно пойдёт на восток

Казахстан увеличит поставки зерна в Китай до двух миллионов тонн, передаёт BAQ.KZ.
Китаю нужна пшеница твёрдых сортов, и зерно повезут новым маршрутом. Терминал на границе уже построен.
Стороны обсудили и воду: вода трансграничных рек останется предметом отдельных переговоров.
Подробности: https://baq.kz/news/1?a=b.
"""


def test_an_article_becomes_a_draft_of_a_machine() -> None:
    found = propose(Article(RUSSIAN), CATALOGUE)
    assert (found.language, found.title, found.machine_made) == ("ru", "Зерно пойдёт на восток", True)
    assert found.topics == ("grain", "china")
    assert (found.source_name, found.source_url, found.date) == ("BAQ.KZ", "https://baq.kz/news/1?a=b", None)
    assert found.length == len(RUSSIAN.strip())
    assert len(found.summary) < found.length
    assert "https" not in found.summary
    assert found.draft().texts["ru"].machine_made


def test_a_forwarded_post_brings_its_own_source() -> None:
    post = Article(
        "Қытай астық сатып алады. Келісімге бүгін қол қойылды.", "Арна", "https://t.me/arna/5", dt.date(2026, 1, 2)
    )
    found = propose(post, CATALOGUE)
    assert (found.language, found.source_name, found.source_url) == ("kk", "Арна", "https://t.me/arna/5")
    assert found.date == "2026-01-02"


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Источник: BAQ.KZ", ("BAQ.KZ", None, None)),
        ("Дереккөз: BAQ.KZ.", ("BAQ.KZ", None, None)),
        ("Дереккөзі: Хабар 24\n\n", ("Хабар 24", None, None)),
        (
            "источник: BAQ.KZ | 2026-11-20 | https://baq.kz/news/2",
            ("BAQ.KZ", "https://baq.kz/news/2", "2026-11-20"),
        ),
        ("SOURCE: https://baq.kz/news/2", (None, "https://baq.kz/news/2", None)),
        ("Источник: BAQ.KZ\nhttps://baq.kz/news/2\n\n#Китай #C5+1 @baq", ("BAQ.KZ", "https://baq.kz/news/2", None)),
    ],
)
def test_the_line_at_its_end_that_names_the_source_is_read_as_by_add_and_is_no_part_of_the_text(
    line: str, found: tuple[str | None, str | None, str | None]
) -> None:
    body = "Зерно пойдёт на восток\n\nКазахстан увеличит поставки зерна в Китай. Терминал на границе уже построен."
    made = propose(Article(f"{body}\n\n{line}"), CATALOGUE)
    assert (made.source_name, made.source_url, made.date) == found
    assert (made.language, made.title) == ("ru", "Зерно пойдёт на восток")
    assert made.summary == "Казахстан увеличит поставки зерна в Китай. Терминал на границе уже построен."


def test_it_says_more_than_what_is_known_of_where_it_was_forwarded_from() -> None:
    text = "Қытай астық сатып алады. Келісімге бүгін қол қойылды.\nДереккөз: BAQ.KZ | 2026-01-01"
    found = propose(Article(text, "Арна", "https://t.me/arna/5", dt.date(2026, 1, 2)), CATALOGUE)
    assert (found.source_name, found.source_url, found.date) == ("BAQ.KZ", "https://t.me/arna/5", "2026-01-01")


@pytest.mark.parametrize(
    "line",
    [
        "Источник: посол приехал в столицу",  # a headline
        f"Источник: {'а' * 201}",  # no name is so long
        "Источник: BAQ.KZ | Айгүл | Марат",
        "Источник: BAQ.KZ | 2026-13-45",
    ],
)
def test_what_is_no_line_of_a_source_refuses_no_article(line: str) -> None:
    first, last = (line, "") if "посол" in line else ("Переговоры", line)
    found = propose(Article(f"{first}\nПосол приехал в столицу на переговоры о визах.\n{last}"), CATALOGUE)
    assert (found.source_name, found.date, found.title) == (None, None, first)
    assert found.summary == "Посол приехал в столицу на переговоры о визах."


def test_a_topic_that_is_named_once_counts_where_none_is_named_more_often() -> None:
    assert propose(Article("Вода важна. Посол приехал в столицу на переговоры."), CATALOGUE).topics == ("water",)
    assert propose(Article("Посол приехал в столицу на переговоры о визах."), CATALOGUE).topics == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The ambassador arrived in the capital for talks.", "language-unclear"),
        ("Я думаю, это важно для нас всех сегодня.", "article-empty"),
        ("Новости", "article-empty"),
        ("а" * (MOST_CHARACTERS + 1), "article-long"),
    ],
)
def test_what_gives_no_draft_is_refused(text: str, kind: str) -> None:
    with pytest.raises(DeskError) as error:
        propose(Article(text), CATALOGUE)
    assert error.value.kind == kind


def test_addresses_that_lead_nowhere_are_passed_over() -> None:
    text = f"Посол приехал в столицу на переговоры. https://{'a' * 2100}.kz"
    assert propose(Article(text, source_url="ftp://baq.kz"), CATALOGUE).source_url is None
