"""bot/markup.py, and how pages are made of it: marked-up lines of any length arrive whole, marked where they were."""

from __future__ import annotations

from random import Random

import pytest
from markupsafe import Markup, escape

from bot import desk_pages
from bot.cards import PAGE_LIMIT, Block, paginate
from bot.sandbox.entities import units
from bot.sandbox.markup import parse_html
from briefings.desk import history

Seen = list[tuple[str, list[str]]]  # each character that isn't blank, and how it is marked
EMOJI = "😀"


def seen(html: str) -> Seen:
    """What a reader sees of HTML that Telegram takes, were it not for the length."""
    said, place, letters = parse_html(html), 0, list[tuple[str, list[str]]]()
    for letter in said.text:
        around = [each for each in said.entities if each["offset"] <= place < each["offset"] + each["length"]]
        place += units(letter)
        if not letter.isspace():
            letters.append((letter, sorted(each["type"] + each.get("url", "") for each in around)))
    return letters


def read(pages: tuple[str, ...]) -> Seen:
    """The same of pages, none of which is too long."""
    assert all(units(parse_html(page).text) <= PAGE_LIMIT for page in pages)
    return [letter for page in pages for letter in seen(page)]


def test_a_history_of_a_long_text_rewritten_stays_marked_on_each_page() -> None:
    old, new = (" ".join(f"{word}{number}" for number in range(300)) for word in ("бұрынғы", "жаңа&<"))
    line = Markup("Мәтін: {}").format(desk_pages._pieces(history.words(old, new)))
    assert min(len(old), len(new)) > 2500
    pages = paginate([Block((Markup("<b>12-шолу</b>"),)), Block((Markup("<i>кеше</i>"), line))])
    assert [(page.count("<s>"), page.count("<b>")) for page in pages] == [(1, 2), (0, 1)]
    assert read(pages) == seen(f"<b>12-шолу</b><i>кеше</i>{line}")


def test_a_tag_that_ends_where_a_page_ends_is_not_opened_again() -> None:
    words = " ".join(["сөз"] * 1024)  # 4095 units
    assert paginate([Block((Markup("<b>{}</b> соңы").format(words),))]) == (f"<b>{words}</b>", "соңы")


@pytest.mark.parametrize("text", ["а" + " " * 5000 + "б", " " * 5000 + "аб", "аб" + " " * 5000, "аб" + "\n" * 5000])
def test_blanks_longer_than_a_page_are_no_page(text: str) -> None:
    assert [letter for letter, _ in read(paginate([Block((escape("алды"),)), Block((escape(text),))]))] == [*"алдыаб"]


def test_a_block_of_blanks_alone_takes_no_room() -> None:
    blocks = [Block((escape(text),)) for text in ("алды", " " * 5000, "соңы")]
    assert paginate(blocks) == ("алды\n\nсоңы",)


@pytest.mark.unmeasured  # much work over lines that other tests cover
@pytest.mark.parametrize("seed", range(20))
def test_whatever_is_marked_arrives_whole_and_marked_where_it_was(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - repeatable, not secret
    wraps = [
        Markup("{}"),
        Markup("<b>{}</b>"),
        Markup("<s>{}</s>"),
        Markup('<a href="https://x.kz/?a=1&amp;b=2">{}</a>'),
        Markup("<b>1 <i>{}</i> 2</b>"),
    ]

    def text() -> str:
        letters = "әғқабв <>&\"'.!? " + EMOJI
        return "x" + "".join(chance.choices(letters, k=chance.randint(1, 1500)))

    lines = [
        Markup(" ").join(chance.choice(wraps).format(text()) for _ in range(chance.randint(1, 12)))
        for _ in range(chance.randint(1, 4))
    ]
    assert read(paginate([Block(tuple(lines))])) == seen("\n".join(lines))
