"""bot/plain_words.py: what people write instead of a command leads to it, and to a greeting the bot is polite."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from sandbox_driver import Person

from bot import plain_words
from bot.commands import COMMANDS
from bot.sandbox.cast import KAZAKH_READER_ID, RUSSIAN_READER_ID
from bot.texts import load_texts

if TYPE_CHECKING:
    from bot.sandbox.server import SandboxServer

TEXTS = load_texts()


@pytest.mark.parametrize(
    ("said", "command"),
    [
        ("настройки", "settings"),
        ("Баптаулар!", "settings"),
        ("комек", "help"),
        ("HELP", "help"),
        ("жазылу", "subscribe"),
    ],
)
def test_a_word_leads_to_its_command_in_each_language(said: str, command: str) -> None:
    for texts in TEXTS.values():
        assert f"/{command} " in f"{plain_words.answer(said, COMMANDS, texts)} ".replace(":", " ")


@pytest.mark.parametrize("said", ["", "!", "настройки телефона", "помощь Китая", "китай"])
def test_all_other_texts_are_none_of_these_words(said: str) -> None:
    assert plain_words.answer(said, COMMANDS, TEXTS["ru"]) is None


def test_no_word_means_two_things() -> None:
    names = (*plain_words.COMMANDS, *plain_words.COURTESIES)
    for texts in TEXTS.values():
        said = {name: {word.strip() for word in texts.plain(f"words-{name}").split(",")} for name in names}
        assert all(words and "" not in words for words in said.values())
        assert not any(said[one] & said[other] for one, other in combinations(names, 2))


@pytest.mark.parametrize("said", ["орысша", "Русский", "по-русски", "на русском", "орыс тілінде", "Russian"])
async def test_the_name_of_a_language_alone_offers_it_in_itself(reader: Person, said: str) -> None:
    offer, *results = await reader.says(said)
    assert offer.text == "Отвечать по-русски? Нажмите кнопку «Русский»."
    assert all(said in result.text for result in results)  # nothing else is guessed to have been meant
    (greeting,) = await reader.taps("Русский", offer)
    assert greeting.text.startswith("Здравствуйте!")


async def test_the_language_that_is_spoken_is_said_to_be(reader: Person) -> None:
    assert (await reader.says("қазақша"))[0].text.startswith("Бот онсыз да қазақша жауап береді.")


async def test_plain_words_get_a_sensible_answer(bot: SandboxServer) -> None:
    reader = Person.of(bot, RUSSIAN_READER_ID)
    (settings,) = await reader.says("настройки")
    assert "/settings – настройки" in settings.text
    (polite,) = await reader.says("рахмет")
    assert polite.text.startswith("Пожалуйста!")
    (polite,) = await reader.says("Как дела?")  # and no briefing on «внутренние дела» is quoted
    assert polite.text.startswith("Здравствуйте!")
    (command,) = await reader.says("что нового")
    assert "/latest" in command.text
    assert "Европейский союз" not in (await reader.says("есть"))[0].text  # which is no form of «ЕС»
    command, results = await reader.says("Помощь")  # which briefings speak of too
    assert "/help" in command.text
    assert "помощи" in results.text
    for left_out in ("-газ", "-«газ»", "–газ"):  # is not the topic of that name
        assert "нечего искать" in (await reader.says(left_out))[0].text
    assert (await reader.says("-#газ"))[0].text.startswith("🔎 -#газ")  # all that is not of the topic
    assert "/help" not in (await reader.says("/search помощь"))[0].text
    (card,) = await reader.says("/b12")
    assert (await reader.says("B12"))[0].text == card.text
    assert (await Person.of(bot, KAZAKH_READER_ID).says("Сәлеметсіз бе!"))[0].text.startswith("Сәлеметсіз бе!")
