"""What can be wrong with a file that people write."""

from __future__ import annotations

_SENTENCES = {
    "not_utf8": "the file is not UTF-8 text",
    "control_character": "there is a control character in the line",
    "no_front_matter": "the file does not start with front matter between two lines of ---",
    "yaml": "this is not YAML: {value}",
    "yaml_alias": "anchors, aliases and tags are not allowed",
    "not_a_mapping": "expected fields such as `key: value`",
    "not_a_list": "expected a list",
    "not_text": "expected text",
    "unknown_field": "there is no such field",
    "reserved": "{value!r} means something else to the bot",
    "twice": "{value!r} stands here twice",
    "taken": "{value!r} opens the topic {other!r}, too",
    "missing": "the field is missing",
    "format": "{value!r} is not what is expected here",
    "not_a_date": "{value}",
    "not_true_or_false": "expected true or false, not {value!r}",
    "not_a_url": "expected an address with http:// or https://, not {value!r}",
    "too_long": "longer than {limit} characters",
    "text_before_language": "text stands before the first language heading (# kk, # ru)",
    "language_twice": "the language stands there twice",
    "language_missing": "the text in this language is missing",
    "title_missing": "expected a title (## …)",
    "summary_missing": "the summary is missing",
    "heading_unknown": "{value!r} is not a heading that a briefing has",
    "unknown_topic": "there is no topic {value!r}",
    "key_twice": "another file has the key {value!r}",
    "zip_broken": "this is no zip, or a broken or encrypted one",
    "zip_path": "{value!r} leaves the folder",
    "zip_files": "there are more than {limit} files in it",
    "zip_size": "it unpacks to too much at {value!r}",
    "zip_empty": "there is no briefing file in it",
    "too_big": "the file is larger than {limit} MB",
    "no_folder": "there is no such folder",
}

_OF_THE_WHOLE = {  # no line is at fault
    "no_folder", "zip_broken", "zip_path", "zip_files", "zip_size", "zip_empty", "too_big",
}  # fmt: skip


class FileError(Exception):
    """A file says something that it can't: where (file, 1-based line, field) and what (`problem`, a stable code).

    `of_whole`: it is of the file as a whole, and the line means nothing.
    """

    def __init__(self, file: str, line: int, field: str | None, problem: str, **details: object) -> None:
        self.file, self.line, self.field, self.problem, self.details = file, line, field, problem, details
        self.of_whole = problem in _OF_THE_WHOLE
        place = [] if self.of_whole else [f"line {line}"]
        where = ", ".join([file, *place, *([field] if field else [])])
        super().__init__(f"{where}: {_SENTENCES[problem].format(**details)}.")
