"""PURE: `/add` in one message: topics and language, then the title, the text and maybe the source, a line each."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from briefings.desk import form, languages
from briefings.desk.errors import DeskError
from briefings.desk.sketches import Sketch
from briefings.language import detect

if TYPE_CHECKING:
    from briefings.catalogue import Catalogue

_SOURCE: Final = re.compile(r"\s*(?:source|дереккөз[іи]?|источник)\s*:\s*(.*)", re.IGNORECASE | re.DOTALL)


def read_add(text: str, catalogue: Catalogue, speaks: str | None = None) -> Sketch:
    """Read what stands behind `/add`; what is not said is left out of the sketch. `DeskError` for what is wrong.

    The last word of the first line is the language; where it is none, the language of the text is recognised. With a
    title there must be a text. The last line may be `source: NAME | YYYY-MM-DD | URL`. `speaks`: the editor's language,
    in which near names are offered for a topic that nobody knows.
    """
    first, _, rest = text.replace("\r", "\n").partition("\n")
    head, lines = form.clean(first).split(), form.clean(rest).split("\n")
    language = languages.find(head[-1]) if head else None
    if language is not None:
        head = head[:-1]
    elif len(head) > 1 and languages.is_code(head[-1]) and catalogue.named_by(head[-1]) is None:
        raise languages.no_such(head[-1])
    try:
        sketch = Sketch(language, form.read_topics(" ".join(head), catalogue, speaks) if head else ())
    except DeskError as error:
        if language is None and languages.find(str(error.values.get("word", ""))):
            raise DeskError("title-below") from None  # a language that is not the last word of its line
        raise
    if lines == [""]:
        return sketch
    said = source_line(lines[-1])
    if said is not None:
        lines = lines[:-1]
        sketch = read_source(sketch, said)
    sketch = replace(sketch, title=form.read_title(lines[0] if lines else ""))
    summary, details = form.read_body("\n".join(lines[1:]))
    found = language or detect(f"{sketch.title} {summary}")
    if found is None:
        raise DeskError("language-unclear")
    if not sketch.topics:
        raise DeskError("topics-none")
    return replace(sketch, language=found, summary=summary, details=details)


def source_line(line: str) -> str | None:
    """What a line says behind `source:`; None where it begins otherwise."""
    found = _SOURCE.fullmatch(line)
    return found[1] if found else None


def read_source(sketch: Sketch, text: str) -> Sketch:
    """The sketch with the source and the date that `NAME | YYYY-MM-DD | URL` says."""
    source, date = form.read_source(text)
    return replace(sketch, source_name=source.name, source_url=source.url, date=str(date) if date else sketch.date)
