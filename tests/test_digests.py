"""bot/digests.py: what a digest and an alert look like, in each language, and that they are rendered once."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from helpers_content import new_briefing, new_topic
from sqlalchemy import event
from telegram import InlineKeyboardMarkup

from bot import digests
from bot.cards import PAGE_LIMIT, Answer
from bot.commands import COMMANDS
from bot.keyboards import OpenBriefing, parse
from bot.markup import utf16_length
from bot.pace import Pace
from bot.sandbox.markup import parse_html
from bot.services import Services
from bot.settings import Settings
from bot.texts import load_texts
from briefings.library import CHANGED
from briefings.model import Briefing, BriefingText, EditionKind, ReaderKind, Status
from briefings.parcels import Parcel
from briefings.store import note_change

if TYPE_CHECKING:
    from briefings.digest import Content
    from briefings.store import Store

TEXTS = load_texts()
LINK = "https://t.me/some_bot"
AT = dt.datetime(2026, 11, 21, 20, 30, tzinfo=dt.UTC)
ASTANA = AT.astimezone(ZoneInfo("Asia/Almaty"))  # the 22nd already


@pytest.fixture
async def services(store: Store) -> Services:
    async with store.writing() as session:
        session.add_all([new_topic("china", 1), new_topic("water", 2)])
        await note_change(session, CHANGED)
    made = Services(Settings(_env_file=None), store, TEXTS, COMMANDS, lambda: AT, Pace(25))
    await made.refresh()
    return made


async def publish(services: Services, key: str, **texts: tuple[str, str]) -> int:
    """A briefing with title and summary in each language; its id."""
    async with services.store.writing() as session:
        made = new_briefing(key, AT)
        made.texts = {
            code: BriefingText(language=code, title=title, summary=summary, details=[])
            for code, (title, summary) in texts.items()
        }
        session.add(made)
        await session.flush()
        return made.id


async def change(services: Services, number: int, text: str | None = None, status: Status = Status.PUBLISHED) -> None:
    """Correct a briefing's Russian title or take it away, as the desk does, and let the bot notice."""
    async with services.store.writing() as session:
        made = await session.get_one(Briefing, number)
        made.status = status
        if text:
            made.texts["ru"].title = text
        await note_change(session, CHANGED)
    await services.refresh()


async def render(services: Services, content: Content, language: str = "ru", link: str | None = None) -> Answer:
    async with services.store.reading() as session:
        answer = await digests.render(services, session, content, language, ASTANA, link=link)
    assert answer is not None
    return answer


def parcel(content: Content, language: str = "ru", **fields: object) -> Parcel:
    given: dict[str, object] = {
        "id": 1,
        "chat_id": 1,
        "thread_id": None,
        "kind": EditionKind.DIGEST,
        "edition_id": 1,
        "content": content,
        "language": language,
        "chat_kind": ReaderKind.PRIVATE,
        "zone": None,
        "attempts": 1,
        "message_ids": (),
    }
    return Parcel(**(given | fields))  # type: ignore[arg-type]


def labels(answer: Answer) -> list[list[str]]:
    assert isinstance(answer.keyboard, InlineKeyboardMarkup)
    return [[button.text for button in row] for row in answer.keyboard.inline_keyboard]


async def test_it_groups_by_topic_and_gives_title_first_sentence_and_command(services: Services) -> None:
    first = await publish(services, "a", ru=("Визит", "Токаев приехал. Его встретили."), kk=("Сапар", "Тоқаев барды."))
    second = await publish(services, "b", ru=("Вода & лёд", "Воды стало больше."), kk=("Су", "Су көбейді."))
    content = (("china", (first,)), ("water", (second,)))
    assert (await render(services, content)).pages == (
        "<b>Дайджест · 22 ноября 2026 г.</b>\n2 обзора\n\n"
        f"🌍 <b>China</b>\n1. <b>Визит</b>\nТокаев приехал.\n/b{first}\n\n"
        f"🌍 <b>Water</b>\n2. <b>Вода &amp; лёд</b>\nВоды стало больше.\n/b{second}",
    )
    assert (await render(services, content, "kk")).pages == (
        "<b>Дайджест · 2026 ж. 22 қараша</b>\n2 шолу\n\n"
        f"🌍 <b>China</b>\n1. <b>Сапар</b>\nТоқаев барды.\n/b{first}\n\n"
        f"🌍 <b>Water</b>\n2. <b>Су</b>\nСу көбейді.\n/b{second}",
    )


