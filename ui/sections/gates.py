"""Gates: when each is planned and was passed, on which conditions; and the dates that lead there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

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
from ui.sections.gates_view import GatesView
from ui.sections.print_button import PrintButton
from ui.sections.records_page import Part, RecordsPage, View
from ui.sections.to_review import ToReview
from ui.widgets.badge import Badge

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment, PilotState


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

    def make_views(self) -> Sequence[View]:
        """The gates with their criteria."""
        self.view = GatesView(self.handed, self.stack)
        self.state = Badge(self.theme, "not_assessed")
        self.to_review = ToReview(self.handed)
        self.print_button = PrintButton(self.handed, "Print gate paper", "board")
        self._shown: tuple[Assessment, PilotState] | None = None
        self.view.turned.connect(self._ask)
        return [View("gates_view", "At a glance", self.view)]

    def show_views(self, assessment: Assessment, pilot_state: PilotState | None) -> None:
        """Show the pilot's gates."""
        if pilot_state is not None:
            self._shown = (assessment, pilot_state)
            self.view.show_assessment(assessment, pilot_state)
            self._ask()
            self.state.show_state(*self.view.summary())
            if self.state.parent() is None:
                self.add_to_head(self.to_review)
                self.add_to_head(self.print_button)
                self.add_to_head(self.state)
            self.print_button.offer(assessment, pilot_state.pilot.id)

    def _ask(self) -> None:
        """What can be taken to the review is the question of the gate that is shown."""
        if self._shown is not None:
            assessment, state = self._shown
            self.to_review.ask(assessment, state.pilot, "gate", self.view.question)
