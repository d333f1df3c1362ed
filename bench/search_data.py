"""Generated briefings to measure the search with: words by Zipf's law, in all their forms, in both languages."""

import datetime as dt
import itertools
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pymorphy3
from sqlalchemy import insert, select

from bench.run import ROOT
from briefings.loading import Folder, load, read_folder
from briefings.model import Briefing, BriefingText, BriefingTopic, Status, Topic
from briefings.partial_date import PartialDate
from briefings.search.backlog import rebuild
from briefings.store import Store

DATA = ROOT / "tests" / "data" / "language"
NOW = dt.datetime(2027, 6, 1, tzinfo=dt.UTC)
FIRST_DAY = dt.date(2000, 1, 1)
DAYS = 9_000
LEMMAS = 20_000
TITLE, SUMMARY, DETAILS, LINE = 9, 65, 4, 9  # words, words, lines, words a line
COMMON = {  # words that stand in every text, as in real ones: about a quarter of all
    "kk": [
        "және",
        "мен",
        "бұл",
        "үшін",
        "туралы",
        "да",
        "де",
        "болып",
        "бойынша",
        "сондай",
        "екі",
        "жаңа",
        "ел",
        "жыл",
    ],
    "ru": [
        "и",
        "в",
        "на",
        "с",
        "по",
        "для",
        "о",
        "из",
        "к",
        "не",
        "что",
        "это",
        "за",
        "от",
        "до",
        "новый",
        "год",
        "страна",
    ],
}
CHUNK = 2_000


@dataclass(frozen=True)
class Language:
    """Its words: the forms of each lemma, the commonest first, and how often each lemma comes, added up."""

    lemmas: list[list[str]]
    weights: list[float]
    common: list[str]

    def text(self, chance: random.Random, number: int) -> list[str]:
        """So many words."""
        chosen = chance.choices(self.lemmas, cum_weights=self.weights, k=number)
        return [
            chance.choice(self.common) if chance.random() < 0.25 else forms[int(chance.random() ** 2 * len(forms))]
            for forms in chosen
        ]


def language(code: str) -> Language:
    """Its vocabulary: Russian from a dictionary; Kazakh words with all their forms, and compounds of them."""
    lemmas = _russian() if code == "ru" else _kazakh()
    random.Random(code).shuffle(lemmas)
    weights = list(itertools.accumulate(1 / (rank + 8) for rank in range(len(lemmas))))
    return Language(lemmas, weights, COMMON[code])


def _russian() -> list[list[str]]:
    """Nouns, adjectives and verbs that begin in any of a few ways."""
    dictionary = pymorphy3.MorphAnalyzer(lang="ru").dictionary
    found: dict[str, list[str]] = {}
    for head in ["бе", "во", "да", "за", "ин", "ко", "ме", "на", "ок", "по", "ра", "ст", "те", "фи", "эк"]:
        for word, tag, lemma, *_ in itertools.islice(dictionary.iter_known_words(prefix=head), 40_000):
            if tag.POS in {"NOUN", "ADJF", "INFN"} and word not in found.setdefault(lemma, []):
                found[lemma].append(word)
    return list(found.values())[:LEMMAS]


def _kazakh() -> list[list[str]]:
    names = ["kazakh_paradigms.txt", "kazakh_unseen_paradigms.txt"]
    lines = [line for name in names for line in (DATA / name).read_text(encoding="utf-8").splitlines()]
    real = [line.partition(": ")[2].split()[:40] for line in lines if not line.startswith("#")]
    heads = ("".join(each) for each in itertools.product("бвгдзклмнпрст", "аеио", "влнрс", "о"))
    compounds = ([head + form for form in forms] for head in itertools.chain([""], heads) for forms in real)
    return list(itertools.islice(compounds, LEMMAS))


def _text(chance: random.Random, words: Language, number: int, code: str) -> dict[str, object]:
    said = words.text(chance, TITLE + SUMMARY + DETAILS * LINE)
    details = [" ".join(said[at : at + LINE]) for at in range(TITLE + SUMMARY, len(said), LINE)]
    return {
        "briefing_id": number,
        "language": code,
        "title": " ".join(said[:TITLE]).capitalize(),
        "summary": " ".join(said[TITLE : TITLE + SUMMARY]).capitalize() + ".",
        "details": details,
        "expert": None,
        "machine_made": False,
    }


def rows(
    number: int, topics: list[int]
) -> Iterator[tuple[list[dict[str, object]], list[dict[str, object]], list[dict[str, int]]]]:
    """Rows of briefings, of their texts and of their topics, in chunks; always the same for the same number."""
    chance = random.Random(number)
    spoken = {code: language(code) for code in ("kk", "ru")}
    for start in range(1, number + 1, CHUNK):
        briefings: list[dict[str, object]] = []
        texts: list[dict[str, object]] = []
        links: list[dict[str, int]] = []
        for place in range(start, min(start + CHUNK, number + 1)):
            day = PartialDate.of(FIRST_DAY + dt.timedelta(days=place * DAYS // number))
            common = {"status": Status.PUBLISHED, "urgent": False, "date": day, "source_name": None, "version": 1}
            times = {"created_at": NOW, "updated_at": NOW, "published_at": NOW}
            briefings.append({"id": place, "key": f"generated-{place}", **common, **times})
            texts += [_text(chance, words, place, code) for code, words in spoken.items()]
            links += [
                {"briefing_id": place, "topic_id": topic, "position": position}
                for position, topic in enumerate(chance.sample(topics, 2))
            ]
        yield briefings, texts, links


async def fill(store: Store, number: int) -> None:
    """So many briefings, not yet indexed."""
    await store.migrate()
    await load(store, Folder(read_folder(ROOT / "seeds").topics, {}), NOW)
    async with store.reading() as session:
        topics = list(await session.scalars(select(Topic.id).order_by(Topic.id)))
    for briefings, texts, links in rows(number, topics):
        async with store.writing() as session:
            connection = await session.connection()
            await connection.execute(insert(Briefing), briefings)
            await connection.execute(insert(BriefingText), texts)
            await connection.execute(insert(BriefingTopic), links)


async def index(store: Store) -> float:
    """Index them all as `python -m bot reindex` does; seconds."""
    began = time.perf_counter()
    await rebuild(store)
    return time.perf_counter() - began
