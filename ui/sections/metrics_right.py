"""The right column of the Metrics page: why, and thresholds; it scrolls where the window is lower than they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ui.sections.metrics_thresholds import ThresholdsPanel
from ui.sections.metrics_verdict import VerdictPanel

if TYPE_CHECKING:
    from ui.sections.page import Handed
    from ui.theme import Theme

#: Width of the panels.
ASIDE = 312
#: In narrow windows, or with large text, they take this share of the page.
NARROW_ASIDE = 0.36
_BAR = 12


class RightColumn(QScrollArea):
    """Holds both panels, and says what comes next and all in one sentence as far as there is room."""

    def __init__(self, theme: Theme, handed: Handed, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        inside = QWidget(self)
        self.setWidget(inside)
        self.verdict = VerdictPanel(theme, inside)
        self.thresholds = ThresholdsPanel(theme, handed.plan, handed.show_trouble, inside)
        self._panels = QVBoxLayout(inside)
        self._panels.setContentsMargins(0, 0, 0, 0)
        self._panels.setSpacing(theme.px(12))
        self._panels.addWidget(self.verdict, 1)
        self._panels.addWidget(self.thresholds)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        self.thresholds.said.connect(self._show_message)

    def fit(self) -> None:
        """Show what comes next, and all in one sentence, as far as there is room."""
        width = self.width()
        room = self.height() - self._panels.spacing() - self.thresholds.needed(width)
        self.verdict.fit_head(width)
        for extras in (2, 1, 0):
            self.verdict.show_extras(extras)
            if self.verdict.needed(width) <= room:
                break

    def fit_width(self, page: int) -> None:
        """Take the share of a page of so many pixels that is due, and what the values need, a scroll bar included."""
        bar = self._theme.px(_BAR)
        width = min(self._theme.px(ASIDE), int(page * NARROW_ASIDE))
        needed = self._panels.totalMinimumSize().width() + bar
        self.setFixedWidth(max(width, min(needed, page // 2)))
        self.verdict.fit_head(self.width() - bar)

    def _show_message(self) -> None:
        self.fit()
        QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(self.thresholds.message, 0, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit what is shown to the new height once it is there."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self.fit)
