"""What the documents say of the code is true."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bot.commands import COMMANDS
from bot.settings import Settings
from bot.texts import FOLDER, LANGUAGES

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PINS = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
PATH = re.compile(r"( {0,4})([\w.*<>/-]+)(?:  |$)")
HELP_AROUND_COMMANDS = {
    "title",
    "for-everyone",
    "for-staff",
    "for-owners",
    "latest-more",
    "topic-commands",
    "topic-more",
}


def example_settings() -> dict[str, str]:
    """The names and values of .env.example in order."""
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    parts = [line.partition("=") for line in lines if line and not line.startswith("#")]
    return {name: value for name, _, value in parts}


def house(readme: str) -> list[str]:
    """The paths of the map under "## The house"; an indented one stands in the folder above it."""
    section = re.search(r"^## The house\n.*?^```\w*\n(.*?)^```", readme, re.DOTALL | re.MULTILINE)
    paths, folder = [], ""
    for line in section[1].splitlines() if section else []:
        if match := PATH.match(line):
            indent, path = match.groups()
            if not indent:
                folder = path if path.endswith("/") else ""
            paths.append(folder + path if indent else path)
    return paths


def modules(package: str) -> set[str]:
    """The files and folders of a package that a reader of the map looks for."""
    files = {f"{package}/{path.name}" for path in (ROOT / package).glob("*.py") if path.name != "__init__.py"}
    folders = {f"{package}/{path.name}" for path in (ROOT / package).iterdir() if any(path.glob("*.py"))}
    return files | folders | {f"{package}/texts"} if package == "bot" else files | folders


def pins() -> dict[str, str]:
    return {canonicalize_name(name): version for name, version in (line.split("==") for line in PINS)}


def requirements() -> list[Requirement]:
    extras = [line for extra in PROJECT["optional-dependencies"].values() for line in extra]
    return [Requirement(line) for line in [*PROJECT["dependencies"], *extras]]


def test_the_example_has_every_setting_and_no_other() -> None:
    assert sorted(example_settings()) == sorted(name.upper() for name in Settings.model_fields)


def test_the_example_shows_the_defaults() -> None:
    defaults = {name.upper(): field.default for name, field in Settings.model_fields.items()}
    shown = {name: str(value).lower() if isinstance(value, bool) else value for name, value in defaults.items()}
    assert example_settings() == {name: str(value) if value else "" for name, value in shown.items()}


def test_every_setting_of_the_example_is_explained_above_it() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    above = [before for before, line in pairwise(lines) if re.match(r"[A-Z_]+=", line)]
    assert "" not in above


def test_the_map_of_the_house_is_there() -> None:
    assert house(README)


def test_what_the_map_names_exists() -> None:
    patterns = [re.sub(r"<[^>]*>", "*", path).rstrip("/") for path in house(README)]
    assert [pattern for pattern in patterns if not any(ROOT.glob(pattern))] == []


@pytest.mark.parametrize("package", ["bot", "briefings"])
def test_the_map_names_every_module(package: str) -> None:
    assert modules(package) - {path.rstrip("/") for path in house(README)} == set()


def test_an_indented_path_of_a_map_stands_in_the_folder_above_it() -> None:
    block = ["Makefile  what to run", "bot/      the face", "  cards.py  cards", "            lists"]
    assert house("\n".join(["## The house", "", "```", *block, "```"])) == ["Makefile", "bot/", "bot/cards.py"]


def test_every_make_target_that_the_readme_names_exists() -> None:
    named = set(re.findall(r"(?:^|`)make ([a-z-]+)", README, re.MULTILINE))
    assert named <= set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))


def test_the_makefile_explains_what_it_says_are_targets() -> None:
    explained = re.findall(r"^# make ([a-z-]+) ", MAKEFILE, re.MULTILINE)
    assert set(explained) <= set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))


@pytest.mark.parametrize("command", ["make run", "make test"])
def test_the_readme_names_the_two_commands(command: str) -> None:
    assert command in README


def test_every_command_that_the_readme_names_exists() -> None:
    topics = yaml.safe_load((ROOT / "seeds" / "topics.yaml").read_text(encoding="utf-8"))
    known = {command.name for command in COMMANDS.commands} | {topic["slug"] for topic in topics}
    named = set(re.findall(r"`/([a-z0-9_]+)[^`/]*`", README))
    assert {name for name in named - known if not re.fullmatch(r"b\d+", name)} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_has_its_help_line_and_every_help_line_its_command(language: str) -> None:
    lines = re.findall(r"^help-([a-z-]+) =", (FOLDER / f"{language}.ftl").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(lines) - HELP_AROUND_COMMANDS == {command.name for command in COMMANDS.commands}


def test_the_changelog_knows_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## \[?([\w.]+)", changelog, re.MULTILINE)
    assert {PROJECT["version"], "Unreleased"} & set(headings)


def test_constraints_are_pins_without_addresses() -> None:
    assert [line for line in PINS if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9._+!-]+", line)] == []


def test_what_we_depend_on_is_pinned_within_its_range() -> None:
    pinned = pins()
    wrong = [each for each in requirements() if pinned[canonicalize_name(each.name)] not in each.specifier]
    assert wrong == []
