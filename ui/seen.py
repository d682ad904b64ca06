"""A state of the past that the window shows instead of the present."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import UserError

if TYPE_CHECKING:
    from cxworkbench.plan import Source


@dataclass(frozen=True)
class Seen:
    """Where the state is loaded from, its version, what it is called, and the day as of which it is judged."""

    source: Source
    version: int
    name: str
    day: date

    def refusal(self, plan: Path) -> UserError:
        """Why nothing can be changed while it is shown."""
        return UserError(
            f"you see the plan as it stood: {self.name}",
            where=plan.name,
            kept="nothing was changed",
            to_do="go back to the present to change it",
        )
