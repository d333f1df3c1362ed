"""The sandbox's page as a newcomer uses it, in headless Chromium (Debian's), at the width of a desk and of a phone."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import FilePayload, async_playwright, expect

from bot.sandbox.cast import EDITOR_ID, GROUP_ID, KAZAKH_READER_ID

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Page, Route

    from bot.sandbox.server import SandboxServer

CHROMIUM = shutil.which("chromium")
# Without these, a browser in a closed network spends its time looking for its maker's servers.
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium here: apt-get install chromium"),
    pytest.mark.unmeasured,  # most of it is the browser's work, and Playwright's
]


@pytest.fixture(params=[(1200, 800), (390, 844)], ids=["desk", "phone"])
async def page(request: pytest.FixtureRequest, bot: SandboxServer) -> AsyncIterator[Page]:
    """The page, open; it must not have logged an error when the test ends."""
    width, height = request.param
    errors: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        opened = await browser.new_page(viewport={"width": width, "height": height})
        opened.on("pageerror", lambda error: errors.append(str(error)))
        await opened.goto(bot.url)
        yield opened
        await browser.close()
    assert errors == []


async def test_a_newcomer_reads_a_card_turns_it_and_changes_its_language(page: Page) -> None:
    await page.get_by_test_id(f"seat-{KAZAKH_READER_ID}").click()
    await page.get_by_test_id("start").click()
    greeting = page.get_by_test_id("message").last
    await expect(greeting).to_contain_text("Сәлеметсіз бе")

    await greeting.get_by_role("button", name="Қытай").click()
    card = page.get_by_test_id("message").last
    await expect(card.locator("b").first).to_contain_text("Қытай")
    await expect(card).to_contain_text("2025 ж. 5 қыркүйек")
    first = await card.get_by_test_id("text").inner_text()

    await card.get_by_role("button", name="← Бұрынғысы").click()
    await expect(card.get_by_role("button", name="Кейінгісі →")).to_be_visible()
    assert await card.get_by_test_id("text").inner_text() != first

    await card.get_by_role("button", name="Русский").click()
    await expect(card.get_by_role("button", name="Қазақша")).to_be_visible()
    await expect(card).to_contain_text("5 сентября 2025 г.")


async def test_the_figures_of_a_card_unfold(page: Page) -> None:
    await page.get_by_test_id(f"seat-{KAZAKH_READER_ID}").click()
    await page.get_by_test_id("start").click()
    await page.get_by_test_id("input").fill("/grain")
    await page.get_by_test_id("send").click()
    card = page.get_by_test_id("message").last
    await expect(card).to_contain_text("2 млн тонна")
    quote = card.get_by_test_id("quote")
    folded = await quote.bounding_box()
    await card.get_by_test_id("fold").click()
    unfolded = await quote.bounding_box()
    assert folded
    assert unfolded
    assert unfolded["height"] > folded["height"]


async def test_a_card_is_offered_inline_and_sent(page: Page) -> None:
    await page.get_by_test_id(f"seat-{KAZAKH_READER_ID}").click()
    await page.get_by_test_id("start").click()
    await expect(page.get_by_test_id("message").last).to_contain_text("Сәлеметсіз бе")
    await page.get_by_test_id("input").fill("@briefings_sandbox_bot астық")
    await page.get_by_test_id("offer").first.click()
    posted = page.get_by_test_id("message").last
    await expect(posted.get_by_test_id("via")).to_contain_text("@briefings_sandbox_bot")
    await expect(posted).to_contain_text("2 млн тонна")
    await expect(page.get_by_test_id("input")).to_have_value("")
    await posted.get_by_role("link", name="Толық оқу").click()  # a deep link into this very chat
    await expect(page.get_by_test_id("message").last).to_contain_text("/b")
    await expect(page.get_by_test_id("message").last).to_have_attribute("data-from", "bot")


async def test_a_command_in_a_message_is_said_by_a_tap(page: Page) -> None:
    await page.get_by_test_id(f"seat-{KAZAKH_READER_ID}").click()
    await page.get_by_test_id("start").click()
    await page.get_by_test_id("command").get_by_text("/latest").click()
    await expect(page.locator('[data-from="me"]').last).to_contain_text("/latest")
    await expect(page.get_by_test_id("message").last).to_contain_text("Соңғы шолулар")


async def test_a_message_that_comes_while_the_menus_are_read_anew_is_shown(page: Page, bot: SandboxServer) -> None:
    async def ahead(route: Route) -> None:
        """The sandbox counts on while its events are on their way to the page."""
        state = await (await route.fetch()).json()
        await route.fulfill(json=state | {"number": state["number"] + 100})

    await page.get_by_test_id(f"seat-{KAZAKH_READER_ID}").click()
    await page.route("**/sandbox/state", ahead)
    async with page.expect_response("**/sandbox/state"):
        bot.world.emit("menu", bot.world.chats[KAZAKH_READER_ID])
    await page.get_by_test_id("start").click()
    await expect(page.get_by_test_id("message").last).to_contain_text("Сәлеметсіз бе")


async def test_words_that_could_not_be_sent_are_in_the_box_again(page: Page) -> None:
    await page.get_by_test_id(f"seat-{GROUP_ID}").click()
    await page.route("**/sandbox/act", lambda route: route.abort())
    await page.get_by_test_id("input").fill("Қазақстан мен Қытай")
    await page.get_by_test_id("send").click()
    await expect(page.get_by_test_id("toast")).to_be_visible()
    await expect(page.get_by_test_id("input")).to_have_value("Қазақстан мен Қытай")


async def test_a_file_is_attached_and_a_message_forwarded(page: Page) -> None:
    await page.get_by_test_id(f"seat-{GROUP_ID}").click()
    await page.get_by_test_id("writer").select_option(str(EDITOR_ID))
    await page.get_by_test_id("input").fill("Қазақстан мен Қытай келісімге қол қойды.")
    await page.get_by_test_id("send").click()
    post = page.get_by_test_id("message").last
    await expect(post).to_contain_text("келісімге")
    await post.hover()
    await post.get_by_test_id("forward").click()
    await page.get_by_test_id(f"forward-to-{EDITOR_ID}").click()
    mine = page.locator('[data-from="me"]')
    await expect(mine.last).to_contain_text("Нұрлан хабарламасы қайта жіберілді")
    await expect(mine.last).to_contain_text("келісімге")

    file = FilePayload(name="visit.md", mimeType="text/markdown", buffer=b"---\n")
    await page.get_by_test_id("file").set_input_files(file)
    await expect(mine.last.get_by_test_id("document")).to_contain_text("visit.md")
