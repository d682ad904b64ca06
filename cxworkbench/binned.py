"""What lies in the bin, who put it there and when, and the way back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cxworkbench.history import Wording
    from db.records import Record
    from db.session import Session


@dataclass(frozen=True)
class Binned:
    """A record in the bin, what it is called, since when, and who put it there."""

    record: Record
    name: str
    since: datetime
    by: str


def in_the_bin(session: Session, words: Wording) -> list[Binned]:
    """Everything in the bin, what went last first."""
    found = []
    for record in words.binned():
        if record.binned is not None:
            steps = session.steps_of(record.id, "binned")
            by = steps[-1].by if steps else ""
            found.append(Binned(record, words.title(record), record.binned, by))
    return sorted(found, key=lambda one: one.since, reverse=True)
