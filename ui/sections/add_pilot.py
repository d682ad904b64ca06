"""Add a pilot: its name, what the AI does, and when it is to go live; the rest comes from the reference data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout

from cxworkbench.plan import Ref
from db.errors import UserError
from ui.forms.typed_days import day_in
from ui.widgets.buttons import Button
from ui.widgets.choice import Choice
from ui.widgets.label import Label

if TYPE_CHECKING:
    from ui.main_window import MainWindow


class AddPilotDialog(QDialog):
    """Three fields; Enter adds, Esc goes back."""

    def __init__(self, window: MainWindow) -> None:
        from cxworkbench.new_plan import deployment_types

        super().__init__(window)
        theme = window.theme
        self._window = window
        self.setWindowTitle("Add pilot")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        column = QVBoxLayout(self)
        margin = theme.px(24)
        column.setContentsMargins(margin, theme.px(16), margin, theme.px(16))
        column.setSpacing(theme.px(4))
        column.addWidget(Label(theme, "Add pilot", "section"))
        said = "Its metrics, milestones, gates, questions and controls are filled in from what the AI does."
        text = Label(theme, said, "small", "ink2", wrap=True)
        text.setMinimumWidth(theme.px(360))
        column.addWidget(text)
        self.name = QLineEdit()
        self.deployment = Choice(theme)
        self.deployment.addItem("Choose later", "")
        for id, name in deployment_types().items():
            self.deployment.addItem(name, id)
        self.go_live = QLineEdit()
        self.go_live.setPlaceholderText("27 Apr 2026, or empty while it is open")
        for title, field in (
            ("Name", self.name),
            ("What the AI does", self.deployment),
            ("Go-live", self.go_live),
        ):
            label = Label(theme, title, "small", weight=600)
            label.setContentsMargins(0, theme.px(8), 0, 0)
            label.setBuddy(field)
            field.setAccessibleName(title)
            column.addWidget(label)
            column.addWidget(field)
        self.message = Label(theme, "", "small", "fail", wrap=True)
        column.addWidget(self.message)
        row = QHBoxLayout()
        row.setContentsMargins(0, theme.px(8), 0, 0)
        row.addStretch(1)
        row.addWidget(Button(theme, "Cancel", self.reject))
        self.take = Button(theme, "Add pilot", self.add, kind="primary")
        self.take.setDefault(True)
        row.addWidget(self.take)
        column.addLayout(row)
        self.name.setFocus(Qt.FocusReason.PopupFocusReason)

    def add(self) -> None:
        """Add the pilot as one step, and show its objective; or say what is missing."""
        from cxworkbench.new_plan import add_pilot, deployment_entry

        name = " ".join(self.name.text().split())
        session = self._window.plan
        assert session is not None
        day, complaint = day_in(session, self.go_live.text())
        if not name or complaint:
            self.message.setText(complaint or "Name the pilot.")
            return
        place = 1 + max((one.position or 0 for one in session.plan.pilots), default=0)
        entry = deployment_entry(str(self.deployment.currentData() or ""))
        try:
            with session.change(f"Add the pilot {name}") as change:
                made = add_pilot(change, name, entry, day, position=place)
        except UserError as error:
            self.message.setText(f"{error.what}: {error.kept}, {error.to_do}.")
            return
        self.accept()
        self._window.go_to(Ref("pilot", made.id))


def open_add_pilot(window: MainWindow) -> AddPilotDialog:
    """Ask for a new pilot."""
    dialog = AddPilotDialog(window)
    dialog.open()
    return dialog
