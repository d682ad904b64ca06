"""Who may see what: the audiences of papers, and what an edition withholds from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.models import Stakeholder
from db.records import FAMILIES, Confidential

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
    """The names of confidential people, tools, benefits and costs with the ids of their records, the longest first.

    Sentences say them anywhere. What has a text and no name, such as a decision, is withheld as a row.
    """
    names = {
        name: one.id
        for family in FAMILIES.values()
        if issubclass(family, Confidential) and "name" in family.fields
        for one in plan.all(family)
        if is_confidential(one) and (name := str(one.value("name") or "").strip())
    }
    return dict(sorted(names.items(), key=lambda one: (-len(one[0]), one[0])))
