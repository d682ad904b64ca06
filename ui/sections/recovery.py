"""Recovery: pause, diagnose, act, relaunch, with what was asked, found and agreed."""

from __future__ import annotations

from db.models import Interview, RecoveryAnswer, RecoveryCase, RecoveryCause, RecoveryStep, RelaunchCriterion
from ui.sections.records_page import Part, RecordsPage


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
