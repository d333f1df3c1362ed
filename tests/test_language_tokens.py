"""Words, sentences and the language of a text."""

from pathlib import Path

import pytest

from briefings.language import detect, fold, normalise, sentences, stems, word_stems, words


def spelled(text: str) -> list[str]:
    return [token.word for token in words(text)]


@pytest.mark.parametrize("text", ["C5+1", "С5+1", "c5+1", "с5+1", "«С5+1»,"])
def test_c5_plus_1_is_one_word_in_either_alphabet(text: str) -> None:
    assert spelled(text) == ["c5+1"]
    assert stems(text) == ["c5+1"]


def test_an_ending_stays_with_its_abbreviation_or_number() -> None:
    assert spelled("АҚШ-тың БҰҰ-ға C5+1-де 20-дан 13%-дан") == ["ақш-тың", "бұұ-ға", "c5+1-де", "20-дан", "13-дан"]
    assert stems("АҚШ-тың C5+1-де 20-дан") == ["ақш", "c5+1", "20"]


def test_a_hyphen_between_words_parts_them() -> None:
    assert spelled("азық-түлік Қасым-Жомарттың бизнес-форум") == [
        "азық",
        "түлік",
        "қасым",
        "жомарттың",
        "бизнес",
        "форум",
    ]


def test_a_token_knows_its_place() -> None:
    text = "Кеше АҚШ-тың елшісі С5+1-ге барды"
    assert [text[token.start : token.end] for token in words(text)] == ["Кеше", "АҚШ-тың", "елшісі", "С5+1-ге", "барды"]


@pytest.mark.parametrize("text", ["қа\u00adзақ", "қаз\x00ақ", "қаз\u200bақ", "ҚАЗАҚ", "қaзaқ"])
def test_what_looks_the_same_is_spelled_the_same(text: str) -> None:
    assert spelled(text) == ["қазақ"]


def test_a_combining_mark_joins_its_letter() -> None:
    assert spelled("и\u0306од") == ["йод"]
    assert spelled("е\u0308ж") == ["ёж"]


def test_letters_of_the_other_alphabet_are_put_right() -> None:
    assert normalise("Cаммит") == "саммит"
    assert normalise("Сhevron") == "chevron"
    assert normalise("rәрі") == "rәрі"


def test_an_apostrophe_is_no_end_of_a_word() -> None:
    assert spelled("д’Артаньян O'Neill 'су'") == ["дартаньян", "oneill", "су"]


@pytest.mark.parametrize("text", ["", "  ", "___", "🙂 — «»", "'", "-", "\x00", "+1"])
def test_a_text_without_words_has_few(text: str) -> None:
    assert spelled(text) in ([], ["1"])


def test_kazakh_is_folded_as_on_a_russian_keyboard() -> None:
    assert fold("қазақстан") == "казакстан"
    assert fold("әғқңөұүһіё") == "агкноуухие"


def test_a_word_is_stemmed_both_ways() -> None:
    assert "саммит" in word_stems("саммитте")
    assert "саммит" in word_stems("саммите")
    assert word_stems("қытайға") == ("қытай",)
    assert word_stems("cnpc") == ("cnpc",)
    assert word_stems("2025") == ("2025",)


def test_a_word_that_only_kazakh_knows_is_not_stemmed_as_russian() -> None:
    assert set(word_stems("жазу")).isdisjoint(word_stems("жаза"))
    assert "сапаров" in word_stems("сапаровым")


def test_a_query_meets_its_text_in_another_form() -> None:
    assert set(stems("астық экспорты Қытайға")) <= set(stems("Қытай астықты экспорттады: экспорт"))
    assert not set(stems("экспорт зерна")).isdisjoint(stems("зерно"))


def test_the_language_of_a_text_is_told_by_its_letters() -> None:
    assert detect("Қазақстан мен Қытай келісімге қол қойды") == "kk"
    assert detect("Казахстан и Китай подписали соглашение") == "ru"
    assert detect("Токаев провёл встречу с министром иностранных дел Нұртілеу и премьер-министром") == "ru"
    assert detect("Kazakhstan, 2025") is None
    assert detect("") is None


def test_an_abbreviation_does_not_end_a_sentence() -> None:
    assert sentences("2025 ж. 29 қазан күні болды. Көлемі 61,2 млрд. АҚШ доллары.") == [
        "2025 ж. 29 қазан күні болды.",
        "Көлемі 61,2 млрд. АҚШ доллары.",
    ]
    assert sentences("Қ. Тоқаев барды. Амазон, Мета т.б. компаниялар келді.") == [
        "Қ. Тоқаев барды.",
        "Амазон, Мета т.б. компаниялар келді.",
    ]
    assert sentences("Амазон, Мета т.б. Сондықтан үміт бар.") == ["Амазон, Мета т.б.", "Сондықтан үміт бар."]


def test_a_new_line_ends_a_sentence() -> None:
    assert sentences("Су қауіпсіздігі\nСапар барысында айтылды.\n\n") == ["Су қауіпсіздігі", "Сапар барысында айтылды."]
    assert sentences("") == []


def test_sentences_lose_nothing_of_a_text() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())
