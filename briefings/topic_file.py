"""topics.yaml: the topics in menu order, read and written."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import yaml

from briefings import naming
from briefings.catalogue import Catalogue, TopicEntry
from briefings.exchange import REQUIRED_LANGUAGES, SLUG
from briefings.file_error import FileError
from briefings.front_matter import Fields, parse_yaml

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from briefings.model import Topic

TOPICS_FILE = "topics.yaml"
MAX_TOPIC_NAME, MAX_EMOJI = 64, 16


@dataclass(frozen=True)
class TopicRecord:
    """An entry of topics.yaml."""

    slug: str
    emoji: str
    group: str
    names: dict[str, str]
    aliases: dict[str, tuple[str, ...]]
    hidden: bool = False
    line: int = field(default=1, compare=False)  # where the file names its slug

    @property
    def digest(self) -> str:
        """SHA-256 of all that the entry says."""
        said: list[object] = [
            self.slug,
            self.emoji,
            self.group,
            sorted(self.names.items()),
            sorted(self.aliases.items()),
        ]
        said += ["hidden"] * self.hidden
        return hashlib.sha256(repr(said).encode()).hexdigest()


def parse_topics(text: str, file: str) -> list[TopicRecord]:
    """Read topics.yaml: a list in menu order. `FileError` names the line and the field of the first thing wrong."""
    node = parse_yaml(text, file, first_line=1)
    if not isinstance(node, yaml.SequenceNode):
        raise FileError(file, 1, None, "not_a_list")
    records: dict[str, tuple[TopicRecord, Fields]] = {}
    for entry in node.value:
        fields = Fields.of(entry, file, None)
        fields.only("slug", "emoji", "group", "hidden", "names", "aliases")
        names = fields.by_language("names", REQUIRED_LANGUAGES, longest=MAX_TOPIC_NAME, required=True)
        aliases = fields.mapping("aliases")
        aliases.only(*names)
        slug = fields.string("slug", SLUG, required=True) or ""
        if slug in records:
            raise FileError(file, fields.line("slug"), "slug", "twice", value=slug)
        record = TopicRecord(
            slug=slug,
            emoji=fields.string("emoji", longest=MAX_EMOJI, required=True) or "",
            group=fields.string("group", re.compile("countries|subjects")) or "subjects",
            names=names,
            aliases={language: aliases.strings(language) for language in names},
            hidden=fields.boolean("hidden"),
            line=fields.line("slug"),
        )
        records[slug] = record, fields
    _refuse_trouble(records.values())
    return [record for record, _ in records.values()]


def _refuse_trouble(records: Collection[tuple[TopicRecord, Fields]]) -> None:
    """`FileError` for a topic that is called what opens another, or what readers mean something else by."""
    entries = [TopicEntry(each.slug, each.emoji, each.group, each.names, each.aliases) for each, _ in records]
    every = Catalogue(tuple(entries))
    for entry, (_, fields) in reversed(list(zip(entries, records, strict=True))):  # of two, the later is at fault
        found = naming.trouble(entry, every)
        if found is not None:
            problem, other = ("taken", {"other": found.slug}) if found.slug else ("reserved", {})
            raise FileError(fields.file, fields.line(found.field), found.field, problem, value=found.word, **other)


def render_topics(records: Iterable[TopicRecord]) -> str:
    """The canonical topics.yaml: `parse_topics(render_topics(r)) == r`."""
    entries: list[dict[str, object]] = [
        {
            "slug": record.slug,
            "emoji": record.emoji,
            "group": record.group,
            **({"hidden": True} if record.hidden else {}),
            "names": dict(sorted(record.names.items())),
            "aliases": {language: list(aliases) for language, aliases in sorted(record.aliases.items()) if aliases},
        }
        for record in records
    ]
    return yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=1000)


def topic_record(topic: Topic) -> TopicRecord:
    """What topics.yaml would say of a stored topic."""
    return TopicRecord(
        slug=topic.slug,
        emoji=topic.emoji,
        group=topic.group.value,
        names={language: text.name for language, text in topic.texts.items()},
        aliases={language: tuple(text.aliases) for language, text in topic.texts.items()},
        hidden=topic.hidden,
    )
