"""What can be chosen of a paper: size, ink, subject, reader, sections, own words, and the printed time shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from cxworkbench.plan import Plan
from db.errors import WrongUsage
from db.models import Programme

PAPERS = {"a4": "A4", "letter": "Letter"}
INKS = {"grey": "Greyscale", "colour": "Colour"}
#: The section under which a foreword is kept; every other own wording stands under the id of its section.
FOREWORD = "foreword"


@dataclass(frozen=True)
class Settings:
    """How a paper is made.

    Attributes:
        paper: "a4" or "letter".
        ink: "grey" or "colour".
        printed: the moment of printing as it is shown, "11 Mar 2026, 10:42"; the core reads no clock.
        subject: the id of what it is about: a pilot, a review, a candidate; None for the kind's own choice.
        stakeholder: the id of the stakeholder whose edition it is; None for the kind's audience as a whole.
        sections: ids of the sections wanted, in order; None for the kind's own.
        words: own wording by section; ``FOREWORD`` stands first.
        confidential: whether confidential rows are shown; None as the kind's audience has it. A stakeholder who
            may not see them never does.
        header: own words in place of organisation and programme.
        footer: own words beside the source.
        logo: an own picture, PNG or JPEG, in the running head.
        title: the pack's own name; empty for the kind's.
    """

    paper: str
    ink: str
    printed: str
    subject: str | None = None
    stakeholder: str | None = None
    sections: tuple[str, ...] | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    confidential: bool | None = None
    header: str = ""
    footer: str = ""
    logo: bytes | None = field(default=None, repr=False)
    title: str = ""

    @property
    def paper_name(self) -> str:
        """The paper as people call it."""
        return PAPERS[self.paper]

    @property
    def ink_name(self) -> str:
        """The ink as people call it."""
        return INKS[self.ink]

    def as_json(self) -> dict[str, Any]:
        """The settings as they are kept with a printed paper; of a logo that there was one."""
        kept = asdict(self) | {"words": dict(self.words), "logo": self.logo is not None}
        return {name: value for name, value in kept.items() if value not in (None, "", {}, False)}


def settings_of(
    plan: Plan,
    *,
    paper: str | None = None,
    ink: str | None = None,
    printed: str,
    sections: Sequence[str] | None = None,
    **more: Any,
) -> Settings:
    """The settings asked for, the plan's own where none are.

    Raises:
        WrongUsage: no such paper or ink.
    """
    own = plan.programme
    return Settings(
        paper=_chosen(paper or own.paper or _default("paper"), PAPERS, "paper"),
        ink=_chosen(ink or own.ink or _default("ink"), INKS, "ink"),
        printed=printed,
        sections=None if sections is None else tuple(sections),
        **more,
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
