"""A field that offers a list of choices, with the design's own arrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QWidget

from ui.icons import paint_icon

if TYPE_CHECKING:
    from ui.theme import Theme


class Choice(QComboBox):
    """A combo box; the style sheet takes Qt's arrow away, and this one is painted in its place."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("kind", "choice")

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, then the arrow."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self._theme.px(14)
        at = QRectF(self.width() - side - self._theme.px(8), round((self.height() - side) / 2), side, side)
        paint_icon(painter, self._theme, "chevron-down", at)
