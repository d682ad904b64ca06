"""A state of the past that the window shows instead of the present."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cxworkbench.plan import Source


@dataclass(frozen=True)
class Seen:
    """Where the state is loaded from, its version, what it is called, and the day as of which it is judged."""

    source: Source
    version: int
    name: str
    day: date
