"""Buttons for staff and topics: their callback data, written and read side by side (`keyboards.parse` reads all).

Each names its outcome («make 104 an editor»): pressed twice, it does what it says.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import ClassVar

from bot.callback_data import SLUG, CallbackData, Field, number, word_of
from briefings import exchange
from briefings.model import Role


class Do(enum.StrEnum):
    """What a button does with a member of staff besides granting a role."""

    LIST = "list"
    SHOW = "show"
    REVOKE = "revoke"


class DoTopic(enum.StrEnum):
    """What a button does with a topic."""

    LIST = "list"  # `value`: the page, from 0
    SHOW_PAGE = "page"
    HIDE = "hide"
    SHOW = "show"
    COUNTRIES = "countries"
    SUBJECTS = "subjects"


@dataclass(frozen=True)
class StaffPress(CallbackData):
    """Look at the staff (`user_id` 0) or a person, grant a role, or revoke it."""

    do: Do | Role
    user_id: int = 0

    MARK = "ys"
    FIELDS: ClassVar = {"do": word_of(Do, Role), "user_id": number(16)}


@dataclass(frozen=True)
class TopicPress(CallbackData):
    """Look at the topics or at one, hide or show it, or put it on another shelf. `value`: a page, or a slug."""

    do: DoTopic
    value: str

    MARK = "yt"
    FIELDS: ClassVar = {"do": word_of(DoTopic), "value": Field(SLUG)}
    VALUES: ClassVar = {do: "[0-9]{1,4}" if do is DoTopic.LIST else exchange.SLUG.pattern for do in DoTopic}


Button = StaffPress | TopicPress
