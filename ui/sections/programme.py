"""The programme itself: its settings, holidays, people, pilots, own fields, kept files and reference data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.models import (
    CustomField,
    Evidence,
    Holiday,
    ImportMapping,
    Person,
    Pilot,
    Programme,
    ReferenceFile,
)
from ui.forms.record_form import RecordForm
from ui.forms.weekday_boxes import WeekdayBoxes
from ui.sections.records_page import Part, RecordsPage, View
from ui.widgets.panel import Panel

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment, PilotState

_SECTIONS = (
    ("Who", ("name", "organisation", "currency", "logo")),
    ("Days", ("time_zone", "locale", "pinned_date")),
    ("Rules", ("sponsor_decision_limit", "review_cadence")),
    ("Paper", ("paper", "ink")),
)


class ProgrammePage(RecordsPage):
    """What holds for the whole plan."""

    TITLE = "Programme settings"
    PARTS = (
        Part(Holiday, columns=("day", "name")),
        Part(Person, columns=("name", "title", "organisation", "department", "site", "email", "phone")),
        Part(Pilot, columns=("name", "short_name", "deployment_type", "status", "owner", "deputy")),
        Part(CustomField, columns=("table", "name", "kind", "choices", "help"), text="Own fields"),
        Part(Evidence, columns=("attachment", "record", "note"), text="Kept files"),
        Part(ReferenceFile, columns=("name", "since", "text")),
        Part(ImportMapping),
    )

    def make_views(self) -> Sequence[View]:
        """The settings, as a form."""
        self.settings = RecordForm(
            self.handed, Programme, _SECTIONS, history=self.handed.show_history, across=3
        )
        self.weekdays = WeekdayBoxes(self.handed)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.px(12))
        days = Panel(self.theme)
        days.body.addWidget(self.weekdays)
        column.addWidget(self.settings, 1)
        column.addWidget(days)
        return [View("settings", "Settings", holder)]

    def show_views(self, assessment: Assessment, _pilot_state: PilotState | None) -> None:
        """Show the programme."""
        self.settings.show_record(assessment.plan.programme)
        self.weekdays.show_programme(assessment.plan.programme)
