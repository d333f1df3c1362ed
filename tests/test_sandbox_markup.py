"""The stand-in reads Telegram's HTML as Telegram does. Words and offsets follow tdlib and answers of the real API."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.entities import is_blank, settle, slice_units, units
from bot.sandbox.errors import ApiError
from bot.sandbox.links import checked_link, link_error
from bot.sandbox.markup import parse_html


def read(source: str) -> tuple[str, list[dict[str, Any]]]:
    parsed = parse_html(source)
    kept = settle(parsed.text, parsed.entities)
    return kept.text, kept.entities


def entity(kind: str, offset: int, length: int, **more: object) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>a</b> <strong>b</strong>", "a b", [entity("bold", 0, 1), entity("bold", 2, 1)]),
        ("<i>a</i><em>b</em>", "ab", [entity("italic", 0, 1), entity("italic", 1, 1)]),
        ("<u>a</u><ins>b</ins>", "ab", [entity("underline", 0, 1), entity("underline", 1, 1)]),
        ("<s>a</s><strike>b</strike><del>c</del>", "abc", [entity("strikethrough", i, 1) for i in range(3)]),
        ("<tg-spoiler>a</tg-spoiler>", "a", [entity("spoiler", 0, 1)]),
        ('<span class="tg-spoiler">a</span>', "a", [entity("spoiler", 0, 1)]),
        ("<code>a</code>", "a", [entity("code", 0, 1)]),
        ('<code class="language-py">a</code>', "a", [entity("code", 0, 1)]),
        ("<pre>a</pre>", "a", [entity("pre", 0, 1)]),
        ('<pre><code class="language-py">a</code></pre>', "a", [entity("pre", 0, 1, language="py")]),
        ('<code class="language-py"><pre>a</pre></code>', "a", [entity("pre", 0, 1, language="py")]),
        ("<blockquote>a</blockquote>", "a", [entity("blockquote", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [entity("expandable_blockquote", 0, 1)]),
        ('<blockquote expandable="">a</blockquote>', "a", [entity("expandable_blockquote", 0, 1)]),
        ('<tg-emoji emoji-id="53">😀</tg-emoji>', "😀", [entity("custom_emoji", 0, 2, custom_emoji_id="53")]),
        ("<B>a</b >", "a", [entity("bold", 0, 1)]),
        ("<b>a</>", "a", [entity("bold", 0, 1)]),
        ("<b></b>a", "a", []),
        ("<b><i>a</i></b>", "a", [entity("bold", 0, 1), entity("italic", 0, 1)]),
        ("<i>a<b>b</b></i>", "ab", [entity("italic", 0, 2), entity("bold", 1, 1)]),
        ("Қ😀<b>ә</b>", "Қ😀ә", [entity("bold", 3, 1)]),
        ("<a href='https://a.kz/?x=1&amp;y=2'>a</a>", "a", [entity("text_link", 0, 1, url="https://a.kz/?x=1&y=2")]),
        ("<a href=a.kz>a</a>", "a", [entity("text_link", 0, 1, url="http://a.kz/")]),
        ("<a>a.kz</a>", "a.kz", [entity("text_link", 0, 4, url="http://a.kz/")]),
        ('<a href="no link">a</a>', "a", []),
        ('<a title="x" href="a.kz">a</a>', "a", [entity("text_link", 0, 1, url="http://a.kz/")]),
        ("<code>/cmd <b>x</b></code>", "/cmd x", [entity("code", 0, 6)]),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>", "ab", [entity("blockquote", 0, 2)]),
    ],
)
def test_it_reads_what_telegram_reads(source: str, text: str, entities: list[dict[str, Any]]) -> None:
    assert read(source) == (text, entities)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("&lt;b&gt; &amp; &quot;x&quot;", '<b> & "x"'),
        ("1 &lt 2", "1 < 2"),
        ("a & b", "a & b"),
        ("&nbsp;&copy; &apos;", "&nbsp;&copy; &apos;"),
        ("&#1179;&#x49b;", "ққ"),
        ("&#0;&#xd800;&#99999999;", "&#0;&#xd800;&#99999999;"),
        ("a > b", "a > b"),
    ],
)
def test_it_knows_four_names_and_numbers_and_leaves_other_references_alone(source: str, text: str) -> None:
    assert read(source)[0] == text


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<script>alert(1)</script>", 'Unsupported start tag "script" at byte offset 0'),
        ("Қ<br>", 'Unsupported start tag "br" at byte offset 2'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("a <", "Unclosed start tag at byte offset 2"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ('<a href="x', 'Unclosed start tag "a" at byte offset 0'),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
        ("<a =x>a</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=x/y>a</a>", "Unexpected end of name token at byte offset 8"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<b>unclosed", 'Can\'t find end tag corresponding to start tag "b"'),
        ("</b>", "Unexpected end tag at byte offset 0"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<b><i>test</b></i>", 'Unmatched end tag at byte offset 10, expected "</i>", found "</b>"'),
        ('<tg-emoji emoji-id="9999999999999999999">x</tg-emoji>', "Invalid custom emoji identifier specified"),
    ],
)
def test_it_refuses_bad_html_in_telegrams_words(source: str, words: str) -> None:
    with pytest.raises(ApiError) as refusal:
        parse_html(source)
    assert refusal.value.code == 400
    assert refusal.value.description == f"Bad Request: can't parse entities: {words}"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/china", [("bot_command", "/china")]),
        ("/china@my_bot now", [("bot_command", "/china@my_bot")]),
        ("see /b12.", [("bot_command", "/b12")]),
        ("a/b /қытай km/h", []),
        ("#су #c5plus1 #2025", [("hashtag", "#су"), ("hashtag", "#c5plus1")]),
        ("see https://baq.kz/a?b=1, ok", [("url", "https://baq.kz/a?b=1")]),
        ("BAQ.KZ and t.me/x", [("url", "BAQ.KZ"), ("url", "t.me/x")]),
        ("@some_bot mail@example.org", [("mention", "@some_bot")]),
        ("😀 /x", [("bot_command", "/x")]),
        ("https://a.kz/#tag/x", [("url", "https://a.kz/#tag/x")]),
    ],
)
def test_it_finds_commands_links_and_hashtags(text: str, found: list[tuple[str, str]]) -> None:
    kept = settle(text, [])
    assert [(e["type"], slice_units(kept.text, e["offset"], e["length"])) for e in kept.entities] == found


def test_it_finds_nothing_inside_links_and_code() -> None:
    text, entities = read('<a href="https://a.kz/">/x</a> <pre>#y</pre> /z')
    assert text == "/x #y /z"
    assert [e["type"] for e in entities] == ["text_link", "pre", "bot_command"]


def test_it_trims_the_ends_and_moves_entities_along() -> None:
    assert read(" \n <b> a </b>\n") == ("a", [entity("bold", 0, 1)])
    assert read("a<b> \n</b>") == ("a", [])


def test_it_drops_and_blanks_control_characters_as_telegram_does() -> None:
    assert read("a\r\nb\x00c\u202e<b>d</b>") == ("a\nb cd", [entity("bold", 5, 1)])


def test_it_keeps_a_hundred_entities() -> None:
    assert len(read("<b>a</b> " * 120)[1]) == 100


def test_units_are_those_of_utf_16() -> None:
    assert units("aҚ😀") == 4
    assert slice_units("😀б", 2, 1) == "б"


@pytest.mark.parametrize("text", ["", " \n", "\u200b\u2060", "\u00a0\u3000"])
def test_what_cannot_be_seen_is_blank(text: str) -> None:
    assert is_blank(text)
    assert not is_blank(f"{text}a")


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("not-a-url", "Wrong HTTP URL"),
        ("http://localhost:8080/", "Wrong HTTP URL"),
        ("https://a b.kz", "Wrong HTTP URL"),
        ("https://a.kz:x", "Wrong HTTP URL"),
        ("", "URL host is empty"),
        ("https:///x", "URL host is empty"),
        ("ftp://example.com", "Unsupported URL protocol"),
        ("https://қаз.қаз/", None),
        ("http://[::1]/", None),
        ("http://u@a.kz:80?x", None),
        ("tg://user?id=1", None),
    ],
)
def test_links_are_judged_in_telegrams_words(url: str, error: str | None) -> None:
    assert link_error(url) == error
    assert (checked_link(url) is None) == (error is not None)


def test_links_are_written_down_with_scheme_and_path() -> None:
    assert checked_link("baq.kz") == "http://baq.kz/"
    assert checked_link("https://baq.kz/x") == "https://baq.kz/x"
    assert checked_link("tg://resolve?domain=x") == "tg://resolve?domain=x"
