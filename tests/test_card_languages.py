"""In which language a card stands: the chat's, or the one that its reader pressed; and what is said of the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from helpers_desk import TEXTS
from sandbox_driver import Person

from bot.sandbox.cast import KAZAKH_READER_ID, RUSSIAN_READER_ID
from briefings import library
from briefings.store import note_change

if TYPE_CHECKING:
    from bot.sandbox.server import SandboxServer
    from bot.sandbox.things import Message
    from briefings.store import Store

READERS = pytest.mark.parametrize(
    ("reader_id", "mine", "other"), [(RUSSIAN_READER_ID, "ru", "kk"), (KAZAKH_READER_ID, "kk", "ru")]
)


async def titles(kept: Store, lacking: str, *places: int) -> list[dict[str, str]]:
    """The titles of the newest briefings on the USA, of which those at `places` lose their text in a language."""
    async with kept.writing() as session:
        found = await library.newest(session, "usa", limit=3)
        for place in places:
            del found[place].texts[lacking]
        await note_change(session, library.CHANGED)
        return [{code: text.title for code, text in each.texts.items()} for each in found]


def noted(card: Message, language: str) -> bool:
    """Whether it says first that there is no such text."""
    return card.text.startswith(TEXTS[language].plain("card-language-note") + "\n\n")


@READERS
async def test_a_fallback_is_no_choice(bot: SandboxServer, kept: Store, reader_id: int, mine: str, other: str) -> None:
    newest, second, _ = await titles(kept, mine, 0)
    reader, texts = Person.of(bot, reader_id), TEXTS[mine]
    (card,) = await reader.says("/usa")
    assert (noted(card, mine), newest[other] in card.text) == (True, True)
    (older,) = await reader.taps(texts.plain("button-older"))
    assert older.text.startswith(second[mine])
    (back,) = await reader.taps(texts.plain("button-newer"))
    assert (noted(back, mine), newest[other] in back.text) == (True, True)


@READERS
async def test_a_pressed_language_goes_along_and_a_card_without_it_says_so(
    bot: SandboxServer, kept: Store, reader_id: int, mine: str, other: str
) -> None:
    newest, second, third = await titles(kept, other, 1)
    reader, texts = Person.of(bot, reader_id), TEXTS[mine]
    await reader.says("/usa")
    (pressed,) = await reader.taps(TEXTS[other].plain("language-name"))
    assert pressed.text.startswith(newest[other])
    (older,) = await reader.taps(texts.plain("button-older"))
    assert (noted(older, other), second[mine] in older.text) == (True, True)
    (oldest,) = await reader.taps(texts.plain("button-older"))
    assert oldest.text.startswith(third[other])
    (again,) = await reader.taps(TEXTS[mine].plain("language-name"))
    assert again.text.startswith(third[mine])
    (newer,) = await reader.taps(texts.plain("button-newer"))
    assert newer.text.startswith(second[mine])


async def test_a_card_of_before_turns_in_the_language_that_the_chat_has_chosen_since(
    bot: SandboxServer, kept: Store
) -> None:
    _, second, _ = await titles(kept, "kk")
    reader = Person.of(bot, KAZAKH_READER_ID)
    (card,) = await reader.says("/usa")
    await reader.says("/lang ru")
    (older,) = await reader.taps(TEXTS["kk"].plain("button-older"), card)
    assert older.text.startswith(second["ru"])
