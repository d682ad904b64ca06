"""The programme itself: its settings, holidays, people, pilots, own fields, kept files and reference data."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from db.errors import UserError
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
from ui.widgets.buttons import Button
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
        self.take = Button(self.theme, "Take own criteria…", self.choose_reference, icon="upload")
        self.take.setToolTip("A file of criteria and thresholds of your own, checked before it is taken")
        return [View("settings", "Settings", holder)]

    def choose_reference(self) -> None:
        """Ask for a file of criteria and take it, or say on which line it is wrong."""
        name, _ = QFileDialog.getOpenFileName(self, "Own criteria", "", "Criteria (*.toml)")
        if name:
            self.take_reference(Path(name))

    def take_reference(self, path: Path) -> None:
        """Check a file of criteria and take it as one step."""
        from cxworkbench import own_reference

        session = self.handed.plan
        day = session.plan.judged_as_of(session.today())
        try:
            text = path.read_text(encoding="utf-8")
            with session.change(f"Take the criteria of {path.name}") as change:
                at = own_reference.moment(session.plan, session.now(), day)
                own_reference.take(change, session.plan, text, at=at, file=path.name)
        except (OSError, UnicodeDecodeError) as error:
            self.handed.show_trouble(
                UserError(
                    f"the file can't be read ({error})",
                    where=path.name,
                    kept="the reference in force before stays in force",
                    to_do="see that it is there and is UTF-8 text",
                )
            )
        except UserError as error:
            self.handed.show_trouble(error)
        else:
            self.handed.say(f"The plan is judged by the criteria of {path.name} from now on.")

    def show_views(self, assessment: Assessment, _pilot_state: PilotState | None) -> None:
        """Show the programme."""
        self.settings.show_record(assessment.plan.programme)
        self.weekdays.show_programme(assessment.plan.programme)
        self.take.setEnabled(self.handed.plan.can_edit)
        if self.take.parent() is None:
            self.add_to_head(self.take)
