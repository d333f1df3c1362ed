"""Buttons under search results: their callback data, written and read side by side (`keyboards.parse` reads all)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.callback_data import CallbackData, Field, number


@dataclass(frozen=True)
class TurnResults(CallbackData):
    """Show another page of results in place; `page` counts from 0.

    `query` is what was searched, or empty where it is too long for a button: then it stands above the results.
    """

    page: int
    query: str = ""

    MARK = "q"
    FIELDS: ClassVar = {"page": number(4), "query": Field(".*")}
    LAST_IF_IT_FITS = True