@pytest.mark.parametrize(("amount", "said"), [(1, "1 обзор"), (2, "2 обзора"), (5, "5 обзоров"), (21, "21 обзор")])
async def test_the_count_is_in_the_right_form(services: Services, amount: int, said: str) -> None:
    numbers = [await publish(services, f"k{place}", ru=("Т", "С.")) for place in range(amount)]
    answer = await render(services, (("china", tuple(numbers)),))
    assert answer.pages[0].split("\n")[1] == said


async def test_an_item_with_only_the_other_language_is_marked_so(services: Services) -> None:
    number = await publish(services, "a", kk=("Сапар", "Тоқаев барды."))
    (page,) = (await render(services, (("china", (number,)),))).pages
    assert f"<b>Сапар</b>\nТоқаев барды.\n/b{number} · <i>русского текста пока нет</i>" in page


async def test_a_hidden_topic_is_called_by_its_slug(services: Services) -> None:
    number = await publish(services, "a", ru=("Т", "С."))
    (page,) = (await render(services, (("secret", (number,)),))).pages
    assert "\n\n<b>secret</b>\n1. <b>Т</b>" in page


async def test_buttons_open_each(services: Services) -> None:
    numbers = tuple([await publish(services, f"k{place}", ru=("Т", "С.")) for place in range(7)])
    answer = await render(services, (("china", numbers),))
    assert labels(answer) == [["1", "2", "3", "4", "5"], ["6", "7"]]
    assert answer.keyboard is not None
    opened = [parse(str(button.callback_data)) for row in answer.keyboard.inline_keyboard for button in row]
    assert opened == [OpenBriefing(number) for number in numbers]


async def test_the_button_of_a_single_item_says_what_it_does(services: Services) -> None:
    number = await publish(services, "a", ru=("Т", "С."))
    assert labels(await render(services, (("china", (number,)),))) == [["Читать полностью"]]


async def test_in_a_channel_buttons_are_links(services: Services) -> None:
    number = await publish(services, "a", ru=("Т", "С."))
    answer = await render(services, (("china", (number,)),), link=LINK)
    assert answer.keyboard is not None
    assert answer.keyboard.inline_keyboard[0][0].url == f"{LINK}?start=b_{number}"


async def test_a_long_one_goes_on_in_a_second_message_between_items(services: Services) -> None:
    titles = [f"Название {place} " + "й" * 200 for place in range(120)]
    numbers = [await publish(services, title[:15], ru=(title, "Слово " * 300)) for title in titles]
    answer = await render(services, (("china", tuple(numbers[:60])), ("water", tuple(numbers[60:]))))
    assert len(answer.pages) > 10
    for page in answer.pages:
        assert utf16_length(page) <= PAGE_LIMIT
        assert parse_html(page).text
        assert re.search(r"/b\d+$", page)
        assert re.match(r"<b>Дайджест|🌍 <b>Water</b>\n61\. |\d+\. <b>Название", page)
    together = "\n\n".join(answer.pages)
    assert [int(number) for number in re.findall(r"^/b(\d+)$", together, re.MULTILINE)] == numbers
    assert "Слово…" in together
    assert labels(answer)[-1] == ["97", "98", "99", "100"]
    assert len(labels(answer)) == 13


async def test_an_item_without_a_summary_has_no_empty_line(services: Services) -> None:
    number = await publish(services, "a", ru=("Т", ""))
    (page,) = (await render(services, (("china", (number,)),))).pages
    assert page.endswith(f"<b>Т</b>\n/b{number}")


