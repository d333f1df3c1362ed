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
