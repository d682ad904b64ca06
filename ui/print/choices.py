"""The controls of the print dialog: kinds as rows with a mark, choices side by side, checks with their glyphs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QIntValidator, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QGridLayout,
    QLineEdit,
    QSizePolicy,
    QWidget,
)

from ui.glyphs import GlyphLabel
from ui.widgets.label import Label
from ui.widgets.painting import draw_ends, draw_focus, draw_line

if TYPE_CHECKING:
    from ui.theme import Theme

_ROW, _MARK = 50, 15


class KindRow(QAbstractButton):
    """A kind of briefing: its name, for whom it is, how many pages it has."""

    def __init__(self, theme: Theme, name: str, audience: str) -> None:
        super().__init__()
        self._theme = theme
        self._name, self._audience, self._pages = name, audience, ""
        self.setCheckable(True)
        self.setSizePolicy(
            QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Maximum
        )  # on a small screen it gives way
        self.setAutoExclusive(True)  # it is read as one of several, not as a box to tick
        self.setAccessibleName(f"{name}, {audience}")

    def show_pages(self, text: str) -> None:
        """Say how many pages it has."""
        self._pages = text
        self.setAccessibleName(f"{self._name}, {self._audience}, {text}")
        self.update()

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(self._theme.px(300), self._theme.px(_ROW))

    def minimumSizeHint(self) -> QSize:
        """Both lines, with less around them."""
        return QSize(0, self._theme.line("strong") + self._theme.line("small") + self._theme.px(8))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Mark, name and pages, audience."""
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.color("selection" if self.isChecked() else "surface"))
        above = min(theme.px(6), (self.height() - theme.line("strong") - theme.line("small")) // 2)
        inner = QRectF(self.rect()).adjusted(theme.px(16), above, -theme.px(16), 0)
        side = theme.px(_MARK)
        self._paint_mark(painter, QRectF(inner.left(), inner.top() + theme.px(3), side, side))
        inner.setLeft(inner.left() + side + theme.px(10))
        first = QRectF(inner.left(), inner.top(), inner.width(), theme.line("strong"))
        name = (self._name, theme.font("strong"), theme.color("ink"))
        draw_ends(painter, first, name, (self._pages, theme.font("small"), theme.color("ink3")), theme.px(8))
        second = QRectF(inner.left(), first.bottom(), inner.width(), theme.line("small"))
        draw_line(painter, second, self._audience, theme.font("small"), theme.color("ink2"))
        if self.hasFocus():
            draw_focus(painter, theme, QRectF(self.rect()))

    def _paint_mark(self, painter: QPainter, at: QRectF) -> None:
        theme = self._theme
        width = theme.px(5) if self.isChecked() else 1.5
        painter.setPen(QPen(theme.color("accent" if self.isChecked() else "control_border"), width))
        painter.setBrush(theme.color("surface"))
        painter.drawEllipse(at.adjusted(width / 2, width / 2, -width / 2, -width / 2))


class Copies(QLineEdit):
    """How many copies: 1 to 99. Arrow keys count up and down."""

    _MOST = 99

    def __init__(self, value: int) -> None:
        super().__init__()
        self.setAccessibleName("Copies")
        self.setValidator(QIntValidator(1, self._MOST, self))
        self.setValue(value)

    @property
    def value(self) -> int:
        """The number; 1 while nothing is typed."""
        return max(1, min(int(self.text() or 1), self._MOST))

    def setValue(self, value: int) -> None:
        """Show a number."""
        self.setText(str(max(1, min(value, self._MOST))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down count."""
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.setValue(self.value + step)


class Checks(QWidget):
    """What was looked at before printing, each with the glyph of its state."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(8))
        self._grid.setVerticalSpacing(theme.px(4))
        self._grid.setColumnStretch(1, 1)
        self._lines: list[str] = []

    @property
    def lines(self) -> Sequence[str]:
        """What the checks say."""
        return self._lines

    def show_lines(self, lines: Sequence[tuple[str, str]]) -> None:
        """Show states with their sentences."""
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._lines = [text for _, text in lines]
        for row, (state, text) in enumerate(lines):
            mark = GlyphLabel(self._theme, state, 12)
            mark.setFixedHeight(self._theme.line("small"))
            self._grid.addWidget(mark, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(Label(self._theme, text, "small", wrap=True), row, 1)
            self._grid.setRowStretch(row, 0)
        self._grid.setRowStretch(len(lines), 1)


class PrintedRow(QAbstractButton):
    """A paper that was printed before: its name, and the day."""

    def __init__(self, theme: Theme, name: str, day: str) -> None:
        super().__init__()
        self._theme, self._name, self._day = theme, name, day
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Maximum)
        self.setAccessibleName(f"Printed before: {name}, {day}")

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(self._theme.px(300), self._theme.line("small") + self._theme.px(7))

    def minimumSizeHint(self) -> QSize:
        """The line."""
        return QSize(0, self._theme.line("small") + self._theme.px(3))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Name and day."""
        theme, painter = self._theme, QPainter(self)
        painter.fillRect(self.rect(), theme.color("selection" if self.isChecked() else "surface"))
        inner = QRectF(self.rect()).adjusted(theme.px(16), 0, -theme.px(16), 0)
        font = theme.font("small")
        draw_ends(
            painter,
            inner,
            (self._name, font, theme.color("ink")),
            (self._day, font, theme.color("ink3")),
            theme.px(8),
        )
        if self.hasFocus():
            draw_focus(painter, theme, QRectF(self.rect()))
