"""The Makefile on machines that lack something: a `.venv` made by half, a Python that can't make one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make isn't installed")


def script(path: Path, body: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


def install(python: Path, venv: Path) -> subprocess.CompletedProcess[str]:
    """`make run` up to the bot itself, with this Python."""
    command = ["make", f"{venv}/installed", f"PYTHON={python}", f"VENV={venv}"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)  # noqa: S603


def test_a_python_that_cannot_make_a_venv_is_told_in_a_sentence(tmp_path: Path) -> None:
    body = f'case "$2" in *ensurepip*) exit 1;; esac; exec {sys.executable} "$@"'
    done = install(script(tmp_path / "python", body), tmp_path / "venv")
    assert done.returncode != 0
    first, *_ = done.stderr.splitlines()
    assert "apt install python3-venv" in first
    assert not (tmp_path / "venv").exists()


def test_a_venv_without_pip_is_made_anew(tmp_path: Path) -> None:
    venv, log = tmp_path / "venv", tmp_path / "log"
    script(venv / "bin/python", "echo 'No module named pip' >&2; exit 1")  # as `-m venv` leaves it where it fails
    works = f'echo "$@" >> {log}'
    makes = f'[ "$1" = -m ] || exec {sys.executable} "$@"; echo "$@" > {log}; cp {tmp_path}/works {venv}/bin/python'
    script(tmp_path / "works", works)
    done = install(script(tmp_path / "python", makes), venv)
    assert done.returncode == 0, done.stderr
    made, installed = log.read_text().splitlines()
    assert made == f"-m venv --clear {venv}"
    assert "pip" in installed
    assert "install -c constraints.txt -e ." in installed
    assert (venv / "installed").exists()
