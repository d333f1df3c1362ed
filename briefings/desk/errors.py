"""What the desk refuses."""

from __future__ import annotations


class DeskError(Exception):
    """Something that can't be done or stored, and nothing was. `kind` is a stable code, `values` fill its sentence.

    The face shows it by the text `desk-error-KIND`.
    """

    def __init__(self, kind: str, **values: object) -> None:
        super().__init__(kind)
        # A briefing's number is a name: it is not to be written as 1 234
        self.kind = kind
        self.values = {name: str(value) if name == "number" else value for name, value in values.items()}


class Overtaken(DeskError):
    """Somebody else has changed the briefing since this editor saw it. `language`: of the text that they write."""

    def __init__(self, briefing_id: int, language: str | None = None) -> None:
        super().__init__("overtaken", number=briefing_id)
        self.briefing_id, self.language = briefing_id, language
