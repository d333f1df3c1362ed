"""Typed reading of YAML that knows its lines. Nothing is constructed: no tags, no anchors, no surprises."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import yaml

from briefings.file_error import FileError
from briefings.partial_date import PartialDate

if TYPE_CHECKING:
    from collections.abc import Iterable

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one is ten times faster, where the wheel has it
_NOTHING = {"", "null", "~", "Null", "NULL"}
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_UNSAFE = {"Cc", "Cs"}  # control characters and half surrogates, which YAML can write as escapes
_DEEPEST = 10
_TRUTH = {"true": True, "yes": True, "false": False, "no": False}


def parse_yaml(text: str, file: str, first_line: int) -> yaml.Node | None:
    """The node tree of one YAML document whose first line is line `first_line` (1-based) of the file."""
    padded = "\n" * (first_line - 1) + text
    depth = 0
    try:
        for event in yaml.parse(padded, Loader=_LOADER):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST:  # reading takes time by the square of the depth
                raise FileError(file, _line(event), None, "yaml", value="nested too deeply")
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) or getattr(event, "tag", None):
                raise FileError(file, _line(event), None, "yaml_alias")
        return yaml.compose(padded, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else first_line
        raise FileError(file, line, None, "yaml", value=error.problem or "unreadable") from None
    except yaml.YAMLError:
        raise FileError(file, first_line, None, "yaml", value="unreadable") from None


def _line(marked: yaml.Event | yaml.Node) -> int:
    """The 1-based line that an event or a node starts in."""
    return marked.start_mark.line + 1 if marked.start_mark else 1


def text_of(node: yaml.Node) -> str:
    """A scalar's text as it was written; an empty text for anything else."""
    return str(node.value).strip() if isinstance(node, yaml.ScalarNode) else ""


def _is_nothing(node: yaml.Node | None) -> bool:
    return node is None or (isinstance(node, yaml.ScalarNode) and not node.style and node.value in _NOTHING)


def is_web_address(text: str) -> bool:
    """Whether this is an http(s) address."""
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and not re.search(r"\s", text)
    except ValueError:
        return False


@dataclass(frozen=True)
class Fields:
    """A YAML mapping. Each reader returns the typed value or raises `FileError` with the field's own line."""

    file: str
    start: int
    items: tuple[tuple[yaml.Node, yaml.Node], ...]
    parent: str | None

    @classmethod
    def of(cls, node: yaml.Node | None, file: str, parent: str | None) -> Fields:
        """The fields of a mapping node (none at all for a missing one); a name may stand only once."""
        if node is None or _is_nothing(node):
            return cls(file, _line(node) if node else 1, (), parent)
        line = _line(node)
        if not isinstance(node, yaml.MappingNode):
            raise FileError(file, line, parent, "not_a_mapping")
        seen: set[str] = set()
        for key, _ in node.value:
            name = text_of(key)
            if name in seen:
                raise FileError(file, _line(key), f"{parent}.{name}" if parent else name, "twice", value=name)
            seen.add(name)
        return cls(file, line, tuple(node.value), parent)

    def only(self, *known: str) -> None:
        """Refuse any other field: a misspelt one would be lost without a word."""
        for key, _ in self.items:
            if text_of(key) not in known:
                raise FileError(self.file, _line(key), self._path(text_of(key)), "unknown_field")

    def line(self, name: str) -> int:
        """The 1-based line of a field, or of the mapping where there is no such field."""
        return next((_line(key) for key, _ in self.items if text_of(key) == name), self.start)

    def mapping(self, name: str) -> Fields:
        """A mapping inside this one."""
        return Fields.of(self._node(name), self.file, self._path(name))

    def string(
        self, name: str, pattern: re.Pattern[str] | None = None, *, longest: int = 1000, required: bool = False
    ) -> str | None:
        """Text, or None where it is missing or null."""
        node = self._node(name)
        if _is_nothing(node):
            if required:
                raise self._error(name, "missing")
            return None
        assert node is not None  # noqa: S101 - _is_nothing said so
        return self._text(name, node, pattern, longest)

    def strings(
        self,
        name: str,
        pattern: re.Pattern[str] | None = None,
        *,
        required: bool = False,
        otherwise: str = "format",
    ) -> tuple[str, ...]:
        """A list of texts; each once, however often it is written. `otherwise`: the problem of one unlike `pattern`."""
        node = self._node(name)
        if _is_nothing(node):
            if required:
                raise self._error(name, "missing")
            return ()
        if not isinstance(node, yaml.SequenceNode):
            raise self._error(name, "not_a_list")
        if required and not node.value:
            raise self._error(name, "missing")
        return tuple(dict.fromkeys(self._text(name, item, pattern, 100, otherwise) for item in node.value))

    def by_language(
        self, name: str, languages: Iterable[str], *, longest: int, required: bool = False
    ) -> dict[str, str]:
        """`{kk: …, ru: …}`, or one text for all `languages`. Required: all of these and maybe more; else only these."""
        node = self._node(name)
        if isinstance(node, yaml.ScalarNode) and not _is_nothing(node):
            return dict.fromkeys(languages, self._text(name, node, None, longest))
        inner = self.mapping(name)
        named = tuple(text_of(key) for key, _ in inner.items)
        inner.only(*filter(_LANGUAGE.fullmatch, named) if required else languages)
        texts = {language: inner.string(language, longest=longest) for language in named}
        missing = [language for language in languages if not texts.get(language)] if required else []
        if missing:
            raise FileError(self.file, self.line(name), f"{self._path(name)}.{missing[0]}", "missing")
        return {language: text for language, text in texts.items() if text}

    def boolean(self, name: str) -> bool:
        """True or false; false where it is missing."""
        value = (self.string(name) or "false").lower()
        if value not in _TRUTH:
            raise self._error(name, "not_true_or_false", value=value)
        return _TRUTH[value]

    def date(self, name: str) -> PartialDate | None:
        """A day, month or year; None where it isn't known."""
        value = self.string(name)
        try:
            return PartialDate.parse(value) if value else None
        except ValueError as error:
            raise self._error(name, "not_a_date", value=error) from None

    def url(self, name: str, *, longest: int) -> str | None:
        """An http(s) address."""
        value = self.string(name, longest=longest)
        if value is None:
            return None
        if not is_web_address(value):
            raise self._error(name, "not_a_url", value=value)
        return value

    def _node(self, name: str) -> yaml.Node | None:
        return next((value for key, value in self.items if text_of(key) == name), None)

    def _path(self, name: str) -> str:
        return f"{self.parent}.{name}" if self.parent else name

    def _error(self, name: str, problem: str, **details: object) -> FileError:
        return FileError(self.file, self.line(name), self._path(name), problem, **details)

    def _text(
        self, name: str, node: yaml.Node, pattern: re.Pattern[str] | None, longest: int, otherwise: str = "format"
    ) -> str:
        value = text_of(node)
        line = _line(node)
        if not isinstance(node, yaml.ScalarNode) or not value:
            raise FileError(self.file, line, self._path(name), "not_text")
        if any(unicodedata.category(char) in _UNSAFE for char in value):
            raise FileError(self.file, line, self._path(name), "control_character")
        if len(value) > longest:
            raise FileError(self.file, line, self._path(name), "too_long", limit=longest)
        if pattern is not None and not pattern.fullmatch(value):
            raise FileError(self.file, line, self._path(name), otherwise, value=value)
        return value
