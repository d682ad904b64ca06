"""Recovery: pause, diagnose, act, relaunch, with what was asked, found and agreed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from cxworkbench.recovery import STEPS, RecoveryState, recovery_state
from db.models import Interview, RecoveryAnswer, RecoveryCase, RecoveryCause, RecoveryStep, RelaunchCriterion
from ui.sections.print_button import PrintButton
from ui.sections.records_page import Part, RecordsPage, View
from ui.sections.recovery_draft import RecoveryDraft
from ui.sections.recovery_steps import StepsView
from ui.sections.recovery_view import RELAUNCH, RecoveryView
from ui.sections.to_review import ToReview
from ui.widgets.badge import Badge

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment, PilotState


class RecoveryPage(RecordsPage):
    """Recovery: pause, diagnose, act, relaunch, with what was asked, found and agreed."""

    TITLE = "Recovery"
    PARTS = (
        Part(
            RecoveryCase,
            columns=(
                "started_on",
                "triggers",
                "decision",
                "paused_to",
                "cost_per_week",
                "relaunch_on",
                "ended_on",
                "outcome",
            ),
        ),
        Part(
            RecoveryStep,
            columns=(
                "case",
                "step",
                "answer",
                "answered_by",
                "answered_on",
                "next_due",
            ),
            text="Steps",
        ),
        Part(
            RecoveryAnswer,
            columns=(
                "step",
                "diagnostic",
                "text",
                "evidence",
            ),
        ),
        Part(
            RecoveryCause,
            columns=(
                "step",
                "cause",
                "found",
                "signs",
            ),
        ),
        Part(
            Interview,
            columns=(
                "day",
                "role",
                "cohort",
                "causes",
                "note",
            ),
        ),
        Part(
            RelaunchCriterion,
            columns=(
                "text",
                "needs",
                "owner",
                "by",
                "met_on",
            ),
        ),
    )

    def make_views(self) -> Sequence[View]:
        """The recovery at a glance; its questions and causes, and its decisions, when they are chosen."""
        self.view = RecoveryView(self.handed, self.open_part, self.stack)
        self.state = Badge(self.theme, "not_assessed")
        self.to_review = ToReview(self.handed, kind="primary")
        self.print_button = PrintButton(self.handed, "Print recovery plan", "recovery")
        self.recovery: RecoveryState | None = None
        return [
            View("recovery_view", "At a glance", self.view),
            View("recovery_steps", "Step by step", lambda: self.steps, self._show_steps),
            View("recovery_draft", "Decide", lambda: self.draft, self._show_draft),
        ]

    @cached_property
    def steps(self) -> StepsView:
        """Its questions and causes, step by step."""
        return StepsView(self.handed, self.stack)

    @cached_property
    def draft(self) -> RecoveryDraft:
        """Its decisions."""
        return RecoveryDraft(self.handed, self.stack)

    def _show_steps(self, assessment: Assessment, _state: PilotState | None) -> None:
        if self.recovery is not None:
            self.steps.show_state(assessment.plan, self.recovery, assessment.as_of)

    def _show_draft(self, assessment: Assessment, state: PilotState | None) -> None:
        if self.recovery is not None and state is not None:
            self.draft.show_state(assessment.plan, state, self.recovery, assessment.as_of)

    def show_views(self, assessment: Assessment, pilot_state: PilotState | None) -> None:
        """Show the pilot's recovery."""
        if pilot_state is None:
            return
        plan, as_of = assessment.plan, assessment.as_of
        state = self.recovery = recovery_state(plan, pilot_state, as_of)
        self.view.show_state(plan, state, as_of)
        self.state.show_state(*_head(state))
        if self.state.parent() is None:
            self.add_to_head(self.to_review)
            self.add_to_head(self.print_button)
            self.add_to_head(self.state)
        self.to_review.setVisible(state.is_running)
        self.print_button.offer(assessment, pilot_state.pilot.id)
        question = "Recovery: resume, reshape, extend or stop?"
        self.to_review.ask(assessment, pilot_state.pilot, "recovery", question)

    def open_part(self, id: str) -> None:
        """Open a part of the strip: the decision, a step, or the relaunch criteria."""
        if id in STEPS:
            self.show_part("recovery_steps")
            self.steps.choose(id)
        elif id == RELAUNCH and self.recovery is not None and self.recovery.is_running:
            self.show_part("relaunch_criterion")
        else:
            self.show_part("recovery_draft")


def _head(state: RecoveryState) -> tuple[str, str]:
    """The state and the words of the head."""
    case = state.case
    if case is not None and state.is_running:
        planned = f" of {case.planned_days}" if case.planned_days else ""
        return "gate_held", f"Paused, day {state.day}{planned}"
    if state.suggested:
        return "at_risk", "A recovery is suggested"
    if case is not None:
        return "met", "Ended"
    return "not_assessed", "No recovery"
