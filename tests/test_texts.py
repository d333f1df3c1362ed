"""bot/texts/*.ftl: both languages say the same things, validly for Telegram, and each as its own readers write."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent
from fluent.syntax.visitor import Visitor

import bot
import briefings.desk
from bot import plain_words, refusals
from bot.commands import COMMANDS
from bot.desk_pages import TOLD
from bot.handlers.statistics import RESULTS
from bot.markup import utf16_length
from bot.presses import View
from bot.sandbox.markup import parse_html
from bot.staff_buttons import DoTopic
from bot.texts import FOLDER, LANGUAGES, load_texts
from bot.writing_pages import STEPS as ADD_STEPS
from briefings import file_error
from briefings.desk import history, moves
from briefings.desk.standing import Shelf
from briefings.library import Direction
from briefings.model import EditionKind, Role, Status, TopicGroup
from briefings.wish_error import Problem

if TYPE_CHECKING:
    from markupsafe import Markup

TEXTS = load_texts()
CODE = [ast.parse(path.read_text(encoding="utf-8")) for path in Path(bot.__file__).parent.rglob("*.py")]
HANDLERS = [
    ast.parse(path.read_text(encoding="utf-8")) for path in (Path(bot.__file__).parent / "handlers").glob("*.py")
]
DESK = [ast.parse(path.read_text(encoding="utf-8")) for path in Path(briefings.desk.__file__).parent.glob("*.py")]
KEY = re.compile(r"[a-z]+(-[a-z]+)*")


def constants(node: ast.expr) -> set[str]:
    """What a literal, or a choice between literals, may be."""
    if isinstance(node, ast.IfExp):
        return constants(node.body) | constants(node.orelse)
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def refused() -> set[str]:
    """The kinds of what the desk refuses: the literals in `DeskError("kind")`."""
    calls = [node for tree in [*DESK, *CODE] for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    kinds = (constants(call.args[0]) for call in calls if ast.unparse(call.func) == "DeskError")
    return {"overtaken"}.union(*kinds)


SHELF_KEYS = (("desk-shelf", ""), ("desk-shelf", "-empty"), ("button-desk", ""))
ASKED = ("title", "text", "language", "body", "source", "topics", "date", "moment", "urgent", "reason",
         "correct")  # fmt: skip
# The keys that f-strings make: f"help-{name}", f"button-{way}". A new pattern has its line here.
MADE = (
    {command.help_key for command in COMMANDS.commands}
    | {f"words-{name}" for name in (*plain_words.COMMANDS, *plain_words.COURTESIES)}
    | {f"courtesy-{name}" for name in plain_words.COURTESIES}
    | {f"button-{way}" for way in Direction}
    | {f"panel-{view}" for view in View}
    | {f"button-panel-{view}" for view in View if view not in {View.MAIN, View.PAUSE}}
    | {f"wish-{problem}" for problem in Problem}
    | {f"group-{group}" for group in TopicGroup}
    | {f"desk-error-{kind}" for kind in refused()}
    | {f"desk-error-topic-{form}-form" for form in ("add", "rename")}
    | {f"{key}-{role}" for key in ("role", "staff-you") for role in Role}
    | {f"topic-done-{do}" for do in ("add", "rename", "hide", "show", *TopicGroup)}
    | {f"button-topic-{do}" for do in (DoTopic.HIDE, DoTopic.SHOW)}
    | {f"stats-{result}{short}" for result in RESULTS for short in ("", "-short")}
    | {f"desk-state-{status}" for status in Status}
    | {f"desk-waits-{status}" for status in Status}
    | {f"{key}-{each.name.lower()}{end}" for each in Shelf for key, end in SHELF_KEYS}
    | {f"desk-{outcome}" for outcome in moves.Outcome}
    | {f"desk-missing-{what}" for what in ("text", "language", "source", "date")}
    | {f"desk-did-{action}" for action in TOLD}
    | {f"desk-field-{field}" for field in history.FIELDS}
    | {f"desk-ask-{field}" for field in ASKED}
    | {f"sent-{kind}" for kind in EditionKind}
    | {f"write-ask-{step.removeprefix('add_')}" for step in ADD_STEPS}
    | {f"file-error-{problem.replace('_', '-')}" for problem in file_error._SENTENCES}
    | {f"sent-error-{kind.replace('_', '-')}" for table in refusals.CHATS for kind in table.values()}
    | {
        f"sent-error-{kind}"
        for kind in ("forbidden", "migrated", "ended", "forgotten", "withdrawn", "unwanted", "not-sent")
    }
)
CYRILLIC, LATIN = "\u0400-\u04ff", "A-Za-z\u00c0-\u024f"


class _Placeholders(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: fluent.VariableReference) -> None:  # noqa: N802 - fluent's own naming
        self.names.add(node.id.name)


@cache
def messages(language: str) -> dict[str, set[str]]:
    """Each key of a file with its placeholders. What Fluent cannot read is a failure, not a text left out."""
    resource = FluentParser().parse((FOLDER / f"{language}.ftl").read_text(encoding="utf-8"))
    assert not [entry for entry in resource.body if isinstance(entry, fluent.Junk)]
    found = {}
    for entry in resource.body:
        if isinstance(entry, fluent.Message):
            placeholders = _Placeholders()
            placeholders.visit(entry)
            found[entry.id.name] = placeholders.names
    return found


def filled(language: str, key: str) -> Markup:
    """A text with something awkward in every placeholder."""
    awkward = {
        name: 21 if name in {"count", "first", "last", "total"} else "<b>&\"'" for name in messages(language)[key]
    }
    return TEXTS[language](key, **awkward)


def plain(language: str, key: str) -> str:
    """A text as a client shows it where there is no markup, with nothing in its placeholders."""
    return TEXTS[language]._format(key, dict.fromkeys(messages(language)[key], ""))


def written() -> set[str]:
    """Every literal of the code that may be a key."""
    nodes = (node for tree in CODE for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {node.value for node in nodes if isinstance(node.value, str) and KEY.fullmatch(node.value)}


def asked_for() -> set[str]:
    """The literal keys in `texts("key")` and `….plain("key")`."""
    found = set()
    for call in (node for tree in CODE for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if ast.unparse(call.func).endswith(("texts", ".plain")) and call.args:
            found |= constants(call.args[0])
    return found


@cache
def alerts() -> set[str]:
    """The keys that buttons' handlers return, and the one for buttons that nobody knows."""
    nodes = (node for tree in HANDLERS for node in ast.walk(tree) if isinstance(node, ast.Return) and node.value)
    return {"button-outdated"}.union(*(constants(node.value) for node in nodes if node.value)) - {""}


