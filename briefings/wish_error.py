"""Why a wish is not understood."""

from __future__ import annotations

import enum
from typing import Final

LONGEST_SHOWN: Final = 32  # characters of a word that is quoted back


class Problem(enum.StrEnum):
    """Why a wish is not understood; each has its sentence."""

    UNKNOWN = "unknown"  # neither a topic nor a day nor a time
    TIME = "time"  # written like a time, but none
    HOUR = "hour"  # a part of the day, but no hour
    HOURLY = "hourly"  # every hour, or every few
    TIMES = "times"  # more than MAX_TIMES
    DAY = "day"  # weekly, but no day
    CONTRARY = "contrary"  # one thing holds or excludes the other: every day and Monday, 19:00 and morning
    LENGTH = "length"  # more than MOST_WORDS


class WishError(ValueError):
    """The wish is not understood because of `word` (cut where it is long; empty where it is about no word)."""

    def __init__(self, problem: Problem, word: str = "") -> None:
        """Keep a word short enough to be quoted."""
        self.problem = problem
        self.word = shortened(word)
        super().__init__(f"{problem}: {self.word}")


def shortened(word: str) -> str:
    """A word that somebody wrote, short enough to be quoted back."""
    return word if len(word) <= LONGEST_SHOWN else word[: LONGEST_SHOWN - 1] + "…"