async def test_what_is_no_longer_published_is_left_out_and_nothing_left_is_no_digest(services: Services) -> None:
    kept, taken = [await publish(services, key, ru=(key, "С.")) for key in ("kept", "taken")]
    await change(services, taken, status=Status.ARCHIVED)
    (page,) = (await render(services, (("china", (taken,)), ("water", (kept,))))).pages
    assert "taken" not in page
    assert "China" not in page
    assert "1 обзор\n" in page
    await change(services, kept, status=Status.ARCHIVED)
    async with services.store.reading() as session:
        assert await digests.render(services, session, (("water", (kept,)),), "ru", ASTANA) is None
        assert await digests.card(services, session, (("water", (kept,)),), "ru", LINK) is None


async def test_an_alert_is_the_card_with_a_word_on_top(services: Services) -> None:
    number = await publish(services, "a", ru=("Визит", "Токаев приехал."), kk=("Сапар", "Тоқаев барды."))
    async with services.store.reading() as session:
        for language, top in (("ru", "<b>Срочно</b>\n\n<b>Визит</b>"), ("kk", "<b>Шұғыл</b>\n\n<b>Сапар</b>")):
            answer = await digests.card(services, session, (("china", (number,)),), language, LINK)
            assert answer is not None
            assert answer.pages[0].startswith(top)
            assert any("Бөлісу" in row or "Поделиться" in row for row in labels(answer))
            assert not any("Жазылу" in label or "Подписаться" in label for row in labels(answer) for label in row)
        for inline in (False, True):
            post = await digests.card(
                services, session, (("china", (number,)),), "ru", LINK, in_channel=True, inline=inline
            )
            assert post is not None
            assert labels(post) == [["Поделиться"]]
            assert (f'"switch_inline_query": "b{number}"' in str(post.markup)) is inline  # the card, not a link to it


# --- once ------------------------------------------------------------------------------------------------------------


async def test_it_is_rendered_once_for_all_chats_and_anew_after_a_correction(services: Services) -> None:
    number = await publish(services, "a", ru=("Визит", "С."), kk=("Сапар", "С."))
    statements: list[str] = []
    event.listen(services.store._engine.sync_engine, "before_cursor_execute", lambda *said: statements.append(said[2]))
    content = (("china", (number,)),)
    answers = [
        await digests.of_parcel(services, parcel(content, chat_id=chat, zone="Asia/Almaty"), AT, LINK)
        for chat in range(50)
    ]
    assert len({id(answer) for answer in answers}) == 1
    assert sum("FROM briefings" in statement for statement in statements) == 1
    await change(services, number, "Поездка")
    corrected = await digests.of_parcel(services, parcel(content), AT, LINK)
    assert corrected is not None
    assert "Поездка" in corrected.pages[0]


async def test_chats_get_their_own_language_day_and_buttons(services: Services) -> None:
    number = await publish(services, "a", ru=("Визит", "С."), kk=("Сапар", "С."))
    content = (("china", (number,)),)

    async def get(**fields: object) -> Answer:
        answer = await digests.of_parcel(services, parcel(content, **fields), AT, LINK)  # type: ignore[arg-type]
        assert answer is not None
        return answer

    assert "22 ноября" in (await get(zone="Asia/Almaty")).pages[0]
    assert "21 ноября" in (await get(zone="Europe/Berlin")).pages[0]
    assert "22 ноября" in (await get()).pages[0]  # TIMEZONE
    assert "Сапар" in (await get(language="kk")).pages[0]
    assert "Сапар" in (await get(language="xx")).pages[0]  # a language whose file is gone
    assert "start=b_" in str((await get(chat_kind=ReaderKind.CHANNEL)).markup)
    assert "start=b_" not in str((await get()).markup)


async def test_an_alert_is_rendered_from_its_parcel(services: Services) -> None:
    number = await publish(services, "a", ru=("Визит", "С."))
    answer = await digests.of_parcel(services, parcel((("china", (number,)),), kind=EditionKind.ALERT), AT, LINK)
    assert answer is not None
    assert answer.pages[0].startswith("<b>Срочно</b>")
