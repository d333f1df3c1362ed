"""Find briefings by a query: best first, and of equals the newest.

Best are those that have all words in the title, then those that have them in title and summary, then those that have
them anywhere. After them come those that have a word only by what it stands for: the topic that it names, or a word
that it is another spelling of. Where no briefing has all the words, those with most of them, the rarest first.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, or_, select

from briefings.language import words
from briefings.library import published_among
from briefings.model import BriefingText, SearchEntry
from briefings.partial_date import PartialDate
from briefings.search import places
from briefings.search.asking import MOST, ask, counts
from briefings.search.expressions import ButNot, Expression, all_of, one_of
from briefings.search.lexemes import EVERY, LEAD, REST, TITLE
from briefings.search.period import Anniversary
from briefings.search.query import Group, Phrase, Query, Word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

    from briefings.model import Briefing

    Meaning = Callable[[Group, str], Expression]

MOST_MISSING: Final = 6  # words among which the most fitting are chosen where no briefing has all
READ_AT_ONCE: Final = 100  # briefings, best first, in which a phrase is looked for
MOST_READ: Final = 300  # for one page: each takes most of a millisecond, in which nobody else is answered
YEARS_BACK: Final = 10  # in which a day without a year is looked for
LEVELS: Final = (TITLE, LEAD, LEAD + REST)


@dataclass(frozen=True)
class Hit:
    """A briefing that was found, whole, and the language to show it in: the reader's, if it has it."""

    briefing: Briefing
    language: str


@dataclass(frozen=True)
class Results:
    """A page of what was found."""

    hits: tuple[Hit, ...]
    total: int  # how many pages could show, at most `MOST`
    more: bool = False  # there are more than `total`, or may be: for a phrase only the best candidates are read
    partial: bool = False  # none has all the words: these have some
    untimed: bool = False  # nothing is of the time that was asked for: these are found by the words that name it

    @property
    def is_whole(self) -> bool:
        """Whether something has all that is looked for."""
        return self.total > 0 and not self.partial


@dataclass(frozen=True)
class _Page:
    """Numbers of briefings, best first; the rest as `Results` have it."""

    numbers: tuple[int, ...]
    total: int
    more: bool = False
    partial: bool = False
    untimed: bool = False


async def find(session: AsyncSession, query: Query, *, language: str, skip: int = 0, limit: int = 10) -> Results:
    """A page of the briefings that a query finds, and how many there are; none beyond the first `MOST`.

    `session`: one of `Store.searching`.
    """
    if query.is_empty or not 0 <= skip < MOST or limit < 1:
        return Results((), 0)
    wanted = min(skip + limit, MOST)
    span = await _span(session, query.period)
    page = await _Search(session, query, span).run(wanted) if span else _Page((), 0)
    if query.period is not None and (not page.total or page.partial):
        # little is of that time: then it is words, as in «с 1993 года»
        told = await _Search(session, query.untimed, (places.FIRST, places.LAST)).run(wanted)
        page = page if page.total and told.partial else replace(told, untimed=not page.total)
    hits = await _load(session, page.numbers[skip:wanted], language)
    return Results(hits, page.total, page.more, page.partial, page.untimed)


async def _span(session: AsyncSession, period: PartialDate | Anniversary | None) -> tuple[int, int] | None:
    """The stretch of the index that is of this time; a day without a year is of the newest that has it, if any does."""
    if period is None:
        return places.FIRST, places.LAST
    if not isinstance(period, Anniversary):
        return places.span(period)
    place = select(func.max(SearchEntry.place))
    newest = places.year_at(await session.scalar(place) or 0)
    days = [PartialDate(year, period.month, period.day) for year in range(newest, newest - YEARS_BACK, -1)]
    found = await session.scalar(place.where(or_(*(SearchEntry.place.between(*places.span(day)) for day in days))))
    return next((span for day in days if found and (span := places.span(day))[0] <= found <= span[1]), None)


