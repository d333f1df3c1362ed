"""Inline mode over the wire: `@bot Қытай` in any chat, and sharing a card."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sandbox_driver import Person

from bot.sandbox.cast import EDITOR_ID, GROUP_ID, KAZAKH_READER_ID, RUSSIAN_READER_ID
from bot.sandbox.people import find_button

if TYPE_CHECKING:
    from bot.sandbox.server import SandboxServer
    from bot.sandbox.things import Json

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


async def offered(person: Person, text: str, offset: str = "") -> Json:
    answer = await person.asks_inline(text, offset)
    assert answer is not None
    return answer


async def test_a_card_is_chosen_and_posted_with_a_link_back(bot: SandboxServer) -> None:
    person = Person.of(bot, KAZAKH_READER_ID).at(GROUP_ID)
    answer = await offered(person, "астық Қытай")
    result = answer["results"][0]
    assert result["title"] == "Қазақстан Қытайға жылына 2 млн тоннаға дейін астық экспорттамақ"
    assert result["description"].startswith("2025 ж. 5 қыркүйек · Таяу жылдары Қазақстаннан")
    assert (answer["cache_time"], answer["is_personal"]) == (10, True)
    posted = await person.chooses(result)
    assert posted.sender is person.user
    assert posted.text.startswith(result["title"])
    assert "/b" not in posted.text
    link = find_button(posted, "Толық оқу")["url"]
    assert link == f"https://t.me/{bot.world.bot.username}?start=b_{result['id']}"
    reader = Person.of(bot, KAZAKH_READER_ID)
    (opened,) = await reader.starts(link.partition("=")[2])
    assert opened.text.startswith(result["title"])
    await reader.chooses(result)  # in private it reaches the bot too, which does not answer it


async def test_without_words_the_newest_are_offered_page_by_page(bot: SandboxServer) -> None:
    person = Person.of(bot, RUSSIAN_READER_ID)
    first = await offered(person, "")
    second = await offered(person, "", first["next_offset"])
    third = await offered(person, "", second["next_offset"])
    shown = [result["id"] for page in (first, second, third) for result in page["results"]]
    assert len(first["results"]) == 20
    assert len(shown) == len(set(shown)) == 42
    assert third["next_offset"] == ""
    assert (await offered(person, "", "nonsense"))["results"] == first["results"]
    found = await offered(person, "Казахстан")
    more = await offered(person, "Казахстан", found["next_offset"])
    assert not {each["id"] for each in found["results"]} & {each["id"] for each in more["results"]}


async def test_the_language_is_that_of_the_private_chat_and_else_the_clients(bot: SandboxServer) -> None:
    person = Person.of(bot, KAZAKH_READER_ID)
    assert "астық" in (await offered(person, "зерно"))["results"][0]["content"]["text"]
    await person.says("/lang ru")
    assert "зерна" in (await offered(person, "астық"))["results"][0]["title"]
    assert "астық" in (await offered(Person.of(bot, EDITOR_ID), "зерно"))["results"][0]["content"]["text"]


async def test_where_nothing_is_found_a_button_leads_to_the_bot(bot: SandboxServer) -> None:
    person = Person.of(bot, RUSSIAN_READER_ID)
    answer = await offered(person, "фывапролдж")
    assert answer["results"] == []
    assert answer["button"]["text"] == "Ничего не нашлось. Открыть бота"
    assert "Здравствуйте" in (await person.starts(answer["button"]["start_parameter"]))[0].text
    for odd in ("b0", "b99999999999", '"', "NEAR(", "😀", "x" * 300):
        assert (await offered(person, odd))["results"] == []


async def test_share_offers_the_card_itself(bot: SandboxServer) -> None:
    person = Person.of(bot, KAZAKH_READER_ID)
    (card,) = await person.says("/grain")
    query = find_button(card, "Бөлісу")["switch_inline_query"]
    (result,) = (await offered(person, query))["results"]
    posted = await person.at(GROUP_ID).chooses(result)
    assert posted.text in card.text.replace(f" /{query}", "")


@pytest.mark.parametrize(("kind", "told"), [("query_too_old", 0), ("too_long", 1)])
async def test_only_an_answer_that_comes_too_late_is_no_error(
    bot: SandboxServer, caplog: pytest.LogCaptureFixture, kind: str, told: int
) -> None:
    person = Person.of(bot, KAZAKH_READER_ID)
    bot.world.faults.add(kind, methods=["answerInlineQuery"], times=1)
    assert await person.asks_inline("су") is None
    assert len([record.message for record in caplog.records if record.levelname == "ERROR"]) == told
    bot.world.journal.entries.clear()  # the refusal was asked for
    assert (await offered(person, "су"))["results"]