def test_every_language_has_the_same_texts_with_the_same_placeholders() -> None:
    assert messages("kk") == messages("ru")


def test_every_text_that_the_code_asks_for_is_there() -> None:
    assert (asked_for() | alerts() | MADE) - set(messages("kk")) == set()


def test_every_text_that_is_there_is_used() -> None:
    assert set(messages("kk")) - written() - MADE == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_html_that_telegram_takes(language: str) -> None:
    assert [key for key in messages(language) if not parse_html(filled(language, key)).text.strip()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_fits_a_message(language: str) -> None:
    assert [key for key in messages(language) if utf16_length(filled(language, key)) > 4096] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_alert_is_plain_and_short(language: str) -> None:
    said = [TEXTS[language].plain(key) for key in sorted(alerts())]
    assert [alert for alert in said if "<" in alert or len(alert) > 200] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("key", "longest"), [("bot-description", 512), ("bot-short-description", 120)])
def test_a_profile_text_is_plain_and_fits(language: str, key: str, longest: int) -> None:
    said = TEXTS[language].plain(key)
    assert "<" not in said
    assert len(said) <= longest


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stands_on_a_button_is_plain_and_short(language: str) -> None:
    keys = {key for key in messages(language) if key.startswith(("button-", "language-name"))} - alerts()
    said = [plain(language, key) for key in sorted(keys)]
    assert [label for label in said if "<" in label or len(label) > 40] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_latin_letter_hides_in_a_cyrillic_word(language: str) -> None:
    for key in messages(language):
        said = re.sub(r"<[^>]*>", "", plain(language, key))
        assert re.findall(rf"\w*(?:[{CYRILLIC}][{LATIN}]|[{LATIN}][{CYRILLIC}])\w*", said) == [], key


def test_kazakh_is_written_with_kazakh_letters() -> None:
    said = "".join(filled("kk", key) for key in messages("kk")).lower()
    letters = re.findall(rf"[{CYRILLIC}]", said)
    assert sum(letter in "әғқңөұүһі" for letter in letters) > 0.1 * len(letters)


def test_kazakh_texts_hold_no_letters_of_russian_alone() -> None:
    said = "".join(filled("kk", key) for key in messages("kk")).lower()
    assert set(said) & set("ёщъ") == set()


def test_russian_texts_hold_no_letters_of_kazakh_alone() -> None:
    said = "".join(filled("ru", key) for key in messages("ru")).lower()
    assert set(said) & set("әғқңөұүһі") == set()
