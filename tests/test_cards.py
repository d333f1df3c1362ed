"""bot/cards.py: everything escaped, nothing lost, and every page one that Telegram takes."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from random import Random

import pytest
from markupsafe import Markup, escape

from bot.cards import PAGE_LIMIT, Block, card_pages, hashtag, list_page, paginate, shown_language
from bot.markup import utf16_length
from bot.sandbox.entities import is_blank, slice_units, units
from bot.sandbox.markup import parse_html
from bot.texts import load_texts
from briefings.catalogue import Catalogue, TopicEntry
from briefings.model import Briefing, BriefingText, BriefingTopic, Topic
from briefings.partial_date import PartialDate

TEXTS = load_texts()
CATALOGUE = Catalogue((TopicEntry("china", "🇨🇳", "countries", {"kk": "Қытай", "ru": "Китай"}, {}, 1),))
EMOJI = "😀"


UNDATED = "күні белгісіз"


def briefing(
    *,
    title: str = "Тақырып",
    summary: str = "Мазмұны.",
    details: tuple[str, ...] = (),
    language: str = "kk",
    expert: str | None = None,
    source: str | None = None,
    url: str | None = None,
    date: str | None = None,
    topics: tuple[str, ...] = ("china",),
    number: int = 1,
) -> Briefing:
    text = BriefingText(language=language, title=title, summary=summary, details=list(details), expert=expert)
    return Briefing(
        id=number,
        date=PartialDate.parse(date) if date else None,
        source_name=source,
        source_url=url,
        texts={language: text},
        topic_links=[BriefingTopic(topic=Topic(slug=slug)) for slug in topics],
    )


def card(shown: Briefing, language: str = "kk") -> tuple[str, ...]:
    return card_pages(shown, TEXTS[language], CATALOGUE)


def read(pages: tuple[str, ...]) -> list[str]:
    """What a reader sees of each page, once Telegram has taken it."""
    seen = [parse_html(page).text for page in pages]
    assert all(units(text) <= PAGE_LIMIT and not is_blank(text) for text in seen)
    return seen


def spans(page: str, kind: str) -> list[str]:
    """The parts of a page that are bold, a link and so on."""
    said = parse_html(page)
    return [slice_units(said.text, e["offset"], e["length"]) for e in said.entities if e["type"] == kind]


def test_a_card_says_all_of_a_briefing_in_order() -> None:
    shown = briefing(
        summary="Бірінші.\n\nЕкінші.",
        details=("7 пункт", "61,2 млрд"),
        expert="Жанерке",
        source="BAQ.KZ",
        url="https://baq.kz/1",
        date="2025-09-05",
    )
    assert read(card(shown)) == [
        "Тақырып\n2025 ж. 5 қыркүйек · BAQ.KZ · сарапшы: Жанерке\n\nБірінші.\n\nЕкінші.\n\n• 7 пункт\n• 61,2 млрд\n\n"
        "#Қытай /b1\nДереккөзді ашу"
    ]


def test_the_title_is_bold() -> None:
    assert spans(card(briefing())[0], "bold") == ["Тақырып"]


def test_details_fold_in_a_quote() -> None:
    assert spans(card(briefing(details=("бір", "екі")))[0], "expandable_blockquote") == ["• бір\n• екі"]


def test_the_source_is_linked() -> None:
    assert '<a href="https://baq.kz/?a=1&amp;b=2">' in card(briefing(url="https://baq.kz/?a=1&b=2"))[0]


def test_a_card_without_source_date_and_details_has_no_empty_lines_for_them_and_says_that_the_date_is_unknown() -> None:
    assert read(card(briefing())) == [f"Тақырып\n{UNDATED}\n\nМазмұны.\n\n#Қытай /b1"]


def test_everything_from_the_store_is_escaped() -> None:
    nasty = "<b>&\"'</blockquote>&lt;"
    shown = briefing(title=nasty, summary=nasty, details=(nasty,), expert=nasty, source=nasty, url=f"https://{nasty}")
    assert read(card(shown))[0].count(nasty) == 5


def test_a_card_in_another_language_says_so_first() -> None:
    seen = read(card(briefing(language="ru"), "kk"))[0]
    assert seen.startswith(TEXTS["kk"].plain("card-language-note") + "\n\n")


def test_a_card_in_the_wanted_language_has_no_note() -> None:
    assert TEXTS["kk"].plain("card-language-note") not in read(card(briefing()))[0]


def test_what_the_bot_says_on_a_card_in_another_language_is_in_the_chats() -> None:
    shown = briefing(language="ru", expert="Жанерке", source="BAQ.KZ", url="https://baq.kz/1", date="2025-09-05")
    shown.correction, shown.corrected_at = {"ru": "Причина", "kk": "Себебі"}, datetime(2026, 11, 21, tzinfo=UTC)
    note = TEXTS["kk"].plain("card-language-note")
    assert read(card(shown, "kk")) == [
        f"{note}\n\nТақырып\n2025 ж. 5 қыркүйек · BAQ.KZ · сарапшы: Жанерке\nтүзетілді, 2026 ж. 21 қараша: Себебі\n\n"
        "Мазмұны.\n\n#Қытай /b1\nДереккөзді ашу"
    ]


def test_the_reason_of_a_correction_is_given_in_the_other_language_where_there_is_no_other() -> None:
    shown = briefing()
    shown.correction, shown.corrected_at = {"ru": "Причина"}, datetime(2026, 11, 21, tzinfo=UTC)
    assert "түзетілді, 2026 ж. 21 қараша: Причина" in read(card(shown, "kk"))[0]


def test_a_briefing_without_the_wanted_language_is_shown_in_one_that_it_has() -> None:
    assert shown_language(briefing(language="ru"), "kk") == "ru"


@pytest.mark.parametrize(
    ("name", "slug", "said"),
    [
        ("Қытай", "china", "#Қытай"),
        ("Орталық Азия", "central_asia", "#Орталық_Азия"),
        ("сауда-экономика – өсім", "trade", "#сауда_экономика_өсім"),
        ("C5+1", "c5plus1", "#c5plus1"),
        ("AI & tech", "ai_tech", "#ai_tech"),
        ("2030", "year_2030", "#year_2030"),
    ],
)
def test_a_hashtag_is_one_that_telegram_links(name: str, slug: str, said: str) -> None:
    assert hashtag(name, slug) == said


@pytest.mark.parametrize(
    ("html", "length"),
    [("abc", 3), ("<b>a</b>", 1), ("&lt;&amp;&#39;", 3), (EMOJI, 2), ("ә", 1), ('<a href="x&gt;y">a</a>', 1)],
)
def test_length_is_counted_as_telegram_counts(html: str, length: int) -> None:
    assert (utf16_length(html), units(parse_html(html).text)) == (length, length)


@pytest.mark.parametrize(
    ("text", "pages"),
    [("а" * 4096, 1), ("а" * 4097, 2), (EMOJI * 2048, 1), (EMOJI * 2049, 2), ("&" * 4096, 1), ("&" * 4097, 2)],
)
def test_a_page_holds_4096_units_and_no_more(text: str, pages: int) -> None:
    seen = read(paginate([Block((escape(text),))]))
    assert (len(seen), "".join(seen)) == (pages, text)


def test_a_card_of_exactly_4096_units_is_one_page() -> None:
    rest = utf16_length(card(briefing(summary=""))[0])
    assert len(read(card(briefing(summary="а" * (4096 - rest))))) == 1


def test_a_card_of_4097_units_is_two_pages_parted_between_paragraphs() -> None:
    rest = utf16_length(card(briefing(summary=""))[0])
    summary = "а" * (4097 - rest)
    assert read(card(briefing(summary=summary))) == [f"Тақырып\n{UNDATED}\n\n{summary}", "#Қытай /b1"]


@pytest.mark.parametrize("letter", ["ж", "&", EMOJI])
@pytest.mark.parametrize("length", [4097, 10_000])
def test_a_paragraph_without_spaces_is_cut_and_stays_whole_otherwise(letter: str, length: int) -> None:
    runs = [re.findall(f"{letter}+", text) for text in read(card(briefing(summary=letter * length)))]
    assert all(len(found) <= 1 for found in runs)
    assert sum(len(run) for found in runs for run in found) == length


def test_words_behind_one_that_is_too_long_are_not_glued_to_it() -> None:
    seen = read(paginate([Block((escape("а" * 5000 + " соңғы сөз"),))]))
    assert "".join(seen) == "а" * 5000 + " соңғы сөз"


def test_a_long_paragraph_is_parted_between_sentences() -> None:
    summary = " ".join(f"Бұл {number}-сөйлем, оны бөлуге болмайды." for number in range(300))
    seen = read(card(briefing(summary=summary)))
    assert all(text.endswith(("болмайды.", "#Қытай /b1")) for text in seen)


def test_a_paragraph_longer_than_a_page_begins_on_the_page_of_the_title() -> None:
    seen = read(card(briefing(summary="Бұл сөйлем. " * 1000)))
    assert (len(seen), len(seen[0]) > 4000) == (3, True)


def test_what_fits_a_page_is_not_parted() -> None:
    paragraphs = ["а" * 3000, "б" * 3000, "в" * 3000]
    seen = read(card(briefing(summary="\n\n".join(paragraphs))))
    assert seen == [f"Тақырып\n{UNDATED}\n\n{paragraphs[0]}", paragraphs[1], f"{paragraphs[2]}\n\n#Қытай /b1"]


def test_long_details_are_parted_between_lines_and_each_part_is_a_quote() -> None:
    details = tuple(f"{number}: " + "ә" * 290 for number in range(31))
    pages = card(briefing(details=details))
    quotes = [quote for page in pages for quote in spans(page, "expandable_blockquote")]
    assert len(quotes) > 2
    assert "\n".join(quotes).split("\n") == [f"• {detail}" for detail in details]


def test_one_detail_of_9000_characters_is_parted_between_words() -> None:
    detail = " ".join(["мұнай-газ <саласы>"] * 500)
    seen = read(card(briefing(details=(detail,))))
    assert " ".join(seen).split() == ["Тақырып", *UNDATED.split(), "Мазмұны.", "•", *detail.split(), "#Қытай", "/b1"]


@pytest.mark.unmeasured  # much work over lines that other tests cover
@pytest.mark.parametrize("seed", range(40))
def test_whatever_is_written_arrives_whole_and_in_order(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - repeatable, not secret

    def text(words: int) -> str:
        letters = "әғқабв <>&\"'.!?;#/ " + EMOJI
        said = ["".join(chance.choices(letters, k=chance.randint(1, 40))).strip() for _ in range(words)]
        return "x" + " ".join(said)

    title, details = text(5), [text(chance.randint(1, 200)) for _ in range(chance.randint(0, 12))]
    paragraphs = [text(chance.randint(1, 400)) for _ in range(chance.randint(1, 5))]
    seen = read(card(briefing(title=title, summary="\n\n".join(paragraphs), details=tuple(details))))
    written = " ".join([title, UNDATED, *paragraphs, *(f"• {detail}" for detail in details), "#Қытай", "/b1"])
    assert " ".join(seen).split() == written.split()


def test_blocks_with_nothing_in_them_take_no_room() -> None:
    assert read(paginate([Block((escape("а" * 4096),)), Block(())])) == ["а" * 4096]


@pytest.mark.parametrize("letter", ["ә", "&", EMOJI])
def test_a_list_of_twenty_long_titles_is_one_message(letter: str) -> None:
    found = [briefing(title=letter * 300, date="2025-09-05", number=2**31 - 1 - n) for n in range(20)]
    seen = read((list_page(Markup("Соңғы шолулар"), found, TEXTS["kk"], Markup("1–20 / 42")),))[0]
    assert (seen.count("…"), seen.count("/b21474836"), seen[-9:]) == (20, 20, "1–20 / 42")


def test_long_titles_of_a_list_are_cut_between_words() -> None:
    found = [briefing(title="сыртқы саясат " * 21, number=number) for number in range(20)]
    titles = read((list_page(Markup("Соңғы шолулар"), found, TEXTS["kk"]),))[0].split("\n\n")[1:]
    assert all(re.match(r"(сыртқы саясат ?)+( ?сыртқы)?…\n/b\d+ · күні белгісіз$", title) for title in titles)


def test_titles_that_fit_are_not_cut() -> None:
    found = [briefing(title="ә" * 300, date="2025-09-05", number=number) for number in range(10)]
    assert list_page(Markup("Соңғы шолулар"), found, TEXTS["kk"]).count("ә" * 300) == 10


def test_a_list_is_escaped_and_says_that_a_date_is_unknown() -> None:
    page = list_page(escape("A & B"), [briefing(title="<b>&", number=7)], TEXTS["kk"], escape("<1>"))
    assert read((page,)) == ["A & B\n\n<b>&\n/b7 · күні белгісіз\n\n<1>"]
