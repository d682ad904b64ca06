"""Governance: who answers for what, which controls run, what went wrong, which outputs people checked."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from cxworkbench import governance
from cxworkbench.governance_summary import coverage, finding, samples
from db.errors import UserError
from db.models import Accountability, Control, ControlRun, Incident, OutputSample, Person
from ui.sections.governance_grid import QuestionGrid
from ui.sections.governance_lists import ControlList, IncidentList, SampleList
from ui.sections.naming_people import NamePeople
from ui.sections.records_page import Part, RecordsPage, View
from ui.widgets.beside import Beside
from ui.widgets.buttons import Button
from ui.widgets.panel import Panel
from ui.widgets.rows import take_focus

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment, PilotState
    from cxworkbench.governance import Answer, Question

_ROLES = (("accountable", "Accountable"), ("deputy", "Deputy"))


class GovernancePage(RecordsPage):
    """A pilot's seven questions, controls, incidents and output samples.

    Attributes:
        grid: the seven questions across the pilots.
        controls, incidents, samples: the pilot's, each line of which opens its record.
        finding: what is wrong, in one sentence.
        name_next: names somebody for the first question of the pilot that has nobody.
    """

    TITLE = "Governance"
    CONDITION = "governance_in_place"
    PARTS = (
        Part(Accountability, text="Accountability"),
        Part(Control),
        Part(ControlRun, text="Control runs"),
        Part(Incident),
        Part(OutputSample),
    )

    def make_views(self) -> Sequence[View]:
        """One view: grid and controls, incidents and samples beside them."""
        theme = self.theme
        self.view = Beside(theme, parent=self.stack)
        self.finding = self.view.finding
        self._who = Panel(theme, "Who is accountable")
        self.grid = QuestionGrid(theme)
        self.grid.asked.connect(self._ask)
        self._who.body.addWidget(self.grid)
        self.name_next = Button(theme, "Name somebody", self._name_next, kind="small")
        self._who.add_to_head(self.name_next)
        self.view.main.addWidget(self._who)
        self.controls = ControlList(self.handed)
        self.view.main.addWidget(self.controls)
        self.incidents = IncidentList(self.handed, self._log_incident)
        self.samples = SampleList(self.handed)
        self.view.side.addWidget(self.incidents)
        self.view.side.addWidget(self.samples)
        self.beginners = (self.add, self.incidents.log)
        return [View("state", "At a glance", self.view)]

    def show_views(self, assessment: Assessment, pilot_state: PilotState | None) -> None:
        """Show who answers, what runs and what went wrong."""
        if pilot_state is None:
            return
        plan, as_of, pilot = assessment.plan, assessment.as_of, pilot_state.pilot
        found = governance.questions(plan, as_of)
        controls = governance.controls(plan, pilot, as_of)
        incidents = governance.incidents(plan, pilot, as_of)
        own = coverage(found, pilot.id)
        self.finding.setText(f"{finding(own, controls, incidents)}.")
        self._found = found
        self._who.show_title("Who is accountable", coverage(found).words)
        self.name_next.setVisible(bool(own.missing) and self.handed.plan.can_edit)
        self.grid.show_questions(found, pilot.id, as_of)
        self.controls.show_controls(pilot.name, controls, as_of)
        self.incidents.show_incidents(incidents, as_of)
        self.samples.show_samples(plan, samples(plan, pilot, as_of), as_of)

    # ------------------------------------------------------------------------------------- naming people

    def _name_next(self) -> None:
        """Name somebody for the first question that has nobody."""
        for question in self._found:
            for answer in question.answers:
                if answer.pilot.id == self.pilot_id and answer.state == "missing":
                    self._ask(question, answer)
                    return

    def _ask(self, question: Question, answer: Answer) -> None:
        """Name who answers beside the cell; where nothing can be changed, open the record."""
        opened = None if answer.ref is None else partial(self.handed.go_to, answer.ref)
        if not self.handed.plan.can_edit:
            if opened is not None:
                opened()
            return
        plan = self.handed.plan.plan
        row = plan.get(Accountability, answer.ref.id if answer.ref is not None else None)
        people = sorted(((one.id, one.name) for one in plan.all(Person)), key=lambda one: one[1].casefold())
        cell = self.grid.cells[question.id, answer.pilot.id]
        held = [(field, word, None if row is None else row.value(field)) for field, word in _ROLES]
        self.naming = NamePeople(
            self.theme,
            f"{question.subject}, {answer.pilot.name}",
            question.text,
            people,
            held,
            partial(self._name, question, answer),
            opened,
            self,
        )
        if answer.state == "named" and not answer.deputy:
            self.naming.roles.choose("deputy")
        self.view.reveal(cell)
        self.naming.show_beside(cell)

    def _name(self, question: Question, answer: Answer, field: str, person: str | None) -> None:
        """Write a name, as one step."""
        plan = self.handed.plan
        try:
            with plan.change(f"Name who answers: {question.subject}, {answer.pilot.name}") as change:
                if answer.ref is not None:
                    change.set(Accountability, answer.ref.id, **{field: person})
                else:
                    made = change.add(Accountability(pilot=answer.pilot, question=question.id))
                    change.set(made, **{field: person})
        except UserError as error:
            self.handed.show_trouble(error)
            return
        cell = self.grid.cells.get((question.id, answer.pilot.id))
        if cell is not None:
            take_focus(cell)

    def _log_incident(self) -> None:
        """Begin a new incident."""
        self.show_part("incident")
        self.tables["incident"].add()
