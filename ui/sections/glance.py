"""Panels side by side that become one below the other where there is no room; the page scrolls then, not they."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QScrollArea, QWidget

from ui.widgets.row_panel import RowPanel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from ui.theme import Theme

#: Narrower than this the panels stand below each other.
_WIDE = 860
#: Rows for which a list has room at least, side by side and below each other.
_LEAST, _LEAST_TALL = 3, 8


class Glance(QScrollArea):
    """Rows of panels.

    Args:
        theme: colours, sizes, type.
        grid: the panels, row by row.
    """

    def __init__(self, theme: Theme, grid: Sequence[Sequence[QWidget]]) -> None:
        super().__init__()
        self._theme = theme
        self._grid = grid
        self._wide: bool | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = self._inside = QWidget()
        self._layout = QGridLayout(inside)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.px(12))
        self.setWidget(inside)
        self._arrange(wide=True)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._see)

    def _see(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Bring what the keyboard reached into view."""
        if now is not None and self.isVisible() and self._inside.isAncestorOf(now):
            self.ensureWidgetVisible(now, 0, self._theme.px(40))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side where there is room."""
        super().resizeEvent(event)
        self._arrange(wide=self.width() >= self._theme.px(_WIDE))

    def _arrange(self, *, wide: bool) -> None:
        if wide == self._wide:
            return
        self._wide = wide
        down = 0
        for line, panels in enumerate(self._grid):
            for across, panel in enumerate(panels):
                if isinstance(panel, RowPanel):
                    panel.set_least(_LEAST if wide else _LEAST_TALL)
                if wide:
                    span = 2 if len(panels) == 1 else 1
                    self._layout.addWidget(panel, line, across, 1, span)
                else:
                    self._layout.addWidget(panel, down, 0, 1, 1)
                down += 1
        for column in range(2):
            self._layout.setColumnStretch(column, 1 if wide or column == 0 else 0)
        for place in range(down):
            self._layout.setRowStretch(place, 1 if not wide or place < len(self._grid) else 0)
