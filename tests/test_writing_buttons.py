"""Buttons of writing: what is packed is read again, and nothing else is."""

from __future__ import annotations

import pytest

from bot import keyboards
from bot.callback_data import UnknownButton
from bot.writing_buttons import Do, WritePress, button

VALUES = {Do.LANGUAGE: "kk", Do.HOLD: "a" * 32, Do.DROP: "c5plus1", Do.BACK: "add_language"}


@pytest.mark.parametrize("do", Do)
def test_a_button_is_read_as_it_was_packed_and_fits(do: Do) -> None:
    press = WritePress(do, 2**31 - 1, VALUES.get(do, ""))
    assert keyboards.parse(press.pack()) == press
    assert len(press.pack()) <= 64
    assert button("…", do, press.message_id, press.value).callback_data == press.pack()


@pytest.mark.parametrize(
    "data", ["w:nosuch:1:", "w:save:1:kk", "w:lang:1:", "w:lang:1:kazakh", "w:hold:1:", "w:save:x:", "w:save:1"]
)
def test_what_nobody_packs_is_unknown(data: str) -> None:
    with pytest.raises(UnknownButton):
        keyboards.parse(data)
