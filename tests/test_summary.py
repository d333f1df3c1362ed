"""A long text gives a title and a few of its own sentences that can stand for themselves."""

from __future__ import annotations

import pytest

from briefings.language import sentences
from briefings.summary import summarise

NEWS = """Тауар айналымы артты

Қазақстан мен Өзбекстан арасындағы тауар айналымы 2025 жылы 5 млрд долларға жетті, деп хабарлайды министрлік.
Бұл алдыңғы жылмен салыстырғанда он пайызға көп. Тараптар шекарада жаңа сауда орталығын ашуға келісті.

Көлік дәліздері

Үкімет Ташкентке баратын жаңа теміржол желісін жобалап жатыр. Жоба құны шамамен 400 млн долларға бағаланады.
Жол салынса, жүк тасымалы екі есеге тездейді. Тасымалдаушылар бұл бағытты көптен күткен еді.

Су мәселесі

Екі ел Сырдарияның суын бірлесіп басқару туралы хаттамаға қол қойды. Хаттама су қоймаларының режимін белгілейді.
Мамандар суды есептейтін ортақ жүйе енгізуді ұсынды. Жүйе 2027 жылға қарай іске қосылуы тиіс.
"""
INTERVIEW = """Астанада жаңа келісімге қол қойылды.
– Сіздің ойыңызша, келісімнің маңызы неде? Оны қалай бағалайсыз?
– Мен бұл келісімді тарихи деп санаймын. Біз оған он жыл бойы дайындалдық. Келісім екі елдің нарығын ашады.
– Келесі қадам қандай?
– Біздің мақсатымыз – бірлескен зауыт салу. Меніңше, оған үш жыл жетеді. Зауытта екі мың адам жұмыс істейді.
"""


def test_it_proposes_three_to_five_sentences_of_the_text_in_their_order() -> None:
    found = summarise(NEWS, "kk")
    assert found.title == "Тауар айналымы артты"
    assert 3 <= len(found.sentences) <= 5
    places = [NEWS.index(sentence) for sentence in found.sentences]
    assert places == sorted(places)
    assert found.sentences[0].startswith("Қазақстан мен Өзбекстан")
    assert found.text == " ".join(found.sentences)


def test_it_takes_from_every_part_of_the_text() -> None:
    found = summarise(NEWS, "kk").sentences
    parts = NEWS.replace("Су мәселесі", "Көлік дәліздері").split("Көлік дәліздері")
    assert all(any(sentence in part for sentence in found) for part in parts)


def test_what_leans_on_a_sentence_that_is_left_out_is_left_out_too_where_it_can_be() -> None:
    lines = ["Саммитте жаңа құжаттарға қол қойылды."]
    for number, name in enumerate(("Сапаров", "Омаров", "Ахметов", "Жүнісов"), start=2):
        lines.append(f"Сарапшы {name} {number} елдің саудасы өскенін баяндады.")
        lines.append(f"Оның айтуынша, {number} елдің саудасы саммитте қол қойылған құжаттардан кейін 50% өседі.")
    found = summarise("\n".join(lines), "kk")
    said = " ".join([found.title, *found.sentences])
    for at, line in enumerate(lines):
        if line in said and line.startswith("Оның"):
            assert lines[at - 1] in said


def test_it_proposes_no_heading_and_no_question() -> None:
    text = summarise(NEWS + "Бірақ су жете ме, қалай ойлайсыз, құрметті оқырман?\n", "kk").text
    assert "Көлік дәліздері" not in text
    assert "?" not in text


def test_the_first_person_of_an_interview_is_nobodys_word() -> None:
    found = summarise(INTERVIEW, "kk")
    assert found.title == "Астанада жаңа келісімге қол қойылды"
    assert found.sentences[1:] == ("Келісім екі елдің нарығын ашады.", "Зауытта екі мың адам жұмыс істейді.")


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (
            "Визит начался\nАйгерим Серикова, посол:\n– Мы подписали соглашение о поставках зерна на десять лет.\n",
            "ru",
            "Айгерим Серикова: «Мы подписали соглашение о поставках зерна на десять лет.»",
        ),
        (
            "Сапар басталды\nӘсел Назарбетова, бөлім басшысы:\n– Біз өңірдегі сауданы екі есеге арттырдық.\n",
            "kk",
            "Әсел Назарбетова: «Біз өңірдегі сауданы екі есеге арттырдық.»",
        ),
    ],
)
def test_a_named_speaker_goes_with_the_first_person(text: str, language: str, expected: str) -> None:
    assert expected in summarise(text, language).sentences  # type: ignore[arg-type]


def test_what_stands_behind_the_last_full_stop_is_left_out() -> None:
    post = "Порт примет первые суда весной. Дорогу достроят к осени. Подробнее на сайте BAQ.KZ"
    assert summarise(post, "ru").sentences == ("Порт примет первые суда весной.", "Дорогу достроят к осени.")


def test_half_a_quotation_is_not_proposed() -> None:
    text = 'Визит начался\n"Первое соглашение уже подписано сегодня. Второе подпишут завтра вечером", – сказал посол.\n'
    assert summarise(text, "ru").sentences == ()


def test_what_says_the_same_is_proposed_once() -> None:
    said = "Казахстан поставит в Китай два миллиона тонн зерна в этом году."
    other = "Железную дорогу до порта достроят к осени следующего года."
    text = "\n".join(["Заголовок", said, f"{said} {other}", said, said, "Порт примет первые суда весной."])
    assert list(summarise(text, "ru").sentences).count(said) == 1


def test_a_long_first_sentence_is_cut_for_a_title() -> None:
    lead = f"Казахстан и Китай {'очень ' * 40}подробно обсудили поставки зерна."
    found = summarise(f"{lead}\nПорт примет первые суда весной будущего года.\n", "ru")
    assert len(found.title) <= 161
    assert found.title.endswith("…")
    assert lead.startswith(found.title[:-1])


@pytest.mark.parametrize("text", ["", "\n \n", "Слово", "???\n!!!"])
def test_a_text_without_sentences_gives_none(text: str) -> None:
    assert summarise(text, "ru").sentences == ()


def test_twenty_thousand_characters_are_no_trouble() -> None:
    text = "Заголовок\n" + "\n".join(f"Предложение номер {number} говорит о поставках зерна." for number in range(400))
    assert 1 <= len(summarise(text, "ru").sentences) <= 5


def test_every_proposed_sentence_is_one_of_the_texts() -> None:
    assert set(summarise(NEWS, "kk").sentences) <= set(sentences(NEWS))
