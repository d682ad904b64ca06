"""Errors that a person can cause or mend: each says what, where, what was kept and what to do.

The window and the command line render the same object; everything else that goes wrong is our own fault.
"""

from __future__ import annotations

from db.fixed import fixed


@fixed
class Notice:
    """Something that a person should know of an open plan: calm, never an error.

    ``kind`` is "foreign" (structure that no program of ours made), "healed" (a private copy in which an interrupted
    write was rolled back), "planted" (what lay beside the plan was left out), "older" (a copy brought up to date) or
    "damaged".
    """

    kind: str
    what: str
    where: str = ""
    kept: str = ""
    to_do: str = ""

    def line(self) -> str:
        """All four parts on one line, control characters made visible."""
        return _line(self.what, self.where, self.kept, self.to_do)


class UserError(Exception):
    """Something that a person can cause or mend.

    Args:
        what: what happened, as a sentence without its full stop.
        where: the file, line, column, record or field concerned.
        kept: what was kept or left as it was.
        to_do: what the person can do now.
    """

    exit_code = 3

    def __init__(self, what: str, *, where: str = "", kept: str = "", to_do: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.kept = kept
        self.to_do = to_do

    def line(self) -> str:
        """All four parts on one line, control characters made visible."""
        return _line(self.what, self.where, self.kept, self.to_do)

    def __str__(self) -> str:
        return self.line()


class WrongUsage(UserError):
    """The command or its options don't fit together."""

    exit_code = 2


class FieldError(UserError):
    """A value that a field doesn't take; the plan keeps the old one."""


class PlanLocked(UserError):
    """Somebody else holds the plan."""


class PlanDamaged(UserError):
    """The file is no plan, or no longer a sound one."""


class PlanOutdated(UserError):
    """An older program wrote the plan; it must be brought up to date before it is written to."""


class PlanTooNew(UserError):
    """A newer program wrote the plan."""


class PlanChanged(UserError):
    """The file was replaced or changed by another hand in a way that can't be followed."""


class PlanUnwritten(UserError):
    """The plan can't be written at this moment; nothing of it was changed, and trying again may help."""


class PlanBusy(PlanUnwritten):
    """Somebody else is writing to the plan at this moment."""


class ChangeOutsideJournal(RuntimeError):
    """Our own mistake: something tried to write to the plan without an open change."""


def _line(what: str, where: str, kept: str, to_do: str) -> str:
    place = f"{where}: " if where else ""
    return harmless("; ".join(part for part in (f"{place}{what}", kept, to_do) if part) + ".")


def harmless(text: str, limit: int = 500) -> str:
    """The text on one line with C0, C1 and bidirectional control characters shown as escapes."""
    shown = "".join(_visible(letter) for letter in text)
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


def _visible(letter: str) -> str:
    code = ord(letter)
    if code < 32 or 127 <= code < 160:
        return f"\\x{code:02x}"
    if code in _DIRECTION_MARKS or 0xD800 <= code <= 0xDFFF:
        return f"\\u{code:04x}"
    return letter


_DIRECTION_MARKS = frozenset({0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A)})
