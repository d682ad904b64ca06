"""Gates: when each is planned and was passed, on which conditions; and the dates that lead there."""

from __future__ import annotations

from db.models import (
    BaselinePlan,
    BaselineValue,
    Gate,
    GateCondition,
    Milestone,
    MilestoneLink,
    Phase,
    Settlement,
)
from ui.sections.records_page import Part, RecordsPage


class GatesPage(RecordsPage):
    """Gates: when each is planned and was passed, on which conditions; and the dates that lead there."""

    TITLE = "Gates"
    PARTS = (
        Part(
            Gate,
            columns=(
                "kind",
                "planned_on",
                "first_planned_on",
                "passed_on",
                "decision",
                "held",
            ),
        ),
        Part(
            GateCondition,
            columns=(
                "gate",
                "text",
                "owner",
                "due",
                "met_on",
                "evidence",
            ),
            text="Conditions",
        ),
        Part(
            Milestone,
            columns=(
                "title",
                "workstream",
                "owner",
                "planned",
                "forecast",
                "done",
                "percent",
                "evidence",
            ),
        ),
        Part(
            MilestoneLink,
            columns=(
                "before",
                "after",
                "kind",
                "lag",
            ),
        ),
        Part(
            Phase,
            columns=(
                "kind",
                "started_on",
                "ended_on",
                "decision",
            ),
        ),
        Part(
            BaselinePlan,
            columns=(
                "name",
                "made_on",
                "note",
            ),
            programme_too=True,
        ),
        Part(
            BaselineValue,
            columns=(
                "baseline_plan",
                "record",
                "field",
                "value",
            ),
            text="Its values",
            programme_too=True,
        ),
        Part(Settlement, programme_too=True),
    )
