"""The sample's story as dated steps: each tells when, by whom and what, and writes through a change of the session."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from db.change import Change
from db.records import Record

R = TypeVar("R", bound=Record)
LONDON = ZoneInfo("Europe/London")


@dataclass
class Steps:
    """The records made so far, by name."""

    made: dict[str, Record] = field(default_factory=dict)

    def keep(self, key: str, record: R) -> R:
        """Remember a record under a name."""
        self.made[key] = record
        return record

    def __getitem__(self, key: str) -> Record:
        return self.made[key]


@dataclass(frozen=True)
class Told:
    """One step of the story."""

    at: datetime
    who: str
    label: str
    kind: str
    write: Callable[[Steps, Change], None]
    #: The name under which the plan is frozen right after it; empty: it isn't.
    freeze: str = ""
    #: Why it is frozen: a review, or a freeze of thresholds.
    why: str = "review"
    #: The pilot whose measurement framework is frozen with it, and who signs as what.
    framework: str = ""
    signers: tuple[tuple[str, str], ...] = ()


#: Every step, in the order in which the modules tell them; sorted by time before they are written.
STORY: list[Told] = []


def told(
    moment: str,
    who: str,
    label: str,
    kind: str = "edit",
    freeze: str = "",
    why: str = "review",
    framework: str = "",
    signers: tuple[tuple[str, str], ...] = (),
) -> Callable[[Callable[[Steps, Change], None]], Callable[[Steps, Change], None]]:
    """Make a function a step of the story at a moment of local time ("2026-03-11 10:42").

    ``freeze`` names the snapshot that is taken right after it, ``why`` says what for; ``framework`` is the pilot whose
    framework is frozen with it, ``signers`` who signs as what.
    """
    at = datetime.strptime(moment, "%Y-%m-%d %H:%M").replace(tzinfo=LONDON)

    def register(write: Callable[[Steps, Change], None]) -> Callable[[Steps, Change], None]:
        STORY.append(Told(at, who, label, kind, write, freeze, why, framework, signers))
        return write

    return register
