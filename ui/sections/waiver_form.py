"""Asking for a waiver: who lets what pass, why, who read it, until when. It becomes one step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout

from cxworkbench import formats
from cxworkbench.signing import GATE
from db.errors import UserError
from db.models import Person, Waiver
from ui.forms.editors import NOTHING
from ui.forms.typed_days import day_in
from ui.widgets.buttons import Button
from ui.widgets.choice import Choice
from ui.widgets.label import Label
from ui.widgets.panel import Panel

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from cxworkbench.plan import Plan
    from db.models import Tool
    from ui.sections.page import Handed

#: How long a waiver lasts unless somebody says otherwise: until the next review or so.
_LASTS = timedelta(days=28)


class WaiverForm(Panel):
    """Four fields; Enter adds the waiver, Esc closes the form.

    Attributes:
        reason, given_by, second_reader, until: the fields.
        take: adds the waiver.
        message: what is missing.
    """

    def __init__(self, handed: Handed, added: Callable[[str], object]) -> None:
        super().__init__(handed.theme, "Add waiver")
        self._handed, self._added = handed, added
        self.pilot_id = ""
        self._tool: Tool | None = None
        self._as_of = date.min
        theme, px = handed.theme, handed.theme.px
        column = QVBoxLayout()
        column.setContentsMargins(px(13), 0, px(13), px(12))
        column.setSpacing(px(4))
        self.reason, self.until = QLineEdit(), QLineEdit()
        self.given_by, self.second_reader = Choice(theme), Choice(theme)
        fields: tuple[tuple[str, QWidget], ...] = (
            ("Reason", self.reason),
            ("Given by", self.given_by),
            ("Second reader", self.second_reader),
            ("Until, the last day", self.until),
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(10))
        grid.setVerticalSpacing(px(3))
        for place, (title, field) in enumerate(fields):
            label = Label(theme, title, "small", weight=600)
            label.setBuddy(field)
            field.setAccessibleName(title)
            grid.addWidget(label, 2 * place, 0)
            grid.addWidget(field, 2 * place + 1, 0)
        self.reason.returnPressed.connect(self.add)
        self.until.returnPressed.connect(self.add)
        column.addLayout(grid)
        self.message = Label(theme, "", "small", "fail", wrap=True)
        column.addWidget(self.message)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        self.take = Button(theme, "Add waiver", self.add, kind="small")
        row.addWidget(self.take)
        row.addWidget(Button(theme, "Cancel", self.hide, kind="small"))
        row.addStretch()
        column.addLayout(row)
        self.body.addLayout(column)

    def ask(self, plan: Plan, pilot_id: str, tool: Tool, as_of: date) -> None:
        """Ask for a waiver of the buying gate of an option."""
        self.pilot_id, self._tool, self._as_of = pilot_id, tool, as_of
        self.show_title(f"Waiver for {tool.name}")
        people = sorted(((one.id, one.name) for one in plan.all(Person)), key=lambda one: one[1].casefold())
        for field in (self.given_by, self.second_reader):
            field.clear()
            field.addItem(NOTHING, "")
            for id, name in people:
                field.addItem(name, id)
        self.reason.clear()
        self.until.setText(formats.day(as_of + _LASTS))
        self._say("")
        self.show()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def add(self) -> None:
        """Add the waiver as one step, or say what is missing."""
        if self._tool is None:
            return
        reason, (last, complaint) = (
            " ".join(self.reason.text().split()),
            day_in(self._handed.plan, self.until.text()),
        )
        given, second = str(self.given_by.currentData() or ""), str(self.second_reader.currentData() or "")
        if not reason:
            complaint = "Say why it may pass."
        elif not given or not second:
            complaint = "Name who gives it and who read it as the second."
        elif given == second:
            complaint = "The second reader is another person."
        elif not complaint and (last is None or last < self._as_of):
            complaint = "Say until when it lasts: today or later."
        self._say(complaint)
        if complaint or last is None:
            return
        try:
            with self._handed.plan.change(f"Add a waiver for {self._tool.name}") as change:
                made = change.add(
                    Waiver(
                        pilot=self.pilot_id,
                        record=self._tool,
                        criteria=(GATE,),
                        reason=reason,
                        given_by=given,
                        second_reader=second,
                        from_=self._as_of,
                        until=last + timedelta(days=1),
                    )
                )
        except UserError as error:
            self._say(f"{error.what}. {error.to_do}".strip())
            return
        self.hide()
        self._added(made.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the form."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _say(self, text: str) -> None:
        self.message.setText(text)
        self.message.setVisible(bool(text))