class _Search:
    """A query at work in one session."""

    def __init__(self, session: AsyncSession, query: Query, span: tuple[int, int]) -> None:
        self._session, self._query, self._span = session, query, span

    async def run(self, wanted: int) -> _Page:
        """The best `wanted`."""
        if self._query.phrases:
            return await self.ranked(wanted, self.exact)
        page = await self.ranked(wanted, self.exact, self.widened)
        if not page.total:
            page = await self.ranked(wanted, self.rough)
        if not page.total and len(self._query.groups) > 1:
            page = await self._with_fewer_words(wanted)
        return page

    async def ranked(self, wanted: int, *meanings: Meaning) -> _Page:
        """Those that have all words in a meaning, in the title, in title and summary, anywhere; then in the next."""
        levels = ([meant(group, level) for group in self._query.groups] for meant in meanings for level in LEVELS)
        tiers = list(dict.fromkeys(map(self._narrowed, levels)))
        return await self._page(wanted, tiers, whole=tiers[-1])

    async def _page(self, wanted: int, tiers: Sequence[Expression], *, whole: Expression) -> _Page:
        """The best `wanted` of what `whole` finds. Of phrases the index knows nothing: the texts are looked into."""
        has_phrases = bool(self._query.phrases or self._query.without_phrases)
        limit = MOST_READ if has_phrases else wanted
        found = await ask(self._session, tiers, self._span, limit, whole=whole)
        numbers = _merged(found.lists, limit)
        if has_phrases:
            return await self._with_phrases(numbers, found.total, wanted)
        return _Page(numbers, min(found.total, MOST), found.total > MOST)

    def _narrowed(self, parts: Iterable[Expression]) -> Expression:
        """The parts, of the topics asked for and without what is not wanted."""
        topics = [f"#{slug}" for slug in self._query.topics]
        wanted = all_of([*parts, *topics] or [EVERY])
        unwanted = [self.exact(Group((word,)), LEAD + REST) for word in self._query.without]
        unwanted += [f"#{slug}" for slug in self._query.without_topics]
        return ButNot(wanted, one_of(unwanted)) if unwanted else wanted

    def exact(self, group: Group, level: str) -> Expression:
        """The words in any of their forms."""
        return all_of(one_of(_lexemes(word.stems, level)) for word in group.words)

    def widened(self, group: Group, level: str) -> Expression:
        """… or as they are spelled with Kazakh or Cyrillic letters, or the topic that they name."""
        return self._wider(group, level, [word for word in group.words if word.is_rough])

    def rough(self, group: Group, level: str) -> Expression:
        """… whatever letters they have."""
        return self._wider(group, level, group.words)

    def _wider(self, group: Group, level: str, roughly: Sequence[Word]) -> Expression:
        spelled = all_of(
            one_of(
                [
                    *_lexemes(word.stems, level),
                    *(_lexemes([*(f"~{key}" for key in word.rough), *word.meant], level) if word in roughly else ()),
                ]
            )
            for word in group.words
        )
        if group.topic is None:
            return spelled
        topic: Expression = f"#{group.topic}"
        return one_of([spelled, ButNot(topic, f"@{group.unless}") if group.unless else topic])

    async def _with_fewer_words(self, wanted: int) -> _Page:
        """Those that have most of the words; of as many, the rarest words first."""
        anywhere = [self.rough(group, LEAD + REST) for group in self._query.groups]
        known = await counts(self._session, [self._narrowed([part]) for part in anywhere], self._span)
        by_rarity = sorted((count, at) for at, count in enumerate(known) if count)[:MOST_MISSING]
        groups = [self._query.groups[at] for _, at in by_rarity]
        for size in range(min(len(groups), len(known) - 1), 0, -1):
            chosen = list(combinations(groups, size))
            tiers = [self._narrowed(self.rough(group, level) for group in some) for some in chosen for level in LEVELS]
            whole = one_of(self._narrowed(self.rough(group, LEVELS[-1]) for group in some) for some in chosen)
            page = await self._page(wanted, tiers, whole=whole)
            if page.total:
                return replace(page, partial=True)
        return _Page((), 0)

    async def _with_phrases(self, candidates: Sequence[int], total: int, wanted: int) -> _Page:
        """Those of the candidates, `total` with the ones beyond them, that have the phrases.

        Where they fill the page and one more, the rest is not read.
        """
        numbers: list[int] = []
        read = 0
        while read < len(candidates) and len(numbers) <= wanted:
            some = candidates[read : read + READ_AT_ONCE]
            fitting = await _with(self._session, some, self._query.phrases, self._query.without_phrases)
            numbers += [number for number in some if number in fitting]
            read += len(some)
        return _Page(tuple(numbers[:wanted]), len(numbers), read < total)


def _lexemes(stems: Iterable[str], level: str) -> list[str]:
    return [sign + stem for stem in stems for sign in level]


def _merged(lists: Iterable[Iterable[int]], wanted: int) -> tuple[int, ...]:
    """One list after the other, each briefing where it comes first."""
    return tuple(dict.fromkeys(number for numbers in lists for number in numbers))[:wanted]


async def _with(
    session: AsyncSession, numbers: Sequence[int], phrases: Iterable[Phrase], unwanted: Iterable[Phrase]
) -> set[int]:
    """Of the briefings those in one of whose texts all phrases stand, word for word, and in none an unwanted one."""
    columns = (BriefingText.briefing_id, BriefingText.title, BriefingText.summary, BriefingText.details)
    rows = (await session.execute(select(*columns).where(BriefingText.briefing_id.in_(numbers)))).all()

    def look() -> set[int]:
        having, lacking = set(), set(numbers)
        for number, title, summary, details in rows:
            fields = [f" {' '.join(token.word for token in words(said))} " for said in (title, summary, *details)]
            if all(_stands(phrase, fields) for phrase in phrases):
                having.add(number)
            if any(_stands(phrase, fields) for phrase in unwanted):
                lacking.discard(number)
        return having & lacking

    return await asyncio.to_thread(look)


def _stands(phrase: Phrase, fields: Iterable[str]) -> bool:
    return any(f" {' '.join(phrase)} " in said for said in fields)


async def _load(session: AsyncSession, numbers: Sequence[int], language: str) -> tuple[Hit, ...]:
    if not numbers:
        return ()
    briefings = (await published_among(session, numbers)).values()
    return tuple(Hit(each, language if language in each.texts else min(each.texts)) for each in briefings)
