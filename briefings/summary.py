"""PURE: a long text -> a title and three to five of its own sentences, for an editor to work on.

The lead, and of each further part of the text the sentence that most of the others are like (LexRank over stems). In
forty key points of five articles that found as many as anything else did (design.md): it is a draft, and is called one.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from briefings.language import sentences, stems
from briefings.language.person import is_first_person

if TYPE_CHECKING:
    from collections.abc import Sequence

FEWEST: Final = 3  # sentences, and at most two more
LONGEST_TITLE: Final = 160  # characters; a longer first line is a sentence
MOST_SENTENCES: Final = 250  # that are compared with each other: the time grows by the square of their number
_SHORTEST, _LONGEST = 20, 400  # characters of a sentence that can stand for itself
_ENOUGH: Final = (8, 16)  # sentences of a text that gets one more than the fewest, and two more
_LEADING: Final = 8  # sentences among which the lead is looked for
_ROUNDS, _DAMPING = 30, 0.85
_SAME: Final = 0.55  # two sentences that are as like each other as this say the same

_DASH: Final = re.compile(r"^[-–—]\s+")
_ENDED: Final = re.compile(r"[.!?…][»\"”’)\]]*$")
_NUMBER: Final = re.compile(r"\d")
_SPEAKER: Final = re.compile(r"(?P<name>[А-ЯЁӘҒҚҢӨҰҮҺІ][\w.-]*(?:\s+[А-ЯЁӘҒҚҢӨҰҮҺІ][\w.-]*){1,2})(?:,[^:]{1,200})?:")
_QUOTES: Final = (("«", "»"), ("“", "”"), ("(", ")"))
# A sentence that begins so leans on the one before it.
_LEANING: Final = re.compile(
    r"(?:бұл|осы|ол|олар|оның|оны|оған|онда|мұндай|сондықтан|сонымен|сондай-ақ|соның|мысалы|мәселен|бірақ|алайда|яғни"
    r"|себебі|өйткені|ал|иә|әрине|жалпы|соған|это|эти|этот|эта|он|она|они|его|её|их|поэтому|так|также|кроме|однако|но"
    r"|при|то есть|например|тем|таким|такой|такие|безусловно|в этом|об этом|по (?:его|её|их|словам)|и|а|вот|да)\b",
    re.IGNORECASE,
)
_LEANING_WEIGHT, _NUMBER_WEIGHT, _SPOKEN_WEIGHT = 0.6, 1.25, 0.5


@dataclass(frozen=True)
class Summary:
    """What is proposed. `sentences` are the text's own, in its order; one in the first person names its speaker."""

    title: str
    sentences: tuple[str, ...]

    @property
    def text(self) -> str:
        """The sentences as a paragraph."""
        return " ".join(self.sentences)


@dataclass(frozen=True)
class _Sentence:
    text: str
    stems: frozenset[str]
    speaker: str | None  # who is named before it in the first person
    weight: float


def summarise(text: str, language: Literal["kk", "ru"]) -> Summary:
    """A title and up to five sentences; fewer, or none, where the text has no more that can stand for themselves."""
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    title = _title_line(lines)
    found = _candidates(lines[1:] if title else lines, language)[:MOST_SENTENCES]
    if not title and found:
        first = found[_lead(found)]
        title = _shortened(first.text)
        if not title.endswith("…") and len(found) > FEWEST:
            found.remove(first)
    ranks = _ranks([sentence.stems for sentence in found])
    wanted = FEWEST + sum(len(found) >= enough for enough in _ENOUGH)
    scores = [rank * sentence.weight for rank, sentence in zip(ranks, found, strict=True)]
    return Summary(title or _shortened(lines[0] if lines else ""), tuple(map(_said, _choose(found, scores, wanted))))


def _title_line(lines: Sequence[str]) -> str:
    """The first line, if it is a headline: short, and not a sentence that ends with a full stop."""
    first = lines[0] if len(lines) > 1 else ""
    headline = len(first) <= LONGEST_TITLE and not first.endswith((".", ":", "…")) and not _DASH.match(first)
    return first if headline else ""


