"""The line below a table: sums and means under their columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

if TYPE_CHECKING:
    from ui.tables.view import GridView
    from ui.theme import Theme

_PAD = 8


class Totals(QWidget):
    """Totals by column, painted under the columns of a view; hidden where there are none."""

    def __init__(self, theme: Theme, view: GridView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view = view
        self._texts: dict[int, str] = {}
        self._count = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        head = view.horizontalHeader()
        for signal in (head.sectionResized, head.sectionMoved, head.geometriesChanged):
            signal.connect(self.update)
        view.moved.connect(self.update)
        self.hide()

    @property
    def texts(self) -> dict[int, str]:
        """What is said under each column."""
        return dict(self._texts)

    def show_totals(self, texts: dict[int, str], count: str) -> None:
        """Show totals by column; ``count`` says of how many rows."""
        self._texts = {column: text for column, text in texts.items() if text}
        self._count = count
        self.setVisible(bool(self._texts))
        heads = self._view.model()
        said = (
            f"{heads.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole)} {text}"
            for column, text in self._texts.items()
        )
        self.setAccessibleName(f"Totals of {count}: {', '.join(said)}")
        self.update()

    def sizeHint(self) -> QSize:
        """One row."""
        return QSize(0, self._theme.control("row_compact"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint each total under its column, and the count where the first column has none."""
        theme, view = self._theme, self._view
        painter = QPainter(self)
        painter.setClipRegion(event.region())
        painter.fillRect(self.rect(), theme.color("raised"))
        painter.setPen(theme.color("line_strong"))
        painter.drawLine(self.rect().topLeft(), self.rect().topRight())
        painter.setFont(theme.weighted("small", 600))
        shown = view.shown_columns()
        for column in shown:
            text = self._texts.get(column, self._count if column == shown[0] else "")
            if not text:
                continue
            pad = theme.px(_PAD)
            left = view.columnViewportPosition(column)
            room = QRect(left + pad, 0, view.columnWidth(column) - 2 * pad, self.height())
            needed = painter.fontMetrics().horizontalAdvance(text)
            side = Qt.AlignmentFlag.AlignRight if column in self._texts else Qt.AlignmentFlag.AlignLeft
            if needed > room.width():  # a sum is never cut short: it reaches into the column before it
                room.setLeft(max(room.right() - needed, 0)) if column in self._texts else room.setWidth(
                    needed
                )
            painter.setPen(theme.color("ink" if column in self._texts else "ink3"))
            painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter), text)
