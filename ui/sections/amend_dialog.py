"""Amend a frozen value: what, to what, why, by which decision; what the verdict would be is said before."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from cxworkbench import frameworks
from cxworkbench.grid.columns import Column, columns_of
from cxworkbench.grid.reading import Reader
from cxworkbench.grid.words import Words
from cxworkbench.metric_states import judge
from cxworkbench.naming import code_of
from db.errors import FieldError, UserError
from db.models import Decision, DecisionRule, Metric, Person
from ui.widgets.buttons import Button
from ui.widgets.choice import Choice
from ui.widgets.label import Label

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment, PilotState
    from ui.sections.page import Handed


class AmendDialog(QDialog):
    """Ctrl+Enter amends, Esc keeps what is frozen."""

    def __init__(
        self,
        handed: Handed,
        assessment: Assessment,
        state: PilotState,
        chosen: tuple[str, str] | None,
        parent: QWidget,
        *,
        typed: str = "",
    ) -> None:
        """Ask about a frozen value.

        Args:
            handed: what every page is handed.
            assessment: the plan as it was judged.
            state: the pilot whose framework it is.
            chosen: id of the record and name of the field to begin with; None for the success threshold.
            parent: what it stands before.
            typed: the beginning of the new value, where somebody typed over the frozen one.
        """
        super().__init__(parent)
        theme, px = handed.theme, handed.theme.px
        self._handed, self._assessment, self._state = handed, assessment, state
        plan = assessment.plan
        self._words = Words(plan)
        self._reader = Reader(self._words, assessment.as_of)
        self.setWindowTitle("Amend a frozen value")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(16), px(24), px(16))
        column.setSpacing(px(4))
        column.addWidget(Label(theme, "Amend a frozen value", "section"))
        self.said = Label(theme, "", "small", "ink2", wrap=True)
        self.said.setMinimumWidth(px(430))
        column.addWidget(self.said)
        self._places = self._frozen_places()
        self.what, self.value = Choice(theme), QLineEdit()
        self.reason = QPlainTextEdit()
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(px(64))
        self.decision, self.asked_by, self.agreed_by = Choice(theme), Choice(theme), Choice(theme)
        for place, (record, one) in enumerate(self._places):
            self.what.addItem(f"{_name(record)}: {one.label}", place)
            if chosen == (record.id, one.name) or (chosen is None and place == self._first()):
                self.what.setCurrentIndex(place)
        _offer(self.decision, [(code_of(one), one) for one in plan.all(Decision) if one.date is not None])
        people = [(one.name, one) for one in plan.all(Person)]
        _offer(self.asked_by, people)
        _offer(self.agreed_by, people)
        # Two beside each other, so that larger text fits a small screen too.
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(14))
        grid.setVerticalSpacing(px(4))
        for title, field, row, at, wide in (
            ("What", self.what, 0, 0, 2),
            ("New value", self.value, 2, 0, 1),
            ("Decision", self.decision, 2, 1, 1),
            ("Reason", self.reason, 4, 0, 2),
            ("Asked by", self.asked_by, 6, 0, 1),
            ("Agreed by", self.agreed_by, 6, 1, 1),
        ):
            label = Label(theme, title, "small", weight=600)
            label.setContentsMargins(0, px(6), 0, 0)
            label.setBuddy(field)
            field.setAccessibleName(title)
            grid.addWidget(label, row, at, 1, wide)
            grid.addWidget(field, row + 1, at, 1, wide)
        for at in (0, 1):
            grid.setColumnStretch(at, 1)
        column.addLayout(grid)
        for before, after in pairwise(
            (self.what, self.value, self.reason, self.decision, self.asked_by, self.agreed_by)
        ):
            self.setTabOrder(before, after)
        self.message = Label(theme, "", "small", "fail", wrap=True)
        column.addWidget(self.message)
        foot = QHBoxLayout()
        foot.addStretch(1)
        self.keep = Button(theme, "Keep what is frozen", self.reject, keys="Esc")
        self.take = Button(theme, "Amend", self.amend, kind="primary")
        self.take.setDefault(True)
        foot.addWidget(self.keep)
        foot.addWidget(self.take)
        column.addLayout(foot)
        self.what.currentIndexChanged.connect(lambda _: self._begin())
        self.value.textEdited.connect(lambda _: self._say())
        self._begin()
        self.value.setFocus()
        if typed:
            self.value.setText(typed)
            self._say()
            # What was typed goes on where it was begun: showing the dialog would select it.
            QTimer.singleShot(0, self.value, lambda: self.value.end(False))

    def amend(self) -> None:
        """Write the amendment with its value as one step, or say what is missing."""
        record, column = self._places[self.what.currentIndex()]
        session = self._handed.plan
        try:
            value = self._reader.read(column, self.value.text(), record)
            with session.change(f"Amend {_name(record)}, {column.label}") as change:
                frameworks.amend(
                    change,
                    session.plan,
                    record,
                    column.name,
                    value,
                    reason=self.reason.toPlainText(),
                    on=self._assessment.as_of,
                    decision=self.decision.currentData() or None,
                    asked_by=self.asked_by.currentData() or None,
                    agreed_by=self.agreed_by.currentData() or None,
                )
        except FieldError as error:
            self.message.setText(f"{error.what[:1].upper()}{error.what[1:]}: {error.to_do}.")
            return
        except UserError as error:
            self._handed.show_trouble(error)
            self.reject()
            return
        self.accept()

    def _frozen_places(self) -> list[tuple[Metric | DecisionRule, Column]]:
        plan, pilot = self._assessment.plan, self._state.pilot
        records: list[Metric | DecisionRule] = [
            *plan.of_pilot(Metric, pilot),
            *plan.of_pilot(DecisionRule, pilot),
        ]
        return [
            (record, column)
            for record in records
            for column in columns_of(plan, type(record))
            if frameworks.is_frozen_field(plan, record, column.name)
        ]

    def _first(self) -> int:
        """The value that is asked about most: the success threshold of the first metric that has one."""
        names = [one.name for _, one in self._places]
        return names.index("success_threshold") if "success_threshold" in names else 0

    def _begin(self) -> None:
        """Show the value that is frozen."""
        record, column = self._places[self.what.currentIndex()]
        self.value.setText(self._words.editable(column, record))
        self.value.selectAll()
        self._say()

    def _say(self) -> None:
        """What would change, and what the verdict would be."""
        self.message.setText("")
        record, column = self._places[self.what.currentIndex()]
        plan, pilot = self._assessment.plan, self._state.pilot
        frozen = frameworks.in_force(plan, pilot, self._assessment.as_of)
        since = self._words.text(column, record) or "nothing"
        text = f"{column.label} of {_name(record)}, now {since}. The amendment is marked on every page and paper."
        if frozen is None:
            return
        if isinstance(record, Metric):
            try:
                value = self._reader.read(column, self.value.text(), record)
                checked = record.fields[column.name].checked(value)
            except FieldError:
                self.said.setText(text)
                return
            now = next((one for one in self._state.metrics if one.metric.id == record.id), None)
            if now is not None and checked != record.value(column.name):
                then = judge(
                    plan, pilot, record.with_values(**{column.name: checked}), self._assessment.as_of
                )
                word = "stay" if then.state == now.state else "become"
                text += f" Verdict would {word} {then.word}."
        self.said.setText(text)


def _name(record: Any) -> str:
    return record.name if isinstance(record, Metric) else "Decision rule"


def _offer(field: Choice, records: list[tuple[str, Any]]) -> None:
    field.addItem("Nobody yet" if records and isinstance(records[0][1], Person) else "None yet", "")
    for text, record in records:
        field.addItem(text, record.id)
