"""Telegram's HTML, read as strictly as Telegram reads it (after tdlib's ``parse_html``)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.sandbox.entities import Entity, Formatted, units
from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.links import checked_link

_TYPES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler", "span": "spoiler",
}  # fmt: skip
_TAGS = frozenset(_TYPES) | {"a", "pre", "code", "blockquote", "tg-emoji"}
_SPACE = " \t\r\n\0\v"
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_CHARREF = re.compile(r"&(?:#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,8}))|([A-Za-z]+));?")
_PLAIN = re.compile(r"[^<&]+")
_START_NAME = re.compile(rf"[^{_SPACE}>]*")
_ATTRIBUTE = re.compile(r"[^ \t\r\n\0\v=>/\"']*")
_TOKEN = re.compile(r"[A-Za-z0-9.-]*")


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    offset: int
    begin: int


@dataclass(slots=True)
class _Reader:
    source: str
    at: int = 0
    pieces: list[str] = field(default_factory=list)
    size: int = 0
    stack: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def put(self, text: str) -> None:
        self.pieces.append(text)
        self.size += units(text)

    def peek(self) -> str:
        """The character here, or NUL behind the end, as in the C++ that this follows."""
        return self.source[self.at] if self.at < len(self.source) else "\0"

    def ended(self) -> bool:
        return self.at >= len(self.source)

    def skip_space(self) -> None:
        while not self.ended() and self.peek() in _SPACE:
            self.at += 1

    def byte(self, index: int) -> int:
        """Telegram counts errors in bytes of UTF-8."""
        return len(self.source[:index].encode("utf-8", "surrogatepass"))


def parse_html(source: str) -> Formatted:
    """``source`` as text and entities, not yet trimmed. Raises ApiError (400) with Telegram's words."""
    reader = _Reader(source)
    while not reader.ended():
        char = reader.peek()
        if char == "&":
            _read_reference(reader)
        elif char != "<":
            plain = _PLAIN.match(source, reader.at)
            assert plain is not None  # noqa: S101 - the branch before left only such characters
            reader.put(plain.group())
            reader.at = plain.end()
        elif source.startswith("</", reader.at):
            _read_end(reader)
        else:
            _read_start(reader)
    if reader.stack:
        raise _error(f'Can\'t find end tag corresponding to start tag "{reader.stack[-1].tag}"')
    for entity in reader.entities:
        if entity["type"] == "code":
            entity.pop("language", None)
    return Formatted("".join(reader.pieces), reader.entities)


def _error(text: str) -> ApiError:
    return bad_request(f"can't parse entities: {text}")


def _decode(match: re.Match[str]) -> str | None:
    """The character that a reference stands for; None where Telegram leaves it as it is written."""
    hexadecimal, decimal, name = match.groups()
    if name is not None:
        return _NAMED.get(name)
    code = int(hexadecimal, 16) if hexadecimal is not None else int(decimal)
    return chr(code) if 0 < code < 0x10FFFF and not 0xD800 <= code <= 0xDFFF else None


def _read_reference(reader: _Reader) -> None:
    match = _CHARREF.match(reader.source, reader.at)
    decoded = _decode(match) if match is not None else None
    if match is None or decoded is None:
        reader.put("&")
        reader.at += 1
        return
    reader.put(decoded)
    reader.at = match.end()


def _read_start(reader: _Reader) -> None:
    begin = reader.at
    name = _START_NAME.match(reader.source, begin + 1)
    assert name is not None  # noqa: S101 - the pattern matches the empty string too
    reader.at = name.end()
    if reader.ended():
        raise _error(f"Unclosed start tag at byte offset {reader.byte(begin)}")
    tag = name.group().lower()
    if tag not in _TAGS:
        raise _error(f'Unsupported start tag "{tag}" at byte offset {reader.byte(begin)}')
    argument = ""
    while True:
        reader.skip_space()
        if reader.peek() == ">":
            break
        attribute, value = _read_attribute(reader, tag, begin)
        argument = _argument(tag, attribute, value, argument)
    if tag == "span" and argument != "spoiler":
        raise _error(f'Tag "span" must have class "tg-spoiler" at byte offset {reader.byte(begin)}')
    reader.at += 1
    reader.stack.append(_Open(tag, argument, reader.size, len(reader.pieces)))


