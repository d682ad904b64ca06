"""What is shown while a large plan is judged for the first time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from ui.widgets.label import Label

if TYPE_CHECKING:
    from ui.theme import Theme


class JudgingPage(QWidget):
    """How many pilots are judged, of how many. The window's commands stay usable meanwhile."""

    def __init__(self, theme: Theme, pilots: int) -> None:
        super().__init__()
        self.text = Label(theme, "", "body", "ink2")
        self.bar = QProgressBar()
        self.bar.setRange(0, pilots)
        self.bar.setTextVisible(False)
        self.bar.setFixedSize(theme.px(320), theme.px(6))
        self.bar.setAccessibleName("Pilots judged")
        column = QVBoxLayout(self)
        column.setSpacing(theme.px(8))
        column.addStretch(1)
        for part in (self.text, self.bar):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)

    def show_done(self, done: int) -> None:
        """So many pilots are judged."""
        self.bar.setValue(done)
        self.text.setText(f"Judging the plan: {done} of {self.bar.maximum()} pilots")
