"""Who may see what: the audiences of papers, and what an edition withholds from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.models import Person, Stakeholder

if TYPE_CHECKING:
    from cxworkbench.briefings.settings import Settings
    from cxworkbench.plan import Plan
    from db.records import Record

#: The audiences of papers: those of stakeholders, and everybody for papers that go to all.
AUDIENCES = {
    **{str(id): str(name) for id, name in (Stakeholder.fields["audience"].choices or {}).items()},
    "all": "Everybody",
}
#: They see confidential rows; every other audience has them withheld and counted (records.md).
SEES_CONFIDENTIAL = frozenset({"sponsor", "steering"})
#: What stands in place of a person who may not be named.
NO_NAME = "Name withheld"


def sees_confidential(plan: Plan, kind_audience: str, settings: Settings) -> bool:
    """Whether an edition shows confidential rows: as its kind or its pack has it, never to a reader who may not."""
    shown = settings.confidential
    if shown is None:
        shown = kind_audience in SEES_CONFIDENTIAL
    reader = plan.get(Stakeholder, settings.stakeholder)
    return shown and (reader is None or reader.audience in SEES_CONFIDENTIAL)


def audience_of(plan: Plan, kind_audience: str, settings: Settings) -> str:
    """Whose edition it is: the reader's audience where one is named, else the kind's."""
    reader = plan.get(Stakeholder, settings.stakeholder)
    return kind_audience if reader is None else reader.audience or "all"


def is_confidential(record: Record) -> bool:
    """Whether a row is marked confidential."""
    return bool(getattr(record, "confidential", False))


def hidden_names(plan: Plan) -> dict[str, str]:
    """The names of people who are confidential, with what stands in their place; the longest first."""
    names = {one.name for one in plan.all(Person) if is_confidential(one) and one.name.strip()}
    return dict.fromkeys(sorted(names, key=lambda name: (-len(name), name)), NO_NAME)
