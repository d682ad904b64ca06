"""The decision on a gate as it is drafted: choice, who, conditions, reason; recorded when nothing is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from cxworkbench import gate_decision
from cxworkbench.gate_decision import CHOICES, PASS, Asked, Draft
from db.errors import UserError
from db.models import Person
from db.models.pilots import GATES
from ui.forms.typed_days import day_in
from ui.widgets.buttons import Button
from ui.widgets.choice import Choice
from ui.widgets.label import Label
from ui.widgets.panel import Panel
from ui.widgets.segments import Segments

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment, PilotState
    from cxworkbench.gate_page import GatePage
    from cxworkbench.recommendation import Recommendation
    from ui.sections.page import Handed


DRAFT_TITLE = ("Record decision", "draft, nothing is recorded yet")


@dataclass
class _Line:
    """A condition's own fields, and the criteria that it covers."""

    holder: QWidget
    text: QLineEdit
    owner: Choice
    due: QLineEdit
    covers: tuple[str, ...]


class GateDraft(Panel):
    """The draft of one gate; nothing of it is in the plan before it is recorded.

    Attributes:
        lines: the conditions.
        take: records the decision, where nothing is missing.
        missing: what is missing, in a few words.
    """

    def __init__(self, handed: Handed, parent: QWidget | None = None) -> None:
        theme, px = handed.theme, handed.theme.px
        super().__init__(theme, *DRAFT_TITLE, parent)
        self._handed = handed
        self._assessment: Assessment | None = None
        self._state: PilotState | None = None
        self._page: GatePage | None = None
        self._advice: Recommendation | None = None
        self._people: list[tuple[str, str]] = []
        self._shown = ("", "")
        self.lines: list[_Line] = []
        inside = QVBoxLayout()
        inside.setContentsMargins(px(13), 0, px(13), px(12))
        inside.setSpacing(px(4))
        self.body.addLayout(inside)
        self.choice = Segments(theme, "Decision", list(CHOICES.items()), PASS, self)
        self.choice.chosen.connect(lambda _: self._renew())
        inside.addWidget(self.choice)
        self.warning = Label(theme, "", "small", "risk", wrap=True, parent=self)
        inside.addWidget(self.warning)
        people = QHBoxLayout()
        people.setSpacing(px(10))
        self.decided_by, self.second_reader = Choice(theme, self), Choice(theme, self)
        for title, field in (("Decided by", self.decided_by), ("Second reader", self.second_reader)):
            column = QVBoxLayout()
            column.setSpacing(px(2))
            label = Label(theme, title, "small", weight=600, parent=self)
            label.setBuddy(field)
            field.setAccessibleName(title)
            field.currentIndexChanged.connect(lambda _: self._renew())
            column.addWidget(label)
            column.addWidget(field)
            people.addLayout(column, 1)
        inside.addLayout(people)
        head = QHBoxLayout()
        head.setContentsMargins(0, px(6), 0, 0)
        head.addWidget(Label(theme, "Conditions", "small", weight=600, parent=self), 1)
        self.add = Button(theme, "Add condition", self.add_condition, kind="small", icon="plus", parent=self)
        head.addWidget(self.add)
        inside.addLayout(head)
        self._conditions = QVBoxLayout()
        self._conditions.setSpacing(px(6))
        inside.addLayout(self._conditions)
        label = Label(theme, "Reason", "small", weight=600, parent=self)
        self.reason = QPlainTextEdit(self)
        self.reason.setAccessibleName("Reason")
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(px(56))
        self.reason.textChanged.connect(self._renew)
        label.setBuddy(self.reason)
        inside.addWidget(label)
        inside.addWidget(self.reason)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, px(6), 0, 0)
        foot.setSpacing(px(10))
        self.take = Button(theme, "Record decision", self.record, parent=self)
        self.missing = Label(theme, "", "small", "ink3", wrap=True, parent=self)
        foot.addWidget(self.take)
        foot.addWidget(self.missing, 1)
        inside.addLayout(foot)

    # ------------------------------------------------------------------------------------------- showing

    def show_gate(
        self, assessment: Assessment, state: PilotState, page: GatePage | None, advice: Recommendation | None
    ) -> None:
        """Show the draft of a gate; what was typed for it stays while the plan is judged anew."""
        shown = (state.pilot.id, page.gate.gate.id if page is not None else "")
        self._assessment, self._state, self._page, self._advice = assessment, state, page, advice
        people = [(one.id, one.name) for one in assessment.plan.all(Person)]
        if people != self._people:
            self._people = people
            for field in (self.decided_by, self.second_reader, *(line.owner for line in self.lines)):
                self._offer(field)
        if shown != self._shown:
            self._shown = shown
            self._clear()
        self.setEnabled(self._handed.plan.can_edit and page is not None)
        self._renew()

    def draft(self) -> Draft:
        """What is drafted now."""
        conditions = []
        for line in self.lines:
            due, _ = day_in(self._handed.plan, line.due.text())
            conditions.append(Asked(line.text.text(), line.owner.currentData() or None, due, line.covers))
        return Draft(
            self.choice.value,
            self.decided_by.currentData() or None,
            self.second_reader.currentData() or None,
            self.reason.toPlainText(),
            tuple(conditions) if self.choice.value == PASS else (),
        )

    def add_condition(self) -> None:
        """Add a condition: for the first unmet criterion that needs one, else an empty one."""
        page = self._page
        if page is None:
            return
        needs = [one for one in gate_decision.uncovered(page, self.draft()) if one.needs == "condition"]
        taken = {id for line in self.lines for id in line.covers}
        need = next((one for one in needs if one.criterion not in taken), None)
        theme, px = self._handed.theme, self._handed.theme.px
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(3))
        number = len(self.lines) + 1
        text, owner, due = QLineEdit(need.text if need is not None else ""), Choice(theme), QLineEdit()
        text.setAccessibleName(f"Condition {number}")
        text.setPlaceholderText("What must be done")
        owner.setAccessibleName(f"Owner of condition {number}")
        due.setAccessibleName(f"Due date of condition {number}")
        due.setPlaceholderText("by, 20 Mar 2026")
        self._offer(owner)
        column.addWidget(text)
        row = QHBoxLayout()
        row.setSpacing(px(6))
        row.addWidget(owner, 3)
        row.addWidget(due, 2)
        line = _Line(holder, text, owner, due, (need.criterion,) if need is not None else ())
        drop = Button(theme, "", lambda: self._drop(line), kind="flat", icon="x")
        drop.setAccessibleName(f"Remove condition {number}")
        row.addWidget(drop)
        column.addLayout(row)
        self.lines.append(line)
        self._conditions.addWidget(holder)
        text.textChanged.connect(lambda _: self._renew())
        due.textChanged.connect(lambda _: self._renew())
        owner.currentIndexChanged.connect(lambda _: self._renew())
        text.setFocus()
        self._renew()

    def record(self) -> None:
        """Record the decision as one step, with what follows from it."""
        page, state, assessment = self._page, self._state, self._assessment
        if page is None or state is None or assessment is None:
            return
        draft, session = self.draft(), self._handed.plan
        name = GATES[page.gate.gate.kind_]
        try:
            with session.change(f"{CHOICES[draft.choice]} {name}, {state.pilot.name}") as change:
                gate_decision.record(
                    change, session.plan, state.pilot, page, draft, self._advice, assessment.as_of
                )
        except UserError as error:
            self._handed.show_trouble(error)
            return
        self._clear()
        self._handed.say(f"{name}: recorded.")

    # -------------------------------------------------------------------------------------------- inside

    def _offer(self, field: Choice) -> None:
        held = field.currentData()
        field.blockSignals(True)
        field.clear()
        field.addItem("Nobody named", "")
        for id, name in self._people:
            field.addItem(name, id)
        field.setCurrentIndex(max(field.findData(held), 0))
        field.blockSignals(False)

    def _clear(self) -> None:
        for line in list(self.lines):
            self._drop(line)
        self.reason.clear()
        for field in (self.decided_by, self.second_reader):
            field.setCurrentIndex(0)

    def _drop(self, line: _Line) -> None:
        self.lines.remove(line)
        line.holder.hide()
        line.holder.deleteLater()
        self._renew()

    def _renew(self) -> None:
        page = self._page
        if page is None:
            return
        draft = self.draft()
        against = gate_decision.is_against(draft, page, self._advice)
        self.warning.setText(
            "This goes against the recommendation. It is kept as an override and judged at the next review."
            if against
            else ""
        )
        self.warning.setVisible(against)
        self.second_reader.setEnabled(against)
        self.add.setVisible(draft.choice == PASS)
        for line in self.lines:
            line.holder.setVisible(draft.choice == PASS)
        lacks = gate_decision.lacking(page, draft, self._advice)
        self.take.setEnabled(not lacks)
        self.missing.setText(lacks)
