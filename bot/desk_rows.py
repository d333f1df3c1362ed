"""The buttons under a briefing's panel, by how it stands and who looks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeAlias
from zoneinfo import ZoneInfo

from telegram import InlineKeyboardButton

from bot.callback_data import button
from bot.cards import shortened
from bot.desk_buttons import DeskPress, Do
from briefings.desk import editors
from briefings.desk.standing import Shelf
from briefings.model import Status

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from bot.texts import Texts
    from briefings.catalogue import TopicEntry
    from briefings.desk.editors import Editor
    from briefings.model import Briefing

Rows: TypeAlias = list[list[InlineKeyboardButton]]
_Key: TypeAlias = Callable[..., InlineKeyboardButton]  # of a text's key, what it does, and perhaps a value

MORNING, EVENING = dt.time(9), dt.time(18)
LABELLED: Final = 40  # characters of a title on a button


def panel(briefing: Briefing, editor: Editor, shown: str, everyones_texts: Mapping[str, Texts], texts: Texts) -> Rows:
    """What can be done with a briefing whose card is shown in a language."""

    def key(name: str, do: Do, value: str = "") -> InlineKeyboardButton:
        return button(texts.plain(name), DeskPress(do, briefing.id, briefing.version, value))

    languages = [
        button(everyones_texts[code].plain("language-name"), DeskPress(Do.SHOW, briefing.id, briefing.version, code))
        for code in sorted(briefing.texts)
        if code != shown and code in everyones_texts
    ]
    added = [
        button(
            texts.plain("desk-key-language", language=other.plain("language-name")),
            DeskPress(Do.ASK, briefing.id, briefing.version, f"language.{code}"),
        )
        for code, other in everyones_texts.items()
        if code not in briefing.texts
    ]
    edit, history = key("button-desk-edit", Do.EDIT, shown), key("button-desk-history", Do.HISTORY)
    if briefing.status is Status.ARCHIVED:
        return _filled([languages, [key("button-desk-restore", Do.RESTORE), history]])
    if briefing.status is Status.PUBLISHED:
        return _filled(
            [
                languages,
                added,
                [edit, key("button-desk-correct", Do.CORRECT)],
                [key("button-desk-archive", Do.ARCHIVE), history],
            ]
        )
    asks = any(text.machine_made for text in briefing.texts.values())
    confirm = [key("button-desk-confirm", Do.CONFIRM)] if asks else []
    last = [history, key("button-desk-discard", Do.DISCARD)]
    return _filled([languages, *_ways_out(briefing, editor, key), added, confirm, [edit], last])


def _ways_out(briefing: Briefing, editor: Editor, key: _Key) -> Rows:
    """How it gets to the readers, or on its way there."""
    withdraw = [key("button-desk-withdraw", Do.WITHDRAW)] if briefing.status is not Status.DRAFT else []
    when = key("button-desk-when", Do.WHEN, "u" * briefing.urgent)
    if briefing.status is Status.REVIEW and editors.may_approve(editor, briefing):
        other = [] if briefing.urgent else [key("button-desk-urgent", Do.URGENT)]  # than its author wished
        return [
            [key("button-desk-approve", Do.APPROVE), key("button-desk-send-back", Do.SEND_BACK)],
            [*other, when],
        ]
    if not editor.may_publish(briefing):
        if briefing.status is not Status.DRAFT:
            return [withdraw]
        return [
            [key("button-desk-submit", Do.PUBLISH), key("button-desk-submit-urgent", Do.URGENT)],
            [when],
        ]
    rows = [[key("button-desk-publish", Do.PUBLISH), key("button-desk-urgent", Do.URGENT)], [when, *withdraw]]
    # Not where «approve» stood a moment ago: who taps that twice has not said that it should go out at once.
    return rows[::-1] if briefing.status is Status.SCHEDULED else rows


def fields(briefing: Briefing, shown: str, everyones_texts: Mapping[str, Texts], texts: Texts) -> Rows:
    """What can be edited: title and text in each language, and what all languages share."""

    def key(label: str, do: Do, value: str = "") -> InlineKeyboardButton:
        return button(label, DeskPress(do, briefing.id, briefing.version, value))

    by_language = [
        [
            key(texts.plain(name, language=everyones_texts[code].plain("language-name")), Do.ASK, to)
            for name, to in (("desk-key-title", f"title.{code}"), ("desk-key-text", f"text.{code}"))
        ]
        for code in sorted(briefing.texts)
        if code in everyones_texts
    ]
    shared = [
        key(texts.plain(name), Do.ASK, to)
        for name, to in (
            ("button-desk-topics", "topics"),
            ("button-desk-date", "date"),
            ("button-desk-source", "source"),
        )
    ]
    return [*by_language, shared, [key(texts.plain("button-back"), Do.SHOW, shown)]]


def moments(briefing: Briefing, editor: Editor, now: dt.datetime, texts: Texts, *, urgent: bool) -> Rows:
    """When it may go out: a few moments to come by the editor's clock, or one that is asked for."""

    def key(label: str, do: Do, value: str = "") -> InlineKeyboardButton:
        return button(label, DeskPress(do, briefing.id, briefing.version, value))

    mark, local = "u" * urgent, now.astimezone(ZoneInfo(editor.zone))
    choices = [
        key(texts.moment(at.astimezone(dt.UTC), editor.zone), Do.AT, f"{mark}{at:%Y%m%d%H%M}") for at in _choices(local)
    ]
    turn = key(
        texts.plain("button-desk-not-urgent" if urgent else "button-desk-as-urgent"), Do.WHEN, "" if urgent else "u"
    )
    other = key(texts.plain("button-desk-other-moment"), Do.ASK, "urgent" if urgent else "moment")
    back = key(texts.plain("button-back"), Do.LEAVE, "urgent" if urgent else "moment")
    return [*([each] for each in choices), [other], [turn], [back]]


