"""What is under way on a page: a thin bar, what is being done, and Cancel; what was there stays usable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from ui.widgets.buttons import Button
from ui.widgets.label import ElidedLabel

if TYPE_CHECKING:
    from ui.theme import Theme

#: Nothing is shown of what takes less.
SHOWN_AFTER_MS = 300


class UnderWay(QWidget):
    """Shown while something is under way for longer than a moment. ``cancelled`` tells that Cancel was pressed."""

    cancelled = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.px(4))
        column.setSpacing(theme.px(2))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName("Progress")
        column.addWidget(self.bar)
        row = QHBoxLayout()
        self.text = ElidedLabel(theme, "", "small", "ink2")
        row.addWidget(self.text, 1)
        row.addWidget(Button(theme, "Cancel", self.cancelled.emit, kind="small"))
        column.addLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(SHOWN_AFTER_MS)
        self._wait.timeout.connect(self.show)
        self.hide()

    def begin(self, text: str) -> None:
        """Something is under way from now on."""
        self.text.show_text(text)
        if not self.isVisible():
            self._wait.start()

    def show_text(self, text: str) -> None:
        """Say how far it is."""
        self.text.show_text(text)

    def end(self) -> None:
        """Nothing is under way any more."""
        self._wait.stop()
        self.hide()