def _argument(tag: str, attribute: str, value: str, before: str) -> str:
    if (tag, attribute) in {("a", "href"), ("tg-emoji", "emoji-id")}:
        return value
    if (tag, attribute) == ("code", "class") and value.startswith("language-"):
        return value.removeprefix("language-")
    if (tag, attribute) == ("span", "class") and value.startswith("tg-"):
        return value.removeprefix("tg-")
    if (tag, attribute) == ("blockquote", "expandable"):
        return "1"
    return before


def _read_attribute(reader: _Reader, tag: str, begin: int) -> tuple[str, str]:
    match = _ATTRIBUTE.match(reader.source, reader.at)
    assert match is not None  # noqa: S101 - the pattern matches the empty string too
    attribute = match.group()
    reader.at = match.end()
    if not attribute:
        where = f'"{tag}" at byte offset {reader.byte(begin)}'
        raise _error(f"Unclosed start tag {where}" if reader.ended() else f"Empty attribute name in the tag {where}")
    reader.skip_space()
    if reader.peek() != "=":
        return attribute, ""
    reader.at += 1
    reader.skip_space()
    value = _read_value(reader)
    if reader.ended():
        raise _error(f'Unclosed start tag "{tag}" at byte offset {reader.byte(begin)}')
    return attribute, value


def _read_value(reader: _Reader) -> str:
    quote = reader.peek()
    if quote not in "'\"":
        token = _TOKEN.match(reader.source, reader.at)
        assert token is not None  # noqa: S101 - the pattern matches the empty string too
        begin, reader.at = reader.at, token.end()
        if not reader.ended() and reader.peek() not in _SPACE + ">":
            raise _error(f"Unexpected end of name token at byte offset {reader.byte(begin)}")
        return token.group().lower()
    end = reader.source.find(quote, reader.at + 1)
    end = len(reader.source) if end < 0 else end
    value = reader.source[reader.at + 1 : end]
    reader.at = end + 1
    return _CHARREF.sub(lambda match: _decode(match) or match.group(), value)


def _read_end(reader: _Reader) -> None:
    begin = reader.at
    if not reader.stack:
        raise _error(f"Unexpected end tag at byte offset {reader.byte(begin)}")
    name = _START_NAME.match(reader.source, begin + 2)
    assert name is not None  # noqa: S101 - the pattern matches the empty string too
    tag = name.group().lower()
    reader.at = name.end()
    reader.skip_space()
    if reader.peek() != ">":
        raise _error(f"Unclosed end tag at byte offset {reader.byte(begin)}")
    reader.at += 1
    opened = reader.stack.pop()
    if tag not in {"", opened.tag}:
        where = f"at byte offset {reader.byte(begin)}"
        raise _error(f'Unmatched end tag {where}, expected "</{opened.tag}>", found "</{tag}>"')
    if reader.size > opened.offset:
        _close(reader, opened)


def _close(reader: _Reader, opened: _Open) -> None:
    span: Entity = {"offset": opened.offset, "length": reader.size - opened.offset}
    last = reader.entities[-1] if reader.entities else {}
    same = span.items() <= last.items()
    if opened.tag == "a":
        url = opened.argument or "".join(reader.pieces[opened.begin :])
        link = checked_link(url)
        if link is not None:
            reader.entities.append({"type": "text_link", **span, "url": link})
    elif opened.tag == "tg-emoji":
        if not opened.argument.isdecimal() or not 0 < int(opened.argument) < 2**63:
            raise _error("Invalid custom emoji identifier specified")
        reader.entities.append({"type": "custom_emoji", **span, "custom_emoji_id": opened.argument})
    elif opened.tag == "pre" and same and last["type"] == "code" and last.get("language"):
        last["type"] = "pre"
    elif opened.tag == "code" and same and last["type"] == "pre" and opened.argument:
        last["language"] = opened.argument
    elif opened.tag == "code":
        reader.entities.append({"type": "code", **span, "language": opened.argument})
    elif opened.tag == "blockquote":
        kind = "expandable_blockquote" if opened.argument else "blockquote"
        reader.entities.append({"type": kind, **span})
    else:
        reader.entities.append({"type": _TYPES.get(opened.tag, opened.tag), **span})
