"""Words that nobody looks for, Kazakh, Russian, English: they are neither indexed nor asked for, and name nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_LINES: Final = (Path(__file__).parent / "stop_words.txt").read_text(encoding="utf-8").splitlines()
STOP_WORDS: Final = frozenset(word for line in _LINES if not line.startswith("#") for word in line.split())
