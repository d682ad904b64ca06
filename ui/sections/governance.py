"""Governance: who answers for what, which controls run, what went wrong, which outputs people checked."""

from __future__ import annotations

from db.models import Accountability, Control, ControlRun, Incident, OutputSample
from ui.sections.records_page import Part, RecordsPage


class GovernancePage(RecordsPage):
    """A pilot's seven questions, controls, incidents and output samples."""

    TITLE = "Governance"
    CONDITION = "governance_in_place"
    PARTS = (
        Part(Accountability, text="Accountability"),
        Part(Control),
        Part(ControlRun, text="Control runs"),
        Part(Incident),
        Part(OutputSample),
    )
