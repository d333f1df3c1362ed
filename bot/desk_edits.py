"""What a question of the desk asks, and what its answer changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from briefings.desk import drafts, form
from briefings.desk.drafts import Change, Keep
from briefings.desk.errors import DeskError
from briefings.desk.form import DraftText
from briefings.exchange import MAX_TITLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.services import Services
    from bot.texts import Texts
    from briefings.catalogue import Catalogue
    from briefings.model import Briefing, Dialogue

STEP: Final = "desk"  # of every question here; its state: id, version, field, language, held, title, after, proposal
LONG_FIELDS: Final = frozenset({"text", "language", "body"})  # whose answers may come in several messages
SHOWN: Final = 3000  # characters of a present value that a question repeats, to be copied


def state_of(briefing: Briefing, field: str, language: str = "", version: int | None = None) -> dict[str, Any]:
    """A question about a briefing. `version`: what the editor saw; None: this one.

    `held`: slugs of the topics that are chosen so far.
    """
    if field in {"title", "text"} and language not in briefing.texts:
        field = "language"
    seen = briefing.version if version is None else version
    state: dict[str, Any] = {"id": briefing.id, "version": seen, "field": field, "language": language}
    return state | ({"held": [topic.slug for topic in briefing.topics]} if field == "topics" else {})


def name_of(dialogue: Dialogue) -> tuple[int, str] | None:
    """Which briefing a question is about, and the question's name; None: none of the desk's."""
    state = dialogue.state
    return (state["id"], name_in(state)) if dialogue.step == STEP else None


def name_in(state: Mapping[str, Any]) -> str:
    """What a question asks: `title.ru`, `date`."""
    return ".".join(part for part in (state["field"], state["language"]) if part)


def language_of(briefing: Briefing, wanted: str) -> str:
    """The language that is meant where none is named: the chat's, if there is such a text, or the only one."""
    return wanted if wanted in briefing.texts or len(briefing.texts) != 1 else next(iter(briefing.texts))


def question(briefing: Briefing, state: Mapping[str, Any], services: Services, texts: Texts) -> Markup:
    """What is asked, and what the field says now."""
    language = state["language"]
    values = {"number": str(briefing.id)}
    if language:
        values["language"] = services.texts[language].plain("language-name")
    asked = texts(f"desk-ask-{state['field']}", **values)
    present = _present(briefing, state["field"], language)
    if not present or len(present) > SHOWN:
        return asked
    return Markup("{}\n\n<pre>{}</pre>").format(asked, present)


def _present(briefing: Briefing, field: str, language: str) -> str:
    if field == "date":
        return str(briefing.date or "")
    if field == "source":
        return " | ".join(part for part in (briefing.source_name, briefing.source_url) if part)
    text = drafts.text_of(briefing.texts.get(language))
    if text is None or field not in {"title", "text"}:
        return ""
    return text.title if field == "title" else form.body_of(text)


def change(briefing: Briefing, state: Mapping[str, Any], said: str, catalogue: Catalogue, speaks: str) -> Change:
    """What the answer changes. `speaks`: the editor's language. `DeskError` where it can't be that."""
    field = state["field"]
    if field == "topics":
        return Change(topics=form.read_topics(said, catalogue, speaks))
    if field == "date":
        return Change(date=form.read_date(said))
    if field == "source":
        source, date = form.read_source(said)
        return Change(source=source, date=date or Keep.IT)
    present = drafts.text_of(briefing.texts.get(state["language"]))
    text = _new_text if field in {"language", "body"} else _changed_text
    return Change(texts={state["language"]: text(briefing.id, state, said, present)})


def _new_text(number: int, state: Mapping[str, Any], said: str, present: DraftText | None) -> DraftText:
    """Title and text of a language that had none."""
    title, body, both = state.get("title", ""), said, state["field"] == "language"
    if both:
        title, _, body = said.strip().partition("\n")
        if present is not None:
            raise DeskError("language-there", number=number)
    try:
        summary, details = form.read_body(body)
        return DraftText(form.read_title(title), summary, details, present.expert if present else None)
    except DeskError as error:
        if both and error.kind in {"text-empty", "title-long"}:  # it is the title that was forgotten
            raise DeskError("language-new", number=number, limit=MAX_TITLE) from None
        raise


def _changed_text(_: int, state: Mapping[str, Any], said: str, present: DraftText | None) -> DraftText:
    if present is None:  # somebody has taken it away since
        raise DeskError("language", word=state["language"])
    if state["field"] == "title":
        return replace(present, title=form.read_title(said), machine_made=False)
    if said.split() == f"{present.title} {form.body_of(present)}".split():
        return present  # the command that has added the language is handled again, after a crash
    summary, details = form.read_body(said)
    return replace(present, summary=summary, details=details, machine_made=False)