def _shortened(sentence: str) -> str:
    """A sentence as a title, cut between words where it is too long for one."""
    plain = sentence.rstrip(".")
    if len(plain) <= LONGEST_TITLE:
        return plain
    return plain[:LONGEST_TITLE].rpartition(" ")[0].rstrip(" ,;:–—-") + "…"


def _candidates(lines: Sequence[str], language: Literal["kk", "ru"]) -> list[_Sentence]:
    """The sentences that can stand for themselves: no headings, no questions, nobody's «I» without a name to it."""
    found: list[_Sentence] = []
    speaker: str | None = None
    for line in lines:
        named = _SPEAKER.fullmatch(line)
        if named:
            speaker = named["name"]
            continue
        spoken = bool(_DASH.match(line))
        who = speaker if spoken else None
        speaker = None
        whole = sentences(_DASH.sub("", line))
        if spoken and whole[-1].endswith("?"):  # an interviewer's question
            continue
        for sentence in whole:
            own = is_first_person(sentence, language)
            if (own and who is None) or not _stands_alone(sentence):
                continue
            found.append(_Sentence(sentence, frozenset(stems(sentence)), who if own else None, _weight(sentence, own)))
    return found


def _stands_alone(sentence: str) -> bool:
    paired = (
        all(sentence.count(start) == sentence.count(end) for start, end in _QUOTES) and sentence.count('"') % 2 == 0
    )
    complete = bool(_ENDED.search(sentence)) and not sentence.endswith(("?", "…"))
    return (
        paired
        and complete
        and _SHORTEST <= len(sentence) <= _LONGEST
        and sentence[0].isupper() | (sentence[0] in '«“"')
    )


def _weight(sentence: str, own: bool) -> float:
    weight = _LEANING_WEIGHT if _LEANING.match(sentence) else 1.0
    return weight * (_NUMBER_WEIGHT if _NUMBER.search(sentence) else 1.0) * (_SPOKEN_WEIGHT if own else 1.0)


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The cosine of two sets of stems."""
    return len(one & other) / math.sqrt(len(one) * len(other)) if one and other else 0.0


def _ranks(sets: Sequence[frozenset[str]]) -> list[float]:
    """How like all the others each sentence is: LexRank by power iteration, on average 1."""
    size = len(sets)
    table = [[_likeness(one, other) if one is not other else 0.0 for other in sets] for one in sets]
    sums = [sum(row) or 1.0 for row in table]
    ranks = [1.0] * size
    for _ in range(_ROUNDS):
        shares = [rank / total for rank, total in zip(ranks, sums, strict=True)]
        ranks = [
            1 - _DAMPING + _DAMPING * sum(map(float.__mul__, row, shares)) for row in table
        ]  # the table is symmetric
    return ranks


def _choose(found: Sequence[_Sentence], scores: Sequence[float], wanted: int) -> list[_Sentence]:
    """The lead, and the best of each of the parts of what follows; none that says what another has said."""
    if len(found) <= wanted:
        return list(found)
    chosen = [_lead(found)]
    first, parts = chosen[0] + 1, wanted - 1
    rest = len(found) - first
    for part in range(parts):
        places = range(first + rest * part // parts, first + rest * (part + 1) // parts)
        leaning = {
            at for at in places if at - 1 not in chosen and _LEANING.match(found[at].text)
        }  # on what isn't there
        best = sorted(places, key=lambda place: (place in leaning, -scores[place]))
        new = (at for at in best if all(_likeness(found[at].stems, found[one].stems) < _SAME for one in chosen))
        chosen += [at for at in (next(new, None),) if at is not None]
    return [found[place] for place in chosen]


def _lead(found: Sequence[_Sentence]) -> int:
    """Where the text begins to say something: the first of its first sentences that leans on no other."""
    return next((at for at, sentence in enumerate(found[:_LEADING]) if not _LEANING.match(sentence.text)), 0)


def _said(sentence: _Sentence) -> str:
    """A sentence in the first person behind its speaker's name."""
    return f"{sentence.speaker}: «{sentence.text.strip('«»')}»" if sentence.speaker else sentence.text
