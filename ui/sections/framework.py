"""The measurement framework's records: decision rules, freezes, signatures, amendments, series and flags."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from db.models import (
    Amendment,
    BreachClosure,
    ChartEvent,
    DecisionRule,
    Framework,
    FrameworkSignature,
    Metric,
    Series,
)
from ui.sections.framework_view import FrameworkView
from ui.sections.print_button import PrintButton
from ui.sections.records_page import Part, RecordsPage, View
from ui.widgets.badge import Badge

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment, PilotState


class FrameworkPage(RecordsPage):
    """The measurement framework's records: decision rules, freezes, signatures, amendments, series and flags."""

    TITLE = "Measurement framework"
    PARTS = (
        Part(DecisionRule),
        Part(Framework),
        Part(FrameworkSignature),
        Part(Amendment),
        Part(
            Metric,
            columns=(
                *("name", "role", "unit", "direction", "baseline_value", "success_threshold"),
                *("scale_threshold", "guardrail_limit"),
            ),
        ),
        Part(Series),
        Part(ChartEvent),
        Part(BreachClosure),
    )

    def make_views(self) -> Sequence[View]:
        """The framework itself."""
        self.view = FrameworkView(self.handed, self.stack)
        self.state = Badge(self.theme, "not_assessed")
        self.print_button = PrintButton(self.handed, "Print framework sheet", "framework")
        return [View("framework_view", "Framework", self.view)]

    def show_views(self, assessment: Assessment, pilot_state: PilotState | None) -> None:
        """Show the pilot's framework."""
        if pilot_state is not None:
            self.view.show_assessment(assessment, pilot_state)
            self.state.show_state(*self.view.badge())
            if self.state.parent() is None:
                self.add_to_head(self.print_button)
                self.add_to_head(self.state)
            self.print_button.offer(assessment, pilot_state.pilot.id)
