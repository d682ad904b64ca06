"""Close the breach of a guardrail: from which day it is over, who says so, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from cxworkbench import formats
from cxworkbench.breaches import close_breach
from cxworkbench.naming import code_of
from db.errors import FieldError, UserError
from db.models import Decision, Person
from ui.forms.editors import NOTHING
from ui.forms.typed_days import day_in
from ui.widgets.buttons import Button
from ui.widgets.choice import Choice
from ui.widgets.label import Label

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment
    from cxworkbench.judged_metric import MetricState
    from ui.sections.page import Handed


class ClosureDialog(QDialog):
    """Enter in a line closes the breach, Esc leaves it open."""

    def __init__(self, handed: Handed, assessment: Assessment, state: MetricState, parent: QWidget) -> None:
        """Ask about the breach that a metric shows."""
        super().__init__(parent)
        theme, px, plan = handed.theme, handed.theme.px, assessment.plan
        self._handed, self._assessment, self._metric = handed, assessment, state.metric
        breached = state.guardrail.breached_on if state.guardrail is not None else None
        assert breached is not None, "only a breach is closed"
        self._breached = breached
        self.setWindowTitle("Close the breach")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(16), px(24), px(16))
        column.setSpacing(px(4))
        column.addWidget(Label(theme, f"Close the breach of {state.metric.name}", "section", wrap=True))
        said = Label(
            theme,
            f"Breached {formats.day(breached)}. Only weeks after the day of its closure count towards a new breach; "
            "those before stay in the chart. The closure is kept with name and reason.",
            "small",
            "ink2",
            wrap=True,
        )
        said.setMinimumWidth(px(430))
        column.addWidget(said)
        self.closed_on, self.by, self.reason = QLineEdit(), Choice(theme), QPlainTextEdit()
        self.closed_on.setText(formats.day(assessment.as_of))
        self.by.addItem(NOTHING, "")
        for one in sorted(plan.all(Person), key=lambda one: one.name.casefold()):
            self.by.addItem(one.name, one.id)
        own = self.by.findText(handed.plan.user)
        self.by.setCurrentIndex(max(own, 0))
        self.decision = Choice(theme)
        self.decision.addItem("None", "")
        for taken in plan.all(Decision):
            if taken.date is not None:
                self.decision.addItem(f"{code_of(taken)}, {taken.question or ''}".strip(", "), taken.id)
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(px(64))
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(14))
        grid.setVerticalSpacing(px(4))
        for title, field, row, at, wide in (
            ("Closed on, the last day that belongs to it", self.closed_on, 0, 0, 1),
            ("Closed by", self.by, 0, 1, 1),
            ("Reason", self.reason, 2, 0, 2),
            ("Decision", self.decision, 4, 0, 2),
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
        self.message = Label(theme, "", "small", "fail", wrap=True)
        column.addWidget(self.message)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(Button(theme, "Leave it open", self.reject, keys="Esc"))
        self.take = Button(theme, "Close the breach", self.close_it, kind="primary")
        self.take.setDefault(True)
        foot.addWidget(self.take)
        column.addLayout(foot)
        self.reason.setFocus()

    def close_it(self) -> None:
        """Write the closure as one step, or say what is missing."""
        day, complaint = day_in(self._handed.plan, self.closed_on.text())
        if complaint:
            self.message.setText(complaint)
            return
        try:
            with self._handed.plan.change(f"Close the breach of {self._metric.name}") as change:
                close_breach(
                    change,
                    self._metric,
                    self._breached,
                    closed_on=day,
                    by=self.by.currentData() or None,
                    reason=self.reason.toPlainText(),
                    as_of=self._assessment.as_of,
                    decision=self.decision.currentData() or None,
                )
        except FieldError as error:
            self.message.setText(f"{error.what[:1].upper()}{error.what[1:]}: {error.to_do}.")
            return
        except UserError as error:
            self._handed.show_trouble(error)
            self.reject()
            return
        self._handed.say(f"The breach of {self._metric.name} is closed. Undo: Ctrl+Z")
        self.accept()
