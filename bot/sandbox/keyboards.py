"""Reply markup, checked as Telegram checks it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.sandbox.errors import bad_request
from bot.sandbox.links import checked_link, link_error

if TYPE_CHECKING:
    from bot.sandbox.params import Params
    from bot.sandbox.things import Json

MOST_BUTTONS = 100
MOST_DATA_BYTES = 64
_OTHER_ACTIONS = ("switch_inline_query", "switch_inline_query_current_chat", "switch_inline_query_chosen_chat")
_BOOLEANS = ("force_reply", "remove_keyboard", "resize_keyboard", "one_time_keyboard", "is_persistent", "selective")


def read_markup(params: Params) -> Json | None:
    """The ``reply_markup`` of a request: an inline keyboard as it will be kept, None for every other markup and none.

    Raises ApiError (400) with Telegram's words.
    """
    value = params.data("reply_markup")
    if value is None:
        return None
    if not isinstance(value, dict):
        raise bad_request("object expected as reply markup")
    for key in _BOOLEANS:
        if key in value and not isinstance(value[key], bool):
            raise bad_request(f'field "{key}" must be of type Boolean')
    if "keyboard" in value and not isinstance(value["keyboard"], list):
        raise bad_request('field "keyboard" must be of type Array')
    if "inline_keyboard" not in value:
        return None
    rows = [row for row in map(_read_row, _array(value["inline_keyboard"])) if row]
    if sum(map(len, rows)) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": rows} if rows else None


def _array(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise bad_request('field "inline_keyboard" must be of type Array')
    return value


def _read_row(row: Any) -> list[Json]:
    if not isinstance(row, list):
        raise bad_request('field "inline_keyboard" must be an Array of Arrays')
    return [_read_button(button) for button in row]


def _read_button(button: Any) -> Json:
    parse = "can't parse inline keyboard button: "
    if not isinstance(button, dict):
        raise bad_request(f"{parse}expected an Object")
    if "text" not in button:
        raise bad_request(f'{parse}Can\'t find field "text"')
    text = button["text"]
    if not isinstance(text, str):
        raise bad_request(f'{parse}Field "text" must be of type String')
    if not text.strip():
        raise bad_request("BUTTON_TEXT_INVALID")
    return {"text": text, **_read_action(button)}


def _read_action(button: Json) -> Json:
    if url := button.get("url"):
        error = link_error(str(url))
        if error is not None:
            raise bad_request(f"inline keyboard button URL '{url}' is invalid: {error}")
        return {"url": checked_link(str(url))}
    if data := button.get("callback_data"):
        if len(str(data).encode()) > MOST_DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
        return {"callback_data": str(data)}
    if isinstance(copied := button.get("copy_text"), dict):
        if not 1 <= len(str(copied.get("text", ""))) <= 256:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
        return {"copy_text": {"text": copied["text"]}}
    for action in _OTHER_ACTIONS:
        if action in button:
            return {action: button[action]}
    raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
