"""What can be chosen of a paper: its size, its ink, and the printed time that it shows."""

from __future__ import annotations

from dataclasses import dataclass

from cxworkbench.plan import Plan
from db.errors import WrongUsage
from db.models import Programme

PAPERS = {"a4": "A4", "letter": "Letter"}
INKS = {"grey": "Greyscale", "colour": "Colour"}


@dataclass(frozen=True)
class Settings:
    """How a paper is made.

    Attributes:
        paper: "a4" or "letter".
        ink: "grey" or "colour".
        printed: the moment of printing as it is shown, "11 Mar 2026, 10:42"; the core reads no clock.
    """

    paper: str
    ink: str
    printed: str

    @property
    def paper_name(self) -> str:
        """The paper as people call it."""
        return PAPERS[self.paper]

    @property
    def ink_name(self) -> str:
        """The ink as people call it."""
        return INKS[self.ink]


def settings_of(plan: Plan, *, paper: str | None, ink: str | None, printed: str) -> Settings:
    """The settings asked for, the plan's own where none are.

    Raises:
        WrongUsage: no such paper or ink.
    """
    own = plan.programme
    return Settings(
        paper=_chosen(paper or own.paper or _default("paper"), PAPERS, "paper"),
        ink=_chosen(ink or own.ink or _default("ink"), INKS, "ink"),
        printed=printed,
    )


def _default(name: str) -> str:
    return str(Programme.fields[name].default)


def _chosen(asked: str, known: dict[str, str], what: str) -> str:
    found = asked.strip().lower()
    if found not in known:
        raise WrongUsage(
            f"there is no {what} {asked!r}", kept="nothing was written", to_do=f"choose {' or '.join(known)}"
        )
    return found