def _choices(local: dt.datetime) -> list[dt.datetime]:
    """The evening of today, the mornings and evenings that follow, up to four."""
    days = (local.date() + dt.timedelta(days=number) for number in range(3))
    all_of_them = [dt.datetime.combine(day, time, local.tzinfo) for day in days for time in (MORNING, EVENING)]
    return [at for at in all_of_them if at > local + dt.timedelta(minutes=5)][:4]


def surely(briefing: Briefing, shown: str, texts: Texts) -> Rows:
    """Throw it away? Yes and no."""
    yes = DeskPress(Do.DISCARD_SURELY, briefing.id, briefing.version)
    no = DeskPress(Do.SHOW, briefing.id, briefing.version, shown)
    return [[button(texts.plain("button-desk-discard-surely"), yes), button(texts.plain("button-desk-keep"), no)]]


def leave(briefing_id: int, version: int, question: str, texts: Texts) -> Rows:
    """Under a question: no answer. `question`: see `desk_edits.name_in`."""
    return [[button(texts.plain("button-desk-leave"), DeskPress(Do.LEAVE, briefing_id, version, question))]]


def topics(entries: Sequence[TopicEntry], held: Collection[str], briefing_id: int, version: int, texts: Texts) -> Rows:
    """Topics to choose a briefing's from; below, that these are all."""

    def key(label: str, do: Do, value: str = "") -> InlineKeyboardButton:
        return button(label, DeskPress(do, briefing_id, version, value))

    return choice(
        entries,
        held,
        texts,
        lambda label, slug, is_held: key(label, Do.LET_GO if is_held else Do.HOLD, slug),
        key(texts.plain("button-write-topics-done"), Do.CHOSEN),
    )


def choice(
    entries: Sequence[TopicEntry],
    held: Collection[str],
    texts: Texts,
    key: Callable[[str, str, bool], InlineKeyboardButton],
    done: InlineKeyboardButton,
) -> Rows:
    """All topics, two in a row, those that are held with a mark. `key`: of a label, a slug, whether it is held."""
    keys = []
    for entry in entries:
        is_held = entry.slug in held
        keys.append(key(f"{'✅' if is_held else entry.emoji} {entry.name(texts.language)}", entry.slug, is_held))
    return [*(keys[start : start + 2] for start in range(0, len(keys), 2)), [done]]


def opening(briefing_id: int, version: int, texts: Texts) -> Rows:
    """One button: the panel."""
    return [[button(texts.plain("desk-key-open", number=str(briefing_id)), DeskPress(Do.OPEN, briefing_id, version))]]


def shelf(found: Sequence[Briefing], which: Shelf, page: int, texts: Texts, *, more: bool) -> Rows:
    """A button for each, the pages before and after (where there are `more`), the other shelves."""

    def turn(name: str, to: Shelf, number: int) -> InlineKeyboardButton:
        return button(texts.plain(name), DeskPress(Do.LIST, value=f"{to}{number}"))

    rows = []
    for each in found:
        label = shortened(f"№ {each.id} · {title_of(each, texts.language)}", LABELLED)
        rows.append([button(label, DeskPress(Do.OPEN, each.id, each.version))])
    turning = [turn("button-previous-page", which, page - 1)] if page > 0 else []
    turning += [turn("button-next-page", which, page + 1)] if more else []
    others = [turn(f"button-desk-{each.name.lower()}", each, 0) for each in Shelf if each is not which]
    return _filled([*rows, turning, others])


def title_of(briefing: Briefing, language: str) -> str:
    """Its title in a language, or in one that it has; a dash where it has none at all."""
    text = briefing.texts.get(language) or next(iter(briefing.texts.values()), None)
    return text.title if text else "–"


def _filled(rows: Iterable[list[InlineKeyboardButton]]) -> Rows:
    return [row for row in rows if row]
