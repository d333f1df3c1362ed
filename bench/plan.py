"""What the stand-in server asks a bot, and what it found out: `make bench`'s plan."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Question:
    """What is asked, and what the answer to it must contain in each language."""

    text: str
    expect: dict[str, str]


@dataclass
class Phase:
    """A number of updates, of which at most `window` are unanswered; each question in both languages, then the next."""

    window: int
    count: int
    questions: list[Question]
    began: float = 0.0
    ended: float = 0.0
    latencies: list[float] = field(default_factory=list)
    lost: int = 0  # given up: a bot whose client ran out of connections never answers them
    silence: float = 0.0  # seconds spent on giving up: ours, not the bot's


@dataclass
class Plan:
    """What to deliver, from how many chats."""

    phases: list[Phase]
    chats: int

    @classmethod
    def read(cls, given: dict[str, Any]) -> "Plan":
        """From its JSON."""
        phases = [
            Phase(phase["window"], phase["count"], [Question(**question) for question in phase["questions"]])
            for phase in given["phases"]
        ]
        return cls(phases, given["chats"])


def language_of(chat: int) -> str:
    """Every other chat's client is in Kazakh."""
    return "kk" if chat % 2 else "ru"
