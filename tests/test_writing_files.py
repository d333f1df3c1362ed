"""Documents at the wire: one sentence for what is wrong, a panel for a draft, buttons for what is there already."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from helpers_content import file_text, with_key
from sandbox_driver import Person
from sqlalchemy import func, select

from bot import writing_files
from bot.sandbox import people
from bot.sandbox.api_media import document_content
from bot.sandbox.cast import EDITOR_ID, KAZAKH_READER_ID
from bot.sandbox.params import Upload
from bot.texts import load_texts
from briefings import file_error, zipped
from briefings.file_error import FileError
from briefings.model import Briefing

if TYPE_CHECKING:
    from bot.sandbox.server import SandboxServer
    from briefings.store import Store

TEXTS = load_texts()
VISIT = with_key("my-visit", "Совсем новый заголовок").encode()


def kk(key: str, **values: object) -> str:
    """What the editor reads on the screen."""
    return TEXTS["kk"](key, **values).striptags()


async def drafts(desk: Store) -> list[str]:
    """The titles of what was made."""
    async with desk.reading() as session:
        found = await session.scalars(select(Briefing).where(Briefing.origin.is_not(None)).order_by(Briefing.id))
        return [each.texts["ru"].title for each in found]


async def test_a_file_becomes_a_draft_and_a_changed_one_updates_it_by_a_button(bot: SandboxServer, desk: Store) -> None:
    editor = Person.of(bot, EDITOR_ID)
    (panel,) = await editor.sends_file("visit.md", VISIT)
    assert kk("button-desk-publish") in editor.buttons
    assert "№" in panel.text
    (report,) = await editor.sends_file("visit.md", VISIT)
    assert report.text.startswith(kk("file-same", count=1) + "\n№ ")
    assert (await editor.taps("№"))[0].text == panel.text
    changed = with_key("my-visit", "Другой заголовок").encode()
    (report,) = await editor.sends_file("visit.md", changed)
    assert kk("file-known", count=1) in report.text
    (kept,) = await editor.taps(kk("button-file-leave"))
    assert kept.text == kk("file-left")
    assert await drafts(desk) == ["Совсем новый заголовок"]
    await editor.sends_file("visit.md", changed)
    (updated,) = await editor.taps(kk("button-file-update"))
    assert kk("file-updated", count=1) in updated.text
    assert await drafts(desk) == ["Другой заголовок"]
    await editor.taps_data("w:update:1:", updated)
    assert kk("button-outdated") in str(editor.toast)


async def test_a_file_of_one_language_is_a_draft_that_lacks_the_other_alone_as_in_a_zip(bot: SandboxServer) -> None:
    editor = Person.of(bot, EDITOR_ID)
    file = file_text(body="# kk\n## Жаңа кеңес құрылды\nҮкімет кеңес құрды.\n").encode()
    (panel,) = await editor.sends_file("one.md", file)
    assert kk("desk-missing-language", language="Русский") in panel.text
    (report,) = await editor.sends_file("one.zip", zipped.pack({"one.md": file}))
    assert kk("file-same", count=1) in report.text


async def test_a_zip_of_files_makes_a_draft_each(bot: SandboxServer, desk: Store) -> None:
    editor = Person.of(bot, EDITOR_ID)
    titles = ["Визит в Пекин начался утром", "Зерно везут поездом", "Вода Или и Иртыша"]
    files = {f"{place}.md": with_key(f"k{place}", title).encode() for place, title in enumerate(titles)}
    (report,) = await editor.sends_file("all.zip", zipped.pack(files), mime="application/zip")
    assert kk("file-made", count=3) in report.text
    assert await drafts(desk) == titles
    alike = {"a.md": with_key("x", titles[0] + "!").encode(), "b.md": with_key("k1", "Иное").encode()}
    (report,) = await editor.sends_file("more.zip", zipped.pack(alike), mime="application/zip")
    assert kk("file-alike", count=1) in report.text
    assert kk("file-known", count=1) in report.text
    (report,) = await editor.taps(kk("button-file-anyway"))
    assert kk("file-made", count=1) in report.text
    assert len(await drafts(desk)) == 4
    (updated,) = await editor.taps(kk("button-file-update"))
    assert kk("file-updated", count=1) in updated.text
    assert (await drafts(desk))[1] == "Иное"


async def test_an_export_of_many_is_told_in_short(bot: SandboxServer, desk: Store) -> None:
    editor = Person.of(bot, EDITOR_ID)
    topic = '- slug: atlantis\n  emoji: "🌊"\n  names: {kk: Атлантида, ru: Атлантида}\n'
    files = {f"{place}.md": with_key(f"k{place}", f"{place}").encode() for place in range(12)}
    (report,) = await editor.sends_file("all.zip", zipped.pack(files | {"topics.yaml": topic.encode()}))
    assert kk("file-and-more", count=2) in report.text
    assert kk("file-topics-ignored", names="atlantis", count=1) in report.text
    assert len(await drafts(desk)) == 12


async def test_a_document_that_is_no_briefing_file_may_carry_an_article(bot: SandboxServer, desk: Store) -> None:
    editor = Person.of(bot, EDITOR_ID)
    caption = "Қытай мен Қазақстан жаңа теміржол салуға келісті. Құрылыс келер жылы басталады. " * 9
    (offer,) = await editor.sends_file("report.pdf", b"%PDF", mime="application/pdf", caption=caption)
    assert kk("button-write-save") in editor.buttons
    assert "Қытай мен Қазақстан" in offer.text
    (said,) = await editor.sends_file("report.pdf", b"%PDF", mime="application/pdf", caption="Қараңыз")
    assert said.text == kk("desk-error-file-kind")
    await editor.sends_file("visit.md", VISIT, caption=caption)
    assert kk("button-desk-publish") in editor.buttons
    assert await drafts(desk) == ["Совсем новый заголовок"]


async def test_a_file_of_unsaid_size_that_telegram_holds_back_is_too_big(bot: SandboxServer) -> None:
    editor = Person.of(bot, EDITOR_ID)
    content = document_content(bot.world, Upload("v.zip", "application/zip", b"a" * (20 * 1024 * 1024 + 1)))
    del content["document"]["file_size"]
    act = people.send(bot.world, editor.user, editor.chat, content)
    assert act.update_id is not None
    await bot.world.wait_confirmed(act.update_id, 10)
    assert kk("file-error-too-big", limit=20) in editor.screen[-1].text
    bot.world.journal.entries.clear()  # the sandbox has refused to hand it over


async def test_what_is_wrong_with_a_document_is_said_in_one_sentence(bot: SandboxServer, desk: Store) -> None:
    editor = Person.of(bot, EDITOR_ID)
    (said,) = await editor.sends_file("v.md", with_key("v", topics="atlantis").encode())
    assert said.text.startswith("v.md, 3-жол, topics: ботта «atlantis»")
    (said,) = await editor.sends_file("v.md", with_key("v", topics="ватер").encode())
    assert said.text.startswith("v.md, 3-жол, topics: ботта «ватер» деген тақырып жоқ. ")
    (said,) = await editor.sends_file("v.md", "привет".encode("cp1251"))
    assert kk("file-error-not-utf8") in said.text
    (said,) = await editor.sends_file("v.md", VISIT.split(b"# kk")[0])
    assert kk("file-error-language-missing") in said.text
    (said,) = await editor.sends_file("v.md", b"a" * 1_000_001)
    assert kk("file-error-too-big", limit=1) in said.text
    (said,) = await editor.sends_file("v.zip", b"a" * 20 * 1024 * 1024)
    assert kk("file-error-too-big", limit=20) in said.text
    (said,) = await editor.sends_file("v.zip", b"PK")
    assert said.text.startswith("v.zip: " + kk("file-error-zip-broken"))
    (said,) = await editor.sends_file("v.zip", zipped.pack({"../a.md": VISIT}))
    assert said.text.startswith("v.zip: " + kk("file-error-zip-path", value="../a.md"))
    (said,) = await editor.sends_file("v.docx", VISIT)
    assert said.text == kk("desk-error-file-kind")
    reader = Person.of(bot, KAZAKH_READER_ID)
    assert kk("not-text") in (await reader.sends_file("visit.md", VISIT))[0].text
    async with desk.reading() as session:
        made = select(func.count()).select_from(Briefing).where(Briefing.origin.is_not(None))
        assert await session.scalar(made) == 0


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("problem", sorted(file_error._SENTENCES))
def test_every_problem_of_a_file_has_its_sentence(language: str, problem: str) -> None:
    for field in ("source.url", None):
        error = FileError("<a>.md", 12, field, problem, value="<b>", limit=3, other="su")
        said = writing_files.wrong(error, TEXTS[language])
        assert said.startswith("&lt;a&gt;.md: " if error.of_whole else "&lt;a&gt;.md, ")
        assert ("12" in said) is not error.of_whole
        assert "<b>" not in said
