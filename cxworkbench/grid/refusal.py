"""Why a text is no value of a column, and what may have been meant."""

from __future__ import annotations

from db.errors import FieldError


class Refused(FieldError):
    """A text that a column doesn't take.

    Attributes:
        suggestion: what may have been meant, written so that the column takes it; empty where nothing comes to mind.
    """

    def __init__(
        self, what: str, *, where: str = "", kept: str = "", to_do: str = "", suggestion: str = ""
    ) -> None:
        if suggestion and not to_do:
            to_do = f"did you mean {suggestion}?"
        super().__init__(what, where=where, kept=kept, to_do=to_do)
        self.suggestion = suggestion

    def sentence(self) -> str:
        """What is wrong, and what may have been meant, in words that end in a full stop."""
        parts = [one for one in (self.what, self.to_do) if one]
        said = ". ".join(f"{one[:1].upper()}{one[1:]}" for one in parts)
        return said if said.endswith("?") else f"{said}."
