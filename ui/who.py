"""Who works here: asked once, and it stands in the journal and in locks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout

from ui.widgets.buttons import Button
from ui.widgets.label import Label

if TYPE_CHECKING:
    from ui.main_window import MainWindow

#: A name is no longer than a person's can be; the journal keeps it with every step.
_LONGEST = 120


class WhoDialog(QDialog):
    """Asks for the name; Enter takes it, Esc leaves what was."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        theme = window.theme
        self._window = window
        self.setWindowTitle("Who am I")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        column = QVBoxLayout(self)
        margin = theme.px(24)
        column.setContentsMargins(margin, theme.px(16), margin, theme.px(16))
        column.setSpacing(theme.px(8))
        column.addWidget(Label(theme, "Who am I", "section"))
        said = "Your name stands with every change in the journal, and tells others who has a plan open."
        text = Label(theme, said, "small", "ink2", wrap=True)
        text.setMinimumWidth(theme.px(360))
        column.addWidget(text)
        self.name = QLineEdit(window.settings.who)
        self.name.setAccessibleName("Your name")
        self.name.setMaxLength(_LONGEST)
        self.name.selectAll()
        self.name.textChanged.connect(lambda _: self._renew())
        column.addWidget(self.name)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(Button(theme, "Leave as it is", self.reject))
        self.take = Button(theme, "Use this name", self._take, kind="primary")
        self.take.setDefault(True)
        row.addWidget(self.take)
        column.addLayout(row)
        self._renew()

    def _name(self) -> str:
        return " ".join(self.name.text().split())

    def _renew(self) -> None:
        self.take.setEnabled(bool(self._name()))

    def _take(self) -> None:
        self._window.settings.who = self._name()
        if self._window.plan is not None:
            self._window.plan.user = self._name()
        self._window.banners.take_away("who")
        self.accept()
        self._window.say(f"Changes stand in the journal under {self._name()}.")


def open_who(window: MainWindow) -> WhoDialog:
    """Ask who works here."""
    dialog = WhoDialog(window)
    dialog.open()
    return dialog
