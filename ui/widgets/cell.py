"""Painted boxes with lines at their edges: plates that only show, and cells that are buttons.

Cells of the Overview's matrix, rows of its lists and items of its strip are made of these.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from ui.theme import plain_tooltip
from ui.widgets.painting import draw_focus

if TYPE_CHECKING:
    from ui.theme import Theme

#: Paints the content of a box whose ground, given last, is painted already.
Content = Callable[[QPainter, QRectF, QColor], None]

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Plate(QLabel):
    """A painted box that only shows; ``edges`` names its lines: left, top, bottom, strong (a heavier bottom)."""

    def __init__(self, theme: Theme, name: str, content: Content, parent: QWidget, edges: str = "") -> None:
        super().__init__(parent)
        self.theme = theme
        self._content = content
        self.edges = edges
        self.setAccessibleName(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, content, edges."""
        painter = QPainter(self)
        painter.setClipRegion(event.region())
        ground = self.theme.color("surface")
        painter.fillRect(self.rect(), ground)
        self._content(painter, QRectF(self.rect()), ground)
        paint_edges(painter, self.theme, self, self.edges)


class Cell(QAbstractButton):
    """A painted button, clicked by mouse, Space or Enter; ``moved`` tells of arrows, ``focused`` of the keyboard."""

    moved = Signal(int, int)
    focused = Signal()

    def __init__(
        self, theme: Theme, name: str, content: Content, parent: QWidget, edges: str = "", tone: str = ""
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._content = content
        self._tone = tone
        self.edges = edges
        self._tip: Callable[[], str] | None = None
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def explain(self, tip: Callable[[], str]) -> None:
        """Say more while the mouse rests on it: worked out when the mouse comes, which on most cells it never does."""
        self._tip = tip

    def ground(self) -> QColor:
        """The colour behind the cell: tinted if it is at risk or failing, a little darker under the mouse."""
        ground = self.theme.tint(self._tone)
        if not self.underMouse():
            return ground
        over = self.theme.color("selection")
        return QColor(*(round((2 * a + 3 * b) / 5) for a, b in zip(_rgb(over), _rgb(ground), strict=True)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, content, edges, focus."""
        painter = QPainter(self)
        painter.setClipRegion(event.region())
        ground = self.ground()
        painter.fillRect(self.rect(), ground)
        self._content(painter, QRectF(self.rect()), ground)
        paint_edges(painter, self.theme, self, self.edges)
        if self.hasFocus():
            draw_focus(painter, self.theme, QRectF(self.rect()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter clicks as Space does; arrows are told to whoever arranged the cells."""
        key = Qt.Key(event.key())
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        elif key in _ARROWS:
            self.moved.emit(*_ARROWS[key])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the keyboard is here, so that the cell can be brought into view."""
        super().focusInEvent(event)
        self.focused.emit()
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        """The mouse is over the cell."""
        super().enterEvent(event)
        if self._tip is not None:
            self.setToolTip(plain_tooltip(self._tip()))
            self._tip = None
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse left."""
        super().leaveEvent(event)
        self.update()


def paint_edges(painter: QPainter, theme: Theme, box: QWidget, edges: str) -> None:
    """The lines at the edges of a box."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    width, height = box.width(), box.height()
    line = theme.color("line")
    if "left" in edges:
        painter.fillRect(0, 0, 1, height, line)
    if "top" in edges:
        painter.fillRect(0, 0, width, 1, line)
    if "bottom" in edges:
        painter.fillRect(0, height - 1, width, 1, line)
    if "strong" in edges:
        painter.fillRect(0, height - 1, width, 1, theme.color("line_strong"))


def _rgb(color: QColor) -> tuple[int, int, int]:
    return color.red(), color.green(), color.blue()
