"""`python -m bot` as an operator meets it: each command, run to its end in an empty folder."""

from __future__ import annotations

import re
import sqlite3
from typing import TYPE_CHECKING

import pytest
from helpers_command_line import NEW_TOPIC, seeds

from bot.__main__ import main
from bot.app import SEEDS

if TYPE_CHECKING:
    from pathlib import Path


def ask(folder: Path, statement: str) -> list[tuple[object, ...]]:
    """What the program's database answers; what is changed is kept."""
    database = sqlite3.connect(folder / "data" / "briefings.db")
    try:
        with database:
            return database.execute(statement).fetchall()
    finally:
        database.close()


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For `main` in this process: a folder without a `.env`."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    "command",
    [[], *([name] for name in ("run", "sandbox", "seed", "export", "import", "backup", "doctor"))],
)
def test_every_command_explains_itself(capsys: pytest.CaptureFixture[str], command: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([*command, "--help"])
    assert stopped.value.code == 0
    assert capsys.readouterr().out.startswith(" ".join(["usage: python -m bot", *command]))


def test_a_command_that_there_is_not_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["dance"])
    assert stopped.value.code == 2
    assert "invalid choice: 'dance'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("HTTP_PORT", "http", r"HTTP_PORT is 'http': expected a port from 1 to 65535\."),
        (
            "HTTP_HOST",
            "192.0.2.1",
            r"The sandbox cannot be served at HTTP_HOST '192\.0\.2\.1', .+ not on 192\.0\.2\.1\.",
        ),
    ],
)
def test_a_wrong_setting_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(name, value)
    assert main([]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert re.fullmatch(sentence, said.err.strip())


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("sqlite+aiosqlite:////proc/no/such.db", r".*/proc/no/such\.db cannot be opened: .+\."),
        ("sqlite+aiosqlite:///files/visit.md", r".* cannot be opened: file is not a database\."),
        ("postgresql+asyncpg://bot:hunter2@127.0.0.1:9/x", r"(?!.*hunter2).* cannot be opened: .+\."),
    ],
)
def test_a_database_that_cannot_be_opened_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], url: str, sentence: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    assert main(["seed", str(seeds(tmp_path))]) == 2
    assert re.fullmatch(sentence, capsys.readouterr().err.strip())


def test_a_folder_is_loaded_once_and_a_newer_database_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = str(seeds(tmp_path))
    assert (main(["seed", files]), capsys.readouterr().out) == (0, "2 added, 0 updated, 0 unchanged\n")
    assert (main(["seed", files]), capsys.readouterr().out) == (0, "0 added, 0 updated, 2 unchanged\n")
    ask(tmp_path, "UPDATE alembic_version SET version_num = 'ffffffffffff'")
    assert main(["seed", files]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert re.fullmatch(r"DATABASE_URL \S+ was written by a newer version of this program \(.+\)\.\n", said.err)


def test_a_database_is_copied_and_the_copy_is_one_to_start_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["backup", "copy.db"]) == 2
    assert "there is no database to copy" in capsys.readouterr().err
    files = str(seeds(tmp_path))
    main(["seed", files])
    capsys.readouterr()
    assert (main(["backup", "copy.db"]), capsys.readouterr().out.endswith("is copied to copy.db\n")) == (0, True)
    monkeypatch.setenv("DATABASE_URL", "sqlite+aiosqlite:///copy.db")
    assert (main(["seed", files]), capsys.readouterr().out) == (0, "0 added, 0 updated, 2 unchanged\n")


def test_the_doctor_names_what_is_wrong_and_says_so_by_its_exit_code(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["doctor"]) == 1
    assert capsys.readouterr().out.startswith("BOT_TOKEN is not set")
    monkeypatch.setenv("TIMEZONE", "Almaty")
    monkeypatch.setenv("HTTP_PORT", "http")
    assert main(["doctor"]) == 1
    said = capsys.readouterr()
    assert re.fullmatch(r"TIMEZONE is 'Almaty': .+\.\nHTTP_PORT is 'http': .+\.\n", said.out)
    assert said.err == ""


@pytest.mark.parametrize(
    ("date", "topics", "sentence"),
    [
        ("2025-13-05", NEW_TOPIC, "line 4, date: '2025-13-05' is no day of the calendar: "),
        ("2025-09-05", "[]", "line 3, topics: there is no topic 'china'."),
    ],
)
def test_a_broken_file_is_named_with_line_and_field_and_nothing_is_loaded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], date: str, topics: str, sentence: str
) -> None:
    files = seeds(tmp_path, date)
    (files / "topics.yaml").write_text(topics, encoding="utf-8")
    assert main(["seed", str(files)]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"{files / 'visit.md'}, {sentence}")
    assert said.count("\n") == 1
    assert ask(tmp_path, "SELECT (SELECT count(*) FROM topics) + (SELECT count(*) FROM briefings)") == [(0,)]


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["seed", "nowhere"]) == 2
    assert "nowhere" in capsys.readouterr().err


def test_our_own_seeds_are_loaded_without_being_asked_for(tmp_path: Path) -> None:
    assert main(["seed"]) == 0
    assert ask(tmp_path, "SELECT count(*) FROM briefings") == [(len(list(SEEDS.glob("briefings/*.md"))),)]


def test_what_is_exported_can_be_imported_and_comes_out_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask_of(database: str, *command: str) -> tuple[int, str]:
        monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path / database}.db")
        code = main(command)
        said = capsys.readouterr()
        return code, said.out + said.err

    ask_of("first", "seed", str(seeds(tmp_path)))
    assert ask_of("first", "export", "one") == (0, "Briefings: 1, topics: 1, written to one\n")
    assert ask_of("second", "import", "one") == (0, "2 added, 0 updated, 0 unchanged\n")
    ask_of("second", "export", "two")
    assert files(tmp_path / "one") == files(tmp_path / "two") != {}
    refused = "two is not empty: an export wants a folder of its own.\n"
    assert ask_of("second", "export", "two") == (2, refused)


def files(folder: Path) -> dict[str, bytes]:
    """Each file below a folder with its content."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
