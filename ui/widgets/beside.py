"""Panels in two columns that scroll as one page; where there is no room for two, the second stands below the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from ui.widgets.label import Label
from ui.widgets.panel import scrolled

if TYPE_CHECKING:
    from ui.theme import Theme

_GAP = 12


class Beside(QWidget):
    """A main column and a side.

    Attributes:
        main, side: the layouts of the two columns.
        finding: what the page says first, above both.
    """

    def __init__(
        self,
        theme: Theme,
        *,
        side: int = 300,
        wide_side: int = 350,
        least: int = 620,
        parent: QWidget | None = None,
    ) -> None:
        """Make it empty.

        Args:
            theme: colours and sizes.
            side: how wide the side is in a narrow window.
            wide_side: how wide it is in a wide one.
            least: where the main column would be narrower, the side stands below it.
            parent: what it stands in.
        """
        super().__init__(parent)
        self._theme = theme
        self._widths = side, wide_side, least
        inside = QWidget(self)
        inside.setProperty("panel", "ground")
        self._area = scrolled(inside, self)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, inside)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.px(_GAP))
        self._columns = QWidget(inside), QWidget(inside)
        self.main, self.side = (self._column(one) for one in self._columns)
        self._row.addWidget(self._columns[0], 1)
        self._row.addWidget(self._columns[1])
        self._area.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.px(8))
        self.finding = Label(theme, "", "strong", wrap=True, parent=self)
        outer.addWidget(self.finding)
        outer.addWidget(self._area, 1)

    def _column(self, widget: QWidget) -> QVBoxLayout:
        layout = QVBoxLayout(widget)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(self._theme.px(_GAP))
        layout.setAlignment(Qt.AlignmentFlag.AlignTop)
        return layout

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside each other where there is room."""
        super().resizeEvent(event)
        px = self._theme.px
        side, wide_side, least = self._widths
        room = self.width()
        is_beside = room >= px(least + _GAP + side)
        direction = QBoxLayout.Direction.LeftToRight if is_beside else QBoxLayout.Direction.TopToBottom
        self._row.setDirection(direction)
        widget = self._columns[1]
        if is_beside:
            widget.setFixedWidth(px(wide_side if room >= px(1200) else side))
        else:
            widget.setMinimumWidth(0)
            widget.setMaximumWidth(16_777_215)

    def reveal(self, widget: QWidget) -> None:
        """Bring something inside into view."""
        self._see(widget)
        QTimer.singleShot(0, widget, lambda: self._see(widget))  # what is shown only now has its place then

    def _see(self, widget: QWidget) -> None:
        self._area.ensureWidgetVisible(widget, 0, self._theme.px(20))
