"""What people write instead of a command: «настройки», «көмек»; and what they say to anybody: «сәлем», «спасибо».

The words stand in the `.ftl` files: `words-NAME` for the command of that name, `words-greeting` and `words-thanks`.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from bot.texts import load_texts
from briefings.language import fold, normalise

if TYPE_CHECKING:
    from markupsafe import Markup

    from bot.commands import CommandTable
    from bot.texts import Texts

COURTESIES = ("greeting", "thanks")
COMMANDS = ("help", "topics", "latest", "digest", "subscribe", "unsubscribe", "settings", "timezone", "pause", "lang",
            "start", "search", "privacy")  # fmt: skip
_WORD = re.compile(r"\w+")


def answer(text: str, commands: CommandTable, texts: Texts) -> Markup | None:
    """What to say to a text that is nothing but such words, in any of our languages; None for every other text."""
    meant = _meanings().get(_plain(text))
    if meant is None:
        return None
    if meant in COURTESIES:
        return texts(f"courtesy-{meant}")
    command = commands.find(meant)
    what = texts(command.help_key) if command else ""
    return texts("words-command", command=meant, what=what)


@functools.cache
def _meanings() -> dict[str, str]:
    """The words of every language, and the commands' own names, by what they mean."""
    meanings = {name: name for name in COMMANDS}
    for texts in load_texts().values():
        for name in (*COMMANDS, *COURTESIES):
            meanings |= {_plain(words): name for words in texts.plain(f"words-{name}").split(",")}
    return meanings


def _plain(text: str) -> str:
    return " ".join(fold(normalise(word)) for word in _WORD.findall(text))
