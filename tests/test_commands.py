"""bot/commands.py: the table of commands, and the menu that it makes."""

from __future__ import annotations

import dataclasses
import re

import pytest
from helpers_menus import CHINA, TEXTS, commands

from bot.commands import COMMANDS
from bot.texts import LANGUAGES
from briefings.catalogue import Catalogue
from briefings.model import Role


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_of_the_menu_is_one_that_telegram_takes(language: str) -> None:
    said = COMMANDS.menu(TEXTS[language], Catalogue((CHINA,)), Role.OWNER)
    assert all(re.fullmatch(r"[a-z0-9_]{1,32}", line.command) for line in said)
    assert all(1 <= len(line.description) <= 256 and "<" not in line.description for line in said)


def test_no_command_stands_twice_in_the_table() -> None:
    names = [command.name for command in COMMANDS.commands]
    assert len(names) == len(set(names))


def test_of_too_many_topics_the_first_are_in_the_menu_and_every_command_too() -> None:
    many = Catalogue(tuple(dataclasses.replace(CHINA, slug=f"topic_{number}") for number in range(150)))
    names = [line.command for line in COMMANDS.menu(TEXTS["kk"], many)]
    rest = list(commands("kk", None))
    assert names == [*(f"topic_{number}" for number in range(100 - len(rest))), *rest]


def test_a_long_topic_name_is_cut() -> None:
    long = dataclasses.replace(CHINA, names={"kk": "Қ" * 300})
    assert len(COMMANDS.menu(TEXTS["kk"], Catalogue((long,)))[0].description) == 256
