"""Adoption: the workstream, the groups and their training, use against plan, what keeps people from using it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.models import Barrier, Cohort, Milestone, Population, PulseResult, Training, Usage, UsagePlan
from ui.sections.records_page import Part, RecordsPage

if TYPE_CHECKING:
    from cxworkbench.plan import Plan


def _is_of_adoption(_plan: Plan, milestone: Milestone) -> bool:
    return milestone.workstream == "adoption"


class AdoptionPage(RecordsPage):
    """Adoption: the workstream, the groups and their training, use against plan, what keeps people from using it."""

    TITLE = "Adoption"
    CONDITION = "people_ready"
    PARTS = (
        Part(
            Cohort,
            columns=(
                "name",
                "role",
                "headcount",
                "site",
                "live_on",
                "champion",
                "told_about_jobs",
            ),
        ),
        Part(
            Usage,
            columns=(
                "cohort",
                "week",
                "in_scope",
                "active",
                "proficient",
            ),
        ),
        Part(
            UsagePlan,
            columns=(
                "cohort",
                "week_since_live",
                "share",
            ),
        ),
        Part(
            Training,
            columns=(
                "title",
                "cohort",
                "planned",
                "done",
                "invited",
                "completed",
                "protected_minutes",
            ),
        ),
        Part(
            Barrier,
            columns=(
                "number",
                "text",
                "cause",
                "cohort",
                "people",
                "owner",
                "due",
                "response",
                "closed_on",
            ),
        ),
        Part(
            PulseResult,
            columns=(
                "question",
                "cohort",
                "day",
                "answers",
                "n",
            ),
        ),
        Part(
            Population,
            columns=(
                "name",
                "role",
                "headcount",
                "mean_tenure",
                "is_rollout",
            ),
            text="Populations",
        ),
        Part(
            Milestone,
            columns=(
                "title",
                "stage",
                "cohort",
                "owner",
                "planned",
                "forecast",
                "done",
                "evidence",
            ),
            new={"workstream": "adoption"},
            shown=_is_of_adoption,
        ),
    )
