"""PURE: an article that somebody pasted or forwarded -> what a draft of it may be. A machine's proposal, marked so."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from briefings.desk import form, notation
from briefings.desk.errors import DeskError
from briefings.desk.sketches import Sketch
from briefings.exchange import MAX_NAME, MAX_URL
from briefings.front_matter import is_web_address
from briefings.language import detect, sentences
from briefings.summary import summarise

if TYPE_CHECKING:
    import datetime as dt

    from briefings.catalogue import Catalogue

MOST_TOPICS: Final = 4
MOST_CHARACTERS: Final = 60_000  # some fifteen full messages
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"«»]+[^\s<>\"«».,;:!?)\]]")
_SIGNS: Final = ("#", "@", "http://", "https://")  # hashtags, names of channels, addresses: what they begin with
# «деп хабарлайды BAQ.KZ», «передаёт inbusiness.kz»
_REPORTED: Final = re.compile(
    r"(?:хабарлайды|жазады|передает|передаёт|сообщает|пишет)\s+((?:[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][\w.-]*\w(?:\s\d+)?)|[\w-]+\.[a-z]{2,3})\b"
)


@dataclass(frozen=True)
class Article:
    """A text and what is known of where it came from. `day`: of the post that was forwarded."""

    text: str
    source_name: str | None = None
    source_url: str | None = None
    day: dt.date | None = None


def propose(article: Article, catalogue: Catalogue) -> Sketch:
    """Language, title, summary, topics and source. Topics may be none; a date is never invented.

    `DeskError` where it is too long, its language is neither of ours, or no sentence can stand for itself.
    """
    text = form.clean(article.text)
    if len(text) > MOST_CHARACTERS:
        raise DeskError("article-long", limit=MOST_CHARACTERS, count=len(text))
    body, said = _parted(text)
    language = detect(body)
    if language is None:
        raise DeskError("language-unclear")
    found = summarise(_ADDRESS.sub("", body), language)
    if not found.sentences:
        raise DeskError("article-empty")
    reported = _REPORTED.search(body)
    name = said.source_name or article.source_name or (reported[1] if reported else None)
    return Sketch(
        language=language,
        topics=_topics(body, catalogue),
        title=form.read_title(found.title),
        summary=found.text,
        source_name=name[:MAX_NAME] if name else None,
        source_url=said.source_url or _address(article.source_url, text),
        date=said.date or (str(article.day) if article.day else None),
        machine_made=True,
        length=len(text),
    )


def _parted(text: str) -> tuple[str, Sketch]:
    """The text without the line at its end that names the source, and what that says; only signs may follow it.

    One that can't be read so is a line like any other: nobody has been asked for a form.
    """
    lines = text.split("\n")
    last = len(lines) - 1
    while last and all(word.startswith(_SIGNS) for word in lines[last].split()):
        last -= 1
    said = notation.source_line(lines[last]) if last else None
    if said is not None:
        with suppress(DeskError):
            return "\n".join([*lines[:last], *lines[last + 1 :]]), notation.read_source(
                Sketch(), said.removesuffix(".")
            )
    return text, Sketch()


def _topics(text: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The topics that most sentences name; one that is named but once counts only where nothing is named more often."""
    named = Counter(topic.slug for sentence in sentences(text) for topic in catalogue.mentioned_in(sentence))
    often = [slug for slug, count in named.most_common(MOST_TOPICS) if count > 1]
    return tuple(often or [slug for slug, _ in named.most_common(1)])


def _address(known: str | None, text: str) -> str | None:
    written = _ADDRESS.search(text)
    for url in (written[0] if written else None, known):
        if url and len(url) <= MAX_URL and is_web_address(url):
            return url
    return None
